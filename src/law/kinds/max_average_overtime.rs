//! `max_average_overtime`.

use serde::{Deserialize, Serialize};

use crate::law::params::{HolidayHours, NormalHours, RestDayHours};

/// Overtime per month, in minutes, averaged over the last so many months, may not exceed a limit.
///
/// For each month that meets the horizon and each `k` of `months`: the overtime of the `k` months
/// that end with it, as in `max_overtime_per`. Broken when it is more than `k` times the limit.
/// Japan's Labour Standards Act Art. 36(6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxAverageOvertime {
    /// The lengths of the averages, in months.
    pub months: Vec<i64>,
    /// The limit for one month.
    pub limit_min_per_month: i64,
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
