//! Planning with wait targets: roster, exact evaluation of every queue's day, cuts, roster.
//!
//! Two searches take turns. One knows only what holds for every roster: its bound is the bound. The other also knows
//! what is right as a rule, and finds the rosters. Each roster is judged with the heads it really has; what it breaks
//! becomes cuts for the next search. In the end both engines judge, and what they say is what is shown. Before all that a
//! roster is made for heads interval by interval and judged, so that there is one when the time is short.

mod budget;
mod line;
mod pool;
#[cfg(test)]
mod tests;
mod waiting;

use std::time::{Duration, Instant as Clock};

use crate::checker::{self, Audit, Engines, WaitJudge, WaitVerdict};
use crate::demand::{QuietDays, Requirements, Session, requirements, settled_needs};
use crate::domain::{CoverageRequirement, Instance};
use crate::milp::StopSignal;
use crate::model;
use crate::paths::Stage;
use crate::report::{Standing, relative_distance};
use crate::roster::Roster;
use crate::units::Money;

use super::search::Task;
use super::{NoRoster, Plan, PlanOptions, Step, heads_first};
use budget::Budget;
pub use pool::Known;
use pool::{Pool, Which};

/// Part of the limits for heads first, then a roster: what there is when the loop finds nothing better.
const FIRST_SHARE: f64 = 0.2;

/// Longest time of a judgement once somebody has asked for an end.
const STOPPED: Duration = Duration::from_secs(1);

/// Part of the time after which nothing is searched any more; the rest is for the last judgement.
const LOOP_SHARE: f64 = 0.85;

/// The same where the first judgement shows that the last will take longer.
const LOOP_SHARE_MIN: f64 = 0.5;

/// The last judgement is given so many times what the first one took: two rosters, of which most days are new, and better
/// ones: more of their promises are close.
const JUDGING_AGAIN: f64 = 2.0;

/// Part of the limits that is left which one search may use.
const SHARE: f64 = 0.3;

/// Part of the time that is left which may go into looking for cuts at once.
const CUTS_SHARE: f64 = 0.25;

/// The same for a roster against fixed heads.
const FIXED_SHARE: f64 = 0.15;

/// While rosters still teach something, searches end at this gap between cost and bound.
const COARSE_GAP: f64 = 0.003;

/// Most searches of a run.
const SEARCHES_MAX: usize = 40;

/// Most rosters that are looked at by both engines in the end.
const VERIFIED_MAX: usize = 2;

/// Said of a plan for which the time did not suffice.
const UNJUDGED: &str = "the time limit came before waits could be judged: this is the roster planning began with, misses not in its cost; allow more time 时限内来不及评判等待：此班表为求解的起点，成本不含未达标，请给更多时间";

/// Said where planner and judge read the wait targets differently: a mistake in one of them.
const DISAGREE: &str = "planner and checker do not read the same wait targets from the instance";

/// A roster with its audit, misses included.
struct Candidate {
    roster: Roster,
    audit: Audit,
}

/// One run of the loop.
struct Loop<'a, 'p> {
    instance: &'a Instance,
    options: &'a PlanOptions,
    stop: &'a StopSignal,
    started: Clock,
    settled: Vec<CoverageRequirement>,
    judge: WaitJudge<'a>,
    pool: Pool<'a>,
    /// By cost as the exact engine judges, cheapest first.
    candidates: Vec<Candidate>,
    /// The cheapest roster that both engines judged.
    verified: Option<Candidate>,
    bound: Option<Money>,
    failure: Option<String>,
    infeasible: bool,
    /// What the first judgement by both engines took.
    judging: Duration,
    progress: &'p mut dyn FnMut(Step),
}

/// Plans an instance so that its wait targets hold, as far as that is worth its cost.
///
/// Where the time does not suffice to judge any roster, the plan is the one it began with, and says so: a roster that is
/// `known`, or else one for heads interval by interval. What is known of an instance with looser targets is used, and
/// replaced by what is known then.
pub fn plan(
    instance: &Instance,
    sessions: &[Session],
    options: &PlanOptions,
    stop: &StopSignal,
    known: &mut Known,
    progress: &mut dyn FnMut(Step),
) -> Result<Plan, NoRoster> {
    let started = Clock::now();
    let first_part = PlanOptions {
        gap: options.gap.max(COARSE_GAP),
        ..part(options, FIRST_SHARE, FIRST_SHARE)
    };
    let mut costless = |step| {
        progress(Step {
            cost: None,
            bound: None,
            ..step
        });
    };
    let judge = WaitJudge::new(instance);
    if !agree(sessions, judge.sessions()) {
        return Err(NoRoster::of(false, Some(DISAGREE.to_owned())));
    }
    let settled = settled_needs(instance, sessions, &requirements(instance).needs);
    let mut legal = (known.rosters.drain(..)).filter_map(|roster| {
        let audit = checker::audit(instance, &settled, &roster);
        audit.is_clean().then_some((roster, audit))
    });
    let first = match legal.next() {
        Some((roster, audit)) => {
            let needs = Requirements {
                needs: settled.clone(),
                warnings: Vec::new(),
            };
            let (least, elapsed) = (audit.cost.constant(), started.elapsed());
            Ok(Plan::new(needs, roster, audit, least, options, elapsed))
        }
        None => match heads_first(instance, &first_part, stop, &mut costless) {
            Err(why) if !why.blocked.is_empty() => return Err(why),
            first => first,
        },
    };
    let others: Vec<Roster> = legal.map(|(roster, _)| roster).collect();
    let quiet = QuietDays::of(instance);
    let mut run = Loop {
        instance,
        options,
        stop,
        started,
        settled,
        judge,
        pool: Pool::new(instance, sessions),
        candidates: Vec::new(),
        verified: None,
        bound: known.bound,
        failure: None,
        infeasible: false,
        judging: Duration::ZERO,
        progress,
    };
    run.pool.recall(known);
    let begun = (first.as_ref().ok()).map(|plan| plan.roster.clone());
    for roster in begun.into_iter().chain(others) {
        run.consider(roster, Stage::Start);
    }
    let judged_from = Clock::now();
    run.verify(1);
    run.judging = judged_from.elapsed();
    let looped = part(options, run.loop_share(), (1.0 - FIRST_SHARE) / 2.0);
    let coarse = PlanOptions {
        gap: options.gap.max(COARSE_GAP),
        ..looped.clone()
    };
    let mut searches = Searches {
        coarse: Budget::new(&coarse, stop, started),
        fine: Budget::new(&looped, stop, started),
    };
    let mut guide: Vec<CoverageRequirement> = run.settled.clone();
    guide.retain(|need| need.heads > 0);
    let late = run.late_with_cuts();
    for session in 0..sessions.len() {
        if run.over() {
            break;
        }
        run.pool.price_waiting(session);
        let heads = run.pool.prepare(session, &mut run.judge, &late);
        guide.extend(run.pool.needs(session, &heads));
    }
    run.search_in_turns(&guide, &quiet, &mut searches);
    *known = run.pool.known();
    known.bound = run.bound;
    let planned = run.finish(first);
    known
        .rosters
        .extend(planned.iter().map(|plan| plan.roster.clone()));
    planned
}

/// Whether two readings hold the same sessions with the same promises.
fn agree(planned: &[Session], judged: &[Session]) -> bool {
    planned.len() == judged.len()
        && planned.iter().zip(judged).all(|(a, b)| {
            (a.hall, a.queue, &a.intervals) == (b.hall, b.queue, &b.intervals)
                && a.targets().eq(b.targets())
        })
}

/// Options with a part of the time and of the work.
fn part(options: &PlanOptions, of_time: f64, of_work: f64) -> PlanOptions {
    PlanOptions {
        time_limit: options.time_limit.map(|limit| limit.mul_f64(of_time)),
        work_limit: options
            .work_limit
            .map(|work| (work as f64 * of_work) as u64),
        ..options.clone()
    }
}

/// Searches that end at a distance, and at the gap asked for.
struct Searches<'a> {
    coarse: Budget<'a>,
    fine: Budget<'a>,
}

impl Loop<'_, '_> {
    /// Whether it is time for the last judgement, or the bound is reached.
    fn over(&self) -> bool {
        self.later_than(self.loop_share())() || self.stop.is_stopped() || self.is_proven()
    }

    /// Part of the time after which nothing is searched any more.
    fn loop_share(&self) -> f64 {
        let last = self.judging.mul_f64(JUDGING_AGAIN);
        let limit = self.options.time_limit;
        let share = limit.map_or(0.0, |limit| last.div_duration_f64(limit));
        (1.0 - share).clamp(LOOP_SHARE_MIN, LOOP_SHARE)
    }

    /// Tells whether so much of the time is spent.
    fn later_than(&self, share: f64) -> impl Fn() -> bool + use<> {
        let limit = self.options.time_limit;
        let by = limit.map(|limit| self.started + limit.mul_f64(share));
        move || by.is_some_and(|by| Clock::now() >= by)
    }

    /// Gives the search for cuts its part of the time that is left; tells when that is over.
    fn late_with_cuts(&mut self) -> impl Fn() -> bool + use<> {
        let limit = self.options.time_limit;
        let deadline = limit.map(|limit| {
            let left = limit.mul_f64(self.loop_share());
            let left = left.saturating_sub(self.started.elapsed());
            Clock::now() + left.mul_f64(CUTS_SHARE)
        });
        self.pool.work_until(deadline);
        let stop = self.stop.clone();
        move || stop.is_stopped() || deadline.is_some_and(|by| Clock::now() >= by)
    }

    fn is_proven(&self) -> bool {
        let cost = self.best().map(|best| best.audit.cost.total);
        let gap = cost.zip(self.bound);
        gap.is_some_and(|(cost, bound)| relative_distance(cost, bound) <= self.options.gap)
    }

    fn best(&self) -> Option<&Candidate> {
        self.candidates.first()
    }

    /// A roster against heads for each interval by itself, the way it is done without waits.
    fn fixed_heads(
        &mut self,
        needs: &[CoverageRequirement],
        quiet: &QuietDays,
        search: &mut Budget<'_>,
    ) {
        if self.over() {
            return;
        }
        let Ok(model) = model::build(self.instance, needs, quiet) else {
            return;
        };
        let start = self
            .best()
            .map(|best| model.encode(self.instance, &best.roster));
        let task = Task {
            instance: self.instance,
            needs,
            model: &model,
            start: start.as_ref(),
        };
        let found = search.run(&task, FIXED_SHARE, &mut self.without_bound());
        if let Some(roster) = found.roster {
            self.learn(&roster, Which::All);
            self.consider(roster, Stage::Windows);
        }
    }

    /// Passes on the clock of a search whose costs and bounds are not those of the instance.
    fn without_bound(&mut self) -> impl FnMut(Step) {
        let cost = self.best().map(|best| best.audit.cost.total);
        let bound = self.bound;
        let progress = &mut *self.progress;
        move |step| {
            progress(Step {
                cost,
                bound,
                ..step
            })
        }
    }

    /// Takes a roster into the list, cheapest first, if the checker lets it pass.
    fn consider(&mut self, roster: Roster, stage: Stage) {
        let audit = checker::audit(self.instance, &self.settled, &roster);
        if !audit.is_clean() {
            return;
        }
        let Some(verdict) = self.judged(&roster, Engines::Exact) else {
            return;
        };
        let audit = audit.with_waits(verdict);
        let cost = audit.cost.total;
        let place = (self.candidates).partition_point(|other| other.audit.cost.total <= cost);
        self.candidates.insert(place, Candidate { roster, audit });
        self.tell(stage);
    }

    /// What the judge says, unless the time is up, or somebody who asked for an end would wait too long for it.
    fn judged(&mut self, roster: &Roster, engines: Engines) -> Option<WaitVerdict> {
        let (time_up, began, stop) = (self.later_than(1.0), Clock::now(), self.stop);
        let late = || time_up() || (stop.is_stopped() && began.elapsed() > STOPPED);
        self.judge.judge_unless(&late, roster, engines)
    }

    /// Lets both engines judge the cheapest rosters, so many at most, and keeps the one that is cheapest then.
    fn verify(&mut self, most: usize) {
        for place in 0..most.min(self.candidates.len()) {
            let roster = self.candidates[place].roster.clone();
            let cheaper =
                |best: &Candidate| best.audit.cost.total <= self.candidates[place].audit.cost.total;
            if self.verified.as_ref().is_some_and(cheaper) {
                return;
            }
            let Some(verdict) = self.judged(&roster, Engines::Both) else {
                return;
            };
            let audit = self.candidates[place].audit.clone().with_waits(verdict);
            let cost = audit.cost.total;
            if (self.verified.as_ref()).is_none_or(|best| cost < best.audit.cost.total) {
                self.verified = Some(Candidate { roster, audit });
            }
        }
    }

    fn tell(&mut self, stage: Stage) {
        let step = Step {
            cost: self.best().map(|best| best.audit.cost.total),
            bound: self.bound,
            seconds: self.started.elapsed().as_secs_f64(),
            stage,
        };
        (self.progress)(step);
    }

    /// Searches for bound and roster in turns until nothing new is learnt or a limit comes.
    ///
    /// Searches are coarse as long as their rosters teach something; the last of each kind is fine. The bound comes first:
    /// nothing else says what a roster is worth.
    fn search_in_turns(
        &mut self,
        guide: &[CoverageRequirement],
        quiet: &QuietDays,
        searches: &mut Searches<'_>,
    ) {
        let kinds = [Which::Proven, Which::All];
        let (mut coarse, mut done) = ([true; 2], [false; 2]);
        for round in 0..SEARCHES_MAX {
            for (at, which) in kinds.into_iter().enumerate() {
                if round == 0 && which == Which::All {
                    self.fixed_heads(guide, quiet, &mut searches.coarse);
                }
                if done[at] || self.over() {
                    continue;
                }
                let search = match coarse[at] {
                    true => &mut searches.coarse,
                    false => &mut searches.fine,
                };
                let before = self.pool.sizes();
                let learnt = self.turn(which, quiet, search);
                done[at] = !learnt && !coarse[at];
                coarse[at] = learnt;
                if self.pool.sizes().0 > before.0 && which == Which::All {
                    done[0] = false;
                }
            }
            if self.over() || done == [true; 2] {
                break;
            }
        }
    }

    /// One search; whether its roster taught something that the next search of the kind can use.
    fn turn(&mut self, which: Which, quiet: &QuietDays, search: &mut Budget<'_>) -> bool {
        let rows = self.pool.rows(which);
        let Ok(model) = model::build_with_waits(self.instance, &self.settled, &rows, quiet) else {
            return false;
        };
        let start = self
            .best()
            .map(|best| model.encode(self.instance, &best.roster));
        let task = Task {
            instance: self.instance,
            needs: &self.settled,
            model: &model,
            start: start.as_ref(),
        };
        let (cost, known) = (self.best().map(|best| best.audit.cost.total), self.bound);
        let progress = &mut *self.progress;
        // Costs of the search leave out misses it does not know of.
        let mut told = |step: Step| {
            let bound = step.bound.filter(|_| which == Which::Proven).max(known);
            progress(Step {
                cost,
                bound,
                ..step
            });
        };
        let found = search.run(&task, SHARE, &mut told);
        self.failure = self.failure.take().or(found.failure);
        if which == Which::Proven {
            self.bound = self.bound.max(found.bound);
            self.infeasible |= found.infeasible;
        }
        let Some(roster) = found.roster else {
            return false;
        };
        let learnt = self.learn(&roster, which);
        self.consider(roster, Stage::Windows);
        learnt
    }

    /// Turns what a roster breaks into cuts.
    fn learn(&mut self, roster: &Roster, which: Which) -> bool {
        let mut learnt = false;
        let late = self.late_with_cuts();
        for session in 0..self.judge.sessions().len() {
            if late() || self.over() {
                break;
            }
            let heads = self.judge.heads(roster, session);
            learnt |= self.pool.add_proven(session, &heads);
            if which == Which::All {
                learnt |= (self.pool).add_guessed(session, &heads, &mut self.judge, &late);
                (self.pool).guess_waiting(session, &heads, &mut self.judge, &late);
            }
        }
        learnt
    }

    /// The cheapest roster that both engines judged; the one to begin with where there is none.
    fn finish(mut self, first: Result<Plan, NoRoster>) -> Result<Plan, NoRoster> {
        self.verify(VERIFIED_MAX);
        let Some(Candidate { roster, audit }) = self.verified else {
            let mut plan =
                first.map_err(|why| match self.infeasible || self.failure.is_some() {
                    true => NoRoster::of(self.infeasible, self.failure),
                    false => why,
                })?;
            plan.needs.warnings.push(UNJUDGED.to_owned());
            // Its own bound and standing speak of heads, not of waits.
            plan.standing = Standing::Stopped;
            let least = self.bound.unwrap_or_else(|| plan.audit.cost.constant());
            // Misses are in the bound and not in this cost.
            plan.bound = least.min(plan.audit.cost.total);
            plan.seconds = self.started.elapsed().as_secs_f64();
            return Ok(plan);
        };
        let bound = self.bound.unwrap_or_else(|| audit.cost.constant());
        let needs = Requirements {
            needs: self.settled,
            warnings: Vec::new(),
        };
        let elapsed = self.started.elapsed();
        Ok(Plan::new(
            needs,
            roster,
            audit,
            bound,
            self.options,
            elapsed,
        ))
    }
}
