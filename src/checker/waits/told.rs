//! A session as people look at it: every class in every interval, with a promise or without.

use std::rc::Rc;

use chrono::NaiveDate;

use super::exact::Chains;
use super::{Engines, Late, Promise, WaitJudge, WaitVerdict};
use crate::demand::Session;
use crate::domain::{ClassIx, HallIx, QueueIx, WaitTarget};
use crate::roster::Roster;
use crate::units::Money;

/// Share whose wait is told of a class without a target on a share.
const SHARE: f64 = 0.9;

/// The sessions of a roster as people look at them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SeenWaits {
    /// In order of hall, queue and time.
    pub sessions: Vec<SessionWaits>,
    /// Further ones that were not worked out.
    pub left_out: usize,
}

impl SeenWaits {
    /// What came of every promise, at no price; `None` without promises, or where some session was left out.
    pub fn verdict(&self) -> Option<WaitVerdict> {
        let intervals = self.sessions.iter().flat_map(|session| &session.intervals);
        let classes = intervals.flat_map(|interval| &interval.classes);
        let promises: Vec<Promise> = classes.filter_map(|waits| waits.promise).collect();
        let all = self.left_out == 0 && !promises.is_empty();
        all.then_some(WaitVerdict {
            promises,
            price: Money::ZERO,
            waiting: Money::ZERO,
        })
    }
}

/// A queue from opening to closing.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionWaits {
    /// Where.
    pub hall: HallIx,
    /// Which line.
    pub queue: QueueIx,
    /// Local day on which it opens.
    pub date: NaiveDate,
    /// Its open intervals in which somebody comes, in order of time.
    pub intervals: Vec<IntervalWaits>,
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
    /// The classes that come, the one called first in front.
    pub classes: Vec<WaitSeen>,
}

/// What one class waits in one interval, by the exact chain; `None` where that would be too large.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitSeen {
    /// Who.
    pub class: ClassIx,
    /// Expected arrivals.
    pub arrivals: f64,
    /// Mean wait, in minutes.
    pub mean_minutes: Option<f64>,
    /// The wait that the target's share (nine of ten without one) does not exceed, in minutes; `None` also when too far off.
    pub quantile_minutes: Option<f64>,
    /// What was promised, and what came of it.
    pub promise: Option<Promise>,
}

impl WaitSeen {
    /// Whether there is a promise and it is broken.
    pub fn is_missed(&self) -> bool {
        self.promise.as_ref().is_some_and(|promise| !promise.met)
    }
}

impl WaitJudge<'_> {
    /// Sessions as people look at them, from the one at `first` on until it is `late` (told how many there are).
    ///
    /// What a verdict on this very roster says of promises is taken over from `known`; the rest is judged here.
    pub fn seen(
        &mut self,
        roster: &Roster,
        known: Option<&WaitVerdict>,
        first: usize,
        late: &dyn Fn(usize) -> bool,
    ) -> SeenWaits {
        let mut seen = SeenWaits::default();
        for place in first..self.sessions.len() {
            let late = || late(place - first);
            let session = match late() {
                true => None,
                false => self.seen_session(place, roster, known, &late),
            };
            let Some(session) = session else {
                seen.left_out = self.sessions.len() - place;
                break;
            };
            seen.sessions.push(session);
        }
        seen
    }

    fn seen_session(
        &mut self,
        place: usize,
        roster: &Roster,
        known: Option<&WaitVerdict>,
        late: Late<'_>,
    ) -> Option<SessionWaits> {
        let heads = self.heads(roster, place);
        let session = self.sessions[place].clone();
        let minutes = self.instance.horizon.interval.0 as f64;
        let mut chains = Chains::new(&session, minutes, &heads);
        let promises = match known {
            Some(verdict) => self.promised(place, verdict),
            None => {
                // The judge asks the same chains.
                let values = Rc::new(chains.values(late)?);
                self.exact.insert((place, heads.clone()), values);
                self.judge_session(place, roster, Engines::Both, late)?
            }
        };
        let intervals = (0..session.open).filter_map(|period| {
            let (start, end) = self
                .instance
                .horizon
                .interval_span(session.intervals.start + period as i64);
            let classes = seen(&session, &mut chains, &promises, period, end - start, late);
            (!classes.is_empty()).then_some(IntervalWaits {
                start,
                end,
                busy: session.busy[period],
                heads: heads[period],
                classes,
            })
        });
        let intervals = intervals.collect();
        (!late()).then_some(SessionWaits {
            hall: session.hall,
            queue: session.queue,
            date: session.date,
            intervals,
        })
    }

    /// What a verdict says of one session's promises.
    fn promised(&self, place: usize, verdict: &WaitVerdict) -> Vec<Promise> {
        let session = &self.sessions[place];
        let start = |interval| self.instance.horizon.interval_span(interval).0;
        let first = session.intervals.start;
        let span = start(first)..start(first + session.open as i64);
        let own = |promise: &&Promise| {
            (promise.hall, promise.queue) == (session.hall, session.queue)
                && span.contains(&promise.start)
        };
        verdict.promises.iter().filter(own).copied().collect()
    }
}

fn seen(
    session: &Session,
    chains: &mut Chains<'_>,
    promises: &[Promise],
    period: usize,
    length: i64,
    late: Late<'_>,
) -> Vec<WaitSeen> {
    let classes = session.classes.iter().enumerate();
    let coming = classes.filter(|(_, class)| class.arrivals_per_hour[period] > 0.0);
    coming
        .map(|(rank, class)| {
            let own = |promise: &&Promise| promise.period == period && promise.class == class.class;
            let promise = promises.iter().find(own).copied();
            let share = match promise.map(|promise| promise.target) {
                Some(WaitTarget::ShareWithin { share, .. }) => share,
                _ => SHARE,
            };
            WaitSeen {
                class: class.class,
                arrivals: class.arrivals_per_hour[period] * length as f64 / 60.0,
                mean_minutes: chains.mean_minutes(period, rank, late),
                quantile_minutes: chains.quantile_minutes(period, rank, share, late),
                promise,
            }
        })
        .collect()
}
