//! What came out: a status, the best values, a bound, and what it took.

use super::check::Fault;
use super::program::{Column, Kind, Shape};

/// How a solve ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// The incumbent is proven best.
    Optimal,
    /// There is an incumbent, and this limit ended the search for a better one.
    Feasible(Limit),
    /// Proven: no values satisfy all rows, or none that do cost less than the ceiling of the limits.
    Infeasible,
    /// The cost can fall without end.
    Unbounded,
    /// This limit came before any incumbent.
    Stopped(Limit),
    /// No answer, and why.
    Failed(Fault),
}

/// Which limit ended a solve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// The deadline.
    Time,
    /// The work budget.
    Work,
    /// The bound is as high as was asked for.
    Bound,
    /// The asked gap is reached, though not closed.
    Gap,
    /// The stop signal.
    Signal,
}

/// The best values found, one per column.
#[derive(Clone, Debug, PartialEq)]
pub struct Incumbent {
    /// Values in column order; those of integer columns are exactly whole.
    pub values: Vec<f64>,
    /// Their cost, the constant included.
    pub objective: f64,
}

impl Incumbent {
    /// Makes integers exactly whole and sums up the cost afresh.
    pub(super) fn priced(shape: &Shape, mut values: Vec<f64>) -> Self {
        for (column, value) in shape.columns.iter().zip(&mut values) {
            if column.kind == Kind::Integer {
                // Adding zero turns a negative zero into a positive one.
                *value = value.round() + 0.0;
            }
        }
        let objective = shape.objective(&values);
        Self { values, objective }
    }

    /// Value of one column.
    ///
    /// # Panics
    /// When the column is of another, larger program.
    pub fn value(&self, column: Column) -> f64 {
        self.values[column.index()]
    }
}

/// The answer to a program.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// How it ended.
    pub status: Status,
    /// The best values, when there are any.
    pub incumbent: Option<Incumbent>,
    /// No solution costs less: minus infinity when nothing is known, plus infinity when there is none.
    pub bound: f64,
    /// Whether a start was given and could be used.
    pub start_used: bool,
    /// Branch-and-bound nodes.
    pub nodes: u64,
    /// Simplex iterations, over all relaxations and heuristics.
    pub lp_iterations: u64,
    /// Time taken, building included.
    pub seconds: f64,
}

impl Outcome {
    /// Cost of the incumbent.
    pub fn objective(&self) -> Option<f64> {
        self.incumbent.as_ref().map(|incumbent| incumbent.objective)
    }

    /// The incumbent's values in column order.
    pub fn values(&self) -> Option<&[f64]> {
        self.incumbent
            .as_ref()
            .map(|incumbent| incumbent.values.as_slice())
    }

    /// Distance between incumbent and bound; infinite when either is missing.
    pub fn absolute_gap(&self) -> f64 {
        absolute_gap(self.objective(), self.bound)
    }

    /// The distance as a share of the incumbent's cost; zero when the distance is, infinite when unknown.
    pub fn relative_gap(&self) -> f64 {
        relative_gap(self.objective(), self.bound)
    }
}

/// How things stand while a solve is running.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'a> {
    /// Cost of the best values so far.
    pub objective: Option<f64>,
    /// No solution costs less, as far as known; minus infinity at first.
    pub bound: f64,
    /// Time since the solve began.
    pub seconds: f64,
    /// The best values, when they are new since the last call.
    pub incumbent: Option<&'a Incumbent>,
}

impl Progress<'_> {
    /// Distance between incumbent and bound as a share of the incumbent's cost; infinite when unknown.
    pub fn relative_gap(&self) -> f64 {
        relative_gap(self.objective, self.bound)
    }
}

fn absolute_gap(objective: Option<f64>, bound: f64) -> f64 {
    objective.map_or(f64::INFINITY, |objective| (objective - bound).max(0.0))
}

fn relative_gap(objective: Option<f64>, bound: f64) -> f64 {
    match (objective, absolute_gap(objective, bound)) {
        (None, _) => f64::INFINITY,
        (_, 0.0) => 0.0,
        (Some(objective), gap) => gap / objective.abs(),
    }
}
