use super::{Day, DayClass, ExactDay, Share};
use crate::queueing::{Line, PriorityLine, QueueError, erlang_a, erlang_c, priority};

fn class(arrivals_per_hour: &[f64]) -> DayClass {
    DayClass {
        arrivals_per_hour: arrivals_per_hour.to_vec(),
        patience_minutes: None,
        opening_queue: 0,
    }
}

fn day(period_minutes: f64, servers: &[u32], classes: Vec<DayClass>) -> Day {
    Day {
        period_minutes,
        servers: servers.to_vec(),
        service_minutes: 8.0,
        classes,
    }
}

fn near(found: f64, expected: f64, relative: f64) {
    assert!(
        (found - expected).abs() <= relative * expected.abs().max(1e-9),
        "{found}, not {expected}"
    );
}

#[test]
fn a_constant_day_settles_at_erlang_c() {
    let exact = ExactDay::new(&day(400.0, &[4; 3], vec![class(&[15.0; 3])])).unwrap();
    let line = Line {
        arrivals_per_hour: 15.0,
        service_minutes: 8.0,
        servers: 4,
    };
    let settled = erlang_c(&line).unwrap().settled().unwrap();
    let last = &exact.periods[2].classes[0];
    near(last.mean_queue, settled.mean_queue_length, 1e-6);
    near(
        last.mean_virtual_wait_minutes,
        settled.mean_wait_minutes,
        1e-6,
    );
    let shares = exact.shares(&[0.0, 7.0]).unwrap();
    let found = shares.periods[2][0].clone();
    near(found[0].p_virtual_wait_within, 1.0 - settled.p_wait, 1e-6);
    near(
        found[1].p_virtual_wait_within,
        settled.p_wait_within(7.0).unwrap(),
        1e-6,
    );
}

#[test]
fn an_impatient_day_settles_at_erlang_a_even_in_overload() {
    let impatient = DayClass {
        patience_minutes: Some(20.0),
        ..class(&[45.0; 3])
    };
    let exact = ExactDay::new(&day(240.0, &[4; 3], vec![impatient])).unwrap();
    let line = Line {
        arrivals_per_hour: 45.0,
        service_minutes: 8.0,
        servers: 4,
    };
    let settled = erlang_a(&line, 20.0).unwrap();
    let middle = &exact.periods[1].classes[0];
    near(middle.p_abandon, settled.p_abandon, 1e-6);
    near(middle.mean_wait_minutes, settled.mean_wait_minutes, 1e-6);
    near(
        middle.mean_virtual_wait_minutes,
        settled.mean_virtual_wait_minutes,
        1e-6,
    );
    let shares = exact.shares(&[10.0]).unwrap();
    let found = shares.periods[1][0][0];
    near(
        found.p_served_within,
        settled.p_served_within(10.0).unwrap(),
        1e-6,
    );
    near(
        found.p_virtual_wait_within,
        settled.p_virtual_wait_within(10.0).unwrap(),
        1e-6,
    );
}

#[test]
fn two_classes_settle_at_the_priority_law() {
    let classes = vec![class(&[5.0; 3]), class(&[10.0; 3])];
    let exact = ExactDay::new(&day(400.0, &[4; 3], classes)).unwrap();
    let line = PriorityLine {
        arrivals_per_hour: vec![5.0, 10.0],
        service_minutes: 8.0,
        servers: 4,
    };
    let shares = exact.shares(&[5.0]).unwrap();
    for (place, law) in priority(&line).unwrap().classes.into_iter().enumerate() {
        let law = law.settled().unwrap();
        let found = exact.periods[1].classes[place].mean_virtual_wait_minutes;
        near(found, law.mean_wait_minutes, 1e-6);
        let found = shares.periods[1][place][0].p_virtual_wait_within;
        near(found, law.p_wait_within(5.0).unwrap(), 1e-6);
    }
}

#[test]
fn cutting_a_period_into_short_ones_changes_nothing() {
    let impatient = |arrivals: &[f64]| DayClass {
        patience_minutes: Some(30.0),
        ..class(arrivals)
    };
    let whole = day(
        60.0,
        &[4, 2],
        vec![impatient(&[9.0, 6.0]), class(&[20.0, 6.0])],
    );
    let cut = |values: &[f64]| -> Vec<f64> { values.iter().flat_map(|v| [*v; 6]).collect() };
    let parts = Day {
        period_minutes: 10.0,
        servers: whole.servers.iter().flat_map(|n| [*n; 6]).collect(),
        classes: whole
            .classes
            .iter()
            .map(|class| DayClass {
                arrivals_per_hour: cut(&class.arrivals_per_hour),
                ..class.clone()
            })
            .collect(),
        ..whole.clone()
    };
    // Beyond three short periods, so that waits cross several boundaries.
    let thresholds = [3.0, 12.0, 35.0];
    let solved = [whole, parts].map(|day| ExactDay::new(&day).unwrap());
    let shares = solved
        .each_ref()
        .map(|day| day.shares(&thresholds).unwrap());
    for place in 0..2 {
        let [whole, parts] = solved.each_ref().map(|day| day.totals[place]);
        near(
            parts.mean_virtual_wait_minutes,
            whole.mean_virtual_wait_minutes,
            1e-8,
        );
        near(parts.p_abandon, whole.p_abandon, 1e-8);
        for (whole, parts) in shares[0].day[place].iter().zip(&shares[1].day[place]) {
            near(
                parts.p_virtual_wait_within,
                whole.p_virtual_wait_within,
                1e-6,
            );
            near(parts.p_served_within, whole.p_served_within, 1e-6);
        }
    }
}

#[test]
fn waits_and_queues_obey_littles_law_with_a_queue_at_the_door() {
    let classes = vec![
        DayClass {
            patience_minutes: Some(15.0),
            opening_queue: 2,
            ..class(&[6.0, 30.0, 0.0])
        },
        DayClass {
            opening_queue: 5,
            ..class(&[20.0, 10.0, 5.0])
        },
    ];
    let exact = ExactDay::new(&day(45.0, &[3, 1, 2], classes)).unwrap();
    for total in &exact.totals {
        assert!(total.little_check < 1e-8, "{total:?}");
    }
    assert!(exact.arrivals_left_out < 1e-6);
}

#[test]
fn people_at_the_door_are_served_one_after_another() {
    let mut alone = day(60.0, &[1], vec![class(&[0.0])]);
    alone.classes[0].opening_queue = 3;
    let exact = ExactDay::new(&alone).unwrap();
    // Waits of none, one and two services.
    near(exact.totals[0].opening.mean_virtual_wait_minutes, 8.0, 1e-9);
}

#[test]
fn whoever_comes_while_no_counter_is_open_waits_for_the_next() {
    let noon = day(30.0, &[1, 0, 1], vec![class(&[0.0, 0.001, 0.0])]);
    let exact = ExactDay::new(&noon).unwrap();
    near(
        exact.periods[1].classes[0].mean_virtual_wait_minutes,
        15.0,
        1e-3,
    );
    assert_eq!(exact.periods[1].load, None);
    let shares = exact.shares(&[0.0, 10.0, 30.0]).unwrap();
    let found: Vec<f64> = shares.periods[1][0]
        .iter()
        .map(|s| s.p_virtual_wait_within)
        .collect();
    near(found[1], 1.0 / 3.0, 1e-3);
    assert!(found[0] < 1e-3 && found[2] > 0.999, "{found:?}");
}

#[test]
fn a_day_without_customers_is_empty_and_nobody_would_wait() {
    let exact = ExactDay::new(&day(
        60.0,
        &[2, 1],
        vec![class(&[0.0; 2]), class(&[0.0; 2])],
    ))
    .unwrap();
    for total in &exact.totals {
        assert_eq!(
            (total.mean_virtual_wait_minutes, total.little_check),
            (0.0, 0.0)
        );
    }
    assert_eq!(exact.closing.p_not_empty, 0.0);
    let everybody = Share {
        p_virtual_wait_within: 1.0,
        p_served_within: 1.0,
    };
    assert_eq!(exact.shares(&[0.0]).unwrap().day, vec![vec![everybody]; 2]);
}

#[test]
fn a_day_of_nothing_but_overload_has_finite_waits() {
    let exact = ExactDay::new(&day(120.0, &[1; 4], vec![class(&[40.0; 4])])).unwrap();
    let waits: Vec<f64> = exact
        .periods
        .iter()
        .map(|period| period.classes[0].mean_virtual_wait_minutes)
        .collect();
    // 40 come an hour and 7.5 are served: after 8 hours 260 wait, the last for some 35 hours.
    assert!(
        waits.is_sorted() && (1_500.0..2_100.0).contains(&waits[3]),
        "{waits:?}"
    );
    assert!(exact.totals[0].little_check < 1e-8);
}

#[test]
fn quantiles_are_where_the_share_is_reached() {
    let exact = ExactDay::new(&day(
        60.0,
        &[3, 2],
        vec![class(&[6.0; 2]), class(&[15.0; 2])],
    ))
    .unwrap();
    for (period, place) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let minutes = exact
            .wait_quantile_minutes(period, place, 0.9)
            .unwrap()
            .unwrap();
        let shares = exact.shares(&[minutes]).unwrap();
        near(
            shares.periods[period][place][0].p_virtual_wait_within,
            0.9,
            1e-4,
        );
    }
    assert_eq!(exact.wait_quantile_minutes(0, 0, 0.1), Ok(Some(0.0)));
    assert_eq!(
        exact.wait_quantile_minutes(0, 0, 1.0),
        Err(QueueError::Share(1.0))
    );
    assert_eq!(exact.wait_quantile_minutes(2, 0, 0.5), Ok(None));
}

#[test]
fn ten_thousand_customers_an_hour_are_solved_or_refused_before_the_work_begins() {
    let rush = |service_minutes, servers, classes| Day {
        service_minutes,
        ..day(60.0, &[servers; 2], classes)
    };
    let served = ExactDay::new(&rush(0.1, 20, vec![class(&[10_000.0; 2])])).unwrap();
    assert!(served.totals[0].mean_virtual_wait_minutes < 1.0);
    let crowd = vec![class(&[10_000.0; 2]), class(&[10_000.0; 2])];
    let refused = ExactDay::new(&rush(8.0, 5, crowd)).unwrap_err();
    assert!(matches!(refused, QueueError::DayTooLarge(_)), "{refused}");
}

#[test]
fn shares_of_all_periods_together_are_refused_before_they_take_minutes() {
    let long = ExactDay::new(&day(5.0, &[10; 288], vec![class(&[72.0; 288])])).unwrap();
    let thresholds: Vec<f64> = (0..64).map(|i| 10_000.0 - f64::from(i)).collect();
    let refused = long.shares(&thresholds).unwrap_err();
    assert!(
        matches!(refused, QueueError::SharesTooLarge(_)),
        "{refused}"
    );
    assert!(long.shares(&[5.0, 10.0]).is_ok());
}

#[test]
fn what_is_no_day_is_refused() {
    let good = day(60.0, &[2, 1], vec![class(&[6.0, 5.0])]);
    let check = |change: &dyn Fn(&mut Day)| {
        let mut bad = good.clone();
        change(&mut bad);
        ExactDay::new(&bad).unwrap_err()
    };
    let arrivals = |value: f64| check(&|day| day.classes[0].arrivals_per_hour[0] = value);
    assert!(matches!(arrivals(f64::NAN), QueueError::DayArrivals(_)));
    assert_eq!(arrivals(-1.0), QueueError::DayArrivals(-1.0));
    assert!(matches!(
        check(&|d| d.period_minutes = f64::NAN),
        QueueError::Period(_)
    ));
    assert!(matches!(
        check(&|d| d.service_minutes = 0.0),
        QueueError::DayService(_)
    ));
    assert_eq!(check(&|d| d.servers[1] = 0), QueueError::NobodyAtClose);
    assert_eq!(check(&|d| d.servers.clear()), QueueError::Periods(0));
    assert_eq!(check(&|d| d.classes.clear()), QueueError::DayClasses(0));
    assert_eq!(check(&|d| d.servers.push(1)), QueueError::ArrivalPeriods(2));
    assert_eq!(
        check(&|d| d.classes[0].patience_minutes = Some(0.0)),
        QueueError::Patience(0.0)
    );
    let solved = ExactDay::new(&good).unwrap();
    assert_eq!(solved.shares(&[-1.0]), Err(QueueError::Threshold(-1.0)));
    assert_eq!(solved.shares(&[0.0; 65]), Err(QueueError::Thresholds(65)));
}
