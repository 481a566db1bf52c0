//! The law of the wait: the share of a period's arrivals who still wait after so many minutes.

use super::chain::Chain;
use super::grid::Grid;
use super::line::{Line, LineChain, NEGLIGIBLE};
use super::stages::{Slot, Stage};
use super::tagged;
use crate::queueing::poisson::PoissonWindow;

/// Longest panel of the quadrature over arrival instants, in mean service times.
const PANEL_SERVICES: f64 = 0.7;

/// Gauss-Legendre abscissae on 0..1 and weights, 3 points.
const NODES: [(f64, f64); 3] = [
    (0.112_701_665_379_258_3, 5.0 / 18.0),
    (0.5, 8.0 / 18.0),
    (0.887_298_334_620_741_7, 5.0 / 18.0),
];

/// Instants closer than this are one, in minutes.
const SAME_INSTANT: f64 = 1e-9;

/// Means over the arrivals of a period, at one threshold.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Survival {
    /// Share whose virtual wait is longer than the threshold.
    pub waits_longer: f64,
    /// Mean of the least of virtual wait, patience and threshold, in minutes; 0 unless customers give up.
    pub waited_minutes: f64,
}

/// Arrivals of a stretch of a period: together where their deadlines fall into the period, one by one where not.
struct Segment {
    to: f64,
    integral: Line,
    nodes: Vec<Node>,
}

/// Arrivals near one instant; `weight` is the time they stand for, in minutes.
struct Node {
    at: f64,
    weight: f64,
    line: Line,
}

/// The law of the waits of one period's arrivals, by class and threshold; `None` when it got `late`.
pub(super) fn survival(
    stages: &[Stage],
    period: usize,
    start: &Line,
    slots: &[Slot],
    thresholds: &[f64],
    late: &dyn Fn() -> bool,
) -> Option<Vec<Vec<Survival>>> {
    let segments = segments(stages, period, start, thresholds, late)?;
    slots
        .iter()
        .map(|slot| {
            let mut law = Law::new(stages, period, *slot, thresholds);
            law.add(&segments, late)?;
            Some(law.means())
        })
        .collect()
}

/// About the work that shares of a period would take, in states times jumps.
pub(super) fn work(stages: &[Stage], period: usize, thresholds: &[f64]) -> f64 {
    let stage = &stages[period];
    let longest = thresholds.iter().copied().fold(0.0, f64::max);
    let crossing = longest.min(stage.minutes);
    let panels = crossing * stage.rates.service / PANEL_SERVICES + thresholds.len() as f64;
    let nodes = NODES.len() as f64 * panels;
    // Every node keeps its probabilities: as much as so many jumps, and so no more than some 40 million figures.
    let jumps = stage.jumps_within(crossing / 2.0).max(200.0);
    let mut work = nodes * jumps * stage.grid.len() as f64;
    let mut beyond = longest;
    for stage in &stages[period + 1..] {
        let minutes = stage.minutes.min(beyond);
        // Nearly every traveller is carried through a stage that ends before the deadline.
        let times = if stage.minutes < longest {
            nodes + 1.0
        } else {
            1.0 + nodes / 4.0
        };
        work += times * stage.jumps_within(minutes) * stage.grid.len() as f64;
        beyond -= stage.minutes;
        if beyond <= 0.0 {
            break;
        }
    }
    work
}

/// Instants at which a deadline crosses a boundary, in minutes from the period's start, with both its ends.
fn instants(stages: &[Stage], period: usize, thresholds: &[f64]) -> Vec<f64> {
    let length = stages[period].minutes;
    let longest = thresholds.iter().copied().fold(0.0, f64::max);
    let mut instants = vec![0.0, length];
    let mut boundary = 0.0;
    for stage in &stages[period..stages.len() - 1] {
        boundary += stage.minutes;
        if boundary - longest > length {
            break;
        }
        let crossings = thresholds.iter().map(|t| boundary - t);
        instants.extend(crossings.filter(|at| (0.0..length).contains(at)));
    }
    instants.sort_by(f64::total_cmp);
    instants.dedup_by(|b, a| *b - *a < SAME_INSTANT);
    instants
}

fn segments(
    stages: &[Stage],
    period: usize,
    start: &Line,
    thresholds: &[f64],
    late: &dyn Fn() -> bool,
) -> Option<Vec<Segment>> {
    let stage = &stages[period];
    let longest = thresholds.iter().copied().fold(0.0, f64::max);
    let instants = instants(stages, period, thresholds);
    let mut line = start.clone();
    let mut grid = stage.grid;
    let mut segments = Vec::new();
    for ends in instants.windows(2) {
        if late() {
            return None;
        }
        let (from, to) = (ends[0], ends[1]);
        grid.layers = line.layers_in_use(&grid);
        line = line.trimmed(&grid);
        let crosses = to + longest > stage.minutes + SAME_INSTANT;
        let places = if crosses {
            places(to - from, stage)
        } else {
            Vec::new()
        };
        let at: Vec<f64> = places.iter().map(|(at, _)| *at).collect();
        let chain = stage.line_within(grid);
        let chain = LineChain {
            chain: &chain,
            saturated: false,
        };
        let stretch = chain.run(&line, to - from, &at);
        let nodes = places.iter().zip(stretch.nodes);
        segments.push(Segment {
            to,
            integral: stretch.integral,
            nodes: nodes
                .map(|((at, weight), line)| Node {
                    at: from + at,
                    weight: *weight,
                    line,
                })
                .collect(),
        });
        line = stretch.end;
    }
    Some(segments)
}

/// Quadrature on a stretch of so many minutes: places and weights.
fn places(minutes: f64, stage: &Stage) -> Vec<(f64, f64)> {
    let panels = (minutes * stage.rates.service / PANEL_SERVICES)
        .ceil()
        .max(1.0) as usize;
    let length = minutes / panels as f64;
    let in_panel =
        |panel: usize| NODES.map(|(at, weight)| ((panel as f64 + at) * length, weight * length));
    (0..panels).flat_map(in_panel).collect()
}

/// Jump-count weights at one threshold or remaining time.
struct Weights {
    within: PoissonWindow,
    /// Mean time spent before giving up or the end, after 0, 1, ... jumps; empty for the patient.
    spent: Vec<f64>,
}

impl Weights {
    fn new(pace: f64, minutes: f64, gives_up: f64) -> Weights {
        let spent = if gives_up > 0.0 {
            // Integral of e^(-gives_up s) times the Poisson weight of the jump count at s, for s up to `minutes`.
            let total = pace + gives_up;
            let tails = PoissonWindow::above(total * minutes, NEGLIGIBLE).tails();
            let ratio = pace / total;
            let mut factor = 1.0 / total;
            let spent = tails.iter().map(|tail| {
                let spent = factor * tail;
                factor *= ratio;
                spent
            });
            spent.collect()
        } else {
            Vec::new()
        };
        Weights {
            within: PoissonWindow::above(pace * minutes, NEGLIGIBLE),
            spent,
        }
    }

    fn last(&self) -> usize {
        self.within.last().max(self.spent.len().saturating_sub(1))
    }

    fn longer(&self, waiting: &[f64]) -> f64 {
        tagged::dot(&self.within.weights, &waiting[self.within.first..])
    }

    fn spent(&self, waiting: &[f64]) -> f64 {
        tagged::dot(&self.spent, waiting)
    }
}

/// Sums over arrivals of one class in one period.
struct Law<'a> {
    stages: &'a [Stage],
    period: usize,
    slot: Slot,
    thresholds: &'a [f64],
    gives_up: f64,
    sums: Vec<Survival>,
}

impl<'a> Law<'a> {
    fn new(stages: &'a [Stage], period: usize, slot: Slot, thresholds: &'a [f64]) -> Law<'a> {
        Law {
            stages,
            period,
            slot,
            thresholds,
            gives_up: stages[period].tagged_rates(slot, true).tagged_gives_up,
            sums: vec![Survival::default(); thresholds.len()],
        }
    }

    fn means(&self) -> Vec<Survival> {
        let length = self.stages[self.period].minutes;
        let mean = |sum: &Survival| Survival {
            waits_longer: (sum.waits_longer / length).clamp(0.0, 1.0),
            waited_minutes: sum.waited_minutes / length,
        };
        self.sums.iter().map(mean).collect()
    }

    fn weights(&self, stage: &Stage, minutes: f64) -> Weights {
        Weights::new(stage.jumps_per_minute, minutes, self.gives_up)
    }

    fn add(&mut self, segments: &[Segment], late: &dyn Fn() -> bool) -> Option<()> {
        let stage = &self.stages[self.period];
        let end = stage.minutes + SAME_INSTANT;
        let inside = |segment: &Segment, t: f64| segment.to + t <= end;
        let seen: Vec<Vec<f64>> = segments
            .iter()
            .map(|segment| stage.seen_by(self.slot, &segment.integral))
            .collect();
        let weights: Vec<Weights> = self
            .thresholds
            .iter()
            .map(|t| self.weights(stage, t.min(stage.minutes)))
            .collect();
        let mut travellers: Vec<Traveller> = segments
            .iter()
            .flat_map(|segment| &segment.nodes)
            .map(|node| Traveller {
                waiting: stage.seen_by(self.slot, &node.line),
                weight: node.weight,
                waited_minutes: stage.minutes - node.at,
                spent_minutes: 0.0,
            })
            .collect();
        let mut starts: Vec<&[f64]> = seen.iter().map(Vec::as_slice).collect();
        let on_the_way: Vec<Weights> = if self.gives_up > 0.0 {
            starts.extend(travellers.iter().map(|one| one.waiting.as_slice()));
            let minutes = travellers.iter().map(|one| one.waited_minutes);
            minutes
                .map(|minutes| self.weights(stage, minutes))
                .collect()
        } else {
            Vec::new()
        };
        let last = weights.iter().chain(&on_the_way).map(Weights::last).max();
        let chain = stage.tagged(self.slot, false);
        let waiting = tagged::still_waiting(&chain, &starts, last.unwrap_or(0), late)?;

        for (segment, waiting) in segments.iter().zip(&waiting) {
            for ((t, weights), sum) in self.thresholds.iter().zip(&weights).zip(&mut self.sums) {
                if inside(segment, *t) {
                    sum.waits_longer += weights.longer(waiting);
                    sum.waited_minutes += weights.spent(waiting);
                }
            }
        }
        let passed = on_the_way.iter().zip(&waiting[segments.len()..]);
        for (one, (weights, waiting)) in travellers.iter_mut().zip(passed) {
            one.spent_minutes = weights.spent(waiting);
        }
        self.follow(travellers, late)
    }

    /// Follows travellers into later stages, until every deadline has passed.
    fn follow(&mut self, mut travellers: Vec<Traveller>, late: &dyn Fn() -> bool) -> Option<()> {
        let longest = self.thresholds.iter().copied().fold(0.0, f64::max);
        for index in self.period + 1..self.stages.len() {
            let (before, stage) = (&self.stages[index - 1], &self.stages[index]);
            let to = stage.tagged_grid(self.slot);
            for one in &mut travellers {
                if late() {
                    return None;
                }
                let minutes = one.waited_minutes.min(before.minutes);
                one.cross(before, &to, self.slot, minutes);
            }
            let remaining = travellers.iter().map(|one| longest - one.waited_minutes);
            let minutes = remaining.fold(0.0, f64::max).min(stage.minutes);
            let last = self.weights(stage, minutes).last();
            let starts: Vec<&[f64]> = travellers
                .iter()
                .map(|one| one.waiting.as_slice())
                .collect();
            let chain = stage.tagged(self.slot, false);
            let waiting = tagged::still_waiting(&chain, &starts, last, late)?;
            for (one, waiting) in travellers.iter_mut().zip(&waiting) {
                self.meet_deadlines(one, stage, waiting);
            }
            travellers.retain(|one| one.waited_minutes + SAME_INSTANT < longest);
            if travellers.is_empty() {
                break;
            }
        }
        Some(())
    }

    /// Adds what one traveller says about deadlines within `stage`; it stands at its end afterwards.
    fn meet_deadlines(&mut self, one: &mut Traveller, stage: &Stage, waiting: &[f64]) {
        let alive = (-self.gives_up * one.waited_minutes).exp();
        for (index, t) in self.thresholds.iter().enumerate() {
            let remaining = t - one.waited_minutes;
            if remaining < -SAME_INSTANT || remaining > stage.minutes - SAME_INSTANT {
                continue;
            }
            let weights = self.weights(stage, remaining.max(0.0));
            let sum = &mut self.sums[index];
            sum.waits_longer += one.weight * weights.longer(waiting);
            sum.waited_minutes += one.weight * (one.spent_minutes + alive * weights.spent(waiting));
        }
        if stage.minutes.is_finite() && self.gives_up > 0.0 {
            let whole = self.weights(stage, stage.minutes);
            if whole.last() < waiting.len() {
                one.spent_minutes += alive * whole.spent(waiting);
            }
        }
        one.waited_minutes += stage.minutes;
    }
}

/// Arrivals of one instant on their way through the boundaries.
struct Traveller {
    /// Probabilities of still waiting, by cell.
    waiting: Vec<f64>,
    weight: f64,
    waited_minutes: f64,
    /// Mean time spent so far before being called or giving up.
    spent_minutes: f64,
}

impl Traveller {
    /// Waits out the last `minutes` of `stage` and stands on the grid `to` behind it.
    fn cross(&mut self, stage: &Stage, to: &Grid, slot: Slot, minutes: f64) {
        let full = stage.tagged_grid(slot);
        let waiting = std::mem::take(&mut self.waiting);
        // An arrival late in a period meets fewer layers than the period began with.
        let layers = waiting.len() / (full.rows * full.stride());
        let grid = Grid { layers, ..full };
        let chain: Chain = stage.tagged_within(slot, grid);
        self.waiting = tagged::moved(&grid, to, &tagged::carried(&chain, waiting, minutes));
    }
}
