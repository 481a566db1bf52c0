//! The curve of cost against a wait target, held against every roster of a small morning; and the command that prints it.

use std::time::Duration;

use paiban::domain::{Instance, PayBasis};
use paiban::formats::read_instance;
use paiban::milp::StopSignal;
use paiban::planner::{
    PlanOptions, WaitRule, frontier, main_class, paid_by_the_minute, with_busy_threshold,
};
use paiban::report::Standing;
use serde_json::{Value, json};

use super::planning::{paiban, said};
use super::wait_bounds::{changed, least_cost, morning_text};

#[test]
fn every_point_of_a_curve_is_the_best_of_all_rosters_and_its_bound_holds() {
    let base = changed(|file| file["prices"] = json!({"missed_target_cents": 6_000}));
    assert_eq!(main_class(&base).as_deref(), Some("other"));
    let at = |minutes| with_busy_threshold(&base, "other", minutes).expect("an instance");
    let instances = [at(2.0), at(6.0), at(12.0), at(30.0)];
    let options = PlanOptions {
        time_limit: None,
        gap: 0.0,
        waits: WaitRule::Exact,
        ..PlanOptions::default()
    };
    let mut told = Vec::new();
    let plans = frontier(&instances, &[], &options, &StopSignal::new(), |at, _| {
        told.push(at)
    });
    assert_eq!(told, [3, 2, 1, 0]);
    let mut costs = Vec::new();
    for (instance, plan) in instances.iter().zip(plans) {
        let plan = plan.expect("a roster");
        let least = least_cost(instance);
        assert_eq!(plan.audit.cost.total, least, "{}", costs.len());
        assert!(plan.bound <= least);
        costs.push(least);
    }
    assert!(costs.is_sorted_by(|stricter, looser| stricter >= looser));
    assert!(costs[0] > costs[3], "{costs:?}");
}

#[test]
fn without_time_to_judge_every_point_has_a_legal_roster_and_says_so() {
    let base = changed(|_| ());
    let at = |minutes| with_busy_threshold(&base, "other", minutes).expect("an instance");
    let options = PlanOptions {
        time_limit: Some(Duration::ZERO),
        waits: WaitRule::Exact,
        ..PlanOptions::default()
    };
    let instances = [at(2.0), at(6.0), at(12.0)];
    for plan in frontier(&instances, &[], &options, &StopSignal::new(), |_, _| ()) {
        let plan = plan.expect("a roster");
        assert!(plan.audit.is_clean() && plan.audit.waits.is_none());
        assert_eq!(plan.standing, Standing::Stopped);
        assert!(plan.bound <= plan.audit.cost.total);
        let warned = plan.needs.warnings.concat();
        assert!(warned.contains("before waits could be judged"), "{warned}");
    }
}

#[test]
fn a_threshold_is_changed_for_classes_that_have_one() {
    let base = changed(|_| ());
    let found = with_busy_threshold(&base, "nobody", 5.0).expect_err("no such class");
    assert_eq!(found[0].code, "unknown_class");
    assert!(with_busy_threshold(&base, "gold", 601.0).is_err());
    assert!(with_busy_threshold(&base, "gold", f64::NAN).is_err());
}

#[test]
fn paid_by_the_minute_nobody_has_a_base_pay_and_nobody_works_beyond_the_norm() {
    let week = read_instance(include_str!("../../instances/hall-week.json")).expect("an instance");
    let need = paid_by_the_minute(&week).expect("an instance");
    let hourly = |instance: &Instance| {
        let contracts = instance.contracts.iter();
        contracts.filter(|own| own.pay == PayBasis::Hourly).count()
    };
    assert_eq!((hourly(&week), hourly(&need)), (1, 2));
    let rules = |instance: &Instance| {
        instance
            .contracts
            .iter()
            .map(|own| own.rules.len())
            .sum::<usize>()
    };
    assert_eq!(rules(&need), rules(&week) + 1);
}

/// What the command prints for the morning, ended by work and not by the clock.
fn told(more: &[&str], code: i32) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("i.json");
    let text = morning_text([2.0, 4.0, 6.0, 5.0, 3.0, 2.0], 3_000);
    std::fs::write(&path, text).expect("written");
    let path = path.to_string_lossy();
    let output = paiban(&[&["frontier", &path, "--work-limit", "6000"], more].concat());
    assert_eq!(output.status.code(), Some(code), "{}", said(&output));
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn the_curve_is_told_point_by_point_with_bound_and_gap() {
    let told: Value =
        serde_json::from_str(&told(&["--targets", "12,3,6", "--json"], 0)).expect("JSON");
    let named = (&told["class"], &told["hall_hours"]);
    assert_eq!(named, (&json!("other"), &json!(3.0)));
    let curves = told["curves"].as_array().expect("curves");
    let ids: Vec<_> = curves.iter().map(|curve| &curve["id"]).collect();
    assert_eq!(ids, ["need", "staff"]);
    for curve in curves {
        let points = curve["points"].as_array().expect("points");
        let minutes: Vec<_> = points
            .iter()
            .map(|point| point["minutes"].as_f64())
            .collect();
        assert_eq!(minutes, [Some(3.0), Some(6.0), Some(12.0)]);
        let cents = |point: &Value, name: &str| point[name].as_i64().expect("cents");
        for ends in points.windows(2) {
            for name in ["cost", "bound"] {
                assert!(cents(&ends[0], name) >= cents(&ends[1], name), "{told}");
            }
            let step = &ends[0]["per_minute_hall_hour"];
            let step = ["least", "cost", "most"].map(|name| step[name].as_f64().expect("a price"));
            assert!(step.is_sorted(), "{told}");
        }
        for point in points {
            let (cost, bound) = (cents(point, "cost"), cents(point, "bound"));
            assert!(bound <= cost, "{told}");
            let gap = point["gap"].as_f64().expect("a gap");
            assert!(
                (gap * cost as f64 - (cost - bound) as f64).abs() < 1.0,
                "{told}"
            );
        }
        assert_eq!(points[2]["per_minute_hall_hour"], json!(null));
    }
}

#[test]
fn the_table_is_in_the_language_asked_for() {
    let table = |tongue| {
        told(
            &["--targets", "6,12", "--class", "gold", "--lang", tongue],
            0,
        )
    };
    for (tongue, words) in [
        (
            "en",
            ["today's staff", "what the hall would need", "Bound", "Gap"],
        ),
        ("zh", ["现有人员", "理想用工", "下界", "差距"]),
    ] {
        let table = table(tongue);
        assert!(table.contains("6 min"), "{table}");
        assert!(words.iter().all(|word| table.contains(word)), "{table}");
    }
}

#[test]
fn what_is_no_class_target_or_limit_is_refused() {
    told(&["--class", "nobody"], 2);
    for targets in ["", "0", "NaN", "inf", "1e-300", "4,,6", "601"] {
        told(&[&format!("--targets={targets}")], 2);
    }
    told(&["--gap", "NaN"], 2);
    told(&["--time-limit", "0s"], 2);
}
