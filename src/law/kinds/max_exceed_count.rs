//! `max_exceed_count`.

use crate::law::check::ParamFaults;
use crate::law::judge::{Blame, Held, Judge, over};
use crate::law::params::Window;
use crate::law::primitives::overtime::{OvertimeTerms, overtime_by_day, overtime_in};
use crate::law::primitives::windows::windows;
use crate::law::{DayOfWeek, Unit};
use serde::{Deserialize, Serialize};

use crate::law::params::{HolidayHours, NormalHours, RestDayHours};

/// The number of months with overtime above a threshold may not exceed a limit.
///
/// A month counts when its overtime, as in `max_overtime_per`, is more than `threshold_min`.
/// Broken when more than `limit` months of the window count. Japan's Labour Standards Act
/// Art. 36(5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxExceedCount {
    /// Overtime above which a month counts.
    pub threshold_min: i64,
    /// How many months may count.
    pub limit: i64,
    /// Over which months.
    #[serde(default)]
    pub window: MonthsWindow,
    /// Above which hours work is overtime.
    #[serde(default)]
    pub normal: NormalHours,
    /// Whether rest-day hours count.
    #[serde(default)]
    pub rest_day_hours: RestDayHours,
    /// Whether statutory-holiday hours count.
    #[serde(default)]
    pub holiday_hours: HolidayHours,
}

/// Over which months a count is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MonthsWindow {
    /// The twelve of a calendar year.
    #[default]
    CalendarYear,
    /// The three of a calendar quarter.
    CalendarQuarter,
}

impl MaxExceedCount {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.not_negative("threshold_min", self.threshold_min);
        faults.not_negative("limit", self.limit);
        faults.normal(self.normal);
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let overtime = overtime_by_day(
            judge,
            OvertimeTerms {
                normal: self.normal,
                week_start: DayOfWeek::Monday,
                rest_day_hours: self.rest_day_hours,
                holiday_hours: self.holiday_hours,
            },
        );
        let days = judge.days();
        let window = match self.window {
            MonthsWindow::CalendarYear => Window::CalendarYear {},
            MonthsWindow::CalendarQuarter => Window::CalendarQuarter {},
        };
        for (from, to) in windows(window, days.first_day(), days.end_day()) {
            let value = windows(Window::CalendarMonth {}, from, to)
                .filter(|(from, to)| overtime_in(judge, &overtime, *from, *to) > self.threshold_min)
                .count() as i64;
            let held = Held {
                value,
                limit: self.limit,
                place: over(from, to),
                unit: Unit::Count,
                blame: Blame::Days(from, to),
            };
            judge.at_most_when(held, |judge| judge.applies_within(from, to));
        }
    }
}
