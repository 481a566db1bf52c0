//! The stories of planning, each on one screen.

mod evidence;
mod history;
mod outcome;
mod search;

use std::time::{Duration, Instant as Clock};

use crate::checker;
use crate::demand::{QuietDays, requirements};
use crate::domain::Instance;
use crate::milp::StopSignal;
use crate::model;
use crate::roster::Roster;

pub use crate::paths::Stage;
pub use evidence::{Answer, Evidence, evidence};
pub use history::after;
pub use outcome::{NoRoster, Plan, Step};

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
}

impl Default for PlanOptions {
    /// One minute, one thousandth, one thread.
    fn default() -> PlanOptions {
        PlanOptions {
            time_limit: Some(Duration::from_secs(60)),
            work_limit: None,
            gap: 0.001,
            threads: 1,
            seed: 0,
        }
    }
}

/// Plans an instance: heads needed, model, search, audit.
///
/// Every roster that comes out has passed the checker. `progress` hears of every better roster and bound.
pub fn plan(
    instance: &Instance,
    options: &PlanOptions,
    stop: &StopSignal,
    mut progress: impl FnMut(Step),
) -> Result<Plan, NoRoster> {
    let started = Clock::now();
    let needs = requirements(instance);
    let quiet = QuietDays::of(instance);
    let model = model::build(instance, &needs.needs, &quiet).map_err(NoRoster::blocked)?;
    let legal = |roster: &Roster| checker::audit(instance, &needs.needs, roster).is_clean();
    let first = model.first_roster(instance, &needs.needs).filter(legal);
    let start = first
        .as_ref()
        .and_then(|roster| model.encode(instance, roster));
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
