//! `cover`.

use crate::law::check::ParamFaults;
use crate::law::days::Day;
use crate::law::judge::Judge;
use serde::{Deserialize, Serialize};

/// Heads wanted by date and shift type; never broken.
///
/// Each head too few costs `under_weight`, each too many `over_weight`. Nurse-rostering
/// benchmarks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cover {
    /// Penalty of one head too few.
    pub under_weight: i64,
    /// Penalty of one head too many.
    pub over_weight: i64,
}

impl Cover {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.not_negative("under_weight", self.under_weight);
        faults.not_negative("over_weight", self.over_weight);
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let case = judge.time.case;
        for count in &case.events.cover {
            let day = Day::of(count.date);
            if !judge.days().in_horizon(day) || !judge.applies_on(day) {
                continue;
            }
            let missing = count.demand.saturating_sub(count.assigned);
            let weight = if missing > 0 {
                self.under_weight
            } else {
                self.over_weight
            };
            judge.penalise(missing.saturating_abs().saturating_mul(weight));
        }
    }
}
