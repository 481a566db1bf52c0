//! `max_shifts_of_type`.

use serde::{Deserialize, Serialize};

use crate::law::params::Window;

/// Only so many shifts of one type in a window.
///
/// Shifts of that type (of any, where none is named) that start in the window. Broken when more
/// than `limit`. Nurse-rostering benchmarks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxShiftsOfType {
    /// The shift type; none: any.
    #[serde(rename = "type", default)]
    pub shift_type: Option<String>,
    /// The most shifts.
    pub limit: i64,
    /// The windows; the horizon, where none is named.
    #[serde(default = "horizon")]
    pub window: Window,
}

const fn horizon() -> Window {
    Window::Horizon {}
}
