//! `change_premium`.

use crate::law::check::ParamFaults;
use crate::law::judge::Judge;
use crate::law::primitives::event_clock::notice_min;
use crate::law::{Place, PremiumClass};
use crate::units::Money;
use serde::{Deserialize, Serialize};

use crate::law::ChangeType;

/// A late change by the employer costs an amount or hours of pay; never broken.
///
/// Of the tiers for that type of change whose `less_than_min` exceeds the notice in elapsed
/// minutes, the one with the smallest. It owes its `amount`, `pay_min` minutes at the wage, and
/// `pay_share_pct` percent of the wage for the minutes that were cut, each where given. New York
/// City's fast-food rules, § 20-1222; Oregon's and Seattle's scheduling laws.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangePremium {
    /// The amounts.
    pub tiers: Vec<ChangeTier>,
    /// The currency of the amounts.
    #[serde(default)]
    pub currency: String,
}

/// One amount and when it is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeTier {
    /// For which changes.
    #[serde(rename = "type")]
    pub change: ChangeType,
    /// Notice below which it is owed, in elapsed minutes.
    pub less_than_min: i64,
    /// The amount, in whole units of the currency.
    #[serde(default)]
    pub amount: i64,
    /// Minutes paid at the wage for each change.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub pay_min: i64,
    /// Percent of the wage paid for the minutes that the change took away.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub pay_share_pct: i64,
}

fn is_nought(number: &i64) -> bool {
    *number == 0
}

impl ChangePremium {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.filled("tiers", &self.tiers);
        for tier in &self.tiers {
            faults.positive("tiers.less_than_min", tier.less_than_min);
            faults.not_negative("tiers.amount", tier.amount);
            faults.not_negative("tiers.pay_min", tier.pay_min);
            faults.not_negative("tiers.pay_share_pct", tier.pay_share_pct);
        }
    }

    /// What a change with so much notice, in elapsed minutes, owes.
    pub fn tier(&self, change: ChangeType, notice_min: i64) -> Option<&ChangeTier> {
        (self.tiers.iter())
            .filter(|tier| tier.change == change && notice_min < tier.less_than_min)
            .min_by_key(|tier| tier.less_than_min)
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let case = judge.time.case;
        for change in case
            .events
            .changes
            .iter()
            .filter(|change| !change.asked_by_employee)
        {
            let notice = notice_min(change.at, change.shift_start);
            let Some(tier) = self.tier(change.change, notice) else {
                continue;
            };
            if !judge.applies_on(judge.days().day_of(change.shift_start)) {
                continue;
            }
            let (class, place) = (
                PremiumClass::ScheduleChange,
                Place::Named(change.shift.clone()).into(),
            );
            judge.premium(class, tier.pay_min, 100, &place);
            if tier.pay_share_pct > 0 {
                judge.premium(class, change.minutes, tier.pay_share_pct, &place);
            }
            if tier.amount > 0 || (tier.pay_min, tier.pay_share_pct) == (0, 0) {
                let amount = Money(tier.amount.saturating_mul(100));
                judge.amount(class, amount, &place);
            }
        }
    }
}
