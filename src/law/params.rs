//! Parts that several rule kinds share in their parameters.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{ClockTime, DayOfWeek};

/// A family of windows of local dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Window {
    /// Seven days from the given day of the week.
    CalendarWeek {
        /// The week's first day.
        #[serde(default)]
        week_start: DayOfWeek,
    },
    /// The months of the calendar.
    CalendarMonth {},
    /// The quarters of the calendar.
    CalendarQuarter {},
    /// The years of the calendar.
    CalendarYear {},
    /// Consecutive blocks of `days`, one of which starts at `anchor`.
    Anchored {
        /// Where a block starts.
        anchor: NaiveDate,
        /// Length of a block.
        days: i64,
    },
    /// Every stretch of `days` that ends on a day of the horizon.
    RollingDays {
        /// Length of the stretch.
        days: i64,
    },
    /// The horizon itself.
    Horizon {},
}

/// To which day work counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkAttribution {
    /// A whole shift to the local date on which it starts.
    #[default]
    StartDay,
    /// Each minute to the local date on which it is worked.
    SplitMidnight,
}

/// As [`WorkAttribution`], or no day at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayAttribution {
    /// A whole shift to the local date on which it starts.
    #[default]
    StartDay,
    /// Each minute to the local date on which it is worked.
    SplitMidnight,
    /// Every 24 hours that begin with a shift.
    #[serde(rename = "rolling_24h")]
    Rolling24h,
}

/// When a day counts as worked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayFlag {
    /// A shift starts on it.
    #[default]
    StartDay,
    /// A shift covers a minute of it.
    TouchedDay,
}

/// Which shifts a rule counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShiftFilter {
    /// Only shifts that carry this mark.
    pub tag: String,
}

/// Hours above which work is overtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NormalHours {
    /// A day's normal minutes; none: no daily norm.
    #[serde(default)]
    pub daily_min: Option<i64>,
    /// A week's normal minutes; none: no weekly norm.
    #[serde(default)]
    pub weekly_min: Option<i64>,
}

impl Default for NormalHours {
    /// Eight hours a day, forty a week.
    fn default() -> NormalHours {
        NormalHours {
            daily_min: Some(480),
            weekly_min: Some(2400),
        }
    }
}

/// Whether rest-day hours are overtime.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RestDayHours {
    /// Unless they are given back.
    #[default]
    Uncompensated,
    /// Always.
    Count,
    /// Never.
    Exclude,
}

/// Whether statutory-holiday hours are overtime.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HolidayHours {
    /// Always.
    #[default]
    Count,
    /// Never.
    Exclude,
}

/// Whether the limit itself is still allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compare {
    /// At most the limit.
    #[default]
    Le,
    /// Less than the limit.
    Lt,
}

/// Night hours and when a shift is night work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NightTime {
    /// When the night starts.
    pub from: ClockTime,
    /// When it ends, on the next day if not later than `from`.
    pub to: ClockTime,
    /// A shift with more night minutes than this is a night shift.
    pub qualifies_over_min: i64,
}

/// What minimum-run rules assume about the days before the horizon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Boundary {
    /// A run at the start is long enough.
    AssumeSatisfied,
    /// They were as history says; days it does not mention were off.
    #[default]
    UseHistory,
}
