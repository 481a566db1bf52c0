//! One search over one model: limits, bound in whole money, rosters as they improve.

use std::time::Instant as Clock;

use crate::domain::{CoverageRequirement, Instance};
use crate::milp::{Limits, StopSignal};
use crate::model::Model;
use crate::paths::{self, Solution};
use crate::roster::Roster;
use crate::units::Money;

use super::{PlanOptions, Step};

/// What bounds are trusted to: the engine's own tolerance on a relative scale.
const TOLERANCE: f64 = 1e-8;

/// The least that is taken off a bound, in hundredths.
const TOLERANCE_MIN: f64 = 1e-4;

/// One model to search, with what it was built from.
pub struct Task<'a> {
    pub instance: &'a Instance,
    pub needs: &'a [CoverageRequirement],
    pub model: &'a Model,
    /// A solution to begin from.
    pub start: Option<&'a Solution>,
}

/// What a search found.
pub struct Found {
    pub roster: Option<Roster>,
    pub bound: Option<Money>,
    pub infeasible: bool,
    pub failure: Option<String>,
    /// Units of work spent.
    pub work: u64,
}

/// Searches within what the options leave; `started` is when planning began.
pub fn search(
    task: &Task<'_>,
    options: &PlanOptions,
    stop: &StopSignal,
    started: Clock,
    progress: &mut impl FnMut(Step),
) -> Found {
    let limits = Limits {
        deadline: options.time_limit.map(|limit| started + limit),
        work: options.work_limit,
        relative_gap: options.gap,
        // Costs are whole: a distance below one hundredth is none.
        absolute_gap: 0.99,
        threads: options.threads,
        seed: options.seed,
        ..Limits::default()
    };
    let answer = paths::solve(
        &task.model.problem,
        task.start.into(),
        &limits,
        stop,
        |step| {
            progress(Step {
                cost: step.cost.map(|cost| Money(cost.round() as i64)),
                bound: step.bound.is_finite().then(|| whole_bound(step.bound)),
                seconds: started.elapsed().as_secs_f64(),
                stage: step.stage,
            });
        },
    );
    Found {
        roster: answer.solution.map(|solution| {
            task.model
                .decode(task.instance, task.needs, &solution, None)
        }),
        bound: answer.bound.is_finite().then(|| whole_bound(answer.bound)),
        infeasible: answer.infeasible,
        failure: answer.failure,
        work: answer.work,
    }
}

/// The bound rounded up to a whole hundredth, short of the engine's tolerance.
pub fn whole_bound(bound: f64) -> Money {
    Money((bound - (TOLERANCE * bound.abs()).max(TOLERANCE_MIN)).ceil() as i64)
}

#[cfg(test)]
mod tests {
    use super::whole_bound;
    use crate::units::Money;

    #[test]
    fn a_bound_is_rounded_up_but_not_past_its_tolerance() {
        assert_eq!(whole_bound(1142.2), Money(1143));
        assert_eq!(whole_bound(1_143.000_000_05), Money(1143));
        assert_eq!(whole_bound(1143.01), Money(1144));
    }
}
