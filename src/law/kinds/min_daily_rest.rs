//! `min_daily_rest`.

use crate::law::check::ParamFaults;
use crate::law::judge::{Blame, Held, Judge, between};
use crate::law::primitives::free_stretch::BusyTime;
use crate::law::timeline::Worked;
use crate::law::{Span, Unit};
use serde::{Deserialize, Serialize};

/// Every 24 hours of work and rest must hold an unbroken rest of so many elapsed minutes.
///
/// The period starts with the first shift after a rest that was long enough (or with the first
/// shift known). Measured is the longest stretch without a shift inside it. Broken when that is
/// less than `min_minutes`; the next period then starts with the first shift after this one.
/// Directive 2003/88 Art. 3.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinDailyRest {
    /// The least unbroken rest.
    pub min_minutes: i64,
    /// Length of the period.
    #[serde(default = "twenty_four")]
    pub period_hours: i64,
}

const fn twenty_four() -> i64 {
    24
}

impl MinDailyRest {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.positive("min_minutes", self.min_minutes);
        faults.length("period_hours", self.period_hours);
        if self.min_minutes > self.period_hours.saturating_mul(60) {
            faults.add(
                "absurd_limit",
                "min_minutes",
                "let the rest fit into the period",
            );
        }
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let items: Vec<&Worked<'_>> = judge.items().collect();
        let busy = BusyTime::of(items.iter().copied());
        let length = self.period_hours.clamp(1, 100_000) * 60;
        let mut at = 0;
        while let Some(first) = items.get(at) {
            let period = Span::new(first.span.start, first.span.start + length);
            let inside = || {
                items[at..]
                    .iter()
                    .take_while(|item| item.span.start < period.end)
            };
            if inside().any(|item| judge.judges(item)) {
                let last = inside().last().map_or(first.day, |item| item.day);
                let place = between(period.start, period.end);
                judge.at_least(Held {
                    value: busy.longest_free_inside(period),
                    limit: self.min_minutes,
                    place,
                    unit: Unit::Minutes,
                    blame: Blame::Days(first.day, last.next()),
                });
            }
            at = self.next_period(&items, at, period.end);
        }
    }

    /// The first shift after a long enough rest, but no later than the first one after the period.
    fn next_period(&self, items: &[&Worked<'_>], at: usize, period_end: i64) -> usize {
        let mut latest_end = items[at].span.end;
        for (next, item) in items.iter().enumerate().skip(at + 1) {
            let rested = item.span.start.saturating_sub(latest_end) >= self.min_minutes;
            if rested || item.span.start >= period_end {
                return next;
            }
            latest_end = latest_end.max(item.span.end);
        }
        items.len()
    }
}
