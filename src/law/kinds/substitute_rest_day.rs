//! `substitute_rest_day`.

use crate::law::Unit;
use crate::law::check::ParamFaults;
use crate::law::days::Day;
use crate::law::judge::{Blame, Held, Judge, on};
use serde::{Deserialize, Serialize};

/// Work on a Sunday or rest day owes a rest day near it.
///
/// Worked days are those of the classes named, or all. Each is given one of the substitute days, each of which serves once. The distance in
/// days may be `window_days`, or one less where the worked day itself counts. Broken when a worked
/// day gets none in time; a window still open at the end of the horizon is not judged. ArbZG
/// § 11(3); Hong Kong's Employment Ordinance s. 18 and 19.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubstituteRestDay {
    /// Length of the window.
    pub window_days: i64,
    /// The worked day is the window's first.
    #[serde(default)]
    pub include_work_day: bool,
    /// The substitute day may come first.
    #[serde(default)]
    pub before_allowed: bool,
    /// Classes of worked days that owe one, such as `sunday`; empty: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<String>,
}

impl SubstituteRestDay {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.length("window_days", self.window_days);
    }

    /// The greatest distance in days between a worked day and its substitute.
    pub fn distance_days_max(&self) -> i64 {
        self.window_days
            .saturating_sub(i64::from(self.include_work_day))
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let events = judge.time.case.events;
        let owes = |class: &String| self.classes.is_empty() || self.classes.contains(class);
        let owing = events.comp_work.iter().filter(|work| owes(&work.class));
        let mut worked: Vec<Day> = owing.map(|work| Day::of(work.date)).collect();
        let mut free: Vec<Day> = events
            .substitute_rest_days
            .iter()
            .map(|d| Day::of(*d))
            .collect();
        worked.sort_unstable();
        worked.dedup();
        free.sort_unstable();
        free.dedup();
        free.retain(|day| worked.binary_search(day).is_err());
        let limit = self.distance_days_max();
        let last = judge.days().end_day().plus(-1);
        for (day, substitute) in self.matched(&worked, &free) {
            // Not yet given is no breach while the window is open.
            let open = day.plus(limit) > last;
            let value = substitute.map_or(last.since(day), |given| distance(day, given));
            // A worked day whose window closed before the horizon was an earlier horizon's matter.
            let meets = day.plus(limit) >= judge.days().first_day() && day <= last;
            if substitute.is_none() && open || !meets || !judge.applies_on(day) {
                continue;
            }
            judge.at_most(Held {
                value,
                limit,
                place: on(day),
                unit: Unit::Days,
                blame: Blame::Days(day, day.next()),
            });
        }
    }

    /// Each worked day with its substitute, or with the nearest day left over where none is in time.
    ///
    /// All windows have one length, so giving each worked day the earliest free day it can use
    /// serves as many as possible.
    fn matched(&self, worked: &[Day], free: &[Day]) -> Vec<(Day, Option<Day>)> {
        let limit = self.distance_days_max();
        let mut taken = vec![false; free.len()];
        let mut given: Vec<Option<Day>> = Vec::with_capacity(worked.len());
        let mut at = 0;
        for day in worked {
            let earliest = if self.before_allowed {
                day.plus(limit.saturating_neg())
            } else {
                *day
            };
            while free.get(at).is_some_and(|free| *free < earliest) {
                at += 1;
            }
            let in_time = free.get(at).is_some_and(|free| *free <= day.plus(limit));
            given.push(in_time.then(|| free[at]));
            if in_time {
                taken[at] = true;
                at += 1;
            }
        }
        let spare: Vec<Day> = free
            .iter()
            .zip(&taken)
            .filter(|(_, taken)| !**taken)
            .map(|(day, _)| *day)
            .collect();
        let nearest = |day: Day| {
            let allowed = |free: &&Day| self.before_allowed || **free >= day;
            let after = spare.partition_point(|free| *free < day);
            let around = spare[after.saturating_sub(1)..].iter().take(2);
            around
                .filter(allowed)
                .min_by_key(|free| distance(day, **free))
                .copied()
        };
        let pairs = worked.iter().zip(given);
        pairs
            .map(|(day, given)| (*day, given.or_else(|| nearest(*day))))
            .collect()
    }
}

fn distance(a: Day, b: Day) -> i64 {
    a.since(b).abs()
}
