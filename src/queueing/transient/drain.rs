//! After the doors have closed: nobody comes, so every queue only shrinks and expectations follow one another.

use super::chain::Rates;
use super::grid::Grid;

/// Expected reward, by cell, until the queue is gone; `reward` is per minute and sees both queue lengths.
///
/// One equation a state, each in states already known: reward plus what the next state is worth, over the rate out.
/// `after` is what it is worth when the last waiting customer was called and a service ends. The grid needs a counter.
pub(super) fn drain(
    grid: &Grid,
    rates: &Rates,
    reward: impl Fn(usize, usize) -> f64,
    after: f64,
) -> Vec<f64> {
    let mut worth = vec![0.0; grid.len()];
    for (layer, row, col, cell) in grid.states() {
        let ends = (grid.servers + layer) as f64 * rates.service;
        let over = row as f64 * rates.over_gives_up;
        let own = col as f64 * rates.own_gives_up;
        let shorter_row = if row > 0 {
            worth[grid.cell(layer, row - 1, col)]
        } else {
            0.0
        };
        let shorter_col = if col > 0 { worth[cell - 1] } else { 0.0 };
        let next = match (layer, row, col) {
            (0, 0, 0) => after,
            (0, 0, _) => shorter_col,
            (0, _, _) => shorter_row,
            _ => worth[grid.cell(layer - 1, row, col)],
        };
        let flows = reward(row, col) + over * shorter_row + own * shorter_col + ends * next;
        worth[cell] = flows / (over + own + ends + rates.tagged_gives_up);
    }
    worth
}
