//! First paths at once: one walker after another takes the cheapest path at what rows still miss.

use super::master::Path;
use super::pricer::Pricer;
use super::prices::Prices;
use super::problem::{PathProblem, RowIx};

/// Times that everybody chooses.
const ROUNDS: usize = 2;

/// What one unit more is worth to a row that misses some, and costs a row that is full.
#[derive(Clone, Copy, Default)]
struct Relief {
    missing: f64,
    surplus: f64,
}

/// A path for every walker that keeps to the walker's own rows; none when somebody has none.
///
/// Only rows that a side column relieves by itself are looked at.
pub fn first_paths(problem: &PathProblem, pricer: &mut Pricer) -> Option<Vec<Vec<usize>>> {
    let relief = relief(problem);
    let mut filled = vec![0.0; problem.rows.len()];
    let mut paths: Vec<Option<Path>> = vec![None; problem.walkers.len()];
    for _ in 0..ROUNDS {
        for (walker, path) in paths.iter_mut().enumerate() {
            for &(RowIx(row), by) in path.iter().flat_map(|path| &path.uses) {
                filled[row] -= by;
            }
            let rows = problem.rows.iter().zip(&filled).zip(&relief);
            let price = rows.map(|((row, &filled), relief)| match filled {
                filled if filled + 1e-9 < row.lower => relief.missing,
                filled if filled + 1.0 > row.upper + 1e-9 => -relief.surplus,
                _ => 0.0,
            });
            let prices = Prices(price.collect());
            // At high prices limits are hard to keep; at none they are easy.
            let taken = [prices, Prices::none(problem)]
                .iter()
                .find_map(|prices| pricer.walker(problem, prices, walker, |_, _| true).path)?;
            let chosen = Path::of(problem, walker, taken)?;
            for &(RowIx(row), by) in &chosen.uses {
                filled[row] += by;
            }
            *path = Some(chosen);
        }
    }
    paths.into_iter().map(|path| Some(path?.taken)).collect()
}

/// The cheapest relief of each row.
fn relief(problem: &PathProblem) -> Vec<Relief> {
    let mut relief = vec![Relief::default(); problem.rows.len()];
    for column in &problem.columns {
        for &(RowIx(row), by) in &column.uses {
            let cost = column.cost / by.abs();
            let known = if by > 0.0 {
                &mut relief[row].missing
            } else {
                &mut relief[row].surplus
            };
            if cost > 0.0 && (*known == 0.0 || cost < *known) {
                *known = cost;
            }
        }
    }
    relief
}
