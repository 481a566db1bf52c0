//! `max_consecutive_same_type`.

use serde::{Deserialize, Serialize};

/// Days in a row with a shift of one type may not exceed a limit.
///
/// Maximal runs of days on which a shift of `type` starts, history included. Broken when a run that
/// meets the horizon is longer than `limit` days. Nurse-rostering benchmarks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxConsecutiveSameType {
    /// The shift type.
    #[serde(rename = "type")]
    pub shift_type: String,
    /// The most days.
    pub limit: i64,
}
