//! Rule packs: dated profiles of rules, kept as data files.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{LawError, RuleRecord};

/// A text in the two languages of the program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    /// English.
    pub en: String,
    /// Chinese.
    pub zh: String,
}

/// A source that records of a pack refer to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackSource {
    /// The article, as `source.law` of the records names it.
    pub law: String,
    /// The text's title.
    pub title: String,
    /// Where it was read.
    #[serde(default)]
    pub read_at: Option<String>,
}

/// A dated profile of rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulePack {
    /// A stable name, such as `cn_standard`.
    pub id: String,
    /// What it is called.
    pub title: Title,
    /// First date on which it may be used.
    pub in_force_from: NaiveDate,
    /// When somebody must look at its sources again.
    pub review_by: NaiveDate,
    /// Hours regime of the people it is for.
    pub regime: String,
    /// Name of the permit without which it may not be used.
    #[serde(default)]
    pub needs_permit: Option<String>,
    /// The rules, in order.
    pub records: Vec<RuleRecord>,
    /// Where they are written.
    pub sources: Vec<PackSource>,
}

impl RulePack {
    /// The ids of the packs that come with this program.
    pub fn list() -> Vec<&'static str> {
        Vec::new()
    }

    /// The pack of that id.
    ///
    /// # Errors
    /// No pack has that id.
    pub fn get(id: &str) -> Result<RulePack, LawError> {
        Err(LawError::UnknownPack {
            id: id.to_owned(),
            known: RulePack::list().join(", "),
        })
    }

    /// The records of basis law, outcome forbid, that rest on memory only.
    ///
    /// A pack with such records may not be a hard gate unless somebody has acknowledged each.
    pub fn needs_acknowledgement(&self) -> Vec<&RuleRecord> {
        Vec::new()
    }
}
