//! `min_rest_per_window`.

use serde::{Deserialize, Serialize};

use crate::law::params::Window;
use crate::law::{ClockTime, DayOfWeek};

/// Every window of days must hold so much rest.
///
/// `local_days`: the number of local dates that no shift touches. `minutes`: the longest stretch
/// without a shift inside the window, or the longest one that starts in it (`starts_in`), not later
/// than `latest_start`. Broken when less than `min`. Time after the horizon is free. Labour Law
/// Art. 38; Directive 2003/88 Art. 5; Singapore's Employment Act s. 36.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinRestPerWindow {
    /// What is measured.
    pub unit: RestUnit,
    /// The least rest, in that unit.
    pub min: i64,
    /// The windows.
    pub window: Window,
    /// Which stretches belong to a window.
    #[serde(default)]
    pub attribution: RestAttribution,
    /// Latest moment at which a stretch may start.
    #[serde(default)]
    pub latest_start: Option<LatestStart>,
}

/// What rest is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RestUnit {
    /// Local dates that no shift touches.
    LocalDays,
    /// Elapsed minutes of one unbroken stretch.
    Minutes,
}

/// Which stretches of rest belong to a window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RestAttribution {
    /// The part that lies inside it.
    #[default]
    Inside,
    /// All of a stretch that starts in it.
    StartsIn,
}

/// Latest moment of a window at which rest may start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LatestStart {
    /// On which day of the week; the last one in the window.
    pub weekday: DayOfWeek,
    /// At what time.
    pub time: ClockTime,
}
