//! What rows cost that only side columns relieve: cells, each a few rows with the side columns that enter no others.

use std::cell::RefCell;
use std::collections::HashMap;

use super::links::Links;
use super::problem::{PathProblem, RowIx};
use super::relief::{Cell, Relief};

/// What a row that nothing relieves costs, in units of the dearest side column.
const BROKEN: f64 = 30.0;

/// All cells of a problem.
#[derive(Clone, Debug)]
pub struct Cells {
    /// The cells.
    pub cells: Vec<Cell>,
    /// Cell and position of each row in one.
    pub of_row: Vec<Option<(usize, usize)>>,
    /// Of each linked side column: cells and which of their ways a unit is.
    pub of_column: Vec<Vec<(usize, usize)>>,
    /// What a broken limit costs.
    broken: f64,
    /// Costs that were worked out before, by cell and what its rows miss.
    known: RefCell<HashMap<(usize, u128), f64>>,
}

impl Cells {
    /// Groups rows by the side columns in no link that they share; sums of side columns follow from these and group nothing.
    pub fn of(problem: &PathProblem, links: &Links, keeps: &[bool]) -> Cells {
        let mut sums = vec![false; problem.columns.len()];
        let mut apart = vec![false; problem.rows.len()];
        for sum in &problem.sums {
            sums[sum.0] = true;
            for used in &problem.columns[sum.0].uses {
                apart[used.0.0] = true;
            }
        }
        for (row, kept) in keeps.iter().enumerate() {
            apart[row] |= *kept || links.of_row[row].is_some();
        }
        let mut root: Vec<usize> = (0..problem.rows.len()).collect();
        fn find(root: &mut [usize], mut row: usize) -> usize {
            while root[row] != row {
                root[row] = root[root[row]];
                row = root[row];
            }
            row
        }
        let others = |column: usize| !sums[column] && !links.linked[column];
        for (index, column) in problem.columns.iter().enumerate() {
            if !others(index) {
                continue;
            }
            let mut rows = column
                .uses
                .iter()
                .map(|used| used.0.0)
                .filter(|&row| !apart[row]);
            let Some(first) = rows.next() else { continue };
            for row in rows {
                let (a, b) = (find(&mut root, first), find(&mut root, row));
                root[b] = a;
            }
        }
        let mut number = vec![usize::MAX; problem.rows.len()];
        let mut cells: Vec<Cell> = Vec::new();
        let mut of_row = vec![None; problem.rows.len()];
        for row in 0..problem.rows.len() {
            if apart[row] {
                continue;
            }
            let root = find(&mut root, row);
            if number[root] == usize::MAX {
                number[root] = cells.len();
                cells.push(Cell::default());
            }
            let cell = number[root];
            of_row[row] = Some((cell, cells[cell].rows.len()));
            cells[cell].rows.push(row);
        }
        for (index, column) in problem.columns.iter().enumerate() {
            if !others(index) {
                continue;
            }
            let cell = column.uses.iter().find_map(|used| of_row[used.0.0]);
            if let Some((cell, _)) = cell {
                cells[cell].columns.push(index);
            }
        }
        cells.iter_mut().for_each(|cell| cell.look(problem));
        let mut of_column = vec![Vec::new(); problem.columns.len()];
        for (index, column) in problem
            .columns
            .iter()
            .enumerate()
            .filter(|(index, _)| links.linked[*index])
        {
            let mut parts: Vec<(usize, Vec<(usize, f64)>)> = Vec::new();
            for &(RowIx(row), by) in &column.uses {
                let Some((cell, at)) = of_row[row] else {
                    continue;
                };
                match parts.iter_mut().find(|part| part.0 == cell) {
                    Some(part) => part.1.push((at, by)),
                    None => parts.push((cell, vec![(at, by)])),
                }
            }
            of_column[index] = parts
                .into_iter()
                .map(|(cell, way)| {
                    let ways = &mut cells[cell].ways;
                    let known = ways.iter().position(|known| *known == way);
                    (
                        cell,
                        known.unwrap_or_else(|| {
                            ways.push(way);
                            ways.len() - 1
                        }),
                    )
                })
                .collect();
        }
        let dearest = problem
            .columns
            .iter()
            .map(|column| column.cost.abs())
            .fold(1.0, f64::max);
        Cells {
            cells,
            of_row,
            of_column,
            broken: BROKEN * dearest,
            known: RefCell::default(),
        }
    }

    /// What a cell costs whose rows have these sums without its own side columns.
    pub fn cost(&self, problem: &PathProblem, cell: usize, sums: &[f64]) -> f64 {
        let Some(key) = self.cells[cell].key(problem, sums) else {
            return self.relief(problem, cell, sums).cost;
        };
        if key == 0 {
            return 0.0;
        }
        let mut known = self.known.borrow_mut();
        let known = known.entry((cell, key));
        *known.or_insert_with(|| self.relief(problem, cell, sums).cost)
    }

    /// The cheapest relief of a cell whose rows have these sums without it.
    pub fn relief(&self, problem: &PathProblem, cell: usize, sums: &[f64]) -> Relief {
        self.cells[cell].relief(problem, sums, self.broken)
    }
}
