//! `max_night_shift_work`.

use serde::{Deserialize, Serialize};

use crate::law::params::NightTime;

/// A night shift may hold only so many work minutes.
///
/// A shift with more than `night.qualifies_over_min` work minutes in the night is a night shift.
/// Broken when its work is more than `limit_min`. ArbZG § 6(2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxNightShiftWork {
    /// What a night shift is.
    pub night: NightTime,
    /// The limit.
    pub limit_min: i64,
}
