//! Forecasts, heads asked for directly, outlook.

use std::collections::HashMap;

use crate::domain::{Finding, Problem, Served};

/// Most arrivals of one class in one interval.
const ARRIVALS_MAX: f64 = 100_000.0;

pub fn validate(problem: &Problem, found: &mut Vec<Finding>) {
    forecasts(problem, found);
    coverage(problem, found);
    for cover in &problem.shift_cover {
        let subject = format!(
            "shift_cover of \"{}\" on {}",
            problem.templates[cover.template.0].id, cover.date
        );
        if cover.under_price.0 < 0 || cover.over_price.0 < 0 {
            found.push(Finding::new(
                "negative_price",
                subject.clone(),
                "prices of missing and surplus heads are not negative",
            ));
        }
        if problem.horizon.day_inside(cover.date).is_none() {
            found.push(Finding::new(
                "date_outside_horizon",
                subject,
                "heads are asked for inside the horizon",
            ));
        }
    }
    for day in &problem.outlook {
        let subject = format!(
            "outlook of \"{}\" on {}",
            problem.halls[day.hall.0].id, day.date
        );
        if !(0.0..=ARRIVALS_MAX).contains(&day.load_hours) {
            found.push(Finding::new(
                "load_out_of_range",
                subject.clone(),
                "expected load is a number of hours, 0 or more",
            ));
        }
        if problem.horizon.day(day.date) < problem.horizon.day_count as i64 {
            found.push(Finding::new(
                "outlook_inside_horizon",
                subject,
                "the outlook starts after the horizon",
            ));
        }
    }
}

fn forecasts(problem: &Problem, found: &mut Vec<Finding>) {
    let mut spans: HashMap<(usize, usize, chrono::NaiveDate), Vec<(i64, i64)>> = HashMap::new();
    for interval in &problem.demand {
        let hall = &problem.halls[interval.hall.0];
        let subject = format!(
            "demand of hall \"{}\" class \"{}\" on {} at {:02}:{:02}",
            hall.id,
            hall.classes[interval.class.0].id,
            interval.date,
            interval.start.div_euclid(60),
            interval.start.rem_euclid(60),
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
            let overlap = day.windows(2).any(|pair| pair[1].0 < pair[0].1);
            overlap.then_some(key)
        })
        .collect();
    overlaps.sort();
    for (hall, class, date) in overlaps {
        let hall = &problem.halls[hall];
        found.push(Finding::new(
            "overlapping_demand",
            format!(
                "demand of hall \"{}\" class \"{}\" on {date}",
                hall.id, hall.classes[class].id
            ),
            "two intervals overlap; give every stretch of time once",
        ));
    }
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
        let subject = format!("coverage of hall \"{}\" \"{id}\"", hall.id);
        if need.heads > 1000 {
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
}
