//! `max_work_per_day`.

use crate::law::Span;
use crate::law::Unit;
use crate::law::check::ParamFaults;
use crate::law::days::Day;
use crate::law::judge::{Blame, Held, Judge, between, on};
use crate::law::primitives::day_minutes::DayMinutes;
use crate::law::timeline::Worked;
use serde::{Deserialize, Serialize};

use crate::law::params::{DayAttribution, ShiftFilter};

/// Work of one day, in minutes, may not exceed a limit.
///
/// Day `d` holds `w(d)`: all work of shifts that start on it (`start_day`), or all work on it
/// (`split_midnight`). With `rolling_24h` every 24 elapsed hours that begin with a shift are
/// measured. Broken when the work is more than `limit_min`. Labour Law Art. 36, State Council
/// Decree 174 Art. 3; with a filter and a day mark the heat rule of 2012 Art. 8.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxWorkPerDay {
    /// The limit.
    pub limit_min: i64,
    /// To which day work counts.
    #[serde(default)]
    pub attribution: DayAttribution,
    /// Which shifts count; none: all.
    #[serde(default)]
    pub filter: Option<ShiftFilter>,
    /// Only days with this mark are measured; none: all.
    #[serde(default)]
    pub days_with_flag: Option<String>,
}

impl MaxWorkPerDay {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.not_negative("limit_min", self.limit_min);
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        match self.attribution {
            DayAttribution::StartDay | DayAttribution::SplitMidnight => self.by_day(judge),
            DayAttribution::Rolling24h => self.by_24_hours(judge),
        }
    }

    fn by_day(&self, judge: &mut Judge<'_, '_>) {
        let days = judge.days();
        let marked = &judge.time.case.calendar.flags;
        if (self.days_with_flag.as_ref()).is_some_and(|flag| !marked.contains_key(flag)) {
            return;
        }
        let mut work = DayMinutes::none(judge.time.first, judge.time.end);
        for item in judge.items().filter(|item| self.counts(item)) {
            match self.attribution {
                DayAttribution::SplitMidnight => work.add_split(item, days),
                DayAttribution::StartDay | DayAttribution::Rolling24h => work.add_by_start(item),
            }
        }
        for day in days.first_day().until(days.end_day()) {
            let value = work.on(day);
            if value == 0 || !self.measures(judge, day) {
                continue;
            }
            let held = Held {
                value,
                limit: self.limit_min,
                place: on(day),
                unit: Unit::Minutes,
                blame: Blame::Days(day, day.next()),
            };
            // A day that holds only the tail of an earlier shift is the earlier horizon's matter.
            judge.at_most_when(held, |judge| {
                judge.applies_on(day) && judge.judges_within(day, day.next())
            });
        }
    }

    fn by_24_hours(&self, judge: &mut Judge<'_, '_>) {
        let items: Vec<&Worked<'_>> = judge.items().filter(|item| self.counts(item)).collect();
        for (at, first) in items.iter().enumerate() {
            let window = Span::new(first.span.start, first.span.start + 1440);
            let inside = || {
                items[at..]
                    .iter()
                    .take_while(|item| item.span.start < window.end)
            };
            if !self.measures(judge, first.day) || !inside().any(|item| judge.judges(item)) {
                continue;
            }
            // Shifts that began earlier and still run belong to the window too.
            let running = (items[..at].iter().rev())
                .take_while(|item| item.day >= first.day.plus(-8))
                .filter(|item| item.span.end > window.start);
            let value = running.chain(inside()).fold(0, |sum, item| {
                i64::saturating_add(sum, item.shift.work_within(window).0)
            });
            let place = between(window.start, window.end);
            let last = inside().last().map_or(first.day, |item| item.day);
            let blame = Blame::Days(first.day, last.next());
            let limit = self.limit_min;
            judge.at_most(Held {
                value,
                limit,
                place,
                unit: Unit::Minutes,
                blame,
            });
        }
    }

    fn counts(&self, item: &Worked<'_>) -> bool {
        self.filter
            .as_ref()
            .is_none_or(|filter| item.shift.tags.contains(&filter.tag))
    }

    fn measures(&self, judge: &Judge<'_, '_>, day: Day) -> bool {
        let calendar = judge.time.case.calendar;
        (self.days_with_flag.as_ref()).is_none_or(|flag| calendar.has_flag(flag, day.date()))
    }
}
