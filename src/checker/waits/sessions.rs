//! What was promised to whom, read from the instance by the judge itself.
//!
//! The planner has a reading of its own ([`crate::demand`]); nothing but the form of the answer is shared, so that a mistake
//! in one shows as a difference between the two.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::demand::{Session, SessionClass};
use crate::domain::{ClassIx, HallIx, Instance, QueueIx, Served, ServiceQueue, WaitTarget};

/// Arrivals of this part of the hall-day's mean make an interval busy; the hair below 80 % keeps ties busy.
const BUSY_PART: f64 = 0.799_999_999;

/// Every queue from opening to closing in which somebody comes, in order of hall, queue and time.
pub(super) fn read(instance: &Instance) -> Vec<Session> {
    let mut read = Vec::new();
    for hall in 0..instance.halls.len() {
        let grid = Grid::of(instance, HallIx(hall));
        for queue in 0..instance.halls[hall].queues.len() {
            let stretches = grid.stretches(QueueIx(queue));
            let sessions = stretches.iter().enumerate().map(|(at, stretch)| {
                let before = at.checked_sub(1).map(|before| &stretches[before]);
                grid.session(QueueIx(queue), stretch, before)
            });
            read.extend(sessions.flatten());
        }
    }
    read
}

/// A hall, interval by interval over the whole horizon.
struct Grid<'a> {
    instance: &'a Instance,
    hall: HallIx,
    /// By interval: local date, minute of it.
    clock: Vec<(NaiveDate, i64)>,
    /// By class and interval: expected arrivals.
    arrivals: Vec<Vec<f64>>,
    busy: Vec<bool>,
}

/// Intervals in which a queue is served without a pause.
struct Stretch {
    date: NaiveDate,
    from: usize,
    to: usize,
}

impl<'a> Grid<'a> {
    fn of(instance: &'a Instance, hall: HallIx) -> Grid<'a> {
        let horizon = &instance.horizon;
        let begin = horizon.first_instant();
        let length = horizon.interval.0;
        let end = horizon.instant(horizon.start, 1440 * (horizon.day_count as i64 + 2));
        let count = ((end - begin) / length) as usize;
        let clock: Vec<_> = (0..count as i64)
            .map(|interval| horizon.local(begin + interval * length))
            .collect();
        let mut arrivals = vec![vec![0.0; count]; instance.halls[hall.0].classes.len()];
        let mut forecast = vec![false; count];
        let mut flags = vec![None; count];
        for demand in instance.demand.iter().filter(|demand| demand.hall == hall) {
            let from = horizon.instant(demand.date, demand.start);
            let to = from + demand.length.0;
            // Arrivals are spread evenly over the minutes of their forecast.
            for minute in from..to {
                let Ok(interval) = usize::try_from((minute - begin).div_euclid(length)) else {
                    continue;
                };
                if interval < count {
                    let share = demand.expected_arrivals / demand.length.0 as f64;
                    arrivals[demand.class.0][interval] += share;
                    forecast[interval] = true;
                    flags[interval] = demand.busy.or(flags[interval]);
                }
            }
        }
        let coming = |interval: usize| arrivals.iter().map(|class| class[interval]).sum::<f64>();
        let mut days: BTreeMap<NaiveDate, (f64, f64)> = BTreeMap::new();
        for interval in (0..count).filter(|&interval| forecast[interval]) {
            let (sum, intervals) = days.entry(clock[interval].0).or_default();
            *sum += coming(interval);
            *intervals += 1.0;
        }
        let busy = (0..count).map(|interval| {
            let many = days
                .get(&clock[interval].0)
                .is_some_and(|(sum, intervals)| coming(interval) >= BUSY_PART * sum / intervals);
            flags[interval].unwrap_or(forecast[interval] && many)
        });
        Grid {
            busy: busy.collect(),
            instance,
            hall,
            clock,
            arrivals,
        }
    }

    fn line(&self, queue: QueueIx) -> &'a ServiceQueue {
        &self.instance.halls[self.hall.0].queues[queue.0]
    }

    fn is_served(&self, queue: QueueIx, interval: usize) -> bool {
        let (date, minute) = self.clock[interval];
        let windows = &self.line(queue).open_windows;
        let hours = self.instance.halls[self.hall.0].open_on(date);
        let in_horizon = self.instance.horizon.days().any(|(_, day)| day == date);
        in_horizon
            && hours.is_some_and(|hours| (hours.open..hours.close).contains(&minute))
            && (windows.is_empty()
                || windows.iter().any(|window| {
                    window.days.holds(date) && (window.start..window.end).contains(&minute)
                }))
    }

    fn stretches(&self, queue: QueueIx) -> Vec<Stretch> {
        let mut found: Vec<Stretch> = Vec::new();
        for interval in 0..self.clock.len() {
            if !self.is_served(queue, interval) {
                continue;
            }
            let date = self.clock[interval].0;
            match found.last_mut() {
                Some(last) if last.to == interval && last.date == date => last.to += 1,
                _ => found.push(Stretch {
                    date,
                    from: interval,
                    to: interval + 1,
                }),
            }
        }
        found
    }

    fn starts(&self, interval: usize) -> i64 {
        self.instance.horizon.interval_span(interval as i64).0
    }

    fn session(
        &self,
        queue: QueueIx,
        stretch: &Stretch,
        before: Option<&Stretch>,
    ) -> Option<Session> {
        let horizon = &self.instance.horizon;
        let site = &self.instance.halls[self.hall.0];
        let hours = site.open_on(stretch.date)?;
        let line = self.line(queue);
        let comes = |class: ClassIx, interval: usize| self.arrivals[class.0][interval];
        // Who comes when nobody serves waits: since the stretch before, or since midnight.
        let since = (0..stretch.from).rev().take_while(|&interval| {
            let follows = before.is_none_or(|before| interval >= before.to);
            follows && self.clock[interval].0 == stretch.date
        });
        let early = since.filter(|&at| line.classes.iter().any(|class| comes(*class, at) > 0.0));
        let from = early.last().unwrap_or(stretch.from);
        // Only the hall's closing is followed by time staffed, and only in lines open as long as the hall.
        let close = horizon.instant(stretch.date, hours.close);
        let mut to = stretch.to;
        if line.open_windows.is_empty() && self.starts(stretch.to) >= close {
            while self.starts(to) < close + hours.after_close.0 {
                to += 1;
            }
        }
        let doors = horizon.instant(stretch.date, hours.open);
        let is_given = |interval: usize| {
            let (start, end) = horizon.interval_span(interval as i64);
            let own = self
                .instance
                .coverage
                .iter()
                .filter(|need| need.hall == self.hall && need.served == Served::Queue(queue));
            own.into_iter()
                .any(|need| need.start < end && start < need.end)
        };
        let promised = |class: ClassIx, interval: usize| -> Option<WaitTarget> {
            let (_, end) = horizon.interval_span(interval as i64);
            let class_has = &site.classes[class.0];
            if comes(class, interval) <= 0.0 || end <= doors || is_given(interval) {
                return None;
            }
            match self.busy[interval] {
                true => class_has.busy_target,
                false => class_has.quiet_target,
            }
        };
        let per_hour = 60.0 / horizon.interval.0 as f64;
        let open = from..stretch.to;
        let closed = stretch.to..to;
        let classes = line.classes.iter().map(|&class| {
            let during = open.clone().map(|at| comes(class, at) * per_hour);
            let targets = open.clone().map(|at| promised(class, at));
            SessionClass {
                class,
                service_minutes: site.classes[class.0].service_minutes,
                arrivals_per_hour: during.chain(closed.clone().map(|_| 0.0)).collect(),
                targets: targets.chain(closed.clone().map(|_| None)).collect(),
            }
        });
        let classes: Vec<SessionClass> = classes.collect();
        let of = |class: &SessionClass| class.arrivals_per_hour.iter().sum::<f64>();
        let customers: f64 = classes.iter().map(of).sum();
        let work = classes
            .iter()
            .map(|class| of(class) * class.service_minutes);
        let work: f64 = work.sum();
        (customers > 0.0).then(|| Session {
            hall: self.hall,
            queue,
            date: stretch.date,
            intervals: from as i64..to as i64,
            open: open.len(),
            served: (from..to).map(|at| at >= stretch.from).collect(),
            busy: (from..to)
                .map(|at| at < stretch.to && self.busy[at])
                .collect(),
            classes,
            service_minutes: work / customers,
        })
    }
}
