//! `day_off`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// No shift starts on these dates.
///
/// Broken once for each date with a shift. A night shift that reaches into a date does not start on
/// it. Approved leave; fixed days off of the benchmarks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayOff {
    /// The dates.
    pub dates: Vec<NaiveDate>,
}
