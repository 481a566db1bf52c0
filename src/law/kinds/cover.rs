//! `cover`.

use serde::{Deserialize, Serialize};

/// Heads wanted by date and shift type; never broken.
///
/// Each head too few costs `under_weight`, each too many `over_weight`. Nurse-rostering
/// benchmarks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cover {
    /// Penalty of one head too few.
    pub under_weight: i64,
    /// Penalty of one head too many.
    pub over_weight: i64,
}
