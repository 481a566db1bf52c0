use super::*;

fn exponential(arrivals_per_hour: &[f64]) -> Class {
    Class {
        queue: 0,
        rank: 0,
        arrivals_per_hour: arrivals_per_hour.to_vec(),
        service: ServiceLaw::Exponential { mean_minutes: 8.0 },
        patience_minutes: None,
        call_out_minutes: 0.0,
        opening_queue: 0,
    }
}

fn hall(period_minutes: f64, classes: Vec<Class>, crews: Vec<Crew>) -> Hall {
    Hall {
        period_minutes,
        periods: classes[0].arrivals_per_hour.len(),
        classes,
        crews,
    }
}

fn options(days: u64) -> Options {
    Options {
        days,
        seed: 11,
        thresholds_minutes: vec![0.0, 10.0],
    }
}

/// Within 4.5 standard errors, and these no more than `relative` of the mean.
fn check(found: Estimate, expected: f64, relative: f64) {
    assert!(
        (found.mean - expected).abs() <= 4.5 * found.standard_error
            && found.standard_error <= relative * expected,
        "{found:?}, not {expected}"
    );
}

#[test]
fn long_days_of_one_counter_wait_as_pollaczek_and_khinchine_say() {
    for cv in [0.5, 1.0, 1.3] {
        let mean_minutes = 8.0;
        let lognormal = Class {
            service: ServiceLaw::Lognormal { mean_minutes, cv },
            ..exponential(&[4.0; 10])
        };
        let crew = Crew::first_free(vec![0], 1_440.0, &[1; 10]);
        let outcome =
            simulate(&hall(1_440.0, vec![lognormal], vec![crew]), &options(1_500)).unwrap();
        let load = 4.0 * mean_minutes / 60.0;
        let expected = load * mean_minutes * (1.0 + cv * cv) / (2.0 * (1.0 - load));
        check(
            outcome.periods[5][0].mean_virtual_wait_minutes,
            expected,
            0.03,
        );
    }
}

#[test]
fn impatient_customers_leave_and_their_virtual_wait_is_still_seen() {
    // One counter, patience as long as a service: all n in the hall leave at rate n, so that n is Poisson with the load.
    let load = 1.2_f64;
    let impatient = Class {
        patience_minutes: Some(8.0),
        ..exponential(&[load * 7.5; 4])
    };
    let crew = Crew::first_free(vec![0], 600.0, &[1; 4]);
    let outcome = simulate(&hall(600.0, vec![impatient], vec![crew]), &options(400)).unwrap();
    let seen = &outcome.periods[1][0];
    let served = 1.0 - (-load).exp();
    check(seen.p_abandon, 1.0 - served / load, 0.02);
    check(seen.mean_queue, load - served, 0.02);
    // With n in the hall the wait is the sum of mean 8 / k for k up to n.
    let (mut share, mut stages, mut wait) = ((-load).exp(), 0.0, 0.0);
    for n in 1..60 {
        share *= load / f64::from(n);
        stages += 8.0 / f64::from(n);
        wait += share * stages;
    }
    check(seen.mean_virtual_wait_minutes, wait, 0.02);
}

#[test]
fn calling_for_people_who_have_gone_costs_the_others_time() {
    let with_call_out = |minutes| {
        let impatient = Class {
            patience_minutes: Some(10.0),
            call_out_minutes: minutes,
            ..exponential(&[30.0; 2])
        };
        let crew = Crew::first_free(vec![0], 120.0, &[3; 2]);
        let outcome = simulate(&hall(120.0, vec![impatient], vec![crew]), &options(4_000)).unwrap();
        outcome.day[0].clone()
    };
    let (none, some) = (with_call_out(0.0), with_call_out(1.5));
    let (less, more) = (
        none.mean_virtual_wait_minutes,
        some.mean_virtual_wait_minutes,
    );
    assert!(more.mean > less.mean + 5.0 * (more.standard_error + less.standard_error));
    assert!(some.p_abandon.mean > none.p_abandon.mean);
}

#[test]
fn nobody_is_called_during_a_break() {
    let person = Crew::named(vec![0], &[(0.0, 60.0), (90.0, 120.0)]);
    // So rare that customers do not meet.
    let classes = vec![exponential(&[0.0, 0.0, 0.02, 0.0])];
    let outcome = simulate(&hall(30.0, classes, vec![person]), &options(60_000)).unwrap();
    let seen = &outcome.periods[2][0];
    check(seen.mean_virtual_wait_minutes, 15.0, 0.05);
    check(seen.p_virtual_wait_within[1], 1.0 / 3.0, 0.1);
}

#[test]
fn a_leaver_with_a_name_goes_and_the_others_keep_calling() {
    let classes = vec![exponential(&[30.0, 30.0, 4.0])];
    let heads = [2, 4, 1];
    let first_free = hall(
        60.0,
        classes.clone(),
        vec![Crew::first_free(vec![0], 60.0, &heads)],
    );
    let named = hall(60.0, classes, Crew::people(&[0], 60.0, &heads));
    let change = difference(&first_free, &named, &options(4_000)).unwrap();
    assert!(
        change[0].mean < -5.0 * change[0].standard_error,
        "{change:?}"
    );
}

#[test]
fn only_people_with_the_skill_serve_a_queue() {
    let foreign = Class {
        queue: 1,
        ..exponential(&[3.0])
    };
    let classes = vec![exponential(&[12.0]), foreign];
    let only_one = |queues: Vec<usize>| {
        let crews = vec![
            Crew::named(vec![0], &[(0.0, 240.0)]),
            Crew::named(vec![0], &[(0.0, 240.0)]),
            Crew::named(queues, &[(0.0, 240.0)]),
        ];
        hall(240.0, classes.clone(), crews)
    };
    let change = difference(&only_one(vec![1]), &only_one(vec![0, 1]), &options(2_000)).unwrap();
    // Somebody who may help out shortens the big queue and lengthens the small one.
    assert!(change[0].mean < -5.0 * change[0].standard_error);
    assert!(change[1].mean > 5.0 * change[1].standard_error);
    let nobody = only_one(vec![0]);
    assert_eq!(
        simulate(&nobody, &options(10)),
        Err(SimulationError::NobodyAtClose(1))
    );
}

#[test]
fn people_at_the_door_are_called_by_class_when_the_counters_open() {
    let later = Class {
        rank: 1,
        opening_queue: 1,
        ..exponential(&[0.0])
    };
    let first = Class {
        opening_queue: 2,
        ..exponential(&[0.0])
    };
    let crew = Crew::first_free(vec![0], 60.0, &[1]);
    let outcome = simulate(&hall(60.0, vec![later, first], vec![crew]), &options(4_000)).unwrap();
    check(outcome.opening_wait_minutes[0], 16.0, 0.02);
    check(outcome.opening_wait_minutes[1], 4.0, 0.05);
}

#[test]
fn equal_seeds_meet_equal_customers_and_another_roster_changes_only_the_waits() {
    let roster = |heads: &[u32]| {
        hall(
            60.0,
            vec![exponential(&[20.0, 16.0])],
            Crew::people(&[0], 60.0, heads),
        )
    };
    let (few, many) = (roster(&[3, 2]), roster(&[3, 3]));
    let run = |hall: &Hall| simulate(hall, &options(500)).unwrap();
    assert_eq!(run(&few), run(&few));
    assert_eq!(run(&few).day[0].arrivals, run(&many).day[0].arrivals);
    let same = difference(&few, &few, &options(500)).unwrap();
    assert_eq!((same[0].mean, same[0].standard_error), (0.0, 0.0));
    let change = difference(&few, &many, &options(500)).unwrap()[0];
    let apart = run(&few).day[0].mean_virtual_wait_minutes.standard_error;
    assert!(
        change.mean < 0.0 && change.standard_error < apart,
        "{change:?} {apart}"
    );
}

#[test]
fn a_run_goes_on_until_its_interval_is_narrow_enough() {
    let busy = hall(
        60.0,
        vec![exponential(&[20.0; 4])],
        vec![Crew::first_free(vec![0], 60.0, &[3; 4])],
    );
    let outcome = simulate_until(&busy, &options(1_000_000), 0.02).unwrap();
    let wait = outcome.day[0].mean_virtual_wait_minutes;
    assert!(outcome.days > 2_000 && wait.half_width(Z_999) <= 0.02 * wait.mean);
}

#[test]
fn overload_and_emptiness_have_finite_answers() {
    let crew = || vec![Crew::first_free(vec![0], 60.0, &[1, 1])];
    let crowd = hall(60.0, vec![exponential(&[10_000.0; 2])], crew());
    let outcome = simulate(&crowd, &options(2)).unwrap();
    let wait = outcome.day[0].mean_virtual_wait_minutes.mean;
    assert!(wait.is_finite() && wait > 10_000.0);
    let empty = simulate(
        &hall(60.0, vec![exponential(&[0.0; 2])], crew()),
        &options(5),
    )
    .unwrap();
    assert_eq!(empty.day[0].mean_virtual_wait_minutes, Estimate::default());
    assert_eq!(empty.p_not_empty.mean, 0.0);
}

#[test]
fn what_cannot_be_simulated_is_refused() {
    let good = hall(
        60.0,
        vec![exponential(&[5.0])],
        vec![Crew::first_free(vec![0], 60.0, &[1])],
    );
    let refused = |change: &dyn Fn(&mut Hall)| {
        let mut bad = good.clone();
        change(&mut bad);
        simulate(&bad, &options(5)).is_err()
    };
    assert!(simulate(&good, &options(5)).is_ok());
    assert!(refused(
        &|hall| hall.classes[0].arrivals_per_hour[0] = f64::NAN
    ));
    assert!(refused(&|hall| hall.classes[0].arrivals_per_hour[0] = -1.0));
    assert!(refused(&|hall| hall.classes[0].arrivals_per_hour.clear()));
    assert!(refused(
        &|hall| hall.classes[0].patience_minutes = Some(f64::NAN)
    ));
    assert!(refused(&|hall| hall.classes.clear()));
    assert!(refused(&|hall| hall.crews.clear()));
    assert!(refused(
        &|hall| hall.crews[0].heads = vec![(30.0, 1), (0.0, 2)]
    ));
    assert!(refused(&|hall| hall.crews[0].heads = vec![(f64::NAN, 1)]));
    assert!(refused(&|hall| hall.period_minutes = f64::INFINITY));
    assert!(simulate(&good, &options(0)).is_err());
    assert!(simulate(&good, &options(2_000_000)).is_err());
}
