//! One day, event by event: customers come, are called, give up; counters open, close and get free.

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, VecDeque};

use super::chance::Chance;
use super::hall::{Hall, ServiceLaw};

/// A customer and what became of the visit; all in minutes from opening.
#[derive(Clone, Copy, Debug)]
pub(super) struct Visit {
    pub class: usize,
    pub arrival: f64,
    /// Waited at the door when the day began.
    pub at_door: bool,
    service: f64,
    /// When patience ends; infinite without one.
    pub gives_up: f64,
    /// When called, or when one would have been called who has gone; infinite until then.
    pub called: f64,
}

/// What a day came to.
pub(super) struct DayRun {
    pub visits: Vec<Visit>,
    /// When the last service ended, 0 without one.
    pub last_end: f64,
}

/// The customers of a day of a seed. They do not depend on who serves, so that two rosters meet the same people.
pub(super) fn customers(hall: &Hall, seed: u64, day: u64) -> Vec<Visit> {
    let mut visits = Vec::new();
    for (place, class) in hall.classes.iter().enumerate() {
        let mut coming = Chance::new(seed, [day, place as u64, 0]);
        let mut people = Chance::new(seed, [day, place as u64, 1]);
        let mut come = |arrival: f64, at_door: bool| {
            let service = match class.service {
                ServiceLaw::Exponential { mean_minutes } => mean_minutes * people.exponential(),
                ServiceLaw::Lognormal { mean_minutes, cv } => {
                    let spread = (cv * cv).ln_1p();
                    mean_minutes * (spread.sqrt() * people.normal() - spread / 2.0).exp()
                }
            };
            let gives_up = class
                .patience_minutes
                .map_or(f64::INFINITY, |mean| arrival + mean * people.exponential());
            visits.push(Visit {
                class: place,
                arrival,
                at_door,
                service,
                gives_up,
                called: f64::INFINITY,
            });
        };
        for _ in 0..class.opening_queue {
            come(0.0, true);
        }
        for (period, arrivals) in class.arrivals_per_hour.iter().enumerate() {
            let start = period as f64 * hall.period_minutes;
            let end = start + hall.period_minutes;
            // The gap that reaches over the period's end is drawn anew there: exponential gaps have no memory.
            let mut at = start;
            if *arrivals <= 0.0 {
                continue;
            }
            loop {
                at += coming.exponential() * 60.0 / arrivals;
                if at >= end {
                    break;
                }
                come(at, false);
            }
        }
    }
    visits.sort_by(|a, b| a.arrival.total_cmp(&b.arrival));
    visits
}

/// An instant that can be put into order.
#[derive(Clone, Copy, PartialEq)]
struct Instant(f64);

impl Eq for Instant {}

impl PartialOrd for Instant {
    fn partial_cmp(&self, other: &Instant) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Instant {
    fn cmp(&self, other: &Instant) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// A crew at work.
struct Serving<'a> {
    queues: &'a [usize],
    heads: u32,
    busy: u32,
    free_since: f64,
}

/// The hall in the middle of a day.
struct Clock<'a> {
    hall: &'a Hall,
    visits: Vec<Visit>,
    /// By class, the visits that wait, whether or not their customers are still there.
    waiting: Vec<VecDeque<usize>>,
    crews: Vec<Serving<'a>>,
    /// Ends of services and of calls for people who have gone, with the crew.
    ends: BinaryHeap<Reverse<(Instant, usize)>>,
    last_end: f64,
}

/// Lets a day with these customers run until the hall is empty.
pub(super) fn run(hall: &Hall, visits: Vec<Visit>) -> DayRun {
    let mut steps: Vec<(f64, usize, u32)> = Vec::new();
    for (place, crew) in hall.crews.iter().enumerate() {
        // Whoever serves when the doors close stays.
        let open = crew.heads.iter().filter(|(from, _)| *from < hall.minutes());
        steps.extend(open.map(|(from, heads)| (*from, place, *heads)));
    }
    steps.sort_by(|a, b| a.0.total_cmp(&b.0));
    let crews = hall.crews.iter().map(|crew| Serving {
        queues: &crew.queues,
        heads: 0,
        busy: 0,
        free_since: 0.0,
    });
    let mut clock = Clock {
        hall,
        waiting: vec![VecDeque::new(); hall.classes.len()],
        crews: crews.collect(),
        ends: BinaryHeap::new(),
        last_end: 0.0,
        visits,
    };
    clock.go(&steps);
    DayRun {
        visits: clock.visits,
        last_end: clock.last_end,
    }
}

impl Clock<'_> {
    fn go(&mut self, steps: &[(f64, usize, u32)]) {
        let (mut next_visit, mut next_step) = (0, 0);
        // The door opens before the counters do: whoever stands there is called by class, not by chance.
        while self
            .visits
            .get(next_visit)
            .is_some_and(|visit| visit.at_door)
        {
            self.waiting[self.visits[next_visit].class].push_back(next_visit);
            next_visit += 1;
        }
        loop {
            let step = steps.get(next_step).map_or(f64::INFINITY, |step| step.0);
            let arrival = self.visits.get(next_visit);
            let arrival = arrival.map_or(f64::INFINITY, |visit| visit.arrival);
            let end = self.ends.peek().map_or(f64::INFINITY, |end| end.0.0.0);
            let now = step.min(arrival).min(end);
            if now == f64::INFINITY {
                return;
            }
            if step <= now {
                let (_, crew, heads) = steps[next_step];
                next_step += 1;
                self.crews[crew].heads = heads;
                self.crews[crew].free_since = now;
                self.call(crew, now);
            } else if end <= now {
                if let Some(Reverse((_, crew))) = self.ends.pop() {
                    self.crews[crew].busy -= 1;
                    self.crews[crew].free_since = now;
                    self.call(crew, now);
                }
            } else {
                self.waiting[self.visits[next_visit].class].push_back(next_visit);
                self.welcome(self.visits[next_visit].class, now);
                next_visit += 1;
            }
        }
    }

    /// Lets a free crew call the newcomer.
    fn welcome(&mut self, class: usize, now: f64) {
        let queue = self.hall.classes[class].queue;
        let crews = self.crews.iter().enumerate();
        let free = crews.filter(|(_, c)| c.busy < c.heads && c.queues.contains(&queue));
        let first = free.min_by(|(_, a), (_, b)| {
            let skills = a.queues.len().cmp(&b.queues.len());
            skills.then(a.free_since.total_cmp(&b.free_since))
        });
        if let Some((crew, _)) = first {
            self.call(crew, now);
        }
    }

    /// Lets a crew call as long as it has a free head and somebody waits for it.
    fn call(&mut self, crew: usize, now: f64) {
        while self.crews[crew].busy < self.crews[crew].heads {
            let Some(class) = self.next_class(crew) else {
                return;
            };
            let Some(place) = self.waiting[class].pop_front() else {
                return;
            };
            let visit = &mut self.visits[place];
            visit.called = now;
            let gone = visit.gives_up < now;
            let minutes = if gone {
                self.hall.classes[class].call_out_minutes
            } else {
                self.last_end = self.last_end.max(now + visit.service);
                visit.service
            };
            if minutes > 0.0 || !gone {
                self.crews[crew].busy += 1;
                self.ends.push(Reverse((Instant(now + minutes), crew)));
            }
        }
    }

    /// Among the classes a crew serves and that wait: the lowest rank, then the earliest arrival.
    fn next_class(&self, crew: usize) -> Option<usize> {
        let classes = self.hall.classes.iter().enumerate();
        let waiting = classes.filter_map(|(place, class)| {
            let first = *self.waiting[place].front()?;
            let served = self.crews[crew].queues.contains(&class.queue);
            served.then(|| (class.rank, Instant(self.visits[first].arrival), place))
        });
        waiting.min().map(|(_, _, place)| place)
    }
}
