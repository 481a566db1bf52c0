//! What is told of the waits under a roster, queue by queue and day by day.

use paiban::checker::{Engines, SessionWaits, WaitJudge, WaitVerdict};
use paiban::domain::{HallIx, Instance, QueueIx, Served, TemplateIx};
use paiban::formats::{plain_json, read_instance};
use paiban::roster::{Activity, Duty, Roster, Serving};
use paiban::waits::{Engine, forecast, read_profile};

const HALL: &str = include_str!("calendars/night_hall.json");

/// The night hall with so many people at the counter on its first day, 10 to 16 o'clock.
fn waits(change: impl Fn(&mut serde_json::Value), people: usize) -> Vec<SessionWaits> {
    let mut file: serde_json::Value = serde_json::from_str(HALL).expect("JSON");
    change(&mut file);
    let instance = read_instance(&file.to_string()).expect("an instance");
    let roster = roster(&instance, people);
    let seen = WaitJudge::of_all(&instance).seen(&roster, None, 0, &|_| false);
    assert_eq!(seen.left_out, 0);
    // What a judge found out is taken over, not judged again, and can be had from what is seen.
    let verdict = WaitJudge::new(&instance).judge(&roster, Engines::Both);
    let again = WaitJudge::of_all(&instance).seen(&roster, Some(&verdict), 0, &|_| false);
    assert_eq!(again, seen);
    let told = seen.verdict().map_or(Vec::new(), |told| told.promises);
    assert_eq!(told, verdict.promises);
    let nothing = WaitVerdict {
        promises: Vec::new(),
        ..verdict
    };
    let unjudged = WaitJudge::of_all(&instance).seen(&roster, Some(&nothing), 0, &|_| false);
    assert_eq!(unjudged.verdict(), None);
    seen.sessions
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
    assert_eq!(days.len(), 1);
    let profile = br#"{"period_min": 60, "start": "10:00", "servers": [2, 2, 2, 2, 2, 2], "service_min": 6.421052631578948,
        "lambda1_per_hour": [3, 0, 1, 0, 0, 0], "lambda2_per_hour": [6, 9, 0, 0, 0, 0]}"#;
    let engine = Engine::Exact {
        quantiles: vec![0.9],
    };
    let told = forecast(
        &read_profile(plain_json(profile).expect("JSON")).expect("a profile"),
        &engine,
        &[10.0],
    )
    .expect("waits");
    let first = &days[0].intervals[0].classes[0];
    let expected = &told.periods[0].classes[0];
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-6, "{a} {b}");
    near(
        first.mean_minutes.expect("a mean"),
        expected.mean_virtual_wait_minutes.value,
    );
    let share = first.promise.and_then(|promise| promise.exact);
    near(
        share.expect("a share"),
        expected.p_virtual_wait_within[0].value,
    );
    near(
        first.quantile_minutes.expect("a wait"),
        expected.quantiles_minutes[0].expect("a wait"),
    );
}

#[test]
fn both_engines_must_meet_a_target_and_classes_that_do_not_come_have_none() {
    let days = waits(|_| (), 2);
    let intervals = &days[0].intervals;
    assert_eq!(intervals.len(), 3);
    assert_eq!(intervals[1].classes.len(), 1);
    // Three an hour of eight minutes, ten minutes to wait: nobody misses that. A mean of one minute is missed.
    let met = |class: usize| {
        intervals[0].classes[class]
            .promise
            .map(|promise| promise.met)
    };
    assert_eq!((met(0), met(1)), (Some(true), Some(false)));
    let promise = intervals[0].classes[0].promise.expect("a promise");
    assert!(promise.exact.is_some() && promise.simulated.is_some());
}

#[test]
fn where_nobody_serves_every_target_is_missed() {
    let days = waits(|_| (), 0);
    let mut classes = days[0].intervals.iter().flat_map(|at| &at.classes);
    assert!(classes.all(|waits| waits.is_missed()));
    assert!(days[0].intervals.iter().all(|at| at.heads == 0));
}

#[test]
fn a_queue_without_targets_has_waits_and_no_verdict() {
    let days = waits(
        |file| {
            let classes = file["halls"][0]["customer_classes"].as_array_mut();
            for class in classes.expect("classes") {
                let class = class.as_object_mut().expect("a class");
                class.retain(|key, _| !key.ends_with("target"));
            }
        },
        2,
    );
    let classes = days[0].intervals.iter().flat_map(|at| &at.classes);
    let told: Vec<_> = classes.collect();
    assert_eq!(told.len(), 4);
    for waits in told {
        assert!(waits.promise.is_none() && waits.mean_minutes.is_some());
    }
}

#[test]
fn the_middle_one_of_three_classes_is_judged_too() {
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
    let first = &days[0].intervals[0].classes;
    assert_eq!(first.len(), 3);
    for waits in first {
        let promise = waits.promise.expect("a promise");
        assert!(promise.exact.is_some() && promise.simulated.is_some());
    }
}

#[test]
fn whoever_comes_in_a_pause_waits_until_the_queue_is_served_again() {
    let days = waits(
        |file| {
            let queue = &mut file["halls"][0]["queues"][0];
            queue["open_windows"] = serde_json::json!([
                {"start": "10:00", "end": "11:00"}, {"start": "12:00", "end": "16:00"}
            ]);
        },
        2,
    );
    let heads = |day: usize| -> Vec<u32> {
        let intervals = days[day].intervals.iter();
        intervals.map(|at| at.heads).collect()
    };
    assert_eq!((days.len(), heads(0), heads(1)), (2, vec![2], vec![0, 2]));
    let pause = &days[1].intervals[0].classes[0];
    let mean = pause.mean_minutes.expect("a mean");
    // Half an hour until noon, and then those who came before.
    assert!(mean > 30.0 && mean < 60.0, "{mean}");
    assert!(pause.is_missed());
    let promise = pause.promise.expect("a promise");
    let simulated = promise.simulated.expect("a mean");
    assert!((simulated - mean).abs() < 1.5, "{simulated} {mean}");
    // Those who came before the pause were served, as when a hall closes.
    let before = days[0].intervals[0].classes[1].mean_minutes;
    assert!(before.expect("a mean") < 10.0, "{before:?}");
}
