//! `complete_weekend`.

use super::max_consecutive_work_days::start_days;
use super::max_weekends::weekend_of;
use crate::law::Unit;
use crate::law::check::ParamFaults;
use crate::law::judge::{Blame, Held, Judge, over};
use serde::{Deserialize, Serialize};

use super::max_weekends::weekend;
use crate::law::DayOfWeek;

/// A weekend is worked wholly or not at all.
///
/// Broken when shifts start on some but not all of its days. A weekend that reaches beyond the
/// horizon's end is not judged. Nurse-rostering benchmarks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompleteWeekend {
    /// The days of a weekend, in order.
    #[serde(default = "weekend")]
    pub days: Vec<DayOfWeek>,
}

impl CompleteWeekend {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.filled("days", &self.days);
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let days = judge.days();
        let flags = start_days(judge, |_| true);
        let mut last_seen = None;
        for day in days.first_day().until(days.end_day()) {
            let Some(first) = weekend_of(&self.days, day) else {
                continue;
            };
            if last_seen == Some(first) {
                continue;
            }
            last_seen = Some(first);
            let members = || {
                first
                    .until(first.plus(7))
                    .filter(|day| weekend_of(&self.days, *day).is_some())
            };
            let Some(last) = members().last() else {
                continue;
            };
            let worked = members().filter(|day| flags.on(*day)).count() as i64;
            let (from, to, all) = (first, last.next(), members().count() as i64);
            if worked == 0 || to > days.end_day() || !judge.judges_within(from, to) {
                continue;
            }
            judge.at_least(Held {
                value: worked,
                limit: all,
                place: over(from, to),
                unit: Unit::Days,
                blame: Blame::Days(from, to),
            });
        }
    }
}
