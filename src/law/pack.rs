//! Rule packs: dated profiles of rules, kept as data files.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::check::check_records;
use super::{Basis, Fault, LawError, Outcome, RuleRecord, Severity, Verified};

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

/// The packs that come with this program, each with the text of its file.
const PACKS: &[(&str, &str)] = &[
    ("cn_standard", include_str!("packs/cn_standard.json")),
    ("cn_part_time", include_str!("packs/cn_part_time.json")),
    (
        "cn_comprehensive_quarter",
        include_str!("packs/cn_comprehensive_quarter.json"),
    ),
    ("cn_flexible", include_str!("packs/cn_flexible.json")),
];

impl RulePack {
    /// The ids of the packs that come with this program.
    pub fn list() -> Vec<&'static str> {
        PACKS.iter().map(|(id, _)| *id).collect()
    }

    /// The pack of that id.
    ///
    /// # Errors
    /// No pack has that id.
    pub fn get(id: &str) -> Result<RulePack, LawError> {
        match PACKS.iter().find(|(known, _)| *known == id) {
            Some((_, text)) => RulePack::from_json(text),
            None => Err(LawError::UnknownPack {
                id: id.to_owned(),
                known: RulePack::list().join(", "),
            }),
        }
    }

    /// Reads a pack from JSON text.
    ///
    /// # Errors
    /// Text that is not a pack; the message names the record and the field.
    pub fn from_json(text: &str) -> Result<RulePack, LawError> {
        serde_json::from_str(text).map_err(|error| LawError::BadPack {
            reason: error.to_string(),
        })
    }

    /// Everything that is wrong with the pack; empty for a sound one.
    pub fn check(&self) -> Vec<Fault> {
        let mut faults = check_records(&self.records);
        if self.records.is_empty() {
            faults.push(Fault::new(
                "empty_list",
                "records",
                "give the pack at least one rule",
            ));
        }
        if self.review_by < self.in_force_from {
            let remedy = "let the review be after the pack comes into force";
            faults.push(Fault::new("empty_period", "review_by", remedy));
        }
        for record in &self.records {
            if !self
                .sources
                .iter()
                .any(|source| source.law == record.source.law)
            {
                let subject = format!("{}: source.law", record.id);
                let remedy = "list the source among the pack's sources";
                faults.push(Fault::new("unknown_source", subject, remedy));
            }
        }
        faults
    }

    /// The records of basis law and outcome forbid that rest on memory only.
    ///
    /// A pack with such records may not be a hard gate unless somebody has acknowledged each.
    pub fn needs_acknowledgement(&self) -> Vec<&RuleRecord> {
        (self.records.iter())
            .filter(|record| {
                record.basis == Basis::Law
                    && record.outcome == Outcome::Forbid
                    && record.severity == Severity::Hard
                    && record.source.verified == Verified::M
            })
            .collect()
    }

    /// Why the pack may not be a hard gate yet: one fault for each record that nobody has
    /// acknowledged by its id.
    pub fn unacknowledged(&self, acknowledged_ids: &[&str]) -> Vec<Fault> {
        (self.needs_acknowledgement().into_iter())
            .filter(|record| !acknowledged_ids.contains(&record.id.as_str()))
            .map(|record| {
                let remedy = format!(
                    "{} is quoted from memory; have counsel confirm it, then acknowledge the record",
                    record.source.law
                );
                Fault::new("unverified_law", &record.id, remedy)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::RulePack;
    use crate::law::{Basis, Verified};

    fn pack(id: &str) -> RulePack {
        RulePack::get(id).expect("a pack")
    }

    #[test]
    fn every_pack_is_sound_and_carries_its_own_id() {
        for id in RulePack::list() {
            let pack = pack(id);
            assert_eq!(pack.id, id);
            assert_eq!(pack.check(), [], "{id}");
            assert_eq!(pack.unacknowledged(&[]), [], "{id}");
        }
    }

    #[test]
    fn packs_survive_writing_and_reading() {
        for id in RulePack::list() {
            let text = serde_json::to_string(&pack(id)).expect("JSON");
            assert_eq!(RulePack::from_json(&text), Ok(pack(id)));
        }
    }

    #[test]
    fn an_unverified_law_must_be_acknowledged_by_name() {
        let mut pack = pack("cn_standard");
        for record in &mut pack.records {
            if record.id == "cn.std.rest_24h" {
                assert_eq!(
                    (record.basis, record.source.verified),
                    (Basis::Policy, Verified::M)
                );
                record.basis = Basis::Law;
            }
        }
        assert_eq!(pack.unacknowledged(&[]).len(), 1);
        assert_eq!(pack.unacknowledged(&["cn.std.rest_24h"]), []);
    }

    #[test]
    fn an_unknown_pack_is_told_which_there_are() {
        let message = RulePack::get("mars").map_err(|error| error.to_string());
        assert!(message.is_err_and(|text| text.contains("mars") && text.contains("cn_standard")));
    }

    #[test]
    fn a_misspelt_field_is_named() {
        let text = include_str!("packs/cn_standard.json").replacen("limit_min", "limit_mim", 1);
        let message = RulePack::from_json(&text).map_err(|error| error.to_string());
        let expected = |text: &String| text.contains("limit_mim") && text.contains("cn.std.day8");
        assert!(message.as_ref().is_err_and(expected), "{message:?}");
    }

    #[test]
    fn an_orphaned_source_and_a_double_name_are_both_found() {
        let mut pack = pack("cn_standard");
        pack.sources.retain(|source| source.law != "PRC-LL-38");
        let copy = pack.records[0].clone();
        pack.records.push(copy);
        let codes: Vec<_> = pack.check().iter().map(|fault| fault.code).collect();
        assert_eq!(codes, ["same_id", "unknown_source"]);
    }
}
