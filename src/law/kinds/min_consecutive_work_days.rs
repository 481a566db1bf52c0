//! `min_consecutive_work_days`.

use serde::{Deserialize, Serialize};

use crate::law::params::Boundary;

/// Days worked in a row may not be fewer than a limit.
///
/// Maximal runs of days on which a shift starts. A run that touches the end of the horizon is not
/// judged; at its start see `boundary`. Broken when a run is shorter than `min` days.
/// Nurse-rostering benchmarks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinConsecutiveWorkDays {
    /// The fewest days.
    pub min: i64,
    /// What is assumed before the horizon.
    #[serde(default)]
    pub boundary: Boundary,
}
