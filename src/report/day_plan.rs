//! Who stands where and breaks when: a list per hall and day.

use chrono::NaiveDate;

use super::Sheet;
use super::page::Page;
use super::roster::{name, weekday};
use super::width::{clip, pad};
use crate::domain::{HallIx, Instance, Served};
use crate::roster::Duty;

const NAME_COLUMNS: usize = 22;

pub(super) fn write(sheet: &Sheet<'_>, page: &mut Page) {
    page.section("Day plan", "当日安排");
    for (index, site) in sheet.instance.halls.iter().enumerate() {
        for (day, date) in sheet.instance.horizon.days() {
            let mut lines: Vec<(i64, String)> = (sheet.instance.staff())
                .filter_map(|(employee, person)| {
                    let duty = sheet.roster.activity(employee, day).duty()?;
                    let who = clip(&name(&person.name, &person.id), NAME_COLUMNS - 1);
                    (duty.hall == HallIx(index)).then(|| {
                        (
                            duty.start,
                            pad(&who, NAME_COLUMNS) + &one(sheet.instance, date, duty),
                        )
                    })
                })
                .collect();
            if lines.is_empty() {
                continue;
            }
            let (en, zh) = weekday(date);
            page.line("");
            page.line(&format!("{}  {date} {en}{zh}", name(&site.name, &site.id)));
            lines.sort_by_key(|(start, _)| *start);
            for (_, line) in lines {
                page.line(&line);
            }
        }
    }
}

/// `08:30-17:30  break 休息 12:00-13:00  Q1 08:30-12:00, P1 13:00-17:30`.
fn one(instance: &Instance, date: NaiveDate, duty: &Duty) -> String {
    let span = |start, end| {
        let horizon = &instance.horizon;
        format!(
            "{}-{}",
            horizon.clock(start, date),
            horizon.clock(end, date)
        )
    };
    let breaks: Vec<_> = duty
        .breaks
        .iter()
        .map(|pause| span(pause.start, pause.end))
        .collect();
    let mut stretches: Vec<(Served, i64, i64)> = Vec::new();
    for part in &duty.serving {
        match stretches.last_mut() {
            Some((served, _, end)) if *served == part.served && *end == part.start => {
                *end = part.end
            }
            _ => stretches.push((part.served, part.start, part.end)),
        }
    }
    let serving: Vec<_> = stretches
        .into_iter()
        .map(|(served, start, end)| {
            format!(
                "{} {}",
                served_id(instance, duty.hall, served),
                span(start, end)
            )
        })
        .collect();
    let pause = match breaks.as_slice() {
        [] => String::new(),
        some => format!("  break 休息 {}", some.join(", ")),
    };
    format!(
        "{}{pause}  {}",
        span(duty.start, duty.end),
        serving.join(", ")
    )
}

/// The identifier of a queue or post.
pub(super) fn served_id(instance: &Instance, hall: HallIx, served: Served) -> &str {
    let site = &instance.halls[hall.0];
    match served {
        Served::Queue(queue) => &site.queues[queue.0].id,
        Served::Post(post) => &site.posts[post.0].id,
    }
}
