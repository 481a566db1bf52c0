//! A program in the words of `good_lp`, and from there into the engine's model.

use good_lp::solvers::highs::{HighsProblem, highs};
use good_lp::{
    Constraint, Expression, ProblemVariables, SolverModel, Variable, VariableDefinition, variable,
};
use highs::Model;

use super::bridge;
use super::check::Fault;
use super::program::{Column, ColumnData, Kind, Shape};

pub(super) fn translate(shape: &Shape) -> Result<Model, Fault> {
    let mut variables = ProblemVariables::new();
    let handles: Vec<Variable> = variables.add_all(shape.columns.iter().map(definition));
    let mut cost = Expression::with_capacity(handles.len());
    for (&handle, column) in handles.iter().zip(&shape.columns) {
        if column.cost != 0.0 {
            cost.add_mul(column.cost, handle);
        }
    }
    let mut problem: HighsProblem = variables.minimise(cost).using(highs);
    let mut two_sided = Vec::new();
    for (row, &bounds) in shape.row_bounds.iter().enumerate() {
        problem.add_constraint(constraint(&handles, shape.row_terms(row), bounds));
        if bounds.0.is_finite() && bounds.1.is_finite() && bounds.0 < bounds.1 {
            two_sided.push((row, bounds));
        }
    }
    let mut model = problem
        .try_into_inner()
        .map_err(|error| Fault::Engine(error.to_string()))?;
    // `good_lp` knows only one-sided rows, and drops an objective's constant on the way to the engine.
    for (row, bounds) in two_sided {
        bridge::set_row_bounds(&mut model, row, bounds)?;
    }
    bridge::set_offset(&mut model, shape.offset)?;
    Ok(model)
}

fn definition(column: &ColumnData) -> VariableDefinition {
    let definition = variable().min(column.lower).max(column.upper);
    match column.kind {
        Kind::Continuous => definition,
        Kind::Integer => definition.integer(),
    }
}

fn constraint(
    handles: &[Variable],
    terms: &[(Column, f64)],
    (lower, upper): (f64, f64),
) -> Constraint {
    let mut sum = Expression::with_capacity(terms.len());
    for &(column, coefficient) in terms {
        sum.add_mul(coefficient, handles[column.index()]);
    }
    if lower == upper {
        sum.eq(upper)
    } else if upper == f64::INFINITY && lower > f64::NEG_INFINITY {
        sum.geq(lower)
    } else {
        sum.leq(upper)
    }
}
