//! `max_work_per_window`.

use serde::{Deserialize, Serialize};

use crate::law::params::{ShiftFilter, Window, WorkAttribution};

/// Work of one window of days, in minutes, may not exceed a limit.
///
/// The sum of `w(d)` over the window's days, each as in `max_work_per_day`. Broken when it is more
/// than `limit_min`. State Council Decree 174 Art. 3 (week), 劳部发[1997]271号 (period totals).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxWorkPerWindow {
    /// The limit.
    pub limit_min: i64,
    /// The windows.
    pub window: Window,
    /// To which day work counts.
    #[serde(default)]
    pub attribution: WorkAttribution,
    /// Which shifts count; none: all.
    #[serde(default)]
    pub filter: Option<ShiftFilter>,
}
