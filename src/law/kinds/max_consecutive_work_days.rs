//! `max_consecutive_work_days`.

use serde::{Deserialize, Serialize};

use crate::law::params::DayFlag;

/// Days worked in a row may not exceed a limit.
///
/// Maximal runs of days on which a shift starts (`start_day`) or which a shift touches
/// (`touched_day`), with the run that history brings along. Broken when a run that meets the
/// horizon is longer than `limit` days. Company policy in the PRC; 全国年节及纪念日放假办法 Art. 7.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxConsecutiveWorkDays {
    /// The most days.
    pub limit: i64,
    /// When a day counts as worked.
    #[serde(default)]
    pub day_flag: DayFlag,
}
