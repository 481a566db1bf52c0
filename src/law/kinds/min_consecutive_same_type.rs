//! `min_consecutive_same_type`.

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
