//! The law in plain words, English and Chinese: the one place for them.
//!
//! Findings, `law explain` and the reasons of a plan that cannot be made all say what stands here.

mod names;
mod parts;
mod pay;
mod sentences;

pub use names::{measured, part_words, rule_words};
pub use sentences::sentence;

use super::{Basis, Outcome, RulePack, RuleRecord, Severity, Title, Verified};

/// What follows from going beyond a rule.
pub fn outcome_words(record: &RuleRecord) -> Title {
    let needs = &record.needs;
    let permit = needs.approval.as_deref().unwrap_or("?");
    let union = needs.consent == Some(super::ConsentOf::Union);
    let (en, zh) = match record.outcome {
        Outcome::Forbid => ("it may not happen".to_owned(), "禁止".to_owned()),
        Outcome::Consent if union => (
            "it needs the union's agreement".to_owned(),
            "须经工会同意".to_owned(),
        ),
        Outcome::Consent => (
            "it needs the person's agreement".to_owned(),
            "须经本人同意".to_owned(),
        ),
        Outcome::Approval => (
            format!("it needs the permit {permit}"),
            format!("须有许可 {permit}"),
        ),
        Outcome::Cost => (
            "it is allowed and costs money or time off".to_owned(),
            "允许，但须付费或给予补休".to_owned(),
        ),
        Outcome::Warn => ("it is pointed out".to_owned(), "仅提示".to_owned()),
    };
    let mut words = Title { en, zh };
    if record.severity == Severity::Soft {
        words.en.push_str(", and the plan may price it");
        words.zh.push_str("，排班时可计价违反");
    }
    if !needs.exemptions.is_empty() {
        let reasons = needs.exemptions.join(", ");
        words
            .en
            .push_str(&format!("; shifts marked {reasons} are exempt"));
        words.zh.push_str(&format!("；标注 {reasons} 的班次除外"));
    }
    words
}

/// Whom a rule binds and when; none: everybody, always.
pub fn scope_words(record: &RuleRecord) -> Option<Title> {
    let scope = &record.scope;
    let mut parts: Vec<(String, String)> = Vec::new();
    for (names, en, zh) in [
        (&scope.regime, "hours regime", "工时制度"),
        (&scope.contract, "contracts of type", "合同类型"),
        (&scope.halls, "in the halls", "营业厅"),
    ] {
        if !names.is_empty() {
            let names = names.join(", ");
            parts.push((format!("{en} {names}"), format!("{zh} {names}")));
        }
    }
    if let Some(name) = &scope.for_attribute {
        parts.push((
            format!("people who are {name}"),
            format!("具有属性 {name} 的员工"),
        ));
    }
    if let Some(name) = &scope.not_for_attribute {
        parts.push((
            format!("people who are not {name}"),
            format!("没有属性 {name} 的员工"),
        ));
    }
    if let Some(from) = record.effective.from {
        parts.push((format!("from {from}"), format!("自 {from} 起")));
    }
    if let Some(to) = record.effective.to {
        parts.push((format!("before {to}"), format!("至 {to} 前")));
    }
    let join = |pick: fn(&(String, String)) -> &String, by: &str| {
        parts.iter().map(pick).cloned().collect::<Vec<_>>().join(by)
    };
    (!parts.is_empty()).then(|| Title {
        en: join(|part| &part.0, "; "),
        zh: join(|part| &part.1, "；"),
    })
}

/// Who set a rule, and how well its text is known.
pub fn basis_words(record: &RuleRecord) -> Title {
    let (who_en, who_zh) = match record.basis {
        Basis::Law => ("law", "法律"),
        Basis::Collective => ("collective agreement", "集体协议"),
        Basis::Policy => ("company policy", "公司规定"),
    };
    let (seen_en, seen_zh) = match record.source.verified {
        Verified::V => ("the text was read", "已核对原文"),
        Verified::S => ("a summary was read", "仅见二手摘要"),
        Verified::M => ("from memory, not verified", "凭记忆，未核对"),
    };
    Title {
        en: format!("{who_en}; {seen_en}"),
        zh: format!("{who_zh}；{seen_zh}"),
    }
}

/// One rule of a pack, in a paragraph: what, for whom, what follows, where it is written.
pub fn explained(pack: &RulePack, record: &RuleRecord) -> String {
    let (name_en, name_zh) = rule_words(record.kind.name());
    let said = sentence(record);
    let (follows, basis) = (outcome_words(record), basis_words(record));
    let mut text = format!("{} · {name_en} {name_zh}\n", record.id);
    text.push_str(&format!("    {}\n    {}\n", said.en, said.zh));
    if let Some(scope) = scope_words(record) {
        text.push_str(&format!("    for 适用于: {} / {}\n", scope.en, scope.zh));
    }
    text.push_str(&format!(
        "    otherwise 否则: {} / {}\n",
        follows.en, follows.zh
    ));
    text.push_str(&format!("    basis 依据: {} / {}\n", basis.en, basis.zh));
    let source = pack
        .sources
        .iter()
        .find(|source| source.law == record.source.law);
    text.push_str(&format!("    source 出处: {}", record.source.law));
    if let Some(source) = source {
        text.push_str(&format!(" — {}", source.title));
        if let Some(place) = &source.read_at {
            text.push_str(&format!(" ({place})"));
        }
    }
    text.push('\n');
    if let Some(beneath) = &record.replaces {
        text.push_str(&format!("    in place of 取代: {beneath}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{explained, rule_words, sentence};
    use crate::law::{RuleKind, RulePack};

    #[test]
    fn every_kind_has_a_name_in_both_languages() {
        for kind in RuleKind::NAMES {
            let (en, zh) = rule_words(kind);
            assert!(en != *kind && !zh.is_ascii(), "{kind}");
        }
    }

    #[test]
    fn every_record_of_every_pack_is_told_in_both_languages() {
        for id in RulePack::list() {
            let pack = RulePack::get(id).expect("a pack");
            for record in &pack.records {
                let said = sentence(record);
                assert!(said.en.is_ascii() && said.en.ends_with('.'), "{}", said.en);
                assert!(
                    !said.zh.is_ascii() && said.zh.ends_with('。'),
                    "{}",
                    said.zh
                );
                let text = explained(&pack, record);
                assert!(text.contains(" — "), "{id}: {text} has no source");
            }
        }
    }

    #[test]
    fn the_numbers_of_a_rule_stand_in_its_sentence() {
        let pack = RulePack::get("de").expect("a pack");
        let told = |id: &str| {
            let record = pack.records.iter().find(|record| record.id == id);
            sentence(record.expect("a record")).en
        };
        assert_eq!(told("de.day10"), "No more than 10:00 h of work on one day.");
        assert!(told("de.break").contains("0:30 h of breaks for more than 6:00 h of work"));
        assert!(told("de.sundays15").contains("15 sundays"));
    }
}
