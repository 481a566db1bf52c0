//! Waits and scenarios: what planners read.

use prost_reflect::prost_types::Duration;

use crate::checker::{IntervalWaits, SessionWaits, WaitSeen};
use crate::domain::{HallIx, Instance};
use crate::formats::{self, proto};
use crate::service;

/// Time of a comparison or a frontier whose caller names none; a call without a deadline has twice as much.
pub const TIME_DEFAULT: Duration = Duration {
    seconds: 30,
    nanos: 0,
};

/// A queue from opening to closing.
pub fn queue_day(instance: &Instance, day: &SessionWaits) -> proto::QueueDay {
    let hall = &instance.halls[day.hall.0];
    proto::QueueDay {
        hall: hall.id.clone(),
        queue: hall.queues[day.queue.0].id.clone(),
        date: day.date.to_string(),
        intervals: (day.intervals.iter())
            .map(|interval| proto::QueueInterval {
                start: instance.horizon.clock(interval.start, day.date),
                end: instance.horizon.clock(interval.end, day.date),
                busy: interval.busy,
                heads: i32::try_from(interval.heads).unwrap_or(i32::MAX),
                classes: classes(instance, day.hall, interval),
            })
            .collect(),
    }
}

fn classes(instance: &Instance, hall: HallIx, interval: &IntervalWaits) -> Vec<proto::ClassWait> {
    let told = |seen: &WaitSeen| proto::ClassWait {
        customer_class: instance.halls[hall.0].classes[seen.class.0].id.clone(),
        expected_arrivals: seen.arrivals,
        mean_minutes: seen.mean_minutes,
        quantile_minutes: seen.quantile_minutes,
        promise: (seen.promise.as_ref())
            .map(|kept| formats::wait_figure(kept.target, kept.exact, kept.simulated)),
        missed: seen.is_missed(),
    };
    interval.classes.iter().map(told).collect()
}

/// One of the things compared.
pub fn outcome(compared: &service::Compared) -> proto::ScenarioOutcome {
    let (roster, why) = planned(&compared.case);
    proto::ScenarioOutcome {
        id: compared.id.clone(),
        title: compared.title.clone(),
        roster,
        why,
    }
}

/// Both curves.
pub fn frontier(frontier: &service::Frontier) -> proto::TraceFrontierResponse {
    proto::TraceFrontierResponse {
        customer_class: frontier.class.clone(),
        hall_hours: frontier.hall_hours,
        need: frontier.need.iter().map(point).collect(),
        staff: frontier.staff.iter().map(point).collect(),
    }
}

fn point(point: &service::FrontierPoint) -> proto::FrontierPoint {
    let (roster, why) = planned(&point.case);
    proto::FrontierPoint {
        minutes: point.minutes,
        roster,
        why,
        minute_price: point.price.map(|price| proto::MinutePrice {
            cents: price.price,
            least_cents: price.least,
            most_cents: price.most,
        }),
    }
}

/// What came of a problem, without anybody's days; else why there is no roster.
fn planned(case: &service::Planned) -> (Option<proto::Roster>, Vec<String>) {
    match &case.plan {
        Ok(plan) => {
            let whole = formats::roster_to_proto(&plan.sheet(&case.instance));
            let told = proto::Roster {
                shifts: Vec::new(),
                witness: Vec::new(),
                comp_days: Vec::new(),
                ..whole
            };
            (Some(told), Vec::new())
        }
        Err(none) => (None, none.why.clone()),
    }
}
