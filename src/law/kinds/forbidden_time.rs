//! `forbidden_time`.

use serde::{Deserialize, Serialize};

use crate::law::ClockTime;

/// No work between two clock times.
///
/// Work minutes of one shift inside the daily clock window. Broken when there are any. Decree 619
/// Art. 6 and 9 (no night work for protected women).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForbiddenTime {
    /// Start of the forbidden time.
    pub daily_from: ClockTime,
    /// Its end, on the next day if not later than the start.
    pub daily_to: ClockTime,
}
