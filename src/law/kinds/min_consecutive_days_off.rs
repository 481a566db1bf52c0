//! `min_consecutive_days_off`.

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
