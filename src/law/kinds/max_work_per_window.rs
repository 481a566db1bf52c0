//! `max_work_per_window`.

use crate::law::Unit;
use crate::law::check::ParamFaults;
use crate::law::days::Day;
use crate::law::history::counter_of;
use crate::law::judge::{Blame, Held, Judge, over};
use crate::law::primitives::day_minutes::DayMinutes;
use crate::law::primitives::windows::windows;
use serde::{Deserialize, Serialize};

use crate::law::params::{ShiftFilter, Window, WorkAttribution};

/// Work of one window of days, in minutes, may not exceed a limit.
///
/// The sum of `w(d)` over the window's days, each as in `max_work_per_day`. Broken when it is more
/// than `limit_min`. State Council Decree 174 Art. 3 (week), 劳部发\[1997\]271号 (period totals).
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
}

impl MaxWorkPerWindow {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.not_negative("limit_min", self.limit_min);
        faults.window(self.window);
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
        }
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
    match counter_of(counters, from, to) {
        Some(known) => known.saturating_add(work.sum(from.max(judge.days().origin_day()), to)),
        None => work.sum(from, to),
    }
}
