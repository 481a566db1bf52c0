//! The answer of an evaluation, as plain data.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Fault;
use crate::units::Money;

/// What follows from going beyond a rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It may never happen.
    #[default]
    Forbid,
    /// It may happen with the person's or the union's agreement.
    Consent,
    /// It may happen under a filed permit.
    Approval,
    /// It may happen; money or time off falls due.
    Cost,
    /// It may happen; somebody should know.
    Warn,
}

/// What a measured number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Elapsed minutes.
    Minutes,
    /// Local days.
    Days,
    /// Things.
    Count,
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unit::Minutes => "min",
            Unit::Days => "days",
            Unit::Count => "count",
        })
    }
}

/// An instant with the offset its zone had, so that it can be written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LocalInstant {
    /// Minutes since 1970-01-01T00:00Z.
    pub minute: i64,
    /// Minutes east of Greenwich.
    pub offset_minutes: i32,
}

impl fmt::Display for LocalInstant {
    /// RFC 3339 to the minute, `2026-03-02T22:00+08:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = self.minute.saturating_add(i64::from(self.offset_minutes));
        let wall = chrono::DateTime::from_timestamp(local.saturating_mul(60), 0);
        let sign = if self.offset_minutes < 0 { '-' } else { '+' };
        let offset = self.offset_minutes.unsigned_abs();
        match wall {
            Some(wall) => write!(f, "{}", wall.format("%Y-%m-%dT%H:%M"))?,
            None => write!(f, "minute {local}")?,
        }
        write!(f, "{sign}{:02}:{:02}", offset / 60, offset % 60)
    }
}

/// Where something was measured; written out by `Display`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// One local date.
    Date(NaiveDate),
    /// Local dates from the first up to, not including, the second.
    Dates(NaiveDate, NaiveDate),
    /// The stretch between two instants.
    Instants(LocalInstant, LocalInstant),
    /// A shift or an offer, by its name.
    Named(String),
    /// The compensatory balance at the end of the horizon.
    BalanceEnd,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Date(date) => write!(f, "{date}"),
            Place::Dates(from, to) => write!(f, "{from}/{to}"),
            Place::Instants(from, to) => write!(f, "{from}/{to}"),
            Place::Named(name) => f.write_str(name),
            Place::BalanceEnd => f.write_str("balance_end"),
        }
    }
}

/// One breach of one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Position of the record in the rules handed in.
    pub rule_index: usize,
    /// The record's id.
    pub rule_id: String,
    /// The rule kind's name, such as `max_work_per_day`.
    pub rule: &'static str,
    /// Which part of the rule, where it has several, such as `expired`.
    pub code: Option<&'static str>,
    /// What follows.
    pub outcome: Outcome,
    /// What was measured.
    pub measured: i64,
    /// What it was held to.
    pub limit: i64,
    /// Where.
    pub place: Place,
    /// What the two numbers count.
    pub unit: Unit,
    /// The article behind the rule, such as `PRC-LL-38`.
    pub article: String,
}

/// One number that was held to a limit, broken or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// Position of the record in the rules handed in.
    pub rule_index: usize,
    /// Where.
    pub place: Place,
    /// The number, in the unit of the rule kind.
    pub value: i64,
}

/// What extra pay is owed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PremiumClass {
    /// Hours above the norm on ordinary days.
    WorkdayOvertime,
    /// Hours on a rest day that are not given back.
    RestDay,
    /// Hours on a statutory holiday.
    StatutoryHoliday,
    /// Too little rest before the shift.
    ShortRest,
    /// A published shift was changed late.
    ScheduleChange,
}

impl PremiumClass {
    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            PremiumClass::WorkdayOvertime => "workday_overtime",
            PremiumClass::RestDay => "rest_day",
            PremiumClass::StatutoryHoliday => "statutory_holiday",
            PremiumClass::ShortRest => "short_rest",
            PremiumClass::ScheduleChange => "schedule_change",
        }
    }
}

/// Extra pay that falls due: minutes at a factor, or an amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Premium {
    /// Position of the record in the rules handed in.
    pub rule_index: usize,
    /// What for.
    pub class: PremiumClass,
    /// Minutes paid at the factor; nought for a plain amount.
    pub minutes: i64,
    /// Percent of the hourly wage; nought for a plain amount.
    pub factor_pct: i64,
    /// A plain amount, in the currency of the rule.
    pub amount: Option<Money>,
    /// For which date or shift.
    pub place: Place,
}

/// Everything the rules say about one person's shifts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evaluation {
    /// Breaches, in the order of the rules.
    pub findings: Vec<Finding>,
    /// Numbers held to a limit.
    pub measured: Vec<Measured>,
    /// Extra pay that falls due.
    pub premiums: Vec<Premium>,
    /// Sum of the weights of wishes not granted and heads missing.
    pub penalty: i64,
    /// Input that could not be judged, such as a shift that ends before it starts.
    pub faults: Vec<Fault>,
}

impl Evaluation {
    /// The findings that make a roster unlawful as it stands: everything but cost and warnings.
    pub fn obstacles(&self) -> impl Iterator<Item = &Finding> {
        (self.findings.iter()).filter(|f| !matches!(f.outcome, Outcome::Cost | Outcome::Warn))
    }

    /// Whether nothing stands in the way: all input was judged and no obstacle was found.
    pub fn is_legal(&self) -> bool {
        self.faults.is_empty() && self.obstacles().next().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::{LocalInstant, Place};

    #[test]
    fn places_read_as_dates_and_instants_with_their_offset() {
        let at = |minute, offset_minutes| LocalInstant {
            minute,
            offset_minutes,
        };
        assert_eq!(at(0, 480).to_string(), "1970-01-01T08:00+08:00");
        assert_eq!(at(0, -210).to_string(), "1969-12-31T20:30-03:30");
        let place = Place::Instants(at(0, 0), at(60, 0));
        assert_eq!(
            place.to_string(),
            "1970-01-01T00:00+00:00/1970-01-01T01:00+00:00"
        );
        assert_eq!(
            at(i64::MAX, 0).to_string(),
            format!("minute {}+00:00", i64::MAX)
        );
    }
}
