//! Linear programs that change between solves.

use super::super::{Ending, Kind, Limits, LiveProgram, NewColumn, Program, StopSignal};

/// Heads wanted in two rows, missing ones at 10 each.
fn wanted(first: f64, second: f64) -> LiveProgram {
    let mut program: Program<()> = Program::new();
    program.add_offset(100.0);
    let missing: Vec<_> = (0..2)
        .map(|_| program.column(0.0, f64::INFINITY, 10.0, Kind::Integer))
        .collect();
    program.at_least((), first, [(missing[0], 1.0)]);
    program.at_least((), second, [(missing[1], 1.0)]);
    LiveProgram::of(&program).expect("usable")
}

fn check(live: &mut LiveProgram, objective: f64, prices: [f64; 2]) {
    let found = live
        .solve(&Limits::default(), &StopSignal::new())
        .expect("it runs");
    assert_eq!(found.ending, Ending::Optimal);
    assert!((found.objective - objective).abs() < 1e-5, "{found:?}");
    for (price, expected) in found.prices.iter().zip(prices) {
        assert!((price - expected).abs() < 1e-5, "{found:?}");
    }
}

#[test]
fn whole_numbers_are_forgotten_and_rows_have_prices() {
    check(&mut wanted(2.5, 4.0), 165.0, [10.0, 10.0]);
}

#[test]
fn columns_that_come_later_lower_the_cost() {
    let mut live = wanted(2.0, 2.0);
    check(&mut live, 140.0, [10.0, 10.0]);
    let both = NewColumn {
        lower: 0.0,
        upper: 1.0,
        cost: 4.0,
        terms: vec![(0, 1.0), (1, 1.0)],
    };
    live.add(&[both]).expect("added");
    check(&mut live, 124.0, [10.0, 10.0]);
    live.set_bounds(2, 0.0, 0.0).expect("known");
    check(&mut live, 140.0, [10.0, 10.0]);
}

#[test]
fn a_row_that_nothing_can_serve_is_infeasible() {
    let mut program: Program<()> = Program::new();
    let column = program.column(0.0, 1.0, 1.0, Kind::Continuous);
    program.at_least((), 2.0, [(column, 1.0)]);
    let mut live = LiveProgram::of(&program).expect("usable");
    let found = live.solve(&Limits::default(), &StopSignal::new());
    assert_eq!(found.expect("it runs").ending, Ending::Infeasible);
}

#[test]
fn a_signal_stops_before_the_first_step() {
    let stop = StopSignal::new();
    let part = stop.part();
    stop.stop();
    let found = wanted(1.0, 1.0).solve(&Limits::default(), &part);
    assert_eq!(found.expect("it answers").ending, Ending::Stopped);
}

#[test]
fn a_part_of_the_work_can_be_stopped_alone() {
    let stop = StopSignal::new();
    let part = stop.part();
    part.stop();
    assert!(part.is_stopped() && !stop.is_stopped());
}
