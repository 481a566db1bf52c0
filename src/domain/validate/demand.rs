//! Forecasts, heads asked for directly, outlook.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::Datelike;

use crate::domain::{Finding, HallIx, Problem, Served};

/// Most arrivals of one class in one interval.
const ARRIVALS_MAX: f64 = 100_000.0;
/// Most heads at once.
const HEADS_MAX: u32 = 1_000;
/// Dearest head, in hundredths.
const PRICE_MAX: i64 = 1_000_000_000;

pub fn validate(problem: &Problem, found: &mut Vec<Finding>) {
    forecasts(problem, found);
    coverage(problem, found);
    shift_cover(problem, found);
    outlook(problem, found);
}

fn shift_cover(problem: &Problem, found: &mut Vec<Finding>) {
    let mut seen = HashSet::new();
    for cover in &problem.shift_cover {
        let template = &problem.templates[cover.template.0];
        let subject = format!("shift_cover of \"{}\" on {}", template.id, cover.date);
        let mut fault = |code, remedy: &str| found.push(Finding::new(code, &subject, remedy));
        let price = 0..=PRICE_MAX;
        if cover.under_price.0 < 0 || cover.over_price.0 < 0 {
            fault(
                "negative_price",
                "prices of missing and surplus heads are not negative",
            );
        } else if !price.contains(&cover.under_price.0) || !price.contains(&cover.over_price.0) {
            fault("price_out_of_range", "a price is at most 1000000000");
        }
        if cover.heads > HEADS_MAX {
            fault(
                "heads_out_of_range",
                "more than 1000 heads on one shift; correct the number",
            );
        }
        if problem.horizon.day_inside(cover.date).is_none() {
            fault(
                "date_outside_horizon",
                "heads are asked for inside the horizon",
            );
        } else if !template.halls.contains(&cover.hall) || !template.days.holds(cover.date) {
            fault(
                "cover_not_offered",
                "the shift is not offered in that hall on that day; correct the template or the day",
            );
        }
        if !seen.insert((cover.hall, cover.date, cover.template)) {
            fault(
                "duplicate_cover",
                "heads of this shift are asked for twice; keep one",
            );
        }
    }
}

fn outlook(problem: &Problem, found: &mut Vec<Finding>) {
    let mut seen = HashSet::new();
    for day in &problem.outlook {
        let hall = &problem.halls[day.hall.0].id;
        let subject = format!("outlook of \"{hall}\" on {}", day.date);
        let mut fault = |code, remedy: &str| found.push(Finding::new(code, &subject, remedy));
        if !(0.0..=ARRIVALS_MAX).contains(&day.load_hours) {
            fault(
                "load_out_of_range",
                "expected load is a number of hours, 0 or more",
            );
        }
        if problem.horizon.day(day.date) < problem.horizon.day_count as i64 {
            fault(
                "outlook_inside_horizon",
                "the outlook starts after the horizon",
            );
        }
        if !super::YEARS.contains(&day.date.year()) {
            fault(
                "date_out_of_range",
                "no due date of a comp day lies that far ahead",
            );
        }
        if !seen.insert((day.hall, day.date)) {
            fault("duplicate_outlook", "the day stands twice; keep one");
        }
    }
}

fn forecasts(problem: &Problem, found: &mut Vec<Finding>) {
    let mut spans: HashMap<(usize, usize, chrono::NaiveDate), Vec<(i64, i64)>> = HashMap::new();
    for interval in &problem.demand {
        let hall = &problem.halls[interval.hall.0];
        let subject = format!(
            "demand of hall \"{}\" class \"{}\" on {} at {}",
            hall.id,
            hall.classes[interval.class.0].id,
            interval.date,
            time(interval.start),
        );
        if problem.horizon.day_inside(interval.date).is_none() {
            found.push(Finding::new(
                "date_outside_horizon",
                subject.clone(),
                "forecasts lie inside the horizon; use the outlook for later days",
            ));
        }
        if ![15, 30, 60].contains(&interval.length.0) {
            found.push(Finding::new(
                "interval_length",
                subject.clone(),
                "a demand interval lasts 15, 30 or 60 minutes",
            ));
        }
        if !(0..2160).contains(&interval.start) {
            found.push(Finding::new(
                "negative_time",
                subject.clone(),
                "an interval starts between 00:00 and 35:59",
            ));
        }
        if interval.start.rem_euclid(15) != 0 {
            found.push(Finding::new(
                "interval_start",
                subject.clone(),
                "an interval starts on a quarter of an hour",
            ));
        }
        if !(0.0..=ARRIVALS_MAX).contains(&interval.expected_arrivals) {
            found.push(Finding::new(
                "arrivals_out_of_range",
                subject,
                format!(
                    "{} is not a number of customers; give 0 to {ARRIVALS_MAX}",
                    interval.expected_arrivals
                ),
            ));
        }
        spans
            .entry((interval.hall.0, interval.class.0, interval.date))
            .or_default()
            .push((
                interval.start,
                interval.start.saturating_add(interval.length.0),
            ));
    }
    let mut overlaps: Vec<_> = spans
        .into_iter()
        .filter_map(|(key, mut day)| {
            day.sort_unstable();
            let overlap = day.windows(2).find(|pair| pair[1].0 < pair[0].1)?;
            Some((key, overlap[1].0))
        })
        .collect();
    overlaps.sort();
    for ((hall, class, date), start) in overlaps {
        let hall = &problem.halls[hall];
        found.push(Finding::new(
            "overlapping_demand",
            format!(
                "demand of hall \"{}\" class \"{}\" on {date} at {}",
                hall.id,
                hall.classes[class].id,
                time(start)
            ),
            "two intervals overlap; give every stretch of time once",
        ));
    }
}

/// A time of day as files write it.
fn time(minutes: i64) -> String {
    format!(
        "{:02}:{:02}",
        minutes.div_euclid(60),
        minutes.rem_euclid(60)
    )
}

fn coverage(problem: &Problem, found: &mut Vec<Finding>) {
    for need in &problem.coverage {
        let hall = &problem.halls[need.hall.0];
        let (id, counters) = match need.served {
            Served::Queue(queue) => {
                let queue = &hall.queues[queue.0];
                (&queue.id, queue.counters_max)
            }
            Served::Post(post) => (&hall.posts[post.0].id, None),
        };
        let (date, start) = problem.horizon.local(need.start);
        let subject = format!(
            "coverage of hall \"{}\" \"{id}\" on {date} at {}",
            hall.id,
            time(start)
        );
        if need.heads > HEADS_MAX {
            found.push(Finding::new(
                "heads_out_of_range",
                subject.clone(),
                "more than 1000 heads at once; correct the number",
            ));
        }
        if counters.is_some_and(|counters| need.heads > counters) {
            found.push(Finding::new(
                "more_heads_than_counters",
                subject.clone(),
                "the queue has fewer counters than heads asked for",
            ));
        }
        if need.end <= need.start {
            found.push(Finding::new(
                "time_window",
                subject,
                "a window ends after it starts",
            ));
        }
    }
    overlapping_coverage(problem, found);
}

/// Two requirements at one time would leave open whether they add up.
fn overlapping_coverage(problem: &Problem, found: &mut Vec<Finding>) {
    let mut spans: BTreeMap<(HallIx, Served), Vec<(i64, i64)>> = BTreeMap::new();
    for need in &problem.coverage {
        let key = (need.hall, need.served);
        spans.entry(key).or_default().push((need.start, need.end));
    }
    for ((hall, served), mut spans) in spans {
        spans.sort_unstable();
        let Some(pair) = spans.windows(2).find(|pair| pair[1].0 < pair[0].1) else {
            continue;
        };
        let hall = &problem.halls[hall.0];
        let id = match served {
            Served::Queue(queue) => &hall.queues[queue.0].id,
            Served::Post(post) => &hall.posts[post.0].id,
        };
        let (date, start) = problem.horizon.local(pair[1].0);
        found.push(Finding::new(
            "overlapping_coverage",
            format!(
                "coverage of hall \"{}\" \"{id}\" on {date} at {}",
                hall.id,
                time(start)
            ),
            format!("two windows overlap on {date}; give every stretch of time once"),
        ));
    }
}
