//! `max_overtime_per`.

use serde::{Deserialize, Serialize};

use crate::law::DayOfWeek;
use crate::law::params::{Compare, HolidayHours, NormalHours, RestDayHours};

/// Overtime of one day, week, month or year, in minutes, may not exceed a limit.
///
/// Work counts to the day on which its shift starts. A statutory holiday or rest day holds all its
/// work as overtime, or none (by choice, or because it is given back); an ordinary day what
/// exceeds the daily norm. On top comes the week's extra: what the ordinary days' work up to the daily norm
/// adds up to beyond the weekly norm, dated to the week's last day. Broken when the sum is more
/// than `limit_min`, or reaches it where `compare` is `lt`. Labour Law Art. 41; Japan's
/// Labour Standards Act Art. 36.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxOvertimePer {
    /// Over which stretch overtime is summed.
    pub per: OvertimePer,
    /// The limit.
    pub limit_min: i64,
    /// Above which hours work is overtime.
    #[serde(default)]
    pub normal: NormalHours,
    /// First day of a week.
    #[serde(default)]
    pub week_start: DayOfWeek,
    /// Whether rest-day hours count.
    #[serde(default)]
    pub rest_day_hours: RestDayHours,
    /// Whether statutory-holiday hours count.
    #[serde(default)]
    pub holiday_hours: HolidayHours,
    /// Whether the limit itself is allowed.
    #[serde(default)]
    pub compare: Compare,
}

/// Over which stretch overtime is summed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OvertimePer {
    /// One local day.
    Day,
    /// One week.
    Week,
    /// One calendar month.
    Month,
    /// One calendar quarter.
    Quarter,
    /// One calendar year.
    Year,
}
