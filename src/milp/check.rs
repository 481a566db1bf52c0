//! What is wrong with a program or a start, said before the engine is asked.

use super::Limits;
use super::program::{Column, Kind, Program, Row, Shape};

/// How far a row may be missed, a column's bound, and how far from whole an integer may lie; the engine's own.
const ROW_TOLERANCE: f64 = 1e-6;
const BOUND_TOLERANCE: f64 = 1e-7;
pub(super) const INTEGER_TOLERANCE: f64 = 1e-6;

/// The engine refuses coefficients of this size or more.
const COEFFICIENT_LIMIT: f64 = 1e15;

/// Why no answer could be given at all.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Fault {
    /// A column's bound is not a number, or is infinite on the wrong side.
    #[error("column {} has an unusable bound", .0.index())]
    ColumnBound(Column),
    /// A column's cost is not a finite number of usable size.
    #[error("column {} has an unusable cost", .0.index())]
    Cost(Column),
    /// A row's bound is not a number, or is infinite on the wrong side.
    #[error("row {} has an unusable bound", .0.index())]
    RowBound(Row),
    /// A term's coefficient is not a finite number of usable size.
    #[error("row {} has an unusable coefficient on column {}", .0.index(), .1.index())]
    Coefficient(Row, Column),
    /// A row names a column that the program does not have.
    #[error("row {} names the unknown column {}", .0.index(), .1.index())]
    UnknownColumn(Row, Column),
    /// The constant is not a finite number.
    #[error("the constant cost is not a finite number")]
    Offset,
    /// More columns, rows or terms than the engine can count.
    #[error("the program is too large")]
    TooLarge,
    /// The start has another length than the program, or holds something that is no finite number.
    #[error("the start needs {expected} finite values")]
    Start {
        /// Number of columns.
        expected: usize,
    },
    /// A gap is negative or not a number, or no thread is allowed.
    #[error("the limits are unusable")]
    Limits,
    /// The engine refused or broke down.
    #[error("the engine failed: {0}")]
    Engine(String),
}

impl<Tag> Program<Tag> {
    /// Everything that makes this program unusable; empty for a usable one.
    ///
    /// A lower bound above an upper one is no fault: such a program is infeasible.
    pub fn faults(&self) -> Vec<Fault> {
        faults(self.shape())
    }

    /// The rows that the given values (one per column) miss by more than a millionth, the engine's tolerance.
    ///
    /// # Panics
    /// When there are fewer values than columns in the rows.
    pub fn broken_rows(&self, values: &[f64]) -> Vec<Row> {
        broken_rows(self.shape(), values).collect()
    }
}

pub(super) fn faults(shape: &Shape) -> Vec<Fault> {
    let mut faults = Vec::new();
    let countable = |count: usize| i32::try_from(count).is_ok();
    if ![
        shape.columns.len(),
        shape.row_bounds.len(),
        shape.terms.len(),
    ]
    .into_iter()
    .all(countable)
    {
        faults.push(Fault::TooLarge);
    }
    for (column, data) in (0..).map(Column).zip(&shape.columns) {
        if !usable_bounds(data.lower, data.upper) {
            faults.push(Fault::ColumnBound(column));
        }
        if !usable_coefficient(data.cost) {
            faults.push(Fault::Cost(column));
        }
    }
    for (row, &(lower, upper)) in (0..).map(Row).zip(&shape.row_bounds) {
        if !usable_bounds(lower, upper) {
            faults.push(Fault::RowBound(row));
        }
        for &(column, coefficient) in shape.row_terms(row.index()) {
            if column.index() >= shape.columns.len() {
                faults.push(Fault::UnknownColumn(row, column));
            }
            if !usable_coefficient(coefficient) {
                faults.push(Fault::Coefficient(row, column));
            }
        }
    }
    if !shape.offset.is_finite() {
        faults.push(Fault::Offset);
    }
    faults
}

pub(super) fn check_start(shape: &Shape, start: &[f64]) -> Result<(), Fault> {
    let expected = shape.columns.len();
    if start.len() == expected && start.iter().all(|value| value.is_finite()) {
        Ok(())
    } else {
        Err(Fault::Start { expected })
    }
}

pub(super) fn check_limits(limits: &Limits) -> Result<(), Fault> {
    let usable = |gap: f64| gap.is_finite() && gap >= 0.0;
    if usable(limits.relative_gap) && usable(limits.absolute_gap) && limits.threads > 0 {
        Ok(())
    } else {
        Err(Fault::Limits)
    }
}

/// Whether a column's or a row's lower bound lies above its upper one.
pub(super) fn contradictory(shape: &Shape) -> bool {
    let columns = shape
        .columns
        .iter()
        .any(|column| column.lower > column.upper);
    columns || shape.row_bounds.iter().any(|(lower, upper)| lower > upper)
}

pub(super) fn is_feasible(shape: &Shape, values: &[f64]) -> bool {
    let columns = shape.columns.iter().zip(values).all(|(column, &value)| {
        within(value, (column.lower, column.upper), BOUND_TOLERANCE)
            && (column.kind == Kind::Continuous
                || (value - value.round()).abs() <= INTEGER_TOLERANCE)
    });
    columns && broken_rows(shape, values).next().is_none()
}

fn broken_rows(shape: &Shape, values: &[f64]) -> impl Iterator<Item = Row> {
    (0..)
        .map(Row)
        .zip(&shape.row_bounds)
        .filter_map(move |(row, &bounds)| {
            let terms = shape.row_terms(row.index()).iter();
            let activity = terms
                .map(|&(column, coefficient)| coefficient * values[column.index()])
                .sum();
            (!within(activity, bounds, ROW_TOLERANCE)).then_some(row)
        })
}

fn within(value: f64, (lower, upper): (f64, f64), tolerance: f64) -> bool {
    value >= lower - tolerance && value <= upper + tolerance
}

fn usable_bounds(lower: f64, upper: f64) -> bool {
    lower < f64::INFINITY && upper > f64::NEG_INFINITY
}

fn usable_coefficient(value: f64) -> bool {
    value.abs() < COEFFICIENT_LIMIT
}
