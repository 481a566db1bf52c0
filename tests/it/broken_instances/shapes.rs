//! Every single value of a rich file, broken in shape.

use serde_json::{Value, json};

use super::{findings, rich};

/// Every place of a value, as JSON pointers, outside free-form rules.
fn places(value: &Value, at: String, all: &mut Vec<String>) {
    if at.ends_with("/rules") {
        all.push(at);
        return;
    }
    match value {
        Value::Object(map) => {
            for (key, member) in map {
                places(member, format!("{at}/{key}"), all);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                places(item, format!("{at}/{index}"), all);
            }
        }
        _ => {}
    }
    if !at.is_empty() {
        all.push(at);
    }
}

fn all_places() -> Vec<String> {
    let mut all = Vec::new();
    places(&rich(), String::new(), &mut all);
    assert!(all.len() > 300, "only {} places", all.len());
    all
}

/// `/halls/0/id` as a finding names it: `halls[0].id`.
fn path(pointer: &str) -> String {
    let mut path = String::new();
    for step in pointer.split('/').skip(1) {
        if step.bytes().all(|byte| byte.is_ascii_digit()) {
            path.push_str(&format!("[{step}]"));
        } else {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(step);
        }
    }
    path
}

#[test]
fn every_value_of_a_wrong_type_is_found_at_its_place() {
    for place in all_places() {
        let mut file = rich();
        let value = file.pointer_mut(&place).expect("it is there");
        let wrong = match value {
            Value::String(_) => json!(17),
            Value::Number(_) => json!("many"),
            Value::Bool(_) => json!("yes"),
            Value::Array(_) => json!("none"),
            Value::Object(_) => json!([1, 2]),
            Value::Null => unreachable!("the rich file says everything"),
        };
        *value = wrong;
        let found = findings(&place, &file.to_string());
        let path = path(&place);
        assert!(
            found.iter().any(|finding| finding.subject == path
                && ["wrong_type", "unknown_value"].contains(&finding.code)),
            "{path}: {found:?}"
        );
    }
}

#[test]
fn every_misspelt_field_is_found_with_the_right_spelling() {
    for place in all_places() {
        let (parent, key) = place.rsplit_once('/').expect("a pointer");
        let mut file = rich();
        let Some(Value::Object(map)) = file.pointer_mut(parent) else {
            continue;
        };
        let value = map.shift_remove(key).expect("it is there");
        map.insert(format!("{key}x"), value);
        let found = findings(&place, &file.to_string());
        let told = |finding: &paiban::domain::Finding| {
            finding.code == "unknown_field" && finding.remedy.contains(&format!("`{key}`"))
        };
        // Two letters may be as near to another field.
        assert!(
            found.iter().any(|f| f.code == "unknown_field")
                && (key.len() < 4 || found.iter().any(told)),
            "{place}: {found:?}"
        );
    }
}

#[test]
fn every_number_beyond_its_field_is_found() {
    for place in all_places() {
        let mut file = rich();
        let value = file.pointer_mut(&place).expect("it is there");
        if !value.is_number() {
            continue;
        }
        for wrong in [json!(1e300), json!(-1e300), json!("1e999"), json!("NaN")] {
            let mut file = rich();
            *file.pointer_mut(&place).expect("it is there") = wrong.clone();
            findings(&format!("{place} = {wrong}"), &file.to_string());
        }
    }
}

#[test]
fn every_list_element_may_not_be_null() {
    for place in all_places() {
        if place
            .rsplit('/')
            .next()
            .is_some_and(|step| step.bytes().all(|b| b.is_ascii_digit()))
        {
            let mut file = rich();
            *file.pointer_mut(&place).expect("it is there") = Value::Null;
            findings(&place, &file.to_string());
        }
    }
}

#[test]
fn every_date_and_time_and_id_that_is_none_is_found() {
    let mut broken = 0;
    for place in all_places() {
        let file = rich();
        let text = file.pointer(&place).and_then(Value::as_str).unwrap_or("");
        let wrong: &[&str] = match (text.len(), place.rsplit('/').next()) {
            (10, _) if text.starts_with("20") => {
                &["2026-02-30", "02.03.2026", "2026-3-2", "9999-99-99", "soon"]
            }
            (5, _) if text.contains(':') => &["8 o'clock", "25:61", "-01:00", "0800", "99:99"],
            (_, Some("id")) => &["", " ", "two\nlines", "blank "],
            _ => continue,
        };
        for wrong in wrong {
            let mut file = rich();
            *file.pointer_mut(&place).expect("it is there") = json!(wrong);
            findings(&format!("{place} = {wrong:?}"), &file.to_string());
            broken += 1;
        }
    }
    assert!(broken > 200, "only {broken}");
}
