//! `comp_redemption`.

use crate::law::check::ParamFaults;
use crate::law::judge::{Blame, Held, Judge, on};
use crate::law::ledger::{CompBreach, CompCode, CompLedger, CompTerms};
use crate::law::{Outcome, Place, PremiumClass, Unit};
use serde::{Deserialize, Serialize};

/// Compensatory time is earned, given back and lost by these terms.
///
/// Work of an earning class makes a lot of its minutes times `earn_ratio`; time given back consumes
/// the oldest lots. A lot of day `d` may be used up to and including `d + expiry_days`. Broken, by
/// code: `busy_day` (given back on a busy day), `min_unit` (less than the smallest unit),
/// `not_elected` (given back at the wish of somebody who may not ask for it), `not_open` (before
/// enough had come together),
/// `overdrawn` (balance below minus the advance), `balance_cap` (balance above the cap), `expired`
/// (the last day of a lot passed inside the horizon; dated to the lot), `period_end` (likewise,
/// because the period ended). The cap has the record's outcome, and so has a lot's end unless
/// `at_expiry` says what it does; where the outcome is `cost`, the other codes are forbidden all the
/// same. Labour Law Art. 44(2); 29 CFR 553.20 to 22.
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
    /// Who may have time given back instead of pay.
    #[serde(default, skip_serializing_if = "Elects::is_default")]
    pub who_may_elect: Elects,
    /// The balance from which time is given back.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub open_at_min: i64,
    /// What a lot's end does; none: what the record's outcome says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_expiry: Option<AtExpiry>,
    /// Percent of the wage paid for the minutes of a lot that ended; none: the pay is settled elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiry_pay_pct: Option<i64>,
}

fn is_nought(number: &i64) -> bool {
    *number == 0
}

/// Who may have time given back instead of pay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Elects {
    /// Either side.
    #[default]
    Both,
    /// The employer.
    Employer,
    /// The employee.
    Employee,
    /// Both together, before the work is done; work without that agreement earns nothing.
    AgreementBeforeWork,
    /// Nobody: the hours are paid.
    Nobody,
}

impl Elects {
    fn is_default(&self) -> bool {
        *self == Elects::default()
    }
}

/// What a lot's end does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AtExpiry {
    /// It is paid.
    Pay,
    /// It is a breach.
    Violation,
    /// The right stays; the employer must now set the day.
    EmployerMustSchedule,
}

/// A period with which compensatory lots end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CompPeriod {
    /// Seven days from Monday.
    CalendarWeek,
    /// The calendar month.
    CalendarMonth,
    /// The calendar quarter.
    CalendarQuarter,
    /// The calendar year.
    CalendarYear,
}

impl CompRedemptionRule {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        let [given, worked] = self.earn_ratio;
        if given <= 0 || worked <= 0 {
            faults.add(
                "zero_ratio",
                "earn_ratio",
                "let both sides of the ratio be above nought",
            );
        } else {
            faults.positive("earn_ratio", given.max(worked));
        }
        if let Some(days) = self.expiry_days {
            faults.not_negative("expiry_days", days);
        }
        faults.filled("earn_classes", &self.earn_classes);
        faults.not_negative("min_unit_min", self.min_unit_min);
        faults.not_negative("max_advance_min", self.max_advance_min);
        faults.not_negative("open_at_min", self.open_at_min);
        if let Some(factor) = self.expiry_pay_pct {
            faults.positive("expiry_pay_pct", factor);
        }
        if self.expiry_pay_pct.is_some()
            && self.at_expiry.is_some_and(|effect| effect != AtExpiry::Pay)
        {
            let remedy = "a lot that is not paid at its end has no factor";
            faults.add("unpaid_expiry", "expiry_pay_pct", remedy);
        }
        if let Some(cap) = self.max_balance_min {
            faults.not_negative("max_balance_min", cap);
        }
    }

    /// Money settles what is lost or too much; it does not make a busy day quiet.
    fn outcome_of(&self, outcome: Outcome, code: CompCode) -> Outcome {
        match code {
            CompCode::Expired | CompCode::PeriodEnd => match self.at_expiry {
                None => outcome,
                Some(AtExpiry::Pay) => Outcome::Cost,
                Some(AtExpiry::Violation) => Outcome::Forbid,
                Some(AtExpiry::EmployerMustSchedule) => Outcome::Warn,
            },
            CompCode::BalanceCap => outcome,
            CompCode::BusyDay
            | CompCode::MinUnit
            | CompCode::NotElected
            | CompCode::NotOpen
            | CompCode::Overdrawn => match outcome {
                Outcome::Cost => Outcome::Forbid,
                other => other,
            },
        }
    }

    /// The terms as the ledger keeps them.
    pub fn terms(&self) -> CompTerms {
        CompTerms {
            earn_ratio: self.earn_ratio,
            earn_classes: self.earn_classes.clone(),
            expiry_days: self.expiry_days,
            min_unit_min: self.min_unit_min,
            max_advance_min: self.max_advance_min,
            max_balance_min: self.max_balance_min,
            period_end: self.period_end,
            who_may_elect: self.who_may_elect,
            open_at_min: self.open_at_min,
            keeps_ended: self.at_expiry == Some(AtExpiry::EmployerMustSchedule),
        }
    }

    /// Pay for a lot that ended inside the horizon.
    fn pay_ended(&self, judge: &mut Judge<'_, '_>, breach: &CompBreach) {
        let ended = matches!(breach.code, CompCode::Expired | CompCode::PeriodEnd);
        let class = if breach.of_rest_day {
            PremiumClass::RestDay
        } else {
            PremiumClass::WorkdayOvertime
        };
        if let Some(factor) = self.expiry_pay_pct.filter(|_| ended) {
            let place = on(crate::law::days::Day::of(breach.date));
            judge.premium(class, breach.measured, factor, &place);
        }
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let (case, days) = (judge.time.case, judge.days());
        let mut ledger = CompLedger::open(self.terms(), case.history);
        let calendar = case.calendar;
        let quiet_only = self.quiet_only;
        ledger.run(
            &case.events.comp_work,
            &case.events.comp_redemptions,
            |date| quiet_only && calendar.has_flag("busy", date),
        );
        let balance = ledger.close(days.end());
        for breach in ledger.breaches() {
            let day = crate::law::days::Day::of(breach.noticed);
            if days.in_horizon(day) && judge.applies_on(day) {
                self.pay_ended(judge, breach);
                judge.breach_as(
                    self.outcome_of(judge.rule.outcome, breach.code),
                    Some(breach.code.name()),
                    Held {
                        value: breach.measured,
                        limit: breach.limit,
                        place: on(crate::law::days::Day::of(breach.date)),
                        unit: Unit::Minutes,
                        blame: Blame::Days(day, day.next()),
                    },
                );
            }
        }
        judge.measure(&Place::BalanceEnd.into(), balance);
    }
}
