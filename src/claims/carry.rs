//! An answer made on one version of a plan, brought to a later one.
//!
//! What an answer rests on are the people and halls that it touches. While nothing changes for any of them, decisions
//! elsewhere leave it true: the same days change, by the same cost.

use super::decide::Withdrawal;
use super::plan::PublishedPlan;
use super::verdict::{Completion, Consequence, CostChange, Verdict};
use crate::roster::diff;
use crate::units::Money;

impl Verdict {
    /// The answer as it would have been made on `to`.
    ///
    /// Whoever asks makes sure that between the two versions nothing changed for anybody and any hall that it touches.
    pub fn carried(self, from: &PublishedPlan, to: &PublishedPlan) -> Verdict {
        Verdict {
            plan_version: to.version,
            completion: self.completion.map(|found| found.carried(from, to)),
            consequence: self.consequence.map(|follows| Consequence {
                cost: follows.cost.carried(from, to),
                ..follows
            }),
            ..self
        }
    }
}

impl Withdrawal {
    /// The same for a withdrawal.
    pub fn carried(self, from: &PublishedPlan, to: &PublishedPlan) -> Withdrawal {
        Withdrawal {
            plan_version: to.version,
            completion: self.completion.map(|found| found.carried(from, to)),
            cost: self.cost.map(|cost| cost.carried(from, to)),
            ..self
        }
    }
}

impl Completion {
    fn carried(self, from: &PublishedPlan, to: &PublishedPlan) -> Completion {
        let mut witness = to.witness.clone();
        for change in diff(&from.witness, &self.witness) {
            witness.days[change.employee.0][change.day] = change.after;
        }
        Completion { witness, ..self }
    }
}

impl CostChange {
    /// Bounds hold for plans as a whole, so they move with the cost of the plan that they are measured from.
    fn carried(self, from: &PublishedPlan, to: &PublishedPlan) -> CostChange {
        let least: Money = from.cost + self.at_least;
        CostChange {
            change: self.change,
            at_least: (least - to.cost).min(self.change),
            at_most: (to.cost + self.change - to.bound).max(self.change),
        }
    }
}
