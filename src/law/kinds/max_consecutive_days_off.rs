//! `max_consecutive_days_off`.

use super::max_consecutive_work_days::start_days;
use crate::law::Unit;
use crate::law::check::ParamFaults;
use crate::law::judge::{Blame, Held, Judge, over};
use serde::{Deserialize, Serialize};

/// Days off in a row may not exceed a limit.
///
/// Maximal runs of days of the horizon on which no shift starts; days before it count back to the
/// last shift of history, and not at all where history names none. Broken when a run is longer than `limit` days.
/// Nurse-rostering benchmarks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxConsecutiveDaysOff {
    /// The most days.
    pub limit: i64,
}

impl MaxConsecutiveDaysOff {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.positive("limit", self.limit);
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let days = judge.days();
        let (start, end) = (days.first_day(), days.end_day());
        let flags = start_days(judge, |_| true);
        for (from, to) in flags.runs(false) {
            let to = to.min(end);
            if to <= start || from >= end || !judge.applies_within(from, to) {
                continue;
            }
            judge.at_most(Held {
                value: to.since(from),
                limit: self.limit,
                place: over(from, to),
                unit: Unit::Days,
                blame: Blame::Days(from, to),
            });
        }
    }
}
