//! How waits change when heads change: the exact day, before and after.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::desk::Desk;
use super::serve::{Heads, heads};
use super::verdict::{WaitChange, WaitEffect};
use crate::demand::{ClassRates, class_rates};
use crate::domain::{HallIx, Instance, QueueIx, Served};
use crate::queueing::{Day, DayClass, ExactDay};
use crate::roster::Roster;

/// Changes below half a hundredth of a minute are not told: a reader would see the same wait twice.
const TOLD_MINUTES: f64 = 0.005;

/// Compares the waits of two rosters in the halls that a decision touches.
///
/// Waits depend on heads by queue and interval alone: where these are equal, so are the waits.
pub(super) fn effect(desk: &Desk<'_>, after: &Roster, halls: &BTreeSet<HallIx>) -> WaitEffect {
    let instance = desk.instance();
    let (old, new) = (
        heads(instance, &desk.plan.witness, halls),
        heads(instance, after, halls),
    );
    let mut days: BTreeSet<(HallIx, QueueIx, NaiveDate)> = BTreeSet::new();
    for key in old.keys().chain(new.keys()) {
        if let (hall, Served::Queue(queue), interval) = *key
            && old.get(key) != new.get(key)
        {
            let (start, _) = instance.horizon.interval_span(interval);
            days.insert((hall, queue, instance.horizon.local(start).0));
        }
    }
    if days.is_empty() {
        return WaitEffect::Unchanged;
    }
    let mut changes = Vec::new();
    let mut rates: BTreeMap<HallIx, Vec<ClassRates>> = BTreeMap::new();
    for (hall, queue, date) in days {
        let rates = rates
            .entry(hall)
            .or_insert_with(|| class_rates(instance, hall));
        let line = Line {
            instance,
            hall,
            queue,
            date,
            rates,
        };
        match line.changes(&old, &new) {
            Some(found) => changes.extend(found),
            None => return WaitEffect::Unknown,
        }
    }
    WaitEffect::Changed(changes)
}

struct Line<'l> {
    instance: &'l Instance,
    hall: HallIx,
    queue: QueueIx,
    date: NaiveDate,
    rates: &'l [ClassRates],
}

impl Line<'_> {
    /// Mean waits by hour and class; `None` without a forecast that the exact day can be worked out from.
    fn changes(&self, old: &Heads, new: &Heads) -> Option<Vec<WaitChange>> {
        let horizon = &self.instance.horizon;
        let is_today = |rates: &&ClassRates| {
            horizon.local(horizon.interval_span(rates.interval).0).0 == self.date
        };
        let today: Vec<&ClassRates> = self.rates.iter().filter(is_today).collect();
        let (first, last) = (today.first()?.interval, today.last()?.interval);
        let (before, after) = (
            self.solved(&today, first, last, old)?,
            self.solved(&today, first, last, new)?,
        );
        let classes = &self.instance.halls[self.hall.0].queues[self.queue.0].classes;
        let per_hour = (60 / horizon.interval.0).max(1);
        let mut changes = Vec::new();
        for hour in (first..=last).step_by(per_hour as usize) {
            for (at, class) in classes.iter().enumerate() {
                let mean = |day: &ExactDay| mean_wait(day, hour - first, per_hour, at);
                let (Some(before_minutes), Some(after_minutes)) = (mean(&before), mean(&after))
                else {
                    continue;
                };
                if (before_minutes - after_minutes).abs() < TOLD_MINUTES {
                    continue;
                }
                changes.push(WaitChange {
                    hall: self.hall,
                    queue: self.queue,
                    class: *class,
                    date: self.date,
                    start: horizon.interval_span(hour).0,
                    before_minutes,
                    after_minutes,
                });
            }
        }
        Some(changes)
    }

    fn solved(
        &self,
        today: &[&ClassRates],
        first: i64,
        last: i64,
        heads: &Heads,
    ) -> Option<ExactDay> {
        let site = &self.instance.halls[self.hall.0];
        let line = &site.queues[self.queue.0];
        let key = |interval| (self.hall, Served::Queue(self.queue), interval);
        let servers = (first..=last).map(|at| heads.get(&key(at)).copied().unwrap_or(0));
        let arrivals = |class: usize| {
            (first..=last).map(move |at| {
                let rates = today.iter().find(|rates| rates.interval == at);
                rates.map_or(0.0, |rates| rates.arrivals_per_hour[class])
            })
        };
        let (mut customers, mut work) = (0.0, 0.0);
        for class in &line.classes {
            let all: f64 = arrivals(class.0).sum();
            customers += all;
            work += all * site.classes[class.0].service_minutes;
        }
        let classes = line.classes.iter().map(|class| DayClass {
            arrivals_per_hour: arrivals(class.0).collect(),
            patience_minutes: site.classes[class.0].patience_minutes,
            opening_queue: 0,
        });
        let day = Day {
            period_minutes: self.instance.horizon.interval.0 as f64,
            servers: servers.collect(),
            service_minutes: work / customers,
            classes: classes.collect(),
        };
        ExactDay::new(&day).ok()
    }
}

/// Mean virtual wait over the intervals of an hour, weighted by arrivals; `None` when nobody comes.
fn mean_wait(day: &ExactDay, from: i64, count: i64, class: usize) -> Option<f64> {
    let periods = day.periods.iter().skip(from as usize).take(count as usize);
    let figures = periods.filter_map(|period| period.classes.get(class));
    let (mut arrivals, mut waited) = (0.0, 0.0);
    for figure in figures {
        arrivals += figure.arrivals_per_hour;
        waited += figure.arrivals_per_hour * figure.mean_virtual_wait_minutes;
    }
    (arrivals > 0.0).then_some(waited / arrivals)
}
