//! `paiban wait` as people and scripts meet it.

use std::path::Path;

use paiban::waits::{LineFit, fit, read_tickets};
use serde_json::{Value, json};

use super::planning::{at, paiban, said};
use super::queueing_reference::{list, table};

const PROFILE: &str = "instances/days/street-hall.json";

/// Runs the command with a file as its first argument; what it said, which must come with this exit code.
fn check(file: &Path, more: &[&str], code: i32) -> String {
    let path = file.to_string_lossy();
    let output = paiban(&[&["wait", &*path], more].concat());
    assert_eq!(
        output.status.code(),
        Some(code),
        "{more:?}: {}",
        said(&output)
    );
    said(&output)
}

fn answer(file: &Path, more: &[&str]) -> Value {
    let said = check(file, &[&["--json"], more].concat(), 0);
    serde_json::from_str(said.lines().next().unwrap_or_default()).expect("one JSON object")
}

/// The example profile with some fields replaced, in a file of its own.
fn changed(folder: &tempfile::TempDir, fields: &Value) -> std::path::PathBuf {
    let text = std::fs::read_to_string(at(PROFILE)).expect("it is there");
    let mut profile: Value = serde_json::from_str(&text).expect("it is JSON");
    for (key, value) in fields.as_object().expect("fields") {
        profile[key] = value.clone();
    }
    let path = folder.path().join("changed.json");
    std::fs::write(&path, profile.to_string()).expect("it is written");
    path
}

#[test]
fn the_answer_bears_the_names_and_figures_of_the_published_days() {
    let Some(table) = table("queue_transient.json") else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let case = &list(&table, "profiles")[1];
    let file = folder.path().join("profile.json");
    std::fs::write(&file, case["profile"].to_string()).expect("it is written");
    let answer = answer(&file, &["--quantile", "0.5"]);
    // Another program's own checks stay with it.
    let beside = ["des_", "truncated", "little", "preemptive", "mean_actual"];
    let mut compared = 0;
    compare(&answer, &case["exact"], "", &mut |at, found, expected| {
        if beside.iter().any(|name| at.contains(name)) {
            return;
        }
        let Some(found) = found.as_f64() else {
            panic!("{at} is missing");
        };
        let share = at.contains("p_") && !at.contains("per_hour");
        let limit = if share { 1e-5 } else { 1e-4 * expected.abs() };
        assert!(
            (found - expected).abs() <= limit,
            "{at}: {found}, not {expected}"
        );
        compared += 1;
    });
    assert!(compared > 400, "{compared}");
}

/// Shows every number of `expected` beside what stands at the same place in `found`.
fn compare(found: &Value, expected: &Value, at: &str, show: &mut impl FnMut(&str, &Value, f64)) {
    match expected {
        Value::Object(fields) => {
            for (key, value) in fields {
                compare(&found[key], value, &format!("{at}.{key}"), show);
            }
        }
        Value::Array(values) => {
            for (place, value) in values.iter().enumerate() {
                compare(&found[place], value, &format!("{at}[{place}]"), show);
            }
        }
        Value::Number(number) => show(at, found, number.as_f64().unwrap_or(f64::NAN)),
        _ => {}
    }
}

#[test]
fn both_engines_agree_on_the_example_day() {
    let exact = answer(&at(PROFILE), &[]);
    let simulated = answer(
        &at(PROFILE),
        &["--engine", "simulate", "--days", "6000", "--seed", "3"],
    );
    let mut compared = 0;
    for place in ["class1", "class2"] {
        let pairs = list(&exact, "periods")
            .iter()
            .zip(list(&simulated, "periods"));
        for (exact, simulated) in pairs {
            let (exact, simulated) = (&exact[place], &simulated[place]);
            for name in ["mean_virtual_wait_min", "mean_queue", "p_abandon"] {
                let width = simulated["half_width"][name]
                    .as_f64()
                    .expect("a half width");
                let difference = exact[name].as_f64().unwrap() - simulated[name].as_f64().unwrap();
                // 4.5 standard errors; the interval is 3.29 of them to each side.
                assert!(
                    difference.abs() <= width * 4.5 / 3.29,
                    "{place} {name}: {difference} {width}"
                );
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 60);
    let again = answer(
        &at(PROFILE),
        &["--engine", "simulate", "--days", "6000", "--seed", "3"],
    );
    assert_eq!(simulated, again);
}

#[test]
fn the_table_is_told_in_both_languages_with_its_discipline() {
    let said = check(&at(PROFILE), &[], 0);
    for word in [
        "exact 精确",
        "first free server leaves",
        "先离岗",
        "Mean wait 平均等待",
        "16:30",
        "弃号",
    ] {
        assert!(said.contains(word), "{word} is missing in\n{said}");
    }
}

#[test]
fn a_profile_that_is_none_is_answered_with_code_field_and_remedy() {
    let folder = tempfile::tempdir().expect("a folder");
    let refused = |fields: Value, code: &str, subject: &str| {
        let said = check(&changed(&folder, &fields), &[], 2);
        assert!(said.contains(&format!("{code}: {subject}")), "{said}");
    };
    refused(
        json!({"servers": [3, 4, 5, 5, 3, 3, 4, 5, 4, 0]}),
        "no_server_at_close",
        "servers[9]",
    );
    refused(json!({"servers": [3]}), "list_length", "lambda1_per_hour");
    refused(json!({"servers": "many"}), "wrong_type", "servers");
    refused(json!({"servers": [1.5]}), "wrong_type", "servers[0]");
    refused(
        json!({"lambda1_per_hour": [-1]}),
        "number_out_of_range",
        "lambda1_per_hour[0]",
    );
    refused(
        json!({"lambda1_per_hour": []}),
        "number_out_of_range",
        "the length of lambda1_per_hour",
    );
    refused(
        json!({"service_min": 0}),
        "number_out_of_range",
        "service_min",
    );
    refused(json!({"service_min": null}), "missing_field", "service_min");
    refused(
        json!({"patience1_min": -3}),
        "number_out_of_range",
        "patience1_min",
    );
    refused(json!({"start": "25:00"}), "bad_time", "start");
    refused(json!({"leavers": "all"}), "unknown_value", "leavers");
    refused(json!({"leavers": "named"}), "simulation_only", "leavers");
    refused(json!({"lamda": 1}), "unknown_field", "lamda");
    let rush = json!({"lambda2_per_hour": vec![10_000; 10], "patience2_min": null});
    refused(rush, "day_too_large", "profile");
    let garbage = folder.path().join("garbage.json");
    std::fs::write(&garbage, "{\"service_min\": NaN}").expect("it is written");
    assert!(check(&garbage, &[], 2).contains("not_json"));
    let twice =
        "{\"servers\": [1], \"servers\": [2], \"service_min\": 8, \"lambda1_per_hour\": [1]}";
    std::fs::write(&garbage, twice).expect("it is written");
    let said = check(&garbage, &[], 2);
    assert!(said.contains("duplicate_key: servers"), "{said}");
    let missing = check(&folder.path().join("missing.json"), &[], 2);
    assert!(missing.contains("请检查路径和权限"), "{missing}");
    // The exact engine simulates no day.
    let days = check(&at(PROFILE), &["--days", "100"], 2);
    assert!(days.contains("只用于"), "{days}");
    check(&at(PROFILE), &["--within", "-1"], 2);
    check(&at(PROFILE), &["--quantile", "1"], 2);
    // One day says nothing about how sure its figures are.
    check(&at(PROFILE), &["--engine", "simulate", "--days", "1"], 2);
    check(
        &at(PROFILE),
        &["--engine", "simulate", "--days", "100000000"],
        2,
    );
}

#[test]
fn a_day_of_overload_and_a_day_without_customers_have_finite_answers() {
    let folder = tempfile::tempdir().expect("a folder");
    let overload = json!({"servers": vec![1; 10], "patience1_min": null, "patience2_min": null});
    let none = vec![0; 10];
    let nobody = json!({"lambda1_per_hour": none, "lambda2_per_hour": none, "opening_queue2": 0});
    let closed_at_noon = json!({"servers": [3, 4, 5, 0, 0, 3, 4, 5, 4, 3]});
    for (fields, least) in [(overload, 300.0), (nobody, 0.0), (closed_at_noon, 5.0)] {
        let file = changed(&folder, &fields);
        for engine in [["--engine", "exact"], ["--engine", "simulate"]] {
            let answer = answer(&file, &[&engine[..], &["--within", "10"]].concat());
            let wait = &answer["day"]["class2"]["mean_virtual_wait_min"];
            assert!(
                wait.as_f64().is_some_and(|wait| wait >= least),
                "{engine:?}: {wait}"
            );
        }
    }
}

#[test]
fn named_leavers_and_lognormal_services_are_simulated() {
    let folder = tempfile::tempdir().expect("a folder");
    let fields =
        json!({"leavers": "named", "service_cv": 0.7, "service1_min": 6, "call_out_min": 0.4});
    let answer = answer(
        &changed(&folder, &fields),
        &["--engine", "simulate", "--days", "200"],
    );
    assert!(
        answer["discipline"]
            .as_str()
            .expect("words")
            .contains("leavers have names")
    );
    assert!(
        answer["day"]["class2"]["mean_virtual_wait_min"]
            .as_f64()
            .expect("a wait")
            > 0.0
    );
}

#[test]
fn the_example_log_is_told_as_a_table_and_as_json() {
    let log = at("instances/days/tickets.csv")
        .to_string_lossy()
        .into_owned();
    let output = paiban(&["wait", "--tickets", &log]);
    assert!(output.status.success() && said(&output).contains("Predicted 预测"));
    let output = paiban(&["wait", "--tickets", &log, "--json"]);
    let answer: Value = serde_json::from_str(&said(&output)).expect("one JSON object");
    let line = &answer["queues"][0];
    assert_eq!((&line["queue"], &line["days"]), (&json!("hall"), &json!(2)));
    let profile = at(PROFILE).to_string_lossy().into_owned();
    assert_eq!(
        paiban(&["wait", "--tickets", &profile]).status.code(),
        Some(2)
    );
}

/// A public log that lies beside the repository, or `None` with a printed line.
fn public_log(name: &str) -> Option<Vec<LineFit>> {
    let path = at("../shared/data/queues").join(name);
    let Ok(bytes) = std::fs::read(&path) else {
        println!("skipped: {} is not here", path.display());
        return None;
    };
    let log = read_tickets(&bytes).expect("the log can be read");
    println!(
        "{name}: {} tickets, left out {:?}",
        log.tickets.len(),
        log.left_out
    );
    Some(fit(&log.tickets))
}

#[test]
fn the_telephone_bank_waits_about_as_long_as_the_exact_day_expects() {
    let Some(lines) = public_log("data_anonymous_bank_february.txt") else {
        return;
    };
    let whole = &lines[0].whole;
    println!("{whole:?}");
    assert_eq!((lines.len(), lines[0].days), (1, 28));
    // docs/waits.md gives the table; hour by hour it is wider of the mark.
    assert!((whole.expected_wait_minutes / whole.seen_wait_minutes - 1.0).abs() < 0.2);
    assert!((whole.expected_left - whole.seen_left).abs() < 0.03);
}

#[test]
fn the_clinic_is_read_room_by_room_and_does_not_fit_late_in_the_morning() {
    let Some(lines) = public_log("clinic_tickets.csv") else {
        return;
    };
    let room = lines
        .iter()
        .find(|line| line.queue == "Review Room 4")
        .expect("a room");
    assert_eq!(room.days, 25);
    assert!((room.whole.expected_wait_minutes / room.whole.seen_wait_minutes - 1.0).abs() < 0.5);
}
