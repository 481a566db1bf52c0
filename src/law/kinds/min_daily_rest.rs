//! `min_daily_rest`.

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
