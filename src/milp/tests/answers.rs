//! Which answers come.

use super::super::{Column, Fault, Kind, Limit, Limits, Program, Status, StopSignal, solve};
use super::{answer, knapsack};

const INFINITY: f64 = f64::INFINITY;

#[test]
fn a_knapsack_is_packed_best() {
    let program = knapsack();
    let by_trying_all = (0..1 << 12)
        .map(|ways| -> Vec<f64> { (0..12).map(|i| f64::from(ways >> i & 1)).collect() })
        .filter(|values| program.broken_rows(values).is_empty())
        .map(|values| program.objective(&values))
        .fold(INFINITY, f64::min);
    let outcome = answer(&program);
    assert_eq!(outcome.status, Status::Optimal);
    assert_eq!(outcome.objective(), Some(by_trying_all));
    assert!(outcome.bound <= by_trying_all && outcome.absolute_gap() < 1e-6);
    assert!(program.broken_rows(outcome.values().unwrap()).is_empty());
}

#[test]
fn an_infeasible_program_is_said_to_be_so() {
    let mut program = Program::new();
    let (x, y) = (program.binary(1.0), program.binary(1.0));
    program.at_least("both", 2.0, [(x, 1.0), (y, 1.0)]);
    program.at_most("not both", 1.0, [(x, 1.0), (y, 1.0)]);
    let outcome = answer(&program);
    assert_eq!(outcome.status, Status::Infeasible);
    assert_eq!(
        (outcome.incumbent.as_ref(), outcome.bound),
        (None, INFINITY)
    );
}

#[test]
fn a_whole_number_between_two_fractions_does_not_exist() {
    let mut program: Program = Program::new();
    program.column(0.3, 0.7, 1.0, Kind::Integer);
    assert_eq!(answer(&program).status, Status::Infeasible);
}

#[test]
fn an_unbounded_program_is_said_to_be_so() {
    for kind in [Kind::Continuous, Kind::Integer] {
        let mut program = Program::new();
        let x = program.column(0.0, INFINITY, -1.0, kind);
        let y = program.column(0.0, INFINITY, 0.0, kind);
        program.at_most("keep together", 3.0, [(x, 1.0), (y, -1.0)]);
        let outcome = answer(&program);
        assert_eq!(outcome.status, Status::Unbounded, "{kind:?}");
        assert_eq!(outcome.bound, f64::NEG_INFINITY);
    }
}

#[test]
fn an_unbounded_relaxation_without_whole_solution_is_infeasible() {
    let mut program = Program::new();
    let x = program.column(0.0, INFINITY, -1.0, Kind::Integer);
    let y = program.column(0.0, INFINITY, 0.0, Kind::Integer);
    program.equal("odd", 1.0, [(x, 2.0), (y, -2.0)]);
    assert_eq!(answer(&program).status, Status::Infeasible);
}

#[test]
fn a_program_without_columns_costs_its_constant() {
    let mut program = Program::new();
    program.add_offset(7.0);
    program.row("anything goes", -1.0, 1.0, []);
    let outcome = answer(&program);
    assert_eq!(outcome.status, Status::Optimal);
    assert_eq!((outcome.objective(), outcome.bound), (Some(7.0), 7.0));
    program.at_least("something from nothing", 1.0, []);
    assert_eq!(answer(&program).status, Status::Infeasible);
}

#[test]
fn a_program_without_rows_goes_to_its_bounds() {
    for kind in [Kind::Continuous, Kind::Integer] {
        let mut program: Program = Program::new();
        program.column(-2.0, 5.0, 3.0, kind);
        program.column(-2.0, 5.0, -3.0, kind);
        let outcome = answer(&program);
        assert_eq!(outcome.status, Status::Optimal);
        assert_eq!((outcome.objective(), outcome.bound), (Some(-21.0), -21.0));
    }
    let mut program: Program = Program::new();
    program.column(0.0, INFINITY, -1.0, Kind::Integer);
    assert_eq!(answer(&program).status, Status::Unbounded);
}

#[test]
fn an_empty_row_and_a_free_row_forbid_nothing() {
    let mut program = Program::new();
    let x = program.column(0.0, 4.0, -1.0, Kind::Integer);
    program.at_least("nothing", -1.0, []);
    program.row("free", -INFINITY, INFINITY, [(x, 1.0)]);
    assert_eq!(answer(&program).objective(), Some(-4.0));
    program.at_least("impossible", 1.0, []);
    assert_eq!(answer(&program).status, Status::Infeasible);
}

#[test]
fn contradictory_bounds_are_infeasible() {
    let mut program = Program::new();
    let x = program.binary(1.0);
    program.row("upside down", 2.0, 1.0, [(x, 1.0)]);
    assert_eq!(answer(&program).status, Status::Infeasible);
    let mut program: Program = Program::new();
    program.column(1.0, 0.0, 1.0, Kind::Continuous);
    assert_eq!(answer(&program).status, Status::Infeasible);
}

#[test]
fn unusable_numbers_are_all_found() {
    let foreign = Column(3);
    let mut program = Program::new();
    let x = program.column(f64::NAN, 1.0, INFINITY, Kind::Continuous);
    let y = program.column(INFINITY, INFINITY, f64::NAN, Kind::Continuous);
    let row = program.row("r", -INFINITY, -INFINITY, [(x, f64::NAN), (foreign, 1.0)]);
    program.add_offset(f64::NAN);
    let expected = vec![
        Fault::ColumnBound(x),
        Fault::Cost(x),
        Fault::ColumnBound(y),
        Fault::Cost(y),
        Fault::RowBound(row),
        Fault::Coefficient(row, x),
        Fault::UnknownColumn(row, foreign),
        Fault::Offset,
    ];
    assert_eq!(program.faults(), expected);
    assert_eq!(
        answer(&program).status,
        Status::Failed(Fault::ColumnBound(x))
    );
}

#[test]
fn two_sided_rows_repeated_columns_and_the_constant_count() {
    let mut program = Program::new();
    let x = program.column(-10.0, 10.0, 1.0, Kind::Continuous);
    program.row("2 <= x + x <= 6", 2.0, 6.0, [(x, 1.0), (x, 1.0)]);
    program.add_offset(100.0);
    let outcome = answer(&program);
    assert_eq!((outcome.objective(), outcome.bound), (Some(101.0), 101.0));
    program.set_cost(x, -1.0);
    assert_eq!(answer(&program).objective(), Some(97.0));
    program.set_bounds(x, -10.0, 2.5);
    let outcome = answer(&program);
    assert_eq!(outcome.incumbent.unwrap().value(x), 2.5);
}

#[test]
fn the_relative_gap_is_taken_with_the_constant() {
    let mut program = knapsack();
    program.add_offset(1e9);
    let loose = Limits {
        relative_gap: 0.01,
        ..Limits::default()
    };
    let outcome = solve(&program, None, &loose, &StopSignal::new(), |_| ());
    assert!(outcome.objective().is_some() && outcome.relative_gap() < 0.01);
    assert!(outcome.nodes <= 1, "{outcome:?}");
}

#[test]
fn tags_are_found_again() {
    let mut program = Program::new();
    let x = program.binary(1.0);
    let cover = program.at_least(("cover", 3), 1.0, [(x, 1.0)]);
    let rest = program.at_most(("rest", 8), 1.0, [(x, 2.0)]);
    assert_eq!(program.tag(rest), &("rest", 8));
    let broken = program.broken_rows(&[1.0]);
    assert_eq!(broken, [rest]);
    assert_eq!(program.tags().next(), Some((cover, &("cover", 3))));
    assert_eq!(
        (
            program.column_count(),
            program.row_count(),
            program.term_count()
        ),
        (1, 2, 2)
    );
}

#[test]
fn an_unusable_start_or_limit_is_a_fault() {
    let program = knapsack();
    let stop = StopSignal::new();
    for start in [vec![0.0; 11], vec![f64::NAN; 12]] {
        let outcome = solve(&program, Some(&start), &Limits::default(), &stop, |_| ());
        assert_eq!(
            outcome.status,
            Status::Failed(Fault::Start { expected: 12 })
        );
    }
    let limits = Limits {
        relative_gap: -1.0,
        ..Limits::default()
    };
    let outcome = solve(&program, None, &limits, &stop, |_| ());
    assert_eq!(outcome.status, Status::Failed(Fault::Limits));
}

#[test]
fn a_start_survives_when_there_is_no_time_for_more() {
    let program = knapsack();
    let limits = Limits {
        work: Some(0),
        ..Limits::default()
    };
    let mut start = vec![0.0; 12];
    start[3] = 1.0;
    let outcome = solve(&program, Some(&start), &limits, &StopSignal::new(), |_| ());
    assert_eq!(outcome.status, Status::Feasible(Limit::Work));
    assert_eq!(outcome.values(), Some(start.as_slice()));
    assert!(outcome.start_used && outcome.bound == f64::NEG_INFINITY);
}

#[test]
fn a_start_is_completed_or_ignored() {
    let mut program = Program::new();
    let x = program.column(0.0, 9.0, 1.0, Kind::Integer);
    let slack = program.column(0.0, INFINITY, 10.0, Kind::Continuous);
    program.at_least("need", 5.0, [(x, 1.0), (slack, 1.0)]);
    let run = |start: &[f64]| {
        solve(
            &program,
            Some(start),
            &Limits::default(),
            &StopSignal::new(),
            |_| (),
        )
    };
    for (start, used) in [([5.0, 0.0], true), ([2.0, 0.0], true), ([10.0, 0.0], false)] {
        let outcome = run(&start);
        assert_eq!(
            (outcome.start_used, outcome.objective()),
            (used, Some(5.0)),
            "{start:?}"
        );
    }
}

#[test]
fn values_of_whole_columns_are_whole() {
    let program = super::set_cover(60, 80, 4, 5);
    let outcome = answer(&program);
    assert_eq!(outcome.status, Status::Optimal);
    assert!(
        outcome
            .values()
            .unwrap()
            .iter()
            .all(|value| value.fract() == 0.0)
    );
    let column = Column(0);
    assert_eq!(
        outcome.incumbent.as_ref().unwrap().value(column),
        outcome.values().unwrap()[0]
    );
}
