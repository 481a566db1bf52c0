//! `forbidden_succession`.

use serde::{Deserialize, Serialize};

/// Some shift types may not follow others on the next day.
///
/// Counts, for each day, the pairs of a shift that started the day before and one that starts on
/// it. Broken when there are any. Nurse-rostering benchmarks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForbiddenSuccession {
    /// Earlier and later type.
    pub pairs: Vec<(String, String)>,
}
