//! Where a solution loses against the bound: all of its distance belongs to walkers, rows and side columns.

use std::ops::Range;

use super::master::Path;
use super::prices::Prices;
use super::problem::{PathProblem, Solution};
use super::reach::Reach;
use super::within_rows::Found;

/// Most layers of a row or side column whose loss says where to look.
const LAYERS: usize = 2;

/// What a solution costs beyond the bound that prices give (Lagrange), by layer and by walker.
#[derive(Clone, Debug)]
pub struct Losses {
    /// Of rows that are not tight and side columns away from their better ends.
    pub layers: Vec<f64>,
    /// Of paths that are not the cheapest.
    pub walkers: Vec<f64>,
}

impl Losses {
    /// Looks at everything once; `priced` was found at the prices.
    pub fn of(
        problem: &PathProblem,
        reach: &Reach,
        (prices, priced): (&Prices, &[Found]),
        solution: &Solution,
    ) -> Losses {
        let depth = problem.walkers.first();
        let depth = depth.map_or(0, |walker| walker.choices.len());
        let mut losses = Losses {
            layers: vec![0.0; depth],
            walkers: vec![0.0; problem.walkers.len()],
        };
        let mut sums = vec![0.0; problem.rows.len()];
        for (walker, (taken, found)) in solution.taken.iter().zip(priced).enumerate() {
            if let Some(path) = Path::of(problem, walker, taken.clone()) {
                path.uses.iter().for_each(|&(row, by)| sums[row.0] += by);
                let cost = path.cost - prices.worth(&path.uses);
                losses.walkers[walker] = (cost - found.least).max(0.0);
            }
        }
        let columns = problem.columns.iter().zip(&solution.columns);
        for ((column, &value), reach) in columns.zip(&reach.columns) {
            let uses = column.uses.iter();
            uses.for_each(|&(row, by)| sums[row.0] += by * value);
            let cost = prices.column_cost(column);
            let better = if cost < 0.0 {
                column.upper
            } else {
                column.lower
            };
            losses.add(reach, cost * (value - better));
        }
        let rows = problem.rows.iter().zip(&sums).zip(&prices.0);
        for (((row, sum), &price), reach) in rows.zip(&reach.rows) {
            if price != 0.0 {
                let side = if price > 0.0 { row.lower } else { row.upper };
                losses.add(reach, price * (sum - side));
            }
        }
        losses
    }

    fn add(&mut self, reach: &Range<usize>, loss: f64) {
        if (1..=LAYERS).contains(&reach.len()) && loss > 0.0 && loss.is_finite() {
            let each = loss / reach.len() as f64;
            let layers = self.layers[reach.clone()].iter_mut();
            layers.for_each(|layer| *layer += each);
        }
    }
}
