//! Hostile rule packs, lots and words give findings: never a panic or a hang.

use chrono::NaiveDate;

use super::hostile::every_kind;
use super::{Desk, date, rule};
use crate::law::{CompLot, CompRedemption, CompWork, RulePack, check_record, lay, words};

fn pack(records: &str, fields: &str) -> String {
    format!(
        r#"{{"id": "x", "title": {{"en": "x", "zh": "x"}}, "in_force_from": "2026-01-01", "review_by": "2027-01-01",
            "regime": "x"{fields}, "records": [{records}], "sources": [{{"law": "", "title": ""}}]}}"#
    )
}

fn codes(text: &str) -> Vec<&'static str> {
    let pack = RulePack::from_json(text).expect("readable");
    pack.check().iter().map(|fault| fault.code).collect()
}

#[test]
fn everything_wrong_with_a_pack_is_told_at_once() {
    let records = r#"
        {"id": "a", "kind": "max_work_per_day", "params": {"limit_min": -1}},
        {"id": "a", "kind": "max_work_per_window", "params": {"limit_min": 1, "window": {"type": "rolling_days", "days": 0}}},
        {"id": "b", "kind": "max_average_work", "params": {"limit_min": 9223372036854775807, "per": "week", "reference": {"days": 9999}}},
        {"id": "", "kind": "comp_redemption", "params": {"earn_ratio": [0, 0], "earn_classes": []}},
        {"id": "c", "kind": "change_premium", "params": {"tiers": []}, "effective": {"from": "9999-12-31", "to": "0001-01-01"}},
        {"id": "d", "kind": "no_overlap", "replaces": "nobody", "permit": " "},
        {"id": "e", "kind": "no_overlap", "outcome": "approval", "source": {"law": "nowhere"}}"#;
    let found = codes(&pack(records, ""));
    for code in [
        "negative_limit",
        "same_id",
        "empty_window",
        "absurd_limit",
        "absurd_window",
        "empty_id",
        "zero_ratio",
        "empty_list",
        "empty_period",
        "empty_name",
        "no_permit",
        "unknown_source",
    ] {
        assert!(found.contains(&code), "{code} is not among {found:?}");
    }
    assert_eq!(codes(&pack("", "")), ["empty_list"]);
}

#[test]
fn a_pack_over_another_is_told_what_it_may_not_do() {
    let looser = r#"{"id": "x.day", "kind": "max_work_per_day", "params": {"limit_min": 9999}, "replaces": "de.day10"},
        {"id": "x.lost", "kind": "no_overlap", "replaces": "nowhere"}"#;
    let found = codes(&pack(looser, r#", "extends": "de""#));
    assert_eq!(found, ["looser_than_law", "nothing_to_replace"]);
    for text in [
        pack("", r#", "extends": "mars""#),
        pack("", r#", "extends": 7"#),
        String::new(),
        "[".repeat(100_000),
        "{}".to_owned(),
    ] {
        assert!(RulePack::from_json(&text).is_err());
    }
}

#[test]
fn absurd_rules_are_checked_laid_over_each_other_and_told_in_words() {
    for number in [i64::MIN, -1, 0, 1, i64::MAX] {
        let rules = every_kind(&number.to_string());
        for (at, record) in rules.iter().enumerate() {
            check_record(record);
            let said = words::sentence(record);
            assert!(said.en.ends_with('.') && said.zh.ends_with('。'));
            let mut over = rules[(at + 1) % rules.len()].clone();
            over.replaces = Some(record.id.clone());
            lay(std::slice::from_ref(record), &[over]);
        }
    }
}

#[test]
fn lots_that_overlap_are_used_up_oldest_first_and_end_one_by_one() {
    let comp = rule(
        r#""kind": "comp_redemption", "params": {"earn_ratio": [1, 1], "earn_classes": ["a"], "expiry_days": 5}"#,
    );
    let mut desk = Desk::new();
    let lot = |day: NaiveDate, due: Option<NaiveDate>| CompLot {
        date: day,
        minutes: 10,
        class: "a".to_owned(),
        due,
    };
    // A thousand of one day, some due before they were earned, some never, some in the year 9999.
    for at in 0..1000 {
        let due = match at % 4 {
            0 => Some(date("2026-03-01")),
            1 => Some(date("9999-12-31")),
            2 => Some(date("2026-03-04")),
            _ => None,
        };
        desk.history.comp_lots.push(lot(date("2026-03-02"), due));
    }
    for day in ["2026-03-03", "2026-03-03", "2026-03-20"] {
        desk.events.comp_redemptions.push(CompRedemption {
            date: date(day),
            minutes: 100,
            asked_by: None,
        });
        desk.events.comp_work.push(CompWork {
            date: date(day),
            minutes: 30,
            class: "a".to_owned(),
            agreed_before: None,
        });
    }
    let answer = desk.judge(&[comp]);
    assert_eq!(answer.faults, []);
    let expired = |f: &&crate::law::Finding| f.code == Some("expired");
    let lost: i64 = answer
        .findings
        .iter()
        .filter(expired)
        .map(|f| f.measured)
        .sum();
    let balance = answer.measured.last().expect("the balance").value;
    // 10000 of history and 90 earned, 300 taken; the rest ended or stands; what ended before the horizon is not told.
    assert!(
        lost > 0 && balance > 0 && lost + balance <= 9790,
        "{lost} {balance}"
    );
}
