use super::apply;
use crate::formats::proto::{DemandChange, Instance, MoreStaff, Scenario, TrainedPerson};
use crate::formats::{instance_from_proto, read_instance_message, read_scenario};

fn week() -> Instance {
    read_instance_message(include_str!("../../instances/hall-week.json")).expect("an instance")
}

/// Codes of what cannot be changed.
fn check(scenario: Scenario, expected: &[&str]) {
    let found = apply(&week(), &scenario).expect_err("a change that cannot be made");
    let codes: Vec<&str> = found.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, expected);
    assert!(found.iter().all(|finding| finding.remedy_zh().is_some()));
}

#[test]
fn the_scenarios_that_come_along_make_valid_instances() {
    let files = [
        include_str!("../../instances/scenarios/one-more.json"),
        include_str!("../../instances/scenarios/trained.json"),
        include_str!("../../instances/scenarios/kiosks.json"),
        include_str!("../../instances/scenarios/busy-week.json"),
        include_str!("../../instances/scenarios/later.json"),
        include_str!("../../instances/scenarios/rest12.json"),
    ];
    let base = instance_from_proto(&week()).expect("a valid instance");
    for file in files {
        let scenario = read_scenario(file).expect("a scenario");
        let changed = apply(&week(), &scenario).expect("changes that can be made");
        let changed = instance_from_proto(&changed).expect("a valid instance");
        assert_ne!(changed.input_sha256, base.input_sha256, "{}", scenario.id);
    }
}

#[test]
fn kiosks_thin_the_arrivals_of_their_class_alone() {
    let scenario = Scenario {
        demand: vec![DemandChange {
            customer_class: "other".into(),
            percent: -50.0,
            ..DemandChange::default()
        }],
        ..Scenario::default()
    };
    let (before, after) = (week(), apply(&week(), &scenario).expect("changed"));
    for (before, after) in before.demand.iter().zip(&after.demand) {
        let factor = if before.customer_class == "other" {
            0.5
        } else {
            1.0
        };
        assert_eq!(after.expected_arrivals, before.expected_arrivals * factor);
    }
}

#[test]
fn people_added_twice_like_the_same_person_have_ids_of_their_own() {
    let more = |count| MoreStaff {
        like: "E01".into(),
        count,
    };
    let scenario = Scenario {
        more_staff: vec![more(2), more(1)],
        ..Scenario::default()
    };
    let changed = apply(&week(), &scenario).expect("changes that can be made");
    let ids = changed.employees[week().employees.len()..].iter();
    assert!(ids.map(|person| &person.id).eq(["E01+1", "E01+2", "E01+3"]));
    instance_from_proto(&changed).expect("a valid instance");
}

#[test]
fn every_change_that_cannot_be_made_is_told_at_once() {
    let scenario = Scenario {
        more_staff: vec![
            MoreStaff {
                like: "nobody".into(),
                count: 1,
            },
            MoreStaff {
                like: "E01".into(),
                count: -3,
            },
        ],
        trained: vec![TrainedPerson {
            employee: "E01".into(),
            skill: "counter".into(),
        }],
        demand: vec![DemandChange {
            percent: f64::NAN,
            ..DemandChange::default()
        }],
        ..Scenario::default()
    };
    check(
        scenario,
        &[
            "unknown_employee",
            "number_out_of_range",
            "duplicate_skill",
            "number_out_of_range",
        ],
    );
}
