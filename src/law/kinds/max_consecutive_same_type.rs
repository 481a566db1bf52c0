//! `max_consecutive_same_type`.

use super::max_consecutive_work_days::{hold_runs, start_days};
use crate::law::Unit;
use crate::law::check::ParamFaults;
use crate::law::judge::Judge;
use serde::{Deserialize, Serialize};

/// Days in a row with a shift of one type may not exceed a limit.
///
/// Maximal runs of days on which a shift of `type` starts, history included. Broken when a run that
/// meets the horizon is longer than `limit` days. Nurse-rostering benchmarks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxConsecutiveSameType {
    /// The shift type.
    #[serde(rename = "type")]
    pub shift_type: String,
    /// The most days.
    pub limit: i64,
}

impl MaxConsecutiveSameType {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.positive("limit", self.limit);
        faults.named("type", &self.shift_type);
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let flags = start_days(judge, |item| {
            item.shift.shift_type.as_ref() == Some(&self.shift_type)
        });
        hold_runs(judge, &flags, self.limit, Unit::Days);
    }
}
