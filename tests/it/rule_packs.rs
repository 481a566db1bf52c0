//! Every rule pack that comes with the program can be planned with, and what is planned is legal.

use paiban::checker::CostTerm;
use paiban::formats::read_instance;
use paiban::units::Money;
use serde_json::{Value, json};

use super::planning::{at, paiban, said, solve};

/// The permits that a pack may ask for, for every post.
const PERMITS: [&str; 2] = ["cn.comprehensive_hours", "cn.flexible_hours"];

/// The tiny example of a sixth day, under another pack.
fn instance(pack: &str, zone: &str, rules: &[Value]) -> Value {
    let text = std::fs::read_to_string(at("instances/tiny/sixth-day.json")).expect("the example");
    let mut instance: Value = serde_json::from_str(&text).expect("JSON");
    instance["contracts"][0]["rule_pack"] = json!(pack);
    instance["contracts"][0]["rules"] = json!(rules);
    instance["horizon"]["time_zone"] = json!(zone);
    instance["permits"] = PERMITS.iter().map(|name| json!({"name": name})).collect();
    instance
}

fn solved(instance: &Value, code: i32) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("instance.json");
    std::fs::write(&path, instance.to_string()).expect("the file is written");
    let output = paiban(&["solve", &path.to_string_lossy(), "--json"]);
    assert_eq!(output.status.code(), Some(code), "{}", said(&output));
    said(&output)
}

fn zone_of(pack: &str) -> &'static str {
    match pack.split('_').next().unwrap_or_default() {
        "cn" => "Asia/Shanghai",
        "us" => "America/Los_Angeles",
        "jp" => "Asia/Tokyo",
        "uk" => "Europe/London",
        _ => "Europe/Berlin",
    }
}

#[test]
fn every_pack_can_be_planned_with_and_the_roster_passes_its_audit() {
    for pack in paiban::law::RulePack::list() {
        let answer = solved(&instance(pack, zone_of(pack), &[]), 0);
        assert!(
            answer.contains("\"status\":\"optimal\""),
            "{pack}: {answer}"
        );
    }
}

#[test]
fn a_regime_that_needs_a_permit_is_refused_without_one_for_the_post() {
    for permits in [json!([]), json!([{"name": PERMITS[0], "posts": ["guard"]}])] {
        let mut without = instance("cn_comprehensive_quarter", "Asia/Shanghai", &[]);
        without["permits"] = permits;
        assert!(solved(&without, 2).contains("permit_not_on_file"));
    }
    let mut with = instance("cn_comprehensive_quarter", "Asia/Shanghai", &[]);
    with["permits"] = json!([{"name": PERMITS[0], "posts": ["counter"], "to_date": "2026-03-15"}]);
    with["employees"][0]["post"] = json!("counter");
    solved(&with, 0);
    with["permits"][0]["to_date"] = json!("2026-03-14");
    assert!(solved(&with, 2).contains("2026-03-15"));
}

#[test]
fn a_company_may_tighten_the_law_and_loosen_it_under_a_permit_only() {
    let rule = |limit: i64, permit: Value| {
        json!({"id": "acme.day", "kind": "max_work_per_day", "params": {"limit_min": limit},
               "outcome": "forbid", "replaces": "de.day10", "permit": permit})
    };
    let under = |rule| instance("de", "Europe/Berlin", &[rule]);
    solved(&under(rule(540, Value::Null)), 0);
    assert!(solved(&under(rule(720, Value::Null)), 2).contains("looser_than_law"));
    solved(&under(rule(720, json!("acme.twelve"))), 0);
}

#[test]
fn an_unverified_law_is_no_hard_gate_until_somebody_acknowledges_it() {
    let rule = json!({"id": "acme.law", "kind": "max_work_per_day", "params": {"limit_min": 600},
        "outcome": "forbid", "basis": "law", "source": {"law": "HEARSAY-1", "verified": "M"}});
    let mut told = instance("us_flsa", "America/New_York", &[rule]);
    assert!(solved(&told, 2).contains("unverified_law"));
    told["contracts"][0]["acknowledged_rules"] = json!(["acme.law"]);
    solved(&told, 0);
    told["contracts"][0]["acknowledged_rules"] = json!(["acme.law", "acme.lore"]);
    assert!(solved(&told, 2).contains("unknown_rule"));
}

#[test]
fn a_limit_that_itself_breaks_the_rule_is_not_reached() {
    let cost = |inclusive: bool| {
        let rule = json!({"id": "acme.below8", "kind": "max_work_per_day", "params": {"limit_min": 480},
            "outcome": "forbid", "inclusive": inclusive});
        let told = solved(&instance("us_flsa", "America/New_York", &[rule]), 0);
        let line = told.lines().find(|line| line.starts_with('{'));
        let answer: Value = serde_json::from_str(line.expect("a line of JSON")).expect("JSON");
        answer["cost"].as_i64().expect("a cost")
    };
    assert!(cost(true) > cost(false), "shifts of eight hours are out");
}

#[test]
fn a_rule_for_one_type_of_contract_binds_that_type_only() {
    let rule = json!({"id": "acme.short", "kind": "max_work_per_day", "params": {"limit_min": 60},
        "outcome": "forbid", "scope": {"contract": ["dispatched"]}});
    let cost = |employment: &str| {
        let mut told = instance("us_flsa", "America/New_York", std::slice::from_ref(&rule));
        told["contracts"][0]["employment"] = json!(employment);
        let told = solved(&told, 0);
        let line = told.lines().find(|line| line.starts_with('{'));
        let answer: Value = serde_json::from_str(line.expect("a line of JSON")).expect("JSON");
        answer["cost"].as_i64().expect("a cost")
    };
    assert_eq!(cost("full_time"), cost(""));
    assert!(
        cost("dispatched") > cost("full_time"),
        "nobody may serve the counter"
    );
}

/// A day of thirteen hours in California: one and a half times the wage above eight hours, twice above twelve.
#[test]
fn hours_at_a_second_factor_of_the_day_are_planned_at_their_price() {
    let text = std::fs::read_to_string(at("instances/tiny/sixth-day.json")).expect("the example");
    let mut told: Value = serde_json::from_str(&text).expect("JSON");
    told["horizon"]["time_zone"] = json!("America/Los_Angeles");
    told["contracts"][0]["rule_pack"] = json!("us_ca");
    let opening = &mut told["halls"][0]["opening_hours"][0];
    (opening["open"], opening["close"]) = (json!("08:00"), json!("22:00"));
    let meal = |after: i64| json!({"length_minutes": 30, "earliest_after_minutes": after, "latest_after_minutes": after});
    told["shift_templates"] = json!([
        {"id": "long", "start": "08:00", "length_minutes": 840, "breaks": [meal(240), meal(570)]},
    ]);
    told["coverage"] = json!([{
        "hall": "hall", "queue": "counter", "heads": 1,
        "window": {"days": {"dates": ["2026-03-10"]}, "start": "08:00", "end": "12:00"},
    }]);
    told["prices"] = json!({"gap_per_head_hour_cents": 1_000_000});
    told["employees"][0]["consents"] = json!(["CONSENT_OVERTIME"]);
    let instance = read_instance(&told.to_string()).expect("an instance");
    let plan = solve(&instance).expect("a roster");
    assert!(plan.audit.is_clean() && plan.audit.gaps.is_empty());
    // Each such day: four hours at 150 % of 30.00, one at 200 %.
    let days = plan.roster.days[0].iter();
    let days = days.filter(|day| day.duty().is_some()).count() as i64;
    assert!(days > 0);
    assert_eq!(plan.audit.cost.of(CostTerm::Premium), Money(24_000 * days));
    assert_eq!(plan.bound, plan.audit.cost.total);
}

/// In California every minute of a seventh day worked in a week is overtime, however short the other days were.
#[test]
fn nobody_without_consent_to_overtime_is_given_a_seventh_day_that_is_all_overtime() {
    let text = std::fs::read_to_string(at("instances/tiny/sixth-day.json")).expect("the example");
    let mut told: Value = serde_json::from_str(&text).expect("JSON");
    told["horizon"] = json!({"start_date": "2026-03-08", "day_count": 7, "interval_minutes": 60,
                             "time_zone": "America/Los_Angeles"});
    told["contracts"][0]["rule_pack"] = json!("us_ca");
    told["contracts"][0]["pay"] = json!("PAY_HOURLY");
    told["halls"][0]["opening_hours"] = json!([{"open": "09:00", "close": "18:00"}]);
    told["shift_templates"] = json!([{"id": "short", "start": "10:00", "length_minutes": 180}]);
    told["coverage"] = json!([{
        "hall": "hall", "queue": "counter", "heads": 1, "window": {"start": "10:00", "end": "13:00"},
    }]);
    let person = told["employees"][0].clone();
    told["employees"] = json!([person]);
    let days_worked = |consents: Value| {
        let mut told = told.clone();
        told["employees"][0]["consents"] = consents;
        let instance = read_instance(&told.to_string()).expect("an instance");
        let plan = solve(&instance).expect("a roster");
        assert!(plan.audit.is_clean());
        let days = plan.roster.days[0].iter();
        days.filter(|day| day.duty().is_some()).count()
    };
    assert_eq!(days_worked(json!([])), 6);
    assert_eq!(days_worked(json!(["CONSENT_OVERTIME"])), 7);
}
