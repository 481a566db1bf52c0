//! `forbidden_time`.

use crate::law::Unit;
use crate::law::check::ParamFaults;
use crate::law::judge::{Blame, Held, Judge, on};
use crate::law::primitives::clock_window::work_between;
use serde::{Deserialize, Serialize};

use crate::law::ClockTime;

/// No work between two clock times.
///
/// Work minutes of one shift inside the daily clock window. Broken when there are any. Decree 619
/// Art. 6 and 9 (no night work for protected women).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForbiddenTime {
    /// Start of the forbidden time.
    pub daily_from: ClockTime,
    /// Its end, on the next day if not later than the start.
    pub daily_to: ClockTime,
}

impl ForbiddenTime {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        if self.daily_from == self.daily_to {
            let remedy = "let the forbidden time start and end at different times";
            faults.add("empty_window", "daily_from", remedy);
        }
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        for item in judge.items() {
            if judge.judges(item) {
                judge.at_most(Held {
                    value: work_between(item, judge.days(), self.daily_from, self.daily_to),
                    limit: 0,
                    place: on(item.day),
                    unit: Unit::Minutes,
                    blame: Blame::Shift(item),
                });
            }
        }
    }
}
