//! `max_average_overtime`.

use crate::law::check::ParamFaults;
use crate::law::judge::{Blame, Held, Judge, over};
use crate::law::params::Window;
use crate::law::primitives::overtime::{OvertimeTerms, overtime_by_day, overtime_in};
use crate::law::primitives::windows::{months_later, windows};
use crate::law::{DayOfWeek, Unit};
use serde::{Deserialize, Serialize};

use crate::law::params::{HolidayHours, NormalHours, RestDayHours};

/// Overtime per month, in minutes, averaged over the last so many months, may not exceed a limit.
///
/// For each month that meets the horizon and each `k` of `months`: the overtime of the `k` months
/// that end with it, as in `max_overtime_per`. Broken when it is more than `k` times the limit.
/// Japan's Labour Standards Act Art. 36(6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxAverageOvertime {
    /// The lengths of the averages, in months.
    pub months: Vec<i64>,
    /// The limit for one month.
    pub limit_min_per_month: i64,
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

impl MaxAverageOvertime {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.not_negative("limit_min_per_month", self.limit_min_per_month);
        faults.normal(self.normal);
        faults.filled("months", &self.months);
        if self.months.iter().any(|months| !(1..=60).contains(months)) {
            faults.add(
                "empty_window",
                "months",
                "let each length be 1 to 60 months",
            );
        }
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
        for (last, to) in windows(Window::CalendarMonth {}, days.first_day(), days.end_day()) {
            for months in self.months.iter().map(|months| (*months).clamp(1, 60)) {
                let from = months_later(last, 1 - months as i32);
                let mut value: i64 = 0;
                for back in 0..months as i32 {
                    let month = (months_later(last, -back), months_later(last, 1 - back));
                    value = value.saturating_add(overtime_in(judge, &overtime, month.0, month.1));
                }
                let held = Held {
                    value,
                    limit: self.limit_min_per_month.saturating_mul(months),
                    place: over(from, to),
                    unit: Unit::Minutes,
                    blame: Blame::Days(from, to),
                };
                judge.at_most_when(held, |judge| judge.applies_within(last, to));
            }
        }
    }
}
