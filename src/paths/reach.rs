//! How far rows and side columns reach: the layers that they have to do with.

use std::ops::Range;

use super::problem::{PathProblem, RowIx};

/// No layer at all.
const NOWHERE: Range<usize> = Range {
    start: usize::MAX,
    end: 0,
};

/// From the first to behind the last layer of everything beside the walkers.
///
/// A row has the layers of the walkers' choices in it; a side column those of its rows; a row without walkers those of its
/// side columns. What is nearest to the walkers decides.
#[derive(Clone, Debug)]
pub struct Reach {
    /// Of each row.
    pub rows: Vec<Range<usize>>,
    /// Of each side column.
    pub columns: Vec<Range<usize>>,
}

impl Reach {
    /// Looks at every row.
    pub fn of(problem: &PathProblem) -> Reach {
        let mut rows = vec![NOWHERE; problem.rows.len()];
        for walker in &problem.walkers {
            let layers = walker.choices.iter().zip(&walker.graph.layers);
            for (layer, (choices, arcs)) in layers.enumerate() {
                let choices = choices.iter().flat_map(|choice| &choice.uses);
                let arcs = arcs.iter().flat_map(|arc| &arc.uses);
                for &(RowIx(row), _) in choices.chain(arcs) {
                    rows[row] = joined(rows[row].clone(), &(layer..layer + 1));
                }
            }
        }
        let mut columns = vec![NOWHERE; problem.columns.len()];
        loop {
            let mut changed = false;
            let mut next = rows.clone();
            for (reach, column) in columns.iter_mut().zip(&problem.columns) {
                if *reach == NOWHERE {
                    let known = column.uses.iter().map(|used| &rows[used.0.0]);
                    *reach = known.fold(NOWHERE, joined);
                    changed |= *reach != NOWHERE;
                }
                for used in &column.uses {
                    if rows[used.0.0] == NOWHERE {
                        let known = &mut next[used.0.0];
                        *known = joined(known.clone(), reach);
                    }
                }
            }
            rows = next;
            if !changed {
                return Reach { rows, columns };
            }
        }
    }

    /// Which side columns have to do with some of the layers; those that no row joins to a walker have to do with all.
    pub fn columns_in(&self, layers: &[bool]) -> Vec<bool> {
        let meets = |reach: &Range<usize>| match layers.get(reach.clone()) {
            Some(layers) => layers.contains(&true),
            None => true,
        };
        self.columns.iter().map(meets).collect()
    }
}

/// Whether two ranges share a layer.
pub fn meet(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

fn joined(a: Range<usize>, b: &Range<usize>) -> Range<usize> {
    a.start.min(b.start)..a.end.max(b.end)
}
