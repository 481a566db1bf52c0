//! `min_rest_days_per_window`.

use serde::{Deserialize, Serialize};

use crate::law::params::Window;

/// Every window must hold so many days that no shift touches.
///
/// Broken when fewer than `min_days` local dates of the window are untouched. Japan's Labour
/// Standards Act Art. 35 (four in four weeks).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinRestDaysPerWindow {
    /// The fewest untouched days.
    pub min_days: i64,
    /// The windows.
    pub window: Window,
}
