//! The engine's language: walkers, choices, arcs, side columns, rows.

use super::graph::Graph;
use super::master::Path;

/// Limits passed by less than this part are kept.
const ROUNDING: f64 = 1e-6;

/// Position of a row in [`PathProblem::rows`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowIx(pub usize);

/// Position of a side column in [`PathProblem::columns`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnIx(pub usize);

/// One thing a walker can take in a layer.
///
/// Choices of one class lead along the same arcs; they differ in cost and in the rows they use.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Class inside its layer.
    pub class: usize,
    /// Cost, integer so that bounds can be rounded up.
    pub cost: i64,
    /// What it adds to rows.
    pub uses: Vec<(RowIx, f64)>,
}

/// One chain of decisions: exactly one choice per layer, along a path of the graph.
#[derive(Clone, Debug, PartialEq)]
pub struct Walker {
    /// Choices per layer.
    pub choices: Vec<Vec<Choice>>,
    /// Which sequences of classes are allowed, and what they cost together.
    pub graph: Graph,
}

impl Walker {
    /// All that its choices and arcs add to rows, one by one.
    pub fn uses(&self) -> impl Iterator<Item = &(RowIx, f64)> {
        let choices = self.choices.iter().flatten();
        let arcs = self.graph.layers.iter().flatten();
        let choices = choices.flat_map(|choice| &choice.uses);
        choices.chain(arcs.flat_map(|arc| &arc.uses))
    }
}

/// A variable beside the walkers: counts, slacks, flows.
#[derive(Clone, Debug, PartialEq)]
pub struct SideColumn {
    /// Least value.
    pub lower: f64,
    /// Greatest value; may be infinite.
    pub upper: f64,
    /// Cost of one unit.
    pub cost: f64,
    /// Whole numbers only.
    pub integer: bool,
    /// What one unit adds to rows.
    pub uses: Vec<(RowIx, f64)>,
}

/// A sum over choices, arcs and side columns, kept between two limits.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Which rule, for whom, when: told to people when no answer exists.
    pub tag: String,
    /// Least value; may be minus infinity.
    pub lower: f64,
    /// Greatest value; may be infinite.
    pub upper: f64,
}

/// Find one path per walker and values of the side columns at least cost.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PathProblem {
    /// One path each.
    pub walkers: Vec<Walker>,
    /// Variables beside them.
    pub columns: Vec<SideColumn>,
    /// What couples them.
    pub rows: Vec<Row>,
    /// Side columns that are sums of others and worth settling first, coarse ones before fine ones.
    pub sums: Vec<ColumnIx>,
    /// Layers in front of which the problem may be cut into stretches that little ties together.
    pub cuts: Vec<usize>,
    /// Cost that no decision changes.
    pub constant: i64,
}

impl PathProblem {
    /// Adds a row.
    pub fn row(&mut self, tag: impl Into<String>, lower: f64, upper: f64) -> RowIx {
        self.rows.push(Row {
            tag: tag.into(),
            lower,
            upper,
        });
        RowIx(self.rows.len() - 1)
    }

    /// What a solution costs; `None` when it breaks a limit.
    pub fn cost_of(&self, solution: &Solution) -> Option<f64> {
        let complete = solution.taken.len() == self.walkers.len()
            && solution.columns.len() == self.columns.len();
        if !complete {
            return None;
        }
        let mut sums = vec![0.0; self.rows.len()];
        let mut cost = self.constant as f64;
        for (walker, taken) in solution.taken.iter().enumerate() {
            let path = Path::of(self, walker, taken.clone())?;
            path.uses.iter().for_each(|&(row, by)| sums[row.0] += by);
            cost += path.cost;
        }
        let within = |value: f64, lower: f64, upper: f64| {
            let rounding = ROUNDING * (1.0 + value.abs());
            lower - rounding <= value && value <= upper + rounding
        };
        for (column, &value) in self.columns.iter().zip(&solution.columns) {
            let whole = !column.integer || (value - value.round()).abs() < ROUNDING;
            if !whole || !within(value, column.lower, column.upper) {
                return None;
            }
            let uses = column.uses.iter();
            uses.for_each(|&(row, by)| sums[row.0] += by * value);
            cost += column.cost * value;
        }
        let mut rows = self.rows.iter().zip(sums);
        rows.all(|(row, sum)| within(sum, row.lower, row.upper))
            .then_some(cost)
    }

    /// For each row, whether a sum of side columns is in it.
    pub fn rows_of_sums(&self) -> Vec<bool> {
        let mut found = vec![false; self.rows.len()];
        let sums = self.sums.iter();
        for used in sums.flat_map(|sum| &self.columns[sum.0].uses) {
            found[used.0.0] = true;
        }
        found
    }

    /// Arcs of all walkers together.
    pub fn arc_count(&self) -> usize {
        let walkers = self.walkers.iter();
        walkers.map(|walker| walker.graph.arc_count()).sum()
    }

    /// Adds a side column.
    pub fn column(&mut self, column: SideColumn) -> ColumnIx {
        self.columns.push(column);
        ColumnIx(self.columns.len() - 1)
    }
}

/// A path per walker and the values of the side columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution {
    /// Taken choice by walker and layer.
    pub taken: Vec<Vec<usize>>,
    /// Value of each side column.
    pub columns: Vec<f64>,
    /// Total cost, constant included.
    pub cost: f64,
}
