//! `change_premium`.

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
