//! `min_consecutive_same_type`.

use super::max_consecutive_work_days::start_days;
use super::min_consecutive_work_days::hold_short_runs;
use crate::law::check::ParamFaults;
use crate::law::judge::Judge;
use serde::{Deserialize, Serialize};

use crate::law::params::Boundary;

/// Days in a row with a shift of one type may not be fewer than a limit.
///
/// Maximal runs as in `max_consecutive_same_type`, judged as in `min_consecutive_work_days`. Broken
/// when a run is shorter than `min` days. Nurse-rostering benchmarks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinConsecutiveSameType {
    /// The shift type.
    #[serde(rename = "type")]
    pub shift_type: String,
    /// The fewest days.
    pub min: i64,
    /// What is assumed before the horizon.
    #[serde(default)]
    pub boundary: Boundary,
}

impl MinConsecutiveSameType {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.positive("min", self.min);
        faults.named("type", &self.shift_type);
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let flags = start_days(judge, |item| {
            item.shift.shift_type.as_ref() == Some(&self.shift_type)
        });
        hold_short_runs(judge, &flags, true, self.min, self.boundary);
    }
}
