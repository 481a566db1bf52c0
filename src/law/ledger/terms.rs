//! The terms of a ledger, and what a movement against them is called.

use chrono::NaiveDate;

use crate::law::days::Day;
use crate::law::kinds::comp_redemption::{CompPeriod, Elects};
use crate::law::primitives::windows::{month_of, months_later, week_of};
use crate::law::{DayOfWeek, Party};

/// The terms of a ledger; see the rule kind `comp_redemption` for each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CompTerms {
    /// Minutes given for minutes worked: numerator, denominator.
    pub earn_ratio: [i64; 2],
    /// Classes of hours that earn.
    pub earn_classes: Vec<String>,
    /// Days a lot lasts; none: for ever.
    pub expiry_days: Option<i64>,
    /// The least that is given back at once.
    pub min_unit_min: i64,
    /// How far the balance may go below nought.
    pub max_advance_min: i64,
    /// The most that may stand to the balance.
    pub max_balance_min: Option<i64>,
    /// Lots end with the period in which they were earned.
    pub period_end: Option<CompPeriod>,
    /// Who may have time given back instead of pay.
    pub who_may_elect: Elects,
    /// The balance from which time is given back.
    pub open_at_min: i64,
    /// A lot whose last day passed is still owed.
    pub keeps_ended: bool,
}

impl CompTerms {
    /// The minutes that so much work of a class earns, rounded down.
    pub fn earned_min(&self, class: &str, minutes: i64) -> i64 {
        let [given, worked] = self.earn_ratio;
        if worked <= 0 || given <= 0 || !self.earn_classes.iter().any(|earning| earning == class) {
            return 0;
        }
        let earned = i128::from(minutes.max(0)) * i128::from(given) / i128::from(worked);
        i64::try_from(earned).unwrap_or(i64::MAX)
    }

    /// Whether work earns, by what was agreed before it; unknown agreements are taken for given.
    pub fn earns(&self, agreed_before: Option<bool>) -> bool {
        match self.who_may_elect {
            Elects::Nobody => false,
            Elects::AgreementBeforeWork => agreed_before != Some(false),
            Elects::Both | Elects::Employer | Elects::Employee => true,
        }
    }

    /// Whether somebody may have time given back; unknown wishes are taken for allowed ones, unless nobody may.
    pub fn may_elect(&self, by: Option<Party>) -> bool {
        !matches!(
            (self.who_may_elect, by),
            (Elects::Nobody, _)
                | (Elects::Employer, Some(Party::Employee))
                | (Elects::Employee, Some(Party::Employer))
        )
    }

    /// The last day on which a lot earned on `date` may be given back, and whether it is the end
    /// of its period that sets it.
    pub fn due(&self, date: NaiveDate) -> Option<(NaiveDate, bool)> {
        let day = Day::of(date);
        let months = |months: u32| months_later(month_of(day, months), months as i32).plus(-1);
        let period = self.period_end.map(|period| match period {
            CompPeriod::CalendarWeek => week_of(day, DayOfWeek::Monday).plus(6),
            CompPeriod::CalendarMonth => months(1),
            CompPeriod::CalendarQuarter => months(3),
            CompPeriod::CalendarYear => months(12),
        });
        let expiry = self.expiry_days.map(|days| day.plus(days));
        match (expiry, period) {
            (None, None) => None,
            (Some(expiry), Some(period)) if expiry <= period => Some((expiry.date(), false)),
            (Some(expiry), None) => Some((expiry.date(), false)),
            (_, Some(period)) => Some((period.date(), true)),
        }
    }
}

/// What was wrong with a movement of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CompCode {
    /// Time was given back on a busy day.
    BusyDay,
    /// Less than the smallest unit was given back.
    MinUnit,
    /// Somebody asked for it who may not.
    NotElected,
    /// Time was given back before enough had come together.
    NotOpen,
    /// The balance went below minus the advance.
    Overdrawn,
    /// The balance went above the cap.
    BalanceCap,
    /// A lot's last day passed.
    Expired,
    /// A lot's period ended.
    PeriodEnd,
}

impl CompCode {
    /// Its name in findings.
    pub const fn name(self) -> &'static str {
        match self {
            CompCode::BusyDay => "busy_day",
            CompCode::MinUnit => "min_unit",
            CompCode::NotElected => "not_elected",
            CompCode::NotOpen => "not_open",
            CompCode::Overdrawn => "overdrawn",
            CompCode::BalanceCap => "balance_cap",
            CompCode::Expired => "expired",
            CompCode::PeriodEnd => "period_end",
        }
    }
}

/// One movement against the terms; numbers in minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompBreach {
    /// What was wrong.
    pub code: CompCode,
    /// The number that was measured.
    pub measured: i64,
    /// What it was held to.
    pub limit: i64,
    /// The day of the movement, or the day on which an expired lot was earned.
    pub date: NaiveDate,
    /// The day on which it came about: the same, or the last day of an expired lot.
    pub noticed: NaiveDate,
    /// The lot was earned by rest-day work.
    pub of_rest_day: bool,
}
