//! `max_night_shift_work`.

use crate::law::Unit;
use crate::law::check::ParamFaults;
use crate::law::judge::{Blame, Held, Judge, on};
use crate::law::primitives::clock_window::work_between;
use crate::law::timeline::Worked;
use serde::{Deserialize, Serialize};

use crate::law::params::NightTime;

/// A night shift may hold only so many work minutes.
///
/// A shift with more than `night.qualifies_over_min` work minutes in the night is a night shift.
/// Broken when its work is more than `limit_min`. ArbZG § 6(2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxNightShiftWork {
    /// What a night shift is.
    pub night: NightTime,
    /// The limit.
    pub limit_min: i64,
}

impl MaxNightShiftWork {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.night(self.night);
        faults.positive("limit_min", self.limit_min);
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        for item in judge.items() {
            if judge.judges(item) && is_night(judge, item, self.night) {
                judge.at_most(Held {
                    value: item.work_min,
                    limit: self.limit_min,
                    place: on(item.day),
                    unit: Unit::Minutes,
                    blame: Blame::Shift(item),
                });
            }
        }
    }
}

/// Whether the shift is a night shift.
pub(super) fn is_night(judge: &Judge<'_, '_>, item: &Worked<'_>, night: NightTime) -> bool {
    work_between(item, judge.days(), night.from, night.to) > night.qualifies_over_min
}
