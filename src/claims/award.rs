//! What an accepted answer makes of the plan. Whoever stores it compares versions in the same transaction.

use thiserror::Error;

use super::decide::Withdrawal;
use super::plan::{PublishedPlan, ShiftIx, Spot};
use super::states::{IllegalMove, RosterEvent, RosterState};
use super::verdict::{Completion, Verdict};
use crate::domain::EmployeeIx;
use crate::units::Money;

/// Why an answer cannot be put into force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NotAwarded {
    /// The plan has moved on since: ask again.
    #[error("the plan has changed since the answer was given: ask again 班表已变更，请重新提交")]
    PlanChanged,
    /// The answer was no yes.
    #[error("only an accepted answer can be put into force 只有已通过的结果才能生效")]
    NotAccepted,
    /// The spot is no longer what the answer speaks of.
    #[error("the spot is taken 该名额已被占用")]
    SpotTaken,
}

/// The plan with a claim in force.
pub fn award(plan: &PublishedPlan, verdict: &Verdict) -> Result<PublishedPlan, NotAwarded> {
    let (Some(completion), Some(follows), true) = (
        &verdict.completion,
        &verdict.consequence,
        verdict.is_accepted(),
    ) else {
        return Err(NotAwarded::NotAccepted);
    };
    let becomes = |spot| match spot {
        Spot::Open => Some(Spot::Claimed(verdict.employee)),
        Spot::Extra => Some(Spot::ClaimedExtra(verdict.employee)),
        _ => None,
    };
    let key = (verdict.plan_version, verdict.shift);
    in_force(
        plan,
        key,
        completion,
        becomes,
        follows.cost.change,
        follows.cost.at_least,
    )
}

/// The plan with a claim given back.
pub fn give_back(
    plan: &PublishedPlan,
    withdrawal: &Withdrawal,
) -> Result<PublishedPlan, NotAwarded> {
    let (Some(completion), Some(cost), Some(becomes)) =
        (&withdrawal.completion, &withdrawal.cost, withdrawal.becomes)
    else {
        return Err(NotAwarded::NotAccepted);
    };
    let own = |who: Option<EmployeeIx>| who == Some(withdrawal.employee);
    let becomes = |spot: Spot| own(spot.claimed()).then_some(becomes);
    let key = (withdrawal.plan_version, withdrawal.shift);
    in_force(plan, key, completion, becomes, cost.change, cost.at_least)
}

fn in_force(
    plan: &PublishedPlan,
    (version, shift): (u64, ShiftIx),
    completion: &Completion,
    becomes: impl Fn(Spot) -> Option<Spot>,
    change: Money,
    at_least: Money,
) -> Result<PublishedPlan, NotAwarded> {
    if plan.version != version {
        return Err(NotAwarded::PlanChanged);
    }
    let mut after = plan.clone();
    let spots = after.shifts.get_mut(shift.0).map(|shift| &mut shift.spots);
    let spot = spots.and_then(|spots| spots.get_mut(completion.spot));
    let spot = spot.ok_or(NotAwarded::SpotTaken)?;
    *spot = becomes(*spot).ok_or(NotAwarded::SpotTaken)?;
    after.version += 1;
    after.witness = completion.witness.clone();
    after.cost = plan.cost + change;
    after.bound = plan.bound.min(plan.cost + at_least);
    Ok(after)
}

/// The state after HR takes a published plan back: only while no claim is accepted.
pub fn take_back(plan: &PublishedPlan) -> Result<RosterState, IllegalMove> {
    let mut spots = plan.shifts.iter().flat_map(|shift| &shift.spots);
    if spots.any(|spot| spot.claimed().is_some()) {
        return Err(IllegalMove {
            what: "a roster with accepted claims",
            what_zh: "已有认领的班表",
            from: plan.state.name(),
            by: RosterEvent::TakeBack.name(),
        });
    }
    plan.state.after(RosterEvent::TakeBack)
}
