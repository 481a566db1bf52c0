//! What is known from before the horizon.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::WorkShift;
use super::days::Day;

/// Minutes already counted in the window of local dates `[from, to)`, before the horizon starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WindowMinutes {
    /// First date of the window.
    pub from: NaiveDate,
    /// First date after it.
    pub to: NaiveDate,
    /// Minutes of days before the horizon.
    pub minutes: i64,
    /// First day that they do not count, whose shifts are listed instead; that of the horizon when `None`.
    #[serde(default)]
    pub until: Option<NaiveDate>,
}

/// Counts kept over long windows, each up to the start of the horizon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Counters {
    /// Worked days of the weekday that a free-weekday rule names (Sundays of the year).
    pub weekdays_worked: Option<i64>,
    /// Worked days of the running reference period.
    pub worked_days: Option<i64>,
    /// Worked weekends of the planning period.
    pub weekends_worked: Option<i64>,
}

/// Compensatory minutes earned and not yet given back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompLot {
    /// When they were earned.
    pub date: NaiveDate,
    /// How many remain, after the earning ratio.
    pub minutes: i64,
    /// The class of hours that earned them, such as `rest_day`.
    pub class: String,
    /// Last day on which they may be given back, where it differs from the rule's own.
    #[serde(default)]
    pub due: Option<NaiveDate>,
}

/// Actual work before the horizon, as raw shifts and as counters over longer windows.
///
/// A counter, where one is given, covers *all* days of its window before the horizon, or before the day that it names; raw
/// shifts of those days are then not counted again. Time about which nothing is said was free.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct History {
    /// Shifts that started before the horizon.
    pub shifts: Vec<WorkShift>,
    /// Work minutes by window.
    pub minutes_by_window: Vec<WindowMinutes>,
    /// Overtime minutes by window.
    pub ot_minutes_by_window: Vec<WindowMinutes>,
    /// Work minutes of the running reference period.
    pub reference_minutes: Option<i64>,
    /// Days of the reference period that do not count (leave, sickness).
    pub neutral_days: i64,
    /// Those of them that are Monday to Saturday.
    pub neutral_werktage: i64,
    /// Counts over long windows.
    pub counters: Counters,
    /// Compensatory lots still open.
    pub comp_lots: Vec<CompLot>,
    /// Compensatory minutes without a lot, which never expire; negative: taken in advance.
    pub comp_balance_min: i64,
}

/// The counter of exactly the window `[from, to)`, if one was handed in, and the first day that it does not count.
pub(super) fn counter_of(
    counters: &[WindowMinutes],
    (from, to): (Day, Day),
    origin: Day,
) -> Option<(i64, Day)> {
    if counters.is_empty() {
        return None;
    }
    let (from, to) = (from.date(), to.date());
    (counters.iter())
        .find(|known| known.from == from && known.to == to)
        .map(|known| (known.minutes, known.until.map_or(origin, Day::of)))
}
