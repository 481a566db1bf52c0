//! Well-formed files that say something wrong: each must have the finding it is there for.

use serde_json::{Value, json};

use super::{findings, rich};

/// One broken thing a line: code, place, what is written there.
const CASES: &str = include_str!("cases.txt");

/// Puts a value at a pointer; `-` at its end appends to a list, a new key is added.
fn set(file: &mut Value, place: &str, value: Value) {
    let (parent, key) = place.rsplit_once('/').expect("a pointer");
    match file.pointer_mut(parent).expect("the parent is there") {
        Value::Array(items) if key == "-" => items.push(value),
        Value::Array(items) => items[key.parse::<usize>().expect("a position")] = value,
        Value::Object(map) => {
            map.insert(key.to_owned(), value);
        }
        other => panic!("{place} lies in {other}"),
    }
}

#[test]
fn every_wrong_meaning_has_its_finding() {
    let lines = CASES
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut broken = 0;
    for line in lines {
        let mut parts = line.splitn(3, ' ');
        let mut part = || parts.next().expect("three parts");
        let (code, place, value) = (part(), part(), part());
        let mut file = rich();
        let value = serde_json::from_str(value).expect("the value is JSON");
        set(&mut file, place, value);
        let found = findings(line, &file.to_string());
        assert!(
            found.iter().any(|finding| finding.code == code),
            "{line}: found {found:#?}"
        );
        broken += 1;
    }
    assert!(broken >= 200, "only {broken} cases");
}

#[test]
fn an_id_of_a_page_is_refused() {
    let mut file = rich();
    set(&mut file, "/id", json!("x".repeat(300)));
    assert_eq!(findings("a long id", &file.to_string())[0].code, "bad_id");
}

#[test]
fn several_faults_are_told_at_once() {
    let mut file = rich();
    set(&mut file, "/employees/1/contract", json!("ful"));
    set(&mut file, "/demand/0/hall", json!("nort"));
    set(&mut file, "/demand/1/date", json!("2026-02-31"));
    set(
        &mut file,
        "/employees/0/leave/0/to_date",
        json!("2026-03-01"),
    );
    let found = findings("four faults", &file.to_string());
    let codes: Vec<&str> = found.iter().map(|finding| finding.code).collect();
    let expected = [
        "unknown_contract",
        "unknown_hall",
        "bad_date",
        "dates_reversed",
    ];
    assert_eq!(codes, expected);
    let contract = &found[0];
    assert!(contract.remedy.contains("did you mean \"full\""));
    assert_eq!(contract.subject, "employees[1].contract");
}
