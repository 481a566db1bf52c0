//! Waits and scenarios: what planners read.

use prost_reflect::prost_types::Duration;

use crate::checker::{IntervalWaits, SessionWaits, WaitSeen};
use crate::domain::{HallIx, Instance};
use crate::formats::{self, proto};
use crate::service;

/// Time of a comparison whose caller names none.
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

/// One of the things compared, without anybody's days.
pub fn outcome(case: &service::Compared) -> proto::ScenarioOutcome {
    let (roster, why) = match &case.planned {
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
    };
    proto::ScenarioOutcome {
        id: case.id.clone(),
        title: case.title.clone(),
        roster,
        why,
    }
}
