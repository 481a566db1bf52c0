//! Comp days: earned when, given back when, due when.

use chrono::NaiveDate;

use super::Page;
use super::grid::person;
use super::svg::{Anchor, Svg};
use super::tongue::{both, headings, key};
use crate::report::roster::name;
use crate::roster::{CompDay, CompDayState};

const WIDTH: f64 = 340.0;
const LEFT: f64 = 74.0;
const RIGHT: f64 = 330.0;
const ROW: f64 = 17.0;
/// Most lots that are drawn.
const DRAWN_MAX: usize = 60;

pub(super) fn section(page: &Page<'_>) -> String {
    let lots = &page.sheet.audit.comp_days;
    if lots.is_empty() {
        return format!(
            "<p>{}</p>",
            both("No rest is owed to anybody.", "没有应还的补休。")
        );
    }
    let count =
        |wanted: fn(&CompDayState) -> bool| lots.iter().filter(|l| wanted(&l.state)).count();
    let here = count(|state| matches!(state, CompDayState::Scheduled(_)));
    let later = count(|state| matches!(state, CompDayState::Planned(_)));
    let open = count(|state| matches!(state, CompDayState::Unplanned));
    let mut html = format!(
        "<p>{}</p>",
        both(
            &format!(
                "{} owed: {here} given back in this roster, {later} reserved on quiet days after it, {open} without a day (priced as pay).",
                lots.len()
            ),
            &format!(
                "应还 {} 天：本班表内补休 {here} 天，班表之后的闲日已预留 {later} 天，未安排 {open} 天（按应付工资计价）。",
                lots.len()
            ),
        )
    );
    html.push_str(&timeline(page, lots));
    html.push_str(&table(page, lots));
    html
}

fn given_back(lot: &CompDay) -> Option<NaiveDate> {
    match lot.state {
        CompDayState::Scheduled(date) | CompDayState::Planned(date) => Some(date),
        CompDayState::Unplanned => None,
    }
}

/// A line for each lot from the day it was earned to the day it is given back; the horizon is shaded.
fn timeline(page: &Page<'_>, lots: &[CompDay]) -> String {
    let horizon = &page.sheet.instance.horizon;
    let earned = lots.iter().map(|lot| lot.lot.earned);
    let first = earned.fold(horizon.start, NaiveDate::min);
    let back = lots.iter().filter_map(given_back);
    let last = back.fold(horizon.end(), NaiveDate::max);
    let length = (last - first).num_days().max(1) as f64;
    let x = |date: NaiveDate| {
        let share = (date - first).num_days() as f64 / length;
        LEFT + share.clamp(0.0, 1.0) * (RIGHT - LEFT)
    };
    let drawn = &lots[..lots.len().min(DRAWN_MAX)];
    let height = 22.0 + ROW * drawn.len() as f64;
    let mut svg = Svg::new(WIDTH, height);
    let inside = (x(horizon.start), x(horizon.end()));
    svg.rect(
        (inside.0, 14.0),
        (inside.1 - inside.0, height - 14.0),
        "window",
        "",
    );
    svg.text(
        (inside.0, 10.0),
        Anchor::Start,
        "tick",
        &horizon.start.format("%m-%d").to_string(),
    );
    if x(last) - inside.0 > 60.0 {
        svg.text(
            (x(last), 10.0),
            Anchor::End,
            "tick",
            &last.format("%m-%d").to_string(),
        );
    }
    for (row, lot) in drawn.iter().enumerate() {
        let y = 24.0 + ROW * row as f64;
        let own = &page.sheet.instance.employees[lot.employee.0];
        let label = crate::report::clip(
            if own.name.is_empty() {
                &own.id
            } else {
                &own.name
            },
            11,
        );
        svg.text((LEFT - 6.0, y + 4.0), Anchor::End, "label", &label);
        let told = name(&own.name, &own.id);
        let from = x(lot.lot.earned);
        match given_back(lot) {
            Some(date) => {
                svg.line((from, y), (x(date), y), "owed");
                svg.dot((x(date), y), 4.0, "given", &format!("{told}: {date}"));
            }
            None => svg.line((from, y), (RIGHT, y), "owed open"),
        }
        svg.dot(
            (from, y),
            3.2,
            "earned",
            &format!("{told}: {}", lot.lot.earned),
        );
    }
    format!(
        "<p class=\"legend\">{}{}{}</p><div class=\"timeline\">{}</div>",
        key("dot earned", &both("earned", "产生")),
        key("dot given", &both("given back", "归还")),
        key("window", &both("this roster", "本班表")),
        svg.finish("comp days from earned to given back 补休从产生到归还")
    )
}

fn table(page: &Page<'_>, lots: &[CompDay]) -> String {
    let mut html = format!(
        "<table class=\"figures\"><thead>{}</thead><tbody>",
        headings(&[
            ("Name", "姓名"),
            ("Earned", "产生"),
            ("Hours", "时长"),
            ("Given back", "归还"),
            ("Due", "到期"),
        ])
    );
    for lot in lots {
        let back = match lot.state {
            CompDayState::Scheduled(date) => {
                format!("{date}<br>{}", both("in this roster", "本班表内"))
            }
            CompDayState::Planned(date) => format!("{date}<br>{}", both("reserved", "已预留")),
            CompDayState::Unplanned => both("no day found", "未安排"),
        };
        html.push_str(&format!(
            "<tr><th>{}</th><td>{}</td><td>{}</td><td>{back}</td><td>{}</td></tr>",
            person(page.sheet, lot.employee),
            lot.lot.earned,
            lot.lot.minutes,
            lot.lot.due,
        ));
    }
    html.push_str("</tbody></table>");
    html
}
