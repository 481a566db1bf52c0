//! `one_shift_per_day`.

use crate::law::Unit;
use crate::law::check::ParamFaults;
use crate::law::judge::{Blame, Held, Judge, on};
use crate::law::primitives::day_minutes::DayMinutes;
use serde::{Deserialize, Serialize};

/// Only so many shifts start on one day.
///
/// Broken when more than `limit` do. Nurse-rostering benchmarks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OneShiftPerDay {
    /// The most shifts.
    #[serde(default = "one")]
    pub limit: i64,
}

const fn one() -> i64 {
    1
}

impl OneShiftPerDay {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.positive("limit", self.limit);
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let mut starts = DayMinutes::none(judge.time.first, judge.time.end);
        for item in judge.items() {
            starts.add(item.day, 1);
        }
        let days = judge.days();
        for day in days.first_day().until(days.end_day()) {
            let value = starts.on(day);
            if value > 0 && judge.judges_within(day, day.next()) {
                judge.at_most(Held {
                    value,
                    limit: self.limit,
                    place: on(day),
                    unit: Unit::Count,
                    blame: Blame::Days(day, day.next()),
                });
            }
        }
    }
}
