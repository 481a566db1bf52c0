//! `max_work_per_day`.

use serde::{Deserialize, Serialize};

use crate::law::params::{DayAttribution, ShiftFilter};

/// Work of one day, in minutes, may not exceed a limit.
///
/// Day `d` holds `w(d)`: all work of shifts that start on it (`start_day`), or all work on it
/// (`split_midnight`). With `rolling_24h` every 24 elapsed hours that begin with a shift are
/// measured. Broken when the work is more than `limit_min`. Labour Law Art. 36, State Council
/// Decree 174 Art. 3; with a filter and a day mark the heat rule of 2012 Art. 8.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxWorkPerDay {
    /// The limit.
    pub limit_min: i64,
    /// To which day work counts.
    #[serde(default)]
    pub attribution: DayAttribution,
    /// Which shifts count; none: all.
    #[serde(default)]
    pub filter: Option<ShiftFilter>,
    /// Only days with this mark are measured; none: all.
    #[serde(default)]
    pub days_with_flag: Option<String>,
}
