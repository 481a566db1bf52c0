//! Instances as JSON files: read with their defaults, written and read again.

use std::collections::BTreeSet;

use paiban::domain::{Instance, PayBasis, Problem, Served, warnings};
use paiban::formats::{proto, read_file, read_instance, write_instance};
use paiban::generate::{DistrictOptions, city, district};
use paiban::law::RulePack;
use paiban::milp::StopSignal;
use paiban::planner::{self, PlanOptions};
use paiban::units::Money;
use prost_reflect::{Kind, MessageDescriptor};
use serde_json::Value;

/// An instance in which every field is given.
pub const RICH: &str = include_str!("rich_instance.json");

const SMALL: &str = r#"{
  "id": "small", "horizon": {"startDate": "2026-03-02", "day_count": "7", "interval_minutes": 30},
  "skills": [{"id": "counter"}],
  "halls": [{"id": "h1", "opening_hours": [{"open": "08:00", "close": "20:00"}],
    "queues": [{"id": "q", "skill": "counter", "customer_classes": ["all"]}],
    "customer_classes": [{"id": "all", "service_minutes": 5, "busy_target": {"share_within": {"minutes": 10}}}]}],
  "shift_templates": [{"id": "day", "start": "08:00", "length_minutes": 480}],
  "contracts": [{"id": "full"}],
  "employees": [{"id": "E1", "contract": "full", "hourly_wage_cents": 3000, "halls": ["h1"]}],
  "coverage": [{"hall": "h1", "queue": "q", "heads": 1, "window": {"start": "10:00", "end": "11:00",
    "days": {"weekdays": ["MONDAY", "TUESDAY"]}}}]
}"#;

fn read(text: &str) -> Instance {
    read_instance(text).unwrap_or_else(|found| panic!("{found:#?}"))
}

#[test]
fn a_small_file_is_read_with_its_defaults() {
    let instance = read(SMALL);
    assert_eq!(instance.horizon.zone.name(), "Asia/Shanghai");
    assert_eq!(instance.currency, "CNY");
    assert_eq!(instance.coverage.len(), 2);
    assert_eq!(instance.halls[0].patterns_max, Some(6));
    assert_eq!(instance.templates[0].halls.len(), 1);
    assert_eq!(instance.contracts[0].pay, PayBasis::Salaried);
    assert_eq!(instance.contracts[0].day_norm.0, 480);
    assert_eq!(instance.prices.gap_per_head_hour, Money(15_000));
    assert_eq!(instance.prices.start_change, Money(500));
    assert_eq!(instance.input_sha256.len(), 64);
}

#[test]
fn the_rich_file_uses_every_field() {
    let value: Value = serde_json::from_str(RICH).expect("it is JSON");
    let mut used = BTreeSet::new();
    let root = proto::message("Instance").expect("it is described");
    used_fields(&root, &value, &mut used);
    let mut there_are = BTreeSet::new();
    every_field(&root, &mut there_are);
    let unused: Vec<_> = there_are.difference(&used).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

fn used_fields(message: &MessageDescriptor, value: &Value, used: &mut BTreeSet<String>) {
    for (key, member) in value.as_object().expect("an object") {
        let field = message.get_field_by_name(key).expect("a known field");
        used.insert(field.full_name().to_owned());
        if let Kind::Message(inside) = field.kind()
            && inside.package_name() == "paiban.v1"
        {
            match member {
                Value::Array(items) => items
                    .iter()
                    .for_each(|item| used_fields(&inside, item, used)),
                _ => used_fields(&inside, member, used),
            }
        }
    }
}

fn every_field(message: &MessageDescriptor, names: &mut BTreeSet<String>) {
    for field in message.fields() {
        let new = names.insert(field.full_name().to_owned());
        if let Kind::Message(inside) = field.kind()
            && new
            && inside.package_name() == "paiban.v1"
        {
            every_field(&inside, names);
        }
    }
}

#[test]
fn what_is_written_reads_as_the_same_problem() {
    let instance = read(RICH);
    let again = read(&write_instance(&instance));
    assert_eq!(same(&instance), same(&again));
    let small = read(SMALL);
    assert_eq!(same(&small), same(&read(&write_instance(&small))));
}

/// The problem without its hash: what is written names defaults that the first file left out.
fn same(instance: &Instance) -> Problem {
    Problem {
        input_sha256: String::new(),
        ..Problem::clone(instance)
    }
}

#[test]
fn writing_is_stable_and_names_no_default() {
    let once = write_instance(&read(RICH));
    let twice = write_instance(&read(&once));
    assert_eq!(once, twice);
    assert!(!once.contains("\"unpaid\": false"));
    assert!(once.contains("\"hourly_wage_cents\": 4200"));
}

#[test]
fn a_pack_is_read_and_only_the_rules_beyond_it_are_written() {
    let instance = read(RICH);
    let pack = RulePack::get("cn_standard").expect("it is shipped");
    let contract = &instance.contracts[0];
    assert!(contract.rules.starts_with(&pack.records));
    assert_eq!(contract.rules.len(), pack.records.len() + 2);
    assert!(contract.rule_pack.starts_with("cn_standard 20"));
    assert!(contract.calendar.is_some());
    let written: Value = serde_json::from_str(&write_instance(&instance)).expect("it is JSON");
    assert_eq!(
        written["contracts"][0]["rules"].as_array().map(Vec::len),
        Some(2)
    );
}

#[test]
fn layout_key_order_and_spelling_do_not_change_the_hash() {
    let hash = read(RICH).input_sha256.clone();
    let value: Value = serde_json::from_str(RICH).expect("it is JSON");
    let squeezed = turned(value).to_string();
    assert_eq!(read(&squeezed).input_sha256, hash);
    let spelt = RICH.replace("\"day_count\": 14", "\"dayCount\": \"14\"");
    assert_eq!(read(&spelt).input_sha256, hash);
    let other = RICH.replace("\"day_count\": 14", "\"day_count\": 15");
    assert_ne!(read(&other).input_sha256, hash);
}

/// The same value with the keys of every object the other way round.
fn turned(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut members: Vec<_> = map.into_iter().collect();
            members.reverse();
            Value::Object(
                members
                    .into_iter()
                    .map(|(key, value)| (key, turned(value)))
                    .collect(),
            )
        }
        Value::Array(items) => Value::Array(items.into_iter().map(turned).collect()),
        other => other,
    }
}

#[test]
fn details_of_the_rich_file_arrive() {
    let instance = read(RICH);
    let ann = &instance.employees[0];
    let nursing = &ann.attributes[0];
    assert_eq!(
        nursing.to.map(|date| date.to_string()).as_deref(),
        Some("2026-07-01")
    );
    let worked = &ann.history.shifts[1];
    let pause = worked.breaks[0].span;
    assert_eq!(worked.work_minutes().0, 480);
    assert_eq!(pause.start - worked.span.start, worked.span.end - pause.end);
    assert_eq!(worked.shift_type.as_deref(), Some("early"));
    let night = instance.coverage.last().expect("the greeter's hours");
    assert!(matches!(night.served, Served::Post(_)));
    assert_eq!(night.end - night.start, 120);
    assert_eq!(ann.wishes[1].price, Money(1800), "the instance's default");
}

#[test]
fn the_bytes_of_a_file_are_read_whatever_family_it_is_of() {
    let marked = format!("\u{feff}{RICH}");
    assert!(read_file("rich", marked.as_bytes()).is_ok());
    let found = read_file("x", &[0xff, 0xfe, 0x00]).expect_err("not text");
    assert_eq!(found[0].code, "not_utf8");
}

#[test]
fn what_a_file_leaves_unsaid_is_warned_of() {
    let told = warnings(&read(RICH));
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("no history for E2;"));
    let mut file: Value = serde_json::from_str(RICH).expect("it is JSON");
    file["outlook"] = Value::Array(Vec::new());
    file["horizon"]["day_count"] = 13.into();
    file["employees"][0]["wishes"] = Value::Null;
    file["halls"][0]["customer_classes"][1]["busy_target"] = Value::Null;
    let told = warnings(&read(&file.to_string())).join("\n");
    for part in [
        "Monday to Sunday",
        "no outlook",
        "without a wait target: other",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn the_district_of_a_month_is_what_its_recipe_writes() {
    let kept = read(include_str!("../../instances/district-month.json"));
    let options = DistrictOptions {
        halls: 6,
        weeks: 4,
        seed: 1,
    };
    let written = write_instance(&district(options).unwrap_or_else(|found| panic!("{found:#?}")));
    assert_eq!(kept.input_sha256, read(&written).input_sha256);
}

#[test]
fn districts_and_cities_have_a_legal_roster_before_any_search() {
    let stopped = StopSignal::new();
    stopped.stop();
    let plan_of = |instance: &Instance| {
        let plan = planner::plan(instance, &PlanOptions::default(), &stopped, |_| ());
        let plan = plan.unwrap_or_else(|none| panic!("{}: {:?}", instance.id, none.why));
        assert!(plan.audit.is_clean());
    };
    plan_of(&read(include_str!("../../instances/district-month.json")));
    for (halls, weeks, seed) in [(3, 1, 1), (2, 2, 1), (8, 1, 2)] {
        let options = DistrictOptions { halls, weeks, seed };
        let problem = match halls {
            8 => city(options),
            _ => district(options),
        };
        let problem = problem.unwrap_or_else(|found| panic!("{found:#?}"));
        plan_of(&Instance::new(problem).expect("it is valid"));
    }
}
