//! `max_exceed_count`.

use serde::{Deserialize, Serialize};

use crate::law::params::{HolidayHours, NormalHours, RestDayHours};

/// The number of months with overtime above a threshold may not exceed a limit.
///
/// A month counts when its overtime, as in `max_overtime_per`, is more than `threshold_min`.
/// Broken when more than `limit` months of the window count. Japan's Labour Standards Act
/// Art. 36(5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxExceedCount {
    /// Overtime above which a month counts.
    pub threshold_min: i64,
    /// How many months may count.
    pub limit: i64,
    /// Over which months.
    #[serde(default)]
    pub window: MonthsWindow,
    /// Above which hours work is overtime.
    #[serde(default)]
    pub normal: NormalHours,
    /// Whether rest-day hours count.
    #[serde(default)]
    pub rest_day_hours: RestDayHours,
    /// Whether statutory-holiday hours count.
    #[serde(default)]
    pub holiday_hours: HolidayHours,
}

/// Over which months a count is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MonthsWindow {
    /// The twelve of a calendar year.
    #[default]
    CalendarYear,
    /// The three of a calendar quarter.
    CalendarQuarter,
}
