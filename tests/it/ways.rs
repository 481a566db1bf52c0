//! The two ways to solve agree: as one program, and by columns with dives, targets and windows.

use paiban::demand::{QuietDays, requirements};
use paiban::domain::Instance;
use paiban::formats::read_instance;
use paiban::milp::{Limits, StopSignal};
use paiban::model;
use paiban::paths::{Answer, Start, solve_by_columns, solve_by_flows};

use super::planning::{files_of, instance};
use super::random_problem::problem;

/// Random instances that are tried.
const INSTANCES: u64 = 24;

/// Work that either way may cost on one of them.
const WORK: u64 = 60_000;

/// Distances below this are rounding: costs are whole.
const WHOLE: f64 = 0.99;

/// Whether both ways came to their end; panics when they contradict each other.
fn check(name: &str, instance: &Instance, threads: u32) -> bool {
    let needs = requirements(instance).needs;
    let Ok(model) = model::build(instance, &needs, &QuietDays::of(instance)) else {
        return false;
    };
    let limits = |threads| Limits {
        work: Some(WORK),
        absolute_gap: WHOLE,
        threads,
        ..Limits::default()
    };
    let stop = StopSignal::new();
    let whole = solve_by_flows(&model.problem, None, &limits(1), &stop, |_| ());
    let columns = solve_by_columns(
        &model.problem,
        Start::default(),
        &limits(threads),
        &stop,
        |_| (),
    );
    assert_eq!(columns.failure, None, "{name}");
    let cost = |answer: &Answer| answer.solution.as_ref().map(|found| found.cost);
    for (one, other) in [(&whole, &columns), (&columns, &whole)] {
        if let Some(cost) = cost(one) {
            assert!(
                other.bound <= cost + WHOLE,
                "{name}: bound {} above a solution of {cost}",
                other.bound
            );
        }
        assert!(!(one.infeasible && cost(other).is_some()), "{name}");
    }
    let proven = |answer: &Answer| cost(answer).is_some_and(|cost| cost - answer.bound <= WHOLE);
    if !(proven(&whole) && proven(&columns)) {
        return false;
    }
    let (one, other) = (cost(&whole), cost(&columns));
    let apart = one
        .zip(other)
        .map_or(0.0, |(one, other)| (one - other).abs());
    assert!(apart <= 2.0 * WHOLE, "{name}: {one:?} and {other:?}");
    true
}

#[test]
fn both_ways_agree_on_every_tiny_instance() {
    for name in files_of("instances/tiny") {
        let instance = instance(&format!("instances/tiny/{name}"));
        assert!(check(&name, &instance, 1), "{name} is not proven");
    }
}

#[test]
fn both_ways_agree_on_random_instances() {
    let mut proven = 0;
    for seed in 0..INSTANCES {
        if let Ok(instance) = read_instance(&problem(seed).to_string()) {
            proven += u64::from(check(
                &format!("seed {seed}"),
                &instance,
                1 + seed as u32 % 2,
            ));
        }
    }
    assert!(
        proven * 3 > INSTANCES,
        "only {proven} were proven both ways"
    );
}
