//! Heads that are missing, and what would close the gap.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Page;
use super::tongue::{both, escape, more};
use crate::domain::{HallIx, Served};
use crate::report::closing::{Closer, Closing, Keeps};
use crate::report::day_plan::served_id;
use crate::report::roster::{name, weekday};
use crate::roster::{CoverageGap, ShiftGap};
use crate::units::{Minutes, Money};

/// Most people named for a gap.
const CLOSERS_MAX: usize = 3;
/// Most lines of gaps.
pub(super) const LISTED_MAX: usize = 200;

pub(super) fn section(page: &Page<'_>) -> String {
    let audit = page.sheet.audit;
    if audit.gaps.is_empty() && audit.shift_gaps.is_empty() {
        return format!(
            "<p class=\"good\">{}</p>",
            both("Every head asked for is there.", "所需人数全部到岗。")
        );
    }
    let missing: Minutes = audit.gaps.iter().map(CoverageGap::head_minutes).sum();
    let mut html = format!(
        "<p>{}</p>",
        both(
            &format!(
                "Gaps: {}, together {missing} head-hours. For each: people who are free that day, may serve there and could legally take a whole shift, and what this would change in the total cost. Each was put before the judge.",
                audit.gaps.len() + audit.shift_gaps.len()
            ),
            &format!(
                "共 {} 处缺口，合计 {missing} 人时。每处列出当天空闲、具备技能且可合法上一整班的员工，以及总成本的变化；每一项均经核查程序判断。",
                audit.gaps.len() + audit.shift_gaps.len()
            ),
        )
    );
    let looked_into =
        (page.closings.iter()).map(|closing| row(page, &closing.gap, &remedy(page, closing)));
    let others = by_day(page, audit.gaps.iter().skip(page.closings.len()));
    let others = others.values().map(|gaps| day_row(page, gaps));
    let shifts = audit.shift_gaps.iter().map(|gap| shift_row(page, gap));
    let rows: Vec<String> = looked_into.chain(others).chain(shifts).collect();
    html.push_str("<table class=\"figures gaps\"><tbody>");
    html.extend(rows.iter().take(LISTED_MAX).map(String::as_str));
    html.push_str("</tbody></table>");
    html + &more(rows.len(), LISTED_MAX)
}

/// Gaps of one day at one place.
fn by_day<'a>(
    page: &Page<'_>,
    gaps: impl Iterator<Item = &'a CoverageGap>,
) -> BTreeMap<(NaiveDate, HallIx, Served), Vec<&'a CoverageGap>> {
    let mut days: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for gap in gaps {
        let (date, _) = page.sheet.instance.horizon.local(gap.start);
        let day = days.entry((date, gap.hall, gap.served)).or_default();
        day.push(gap);
    }
    days
}

/// The gaps of a day that nobody looked into, in one line.
fn day_row(page: &Page<'_>, gaps: &[&CoverageGap]) -> String {
    let missing: Minutes = gaps.iter().map(|gap| gap.head_minutes()).sum();
    let price: i64 = gaps.iter().map(|gap| price(page, gap).0).sum();
    let span = CoverageGap {
        start: gaps.iter().map(|gap| gap.start).min().unwrap_or(0),
        end: gaps.iter().map(|gap| gap.end).max().unwrap_or(0),
        ..gaps[0].clone()
    };
    let (gaps, price) = (gaps.len(), Money(price));
    line(
        page,
        &span,
        &both(
            &format!("{missing} head-hours missing, gaps: {gaps}, priced {price}"),
            &format!("{gaps} 处缺口，共 {missing} 人时，计价 {price}"),
        ),
        &format!(
            " <span class=\"small\">{}</span>",
            both("not looked into", "未逐一查找")
        ),
    )
}

fn price(page: &Page<'_>, gap: &CoverageGap) -> Money {
    let per_hour = page.sheet.instance.prices.gap_per_head_hour;
    Money(per_hour.0 * gap.head_minutes().0 / 60)
}

fn shift_row(page: &Page<'_>, gap: &ShiftGap) -> String {
    let instance = page.sheet.instance;
    let template = &instance.templates[gap.template.0].id;
    format!(
        "<tr><th>{}</th><td>{} {}</td></tr>",
        gap.date.format("%m-%d"),
        both(
            &format!(
                "shift {template}: {} of {} missing",
                gap.missing, gap.needed
            ),
            &format!(
                "班次 {template}：需 {} 人，缺 {} 人",
                gap.needed, gap.missing
            ),
        ),
        escape(&instance.halls[gap.hall.0].id),
    )
}

fn row(page: &Page<'_>, gap: &CoverageGap, remedy: &str) -> String {
    let (missing, needed, price) = (gap.missing, gap.needed, price(page, gap));
    let told = both(
        &format!("{missing} of {needed} missing, priced {price}"),
        &format!("需 {needed} 人，缺 {missing} 人，计价 {price}"),
    );
    line(page, gap, &told, &format!("<br>{remedy}"))
}

/// When and where, what is missing, and what there is to say of it.
fn line(page: &Page<'_>, gap: &CoverageGap, told: &str, rest: &str) -> String {
    let instance = page.sheet.instance;
    let (date, _) = instance.horizon.local(gap.start);
    let (en, zh) = weekday(date);
    format!(
        "<tr><th>{} {} <span class=\"entry\">{}-{}</span></th><td>{} <b class=\"bad\">{told}</b>{rest}</td></tr>",
        date.format("%m-%d"),
        both(en, &format!("周{zh}")),
        instance.horizon.clock(gap.start, date),
        instance.horizon.clock(gap.end, date),
        escape(&format!(
            "{} {}",
            instance.halls[gap.hall.0].id,
            served_id(instance, gap.hall, gap.served)
        )),
    )
}

/// Who could come, or why nobody can.
fn remedy(page: &Page<'_>, closing: &Closing) -> String {
    let mut lines: Vec<String> = (closing.closers.iter().take(CLOSERS_MAX))
        .map(|closer| one(page, closing, closer))
        .collect();
    let more = closing.closers.len().saturating_sub(CLOSERS_MAX);
    if more > 0 {
        lines.push(both(
            &format!("further people: {more}"),
            &format!("另有 {more} 人可选"),
        ));
    }
    if closing.closers.is_empty() {
        lines.push(match closing.kept_by.is_empty() {
            true => both(
                "Nobody here has the skill: train or borrow somebody.",
                "没有具备该技能的员工：需培训或借调。",
            ),
            false => both(
                "Nobody who has the skill can take a further whole shift:",
                "具备技能者均无法再上一整班：",
            ),
        });
        lines.extend(
            closing
                .kept_by
                .iter()
                .map(|(keeps, count)| kept(keeps, *count)),
        );
    }
    format!("<span class=\"small\">{}</span>", lines.join("<br>"))
}

fn one(page: &Page<'_>, closing: &Closing, closer: &Closer) -> String {
    let instance = page.sheet.instance;
    let person = &instance.employees[closer.employee.0];
    let who = name(&person.name, &person.id);
    let (date, _) = instance.horizon.local(closing.gap.start);
    let clock = |instant| instance.horizon.clock(instant, date);
    let when = format!("{}-{}", clock(closer.start), clock(closer.end));
    let change = closer.cost_change;
    match change < Money::ZERO {
        true => both(
            &format!("{who} {when}: saves {}", Money(-change.0)),
            &format!("{who} {when}：节省 {}", Money(-change.0)),
        ),
        false => both(
            &format!("{who} {when}: legal, costs {change} more than the gap"),
            &format!("{who} {when}：合法，比留缺口多花 {change}"),
        ),
    }
}

fn kept(keeps: &Keeps, count: usize) -> String {
    match keeps {
        Keeps::Working => both(
            &format!("already at work that day: {count}"),
            &format!("{count} 人当天已上班"),
        ),
        Keeps::Away => both(
            &format!("on leave, in training or on a comp day: {count}"),
            &format!("{count} 人休假、培训或补休"),
        ),
        Keeps::NoShift => both(
            &format!("free, but no shift of the hall covers the time: {count}"),
            &format!("{count} 人空闲，但没有班次覆盖该时段"),
        ),
        Keeps::Refused { en, zh } => both(en, zh),
    }
}
