//! `max_weekends`.

use crate::law::Unit;
use crate::law::check::ParamFaults;
use crate::law::days::Day;
use crate::law::judge::{Blame, Held, Judge, over};
use serde::{Deserialize, Serialize};

use crate::law::DayOfWeek;

/// Only so many weekends are worked in the horizon.
///
/// A weekend is worked when a shift starts on any of its days; both days count once. Broken when
/// more than `limit`, with those history brings along. Nurse-rostering benchmarks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxWeekends {
    /// The most weekends.
    pub limit: i64,
    /// The days of a weekend, in order.
    #[serde(default = "weekend")]
    pub days: Vec<DayOfWeek>,
}

pub(super) fn weekend() -> Vec<DayOfWeek> {
    vec![DayOfWeek::Saturday, DayOfWeek::Sunday]
}

impl MaxWeekends {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.not_negative("limit", self.limit);
        faults.filled("days", &self.days);
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let days = judge.days();
        let (start, end) = (days.first_day(), days.end_day());
        let mut weekends: Vec<Day> = (judge.items())
            .filter(|item| item.current)
            .filter_map(|item| weekend_of(&self.days, item.day))
            .collect();
        weekends.dedup();
        let before = judge
            .time
            .case
            .history
            .counters
            .weekends_worked
            .unwrap_or(0);
        let value = before.saturating_add(weekends.len() as i64);
        let held = Held {
            value,
            limit: self.limit,
            place: over(start, end),
            unit: Unit::Count,
            blame: Blame::Days(start, end),
        };
        judge.at_most_when(held, |judge| judge.judges_within(start, end));
    }
}

/// The first day of the weekend that holds `day`, if one does.
pub(super) fn weekend_of(weekend: &[DayOfWeek], day: Day) -> Option<Day> {
    let first = weekend.first()?;
    weekend.iter().find(|weekday| day.is(**weekday))?;
    let past = (day.days_after_monday() - first.days_after_monday()).rem_euclid(7);
    Some(day.plus(-i64::from(past)))
}
