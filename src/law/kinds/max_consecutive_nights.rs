//! `max_consecutive_nights`.

use super::max_consecutive_work_days::{hold_runs, start_days};
use super::max_night_shift_work::is_night;
use crate::law::Unit;
use crate::law::check::ParamFaults;
use crate::law::judge::Judge;
use serde::{Deserialize, Serialize};

use crate::law::params::NightTime;

/// Night shifts in a row may not exceed a limit.
///
/// Maximal runs of days on which a night shift starts (see `max_night_shift_work`), history
/// included. Broken when a run that meets the horizon counts more than `limit`. Company policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxConsecutiveNights {
    /// What a night shift is.
    pub night: NightTime,
    /// The most nights.
    pub limit: i64,
}

impl MaxConsecutiveNights {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.night(self.night);
        faults.positive("limit", self.limit);
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let flags = start_days(judge, |item| is_night(judge, item, self.night));
        hold_runs(judge, &flags, self.limit, Unit::Count);
    }
}
