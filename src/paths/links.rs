//! Rows that only link walkers to side columns of their own.

use super::problem::{PathProblem, RowIx, Walker};

/// A row that links walkers to side columns of its own.
#[derive(Clone, Debug)]
pub struct Link {
    /// The row.
    pub row: usize,
    /// The side columns, none of which is in another link.
    pub columns: Vec<usize>,
}

/// All links of a problem.
#[derive(Clone, Debug)]
pub struct Links {
    /// The links.
    pub links: Vec<Link>,
    /// Link of each row, if it is one.
    pub of_row: Vec<Option<usize>>,
    /// What a unit of each side column takes of its link; nought for those in none.
    pub each: Vec<f64>,
}

impl Links {
    /// Looks at the rows that `keeps` leaves to others and that no sum of side columns is in.
    pub fn of(problem: &PathProblem, keeps: &[bool]) -> Links {
        let of_sums = problem.rows_of_sums();
        let mut of_row: Vec<Vec<(usize, f64)>> = vec![Vec::new(); problem.rows.len()];
        for (index, column) in problem.columns.iter().enumerate() {
            for &(RowIx(row), by) in &column.uses {
                of_row[row].push((index, by));
            }
        }
        let mut met = vec![false; problem.rows.len()];
        let uses = problem.walkers.iter().flat_map(Walker::uses);
        uses.for_each(|used| met[used.0.0] = true);
        let mut found = Links {
            links: Vec::new(),
            of_row: vec![None; problem.rows.len()],
            each: vec![0.0; problem.columns.len()],
        };
        for (row, columns) in of_row.iter().enumerate() {
            let limits = &problem.rows[row];
            let takes = |&(column, by): &(usize, f64)| {
                by < 0.0 && !found.is_linked(column) && problem.columns[column].lower == 0.0
            };
            let free = !keeps[row] && !of_sums[row] && met[row];
            let links_them = free && limits.lower == 0.0 && limits.upper == 0.0;
            if links_them && !columns.is_empty() && columns.iter().all(takes) {
                for &(column, by) in columns {
                    found.each[column] -= by;
                }
                found.of_row[row] = Some(found.links.len());
                let columns = columns.iter().map(|known| known.0).collect();
                found.links.push(Link { row, columns });
            }
        }
        found
    }

    /// Whether a side column is in a link.
    pub fn is_linked(&self, column: usize) -> bool {
        self.each[column] > 0.0
    }
}
