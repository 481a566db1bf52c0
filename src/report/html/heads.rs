//! Heads there against heads needed: a drawing for each queue or post and day.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Page;
use super::day_panel::{DayPanel, minute_of};
use super::tongue::{both, escape, key};
use crate::checker::CoveredInterval;
use crate::domain::{HallIx, Horizon, Served};
use crate::report::roster::{name, weekday};

type Days<'a> = BTreeMap<NaiveDate, Vec<&'a CoveredInterval>>;

pub(super) fn section(page: &Page<'_>) -> String {
    let mut html = format!(
        "<p class=\"legend\">{}{}{}</p>",
        key("need", &both("heads needed", "需求人数")),
        key("heads", &both("heads there", "在岗人数")),
        key("short", &both("missing", "缺口")),
    );
    for hall in page.halls() {
        html.push_str(&of_hall(page, hall));
    }
    html
}

fn of_hall(page: &Page<'_>, hall: HallIx) -> String {
    let instance = page.sheet.instance;
    let site = &instance.halls[hall.0];
    let mut lines: BTreeMap<Served, Days<'_>> = BTreeMap::new();
    for line in page.sheet.audit.coverage.iter().filter(|l| l.hall == hall) {
        let (date, _) = instance.horizon.local(line.start);
        let days = lines.entry(line.served).or_default();
        days.entry(date).or_default().push(line);
    }
    let all = lines.values().flatten();
    let Some(hours) = hours(
        &instance.horizon,
        all.flat_map(|(date, day)| day.iter().map(|l| (*date, l.start, l.end))),
    ) else {
        return String::new();
    };
    let mut html = page.hall_heading(hall);
    for (served, days) in &lines {
        let what = match served {
            Served::Queue(queue) => name(&site.queues[queue.0].name, &site.queues[queue.0].id),
            Served::Post(post) => name(&site.posts[post.0].name, &site.posts[post.0].id),
        };
        let counts = days.values().flatten();
        let most = counts.map(|l| l.needed.max(l.heads)).max().unwrap_or(1);
        html.push_str(&format!("<h4>{}</h4><div class=\"panels\">", escape(&what)));
        for (date, day) in days {
            let drawn = panel(&instance.horizon, *date, day, hours, f64::from(most), &what);
            html.push_str(&figure(*date, &drawn));
        }
        html.push_str("</div>");
    }
    html
}

/// A drawing under its date.
pub(super) fn figure(date: NaiveDate, drawn: &str) -> String {
    let (en, zh) = weekday(date);
    let day = date.format("%m-%d");
    format!(
        "<figure><figcaption>{day} {}</figcaption>{drawn}</figure>",
        both(en, &format!("周{zh}")),
    )
}

/// First and last hour that spans of days touch.
pub(super) fn hours(
    horizon: &Horizon,
    spans: impl Iterator<Item = (NaiveDate, i64, i64)>,
) -> Option<(i64, i64)> {
    let hours = spans.map(|(date, start, end)| {
        let minute = |instant| minute_of(horizon, date, instant);
        (
            minute(start).div_euclid(60),
            (minute(end) + 59).div_euclid(60),
        )
    });
    hours.reduce(|all, one| (all.0.min(one.0), all.1.max(one.1)))
}

fn panel(
    horizon: &Horizon,
    date: NaiveDate,
    day: &[&CoveredInterval],
    hours: (i64, i64),
    most: f64,
    what: &str,
) -> String {
    let mut panel = DayPanel::new(horizon, date, hours, most);
    for line in day {
        let (from, to) = (panel.x(line.start), panel.x(line.end));
        let (need, there) = (f64::from(line.needed), f64::from(line.heads));
        let told = format!(
            "{} {}/{}",
            panel.span(line.start, line.end),
            line.heads,
            line.needed
        );
        let bar = |low: f64, high: f64, panel: &DayPanel<'_>| {
            (
                (from, panel.y(high)),
                (to - from, panel.y(low) - panel.y(high)),
            )
        };
        let (at, size) = bar(0.0, need, &panel);
        panel.svg.rect(at, size, "need", &told);
        if line.missing() > 0 {
            let (at, size) = bar(there, need, &panel);
            panel.svg.rect(at, size, "short", &told);
        }
    }
    let heads: Vec<_> = day
        .iter()
        .map(|line| (line.start, line.end, f64::from(line.heads)))
        .collect();
    panel.steps(&heads, "heads");
    let missing = day.iter().map(|line| line.missing()).max().unwrap_or(0);
    panel.svg.finish(&format!(
        "{what} {date}: heads there and needed by hour, most missing {missing} 逐时在岗与需求人数，最大缺口 {missing}"
    ))
}
