//! Reading, writing and checking records.

use super::rule;
use crate::law::kinds::max_work_per_day::MaxWorkPerDay;
use crate::law::params::DayAttribution;
use crate::law::{RuleKind, RuleRecord, check_record, check_records};

/// The envelope as the design writes it, every field present.
const FULL: &str = r#"{"id": "cn.std.week40", "kind": "max_work_per_window",
    "params": {"limit_min": 2400, "window": {"type": "calendar_week", "week_start": "monday"},
               "attribution": "start_day"},
    "scope": {"regime": ["standard"], "contract": ["full_time", "dispatched"],
              "for_attribute": null, "not_for_attribute": null, "halls": "*"},
    "outcome": "cost", "severity": "hard", "weight": {"per_min": 3}, "basis": "law",
    "needs": {"consent": "person", "approval": null, "exemptions": ["emergency"]},
    "effective": {"from": "1995-05-01", "to": null},
    "source": {"law": "PRC-SC174-3", "verified": "V"}, "history": "P7D", "inclusive": false}"#;

#[test]
fn a_full_record_survives_reading_and_writing() {
    let record = RuleRecord::from_json(FULL).expect("a record");
    let text = serde_json::to_string(&record).expect("JSON");
    assert_eq!(RuleRecord::from_json(&text), Ok(record.clone()));
    assert_eq!(
        serde_json::from_str::<RuleRecord>(&text).ok(),
        Some(record.clone())
    );
    assert_eq!(check_record(&record), []);
}

#[test]
fn the_attribute_of_the_parameters_moves_to_the_scope() {
    let record = rule(
        r#""kind": "forbidden_time", "params": {"daily_from": "22:00", "daily_to": "06:00",
           "for_attribute": "nursing"}"#,
    );
    assert_eq!(record.scope.for_attribute.as_deref(), Some("nursing"));
    let twice = FULL.replace("\"for_attribute\": null", "\"for_attribute\": \"a\"");
    let twice = twice.replace("\"limit_min\"", "\"for_attribute\": \"b\", \"limit_min\"");
    let message = RuleRecord::from_json(&twice).map_err(|error| error.to_string());
    assert!(
        message
            .as_ref()
            .is_err_and(|text| text.contains("for_attribute")),
        "{message:?}"
    );
}

#[test]
fn unknown_words_are_refused_by_name() {
    for (known, unknown) in [
        ("\"limit_min\"", "\"limit_hours\""),
        ("\"max_work_per_window\"", "\"max_joy\""),
        ("\"severity\"", "\"severeness\""),
        ("\"calendar_week\"", "\"lunar_week\""),
        ("\"week_start\"", "\"starts\""),
        ("\"monday\"", "\"mon\""),
        ("\"cost\"", "\"ignore\""),
        ("\"halls\": \"*\"", "\"halls\": \"north\""),
        ("\"per_min\"", "\"per_hour\""),
        ("\"V\"", "\"Q\""),
        ("\"exemptions\"", "\"excuses\""),
    ] {
        let message = RuleRecord::from_json(&FULL.replacen(known, unknown, 1));
        let word = unknown.rsplit('"').nth(1).expect("a word");
        let named = message
            .as_ref()
            .is_err_and(|error| error.to_string().contains(word));
        assert!(named, "{unknown}: {message:?}");
    }
    for text in [
        "",
        "7",
        "[]",
        "{}",
        r#"{"id": "x"}"#,
        r#"{"id": 7, "kind": "no_overlap"}"#,
    ] {
        assert!(RuleRecord::from_json(text).is_err(), "{text}");
    }
}

#[test]
fn every_fault_is_found_not_the_first() {
    let record = rule(
        r#""kind": "comp_redemption", "outcome": "approval",
           "effective": {"from": "2026-03-02", "to": "2026-03-02"}, "params": {
           "earn_ratio": [0, 1], "earn_classes": [], "expiry_days": -1, "min_unit_min": -1,
           "max_advance_min": -1, "max_balance_min": -1}"#,
    );
    let codes: Vec<_> = check_record(&record)
        .iter()
        .map(|fault| fault.code)
        .collect();
    let negative = "negative_limit";
    let expected = [
        "empty_period",
        "no_permit",
        "zero_ratio",
        negative,
        "empty_list",
        negative,
        negative,
        negative,
    ];
    assert_eq!(codes, expected);
    assert!(
        check_record(&record)
            .iter()
            .all(|f| f.subject.starts_with("r: ") && !f.remedy.is_empty())
    );
}

#[test]
fn senseless_parameters_have_a_fault() {
    for (params, code) in [
        (
            r#""kind": "max_work_per_day", "params": {"limit_min": -1}"#,
            "negative_limit",
        ),
        (
            r#""kind": "max_work_per_day", "params": {"limit_min": 9223372036854775807}"#,
            "absurd_limit",
        ),
        (
            r#""kind": "max_work_per_window", "params": {"limit_min": 1, "window":
               {"type": "rolling_days", "days": 0}}"#,
            "empty_window",
        ),
        (
            r#""kind": "min_rest_days_per_window", "params": {"min_days": 1, "window":
               {"type": "anchored", "anchor": "2026-03-02", "days": 2001}}"#,
            "absurd_window",
        ),
        (
            r#""kind": "forbidden_time", "params": {"daily_from": "22:00", "daily_to": "22:00"}"#,
            "empty_window",
        ),
        (
            r#""kind": "min_break", "params": {"tiers": []}"#,
            "empty_list",
        ),
        (
            r#""kind": "max_consecutive_work_days", "params": {"limit": 0}"#,
            "zero_limit",
        ),
        (
            r#""kind": "required_skill", "params": {"skill": " "}"#,
            "empty_name",
        ),
        (
            r#""kind": "min_daily_rest", "params": {"min_minutes": 1441}"#,
            "absurd_limit",
        ),
        (
            r#""kind": "premium_class", "params": {"regime": "standard", "factors_pct": {"workday_overtime": 150}, "tiers": [{"per": "day", "over_min": 600, "factor_pct": 149}]}"#,
            "lower_tier",
        ),
        (
            r#""kind": "premium_class", "params": {"regime": "standard", "factors_pct": {"workday_overtime": 150}, "seventh_day": {"factor_pct": 149, "over_min": 480, "over_factor_pct": 200}}"#,
            "lower_tier",
        ),
        (
            r#""kind": "max_changes_after_publish", "params": {"limit": 0}, "inclusive": true"#,
            "never_kept",
        ),
        (
            r#""kind": "max_overtime_per", "params": {"per": "day", "limit_min": 0}, "inclusive": true"#,
            "never_kept",
        ),
        (
            r#""kind": "min_rest_days_per_window", "params": {"min_days": 4, "window": {"type": "rolling_days", "days": 3}}"#,
            "never_kept",
        ),
        (
            r#""kind": "min_free_weekdays_per_window", "params": {"weekday": "sunday", "min_days": 2, "window": {"type": "calendar_week"}}"#,
            "never_kept",
        ),
        (
            r#""kind": "min_rest_per_window", "params": {"unit": "minutes", "min": 10501, "window": {"type": "calendar_week"}}"#,
            "never_kept",
        ),
        (
            r#""kind": "min_work_per_window", "params": {"limit_min": 1501, "window": {"type": "rolling_days", "days": 1}}"#,
            "never_kept",
        ),
        (
            r#""kind": "day_off", "params": {"dates": []}"#,
            "empty_list",
        ),
    ] {
        let codes: Vec<_> = check_record(&rule(params))
            .iter()
            .map(|fault| fault.code)
            .collect();
        assert_eq!(codes, [code], "{params}");
    }
}

#[test]
fn what_can_just_be_kept_has_no_fault() {
    for params in [
        r#""kind": "max_changes_after_publish", "params": {"limit": 0}"#,
        r#""kind": "max_changes_after_publish", "params": {"limit": 1}, "inclusive": true"#,
        r#""kind": "premium_class", "params": {"regime": "standard", "factors_pct": {"workday_overtime": 150}, "tiers": [{"per": "day", "over_min": 600, "factor_pct": 150}]}"#,
        r#""kind": "min_rest_days_per_window", "params": {"min_days": 3, "window": {"type": "rolling_days", "days": 3}}"#,
        r#""kind": "min_free_weekdays_per_window", "params": {"weekday": "sunday", "min_days": 2, "window": {"type": "rolling_days", "days": 8}}"#,
        r#""kind": "min_work_per_window", "params": {"limit_min": 0, "window": {"type": "horizon"}}, "inclusive": true"#,
    ] {
        assert_eq!(check_record(&rule(params)), [], "{params}");
    }
}

#[test]
fn a_record_made_in_code_equals_the_one_read() {
    let kind = RuleKind::MaxWorkPerDay(MaxWorkPerDay {
        limit_min: 480,
        attribution: DayAttribution::Rolling24h,
        filter: None,
        days_with_flag: None,
    });
    let read = rule(
        r#""kind": "max_work_per_day", "params": {"limit_min": 480, "attribution": "rolling_24h"}"#,
    );
    assert_eq!(RuleRecord::new("r", kind), read);
    assert_eq!(
        check_records(&[read.clone(), read]).len(),
        1,
        "one name twice"
    );
    assert_eq!(RuleKind::NAMES.len(), 42);
}
