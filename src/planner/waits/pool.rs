//! What is known of promises: which heads break them for sure, and which are only thought to.

use std::collections::BTreeSet;
use std::time::Instant as Clock;

use crate::checker::WaitJudge;
use crate::demand::Session;
use crate::domain::{CoverageRequirement, Instance, Served, WaitTarget};
use crate::model::{HeadsCut, Promised, QueueInterval, WaitRows};
use crate::roster::Roster;
use crate::units::Money;

use super::line::{Line, Measure, Question};
use super::waiting::{self, Waiting};

/// Most looks of the judge at one session before the first roster.
const JUDGED_MAX: usize = 12;

/// Intervals before the broken one whose heads are thought to mend it.
const NEAR: i64 = 1;

/// Which cuts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those that hold for every roster: the bound may use them.
    Proven,
    /// Those that are right as a rule, too: for finding rosters.
    All,
}

/// What a run learnt that a run of the same instance with stricter targets can use.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// No roster costs less.
    pub bound: Option<Money>,
    /// Rosters to begin with, where they are legal.
    pub rosters: Vec<Roster>,
    /// By promise.
    targets: Vec<WaitTarget>,
    proven: Vec<HeadsCut>,
    guessed: Vec<HeadsCut>,
}

/// Cuts found so far, session by session.
#[derive(Debug)]
pub struct Pool<'a> {
    instance: &'a Instance,
    sessions: &'a [Session],
    lines: Vec<Line<'a>>,
    /// Position of each session's first promise.
    firsts: Vec<usize>,
    proven: Vec<HeadsCut>,
    guessed: Vec<HeadsCut>,
    known: BTreeSet<(bool, HeadsCut)>,
    /// What waiting costs at least, and what it is guessed to cost, by session and interval; empty without a price.
    waiting: [Vec<Vec<Waiting>>; 2],
}

impl<'a> Pool<'a> {
    /// No cuts yet.
    pub fn new(instance: &'a Instance, sessions: &'a [Session]) -> Pool<'a> {
        let minutes = instance.horizon.interval.0 as f64;
        let mut firsts = Vec::with_capacity(sessions.len());
        let mut first = 0;
        for session in sessions {
            firsts.push(first);
            first += session.targets().count();
        }
        let lines = sessions
            .iter()
            .map(|session| Line::new(session, minutes, caps(instance, session)))
            .collect();
        Pool {
            instance,
            sessions,
            lines,
            firsts,
            proven: Vec::new(),
            guessed: Vec::new(),
            known: BTreeSet::new(),
            waiting: [
                vec![Vec::new(); sessions.len()],
                vec![Vec::new(); sessions.len()],
            ],
        }
    }

    /// After the deadline no cut is looked for; `None` for no such limit.
    pub fn work_until(&mut self, deadline: Option<Clock>) {
        for line in &mut self.lines {
            line.deadline = deadline;
        }
    }

    fn targets(&self) -> Vec<WaitTarget> {
        let targets = self.sessions.iter().flat_map(Session::targets);
        targets.map(|(_, _, target)| target).collect()
    }

    /// Takes over the cuts of promises whose target is no looser than then: heads that broke it break it still.
    pub fn recall(&mut self, known: &Known) {
        let targets = self.targets();
        if known.targets.len() != targets.len() {
            return;
        }
        let holds =
            |cut: &&HeadsCut| is_as_strict(targets[cut.promise], known.targets[cut.promise]);
        for cut in known.proven.iter().filter(holds) {
            self.keep(cut.clone(), Which::Proven);
        }
        for cut in known.guessed.iter().filter(holds) {
            self.keep(cut.clone(), Which::All);
        }
    }

    /// The cuts so far, with the targets that they speak of.
    pub fn known(&self) -> Known {
        Known {
            bound: None,
            rosters: Vec::new(),
            targets: self.targets(),
            proven: self.proven.clone(),
            guessed: self.guessed.clone(),
        }
    }

    /// How many cuts there are: proven, guessed.
    pub fn sizes(&self) -> (usize, usize) {
        (self.proven.len(), self.guessed.len())
    }

    /// Rows for the model.
    pub fn rows(&self, which: Which) -> WaitRows {
        let mut cuts = self.proven.clone();
        if which == Which::All {
            cuts.extend(self.guessed.iter().cloned());
        }
        let open = self.sessions.iter().flat_map(|session| {
            let served = (0..session.periods()).filter(|&period| session.served[period]);
            served.map(|period| place(session, period))
        });
        let promises = self.sessions.iter().flat_map(|session| {
            let promises = session.targets();
            promises.map(|(period, rank, _)| Promised {
                price: self.instance.prices.missed_target,
                tag: self.tag(session, period, rank),
            })
        });
        let priced = &self.waiting[usize::from(which == Which::All)];
        let places = self.sessions.iter().zip(priced).flat_map(|(own, waiting)| {
            let saved = waiting.iter().enumerate();
            saved.map(|(period, waiting)| (place(own, period), waiting.saved.clone()))
        });
        WaitRows {
            open: open.collect(),
            promises: promises.collect(),
            cuts,
            waiting: priced.iter().flatten().map(|waiting| waiting.least).sum(),
            saved: places.collect(),
        }
    }

    /// Works out what waiting costs at least, where it has a price.
    pub fn price_waiting(&mut self, session: usize) {
        let price = self.instance.prices.waiting_per_customer_hour;
        let own = &self.sessions[session];
        if price == Money::ZERO {
            return;
        }
        let (line, rank) = (&mut self.lines[session], own.classes.len() - 1);
        let least: Vec<Waiting> = (0..own.periods())
            .map(|period| waiting::at_least(line, period, rank, price))
            .collect();
        for kind in &mut self.waiting {
            kind[session].clone_from(&least);
        }
    }

    /// Guesses what waiting costs with heads near those of a roster, from what one head more or fewer does.
    pub fn guess_waiting(
        &mut self,
        session: usize,
        heads: &[u32],
        judge: &mut WaitJudge<'_>,
        late: &dyn Fn() -> bool,
    ) {
        let [proven, guessed] = &mut self.waiting;
        let mut cost = |heads: &[u32]| judge.waiting(session, heads, late);
        let Some(now) = cost(heads) else { return };
        for (period, least) in proven[session].iter().enumerate() {
            if !self.sessions[session].served[period] {
                continue;
            }
            let mut changed = |by: i32| {
                let mut heads = heads.to_vec();
                heads[period] = heads[period].saturating_add_signed(by);
                cost(&heads)
            };
            let (Some(fewer), Some(more)) = (changed(-1), changed(1)) else {
                return;
            };
            guessed[session][period] =
                waiting::around(least, heads[period], fewer - now, now - more);
        }
    }

    fn tag(&self, session: &Session, period: usize, rank: usize) -> String {
        let horizon = &self.instance.horizon;
        let site = &self.instance.halls[session.hall.0];
        let (start, _) = horizon.interval_span(session.intervals.start + period as i64);
        format!(
            "wait of class {} of hall {} on {} at {}",
            site.classes[session.classes[rank].class.0].id,
            site.id,
            session.date,
            horizon.clock(start, session.date)
        )
    }

    /// Works a session out by itself: heads that keep its promises, raised where one breaks first, and the cuts met on
    /// the way.
    ///
    /// Few heads at cheap times are what rosters come to as well, so that many cuts a search will need are known
    /// before it begins. Ends early when it is `over`.
    pub fn prepare(
        &mut self,
        session: usize,
        judge: &mut WaitJudge<'_>,
        over: &dyn Fn() -> bool,
    ) -> Vec<u32> {
        let mut heads = self.bounds(session, over);
        let targets: Vec<_> = self.sessions[session].targets().collect();
        let mut hopeless = BTreeSet::new();
        let mut judged = 0;
        while !over() {
            let line = &mut self.lines[session];
            let breaks = |at: &usize| {
                let (period, rank, target) = targets[*at];
                line.fails(&Question::of(period, rank, target), &heads)
            };
            let open = (0..targets.len()).filter(|at| !hopeless.contains(at));
            let found = match open.clone().find(breaks) {
                Some(at) => {
                    let (period, rank, target) = targets[at];
                    let question = Question::of(period, rank, target);
                    let broken = vec![(self.firsts[session] + at, question)];
                    self.add(session, &heads, broken, Which::Proven);
                    Some(at)
                }
                None if judged < JUDGED_MAX => {
                    judged += 1;
                    let Some(values) = judge.exactly(session, &heads, over) else {
                        break;
                    };
                    let missed =
                        |at: &usize| !values[*at].is_some_and(|v| keeps(targets[*at].2, v));
                    let found = open.clone().find(missed);
                    if let Some(at) = found {
                        let (period, rank, _) = targets[at];
                        self.guess(session, &heads, &[(at, period, rank)]);
                    }
                    found
                }
                None => None,
            };
            let Some(at) = found else { break };
            let caps = &self.lines[session].caps;
            let free = (0..=targets[at].0)
                .rev()
                .find(|&place| heads[place] < caps[place]);
            match free {
                Some(place) => heads[place] += 1,
                None => {
                    hopeless.insert(at);
                }
            }
        }
        heads
    }

    /// Adds the fewest heads with which each promise can be kept when everybody is there at all other times; heads that
    /// keep to them.
    fn bounds(&mut self, session: usize, over: &dyn Fn() -> bool) -> Vec<u32> {
        let targets: Vec<_> = self.sessions[session].targets().enumerate().collect();
        let mut least = vec![0; self.sessions[session].periods()];
        for (at, (period, rank, target)) in targets {
            if over() {
                break;
            }
            let question = Question::of(period, rank, target);
            let mut heads = self.lines[session].caps.clone();
            heads[period] = least[period];
            if self.lines[session].fails(&question, &heads) {
                let lifted = self.lines[session].lifted(&question, &heads, false);
                let cut = self.cut(session, self.firsts[session] + at, &lifted);
                least[period] = (lifted[period] + 1).min(self.lines[session].caps[period]);
                self.keep(cut, Which::Proven);
            }
        }
        least
    }

    /// Cuts that the heads of a session break for sure and that were not known; whether there were any.
    pub fn add_proven(&mut self, session: usize, heads: &[u32]) -> bool {
        let mut broken = Vec::new();
        let targets: Vec<_> = self.sessions[session].targets().enumerate().collect();
        for (at, (period, rank, target)) in targets {
            let question = Question::of(period, rank, target);
            let promise = self.firsts[session] + at;
            if self.is_paid(promise, session, heads, Which::Proven)
                || !self.lines[session].fails(&question, heads)
            {
                continue;
            }
            broken.push((promise, question));
        }
        self.add(session, heads, broken, Which::Proven)
    }

    /// Cuts for promises that the judge calls broken although no line says so; none when it got `late`.
    pub fn add_guessed(
        &mut self,
        session: usize,
        heads: &[u32],
        judge: &mut WaitJudge<'_>,
        late: &dyn Fn() -> bool,
    ) -> bool {
        let Some(values) = judge.exactly(session, heads, late) else {
            return false;
        };
        let missed = self.sessions[session]
            .targets()
            .enumerate()
            .filter(|(at, (_, _, target))| !values[*at].is_some_and(|value| keeps(*target, value)))
            .map(|(at, (period, rank, _))| (at, period, rank));
        let missed: Vec<_> = missed.collect();
        self.guess(session, heads, &missed)
    }

    /// Cuts for promises (position, interval, rank) that are broken by these heads, as far as one can tell.
    ///
    /// What the whole line (everybody, first come first served) reaches with these heads is taken to be too little.
    pub fn guess(
        &mut self,
        session: usize,
        heads: &[u32],
        missed: &[(usize, usize, usize)],
    ) -> bool {
        let last = self.sessions[session].classes.len() - 1;
        let targets: Vec<_> = self.sessions[session].targets().collect();
        let mut broken = Vec::new();
        for &(at, period, _) in missed {
            let promise = self.firsts[session] + at;
            if self.is_paid(promise, session, heads, Which::All) {
                continue;
            }
            let measure = match targets[at].2 {
                WaitTarget::ShareWithin { minutes, .. } => Measure::ShareWithin(minutes),
                WaitTarget::Mean { .. } => Measure::Mean,
            };
            let mut question = Question {
                period,
                rank: last,
                measure,
                bar: 0.0,
            };
            if let Some(value) = self.lines[session].value(&question, heads) {
                question.bar = match measure {
                    Measure::ShareWithin(_) => value + 1e-7,
                    Measure::Mean => value - 1e-7 * value.max(1.0),
                };
                broken.push((promise, question));
            }
        }
        self.add(session, heads, broken, Which::All)
    }

    /// Lifts and keeps cuts; of neighbouring intervals only the first is looked at: later ones are its echo.
    fn add(
        &mut self,
        session: usize,
        heads: &[u32],
        broken: Vec<(usize, Question)>,
        which: Which,
    ) -> bool {
        let mut more = false;
        let mut last: Option<(usize, usize)> = None;
        for (promise, question) in broken {
            let echo = last.is_some_and(|(rank, period)| {
                rank == question.rank && period + 1 == question.period
            });
            last = Some((question.rank, question.period));
            if echo {
                continue;
            }
            for late_first in [false, true] {
                let lifted = self.lines[session].lifted(&question, heads, late_first);
                let cut = self.cut(session, promise, &lifted);
                // That heads shortly before the interval must help is a guess, and a good one.
                let near = self.near(session, &cut, question.period);
                more |= match which {
                    Which::Proven => self.keep(cut, which),
                    Which::All => false,
                };
                let guessed = self.keep(near, Which::All);
                more |= guessed && which == Which::All;
            }
        }
        more
    }

    /// Keeps a cut; whether it was not known.
    fn keep(&mut self, cut: HeadsCut, which: Which) -> bool {
        let proven = which == Which::Proven;
        if !proven && self.known.contains(&(true, cut.clone())) {
            return false;
        }
        let new = self.known.insert((proven, cut.clone()));
        match (new, which) {
            (true, Which::Proven) => self.proven.push(cut),
            (true, Which::All) => self.guessed.push(cut),
            (false, _) => {}
        }
        new
    }

    /// A cut without the places long before its interval.
    fn near(&self, session: usize, cut: &HeadsCut, period: usize) -> HeadsCut {
        let interval = self.sessions[session].intervals.start + period as i64;
        let near = |(at, _): &&(QueueInterval, u32)| at.2 + NEAR >= interval;
        let kept: Vec<_> = cut.enough.iter().filter(near).copied().collect();
        match kept.is_empty() {
            true => cut.clone(),
            false => HeadsCut {
                enough: kept,
                ..cut.clone()
            },
        }
    }

    fn cut(&self, session: usize, promise: usize, lifted: &[u32]) -> HeadsCut {
        let own = &self.sessions[session];
        let caps = &self.lines[session].caps;
        let below = lifted.iter().zip(caps).enumerate();
        HeadsCut {
            promise,
            enough: below
                .filter(|(_, (heads, cap))| heads < cap)
                .map(|(period, (heads, _))| (place(own, period), heads + 1))
                .collect(),
        }
    }

    /// Whether a cut that is known already says that these heads break the promise.
    fn is_paid(&self, promise: usize, session: usize, heads: &[u32], which: Which) -> bool {
        let own = &self.sessions[session];
        let there = |(at, enough): &(QueueInterval, u32)| {
            heads[(at.2 - own.intervals.start) as usize] >= *enough
        };
        let guessed = self.guessed.iter().filter(|_| which == Which::All);
        let cuts = self.proven.iter().chain(guessed);
        cuts.filter(|cut| cut.promise == promise)
            .any(|cut| !cut.enough.iter().any(there))
    }

    /// Heads of a session as needs.
    pub fn needs(&self, session: usize, heads: &[u32]) -> Vec<CoverageRequirement> {
        let own = &self.sessions[session];
        let wanted = heads.iter().take(own.open).enumerate();
        wanted
            .filter(|(_, heads)| **heads > 0)
            .map(|(period, &heads)| {
                let (hall, queue, interval) = place(own, period);
                let (start, end) = self.instance.horizon.interval_span(interval);
                CoverageRequirement {
                    hall,
                    served: Served::Queue(queue),
                    start,
                    end,
                    heads,
                }
            })
            .collect()
    }
}

/// Whether whoever keeps a target keeps another one, too.
fn is_as_strict(target: WaitTarget, than: WaitTarget) -> bool {
    match (target, than) {
        (
            WaitTarget::ShareWithin { minutes, share },
            WaitTarget::ShareWithin {
                minutes: longer,
                share: fewer,
            },
        ) => minutes <= longer && share >= fewer,
        (WaitTarget::Mean { minutes }, WaitTarget::Mean { minutes: longer }) => minutes <= longer,
        _ => false,
    }
}

/// Whether an exact value keeps a promise, told as the judge does.
fn keeps(target: WaitTarget, value: f64) -> bool {
    match target {
        WaitTarget::ShareWithin { share, .. } => value + 1e-6 >= share,
        WaitTarget::Mean { minutes } => value <= minutes + 1e-6 * minutes.max(1.0),
    }
}

fn place(session: &Session, period: usize) -> QueueInterval {
    (
        session.hall,
        session.queue,
        session.intervals.start + period as i64,
    )
}

/// Most heads that a session can have by interval: its counters, and the people of the hall who hold the skill.
fn caps(instance: &Instance, session: &Session) -> Vec<u32> {
    let line = &instance.halls[session.hall.0].queues[session.queue.0];
    let able = instance.employees.iter().filter(|person| {
        let works_here = person.halls.contains(&session.hall);
        works_here && person.skills.iter().any(|held| held.skill == line.skill)
    });
    let people = u32::try_from(able.count()).unwrap_or(u32::MAX);
    let cap = people.min(line.counters_max.unwrap_or(u32::MAX));
    // Beyond the chain's own limit nobody could tell the difference.
    let cap = cap.min(crate::queueing::limits::SERVERS_MAX);
    let served = session.served.iter();
    served.map(|served| if *served { cap } else { 0 }).collect()
}
