//! `comp_redemption`.

use crate::law::check::ParamFaults;
use crate::law::judge::{Blame, Held, Judge, on};
use crate::law::ledger::{CompCode, CompLedger, CompTerms};
use crate::law::{Outcome, Place, Unit};
use serde::{Deserialize, Serialize};

/// Compensatory time is earned, given back and lost by these terms.
///
/// Work of an earning class makes a lot of its minutes times `earn_ratio`; time given back consumes
/// the oldest lots. A lot of day `d` may be used up to and including `d + expiry_days`. Broken, by
/// code: `busy_day` (given back on a busy day), `min_unit` (less than the smallest unit),
/// `overdrawn` (balance below minus the advance), `balance_cap` (balance above the cap), `expired`
/// (the last day of a lot passed inside the horizon; dated to the lot), `period_end` (likewise,
/// because the period ended). A lot's end and the cap have the record's outcome; where that is
/// `cost`, the other three are forbidden all the same. Labour Law Art. 44(2); 29 CFR 553.20 to 22.
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
        if let Some(cap) = self.max_balance_min {
            faults.not_negative("max_balance_min", cap);
        }
    }

    /// Money settles what is lost or too much; it does not make a busy day quiet.
    fn outcome_of(&self, outcome: Outcome, code: CompCode) -> Outcome {
        match code {
            CompCode::Expired | CompCode::PeriodEnd | CompCode::BalanceCap => outcome,
            CompCode::BusyDay | CompCode::MinUnit | CompCode::Overdrawn => match outcome {
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
        judge.measure(Place::BalanceEnd, balance);
    }
}
