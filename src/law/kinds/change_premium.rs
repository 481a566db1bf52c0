//! `change_premium`.

use crate::law::check::ParamFaults;
use crate::law::judge::Judge;
use crate::law::primitives::event_clock::notice_min;
use crate::law::{Place, PremiumClass};
use crate::units::Money;
use serde::{Deserialize, Serialize};

use crate::law::ChangeType;

/// A late change by the employer costs an amount; never broken.
///
/// Of the tiers for that type of change whose `less_than_min` exceeds the notice in elapsed
/// minutes, the one with the smallest. New York City's fast-food rules, § 20-1222.
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
    pub amount: i64,
}

impl ChangePremium {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.filled("tiers", &self.tiers);
        for tier in &self.tiers {
            faults.positive("tiers.less_than_min", tier.less_than_min);
            faults.not_negative("tiers.amount", tier.amount);
        }
    }

    /// What a change with so much notice costs, in whole units of the currency.
    pub fn amount(&self, change: ChangeType, notice_min: i64) -> Option<i64> {
        (self.tiers.iter())
            .filter(|tier| tier.change == change && notice_min < tier.less_than_min)
            .min_by_key(|tier| tier.less_than_min)
            .map(|tier| tier.amount)
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
            let Some(amount) = self.amount(change.change, notice) else {
                continue;
            };
            if judge.applies_on(judge.days().day_of(change.shift_start)) {
                let amount = Money(amount.saturating_mul(100));
                let place = Place::Named(change.shift.clone());
                judge.amount(PremiumClass::ScheduleChange, amount, place);
            }
        }
    }
}
