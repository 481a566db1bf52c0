//! `max_consecutive_nights`.

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
