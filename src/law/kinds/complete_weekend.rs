//! `complete_weekend`.

use serde::{Deserialize, Serialize};

use super::max_weekends::weekend;
use crate::law::DayOfWeek;

/// A weekend is worked wholly or not at all.
///
/// Broken when shifts start on some but not all of its days. A weekend that reaches beyond the
/// horizon's end is not judged. Nurse-rostering benchmarks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompleteWeekend {
    /// The days of a weekend, in order.
    #[serde(default = "weekend")]
    pub days: Vec<DayOfWeek>,
}
