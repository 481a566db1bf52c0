//! What rows cost that only side columns relieve: cells, each a few rows with the side columns that enter no others.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use super::links::Links;
use super::problem::{PathProblem, RowIx};
use super::relief::{Cell, Relief};

/// What a row that nothing relieves costs, in units of the dearest side column.
const BROKEN: f64 = 30.0;

/// Most costs remembered; then it begins anew. Some fifty megabytes.
const KNOWN_MAX: usize = 1 << 20;

/// All cells of a problem.
#[derive(Debug)]
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

/// The row that stands for all that a row was joined with; ways there get shorter (Tarjan 1975).
fn first_of(joined: &mut [usize], mut row: usize) -> usize {
    while joined[row] != row {
        joined[row] = joined[joined[row]];
        row = joined[row];
    }
    row
}

impl Cells {
    /// Groups rows by the side columns in no link that they share; sums of side columns follow from these and group nothing.
    pub fn of(problem: &PathProblem, links: &Links, keeps: &[bool]) -> Cells {
        let of_sums = problem.rows_of_sums();
        let apart = |row: usize| keeps[row] || of_sums[row] || links.of_row[row].is_some();
        let mut joined: Vec<usize> = (0..problem.rows.len()).collect();
        let mut columns: Vec<(usize, usize)> = Vec::new();
        for (index, column) in problem.columns.iter().enumerate() {
            let mut rows = (column.uses.iter().map(|used| used.0.0)).filter(|&row| !apart(row));
            if let (Some(first), false) = (rows.next(), links.is_linked(index)) {
                columns.push((index, first));
                for row in rows {
                    let (one, other) = (first_of(&mut joined, first), first_of(&mut joined, row));
                    joined[other] = one;
                }
            }
        }
        let mut number = HashMap::new();
        let mut cells: Vec<Cell> = Vec::new();
        let mut of_row = vec![None; problem.rows.len()];
        for row in (0..problem.rows.len()).filter(|&row| !apart(row)) {
            let cell = *number
                .entry(first_of(&mut joined, row))
                .or_insert(cells.len());
            if cell == cells.len() {
                cells.push(Cell::default());
            }
            of_row[row] = Some((cell, cells[cell].rows.len()));
            cells[cell].rows.push(row);
        }
        for (column, row) in columns {
            if let Some((cell, _)) = of_row[row] {
                cells[cell].columns.push(column);
            }
        }
        cells.iter_mut().for_each(|cell| cell.look(problem));
        let dearest = problem.columns.iter().map(|column| column.cost.abs());
        let broken = BROKEN * dearest.fold(1.0, f64::max);
        let mut found = Cells {
            of_column: vec![Vec::new(); problem.columns.len()],
            known: RefCell::default(),
            cells,
            of_row,
            broken,
        };
        for (index, column) in problem.columns.iter().enumerate() {
            if links.is_linked(index) {
                found.of_column[index] = found.ways(&column.uses);
            }
        }
        found
    }

    /// Cells that a unit of a linked side column is in, and which of their ways it is; new ones are added.
    fn ways(&mut self, uses: &[(RowIx, f64)]) -> Vec<(usize, usize)> {
        let mut parts: BTreeMap<usize, Vec<(usize, f64)>> = BTreeMap::new();
        for &(RowIx(row), by) in uses {
            if let Some((cell, at)) = self.of_row[row] {
                parts.entry(cell).or_default().push((at, by));
            }
        }
        let way = |(cell, way): (usize, Vec<(usize, f64)>)| {
            let ways = &mut self.cells[cell].ways;
            let known = ways.iter().position(|known| *known == way);
            let at = known.unwrap_or(ways.len());
            if at == ways.len() {
                ways.push(way);
            }
            (cell, at)
        };
        parts.into_iter().map(way).collect()
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
        if known.len() >= KNOWN_MAX {
            known.clear();
        }
        let known = known.entry((cell, key));
        *known.or_insert_with(|| self.relief(problem, cell, sums).cost)
    }

    /// The cheapest relief of a cell whose rows have these sums without it.
    pub fn relief(&self, problem: &PathProblem, cell: usize, sums: &[f64]) -> Relief {
        self.cells[cell].relief(problem, sums, self.broken)
    }
}
