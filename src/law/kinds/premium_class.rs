//! `premium_class`.

use serde::{Deserialize, Serialize};

use crate::law::params::NormalHours;
use crate::law::{DayOfWeek, PremiumClass};

/// Which minutes are paid at which factor; never broken.
///
/// Work is split at local midnight. On a statutory holiday all of it is paid at that factor, even
/// if given back; on a rest day all of it at that factor unless the class may be given back and the
/// shift is; on an ordinary day what exceeds the daily norm, and once a week, on its last day, what
/// the ordinary days' work up to the daily norm adds up to beyond the weekly norm. Under
/// `comprehensive` and `flexible` hours only the holiday is owed. Labour Law Art. 44, 劳部发[1995]309号
/// item 62.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PremiumClasses {
    /// Which hours are owed at all.
    pub regime: PayRegime,
    /// Above which hours work is overtime.
    #[serde(default)]
    pub normal: NormalHours,
    /// First day of a week.
    #[serde(default)]
    pub week_start: DayOfWeek,
    /// Percent of the wage, by class.
    pub factors_pct: PremiumFactors,
    /// Classes that may be given back instead.
    #[serde(default)]
    pub substitutable: Vec<PremiumClass>,
}

/// Which hours are owed a premium.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayRegime {
    /// All three classes.
    Standard,
    /// Holidays only: a rest day is ordinary, and overtime is settled over the period.
    Comprehensive,
    /// Holidays only, where the place has a factor for them.
    Flexible,
}

/// Percent of the wage by class; a class without a factor is not owed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PremiumFactors {
    /// For hours above the norm on ordinary days.
    pub workday_overtime: Option<i64>,
    /// For hours on a rest day.
    pub rest_day: Option<i64>,
    /// For hours on a statutory holiday.
    pub statutory_holiday: Option<i64>,
}
