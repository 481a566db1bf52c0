//! `max_average_work`.

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
