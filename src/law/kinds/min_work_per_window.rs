//! `min_work_per_window`.

use serde::{Deserialize, Serialize};

use crate::law::params::{Window, WorkAttribution};

/// Work of one window of days, in minutes, may not fall short of a limit.
///
/// The same sum as `max_work_per_window`. Broken when it is less than `limit_min`. A window that
/// runs beyond the horizon is not judged, since later work may still fill it. Contract hours;
/// Hong Kong's continuous contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinWorkPerWindow {
    /// The least work.
    pub limit_min: i64,
    /// The windows.
    pub window: Window,
    /// To which day work counts.
    #[serde(default)]
    pub attribution: WorkAttribution,
}
