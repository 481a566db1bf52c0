//! `max_consecutive_days_off`.

use serde::{Deserialize, Serialize};

/// Days off in a row may not exceed a limit.
///
/// Maximal runs of days of the horizon on which no shift starts; days before it count back to the
/// last shift of history, and not at all where history names none. Broken when a run is longer than `limit` days.
/// Nurse-rostering benchmarks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxConsecutiveDaysOff {
    /// The most days.
    pub limit: i64,
}
