//! The whole line along time: free counters and waiting customers of both classes.

use super::chain::Chain;
use super::grid::{Grid, Moved};
use crate::queueing::poisson::PoissonWindow;

/// Weights of jump counts below this share of the largest are left out.
pub(super) const NEGLIGIBLE: f64 = 1e-15;

/// Probabilities of all states of the line at one instant, or their integral over time in minutes.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// By number in service, all below the number of counters.
    pub idle: Vec<f64>,
    /// By cell of the grid.
    pub waiting: Vec<f64>,
}

impl Line {
    /// Nothing anywhere.
    pub fn empty(grid: &Grid) -> Line {
        Line {
            idle: vec![0.0; grid.servers],
            waiting: vec![0.0; grid.len()],
        }
    }

    /// `queues` customers wait (first class, other class) and the counters of the grid open this instant.
    pub fn opening(grid: &Grid, queues: (usize, usize), saturated: bool) -> Line {
        let mut line = Line::empty(grid);
        line.put(grid.settle(0, queues.0, queues.1, false), 1.0, saturated);
        line
    }

    /// Adds `weight` times another.
    pub fn add(&mut self, weight: f64, other: &Line) {
        add(&mut self.idle, weight, &other.idle);
        add(&mut self.waiting, weight, &other.waiting);
    }

    /// The same probabilities once the grid `to` holds.
    pub fn moved(&self, from: &Grid, to: &Grid, saturated: bool) -> Line {
        let mut line = Line::empty(to);
        for (busy, share) in self.idle.iter().enumerate() {
            line.put(to.settle(busy, 0, 0, false), *share, saturated);
        }
        for (layer, row, col, cell) in from.states() {
            let place = to.settle(from.servers + layer, row, col, false);
            line.put(place, self.waiting[cell], saturated);
        }
        line
    }

    fn put(&mut self, place: Moved, share: f64, saturated: bool) {
        match place {
            // Corner of the grid: its first state.
            Moved::Idle(_) if saturated => self.waiting[1] += share,
            Moved::Idle(busy) => self.idle[busy] += share,
            Moved::Waiting(cell) => self.waiting[cell] += share,
            Moved::Started => {}
        }
    }

    /// Mean number in service.
    pub fn mean_busy(&self, grid: &Grid) -> f64 {
        let idle = self.idle.iter().enumerate();
        let idle: f64 = idle.map(|(busy, share)| busy as f64 * share).sum();
        let waiting = grid.states();
        let waiting: f64 = waiting
            .map(|(layer, _, _, cell)| (grid.servers + layer) as f64 * self.waiting[cell])
            .sum();
        idle + waiting
    }

    /// Mean numbers waiting: of the class called first, of the other.
    pub fn mean_queues(&self, grid: &Grid) -> [f64; 2] {
        let mut means = [0.0; 2];
        for (_, row, col, cell) in grid.states() {
            means[0] += row as f64 * self.waiting[cell];
            means[1] += col as f64 * self.waiting[cell];
        }
        means
    }

    /// Probability that an arrival would have to wait, by the cell of a tagged customer of the class called first.
    pub fn seen_by_first_class(&self, grid: &Grid) -> Vec<f64> {
        let ahead = grid.of_first_class();
        let mut seen = vec![0.0; ahead.len()];
        for layer in 0..grid.layers {
            for row in 0..grid.rows {
                let start = grid.row(layer, row);
                let sum: f64 = self.waiting[start..start + grid.stride()].iter().sum();
                seen[ahead.cell(layer, 0, row)] = sum;
            }
        }
        seen
    }

    /// Layers up to the last that holds more than a rounding.
    pub fn layers_in_use(&self, grid: &Grid) -> usize {
        let per_layer = grid.rows * grid.stride();
        let in_use = |layer: &usize| {
            let cells = &self.waiting[layer * per_layer..(layer + 1) * per_layer];
            cells.iter().sum::<f64>() > 1e-11
        };
        (1..grid.layers).rev().find(in_use).unwrap_or(0) + 1
    }

    /// The line without the layers from `grid.layers` on, which must hold next to nothing.
    pub fn trimmed(mut self, grid: &Grid) -> Line {
        self.waiting.truncate(grid.len());
        self
    }
}

/// Adds `weight` times `other` to `sum`, place by place.
pub(super) fn add(sum: &mut [f64], weight: f64, other: &[f64]) {
    for (sum, other) in sum.iter_mut().zip(other) {
        *sum += weight * other;
    }
}

/// What a stretch of time with unchanging rates made of a line.
pub(super) struct Stretch {
    /// At its end.
    pub end: Line,
    /// Integrated over it, in minutes.
    pub integral: Line,
    /// At the instants asked for.
    pub nodes: Vec<Line>,
}

/// How a line moves while rates are constant.
pub(super) struct LineChain<'a> {
    pub chain: &'a Chain,
    /// Every counter is always taken; a bound on the queue of the class called first.
    pub saturated: bool,
}

impl LineChain<'_> {
    /// Shows `visit` the line after 0, 1, ..., `last` jumps, for as long as it wants to see more.
    pub fn jumps(&self, start: &Line, last: usize, mut visit: impl FnMut(usize, &Line) -> bool) {
        let mut now = start.clone();
        let mut next = Line::empty(&self.chain.grid);
        for jump in 0..=last {
            if !visit(jump, &now) {
                return;
            }
            if jump < last {
                self.jump(&now, &mut next);
                std::mem::swap(&mut now, &mut next);
            }
        }
    }

    fn jump(&self, now: &Line, next: &mut Line) {
        let chain = self.chain;
        let left = chain.forward(&now.waiting, &mut next.waiting);
        if self.saturated {
            next.waiting[1] += left;
            return;
        }
        let arrives = chain.over + chain.own;
        let counters = now.idle.len();
        for busy in 0..counters {
            let ends = |busy: usize| busy as f64 * chain.service;
            let arrived = if busy > 0 {
                arrives * now.idle[busy - 1]
            } else {
                0.0
            };
            let ended = match now.idle.get(busy + 1) {
                Some(share) => ends(busy + 1) * share,
                None => left,
            };
            next.idle[busy] = now.idle[busy] * (1.0 - arrives - ends(busy)) + arrived + ended;
        }
        if let Some(share) = now.idle.last() {
            next.waiting[1] += arrives * share;
        }
    }

    /// Runs for so many minutes; `nodes` are instants in minutes from the start.
    pub fn run(&self, start: &Line, minutes: f64, nodes: &[f64]) -> Stretch {
        let pace = self.chain.jumps_per_minute;
        let window = PoissonWindow::above(pace * minutes, NEGLIGIBLE);
        let tails = window.tails();
        let windows: Vec<_> = nodes
            .iter()
            .map(|node| PoissonWindow::above(pace * node, NEGLIGIBLE))
            .collect();
        let empty = Line::empty(&self.chain.grid);
        let mut stretch = Stretch {
            end: empty.clone(),
            integral: empty.clone(),
            nodes: vec![empty; nodes.len()],
        };
        self.jumps(start, window.last(), |jump, line| {
            stretch.integral.add(tails[jump] / pace, line);
            let counts = windows.iter().zip(&mut stretch.nodes);
            for (window, sum) in counts.chain([(&window, &mut stretch.end)]) {
                let weight = window.weight(jump);
                if weight > 0.0 {
                    sum.add(weight, line);
                }
            }
            true
        });
        stretch
    }
}
