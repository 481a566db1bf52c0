//! What customers of a roster wait, against what they were promised.
//!
//! Heads are counted from the roster, then every session of a queue is worked out twice: exactly ([`crate::queueing`])
//! and by simulation of the people named in it ([`crate::simulation`]). A promise is kept when both say so. Nobody is
//! taken to give up: a promise is not kept by customers who leave.

mod exact;
mod heads;
mod sessions;
mod simulated;
mod summary;
#[cfg(test)]
mod tests;
mod told;

use std::collections::HashMap;
use std::rc::Rc;

use crate::demand::Session;
use crate::domain::{ClassIx, HallIx, Instance, QueueIx, WaitTarget};
use crate::roster::Roster;
use crate::units::Money;

pub use summary::ClassWaits;
pub use told::{IntervalWaits, SeenWaits, SessionWaits, WaitSeen};

use exact::Chains;
use simulated::{Crew, Simulated};

/// How far the exact figure may lie on the wrong side: its own numerical error.
const EXACT_TOLERANCE: f64 = 1e-6;

/// How far a simulated share may lie on the wrong side.
const SIMULATED_TOLERANCE: f64 = 0.002;

/// How far a simulated mean may lie on the wrong side, as a part of the target.
const SIMULATED_TOLERANCE_OF_MEAN: f64 = 0.01;

/// How long whoever is left at closing waits on where nobody is at the counters, in minutes: as long as the longest
/// target that an instance can name.
const UNSERVED_MINUTES: f64 = 600.0;

/// Tells that it is too late to go on.
type Late<'l> = &'l dyn Fn() -> bool;

/// Which engines are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engines {
    /// The exact chain alone: enough to look for a roster, not to call a target met.
    Exact,
    /// Both.
    Both,
}

/// One promise to one class in one interval, and what came of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Promise {
    /// Position of its session, see [`WaitJudge::sessions`].
    pub session: usize,
    /// Interval of the session.
    pub period: usize,
    /// Where.
    pub hall: HallIx,
    /// Which line.
    pub queue: QueueIx,
    /// Whose.
    pub class: ClassIx,
    /// First instant.
    pub start: i64,
    /// Instant after the last.
    pub end: i64,
    /// Expected arrivals of the class in the interval.
    pub arrivals: f64,
    /// Whether the busy targets hold.
    pub busy: bool,
    /// What was promised.
    pub target: WaitTarget,
    /// People who serve the queue during the whole interval.
    pub heads: u32,
    /// The share within the target's minutes, or the mean wait in minutes; `None` when the chain would be too large.
    pub exact: Option<f64>,
    /// The same from the simulation; `None` when it was not asked or cannot be run.
    pub simulated: Option<f64>,
    /// Whether the simulation lies too close to the target to tell (95 %) within the days it has.
    pub undecided: bool,
    /// Whether the engines asked both say that it is kept; who cannot tell does not say so.
    pub met: bool,
}

impl Promise {
    /// Whether one engine says that it is kept, and the other that it is not: counted as missed.
    pub fn is_disputed(&self) -> bool {
        let says = |value: Option<f64>, engine| value.map(|value| met(self.target, value, engine));
        let exact = says(self.exact, Engine::Exact);
        let simulated = says(self.simulated, Engine::Simulation);
        exact.zip(simulated).is_some_and(|(a, b)| a != b) && !self.undecided
    }
}

/// Every promise of an instance held against a roster.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitVerdict {
    /// In order of hall, queue, time and rank of the class.
    pub promises: Vec<Promise>,
    /// What a miss costs.
    pub price: Money,
    /// What the time of all customers in the queues judged costs, by the exact chain; nothing where it has no price or the
    /// chain would be too large.
    pub waiting: Money,
}

impl WaitVerdict {
    /// Promises that are not kept.
    pub fn missed(&self) -> impl Iterator<Item = &Promise> {
        self.promises.iter().filter(|promise| !promise.met)
    }

    /// What the misses cost together.
    pub fn cost(&self) -> Money {
        Money(self.price.0.saturating_mul(self.missed().count() as i64))
    }
}

/// Values by promise, in the order of [`Session::targets`]; `None` where the engine has no answer.
type Values = Rc<Vec<Option<f64>>>;

/// What the simulation says by promise, in the same order; `None` where it cannot be run.
type Runs = Rc<Vec<Option<Simulated>>>;

/// Judges rosters of one instance; days that do not change are worked out once.
#[derive(Debug)]
pub struct WaitJudge<'a> {
    instance: &'a Instance,
    sessions: Vec<Session>,
    exact: HashMap<(usize, Vec<u32>), Values>,
    waited: HashMap<(usize, Vec<u32>), Option<f64>>,
    simulated: HashMap<(usize, Vec<Crew>), Runs>,
}

impl<'a> WaitJudge<'a> {
    /// A judge of an instance's wait targets.
    pub fn new(instance: &'a Instance) -> WaitJudge<'a> {
        let mut sessions = sessions::read(instance);
        sessions.retain(|session| session.targets().next().is_some());
        WaitJudge::of(instance, sessions)
    }

    /// A judge that also tells of queues without any target.
    pub fn of_all(instance: &'a Instance) -> WaitJudge<'a> {
        WaitJudge::of(instance, sessions::read(instance))
    }

    fn of(instance: &'a Instance, sessions: Vec<Session>) -> WaitJudge<'a> {
        WaitJudge {
            instance,
            sessions,
            exact: HashMap::new(),
            waited: HashMap::new(),
            simulated: HashMap::new(),
        }
    }

    /// What is judged; empty for an instance without wait targets and forecasts.
    pub fn sessions(&self) -> &[Session] {
        &self.sessions
    }

    /// Heads of a session, by interval.
    pub fn heads(&self, roster: &Roster, session: usize) -> Vec<u32> {
        heads::by_interval(self.instance, &self.sessions[session], roster)
    }

    /// Holds a roster against every promise.
    pub fn judge(&mut self, roster: &Roster, engines: Engines) -> WaitVerdict {
        let never = self.judge_unless(&|| false, roster, engines);
        never.unwrap_or_else(|| self.verdict(Vec::new(), Money::ZERO))
    }

    /// [`WaitJudge::judge`], given up when it is `late`; the sessions that were worked out are remembered.
    pub fn judge_unless(
        &mut self,
        late: &dyn Fn() -> bool,
        roster: &Roster,
        engines: Engines,
    ) -> Option<WaitVerdict> {
        let (mut promises, mut waiting) = (Vec::new(), Money::ZERO);
        for place in 0..self.sessions.len() {
            promises.extend(self.judge_session(place, roster, engines, late)?);
            let heads = self.heads(roster, place);
            let own = self.waiting(place, &heads, late)?;
            waiting = Money(waiting.0.saturating_add(own.0));
        }
        Some(self.verdict(promises, waiting))
    }

    fn verdict(&self, promises: Vec<Promise>, waiting: Money) -> WaitVerdict {
        WaitVerdict {
            promises,
            price: self.instance.prices.missed_target,
            waiting,
        }
    }

    /// What the waits of a session cost with so many heads by interval, rounded up; nothing at all when it got `late`.
    pub fn waiting(
        &mut self,
        session: usize,
        heads: &[u32],
        late: &dyn Fn() -> bool,
    ) -> Option<Money> {
        let price = self.instance.prices.waiting_per_customer_hour;
        if price == Money::ZERO {
            return Some(Money::ZERO);
        }
        let key = (session, heads.to_vec());
        let minutes = match self.waited.get(&key) {
            Some(known) => *known,
            None => {
                let length = self.instance.horizon.interval.0 as f64;
                let minutes =
                    Chains::new(&self.sessions[session], length, heads).waited_minutes(late);
                if late() {
                    return None;
                }
                self.waited.insert(key, minutes);
                minutes
            }
        };
        let cost = minutes.unwrap_or(0.0) * price.0 as f64 / 60.0;
        Some(Money(cost.ceil() as i64))
    }

    fn judge_session(
        &mut self,
        place: usize,
        roster: &Roster,
        engines: Engines,
        late: Late<'_>,
    ) -> Option<Vec<Promise>> {
        let heads = self.heads(roster, place);
        let exact = self.exactly(place, &heads, late)?;
        let kept: Vec<bool> = (self.sessions[place].targets().zip(exact.iter()))
            .map(|((_, _, target), value)| {
                value.is_some_and(|value| met(target, value, Engine::Exact))
            })
            .collect();
        let simulated = match engines {
            Engines::Exact => None,
            Engines::Both => Some(self.simulated(place, roster, &kept, late)?),
        };
        let session = &self.sessions[place];
        let promises = session
            .targets()
            .enumerate()
            .map(|(at, (period, rank, target))| {
                let (start, end) =
                    (self.instance.horizon).interval_span(session.intervals.start + period as i64);
                let class = &session.classes[rank];
                let seen = simulated.as_ref().map(|run| run[at]);
                let says =
                    |seen: Simulated| !seen.is_open && met(target, seen.value, Engine::Simulation);
                Promise {
                    session: place,
                    period,
                    hall: session.hall,
                    queue: session.queue,
                    class: class.class,
                    start,
                    end,
                    arrivals: class.arrivals_per_hour[period] * (end - start) as f64 / 60.0,
                    busy: session.busy[period],
                    target,
                    heads: heads[period],
                    exact: exact[at],
                    simulated: seen.flatten().map(|seen| seen.value),
                    undecided: seen.flatten().is_some_and(|seen| seen.is_open),
                    met: kept[at] && seen.is_none_or(|seen| seen.is_some_and(says)),
                }
            });
        Some(promises.collect())
    }

    /// Values of a session's promises with so many heads by interval; nothing when it got `late`.
    pub fn exactly(
        &mut self,
        session: usize,
        heads: &[u32],
        late: &dyn Fn() -> bool,
    ) -> Option<Rc<Vec<Option<f64>>>> {
        let key = (session, heads.to_vec());
        if let Some(known) = self.exact.get(&key) {
            return Some(known.clone());
        }
        let minutes = self.instance.horizon.interval.0 as f64;
        let values = Chains::new(&self.sessions[session], minutes, heads).values(late)?;
        let values = Rc::new(values);
        self.exact.insert(key, values.clone());
        Some(values)
    }

    fn simulated(
        &mut self,
        session: usize,
        roster: &Roster,
        kept: &[bool],
        late: Late<'_>,
    ) -> Option<Runs> {
        let crews = heads::crews(self.instance, &self.sessions[session], roster);
        let key = (session, crews);
        if let Some(known) = self.simulated.get(&key) {
            return Some(known.clone());
        }
        let minutes = self.instance.horizon.interval.0 as f64;
        let run = simulated::run(&self.sessions[session], minutes, &key.1, kept, late)?;
        let run = Rc::new(run);
        self.simulated.insert(key, run.clone());
        Some(run)
    }
}

/// Who says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Engine {
    Exact,
    Simulation,
}

/// Whether a value keeps a promise.
fn met(target: WaitTarget, value: f64, engine: Engine) -> bool {
    let tolerance = |of_share: f64, of_mean: f64| match engine {
        Engine::Exact => EXACT_TOLERANCE * of_mean.max(1.0),
        Engine::Simulation => of_share + of_mean * SIMULATED_TOLERANCE_OF_MEAN,
    };
    match target {
        WaitTarget::ShareWithin { share, .. } => {
            value + tolerance(SIMULATED_TOLERANCE, 0.0) >= share
        }
        WaitTarget::Mean { minutes } => value <= minutes + tolerance(0.0, minutes),
    }
}
