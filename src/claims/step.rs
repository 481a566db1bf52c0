//! A plan as it is stored: whole once in a while, and in between what each decision changed.

use serde::{Deserialize, Serialize};

use super::plan::{PublishedPlan, ShiftIx, Spot};
use crate::domain::EmployeeIx;
use crate::roster::{Activity, diff};
use crate::units::Money;

/// From one version of a plan to the next, where only spots and days have changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanStep {
    /// The version after it.
    pub version: u64,
    /// Spots that became something else.
    pub spots: Vec<(ShiftIx, usize, Spot)>,
    /// Days of the witness that became something else.
    pub days: Vec<(EmployeeIx, usize, Activity)>,
    /// What the witness costs after it.
    pub cost: Money,
    /// The bound after it.
    pub bound: Money,
}

impl PlanStep {
    /// The step from a plan to its next version; `None` when more has changed than a step can tell.
    pub fn between(before: &PublishedPlan, after: &PublishedPlan) -> Option<PlanStep> {
        let mut spots = Vec::new();
        for ((at, old), new) in before.list().zip(&after.shifts) {
            for (number, spot) in new.spots.iter().enumerate() {
                if old.spots.get(number) != Some(spot) {
                    spots.push((at, number, *spot));
                }
            }
        }
        let days = diff(&before.witness, &after.witness).into_iter();
        let step = PlanStep {
            version: after.version,
            spots,
            days: days
                .map(|change| (change.employee, change.day, change.after))
                .collect(),
            cost: after.cost,
            bound: after.bound,
        };
        (step.clone().taken(before.clone()).as_ref() == Some(after)).then_some(step)
    }

    /// The plan after the step; `None` for a step of another plan.
    pub fn taken(self, mut plan: PublishedPlan) -> Option<PublishedPlan> {
        if self.version != plan.version + 1 {
            return None;
        }
        plan.version = self.version;
        for (shift, number, spot) in self.spots {
            *plan.shifts.get_mut(shift.0)?.spots.get_mut(number)? = spot;
        }
        for (employee, day, activity) in self.days {
            *plan.witness.days.get_mut(employee.0)?.get_mut(day)? = activity;
        }
        plan.cost = self.cost;
        plan.bound = self.bound;
        Some(plan)
    }
}
