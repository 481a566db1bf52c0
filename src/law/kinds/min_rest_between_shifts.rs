//! `min_rest_between_shifts`.

use crate::law::check::ParamFaults;
use crate::law::judge::{Blame, Held, Judge, between, on};
use crate::law::primitives::shift_gap::{Gap, gaps};
use crate::law::{PremiumClass, Unit};
use crate::units::Money;
use serde::{Deserialize, Serialize};

/// Elapsed minutes between the end of one shift and the start of the next may not fall short.
///
/// Measured from the latest end of all earlier shifts. Broken when the gap is less than
/// `min_minutes`; the limit itself is enough rest. Where consent allows less, the later shift's
/// agreement lifts the breach and the premium falls due instead. ArbZG § 5; Oregon's ORS 653;
/// company policy in the PRC, whose law has no such rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinRestBetweenShifts {
    /// The least rest.
    pub min_minutes: i64,
    /// Which pairs are measured.
    #[serde(default)]
    pub scope: RestScope,
    /// What the employee's agreement does.
    #[serde(default)]
    pub consent: RestConsent,
    /// What is owed for a shorter rest that was agreed.
    #[serde(default)]
    pub premium: Option<RestPremium>,
}

/// Which pairs of consecutive shifts are measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RestScope {
    /// All.
    #[default]
    Any,
    /// Only shifts that start on different local days, so that a split day is one duty.
    DifferentStartDay,
}

/// What the employee's agreement to the later shift does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RestConsent {
    /// Nothing.
    #[default]
    NoEffect,
    /// It allows the shorter rest.
    Allows,
    /// It allows the shorter rest, and the premium falls due.
    AllowsWithPremium,
}

/// What is owed for an agreed shorter rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestPremium {
    /// Percent of the wage; nought for a plain amount.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub factor_pct: i64,
    /// For which minutes.
    pub basis: RestPremiumBasis,
    /// The amount, in whole units of the currency, where the basis is one.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub amount: i64,
}

fn is_nought(number: &i64) -> bool {
    *number == 0
}

/// The minutes for which a short rest is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RestPremiumBasis {
    /// Those by which the rest fell short.
    Deficit,
    /// The work of the later shift.
    WholeShift,
    /// None: a plain amount is owed for each short rest.
    Amount,
}

impl MinRestBetweenShifts {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.positive("min_minutes", self.min_minutes);
        if let Some(premium) = self.premium {
            match premium.basis {
                RestPremiumBasis::Amount => faults.positive("premium.amount", premium.amount),
                RestPremiumBasis::Deficit | RestPremiumBasis::WholeShift => {
                    faults.positive("premium.factor_pct", premium.factor_pct);
                }
            }
        }
        if self.consent == RestConsent::AllowsWithPremium && self.premium.is_none() {
            faults.add(
                "no_premium",
                "premium",
                "say what is owed for the shorter rest",
            );
        }
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        for gap in gaps(judge.items()) {
            let measured = self.scope == RestScope::Any || gap.before.day != gap.after.day;
            if judge.findings_only() && gap.minutes > self.min_minutes {
                continue;
            }
            // The later shift is the one that could still be moved.
            if !measured || !(judge.judges(gap.after) || judge.judges(gap.before)) {
                continue;
            }
            let place = between(gap.before.span.end, gap.after.span.start);
            let agreed = gap.after.shift.consent && self.consent != RestConsent::NoEffect;
            if agreed && gap.minutes < self.min_minutes {
                judge.measure(&place, gap.minutes);
                self.owe_premium(judge, gap);
                continue;
            }
            judge.at_least(Held {
                value: gap.minutes,
                limit: self.min_minutes,
                place,
                unit: Unit::Minutes,
                blame: Blame::Shift(gap.after),
            });
        }
    }

    fn owe_premium(&self, judge: &mut Judge<'_, '_>, gap: Gap<'_>) {
        let (RestConsent::AllowsWithPremium, Some(premium)) = (self.consent, self.premium) else {
            return;
        };
        let place = on(gap.after.day);
        let minutes = match premium.basis {
            RestPremiumBasis::Deficit => self.min_minutes.saturating_sub(gap.minutes),
            RestPremiumBasis::WholeShift => gap.after.work_min,
            RestPremiumBasis::Amount => {
                let amount = Money(premium.amount.saturating_mul(100));
                return judge.amount(PremiumClass::ShortRest, amount, &place);
            }
        };
        judge.premium(PremiumClass::ShortRest, minutes, premium.factor_pct, &place);
    }
}
