//! `max_changes_after_publish`.

use serde::{Deserialize, Serialize};

use crate::law::DayOfWeek;

/// Published shifts may be changed only so often.
///
/// Shifts added, removed or moved since publication, each once, dated to the day on which they
/// were published (or now stand, when added). Broken when a window counts more than `limit`.
/// Company policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxChangesAfterPublish {
    /// The most changes.
    pub limit: i64,
    /// Over which window.
    #[serde(default)]
    pub per: ChangesPer,
    /// First day of a week.
    #[serde(default)]
    pub week_start: DayOfWeek,
}

/// Over which window changes are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangesPer {
    /// A week.
    #[default]
    CalendarWeek,
    /// A calendar month.
    CalendarMonth,
    /// The horizon.
    Horizon,
}
