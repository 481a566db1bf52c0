//! `max_continuous_work`.

use crate::law::Unit;
use crate::law::check::ParamFaults;
use crate::law::judge::{Blame, Held, Judge, on};
use crate::law::primitives::within_shift::longest_work_min;
use serde::{Deserialize, Serialize};

/// Work without a break may not exceed so many minutes.
///
/// Work minutes of the longest part of a shift without a break of at least `min_segment_min`.
/// Broken when more than `limit_min`. ArbZG § 4.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxContinuousWork {
    /// The limit.
    pub limit_min: i64,
    /// Shorter breaks interrupt nothing.
    #[serde(default)]
    pub min_segment_min: i64,
}

impl MaxContinuousWork {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.positive("limit_min", self.limit_min);
        faults.not_negative("min_segment_min", self.min_segment_min);
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        for item in judge.items() {
            if judge.judges(item) {
                judge.at_most(Held {
                    value: longest_work_min(item.shift, self.min_segment_min),
                    limit: self.limit_min,
                    place: on(item.day),
                    unit: Unit::Minutes,
                    blame: Blame::Shift(item),
                });
            }
        }
    }
}
