//! Hours, evenings and weekends of each person: is the burden shared out fairly?

use chrono::{Datelike, Weekday};

use super::Page;
use super::grid::person;
use super::svg::Svg;
use super::tongue::{both, headings};
use crate::domain::{EmployeeIx, HallIx, week_norm};
use crate::report::Sheet;
use crate::report::roster::hours_of;
use crate::roster::{Activity, Duty, week_starts};
use crate::units::Minutes;

/// Evening begins at this minute of the local day.
const EVENING: i64 = 18 * 60;

/// What a person's work consists of, all in minutes of the horizon.
struct Burden {
    worked: Minutes,
    /// Owed by the contract, less leave, holidays and comp days taken.
    norm: Minutes,
    evening: Minutes,
    weekend: Minutes,
}

pub(super) fn section(page: &Page<'_>) -> String {
    let mut html = format!(
        "<p class=\"note\">{}</p>",
        both(
            "The tick on the hours is the norm less leave, holidays and comp days. Evening is work after 18:00, weekend work on \
             Saturday and Sunday, both as a share of the person's own hours; the thin line is the hall's average.",
            "工时条上的刻度为扣除休假、节假日和补休后的标准工时。晚间指 18:00 以后，周末指周六、周日，均为本人工时中的占比；细线为本厅平均。",
        )
    );
    for hall in page.halls() {
        html.push_str(&of_hall(page, hall));
    }
    html
}

fn of_hall(page: &Page<'_>, hall: HallIx) -> String {
    let sheet = page.sheet;
    let people: Vec<(EmployeeIx, Burden)> = (sheet.instance.staff())
        .filter(|(_, person)| person.halls.first() == Some(&hall))
        .map(|(employee, _)| (employee, burden(sheet, employee)))
        .collect();
    if people.is_empty() {
        return String::new();
    }
    let longest = people.iter().map(|(_, b)| b.worked.0.max(b.norm.0)).max();
    let longest = longest.unwrap_or(1).max(1) as f64;
    let evening = average(&people, |burden| burden.evening);
    let weekend = average(&people, |burden| burden.weekend);
    let mut html = page.hall_heading(hall);
    html.push_str(&format!("<p>{}</p>", spread(&people)));
    html.push_str(&format!(
        "<table class=\"figures people\"><thead>{}</thead><tbody>",
        headings(&[
            ("Name", "姓名"),
            ("Hours", "工时"),
            ("Evening", "晚间"),
            ("Weekend", "周末"),
        ])
    ));
    for (employee, burden) in &people {
        let hours = bar(
            burden.worked.0 as f64 / longest,
            burden.norm.0 as f64 / longest,
            "hours",
        );
        let part = |part: Minutes, mean: f64, class: &str| {
            let share = share(part, burden.worked);
            format!(
                "<div class=\"meter\">{}<span>{:.0} %</span></div>",
                bar(share, mean, class),
                share * 100.0
            )
        };
        html.push_str(&format!(
            "<tr><th>{}</th><td><div class=\"meter\">{hours}<span>{}</span></div></td><td>{}</td><td>{}</td></tr>",
            person(sheet, *employee),
            burden.worked,
            part(burden.evening, evening, "evening"),
            part(burden.weekend, weekend, "weekend"),
        ));
    }
    html.push_str("</tbody></table>");
    html
}

fn burden(sheet: &Sheet<'_>, employee: EmployeeIx) -> Burden {
    let horizon = &sheet.instance.horizon;
    let own = &sheet.instance.employees[employee.0];
    let days: Vec<_> = horizon.days().collect();
    let (mut evening, mut weekend, mut comp) = (Minutes::ZERO, Minutes::ZERO, Minutes::ZERO);
    for (day, date) in &days {
        match sheet.roster.activity(employee, *day) {
            Activity::Duty(duty) => {
                evening += worked_after(duty, horizon.instant(*date, EVENING));
                if matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
                    weekend += duty.work_minutes();
                }
            }
            Activity::CompDay(length) => comp += *length,
            Activity::Rest | Activity::Leave | Activity::Training(_) => {}
        }
    }
    let owed: Minutes = (week_starts(sheet.instance).into_iter())
        .map(|monday| week_norm(sheet.instance, own, monday))
        .map(|norm| Minutes((norm.minutes - norm.worked_before).0.max(0)))
        .sum();
    Burden {
        worked: hours_of(sheet, employee, &days),
        norm: Minutes((owed - comp).0.max(0)),
        evening,
        weekend,
    }
}

/// Working time of a duty from an instant on.
fn worked_after(duty: &Duty, from: i64) -> Minutes {
    let after = |start: i64, end: i64| (end - start.max(from)).max(0);
    let unpaid = duty.breaks.iter().filter(|pause| !pause.paid);
    let unpaid: i64 = unpaid.map(|pause| after(pause.start, pause.end)).sum();
    Minutes(after(duty.start, duty.end) - unpaid)
}

fn share(part: Minutes, of: Minutes) -> f64 {
    match of.0 > 0 {
        true => part.0 as f64 / of.0 as f64,
        false => 0.0,
    }
}

/// The hall's share: all evening or weekend time of all working time.
fn average(people: &[(EmployeeIx, Burden)], part: fn(&Burden) -> Minutes) -> f64 {
    let sum = |pick: fn(&Burden) -> Minutes| people.iter().map(|(_, b)| pick(b)).sum::<Minutes>();
    share(sum(part), sum(|burden| burden.worked))
}

/// How far apart people are, in a sentence.
fn spread(people: &[(EmployeeIx, Burden)]) -> String {
    let range = |part: fn(&Burden) -> Minutes| {
        let working = people
            .iter()
            .filter(|(_, burden)| burden.worked > Minutes::ZERO);
        let shares: Vec<f64> = working
            .map(|(_, b)| 100.0 * share(part(b), b.worked))
            .collect();
        let least = shares.iter().copied().fold(f64::INFINITY, f64::min);
        let most = shares.iter().copied().fold(0.0, f64::max);
        (if least.is_finite() { least } else { 0.0 }, most)
    };
    let (evening, weekend) = (range(|b| b.evening), range(|b| b.weekend));
    both(
        &format!(
            "Evening work lies between {:.0} % and {:.0} % of people's hours, weekend work between {:.0} % and {:.0} %.",
            evening.0, evening.1, weekend.0, weekend.1
        ),
        &format!(
            "各人晚间占比 {:.0} % 至 {:.0} %，周末占比 {:.0} % 至 {:.0} %。",
            evening.0, evening.1, weekend.0, weekend.1
        ),
    )
}

/// A bar of a share of its room, with a tick.
fn bar(share: f64, tick: f64, class: &str) -> String {
    let mut svg = Svg::new(100.0, 12.0);
    svg.rect((0.0, 1.0), (100.0, 10.0), "room", "");
    svg.rect((0.0, 1.0), (100.0 * share.clamp(0.0, 1.0), 10.0), class, "");
    let x = (100.0 * tick).clamp(0.8, 99.2);
    svg.line((x, 0.0), (x, 12.0), "norm");
    svg.finish_stretched(&format!("{:.0} %", share * 100.0))
}
