//! `min_free_weekdays_per_window`.

use super::min_rest_per_window::touched_days;
use crate::law::Unit;
use crate::law::check::ParamFaults;
use crate::law::days::Day;
use crate::law::judge::{Blame, Held, Judge, over};
use crate::law::primitives::windows::windows;
use serde::{Deserialize, Serialize};

use crate::law::DayOfWeek;
use crate::law::params::Window;

/// Of all Sundays, say, in a window so many must be free.
///
/// Measured is the number of those weekdays in the window less those that a shift touches; a
/// counter of history stands for all days before the horizon. Broken when fewer than `min_days`.
/// ArbZG § 11(1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinFreeWeekdaysPerWindow {
    /// Which day of the week.
    pub weekday: DayOfWeek,
    /// How many must be free.
    pub min_days: i64,
    /// The windows.
    pub window: Window,
}

impl MinFreeWeekdaysPerWindow {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.positive("min_days", self.min_days);
        faults.window(self.window);
        // One of them in every seven days, and one more where the window is not whole weeks.
        faults.fits(
            "min_days",
            self.min_days
                .saturating_sub(1)
                .saturating_mul(7)
                .saturating_add(1),
            1,
            self.window,
        );
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let days = judge.days();
        let start = days.first_day();
        let touched = touched_days(judge);
        for (from, to) in windows(self.window, start, days.end_day()) {
            let named = |from: Day| from.until(to).filter(|day| day.is(self.weekday));
            let worked = |from: Day| named(from).filter(|day| touched.on(*day)).count() as i64;
            let counter = judge.time.case.history.counters.weekdays_worked;
            let worked = match counter {
                Some(before) if from < start => before.saturating_add(worked(start)),
                _ => worked(from),
            };
            let value = (named(from).count() as i64).saturating_sub(worked);
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
