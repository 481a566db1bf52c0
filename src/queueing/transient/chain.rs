//! One jump of the uniformised chain, forward on probabilities and backward on expectations.

use super::grid::Grid;

/// Jump probabilities of the waiting states at one uniformisation rate (Jensen 1953; Grassmann 1977).
///
/// "over" is the class called first, "own" the other one. The same chain serves the whole line and a tagged customer:
/// for a tagged one `own` arrivals are 0, since nobody behind matters, and leaving the corner means being called.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    pub grid: Grid,
    /// Jumps per minute; at least the rate out of every state.
    pub jumps_per_minute: f64,
    /// Probability that a jump is an arrival of the class called first.
    pub over: f64,
    /// Probability that a jump is an arrival of the other class.
    pub own: f64,
    /// Probability that a jump is the end of a given service.
    pub service: f64,
    /// Probability that a jump is a given customer of the class called first giving up.
    pub over_gives_up: f64,
    /// Probability that a jump is the tagged customer giving up.
    pub tagged_gives_up: f64,
    /// `own_gives_up` times 0, 1, 2, ...
    ramp: Vec<f64>,
    empty_row: Vec<f64>,
}

/// Rates per minute behind a [`Chain`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Rates {
    pub over: f64,
    pub own: f64,
    pub service: f64,
    pub over_gives_up: f64,
    pub own_gives_up: f64,
    pub tagged_gives_up: f64,
}

impl Rates {
    /// The largest rate out of a state of `grid`, per minute.
    pub fn out_of(&self, grid: &Grid) -> f64 {
        let busy = (grid.servers + grid.layers - 1) as f64;
        self.over
            + self.own
            + self.tagged_gives_up
            + busy * self.service
            + (grid.rows - 1) as f64 * self.over_gives_up
            + (grid.cols - 1) as f64 * self.own_gives_up
    }
}

impl Chain {
    /// The chain on `grid` that jumps so often; the rate must cover [`Rates::out_of`] and be above 0.
    pub fn new(grid: Grid, rates: &Rates, jumps_per_minute: f64) -> Chain {
        let share = |rate: f64| rate / jumps_per_minute;
        let own_gives_up = share(rates.own_gives_up);
        Chain {
            grid,
            jumps_per_minute,
            over: share(rates.over),
            own: share(rates.own),
            service: share(rates.service),
            over_gives_up: share(rates.over_gives_up),
            tagged_gives_up: share(rates.tagged_gives_up),
            ramp: (0..=grid.cols).map(|j| j as f64 * own_gives_up).collect(),
            empty_row: vec![0.0; grid.stride()],
        }
    }

    /// Probability that a jump ends a service of a layer.
    fn ends(&self, layer: usize) -> f64 {
        (self.grid.servers + layer) as f64 * self.service
    }

    /// Probability that a row's jump goes nowhere, but for the column's customers giving up.
    fn stays(&self, layer: usize, row: usize) -> f64 {
        let over = if row + 1 < self.grid.rows {
            self.over
        } else {
            0.0
        };
        1.0 - over
            - self.own
            - self.ends(layer)
            - row as f64 * self.over_gives_up
            - self.tagged_gives_up
    }

    fn slice<'a>(&self, x: &'a [f64], layer: usize, row: usize) -> &'a [f64] {
        let start = self.grid.row(layer, row);
        &x[start..start + self.grid.stride()]
    }

    /// Probabilities after one jump; returns what left the corner: no queue, lowest layer, a service ends.
    ///
    /// Arrivals beyond the edge of the grid are turned away.
    pub fn forward(&self, x: &[f64], out: &mut [f64]) -> f64 {
        let Grid {
            layers, rows, cols, ..
        } = self.grid;
        for layer in 0..layers {
            let calls = if layer == 0 { self.ends(0) } else { 0.0 };
            for row in 0..rows {
                let from = |found: bool, layer: usize, row: usize| -> &[f64] {
                    if found {
                        self.slice(x, layer, row)
                    } else {
                        &self.empty_row
                    }
                };
                let jump = Jump {
                    mid: self.slice(x, layer, row),
                    stays: self.stays(layer, row),
                    ramp: &self.ramp,
                    near: [
                        (from(row > 0, layer, row.wrapping_sub(1)), self.over),
                        (
                            from(row + 1 < rows, layer, row + 1),
                            (row + 1) as f64 * self.over_gives_up + calls,
                        ),
                        match layer + 1 < layers {
                            true => (self.slice(x, layer + 1, row), self.ends(layer + 1)),
                            false => (&[], 0.0),
                        },
                    ],
                };
                let start = self.grid.cell(layer, row, 0);
                let out = &mut out[start..start + cols];
                jump.forward(out, self.own, if row == 0 { calls } else { 0.0 });
                out[cols - 1] += self.own * jump.mid[cols];
            }
        }
        self.ends(0) * x[1]
    }

    /// Expectations one jump earlier; the tagged customer who was called counts 0. Own arrivals must be 0.
    pub fn backward(&self, f: &[f64], out: &mut [f64]) {
        let Grid {
            layers, rows, cols, ..
        } = self.grid;
        for layer in 0..layers {
            let ends = self.ends(layer);
            for row in 0..rows {
                let from = |found: bool, layer: usize, row: usize| -> &[f64] {
                    if found {
                        self.slice(f, layer, row)
                    } else {
                        &self.empty_row
                    }
                };
                let (calls_over, calls_own, frees) = match (layer, row) {
                    (0, 0) => (0.0, ends, 0.0),
                    (0, _) => (ends, 0.0, 0.0),
                    _ => (0.0, 0.0, ends),
                };
                let jump = Jump {
                    mid: self.slice(f, layer, row),
                    stays: self.stays(layer, row),
                    ramp: &self.ramp,
                    near: [
                        (from(row + 1 < rows, layer, row + 1), self.over),
                        (
                            from(row > 0, layer, row.wrapping_sub(1)),
                            row as f64 * self.over_gives_up + calls_over,
                        ),
                        (from(layer > 0, layer.wrapping_sub(1), row), frees),
                    ],
                };
                let start = self.grid.cell(layer, row, 0);
                jump.backward(&mut out[start..start + cols], calls_own);
            }
        }
    }
}

/// What flows into one row: from itself and from three rows near it, each with its probability.
struct Jump<'a> {
    mid: &'a [f64],
    stays: f64,
    ramp: &'a [f64],
    near: [(&'a [f64], f64); 3],
}

impl Jump<'_> {
    /// `arrives` moves a probability one column up, `called` and giving up one down.
    fn forward(&self, out: &mut [f64], arrives: f64, called: f64) {
        let n = out.len();
        let (left, mid, right) = (&self.mid[..n], &self.mid[1..=n], &self.mid[2..n + 2]);
        let (here, next) = (&self.ramp[..n], &self.ramp[1..=n]);
        let [(a, to_a), (b, to_b), _] = self.near;
        let (a, b) = (&a[1..=n], &b[1..=n]);
        if self.patient() {
            for j in 0..n {
                out[j] = (mid[j] * self.stays + arrives * left[j] + called * right[j])
                    + (to_a * a[j] + to_b * b[j]);
            }
        } else {
            for j in 0..n {
                out[j] = (mid[j] * (self.stays - here[j]) + arrives * left[j])
                    + ((next[j] + called) * right[j] + to_a * a[j] + to_b * b[j]);
            }
        }
        self.add_layer(out);
    }

    /// The transpose of [`Jump::forward`] without arrivals.
    fn backward(&self, out: &mut [f64], called: f64) {
        let n = out.len();
        let (left, mid, here) = (&self.mid[..n], &self.mid[1..=n], &self.ramp[..n]);
        let [(a, to_a), (b, to_b), _] = self.near;
        let (a, b) = (&a[1..=n], &b[1..=n]);
        if self.patient() {
            for j in 0..n {
                out[j] = (mid[j] * self.stays + called * left[j]) + (to_a * a[j] + to_b * b[j]);
            }
        } else {
            for j in 0..n {
                out[j] = (mid[j] * (self.stays - here[j]) + (here[j] + called) * left[j])
                    + (to_a * a[j] + to_b * b[j]);
            }
        }
        self.add_layer(out);
    }

    /// Nobody of the column's class gives up: the ramp is flat.
    fn patient(&self) -> bool {
        self.ramp.last() == Some(&0.0)
    }

    /// Most stages have one layer: its neighbour is added in a pass of its own.
    fn add_layer(&self, out: &mut [f64]) {
        let (row, share) = self.near[2];
        if share != 0.0 && !row.is_empty() {
            for (out, value) in out.iter_mut().zip(&row[1..]) {
                *out += share * value;
            }
        }
    }
}
