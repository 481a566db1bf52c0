//! The verdict on a claim and on a withdrawal, in the order in which they are made.

use super::complete::{
    Answer, Complete, Effort, Means, cheapest, claimable, with_claim, without_claim,
};
use super::consequence::{completion, cost_change};
use super::desk::Desk;
use super::person::Bound;
use super::plan::{PublishedShift, ShiftIx, Spot};
use super::states::RosterState;
use super::verdict::{
    Completion, Consequence, CostChange, Decision, Decline, Refusal, RuleWord, Verdict, WaitEffect,
};
use super::{consequence, waiting};
use crate::checker::Agreed;
use crate::domain::EmployeeIx;
use crate::milp::StopSignal;
use crate::roster::{Activity, diff};
use crate::units::Money;

use serde::{Deserialize, Serialize};

/// Most shifts that are told as nearest.
const NEAREST_MAX: usize = 3;

/// Most shifts that are tried for them.
const TRIED_MAX: usize = 8;

/// Answers a claim: who and when, the person, the plan, the consequence, the decision. Changes nothing.
///
/// `now` is in elapsed minutes since the Unix epoch. Without time for a proof the answer is [`Decision::Pending`].
pub fn verdict(
    desk: &Desk<'_>,
    employee: EmployeeIx,
    shift: ShiftIx,
    now: i64,
    effort: &Effort,
    stop: &StopSignal,
) -> Verdict {
    let verdict = |decision| Verdict {
        plan_version: desk.plan.version,
        employee,
        shift,
        decision,
        rules: Vec::new(),
        consequence: None,
        completion: None,
    };
    if let Err(refusal) = who_and_when(desk, employee, shift, now) {
        return verdict(Decision::Declined(Decline::Refused(refusal)));
    }
    let rules = Bound::of(desk, employee).with(shift);
    if rules.iter().any(|word| word.refuses) {
        return Verdict {
            rules,
            ..verdict(Decision::Declined(Decline::Law))
        };
    }
    let means = Means::of(now, effort, stop);
    let spots = claimable(desk, shift);
    let mut declined = None;
    for (tried, spot) in spots.iter().enumerate() {
        let means = means.part(spots.len() - tried);
        let answer = match with_claim(desk, employee, (shift, *spot), &means) {
            Answer::Found(found) => granted(desk, employee, shift, &found, &means, &verdict),
            Answer::Impossible(blocking) => verdict(Decision::Declined(Decline::Plan(blocking))),
            Answer::Unknown => verdict(Decision::Pending),
        };
        if answer.is_accepted() {
            return Verdict { rules, ..answer };
        }
        declined = Some(match declined {
            None => answer.decision,
            Some(before) => on_no_spot(before, answer.decision),
        });
    }
    let none = Decision::Declined(Decline::Refused(Refusal::NoSpotFree));
    Verdict {
        rules,
        ..verdict(declined.unwrap_or(none))
    }
}

/// What two spots of a shift come to when neither is granted: declined only when both are, at the lower price.
fn on_no_spot(one: Decision, other: Decision) -> Decision {
    use Decline::TooDear;
    match (one, other) {
        (Decision::Declined(one), Decision::Declined(other)) => {
            Decision::Declined(match (one, other) {
                (
                    TooDear {
                        at_least,
                        tolerance,
                    },
                    TooDear {
                        at_least: other, ..
                    },
                ) => TooDear {
                    at_least: at_least.min(other),
                    tolerance,
                },
                (dear @ TooDear { .. }, _) | (_, dear @ TooDear { .. }) => dear,
                (one, _) => one,
            })
        }
        _ => Decision::Pending,
    }
}

/// A completion exists: what follows, and whether HR tolerates the price of it or of a cheaper one.
fn granted(
    desk: &Desk<'_>,
    employee: EmployeeIx,
    shift: ShiftIx,
    found: &Complete,
    means: &Means<'_>,
    verdict: &impl Fn(Decision) -> Verdict,
) -> Verdict {
    let agreed = agreed_after(desk, employee, shift, found.becomes);
    let weigh = |found: &Complete| {
        let changes = diff(&desk.plan.witness, &found.witness);
        let follows = consequence::consequence(desk, employee, shift, &agreed, found, &changes);
        (follows, completion(desk, employee, found, &changes))
    };
    let accept = |(follows, completion): (Consequence, Completion)| Verdict {
        consequence: Some(follows),
        completion: Some(completion),
        ..verdict(Decision::Accepted)
    };
    let weighed = weigh(found);
    let Some(tolerance) = desk.plan.terms.cost_tolerance else {
        return accept(weighed);
    };
    let too_dear = |at_least: Money| {
        verdict(Decision::Declined(Decline::TooDear {
            at_least,
            tolerance,
        }))
    };
    let cost = weighed.0.cost;
    if cost.change <= tolerance {
        return accept(weighed);
    }
    if cost.at_least > tolerance {
        return too_dear(cost.at_least);
    }
    match cheapest(desk, employee, shift, found, &agreed, means).map(|found| weigh(&found)) {
        Some(weighed) if weighed.0.cost.change <= tolerance => accept(weighed),
        Some((follows, _)) if follows.cost.at_least > tolerance => too_dear(follows.cost.at_least),
        _ => verdict(Decision::Pending),
    }
}

/// Agreed duties once a spot has become somebody's claim, or no longer is.
fn agreed_after(desk: &Desk<'_>, employee: EmployeeIx, shift: ShiftIx, becomes: Spot) -> Agreed {
    let mut committed = desk.committed[employee.0].clone();
    let day = desk.shift(shift).day;
    if becomes.claimed().is_some() {
        committed[day] = Some(shift);
        return desk.agreed_with(employee, &committed);
    }
    committed[day] = None;
    let claims = desk.plan.claims_of(employee).any(|other| other != shift);
    desk.agreed_with(employee, if claims { &committed } else { &[] })
}

/// Who and when, before any rule is asked.
fn who_and_when(
    desk: &Desk<'_>,
    employee: EmployeeIx,
    shift: ShiftIx,
    now: i64,
) -> Result<(), Refusal> {
    let person = known(desk, employee, shift)?;
    let (plan, published) = (desk.plan, desk.shift(shift));
    let terms = &plan.terms;
    if plan.state != RosterState::Published {
        return Err(Refusal::NotPublished);
    }
    if now < terms.opens {
        return Err(Refusal::WindowNotOpen);
    }
    if now >= terms.closes {
        return Err(Refusal::WindowClosed);
    }
    if published.spots.iter().all(|spot| *spot == Spot::Cancelled) {
        return Err(Refusal::Cancelled);
    }
    let own = |spot: &Spot| spot.committed() == Some(employee);
    if published.spots.iter().any(own) {
        return Err(Refusal::HasIt);
    }
    if terms.is_frozen(published.start, now) {
        return Err(Refusal::Frozen);
    }
    if published.free_spot().is_none() {
        return Err(Refusal::NoSpotFree);
    }
    if !person.halls.contains(&published.hall) {
        return Err(Refusal::HallNotAllowed);
    }
    let held = desk.committed[employee.0][published.day];
    let on_leave = *plan.witness.activity(employee, published.day) == Activity::Leave;
    if held.is_some() || on_leave || desk.is_pinned_free(employee, published.day) {
        return Err(Refusal::DayTaken);
    }
    match terms.claims_per_person_max {
        Some(most) if plan.claims_of(employee).count() >= most as usize => {
            Err(Refusal::CapReached { most })
        }
        _ => Ok(()),
    }
}

fn known<'a>(
    desk: &Desk<'a>,
    employee: EmployeeIx,
    shift: ShiftIx,
) -> Result<&'a crate::domain::Employee, Refusal> {
    let person = desk.instance().employees.get(employee.0);
    let person = person.ok_or(Refusal::UnknownEmployee)?;
    let published = desk.plan.shift(shift).ok_or(Refusal::UnknownShift)?;
    let inside = published.day < desk.instance().horizon.day_count;
    inside.then_some(person).ok_or(Refusal::UnknownShift)
}

/// The first look at one shift for one person: who, when, and the person's own rules; the plan is not asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// Which shift.
    pub shift: ShiftIx,
    /// Why the person cannot claim it.
    pub refusal: Option<Refusal>,
    /// What the rules say; a claim is refused when one of them refuses.
    pub rules: Vec<RuleWord>,
}

impl Listing {
    /// Whether neither terms nor rules speak against it.
    pub fn may_claim(&self) -> bool {
        self.refusal.is_none() && self.rules.iter().all(|word| !word.refuses)
    }
}

/// Every shift with a free spot in a person's halls, in order of time, with what speaks against it.
///
/// Names nobody but the person: it may be shown to him or her as it is.
pub fn list_for(desk: &Desk<'_>, employee: EmployeeIx, now: i64) -> Vec<Listing> {
    let Some(person) = desk.instance().employees.get(employee.0) else {
        return Vec::new();
    };
    let mut free: Vec<(ShiftIx, &PublishedShift)> = (desk.plan.list())
        .filter(|(_, shift)| shift.free_spot().is_some() && person.halls.contains(&shift.hall))
        .collect();
    free.sort_by_key(|(at, shift)| (shift.start, *at));
    let bound = Bound::of(desk, employee);
    let look = |(at, _): (ShiftIx, _)| {
        let refusal = who_and_when(desk, employee, at, now).err();
        Listing {
            shift: at,
            refusal,
            rules: match refusal {
                None => bound.with(at),
                Some(_) => Vec::new(),
            },
        }
    };
    free.into_iter().map(look).collect()
}

/// Weeks of single people that may be judged for each of them.
const QUESTIONS: usize = 100;

/// Up to three shifts nearest in time that would be granted, by the quick ways, to somebody whose claim was not.
pub fn nearest(desk: &Desk<'_>, employee: EmployeeIx, shift: ShiftIx, now: i64) -> Vec<ShiftIx> {
    let Some(wanted) = desk.plan.shift(shift) else {
        return Vec::new();
    };
    let mut near: Vec<ShiftIx> = (desk.plan.list())
        .map(|(at, _)| at)
        .filter(|at| *at != shift && who_and_when(desk, employee, *at, now).is_ok())
        .collect();
    if near.is_empty() {
        return near;
    }
    near.sort_by_key(|at| (desk.shift(*at).start.abs_diff(wanted.start), *at));
    let (bound, stop) = (Bound::of(desk, employee), StopSignal::new());
    // Any completion will do: it is looked for among exchanges only when shifts cannot just be handed on.
    let granted = |at: &ShiftIx| {
        let mut decisions = [0, QUESTIONS].into_iter().map(|questions| {
            let effort = Effort {
                questions,
                ..Effort::quick()
            };
            verdict(desk, employee, *at, now, &effort, &stop).decision
        });
        decisions.find(|answer| *answer != Decision::Pending) == Some(Decision::Accepted)
    };
    near.into_iter()
        .filter(|at| bound.with(*at).iter().all(|word| !word.refuses))
        .take(TRIED_MAX)
        .filter(granted)
        .take(NEAREST_MAX)
        .collect()
}

/// The answer to a withdrawal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// The version it was made on.
    pub plan_version: u64,
    /// Who gives back.
    pub employee: EmployeeIx,
    /// What.
    pub shift: ShiftIx,
    /// Accepted: a completion without the claim exists. Otherwise HR decides.
    pub decision: Decision,
    /// How much dearer the plan becomes; for HR.
    pub cost: Option<CostChange>,
    /// How waits change.
    pub waits: Option<WaitEffect>,
    /// The witness without the claim.
    pub completion: Option<Completion>,
    /// What becomes of the spot.
    pub becomes: Option<Spot>,
}

/// Answers a withdrawal: possible before the freeze, when a completion without the claim exists. Changes nothing.
pub fn withdrawal(
    desk: &Desk<'_>,
    employee: EmployeeIx,
    shift: ShiftIx,
    now: i64,
    effort: &Effort,
    stop: &StopSignal,
) -> Withdrawal {
    let answer = |decision| Withdrawal {
        plan_version: desk.plan.version,
        employee,
        shift,
        decision,
        cost: None,
        waits: None,
        completion: None,
        becomes: None,
    };
    if let Err(refusal) = may_withdraw(desk, employee, shift, now) {
        return answer(Decision::Declined(Decline::Refused(refusal)));
    }
    let means = Means::of(now, effort, stop);
    match without_claim(desk, employee, shift, &means) {
        Answer::Found(found) => {
            let agreed = agreed_after(desk, employee, shift, found.becomes);
            let changes = diff(&desk.plan.witness, &found.witness);
            let halls = consequence::changed_halls(&changes);
            Withdrawal {
                cost: Some(cost_change(desk, employee, &agreed, &found, &changes)),
                waits: Some(waiting::effect(desk, &found.witness, &halls)),
                completion: Some(completion(desk, employee, &found, &changes)),
                becomes: Some(found.becomes),
                ..answer(Decision::Accepted)
            }
        }
        Answer::Impossible(blocking) => answer(Decision::Declined(Decline::Plan(blocking))),
        Answer::Unknown => answer(Decision::Pending),
    }
}

fn may_withdraw(
    desk: &Desk<'_>,
    employee: EmployeeIx,
    shift: ShiftIx,
    now: i64,
) -> Result<(), Refusal> {
    known(desk, employee, shift)?;
    let published = desk.shift(shift);
    let own = |spot: &Spot| spot.claimed() == Some(employee);
    if desk.plan.state != RosterState::Published {
        return Err(Refusal::NotPublished);
    }
    if !published.spots.iter().any(own) {
        return Err(Refusal::NotClaimed);
    }
    if desk.plan.terms.is_frozen(published.start, now) {
        return Err(Refusal::Frozen);
    }
    Ok(())
}
