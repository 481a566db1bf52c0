//! `max_weekends`.

use serde::{Deserialize, Serialize};

use crate::law::DayOfWeek;

/// Only so many weekends are worked in the horizon.
///
/// A weekend is worked when a shift starts on any of its days; both days count once. Broken when
/// more than `limit`, with those history brings along. Nurse-rostering benchmarks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxWeekends {
    /// The most weekends.
    pub limit: i64,
    /// The days of a weekend, in order.
    #[serde(default = "weekend")]
    pub days: Vec<DayOfWeek>,
}

pub(super) fn weekend() -> Vec<DayOfWeek> {
    vec![DayOfWeek::Saturday, DayOfWeek::Sunday]
}
