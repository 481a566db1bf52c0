//! `min_work_per_window`.

use super::max_work_per_window::{work_by_day, work_in};
use crate::law::Unit;
use crate::law::check::{DAY_MINUTES_MAX, ParamFaults};
use crate::law::judge::{Blame, Held, Judge, over};
use crate::law::primitives::windows::windows;
use serde::{Deserialize, Serialize};

use crate::law::params::{Window, WorkAttribution};

/// Work of one window of days, in minutes, may not fall short of a limit.
///
/// The same sum as `max_work_per_window`. Broken when it is less than `limit_min`. A window that
/// runs beyond the horizon is not judged, since later work may still fill it. Contract hours;
/// Hong Kong's continuous contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinWorkPerWindow {
    /// The least work.
    pub limit_min: i64,
    /// The windows.
    pub window: Window,
    /// To which day work counts.
    #[serde(default)]
    pub attribution: WorkAttribution,
}

impl MinWorkPerWindow {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.not_negative("limit_min", self.limit_min);
        faults.window(self.window);
        faults.fits("limit_min", self.limit_min, DAY_MINUTES_MAX, self.window);
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let work = work_by_day(judge, self.attribution, None);
        let days = judge.days();
        for (from, to) in windows(self.window, days.first_day(), days.end_day()) {
            let value = work_in(judge, &work, from, to);
            let held = Held {
                value,
                limit: self.limit_min,
                place: over(from, to),
                unit: Unit::Minutes,
                blame: Blame::Days(from, to),
            };
            let closed = to <= days.end_day();
            judge.at_least_when(held, |judge| closed && judge.applies_within(from, to));
        }
    }
}
