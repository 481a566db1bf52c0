//! Which dates are rest days, statutory holidays or otherwise marked.

mod china;
mod public;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use china::{CalendarStatus, ChinaCalendar, ChinaDay, DayKind};
pub use public::PublicHolidays;

/// The dates that matter to one person's rules.
///
/// Rest days come from that person's published roster; a statutory holiday outranks a rest day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DayCalendar {
    /// Weekly rest days and rest days swapped in for them.
    pub rest_days: BTreeSet<NaiveDate>,
    /// Statutory holidays, on which work is paid the highest factor.
    pub statutory_holidays: BTreeSet<NaiveDate>,
    /// Dates by mark, such as `busy` or `tmax_37_40`.
    pub flags: BTreeMap<String, BTreeSet<NaiveDate>>,
}

impl DayCalendar {
    /// Whether the date carries the mark.
    pub fn has_flag(&self, flag: &str, date: NaiveDate) -> bool {
        self.flags
            .get(flag)
            .is_some_and(|dates| dates.contains(&date))
    }
}
