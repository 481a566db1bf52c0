//! What a target leaves of a problem, solved as one program.

use crate::milp::{Limits, StopSignal};

use super::engine::{Run, WHOLE};
use super::flows::{Answer, Improvement, Whole, solve_with};
use super::narrow::Narrowed;

/// Most arcs of a remainder that is solved as one program.
pub(super) const ARCS_MAX: usize = 12_000;

/// Costs this close to the target still meet it.
const ROUNDING: f64 = 0.005;

/// How a remainder is solved.
pub(super) struct Attempt {
    /// What solutions of it cost at most.
    pub target: f64,
    /// What must be whole in the program.
    pub whole: Whole,
    /// Most work; nothing else than the limits of the run where there is none.
    pub work: Option<u64>,
}

/// Solves a remainder and offers what it finds on the way; `hear` is told of every step, before which a better solution is
/// offered. A bound above the target says no more than that nothing meets it.
pub(super) fn solve_remainder(
    run: &Run<'_>,
    narrowed: &Narrowed,
    attempt: &Attempt,
    stop: &StopSignal,
    mut hear: impl FnMut(&Improvement<'_>),
) -> Answer {
    let left = run.left();
    let works = left.work.into_iter().chain(attempt.work);
    let limits = Limits {
        work: works.min(),
        absolute_gap: WHOLE,
        bound_enough: attempt.target + 2.0 * ROUNDING,
        ceiling: attempt.target + ROUNDING,
        proof_only: true,
        ..left
    };
    let hear = |step: Improvement<'_>| {
        if let Some(found) = step.solution {
            run.offer(narrowed.widen(found.clone()));
        }
        hear(&step);
    };
    // Any solution that is known lies above the target.
    let (problem, whole) = (&narrowed.problem, attempt.whole);
    let answer = solve_with(problem, whole, None, &limits, stop, hear);
    run.with(|known| known.work += answer.work);
    if let Some(found) = &answer.solution {
        run.offer(narrowed.widen(found.clone()));
    }
    Answer {
        bound: if answer.infeasible {
            f64::INFINITY
        } else {
            answer.bound
        },
        ..answer
    }
}
