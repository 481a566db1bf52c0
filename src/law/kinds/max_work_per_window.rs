//! `max_work_per_window`.

use crate::law::check::ParamFaults;
use crate::law::days::Day;
use crate::law::history::counter_of;
use crate::law::judge::{Blame, Held, Judge, on, over};
use crate::law::primitives::day_minutes::DayMinutes;
use crate::law::primitives::overtime::DayClass;
use crate::law::primitives::windows::windows;
use crate::law::timeline::Worked;
use crate::law::{PremiumClass, Unit};
use serde::{Deserialize, Serialize};

use crate::law::params::{ShiftFilter, Window, WorkAttribution};

/// Work of one window of days, in minutes, may not exceed a limit.
///
/// The sum of `w(d)` over the window's days, each as in `max_work_per_day`. Broken when it is more
/// than `limit_min`. State Council Decree 174 Art. 3 (week), 劳部发\[1997\]271号 (period totals).
///
/// With `premium_pct`, minutes beyond the limit are overtime to be paid, dated to the last day of the window that is
/// known: work by the day on which its shift starts, but for shifts that start on a statutory holiday, which have a
/// factor of their own. What history alone is beyond the limit by was owed earlier. 劳部发\[1997\]271号, question 5.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxWorkPerWindow {
    /// The limit.
    pub limit_min: i64,
    /// The windows.
    pub window: Window,
    /// To which day work counts.
    #[serde(default)]
    pub attribution: WorkAttribution,
    /// Which shifts count; none: all.
    #[serde(default)]
    pub filter: Option<ShiftFilter>,
    /// Percent of the wage for each minute beyond the limit; none: nothing is owed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub premium_pct: Option<i64>,
}

impl MaxWorkPerWindow {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.not_negative("limit_min", self.limit_min);
        faults.window(self.window);
        if let Some(factor) = self.premium_pct {
            faults.positive("premium_pct", factor);
        }
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let work = work_by_day(judge, self.attribution, self.filter.as_ref());
        let days = judge.days();
        for (from, to) in windows(self.window, days.first_day(), days.end_day()) {
            // Counters of history know nothing of marks.
            let value = match &self.filter {
                None => work_in(judge, &work, from, to),
                Some(_) => work.sum(from, to),
            };
            let held = Held {
                value,
                limit: self.limit_min,
                place: over(from, to),
                unit: Unit::Minutes,
                blame: Blame::Days(from, to),
            };
            judge.at_most_when(held, |judge| judge.judges_within(from, to));
            if let Some(factor) = self.premium_pct {
                self.owe(judge, factor, (from, to));
            }
        }
    }

    fn owe(&self, judge: &mut Judge<'_, '_>, factor_pct: i64, (from, to): (Day, Day)) {
        let counters = &judge.time.case.history.minutes_by_window;
        let origin = judge.days().origin_day();
        let counted = match self.filter {
            None => counter_of(counters, (from, to), origin),
            Some(_) => None,
        };
        let (mut known, since) = counted.unwrap_or((0, from));
        let mut planned = 0_i64;
        for item in judge.items() {
            let inside = from.max(since) <= item.day && item.day < to;
            if !inside || item.class == DayClass::StatutoryHoliday || self.leaves_out(item) {
                continue;
            }
            let sum = if item.day < origin {
                &mut known
            } else {
                &mut planned
            };
            *sum = sum.saturating_add(item.work_min);
        }
        let beyond = |sum: i64| sum.saturating_sub(self.limit_min).max(0);
        let due = beyond(known.saturating_add(planned)).saturating_sub(beyond(known));
        let last = to.min(judge.days().end_day()).plus(-1);
        if judge.applies_on(last) {
            judge.premium(PremiumClass::WorkdayOvertime, due, factor_pct, &on(last));
        }
    }

    fn leaves_out(&self, item: &Worked<'_>) -> bool {
        (self.filter.as_ref()).is_some_and(|filter| !item.shift.tags.contains(&filter.tag))
    }
}

/// Work by day, under the attribution, of the shifts that the filter lets through.
pub(super) fn work_by_day(
    judge: &Judge<'_, '_>,
    attribution: WorkAttribution,
    filter: Option<&ShiftFilter>,
) -> DayMinutes {
    let days = judge.days();
    let mut work = DayMinutes::none(judge.time.first, judge.time.end);
    for item in judge.items() {
        if filter.is_some_and(|filter| !item.shift.tags.contains(&filter.tag)) {
            continue;
        }
        match attribution {
            WorkAttribution::StartDay => work.add_by_start(item),
            WorkAttribution::SplitMidnight => work.add_split(item, days),
        }
    }
    work
}

/// Work of a window: history's counter and the days of the horizon on, or all known days where
/// history has no counter for it.
pub(super) fn work_in(judge: &Judge<'_, '_>, work: &DayMinutes, from: Day, to: Day) -> i64 {
    let counters = &judge.time.case.history.minutes_by_window;
    match counter_of(counters, (from, to), judge.days().origin_day()) {
        Some((known, until)) => known.saturating_add(work.sum(from.max(until), to)),
        None => work.sum(from, to),
    }
}
