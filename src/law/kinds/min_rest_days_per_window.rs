//! `min_rest_days_per_window`.

use super::min_rest_per_window::touched_days;
use crate::law::Unit;
use crate::law::check::ParamFaults;
use crate::law::judge::{Blame, Held, Judge, over};
use crate::law::primitives::windows::windows;
use serde::{Deserialize, Serialize};

use crate::law::params::Window;

/// Every window must hold so many days that no shift touches.
///
/// Broken when fewer than `min_days` local dates of the window are untouched. Japan's Labour
/// Standards Act Art. 35 (four in four weeks).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinRestDaysPerWindow {
    /// The fewest untouched days.
    pub min_days: i64,
    /// The windows.
    pub window: Window,
}

impl MinRestDaysPerWindow {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.positive("min_days", self.min_days);
        faults.window(self.window);
        faults.fits("min_days", self.min_days, 1, self.window);
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let days = judge.days();
        let touched = touched_days(judge);
        for (from, to) in windows(self.window, days.first_day(), days.end_day()) {
            let value = to.since(from) - touched.count(from, to);
            let held = Held {
                value,
                limit: self.min_days,
                place: over(from, to),
                unit: Unit::Days,
                blame: Blame::Days(from, to),
            };
            judge.at_least_when(held, |judge| judge.judges_within(from, to));
        }
    }
}
