//! What customers wait under a roster, queue by queue and day by day, against their targets.
//!
//! The exact chain takes the heads that serve a queue during each whole interval, one service mean (arrival-weighted) and
//! the rule "first free server leaves". The simulation takes the people themselves, each from the minute of serving on,
//! and each class's own service time. A target is met when both say so; where only one can answer, it judges alone and
//! [`QueueDay::engines`] says which.

mod judge;
mod line;
#[cfg(test)]
mod tests;

use std::time::{Duration, Instant};

use chrono::NaiveDate;

use crate::demand::{ClassRates, class_rates};
use crate::domain::{ClassIx, HallIx, Instance, QueueIx, WaitTarget};
use crate::roster::Roster;

pub use judge::{Verdict, target_of};

/// Most queues times days that are worked out: some minutes.
const QUEUE_DAYS_MAX: usize = 400;
/// No further day is begun after this time: long lines take the chain tens of seconds each.
const PATIENCE: Duration = Duration::from_secs(180);

/// One queue of a hall on one day.
#[derive(Clone, Debug, PartialEq)]
pub struct QueueDay {
    /// Where.
    pub hall: HallIx,
    /// Which line.
    pub queue: QueueIx,
    /// When.
    pub date: NaiveDate,
    /// What worked the waits out.
    pub engines: Engines,
    /// In order of time, from the first arrivals to the last.
    pub intervals: Vec<IntervalWaits>,
}

/// What worked waits out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Engines {
    /// Exact chain and simulation.
    Both,
    /// The simulation alone: the chain does not cover such a line.
    Simulation {
        /// Why, in English and Chinese.
        why: String,
    },
    /// Neither: customers come and nobody serves them, or the line is beyond both.
    Neither {
        /// Why, in English and Chinese.
        why: String,
    },
}

/// One interval of a queue.
#[derive(Clone, Debug, PartialEq)]
pub struct IntervalWaits {
    /// First instant.
    pub start: i64,
    /// Instant after the last.
    pub end: i64,
    /// Whether the busy targets hold.
    pub busy: bool,
    /// People who serve the queue during the whole of it.
    pub heads: u32,
    /// By class of the queue, the one called first in front; classes without arrivals in it are left out.
    pub classes: Vec<ClassWaits>,
}

/// One class in one interval.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassWaits {
    /// Who.
    pub class: ClassIx,
    /// Expected arrivals.
    pub arrivals: f64,
    /// The target that holds in the interval.
    pub target: Option<WaitTarget>,
    /// By the exact chain.
    pub exact: Option<Waits>,
    /// By the simulation.
    pub simulated: Option<Waits>,
    /// Whether the target is met.
    pub verdict: Verdict,
}

impl ClassWaits {
    /// The figures to show: exact where there are any.
    pub fn waits(&self) -> Option<&Waits> {
        self.exact.as_ref().or(self.simulated.as_ref())
    }
}

/// Virtual waits of one class in one interval, by one engine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waits {
    /// Mean, in minutes.
    pub mean_minutes: f64,
    /// The wait that the target's share (nine of ten without one) does not exceed, in minutes; `None` when too far off.
    pub quantile_minutes: Option<f64>,
    /// Share within the target's minutes; `None` without a target on a share.
    pub share_within: Option<f64>,
}

/// The waits of every queue and day on which customers come.
///
/// Beyond 400 queues times days, or three minutes, nothing more is begun; the second value counts those left
/// out.
pub fn rostered(instance: &Instance, roster: &Roster) -> (Vec<QueueDay>, usize) {
    let begun = Instant::now();
    let mut days = Vec::new();
    let mut left_out = 0;
    for (hall, site) in instance.halls.iter().enumerate() {
        let hall = HallIx(hall);
        let rates = class_rates(instance, hall);
        for queue in 0..site.queues.len() {
            let queue = QueueIx(queue);
            for (_, date) in instance.horizon.days() {
                let today = of_day(instance, hall, queue, date, &rates);
                if today.is_empty() {
                    continue;
                }
                if days.len() == QUEUE_DAYS_MAX || begun.elapsed() > PATIENCE {
                    left_out += 1;
                    continue;
                }
                let line = line::Line::new(instance, roster, (hall, queue), today);
                days.push(line.day(date));
            }
        }
    }
    (days, left_out)
}

/// Intervals of a day from the first arrivals of a queue's classes to the last; empty without arrivals.
fn of_day<'a>(
    instance: &Instance,
    hall: HallIx,
    queue: QueueIx,
    date: NaiveDate,
    rates: &'a [ClassRates],
) -> &'a [ClassRates] {
    let horizon = &instance.horizon;
    let classes = &instance.halls[hall.0].queues[queue.0].classes;
    let comes = |rates: &&ClassRates| {
        let arrivals = classes.iter().map(|class| rates.arrivals_per_hour[class.0]);
        arrivals.sum::<f64>() > 0.0
    };
    let on = |rates: &ClassRates| horizon.local(horizon.interval_span(rates.interval).0).0;
    let first = rates.partition_point(|rates| on(rates) < date);
    let last = rates.partition_point(|rates| on(rates) <= date);
    let today = &rates[first..last];
    let from = today.iter().position(|rates| comes(&rates));
    let to = today.iter().rposition(|rates| comes(&rates));
    match (from, to) {
        (Some(from), Some(to)) => &today[from..=to],
        _ => &[],
    }
}
