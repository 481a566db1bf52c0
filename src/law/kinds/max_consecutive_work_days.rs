//! `max_consecutive_work_days`.

use super::min_rest_per_window::touched_days;
use crate::law::Unit;
use crate::law::check::ParamFaults;
use crate::law::judge::{Blame, Held, Judge, over};
use crate::law::primitives::run_length::DayFlags;
use crate::law::timeline::Worked;
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

impl MaxConsecutiveWorkDays {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.positive("limit", self.limit);
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let flags = match self.day_flag {
            DayFlag::StartDay => start_days(judge, |_| true),
            DayFlag::TouchedDay => touched_days(judge),
        };
        hold_runs(judge, &flags, self.limit, Unit::Days);
    }
}

/// The local days on which a shift of a sort starts.
pub(super) fn start_days(judge: &Judge<'_, '_>, sort: impl Fn(&Worked<'_>) -> bool) -> DayFlags {
    let mut flags = DayFlags::none(judge.time.first, judge.time.end);
    for item in judge.items().filter(|item| sort(item)) {
        flags.mark(item.day, item.day.next());
    }
    flags
}

/// Holds every run of marked days that meets the horizon to a greatest length.
pub(super) fn hold_runs(judge: &mut Judge<'_, '_>, flags: &DayFlags, limit: i64, unit: Unit) {
    let days = judge.days();
    for (from, to) in flags.runs(true) {
        if to <= days.first_day() || from >= days.end_day() || !judge.judges_within(from, to) {
            continue;
        }
        let value = to.since(from);
        let (place, blame) = (over(from, to), Blame::Days(from, to));
        judge.at_most(Held {
            value,
            limit,
            place,
            unit,
            blame,
        });
    }
}
