//! The tiny instances cost what was worked out by hand, and the bound says so too.

use std::collections::BTreeMap;

use paiban::report::Standing;
use paiban::units::Money;
use serde_json::Value;

use super::planning::{at, files_of, instance, paiban, said, solve, text};

fn optima() -> BTreeMap<String, i64> {
    let text = std::fs::read_to_string(at("instances/tiny/optima.json")).expect("it is there");
    serde_json::from_str(&text).expect("it lists an optimum for each file")
}

#[test]
fn every_tiny_instance_has_an_optimum_worked_out_by_hand() {
    let listed: Vec<String> = optima().into_keys().collect();
    assert_eq!(listed, files_of("instances/tiny"));
}

#[test]
fn cost_and_bound_of_every_tiny_instance_are_the_hand_worked_optimum() {
    for (name, optimum) in optima() {
        check(&name, Money(optimum));
    }
}

fn check(name: &str, optimum: Money) {
    let plan = solve(&instance(&format!("instances/tiny/{name}")))
        .unwrap_or_else(|why| panic!("{name}: {why:?}"));
    let cost = &plan.audit.cost;
    assert_eq!(
        (cost.total, plan.bound, plan.standing),
        (optimum, optimum, Standing::Proven),
        "{name}: {:?}",
        cost.terms
    );
}

#[test]
fn the_command_prints_the_optimum_as_one_json_object() {
    let path = at("instances/tiny/sixth-day.json");
    let output = paiban(&["solve", &path.to_string_lossy(), "--gap", "0", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let object: Value = serde_json::from_str(&text(&output)).expect("it is one JSON object");
    assert_eq!(object["status"], "optimal");
    assert_eq!(object["cost"], optima()["sixth-day.json"]);
    assert_eq!(object["bound"], object["cost"]);
    assert_eq!(object["gap"].as_f64(), Some(0.0));
    assert!(
        object["seconds"]
            .as_f64()
            .is_some_and(|seconds| seconds > 0.0)
    );
}
