//! `max_shifts_of_type`.

use crate::law::Unit;
use crate::law::check::ParamFaults;
use crate::law::judge::{Blame, Held, Judge, over};
use crate::law::primitives::day_minutes::DayMinutes;
use crate::law::primitives::windows::windows;
use serde::{Deserialize, Serialize};

use crate::law::params::Window;

/// Only so many shifts of one type in a window.
///
/// Shifts of that type (of any, where none is named) that start in the window. Broken when more
/// than `limit`. Nurse-rostering benchmarks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxShiftsOfType {
    /// The shift type; none: any.
    #[serde(rename = "type", default)]
    pub shift_type: Option<String>,
    /// The most shifts.
    pub limit: i64,
    /// The windows; the horizon, where none is named.
    #[serde(default = "horizon")]
    pub window: Window,
}

const fn horizon() -> Window {
    Window::Horizon {}
}

impl MaxShiftsOfType {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.not_negative("limit", self.limit);
        faults.window(self.window);
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let days = judge.days();
        let mut starts = DayMinutes::none(judge.time.first, judge.time.end);
        for item in judge.items() {
            if self.shift_type.is_none() || item.shift.shift_type == self.shift_type {
                starts.add(item.day, 1);
            }
        }
        for (from, to) in windows(self.window, days.first_day(), days.end_day()) {
            let value = starts.sum(from, to);
            let held = Held {
                value,
                limit: self.limit,
                place: over(from, to),
                unit: Unit::Count,
                blame: Blame::Days(from, to),
            };
            judge.at_most_when(held, |judge| judge.judges_within(from, to));
        }
    }
}
