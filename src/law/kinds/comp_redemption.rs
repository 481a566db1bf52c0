//! `comp_redemption`.

use serde::{Deserialize, Serialize};

/// Compensatory time is earned, given back and lost by these terms.
///
/// Work of an earning class makes a lot of its minutes times `earn_ratio`; time given back consumes
/// the oldest lots. A lot of day `d` may be used up to and including `d + expiry_days`. Broken, by
/// code: `busy_day` (given back on a busy day), `min_unit` (less than the smallest unit),
/// `overdrawn` (balance below minus the advance), `balance_cap` (balance above the cap), `expired`
/// (the last day of a lot passed inside the horizon; dated to the lot), `period_end` (likewise,
/// because the period ended). Labour Law Art. 44(2); 29 CFR 553.20 to 22.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompRedemptionRule {
    /// Minutes given for minutes worked: numerator, denominator.
    pub earn_ratio: [i64; 2],
    /// Classes of hours that earn.
    pub earn_classes: Vec<String>,
    /// Days a lot lasts; none: for ever.
    #[serde(default)]
    pub expiry_days: Option<i64>,
    /// Time is given back on days without the mark `busy` only.
    #[serde(default)]
    pub quiet_only: bool,
    /// The least that is given back at once.
    #[serde(default)]
    pub min_unit_min: i64,
    /// How far the balance may go below nought.
    #[serde(default)]
    pub max_advance_min: i64,
    /// The most that may stand to the balance.
    #[serde(default)]
    pub max_balance_min: Option<i64>,
    /// Lots end with the period in which they were earned.
    #[serde(default)]
    pub period_end: Option<CompPeriod>,
}

/// A period with which compensatory lots end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CompPeriod {
    /// The calendar month.
    CalendarMonth,
    /// The calendar quarter.
    CalendarQuarter,
    /// The calendar year.
    CalendarYear,
}
