//! `min_consecutive_days_off`.

use super::max_consecutive_work_days::start_days;
use super::min_consecutive_work_days::hold_short_runs;
use crate::law::check::ParamFaults;
use crate::law::judge::Judge;
use serde::{Deserialize, Serialize};

use crate::law::params::Boundary;

/// Days off in a row may not be fewer than a limit.
///
/// Maximal runs of days on which no shift starts, judged as in `min_consecutive_work_days`. Broken
/// when a run is shorter than `min` days. Nurse-rostering benchmarks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinConsecutiveDaysOff {
    /// The fewest days.
    pub min: i64,
    /// What is assumed before the horizon.
    #[serde(default)]
    pub boundary: Boundary,
}

impl MinConsecutiveDaysOff {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.positive("min", self.min);
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let flags = start_days(judge, |_| true);
        hold_short_runs(judge, &flags, false, self.min, self.boundary);
    }
}
