//! `one_shift_per_day`.

use serde::{Deserialize, Serialize};

/// Only so many shifts start on one day.
///
/// Broken when more than `limit` do. Nurse-rostering benchmarks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OneShiftPerDay {
    /// The most shifts.
    #[serde(default = "one")]
    pub limit: i64,
}

const fn one() -> i64 {
    1
}
