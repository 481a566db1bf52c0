//! A duty of a roster file: hall, template, times, breaks, who is served.

use chrono::NaiveDate;

use super::read::Reading;
use crate::domain::{Hall, HallIx, PostIx, QueueIx, Served, ShiftTemplate, TemplateIx};
use crate::formats::instance::parse_time;
use crate::formats::json::Path;
use crate::formats::proto;
use crate::roster::{Activity, Duty, PlacedBreak, Serving};

/// A duty; times that are not given are the template's.
pub fn read_duty(
    reading: &mut Reading<'_>,
    entry: &proto::PersonDay,
    date: NaiveDate,
    at: Path<'_>,
) -> Option<Activity> {
    let instance = reading.instance;
    let hall = instance.halls.iter().position(|hall| hall.id == entry.hall);
    if hall.is_none() {
        let remedy = "name a hall of the instance";
        reading.fault("unknown_hall", at.key("hall"), remedy);
    }
    let template =
        (instance.templates.iter()).position(|template| template.id == entry.shift_template);
    if template.is_none() {
        let remedy = "name a shift template of the instance";
        reading.fault("unknown_template", at.key("shift_template"), remedy);
    }
    let (hall, template) = (hall?, template?);
    let pattern = &instance.templates[template];
    let start = if entry.start.is_empty() {
        instance.horizon.instant(date, pattern.start)
    } else {
        instant(reading, &entry.start, date, at.key("start"))?
    };
    let length = match entry.length_minutes {
        0 => pattern.length.0,
        length => i64::from(length),
    };
    if !(1..=1440).contains(&length) {
        let remedy = "a duty lasts 1 to 1440 minutes";
        reading.fault("duty_length", at.key("length_minutes"), remedy);
        return None;
    }
    let span = (start, start + length);
    let breaks = breaks(reading, entry, date, pattern, span, at.key("breaks"));
    let serving = serving(
        reading,
        entry,
        date,
        &instance.halls[hall],
        span,
        at.key("serving"),
    );
    Some(Activity::Duty(Duty {
        hall: HallIx(hall),
        template: TemplateIx(template),
        start: span.0,
        end: span.1,
        breaks,
        serving,
    }))
}

fn instant(reading: &mut Reading<'_>, text: &str, date: NaiveDate, at: Path<'_>) -> Option<i64> {
    match parse_time(text) {
        Some(minute) => Some(reading.instance.horizon.instant(date, minute)),
        None => {
            let remedy = "write the time as 08:30, or 25:30 for half past one the next day";
            reading.fault("bad_time", at, remedy);
            None
        }
    }
}

fn breaks(
    reading: &mut Reading<'_>,
    entry: &proto::PersonDay,
    date: NaiveDate,
    pattern: &ShiftTemplate,
    span: (i64, i64),
    at: Path<'_>,
) -> Vec<PlacedBreak> {
    let mut placed = Vec::new();
    let mut free_from = span.0;
    for (index, pause) in entry.breaks.iter().enumerate() {
        let at = at.index(index);
        let Some(start) = instant(reading, &pause.start, date, at.key("start")) else {
            continue;
        };
        let end = start + i64::from(pause.length_minutes);
        if start < free_from || end <= start || end > span.1 {
            let remedy = "a break lies inside its duty, after the break before it";
            reading.fault("break_outside_duty", at, remedy);
            continue;
        }
        free_from = end;
        // The file does not say what a break is for; its template does, break by break.
        let purpose = pattern.breaks.get(index).map(|rule| rule.purpose.as_str());
        placed.push(PlacedBreak {
            start,
            end,
            paid: pause.paid,
            purpose: purpose.unwrap_or("meal").to_owned(),
        });
    }
    placed
}

fn serving(
    reading: &mut Reading<'_>,
    entry: &proto::PersonDay,
    date: NaiveDate,
    hall: &Hall,
    span: (i64, i64),
    at: Path<'_>,
) -> Vec<Serving> {
    let mut serving = Vec::new();
    let mut free_from = span.0;
    for (index, stretch) in entry.serving.iter().enumerate() {
        let at = at.index(index);
        let start = instant(reading, &stretch.start, date, at.key("start"));
        let end = instant(reading, &stretch.end, date, at.key("end"));
        let (Some(start), Some(end)) = (start, end) else {
            continue;
        };
        if start < free_from || end <= start || end > span.1 {
            let remedy = "time is served inside the duty, one stretch after the other";
            reading.fault("serving_outside_duty", at, remedy);
            continue;
        }
        free_from = end;
        // No name: no queue needs the person just then.
        if stretch.queue.is_empty() {
            continue;
        }
        match served(hall, &stretch.queue) {
            Some(served) => serving.push(Serving { start, end, served }),
            None => {
                let remedy = format!("hall \"{}\" has no such queue or post", hall.id);
                reading.fault("unknown_queue", at.key("queue"), remedy);
            }
        }
    }
    serving
}

fn served(hall: &Hall, id: &str) -> Option<Served> {
    let queue = hall.queues.iter().position(|queue| queue.id == id);
    let post = hall.posts.iter().position(|post| post.id == id);
    queue
        .map(|queue| Served::Queue(QueueIx(queue)))
        .or(post.map(|post| Served::Post(PostIx(post))))
}
