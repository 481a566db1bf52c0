//! `min_free_weekdays_per_window`.

use serde::{Deserialize, Serialize};

use crate::law::DayOfWeek;
use crate::law::params::Window;

/// Of all Sundays, say, in a window so many must be free.
///
/// Measured is the number of those weekdays in the window less those that a shift touches; a
/// counter of history stands for all days before the horizon. Broken when fewer than `min_days`.
/// ArbZG § 11(1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinFreeWeekdaysPerWindow {
    /// Which day of the week.
    pub weekday: DayOfWeek,
    /// How many must be free.
    pub min_days: i64,
    /// The windows.
    pub window: Window,
}
