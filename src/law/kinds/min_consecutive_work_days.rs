//! `min_consecutive_work_days`.

use super::max_consecutive_work_days::start_days;
use crate::law::Unit;
use crate::law::check::ParamFaults;
use crate::law::judge::{Blame, Held, Judge, over};
use crate::law::primitives::run_length::DayFlags;
use serde::{Deserialize, Serialize};

use crate::law::params::Boundary;

/// Days worked in a row may not be fewer than a limit.
///
/// Maximal runs of days on which a shift starts. A run that touches the end of the horizon is not
/// judged; at its start see `boundary`. Broken when a run is shorter than `min` days.
/// Nurse-rostering benchmarks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinConsecutiveWorkDays {
    /// The fewest days.
    pub min: i64,
    /// What is assumed before the horizon.
    #[serde(default)]
    pub boundary: Boundary,
}

impl MinConsecutiveWorkDays {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.positive("min", self.min);
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let flags = start_days(judge, |_| true);
        hold_short_runs(judge, &flags, true, self.min, self.boundary);
    }
}

/// Holds runs of marked or unmarked days to a least length; the last one may still grow.
pub(super) fn hold_short_runs(
    judge: &mut Judge<'_, '_>,
    flags: &DayFlags,
    marked: bool,
    limit: i64,
    boundary: Boundary,
) {
    let days = judge.days();
    let (start, end) = (days.first_day(), days.end_day());
    // Nothing is known of the days before the first one held: a free run there has no start.
    let known_from = judge.time.first;
    for (from, to) in flags.runs(marked) {
        let meets = to > start && from < end;
        let may_grow = to >= end;
        let assumed = match boundary {
            Boundary::AssumeSatisfied => from <= start,
            Boundary::UseHistory => !marked && from <= known_from,
        };
        if !meets || may_grow || assumed || !judge.applies_within(from, to) {
            continue;
        }
        judge.at_least(Held {
            value: to.since(from),
            limit,
            place: over(from, to),
            unit: Unit::Days,
            blame: Blame::Days(from, to),
        });
    }
}
