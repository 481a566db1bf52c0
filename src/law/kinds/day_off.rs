//! `day_off`.

use crate::law::Unit;
use crate::law::check::ParamFaults;
use crate::law::days::Day;
use crate::law::judge::{Blame, Held, Judge, on};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// No shift starts on these dates.
///
/// Broken once for each date with a shift. A night shift that reaches into a date does not start on
/// it. Approved leave; fixed days off of the benchmarks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayOff {
    /// The dates.
    pub dates: Vec<NaiveDate>,
}

impl DayOff {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.filled("dates", &self.dates);
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let mut dates: Vec<Day> = self.dates.iter().map(|date| Day::of(*date)).collect();
        dates.sort_unstable();
        dates.dedup();
        for day in dates {
            let starts = judge
                .time
                .touching(day, day.next())
                .filter(|item| item.day == day);
            let value = starts.filter(|item| judge.judges(item)).count() as i64;
            if value > 0 {
                judge.at_most(Held {
                    value,
                    limit: 0,
                    place: on(day),
                    unit: Unit::Count,
                    blame: Blame::Days(day, day.next()),
                });
            }
        }
    }
}
