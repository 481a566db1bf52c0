//! When runs end, what they tell on the way, and that they do not disturb each other.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use std::time::{Duration, Instant};

use super::super::{Limit, Limits, Outcome, Program, Status, StopSignal, solve};
use super::{answer, knapsack, market_split, set_cover};

fn run<Tag>(program: &Program<Tag>, start: Option<&[f64]>, limits: &Limits) -> Outcome {
    solve(program, start, limits, &StopSignal::new(), |_| ())
}

/// Long enough for a test that went wrong to be noticed, short enough to wait for.
fn safely() -> Limits {
    Limits {
        deadline: Some(Instant::now() + Duration::from_secs(60)),
        ..Limits::default()
    }
}

#[test]
fn a_stop_signal_ends_a_hard_program_within_a_second() {
    let program = market_split(5, 1);
    let stop = StopSignal::new();
    let outcome = thread::scope(|scope| {
        let stopper = stop.clone();
        scope.spawn(move || {
            thread::sleep(Duration::from_millis(500));
            stopper.stop();
        });
        solve(&program, None, &safely(), &stop, |_| ())
    });
    assert_eq!(outcome.status, Status::Feasible(Limit::Signal));
    assert!(outcome.seconds < 1.5, "{}", outcome.seconds);
}

#[test]
fn a_stop_signal_does_not_wait_for_a_long_relaxation() {
    let program = set_cover(10_000, 20_000, 50, 1);
    let stop = StopSignal::new();
    let outcome = thread::scope(|scope| {
        let stopper = stop.clone();
        scope.spawn(move || {
            thread::sleep(Duration::from_millis(3_000));
            stopper.stop();
        });
        // The engine, left alone, ends at this deadline and not with the relaxation.
        let limits = Limits {
            deadline: Some(Instant::now() + Duration::from_secs(6)),
            ..Limits::default()
        };
        solve(&program, None, &limits, &stop, |_| ())
    });
    assert!(outcome.seconds < 4.5, "{}", outcome.seconds);
    match outcome.status {
        Status::Feasible(Limit::Signal) => {
            assert!(program.broken_rows(outcome.values().unwrap()).is_empty());
        }
        Status::Stopped(Limit::Signal) => assert_eq!(outcome.incumbent, None),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_signal_given_before_the_start_ends_the_run_at_once() {
    let stop = StopSignal::new();
    stop.stop();
    let outcome = solve(&market_split(5, 1), None, &safely(), &stop, |_| ());
    assert_eq!(outcome.status, Status::Stopped(Limit::Signal));
    assert_eq!(outcome.bound, f64::NEG_INFINITY);
}

#[test]
fn a_deadline_is_respected() {
    let limits = Limits {
        deadline: Some(Instant::now() + Duration::from_millis(700)),
        ..Limits::default()
    };
    let outcome = run(&market_split(5, 2), None, &limits);
    assert_eq!(outcome.status, Status::Feasible(Limit::Time));
    assert!((0.6..1.7).contains(&outcome.seconds), "{}", outcome.seconds);
    let outcome = run(&market_split(5, 2), None, &limits);
    assert_eq!(outcome.status, Status::Stopped(Limit::Time));
}

#[test]
fn a_gap_that_was_asked_for_is_the_limit_that_ended_the_run() {
    let program = set_cover(300, 400, 6, 3);
    let loose = Limits {
        relative_gap: 0.2,
        ..safely()
    };
    let outcome = run(&program, None, &loose);
    assert_eq!(outcome.status, Status::Feasible(Limit::Gap));
    let gap = outcome.relative_gap();
    assert!(gap > 0.0 && gap <= 0.2, "{gap}");
}

#[test]
fn the_same_work_gives_the_same_outcome_bit_for_bit() {
    let split = market_split(5, 3);
    let cover = set_cover(400, 600, 6, 4);
    let few = |work| Limits {
        work: Some(work),
        seed: 7,
        ..Limits::default()
    };
    let exact = |outcome: Outcome| {
        assert_eq!(outcome.status, Status::Feasible(Limit::Work));
        let incumbent = outcome.incumbent.unwrap();
        let bits: Vec<u64> = incumbent
            .values
            .iter()
            .map(|value| value.to_bits())
            .collect();
        let figures = [incumbent.objective, outcome.bound].map(f64::to_bits);
        (bits, figures, outcome.nodes, outcome.lp_iterations)
    };
    for work in [1_000, 8_000] {
        let once = exact(run(&split, None, &few(work)));
        assert_eq!(once, exact(run(&split, None, &few(work))));
        assert!(once.2 + once.3 >= work);
    }
    let once = exact(run(&cover, None, &few(1_500)));
    // A deadline that is never reached changes nothing.
    let far = Limits {
        deadline: Some(Instant::now() + Duration::from_secs(600)),
        ..few(1_500)
    };
    assert_eq!(once, exact(run(&cover, None, &far)));
}

#[test]
fn a_feasible_start_is_never_lost() {
    let program = set_cover(400, 600, 6, 8);
    let few = Limits {
        work: Some(4_000),
        ..Limits::default()
    };
    let best = run(&program, None, &few);
    let start = best.values().unwrap();
    let least = Limits {
        work: Some(1),
        ..Limits::default()
    };
    let outcome = run(&program, Some(start), &least);
    assert!(outcome.start_used);
    assert!(outcome.objective() <= best.objective());
    assert_eq!(outcome.status, Status::Feasible(Limit::Work));
}

#[test]
fn linear_programs_obey_work_too() {
    let mut program = Program::new();
    let columns: Vec<_> = (0..200_u32)
        .map(|i| program.column(0.0, 9.0, f64::from(1 + i % 7), super::Kind::Continuous))
        .collect();
    for row in 0..150_usize {
        let terms = (0..9).map(|i| (columns[(row * 7 + i * i * 11) % 200], 1.0 + (i % 3) as f64));
        program.at_least(row, 10.0, terms.collect::<Vec<_>>());
    }
    let least = Limits {
        work: Some(3),
        ..Limits::default()
    };
    let outcome = run(&program, None, &least);
    assert!(
        matches!(
            outcome.status,
            Status::Stopped(Limit::Work) | Status::Feasible(Limit::Work)
        ),
        "{outcome:?}"
    );
    assert_eq!(answer(&program).status, Status::Optimal);
}

#[test]
fn progress_tells_better_values_and_rising_bounds_at_a_measured_pace() {
    let program = market_split(5, 6);
    let limits = Limits {
        deadline: Some(Instant::now() + Duration::from_millis(1_500)),
        ..Limits::default()
    };
    let (mut calls, mut objectives, mut bounds) = (0, Vec::new(), Vec::new());
    let outcome = solve(&program, None, &limits, &StopSignal::new(), |progress| {
        calls += 1;
        bounds.push(progress.bound);
        if let Some(incumbent) = progress.incumbent {
            assert_eq!(progress.objective, Some(incumbent.objective));
            assert!(program.broken_rows(&incumbent.values).len() <= 5);
            objectives.push(incumbent.objective);
        }
    });
    assert!((1..=9).contains(&calls), "{calls}");
    assert!(
        objectives.is_sorted_by(|one, next| one > next),
        "{objectives:?}"
    );
    assert!(bounds.is_sorted(), "{bounds:?}");
    assert_eq!(objectives.last().copied(), outcome.objective());
}

#[test]
fn a_panic_in_the_callers_callback_ends_the_run_and_reaches_the_caller() {
    let began = Instant::now();
    let caught = catch_unwind(AssertUnwindSafe(|| {
        solve(
            &market_split(5, 7),
            None,
            &safely(),
            &StopSignal::new(),
            |_| {
                std::panic::resume_unwind(Box::new("the caller's own"));
            },
        )
    }));
    assert_eq!(
        caught.unwrap_err().downcast_ref(),
        Some(&"the caller's own")
    );
    assert!(began.elapsed() < Duration::from_secs(10));
}

#[test]
fn solves_on_several_threads_do_not_disturb_each_other() {
    let split = market_split(4, 9);
    let limits = |threads| Limits {
        work: Some(5_000),
        threads,
        ..Limits::default()
    };
    let alone = run(&split, None, &limits(1));
    let knapsack_alone = answer(&knapsack());
    thread::scope(|scope| {
        let busy = scope.spawn(|| run(&split, None, &limits(1)));
        let parallel = scope.spawn(|| run(&split, None, &limits(2)));
        for _ in 0..20 {
            let again = answer(&knapsack());
            assert_eq!(again.values(), knapsack_alone.values());
        }
        let busy = busy.join().unwrap();
        assert_eq!(
            (busy.status, busy.incumbent),
            (alone.status.clone(), alone.incumbent.clone())
        );
        assert!(parallel.join().unwrap().objective().is_some());
    });
}

#[test]
fn a_solve_may_be_started_from_the_progress_of_another_with_other_threads() {
    let mut inner = Vec::new();
    let limits = Limits {
        work: Some(2_000),
        ..Limits::default()
    };
    let outcome = solve(
        &market_split(4, 2),
        None,
        &limits,
        &StopSignal::new(),
        |_| {
            let two = Limits {
                threads: 2,
                ..Limits::default()
            };
            inner.push(run(&knapsack(), None, &two).status);
        },
    );
    assert_eq!(outcome.status, Status::Feasible(Limit::Work));
    assert!(!inner.is_empty() && inner.iter().all(|status| *status == Status::Optimal));
}
