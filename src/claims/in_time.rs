//! Whether an answer is still in time when it is put into force: the clock goes on while a proof is looked for.

use super::decide::Withdrawal;
use super::plan::{PublishedPlan, ShiftIx};
use super::verdict::{Completion, Verdict};

impl Verdict {
    /// Whether what the answer of `then` rests on is as it was: the claim window has not ended since, and neither the
    /// shift nor one that somebody else gives up or takes has begun to stand still.
    pub fn is_in_time(&self, plan: &PublishedPlan, then: i64, now: i64) -> bool {
        let closed = |at: i64| at >= plan.terms.closes;
        closed(then) == closed(now) && stands(plan, self.shift, &self.completion, then, now)
    }
}

impl Withdrawal {
    /// The same for a withdrawal, for which the claim window is of no account.
    pub fn is_in_time(&self, plan: &PublishedPlan, then: i64, now: i64) -> bool {
        stands(plan, self.shift, &self.completion, then, now)
    }
}

fn stands(
    plan: &PublishedPlan,
    shift: ShiftIx,
    found: &Option<Completion>,
    then: i64,
    now: i64,
) -> bool {
    let moves = found.iter().flat_map(|found| &found.moves);
    let moved = moves.flat_map(|step| [step.from, step.to]).flatten();
    let mut shifts = std::iter::once(shift)
        .chain(moved)
        .filter_map(|at| plan.shift(at));
    let frozen = |start: i64, at: i64| plan.terms.is_frozen(start, at);
    shifts.all(|shift| frozen(shift.start, then) == frozen(shift.start, now))
}
