//! A queue from opening to closing: what is waiting is carried on inside it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use chrono::NaiveDate;

use crate::domain::{
    ClassIx, CoverageRequirement, HallIx, Instance, QueueIx, Served, ServiceQueue, WaitTarget,
};

use super::busy::{ClassRates, class_rates};
use super::requirements::{is_open, stable_heads};

/// One class of a session's queue.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionClass {
    /// Which class of the hall.
    pub class: ClassIx,
    /// Its own mean service time, in minutes.
    pub service_minutes: f64,
    /// Arrivals per hour, by interval of the session; 0 after closing.
    pub arrivals_per_hour: Vec<f64>,
    /// What is promised, by interval; `None` where nobody comes, nothing is promised or heads are given.
    pub targets: Vec<Option<WaitTarget>>,
}

/// A queue from opening to closing, on the grid of the horizon.
///
/// Its last intervals (time staffed after closing) only serve who still waits. Each window of a queue is a session; whoever
/// comes before it opens waits for it. To those who come before the hall opens nothing is promised.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// Where.
    pub hall: HallIx,
    /// Which line.
    pub queue: QueueIx,
    /// Local day on which it opens.
    pub date: NaiveDate,
    /// Numbers of its intervals, see [`Horizon::intervals`](crate::domain::Horizon::intervals).
    pub intervals: Range<i64>,
    /// How many of them lie before closing.
    pub open: usize,
    /// Whether the queue is served, by interval; not before it opens.
    pub served: Vec<bool>,
    /// Whether the busy targets hold, by interval.
    pub busy: Vec<bool>,
    /// The queue's classes, the one called first in front.
    pub classes: Vec<SessionClass>,
    /// Mean service time of all customers of the session, in minutes.
    pub service_minutes: f64,
}

impl Session {
    /// How many intervals it has.
    pub fn periods(&self) -> usize {
        (self.intervals.end - self.intervals.start) as usize
    }

    /// Every promise: interval from the session's beginning, rank of the class, target.
    pub fn targets(&self) -> impl Iterator<Item = (usize, usize, WaitTarget)> + '_ {
        (0..self.open).flat_map(move |period| {
            let classes = self.classes.iter().enumerate();
            classes.filter_map(move |(rank, class)| Some((period, rank, class.targets[period]?)))
        })
    }
}

/// Every session with at least one promise.
pub fn promised_sessions(instance: &Instance) -> Vec<Session> {
    let mut found = sessions(instance);
    found.retain(|session| session.targets().next().is_some());
    found
}

/// Every session with customers, in order of hall, queue and time.
///
/// Intervals whose heads the instance gives stand in their session without promise: their backlog counts, their
/// heads are settled.
pub fn sessions(instance: &Instance) -> Vec<Session> {
    let given = given_heads(instance);
    let mut found = Vec::new();
    for (index, site) in instance.halls.iter().enumerate() {
        let hall = HallIx(index);
        let rates = class_rates(instance, hall);
        for (index, line) in site.queues.iter().enumerate() {
            let queue = QueueIx(index);
            for (_, date) in instance.horizon.days() {
                for window in windows(instance, hall, line, date) {
                    let place = (hall, queue);
                    found.extend(session(instance, place, date, window, &rates, &given));
                }
            }
        }
    }
    found
}

/// Heads that stand whatever becomes of the waits.
///
/// Inside a session the forecast asks for none, so that heads are counted there and never missing. Where a class comes
/// to which nothing is promised, it asks for those that keep the line from growing without end (stationary).
pub fn settled_needs(
    instance: &Instance,
    sessions: &[Session],
    needs: &[CoverageRequirement],
) -> Vec<CoverageRequirement> {
    let given = given_heads(instance);
    let mut judged: BTreeMap<(HallIx, Served, i64), u32> = BTreeMap::new();
    for session in sessions {
        let queue = Served::Queue(session.queue);
        for (period, interval) in session.intervals.clone().take(session.open).enumerate() {
            let place = (session.hall, queue, interval);
            if !given.contains(&place) {
                judged.insert(place, unpromised_heads(instance, session, period));
            }
        }
    }
    let settled = |need: &CoverageRequirement| {
        let intervals = instance.horizon.intervals(need.start, need.end);
        let place = (need.hall, need.served, intervals.start);
        CoverageRequirement {
            heads: judged
                .get(&place)
                .map_or(need.heads, |heads| need.heads.min(*heads)),
            ..*need
        }
    };
    needs.iter().map(settled).collect()
}

/// Heads that an interval of a session needs for the classes to which nothing is promised; none where there are none.
fn unpromised_heads(instance: &Instance, session: &Session, period: usize) -> u32 {
    let mut classes = session.classes.iter();
    let unpromised = classes
        .any(|class| class.arrivals_per_hour[period] > 0.0 && class.targets[period].is_none());
    if !unpromised {
        return 0;
    }
    let line = &instance.halls[session.hall.0].queues[session.queue.0];
    let arrivals: Vec<f64> = (session.classes.iter())
        .map(|class| class.arrivals_per_hour[period])
        .collect();
    stable_heads(line, &arrivals, session.service_minutes)
}

fn given_heads(instance: &Instance) -> BTreeSet<(HallIx, Served, i64)> {
    let given = instance.coverage.iter().flat_map(|need| {
        let intervals = instance.horizon.intervals(need.start, need.end);
        intervals.map(|interval| (need.hall, need.served, interval))
    });
    given.collect()
}

/// Intervals of a date in which a queue is served without a pause.
struct Window {
    /// Where the window before it ended, or the day began.
    since: i64,
    /// Where the hall opens.
    hall_opens: i64,
    open: Range<i64>,
    /// End of the time staffed after it.
    staffed: i64,
}

fn windows(instance: &Instance, hall: HallIx, line: &ServiceQueue, date: NaiveDate) -> Vec<Window> {
    let horizon = &instance.horizon;
    let Some(hours) = instance.halls[hall.0].open_on(date) else {
        return Vec::new();
    };
    let close = horizon.instant(date, hours.close);
    let day = horizon.intervals(horizon.instant(date, hours.open), close);
    let midnight = horizon.instant(date, 0);
    let morning = horizon.intervals(midnight, midnight).start;
    let mut windows: Vec<Window> = Vec::new();
    for interval in day.clone() {
        if !is_open(instance, hall, line, interval) {
            continue;
        }
        match windows.last_mut() {
            Some(window) if window.open.end == interval => window.open.end = interval + 1,
            last => {
                let since = last.map_or(morning, |window| window.open.end);
                windows.push(Window {
                    since,
                    hall_opens: day.start,
                    open: interval..interval + 1,
                    staffed: 0,
                });
            }
        }
    }
    let staffed = horizon.intervals(close, close + hours.after_close.0).end;
    for window in &mut windows {
        let last = window.open.end == day.end && line.open_windows.is_empty();
        window.staffed = if last { staffed } else { 0 }.max(window.open.end);
    }
    windows
}

fn session(
    instance: &Instance,
    (hall, queue): (HallIx, QueueIx),
    date: NaiveDate,
    window: Window,
    rates: &[ClassRates],
    given: &BTreeSet<(HallIx, Served, i64)>,
) -> Option<Session> {
    let site = &instance.halls[hall.0];
    let line = &site.queues[queue.0];
    let comes = |rates: &&ClassRates| {
        let classes = line.classes.iter();
        classes
            .map(|class| rates.arrivals_per_hour[class.0])
            .sum::<f64>()
            > 0.0
    };
    let from = rates.partition_point(|rates| rates.interval < window.since);
    let early = rates[from..].iter().find(comes);
    let first = early.map_or(window.open.start, |rates| {
        rates.interval.min(window.open.start)
    });
    let open = first..window.open.end;
    let served: Vec<bool> = (first..window.staffed)
        .map(|interval| interval >= window.open.start)
        .collect();
    let periods = served.len();
    let mut busy = vec![false; periods];
    let mut classes: Vec<SessionClass> = line
        .classes
        .iter()
        .map(|&class| SessionClass {
            class,
            service_minutes: site.classes[class.0].service_minutes,
            arrivals_per_hour: vec![0.0; periods],
            targets: vec![None; periods],
        })
        .collect();
    let (mut arrivals, mut work) = (0.0, 0.0);
    let from = rates.partition_point(|rates| rates.interval < open.start);
    for rates in rates[from..]
        .iter()
        .take_while(|rates| rates.interval < open.end)
    {
        let period = (rates.interval - open.start) as usize;
        busy[period] = rates.busy;
        let settled = given.contains(&(hall, Served::Queue(queue), rates.interval));
        for class in &mut classes {
            let per_hour = rates.arrivals_per_hour[class.class.0];
            let promised = &site.classes[class.class.0];
            class.arrivals_per_hour[period] = per_hour;
            class.targets[period] = match rates.busy {
                true => promised.busy_target,
                false => promised.quiet_target,
            }
            .filter(|_| per_hour > 0.0 && !settled && rates.interval >= window.hall_opens);
            arrivals += per_hour;
            work += per_hour * class.service_minutes;
        }
    }
    (arrivals > 0.0).then(|| Session {
        hall,
        queue,
        date,
        open: (open.end - open.start) as usize,
        intervals: open.start..window.staffed,
        served,
        busy,
        classes,
        service_minutes: work / arrivals,
    })
}
