//! What heads a promise needs at least, from a line that is no slower than the real one.
//!
//! A class waits at least as long as it would if it and the classes called before it stood in one first-come line, with
//! nobody behind them. In such a line an additional head never lengthens a wait. So whatever breaks a promise there
//! breaks it in the hall, with these heads and with fewer.

use std::collections::HashMap;
use std::time::Instant as Clock;

use crate::demand::Session;
use crate::domain::WaitTarget;
use crate::queueing::{Day, DayClass, ExactDay, share_of_period};

/// How far a share must lie below its target before the line is sure that it is missed: its own numerical error.
const SURE_SHARE: f64 = 2e-5;

/// The same for a mean, as a part of the target.
pub const SURE_MEAN: f64 = 2e-4;

/// Intervals at the cap that are worked out before heads fall below it.
const WARM_UP: usize = 2;

/// What is measured of a class's waits in an interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measure {
    /// The share that waits at most so many minutes.
    ShareWithin(f64),
    /// The mean wait.
    Mean,
}

/// A measure and the value on the wrong side of which it counts as failing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Question {
    /// Interval of the session.
    pub period: usize,
    /// The line holds the classes up to this rank.
    pub rank: usize,
    pub measure: Measure,
    /// Shares below it, or means above it, fail.
    pub bar: f64,
}

impl Question {
    /// Whether a promise is missed for sure.
    pub fn of(period: usize, rank: usize, target: WaitTarget) -> Question {
        let (measure, bar) = match target {
            WaitTarget::ShareWithin { minutes, share } => {
                (Measure::ShareWithin(minutes), share - SURE_SHARE)
            }
            WaitTarget::Mean { minutes } => (Measure::Mean, minutes * (1.0 + SURE_MEAN)),
        };
        Question {
            period,
            rank,
            measure,
            bar,
        }
    }

    fn fails(&self, value: f64) -> bool {
        match self.measure {
            Measure::ShareWithin(_) => value < self.bar,
            Measure::Mean => value > self.bar,
        }
    }
}

/// First-come lines of a session.
#[derive(Debug)]
pub struct Line<'a> {
    session: &'a Session,
    /// Length of an interval.
    minutes: f64,
    /// Most heads by interval.
    pub caps: Vec<u32>,
    /// Afterwards nothing new is worked out.
    pub deadline: Option<Clock>,
    known: HashMap<(usize, u64, usize, Vec<u32>), Option<f64>>,
}

impl<'a> Line<'a> {
    pub fn new(session: &'a Session, minutes: f64, caps: Vec<u32>) -> Line<'a> {
        Line {
            session,
            minutes,
            caps,
            deadline: None,
            known: HashMap::new(),
        }
    }

    /// Whether the line fails with these heads. A line too large to be worked out does not, and none does
    /// after the deadline: cuts are then weaker, and hold.
    pub fn fails(&mut self, question: &Question, heads: &[u32]) -> bool {
        self.value(question, heads)
            .is_some_and(|value| question.fails(value))
    }

    /// The measure with these heads; `None` where the chain would be too large, or too late.
    pub fn value(&mut self, question: &Question, heads: &[u32]) -> Option<f64> {
        let seen = self.seen(question);
        let kind = match question.measure {
            Measure::ShareWithin(minutes) => minutes.to_bits(),
            Measure::Mean => u64::MAX,
        };
        let key = (question.rank, kind, question.period, heads[..seen].to_vec());
        if let Some(&known) = self.known.get(&key) {
            return known;
        }
        if self
            .deadline
            .is_some_and(|deadline| Clock::now() >= deadline)
        {
            return None;
        }
        let value = self.solved(question, &heads[..seen]);
        self.known.insert(key, value);
        value
    }

    /// Expected arrivals of the classes up to a rank in an interval.
    pub fn customers(&self, period: usize, rank: usize) -> f64 {
        let classes = self.session.classes[..=rank].iter();
        let rates = classes.filter_map(|class| class.arrivals_per_hour.get(period));
        rates.sum::<f64>() * self.minutes / 60.0
    }

    /// While heads are at the cap, the line is begun empty shortly before they fall: nobody waits longer for that. It ends
    /// where they stay there: they serve whoever waits, and who comes later is behind.
    fn solved(&self, question: &Question, heads: &[u32]) -> Option<f64> {
        let below = |(heads, cap): (&u32, &u32)| heads < cap;
        let low = heads.iter().zip(&self.caps).position(below);
        let first = low.unwrap_or(heads.len()).min(question.period);
        let first = first.saturating_sub(WARM_UP);
        let last = heads.iter().zip(&self.caps).rposition(below);
        let calm = last.map_or(0, |last| last + 1).max(question.period + 1);
        let most = self.caps.iter().max();
        let full = (calm..heads.len()).find(|&place| Some(&self.caps[place]) == most);
        let end = full.map_or(heads.len(), |full| full + 1);
        let mut servers = heads[first..end].to_vec();
        if servers.last() == Some(&0) {
            servers.push(1);
        }
        let classes = &self.session.classes[..=question.rank];
        let arrivals = (first..first + servers.len()).map(|period| {
            let rates = classes
                .iter()
                .map(|class| class.arrivals_per_hour.get(period));
            rates.flatten().sum()
        });
        let day = Day {
            period_minutes: self.minutes,
            service_minutes: self.session.service_minutes,
            classes: vec![DayClass {
                arrivals_per_hour: arrivals.collect(),
                patience_minutes: None,
                opening_queue: 0,
            }],
            servers,
        };
        let period = question.period - first;
        match question.measure {
            Measure::ShareWithin(minutes) => share_of_period(&day, period, minutes).ok(),
            Measure::Mean => {
                let day = ExactDay::new(&day).ok()?;
                Some(day.periods[period].classes[0].mean_virtual_wait_minutes)
            }
        }
    }

    /// Intervals whose heads matter: for a share those up to its last deadline, for a mean all.
    fn seen(&self, question: &Question) -> usize {
        let periods = self.session.periods();
        match question.measure {
            Measure::ShareWithin(minutes) => {
                let after = (minutes / self.minutes).ceil() as usize;
                periods.min(question.period.saturating_add(after).saturating_add(1))
            }
            Measure::Mean => periods,
        }
    }

    /// Heads raised, interval by interval, as far as the line still fails; those at the cap do not matter.
    ///
    /// Early intervals give way first, or late ones: both are right and help in different places.
    pub fn lifted(&mut self, question: &Question, heads: &[u32], late_first: bool) -> Vec<u32> {
        let seen = self.seen(question);
        let caps = self.caps.clone();
        let mut lifted: Vec<u32> = heads
            .iter()
            .zip(&caps)
            .map(|(n, cap)| *n.min(cap))
            .collect();
        lifted[seen..].copy_from_slice(&caps[seen..]);
        let raised = |lifted: &[u32], range: std::ops::Range<usize>| {
            let mut raised = lifted.to_vec();
            raised[range.clone()].copy_from_slice(&caps[range]);
            raised
        };
        // Long before the interval nothing matters: find how long.
        let (mut free, mut bound) = (0, question.period + 1);
        while free + 1 < bound {
            let middle = free.midpoint(bound);
            match self.fails(question, &raised(&lifted, 0..middle)) {
                true => free = middle,
                false => bound = middle,
            }
        }
        lifted = raised(&lifted, 0..free);
        let after = question.period + 1..seen;
        let without = raised(&lifted, after.clone());
        let mut left: Vec<usize> = (free..=question.period)
            .filter(|&place| lifted[place] < caps[place])
            .collect();
        match self.fails(question, &without) {
            true => lifted = without,
            false => left.extend(after),
        }
        if late_first {
            left.reverse();
        }
        for place in left {
            self.raise(question, &mut lifted, place, caps[place]);
        }
        lifted
    }

    /// Raises one interval's heads to the most with which the line still fails.
    fn raise(&mut self, question: &Question, heads: &mut [u32], place: usize, cap: u32) {
        let (mut low, mut high) = (heads[place], cap + 1);
        let mut next = low + 1;
        while low + 1 < high {
            heads[place] = next;
            match self.fails(question, heads) {
                true => low = next,
                false => high = next,
            }
            next = low.midpoint(high);
        }
        heads[place] = low;
    }
}
