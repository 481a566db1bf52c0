//! `min_publish_notice`.

use serde::{Deserialize, Serialize};

/// A roster is published so many calendar days ahead.
///
/// Local dates between publication and the start of the schedule (or of its month). Broken when
/// fewer than `days`; a roster that is not published yet is not judged. Oregon's ORS 653.436;
/// company policy in the PRC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinPublishNotice {
    /// The fewest days.
    pub days: i64,
    /// What publication must precede.
    #[serde(default)]
    pub before: NoticeBefore,
}

/// What publication must precede.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeBefore {
    /// The first day of the schedule.
    #[default]
    ScheduleStart,
    /// The first day of the month in which the schedule starts.
    MonthStart,
}
