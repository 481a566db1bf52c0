//! Rule packs: dated profiles of rules, kept as data files.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::check::check_records;
use super::{Fault, LawError, RuleRecord, lay};

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
    /// Whose public holidays hold for its people: `cn`, or a place of [`PublicHolidays`](super::PublicHolidays); none
    /// are known where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holidays: Option<String>,
    /// Id of the pack it is laid over; none once that is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extends: Option<String>,
    /// Ids of the packs beneath, nearest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub laid_over: Vec<String>,
    /// What its law says that these records do not hold anybody to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<Title>,
    /// The rules, in order.
    pub records: Vec<RuleRecord>,
    /// Where they are written.
    pub sources: Vec<PackSource>,
    /// What could not be laid over the packs beneath.
    #[serde(skip)]
    refused: Vec<Fault>,
}

/// Names the packs of the folder `packs`, each with the text of its file.
macro_rules! packs {
    ($($id:literal),* $(,)?) => {
        &[$(($id, include_str!(concat!("packs/", $id, ".json")))),*]
    };
}

/// The packs that come with this program.
const PACKS: &[(&str, &str)] = packs![
    "cn_standard",
    "cn_part_time",
    "cn_comprehensive_week",
    "cn_comprehensive_month",
    "cn_comprehensive_quarter",
    "cn_comprehensive_year",
    "cn_flexible",
    "cn_jiangsu",
    "cn_shenzhen_flexible",
    "eu_base",
    "de",
    "fr",
    "uk",
    "us_flsa",
    "us_public",
    "us_or",
    "us_nyc_fast_food",
    "us_nyc_retail",
    "us_sea",
    "us_ca",
    "us_la",
    "us_il",
    "jp_36",
    "hk",
    "sg_part4",
    "au_model",
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

    /// Reads a pack from JSON text and lays it over the pack that it extends, if any.
    ///
    /// # Errors
    /// Text that is not a pack; the message names the record and the field. A pack beneath that
    /// does not come with this program.
    pub fn from_json(text: &str) -> Result<RulePack, LawError> {
        let mut pack: RulePack = serde_json::from_str(text).map_err(|error| LawError::BadPack {
            reason: error.to_string(),
        })?;
        if let Some(id) = pack.extends.take() {
            let beneath = RulePack::get(&id)?;
            let (records, refused) = lay(&beneath.records, &pack.records);
            (pack.records, pack.refused) = (records, refused);
            pack.laid_over.push(id);
            pack.laid_over.extend(beneath.laid_over);
            pack.left_out.extend(beneath.left_out);
            pack.needs_permit = pack.needs_permit.or(beneath.needs_permit);
            pack.holidays = pack.holidays.or(beneath.holidays);
            let new = |source: &PackSource| !pack.sources.iter().any(|own| own.law == source.law);
            let inherited: Vec<_> = beneath.sources.into_iter().filter(new).collect();
            pack.sources.extend(inherited);
        }
        Ok(pack)
    }

    /// Everything that is wrong with the pack; empty for a sound one.
    pub fn check(&self) -> Vec<Fault> {
        let mut faults = self.refused.clone();
        faults.extend(check_records(&self.records));
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

    /// The records that would be a hard gate of the law but rest on memory only.
    ///
    /// A pack with such records may not be a hard gate unless somebody has acknowledged each.
    pub fn needs_acknowledgement(&self) -> Vec<&RuleRecord> {
        (self.records.iter())
            .filter(|record| record.needs_acknowledgement())
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
