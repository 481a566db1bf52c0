//! `min_paid_break`.

use serde::{Deserialize, Serialize};

/// A shift must hold paid breaks of one purpose, so many minutes for each child, say.
///
/// The sum of the shift's paid breaks of that purpose against `min_minutes_per_value` times the
/// value of the attribute that the record's scope names (one, where it has none). Broken when
/// less. Decree 619 Art. 9 (one nursing hour, one more for each further child).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinPaidBreak {
    /// The purpose of the breaks.
    pub purpose: String,
    /// Minutes for each unit of the attribute's value.
    pub min_minutes_per_value: i64,
}
