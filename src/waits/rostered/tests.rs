use super::{Engines, QueueDay, Verdict, rostered};
use crate::domain::{HallIx, Instance, QueueIx, Served, TemplateIx};
use crate::formats::read_instance;
use crate::roster::{Activity, Duty, Roster, Serving};
use crate::waits::{Engine, forecast, read_profile};

const HALL: &str = include_str!("../../../tests/it/calendars/night_hall.json");

/// The night hall with so many people at the counter on its first day, 10 to 16 o'clock.
fn waits(change: impl Fn(&mut serde_json::Value), people: usize) -> Vec<QueueDay> {
    let mut file: serde_json::Value = serde_json::from_str(HALL).expect("JSON");
    change(&mut file);
    let instance = read_instance(&file.to_string()).expect("an instance");
    rostered(&instance, &roster(&instance, people)).0
}

fn roster(instance: &Instance, people: usize) -> Roster {
    let start = instance.horizon.instant(instance.horizon.start, 600);
    let duty = Duty {
        hall: HallIx(0),
        template: TemplateIx(0),
        start,
        end: start + 360,
        breaks: Vec::new(),
        serving: vec![Serving {
            start,
            end: start + 360,
            served: Served::Queue(QueueIx(0)),
        }],
    };
    let day = |employee| match employee < people {
        true => Activity::Duty(duty.clone()),
        false => Activity::Rest,
    };
    let rest = instance.horizon.day_count - 1;
    let days = (0..instance.employees.len())
        .map(|employee| [vec![day(employee)], vec![Activity::Rest; rest]].concat());
    Roster {
        days: days.collect(),
    }
}

#[test]
fn the_exact_waits_are_those_of_the_same_day_as_a_profile() {
    let days = waits(|_| (), 2);
    assert_eq!((days.len(), &days[0].engines), (1, &Engines::Both));
    let profile = br#"{"period_min": 60, "start": "10:00", "servers": [2, 2, 2, 2, 2, 2], "service_min": 6.421052631578948,
        "lambda1_per_hour": [3, 0, 1, 0, 0, 0], "lambda2_per_hour": [6, 9, 0, 0, 0, 0]}"#;
    let engine = Engine::Exact {
        quantiles: vec![0.9],
    };
    let told =
        forecast(&read_profile(profile).expect("a profile"), &engine, &[10.0]).expect("waits");
    let first = days[0].intervals[0].classes[0].exact.expect("exact waits");
    let expected = &told.periods[0].classes[0];
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-6, "{a} {b}");
    near(first.mean_minutes, expected.mean_virtual_wait_minutes.value);
    near(
        first.share_within.expect("a share"),
        expected.p_virtual_wait_within[0].value,
    );
    near(
        first.quantile_minutes.expect("a wait"),
        expected.quantiles_minutes[0].expect("a wait"),
    );
}

#[test]
fn both_engines_must_meet_a_target_and_intervals_without_arrivals_have_none() {
    let days = waits(|_| (), 2);
    let intervals = &days[0].intervals;
    assert_eq!(intervals.len(), 3);
    assert_eq!(intervals[1].classes.len(), 1);
    // Three an hour of eight minutes, ten minutes to wait: nobody misses that. A mean of one minute is missed.
    assert_eq!(intervals[0].classes[0].verdict, Verdict::Met);
    assert_eq!(intervals[0].classes[1].verdict, Verdict::Missed);
}

#[test]
fn where_nobody_serves_every_target_is_missed() {
    let days = waits(|_| (), 0);
    assert!(matches!(days[0].engines, Engines::Neither { .. }));
    let classes: Vec<_> = days[0]
        .intervals
        .iter()
        .flat_map(|at| &at.classes)
        .collect();
    assert!(
        classes
            .iter()
            .all(|waits| waits.verdict == Verdict::Missed && waits.waits().is_none())
    );
}

#[test]
fn three_classes_in_a_line_are_simulated_and_said_to_be() {
    let days = waits(
        |file| {
            let hall = &mut file["halls"][0];
            let mut third = hall["customer_classes"][0].clone();
            third["id"] = "third".into();
            hall["customer_classes"]
                .as_array_mut()
                .expect("classes")
                .push(third);
            let queue = hall["queues"][0]["customer_classes"].as_array_mut();
            queue.expect("classes").push("third".into());
            let mut arrivals = file["demand"][0].clone();
            arrivals["customer_class"] = "third".into();
            file["demand"]
                .as_array_mut()
                .expect("demand")
                .push(arrivals);
        },
        2,
    );
    assert!(matches!(days[0].engines, Engines::Simulation { .. }));
    let first = &days[0].intervals[0].classes[0];
    assert!(first.exact.is_none() && first.simulated.is_some());
    assert_eq!(first.verdict, Verdict::Met);
}
