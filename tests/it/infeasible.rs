//! What cannot be done as asked is told by person and rule, or comes back with its gaps.

use paiban::units::Minutes;
use serde_json::Value;

use super::planning::{at, files_of, instance, paiban, said, solve, text};

/// The answer to a clash of pins: no roster, and one of these rules by name.
fn check(name: &str, rules: &[&str]) {
    let path = at(&format!("instances/infeasible/{name}.json"));
    let path = path.to_string_lossy();
    let output = paiban(&["solve", &path]);
    assert_eq!(output.status.code(), Some(3), "{name}: {}", said(&output));
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(words.contains("E1"), "{name}: {words}");
    assert!(
        rules.iter().any(|rule| words.contains(rule)),
        "{name}: {words}"
    );

    let output = paiban(&["solve", &path, "--json"]);
    assert_eq!(output.status.code(), Some(3), "{name}: {}", said(&output));
    let object: Value = serde_json::from_str(&text(&output)).expect("it is one JSON object");
    assert_eq!(object["status"], "none");
    assert_eq!(object["blocked"][0]["employee"], "E1");
}

#[test]
fn every_infeasible_instance_is_tested_here() {
    assert_eq!(
        files_of("instances/infeasible"),
        [
            "pinned-long-day.json",
            "pinned-seventh-day.json",
            "pinned-short-rest.json",
            "too-few-people.json"
        ]
    );
}

#[test]
fn pins_too_close_together_name_the_rest_between_shifts() {
    check("pinned-short-rest", &["cn.std.rest11"]);
}

#[test]
fn seven_pinned_days_name_a_rule_about_weekly_rest() {
    let rules = ["cn.std.rest_week", "cn.std.run6", "cn.std.rest_24h"];
    check("pinned-seventh-day", &rules);
}

#[test]
fn a_pinned_long_day_without_consent_names_the_limit_on_overtime() {
    check(
        "pinned-long-day",
        &["cn.std.ot_day_1h", "consent to overtime"],
    );
}

#[test]
fn too_few_people_are_no_failure_but_a_roster_with_its_gaps() {
    let plan = solve(&instance("instances/infeasible/too-few-people.json")).expect("a roster");
    assert_eq!(plan.audit.cost.total.0, 1_320_000);
    assert_eq!(plan.bound, plan.audit.cost.total);
    let gaps = &plan.audit.gaps;
    assert_eq!(gaps.len(), 10);
    assert!(gaps.iter().all(|gap| (gap.needed, gap.missing) == (3, 2)));
    let missing: Minutes = gaps.iter().map(|gap| gap.head_minutes()).sum();
    assert_eq!(missing, Minutes(80 * 60));

    let path = at("instances/infeasible/too-few-people.json");
    let output = paiban(&["solve", &path.to_string_lossy()]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
}
