//! A tagged customer, who waits while the day goes on: probabilities carried forward, expectations carried back.

use super::chain::Chain;
use super::grid::{Grid, Moved};
use super::line::{NEGLIGIBLE, add};
use crate::queueing::poisson::PoissonWindow;

/// Jumps between two looks at the clock.
pub(super) const JUMPS_BETWEEN_LOOKS: usize = 32;

/// The same probabilities once the grid `to` holds; whoever is called then has left.
pub(super) fn moved(from: &Grid, to: &Grid, x: &[f64]) -> Vec<f64> {
    let mut moved = vec![0.0; to.len()];
    for (layer, row, col, cell) in from.states() {
        if let Moved::Waiting(place) = to.settle(from.servers + layer, row, col, true) {
            moved[place] += x[cell];
        }
    }
    moved
}

/// What each state of `from` is worth just before the grid `to` holds; being called is worth 0.
pub(super) fn worth_before(from: &Grid, to: &Grid, worth: &[f64]) -> Vec<f64> {
    let mut before = vec![0.0; from.len()];
    for (layer, row, col, cell) in from.states() {
        if let Moved::Waiting(place) = to.settle(from.servers + layer, row, col, true) {
            before[cell] = worth[place];
        }
    }
    before
}

/// Probabilities of those still waiting after so many minutes.
pub(super) fn carried(chain: &Chain, start: Vec<f64>, minutes: f64) -> Vec<f64> {
    let window = PoissonWindow::above(chain.jumps_per_minute * minutes, NEGLIGIBLE);
    let mut sum = vec![0.0; start.len()];
    let (mut now, mut next) = (start, vec![0.0; sum.len()]);
    for jump in 0..=window.last() {
        let weight = window.weight(jump);
        if weight > 0.0 {
            add(&mut sum, weight, &now);
        }
        if jump < window.last() {
            chain.forward(&now, &mut next);
            std::mem::swap(&mut now, &mut next);
        }
    }
    sum
}

/// Expected minutes until called (or given up) so many minutes earlier, when `after` is expected then; `None` when it got
/// `late`.
pub(super) fn minutes_to_wait(
    chain: &Chain,
    after: Vec<f64>,
    minutes: f64,
    late: &dyn Fn() -> bool,
) -> Option<Vec<f64>> {
    let window = PoissonWindow::above(chain.jumps_per_minute * minutes, NEGLIGIBLE);
    let mut sum = vec![0.0; after.len()];
    let (mut now, mut next) = (after, vec![0.0; sum.len()]);
    let mean_pause = 1.0 / chain.jumps_per_minute;
    for jump in 0..=window.last() {
        if jump % JUMPS_BETWEEN_LOOKS == 0 && late() {
            return None;
        }
        let weight = window.weight(jump);
        if weight > 0.0 {
            add(&mut sum, weight, &now);
        }
        if jump < window.last() {
            chain.backward(&now, &mut next);
            for row in next.chunks_exact_mut(chain.grid.stride()) {
                let inner = 1..=chain.grid.cols;
                row[inner]
                    .iter_mut()
                    .for_each(|minutes| *minutes += mean_pause);
            }
            std::mem::swap(&mut now, &mut next);
        }
    }
    Some(sum)
}

/// For each of `starts` the probabilities of still waiting after 0, 1, ..., `last` jumps; `None` when it got `late`.
pub(super) fn still_waiting(
    chain: &Chain,
    starts: &[&[f64]],
    last: usize,
    late: &dyn Fn() -> bool,
) -> Option<Vec<Vec<f64>>> {
    let mut now = vec![0.0; chain.grid.len()];
    for row in now.chunks_exact_mut(chain.grid.stride()) {
        row[1..=chain.grid.cols].fill(1.0);
    }
    let mut next = vec![0.0; now.len()];
    let mut waiting = vec![Vec::with_capacity(last + 1); starts.len()];
    for jump in 0..=last {
        if jump % JUMPS_BETWEEN_LOOKS == 0 && late() {
            return None;
        }
        for (start, waiting) in starts.iter().zip(&mut waiting) {
            waiting.push(dot(start, &now));
        }
        if jump < last {
            chain.backward(&now, &mut next);
            std::mem::swap(&mut now, &mut next);
        }
    }
    Some(waiting)
}

/// Sum of products; the longer list's rest counts as 0. Eight sums side by side let the processor overlap them.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let length = a.len().min(b.len());
    let (a, b) = (&a[..length], &b[..length]);
    let mut sums = [0.0; 8];
    for (a, b) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        for lane in 0..8 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    let done = length - length % 8;
    let rest: f64 = a[done..].iter().zip(&b[done..]).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f64>() + rest
}
