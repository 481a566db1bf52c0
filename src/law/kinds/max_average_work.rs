//! `max_average_work`.

use super::max_work_per_window::work_by_day;
use crate::law::DayOfWeek;
use crate::law::Unit;
use crate::law::check::ParamFaults;
use crate::law::days::Day;
use crate::law::judge::{Blame, Held, Judge, over};
use crate::law::params::{Window, WorkAttribution};
use crate::law::primitives::windows::windows;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Work per week or day, in minutes, averaged over a reference period, may not exceed a limit.
///
/// `T` is the work of shifts that start in the reference period, which ends with the horizon or
/// consists of anchored blocks. Days that count: all of them without the neutral ones (`week`,
/// a seventh each), Mondays to Saturdays without the neutral ones (`werktag`), or days with a shift
/// (`worked_day`). Broken when `T` is more than the limit times their number; both sides are
/// compared without division. Directive 2003/88 Art. 6 and 16, ArbZG § 3, Labour Contract Law
/// Art. 68.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxAverageWork {
    /// The limit for one week or day.
    pub limit_min: i64,
    /// What the limit is for.
    pub per: AveragePer,
    /// Over which days the average is taken.
    pub reference: ReferencePeriod,
    /// What leave and sickness do.
    #[serde(default)]
    pub neutral: NeutralDays,
}

/// What an average limit is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AveragePer {
    /// Seven days.
    Week,
    /// A day from Monday to Saturday.
    Werktag,
    /// A day on which a shift starts.
    WorkedDay,
}

/// The days of an average.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferencePeriod {
    /// How many.
    pub days: i64,
    /// First day of some block; none: the period ends with the horizon.
    #[serde(default)]
    pub anchor: Option<NaiveDate>,
}

/// What leave and sickness do to an average.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NeutralDays {
    /// Such days are left out of the reference period.
    #[default]
    Exclude,
    /// They count as days without work.
    Count,
}

impl MaxAverageWork {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.not_negative("limit_min", self.limit_min);
        faults.length("reference.days", self.reference.days);
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let days = judge.days();
        let (start, end) = (days.first_day(), days.end_day());
        let work = work_by_day(judge, WorkAttribution::StartDay, None);
        for (from, to) in self.periods(start, end) {
            // The totals of history belong to the one period that is running when the horizon starts.
            let running = from < start;
            let history = judge.time.case.history;
            let known = history.reference_minutes.filter(|_| running);
            let minutes = match known {
                Some(known) => known.saturating_add(work.sum(start.max(from), to)),
                None => work.sum(from, to),
            };
            let worked = |from: Day| from.until(to).filter(|day| work.on(*day) > 0).count() as i64;
            let counted = match (self.per, self.neutral) {
                (AveragePer::WorkedDay, _) => match history.counters.worked_days {
                    Some(before) if running => before.saturating_add(worked(start)),
                    _ => worked(from),
                },
                (AveragePer::Week, NeutralDays::Exclude) if running || from == start => {
                    to.since(from).saturating_sub(history.neutral_days)
                }
                (AveragePer::Week, _) => to.since(from),
                (AveragePer::Werktag, NeutralDays::Exclude) if running || from == start => {
                    werktage(from, to).saturating_sub(history.neutral_werktage)
                }
                (AveragePer::Werktag, _) => werktage(from, to),
            };
            let parts = if self.per == AveragePer::Week { 7 } else { 1 };
            // Whole minutes: more than a fraction of a limit is more than its whole part.
            let limit = self
                .limit_min
                .saturating_mul(counted.max(0))
                .div_euclid(parts);
            let held = Held {
                value: minutes,
                limit,
                place: over(from, to),
                unit: Unit::Minutes,
                blame: Blame::Days(from, to),
            };
            judge.at_most_when(held, |judge| judge.judges_within(from, to));
        }
    }

    fn periods(&self, start: Day, end: Day) -> Vec<(Day, Day)> {
        let days = self.reference.days.clamp(1, 1_000_000);
        match self.reference.anchor {
            Some(anchor) => windows(Window::Anchored { anchor, days }, start, end).collect(),
            None => vec![(end.plus(-days), end)],
        }
    }
}

fn werktage(from: Day, to: Day) -> i64 {
    // Counted by whole weeks, so that an absurd period costs nothing.
    let weeks = to.since(from).div_euclid(7);
    let rest = from.plus(weeks * 7);
    weeks * 6
        + rest
            .until(to)
            .filter(|day| !day.is(DayOfWeek::Sunday))
            .count() as i64
}
