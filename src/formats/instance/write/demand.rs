//! Forecasts, heads, outlook, pins, prices.

use super::time::{clock, heads, minutes, small};
use crate::domain::{CoverageRequirement, Pin, Prices, Problem, Served};
use crate::formats::proto;
use crate::units::Money;

/// Forecast arrivals.
pub fn demand(problem: &Problem) -> Vec<proto::DemandInterval> {
    let interval = |interval: &crate::domain::DemandInterval| {
        let hall = &problem.halls[interval.hall.0];
        proto::DemandInterval {
            hall: hall.id.clone(),
            customer_class: hall.classes[interval.class.0].id.clone(),
            date: interval.date.to_string(),
            start: clock(interval.start),
            length_minutes: minutes(interval.length),
            expected_arrivals: interval.expected_arrivals,
            busy: match interval.busy {
                None => proto::BusyMark::Unspecified,
                Some(true) => proto::BusyMark::Busy,
                Some(false) => proto::BusyMark::Quiet,
            }
            .into(),
        }
    };
    problem.demand.iter().map(interval).collect()
}

/// Heads asked for directly, each on its date.
pub fn coverage(problem: &Problem, need: &CoverageRequirement) -> proto::CoverageRequirement {
    let horizon = &problem.horizon;
    let hall = &problem.halls[need.hall.0];
    let (date, _) = horizon.local(need.start);
    // After midnight of the last day is still the last day.
    let last = horizon.date(horizon.day_count as i64 - 1);
    let date = date.min(last);
    proto::CoverageRequirement {
        hall: hall.id.clone(),
        queue: match need.served {
            Served::Queue(queue) => hall.queues[queue.0].id.clone(),
            Served::Post(post) => hall.posts[post.0].id.clone(),
        },
        window: Some(proto::TimeWindow {
            days: Some(proto::DayFilter {
                weekdays: Vec::new(),
                dates: vec![date.to_string()],
            }),
            start: horizon.clock(need.start, date),
            end: horizon.clock(need.end, date),
        }),
        heads: heads(need.heads),
    }
}

/// Heads wanted on whole shifts.
pub fn shift_cover(problem: &Problem) -> Vec<proto::ShiftCover> {
    let cover = |cover: &crate::domain::ShiftCover| proto::ShiftCover {
        hall: problem.halls[cover.hall.0].id.clone(),
        date: cover.date.to_string(),
        shift_template: problem.templates[cover.template.0].id.clone(),
        heads: heads(cover.heads),
        under_price_cents: cover.under_price.0,
        over_price_cents: cover.over_price.0,
    };
    problem.shift_cover.iter().map(cover).collect()
}

/// Expected load beyond the horizon.
pub fn outlook(problem: &Problem) -> Vec<proto::OutlookDay> {
    let day = |day: &crate::domain::OutlookDay| proto::OutlookDay {
        hall: problem.halls[day.hall.0].id.clone(),
        date: day.date.to_string(),
        load_hours: day.load_hours,
    };
    problem.outlook.iter().map(day).collect()
}

/// An assignment the plan may not move.
pub fn pin(problem: &Problem, pin: &Pin) -> proto::Pin {
    let (template, hall) = match pin.duty {
        Some((template, hall)) => (
            problem.templates[template.0].id.clone(),
            problem.halls[hall.0].id.clone(),
        ),
        None => Default::default(),
    };
    proto::Pin {
        employee: problem.employees[pin.employee.0].id.clone(),
        date: pin.date.to_string(),
        shift_template: template,
        hall,
    }
}

/// Every price, also where it is the default, so that a later default does not change the file's meaning.
pub fn prices(prices: &Prices) -> proto::Prices {
    proto::Prices {
        gap_per_head_hour_cents: prices.gap_per_head_hour.0,
        idle_percent: small(prices.idle_percent),
        start_change_cents: prices.start_change.0,
        wish_cents: prices.wish.0,
        training_cents: prices.training.0,
        missed_target_cents: prices.missed_target.0,
        waiting_per_customer_hour_cents: prices.waiting_per_customer_hour.0,
        comp_unplanned_percent: small(prices.comp_unplanned_percent),
        free_start_changes: prices.start_change == Money::ZERO,
    }
}
