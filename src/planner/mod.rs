//! The stories of planning, each on one screen.

mod curves;
mod evidence;
mod first;
mod frontier;
mod history;
mod outcome;
mod search;
mod waits;

use std::time::{Duration, Instant as Clock};

use crate::checker::{self, Audit, Engines, WaitJudge, WaitVerdict};
use crate::demand::{QuietDays, promised_sessions, requirements, settled_needs};
use crate::domain::Instance;
use crate::milp::StopSignal;
use crate::model;
use crate::roster::Roster;
use crate::units::Money;

pub use crate::paths::Stage;
pub use curves::{Curve, Curves, MinutePrice, Payroll, Point, TARGET_MAX, TARGET_MIN, TARGETS};
pub use evidence::{Answer, Evidence, evidence};
pub use frontier::{frontier, main_class, paid_by_the_minute, with_busy_threshold};
pub use history::after;
pub use outcome::{NoRoster, Plan, Step};

use first::first_roster;
use search::{Task, search};

/// How far planning may go.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanOptions {
    /// Longest time on the clock.
    pub time_limit: Option<Duration>,
    /// Most units of work, see [`Limits::work`](crate::milp::Limits::work); unlike time, the same on every machine.
    pub work_limit: Option<u64>,
    /// Stop when cost and bound are this close, relative to the cost.
    pub gap: f64,
    /// Threads of the search; only one makes equal runs give equal bytes.
    pub threads: u32,
    /// Seed of the search's own choices.
    pub seed: u32,
    /// How wait targets become heads.
    pub waits: WaitRule,
}

/// How wait targets become heads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitRule {
    /// Each interval by itself, as if arrivals stayed the same for ever: heads first, then a roster.
    Stationary,
    /// The whole day with its backlog, judged from the roster's own heads; a missed target has its price.
    Exact,
}

impl WaitRule {
    /// By whether a roster's cost holds its waits.
    pub fn of(judged: bool) -> WaitRule {
        match judged {
            true => WaitRule::Exact,
            false => WaitRule::Stationary,
        }
    }
}

impl Default for PlanOptions {
    /// One minute, one thousandth, one thread, heads first.
    fn default() -> PlanOptions {
        PlanOptions {
            time_limit: Some(Duration::from_secs(60)),
            work_limit: None,
            gap: 0.001,
            threads: 1,
            seed: 0,
            waits: WaitRule::Stationary,
        }
    }
}

/// Said of a plan whose waits cannot be judged, when that was asked for.
const NO_TARGETS: &str = "no queue has both a forecast and a wait target: heads stand as given or by stationary formulas, and no wait is judged 没有同时带客流预测和等待目标的队列：人数按给定或平稳公式，不评判等待";

/// Plans an instance: heads needed, model, search, audit.
///
/// Every roster that comes out has passed the checker. `progress` hears of every better roster and bound.
pub fn plan(
    instance: &Instance,
    options: &PlanOptions,
    stop: &StopSignal,
    mut progress: impl FnMut(Step),
) -> Result<Plan, NoRoster> {
    if options.waits == WaitRule::Exact {
        let sessions = promised_sessions(instance);
        if !sessions.is_empty() {
            let known = &mut waits::Known::default();
            return waits::plan(instance, &sessions, options, stop, known, &mut progress);
        }
        let mut planned = heads_first(instance, options, stop, &mut progress)?;
        planned.needs.warnings.push(NO_TARGETS.to_owned());
        return Ok(planned);
    }
    heads_first(instance, options, stop, &mut progress)
}

/// Judges a roster as planning by this rule does; waits, where they count, with both engines.
pub fn audit(instance: &Instance, roster: &Roster, rule: WaitRule) -> Audit {
    let needs = requirements(instance).needs;
    let mut judge = WaitJudge::new(instance);
    if rule == WaitRule::Stationary || judge.sessions().is_empty() {
        return checker::audit(instance, &needs, roster);
    }
    let settled = settled_needs(instance, &promised_sessions(instance), &needs);
    let verdict = judge.judge(roster, Engines::Both);
    checker::audit(instance, &settled, roster).with_waits(verdict)
}

/// What customers of a roster wait where that is no part of its cost; `None` without wait targets, or when it is too late.
pub fn told_waits(instance: &Instance, roster: &Roster, until: Clock) -> Option<WaitVerdict> {
    let mut judge = WaitJudge::new(instance);
    let late = || Clock::now() >= until;
    let told = judge.judge_unless(&late, roster, Engines::Both)?;
    let (price, waiting) = (Money::ZERO, Money::ZERO);
    (!told.promises.is_empty()).then_some(WaitVerdict {
        price,
        waiting,
        ..told
    })
}

/// Heads for each interval by itself, then a roster for them; no wait is judged.
fn heads_first(
    instance: &Instance,
    options: &PlanOptions,
    stop: &StopSignal,
    mut progress: &mut dyn FnMut(Step),
) -> Result<Plan, NoRoster> {
    let started = Clock::now();
    let needs = requirements(instance);
    let quiet = QuietDays::of(instance);
    let model = model::build(instance, &needs.needs, &quiet).map_err(NoRoster::blocked)?;
    let first = first_roster(instance, &needs.needs, &model);
    let start = first.as_ref().map(|roster| model.encode(instance, roster));
    let task = Task {
        instance,
        needs: &needs.needs,
        model: &model,
        start: start.as_ref(),
    };
    let found = search(&task, options, stop, started, &mut progress);
    let searched = found.roster.is_some();
    let candidates = [found.roster, first].into_iter().flatten();
    let audited = candidates
        .map(|roster| {
            let audit = checker::audit(instance, &needs.needs, &roster);
            (roster, audit)
        })
        .min_by_key(|(_, audit)| (!audit.is_clean(), audit.cost.total));
    // A first roster is a guess: refused, it is as if there were none.
    match audited.filter(|(_, audit)| searched || audit.is_clean()) {
        None => Err(NoRoster::of(found.infeasible, found.failure)),
        Some((_, audit)) if !audit.is_clean() => Err(NoRoster::refused(&audit)),
        Some((roster, audit)) => {
            let bound = found.bound.unwrap_or_else(|| audit.cost.constant());
            Ok(Plan::new(
                needs,
                roster,
                audit,
                bound,
                options,
                started.elapsed(),
            ))
        }
    }
}
