//! Evidence that the vectors bite: each kind of rule, disturbed in a way a programmer might get it wrong, must fail one.
//!
//! A limit is moved by one either way, a limit that may be reached is forbidden, history is forgotten, and clock times
//! are taken for elapsed time. What no vector could tell is listed below, with the reason.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::run_one;
use crate::law::{RuleKind, RulePack};

/// Kinds that read nothing of the time before the horizon.
const WITHOUT_HISTORY: &[&str] = &[
    "min_break",
    "max_continuous_work",
    "forbidden_time",
    "min_paid_break",
    "max_night_shift_work",
    "premium_class",
    "substitute_rest_day",
    "min_publish_notice",
    "change_notice",
    "change_premium",
    "max_changes_after_publish",
    "open_shift_offer_window",
    "one_shift_per_day",
    "required_skill",
    "day_off",
    "request",
    "cover",
];

/// Kinds that count days or things, never minutes of physical time.
const WITHOUT_CLOCK: &[&str] = &[
    "max_exceed_count",
    "max_average_overtime",
    "max_consecutive_work_days",
    "min_consecutive_work_days",
    "min_consecutive_days_off",
    "max_consecutive_days_off",
    "max_consecutive_same_type",
    "min_consecutive_same_type",
    "min_rest_days_per_window",
    "min_free_weekdays_per_window",
    "min_break",
    "min_paid_break",
    "max_consecutive_nights",
    "comp_redemption",
    "substitute_rest_day",
    "min_publish_notice",
    "max_changes_after_publish",
    "one_shift_per_day",
    "no_overlap",
    "required_skill",
    "day_off",
    "max_shifts_of_type",
    "forbidden_succession",
    "max_weekends",
    "complete_weekend",
    "request",
    "cover",
];

/// Kinds without a limit that could be reached.
const WITHOUT_LIMIT: &[&str] = &[
    "premium_class",
    "comp_redemption",
    "change_premium",
    "no_overlap",
    "required_skill",
    "day_off",
    "forbidden_succession",
    "complete_weekend",
    "request",
    "cover",
    "min_break",
    "forbidden_time",
];

/// Numbers that may be off by one without any legal case telling: kind, parameter, direction, reason.
const CANNOT_TELL: &[(&str, &str, i64, &str)] = &[];

/// All vectors of the repository, those that name a record of a pack written out with its parameters.
fn vectors() -> Vec<Value> {
    let texts = [
        include_str!("own.json"),
        include_str!("edges.json"),
        include_str!("packs.json"),
    ];
    let mut all = Vec::new();
    for text in texts {
        let file: Value = serde_json::from_str(text).expect("JSON");
        all.extend(file["vectors"].as_array().expect("a list").iter().cloned());
    }
    for vector in &mut all {
        let Some(id) = vector["pack"].as_str() else {
            continue;
        };
        let pack = RulePack::get(id).expect("a pack");
        let record = (pack.records.iter()).find(|record| vector["record"] == record.id.as_str());
        let record = record.expect("a record");
        let mut params = record.kind.to_json().expect("JSON");
        if let Some(name) = &record.scope.for_attribute {
            params["for_attribute"] = json!(name);
        }
        vector["params"] = params;
        let fields = vector.as_object_mut().expect("an object");
        fields.shift_remove("pack");
        fields.shift_remove("record");
    }
    all
}

/// Whether the vector notices; what cannot be read any more was noticed as well.
fn fails(vector: &Value) -> bool {
    !matches!(run_one(vector, &mut BTreeMap::new()), Ok(reasons) if reasons.is_empty())
}

/// Where numbers stand among the parameters: pointers for this vector, and names without positions.
fn numbers(value: &Value, pointer: &str, name: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Number(_) => found.push((pointer.to_owned(), name.to_owned())),
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                // The two sides of a ratio mean different things.
                let side = if name == "earn_ratio" {
                    format!("{name}.{at}")
                } else {
                    name.to_owned()
                };
                numbers(item, &format!("{pointer}/{at}"), &side, found);
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                let name = if name.is_empty() {
                    key.clone()
                } else {
                    format!("{name}.{key}")
                };
                numbers(member, &format!("{pointer}/{key}"), &name, found);
            }
        }
        _ => {}
    }
}

/// Gives every instant the offset of the first one, so that clock time passes for elapsed time.
fn by_the_wall(value: &mut Value, offset: &mut Option<String>) {
    match value {
        Value::String(text) if text.len() == 22 && text.as_bytes()[10] == b'T' => {
            let own = offset.get_or_insert_with(|| text[16..].to_owned());
            text.replace_range(16.., own);
        }
        Value::Array(items) => items.iter_mut().for_each(|item| by_the_wall(item, offset)),
        Value::Object(members) => {
            for (key, member) in members.iter_mut() {
                if key != "expected" {
                    by_the_wall(member, offset);
                }
            }
        }
        _ => {}
    }
}

#[test]
fn every_number_of_every_kind_is_held_to_the_unit() {
    // Kind, number and direction: whether some vector noticed.
    let mut noticed: BTreeMap<(String, String, i64), bool> = BTreeMap::new();
    for vector in vectors() {
        let kind = vector["kind"].as_str().expect("a kind").to_owned();
        let mut found = Vec::new();
        numbers(&vector["params"], "", "", &mut found);
        for (pointer, name) in found {
            for by in [-1, 1] {
                let seen = noticed.entry((kind.clone(), name.clone(), by)).or_default();
                if *seen {
                    continue;
                }
                let mut changed = vector.clone();
                let number = changed["params"]
                    .pointer_mut(&pointer)
                    .expect("it is there");
                *number = json!(number.as_i64().unwrap_or_default() + by);
                *seen = fails(&changed);
            }
        }
    }
    let known = |kind: &str, name: &str, by: i64| {
        CANNOT_TELL
            .iter()
            .any(|known| (known.0, known.1, known.2) == (kind, name, by))
    };
    let missed: Vec<_> = (noticed.iter())
        .filter(|((kind, name, by), seen)| !**seen && !known(kind, name, *by))
        .map(|(what, _)| what)
        .collect();
    assert!(missed.is_empty(), "no vector tells: {missed:#?}");
    for (kind, name, by, reason) in CANNOT_TELL {
        let seen = noticed.get(&((*kind).to_owned(), (*name).to_owned(), *by));
        assert_eq!(seen, Some(&false), "{kind} {name} {by}: {reason}");
    }
}

/// Kinds none of whose vectors notices a change.
fn unnoticed(change: impl Fn(&mut Value), exempt: &[&str]) -> Vec<&'static str> {
    let mut noticed = BTreeSet::new();
    for vector in vectors() {
        let kind = vector["kind"].as_str().expect("a kind").to_owned();
        let mut changed = vector.clone();
        change(&mut changed);
        if !noticed.contains(&kind) && changed != vector && fails(&changed) {
            noticed.insert(kind);
        }
    }
    let left = RuleKind::NAMES
        .iter()
        .filter(|kind| !noticed.contains(**kind));
    left.copied()
        .filter(|kind| !exempt.contains(kind))
        .collect()
}

#[test]
fn reaching_a_limit_is_told_from_breaking_it() {
    let change = |vector: &mut Value| vector["inclusive"] = json!(true);
    assert_eq!(unnoticed(change, WITHOUT_LIMIT), [""; 0]);
}

#[test]
fn forgotten_history_is_noticed() {
    let change = |vector: &mut Value| {
        if let Some(fields) = vector.as_object_mut() {
            fields.shift_remove("history");
        }
    };
    assert_eq!(unnoticed(change, WITHOUT_HISTORY), [""; 0]);
}

#[test]
fn clock_time_does_not_pass_for_elapsed_time() {
    let change = |vector: &mut Value| by_the_wall(vector, &mut None);
    assert_eq!(unnoticed(change, WITHOUT_CLOCK), [""; 0]);
}

#[test]
fn every_kind_has_a_vector_that_bites_and_one_that_does_not() {
    let mut sides: BTreeMap<String, [bool; 2]> = BTreeMap::new();
    for vector in vectors() {
        let expected = &vector["expected"];
        let filled = |list: &str| {
            expected[list]
                .as_array()
                .is_some_and(|list| !list.is_empty())
        };
        let penalty = expected["penalty"]
            .as_i64()
            .is_some_and(|weight| weight > 0);
        let bites = filled("violations") || filled("premiums") || penalty;
        let kind = vector["kind"].as_str().expect("a kind").to_owned();
        sides.entry(kind).or_default()[usize::from(bites)] = true;
    }
    let missing: Vec<_> = (RuleKind::NAMES.iter())
        .filter(|kind| sides.get(**kind) != Some(&[true, true]))
        .map(|kind| (*kind, sides.get(*kind)))
        .collect();
    assert!(missing.is_empty(), "kind, [kept, broken]: {missing:?}");
}
