//! Rows that only link walkers to side columns of their own.

use super::problem::{PathProblem, RowIx};

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
    /// Whether a side column is in a link.
    pub linked: Vec<bool>,
}

impl Links {
    /// Looks at the rows that `keeps` leaves to others and that no sum of side columns is in.
    pub fn of(problem: &PathProblem, keeps: &[bool]) -> Links {
        let mut settled = keeps.to_vec();
        let sums = problem.sums.iter();
        for used in sums.flat_map(|sum| &problem.columns[sum.0].uses) {
            settled[used.0.0] = true;
        }
        let mut of_row: Vec<Vec<(usize, f64)>> = vec![Vec::new(); problem.rows.len()];
        for (index, column) in problem.columns.iter().enumerate() {
            for &(RowIx(row), by) in &column.uses {
                of_row[row].push((index, by));
            }
        }
        let mut met = vec![false; problem.rows.len()];
        for walker in &problem.walkers {
            let choices = walker.choices.iter().flatten();
            let choices = choices.flat_map(|choice| &choice.uses);
            let arcs = walker.graph.layers.iter().flatten();
            let arcs = arcs.flat_map(|arc| &arc.uses);
            choices.chain(arcs).for_each(|used| met[used.0.0] = true);
        }
        let mut found = Links {
            links: Vec::new(),
            of_row: vec![None; problem.rows.len()],
            linked: vec![false; problem.columns.len()],
        };
        for (row, columns) in of_row.iter().enumerate() {
            let limits = &problem.rows[row];
            let takes = |&(column, by): &(usize, f64)| {
                by < 0.0 && !found.linked[column] && problem.columns[column].lower == 0.0
            };
            let links_them =
                !settled[row] && met[row] && limits.lower == 0.0 && limits.upper == 0.0;
            if links_them && !columns.is_empty() && columns.iter().all(takes) {
                let columns: Vec<usize> = columns.iter().map(|known| known.0).collect();
                columns
                    .iter()
                    .for_each(|&column| found.linked[column] = true);
                found.of_row[row] = Some(found.links.len());
                found.links.push(Link { row, columns });
            }
        }
        found
    }
}
