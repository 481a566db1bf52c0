//! `max_overtime_per`.

use crate::law::Unit;
use crate::law::check::ParamFaults;
use crate::law::judge::{Blame, Held, Judge, on, over};
use crate::law::params::Window;
use crate::law::primitives::overtime::{OvertimeTerms, overtime_by_day, overtime_in};
use crate::law::primitives::windows::{week_of, windows};
use serde::{Deserialize, Serialize};

use crate::law::DayOfWeek;
use crate::law::params::{Compare, HolidayHours, NormalHours, RestDayHours};

/// Overtime of one day, week, month or year, in minutes, may not exceed a limit.
///
/// Work counts to the day on which its shift starts. A statutory holiday or rest day holds all its
/// work as overtime, or none (by choice, or because it is given back); an ordinary day what
/// exceeds the daily norm. On top comes the week's extra: what the ordinary days' work up to the daily norm
/// adds up to beyond the weekly norm, dated to the week's last day. Broken when the sum is more
/// than `limit_min`, or reaches it where `compare` is `lt`. Labour Law Art. 41; Japan's
/// Labour Standards Act Art. 36.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxOvertimePer {
    /// Over which stretch overtime is summed.
    pub per: OvertimePer,
    /// The limit.
    pub limit_min: i64,
    /// Above which hours work is overtime.
    #[serde(default)]
    pub normal: NormalHours,
    /// First day of a week.
    #[serde(default)]
    pub week_start: DayOfWeek,
    /// Whether rest-day hours count.
    #[serde(default)]
    pub rest_day_hours: RestDayHours,
    /// Whether statutory-holiday hours count.
    #[serde(default)]
    pub holiday_hours: HolidayHours,
    /// Whether the limit itself is allowed.
    #[serde(default)]
    pub compare: Compare,
}

/// Over which stretch overtime is summed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OvertimePer {
    /// One local day.
    Day,
    /// One week.
    Week,
    /// One calendar month.
    Month,
    /// One calendar quarter.
    Quarter,
    /// One calendar year.
    Year,
}

impl MaxOvertimePer {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.not_negative("limit_min", self.limit_min);
        faults.normal(self.normal);
        if self.compare == Compare::Lt && self.limit_min == 0 {
            faults.add(
                "zero_limit",
                "limit_min",
                "less than nought can never be kept; use `le`",
            );
        }
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let terms = OvertimeTerms {
            normal: self.normal,
            week_start: self.week_start,
            rest_day_hours: self.rest_day_hours,
            holiday_hours: self.holiday_hours,
        };
        let overtime = overtime_by_day(judge, terms);
        let days = judge.days();
        let window = match self.per {
            OvertimePer::Day => Window::RollingDays { days: 1 },
            OvertimePer::Week => Window::CalendarWeek {
                week_start: self.week_start,
            },
            OvertimePer::Month => Window::CalendarMonth {},
            OvertimePer::Quarter => Window::CalendarQuarter {},
            OvertimePer::Year => Window::CalendarYear {},
        };
        for (from, to) in windows(window, days.first_day(), days.end_day()) {
            let value = overtime_in(judge, &overtime, from, to);
            let daily = self.per == OvertimePer::Day;
            let limit = self.limit_min;
            if judge.findings_only() && value < limit {
                continue;
            }
            let held = Held {
                value,
                limit,
                place: if daily { on(from) } else { over(from, to) },
                unit: Unit::Minutes,
                blame: Blame::Days(from, to),
            };
            // A week's extra is dated to its last day, on which there need be no shift.
            let worked_from = week_of(from, self.week_start);
            let judged = |judge: &Judge<'_, '_>| match self.per {
                OvertimePer::Day => judge.applies_on(from),
                _ => judge.judges_within(worked_from, to),
            };
            if self.compare == Compare::Lt && value == limit {
                judge.measure(&held.place, value);
                if judged(judge) {
                    judge.breach(None, held);
                }
            } else {
                judge.at_most_when(held, judged);
            }
        }
    }
}
