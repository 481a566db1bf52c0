//! The stories of planning, each on one screen.

mod outcome;
mod rolling;
mod search;

use std::time::{Duration, Instant as Clock};

use crate::checker;
use crate::demand::{QuietDays, requirements};
use crate::domain::Instance;
use crate::milp::StopSignal;
use crate::model;

pub use outcome::{NoRoster, Plan, Status, Step};

use search::Search;

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
    let mut search = Search::new(instance, &needs.needs, options, stop, started);
    let start = rolling::first_roster(instance, &mut search)
        .and_then(|roster| model.encode(instance, &roster));
    let found = search.run(&model, start.as_ref(), &mut progress);
    let Some(roster) = found.roster else {
        return Err(NoRoster::of(found.infeasible, found.failure));
    };
    let audit = checker::audit(instance, &needs.needs, &roster);
    if !audit.is_clean() {
        return Err(NoRoster::refused(&audit));
    }
    Ok(Plan::new(
        instance,
        needs,
        roster,
        audit,
        found.bound,
        options,
        started.elapsed(),
    ))
}
