//! Whether a plan is whole: what holds of every published plan, looked at from scratch.

use std::collections::BTreeMap;

use super::desk::{Desk, Ground};
use super::plan::{PublishedPlan, ShiftIx, Spot};
use super::serve::promise_of;
use crate::checker::{Audit, audit_agreed};
use crate::domain::{CoverageRequirement, Finding};

/// What the checker says of a plan, with all that claimants agreed to by claiming.
pub fn audited(ground: &Ground, plan: &PublishedPlan) -> Audit {
    judged(&Desk::new(ground, plan))
}

fn judged(desk: &Desk<'_>) -> Audit {
    let (needs, witness) = (&desk.ground.asked.needs, &desk.plan.witness);
    audit_agreed(desk.instance(), needs, witness, &desk.agreed)
}

/// Everything that is wrong with a plan; nothing for a whole one.
///
/// Accepted claims and assigned spots are inside the witness, every spot that counts on somebody has one person of its
/// own, the checker is silent about the witness, and the promise is kept.
pub fn faults(ground: &Ground, plan: &PublishedPlan) -> Vec<Finding> {
    let desk = Desk::new(ground, plan);
    let mut faults = Vec::new();
    let audit = judged(&desk);
    for finding in audit.violations() {
        let told = format!("{} {}", finding.en, finding.zh);
        faults.push(Finding::new(finding.code, "witness", told));
    }
    if audit.cost.total != plan.cost {
        let told = format!("it costs {}, the plan says {}", audit.cost.total, plan.cost);
        faults.push(Finding::new("plan_cost", "witness", told));
    }
    faults.extend(unfilled(&desk));
    faults.extend(unkept(&desk));
    faults
}

/// Spots without their person, and people without a spot.
fn unfilled(desk: &Desk<'_>) -> Vec<Finding> {
    let mut faults = Vec::new();
    let mut there: BTreeMap<ShiftIx, usize> = BTreeMap::new();
    for (employee, row) in desk.holds.iter().enumerate() {
        for (day, held) in row.iter().enumerate() {
            let duty = desk.plan.witness.days[employee][day].duty();
            match held {
                Some(shift) => *there.entry(*shift).or_default() += 1,
                None if duty.is_some() => {
                    let subject = desk.instance().employees[employee].id.clone();
                    let told = format!("the duty of day {day} is on no published shift");
                    faults.push(Finding::new("duty_unpublished", subject, told));
                }
                None => {}
            }
        }
    }
    for (at, shift) in desk.plan.list() {
        let wanted = shift
            .spots
            .iter()
            .filter(|spot| Spot::in_witness(**spot))
            .count();
        let found = there.get(&at).copied().unwrap_or(0);
        if wanted != found {
            let told = format!("{found} people work {wanted} spots");
            faults.push(Finding::new("spots_and_people", &shift.id, told));
        }
        for who in shift.spots.iter().filter_map(|spot| spot.committed()) {
            if desk.holds[who.0][shift.day] != Some(at) {
                let told = format!("{} is not on it", desk.instance().employees[who.0].id);
                faults.push(Finding::new("commitment_lost", &shift.id, told));
            }
        }
    }
    faults
}

/// The promise that the witness does not keep.
fn unkept(desk: &Desk<'_>) -> Vec<Finding> {
    let kept = promise_of(desk.instance(), &desk.plan.witness);
    let served = |heads: &CoverageRequirement| {
        let same = |other: &&CoverageRequirement| {
            (other.hall, other.served, other.start) == (heads.hall, heads.served, heads.start)
        };
        kept.iter().find(same).map_or(0, |found| found.heads)
    };
    let short = desk
        .plan
        .promise
        .iter()
        .filter(|heads| served(heads) < heads.heads);
    short
        .map(|heads| {
            let hall = &desk.instance().halls[heads.hall.0].id;
            let told = format!(
                "{} of {} heads at {}",
                served(heads),
                heads.heads,
                heads.start
            );
            Finding::new("promise_broken", hall, told)
        })
        .collect()
}
