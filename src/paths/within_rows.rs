//! The cheapest path of one walker that keeps to the walker's own rows.
//!
//! The rows are first given prices (multipliers) of their own, which leaves a bound from below and, on the way, costs to go
//! from every node. Guided by these, a best-first search over partial paths with their sums finds the cheapest path that
//! keeps to the rows (A*, Hart, Nilsson and Raphael 1968). Cut short, it still leaves the bound.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap};

use super::own_rows::OwnRows;
use super::prices::Prices;
use super::pricing::Priced;
use super::problem::Walker;

/// Changes of the multipliers before each search.
const STEPS: usize = 6;

/// Most partial paths of one search.
const PARTIAL_MAX: usize = 20_000;

/// Most partial paths that are looked at in a hurry, when the search was cut short without any path.
const HURRIED_MAX: usize = 2_000;

/// What is kept of a walker between searches: multipliers of its own rows, and how far they move in a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Multipliers {
    prices: Vec<f64>,
    step: f64,
}

impl Multipliers {
    /// Price of each row.
    pub fn prices(&self) -> &[f64] {
        &self.prices
    }

    /// No price at all.
    pub fn none(own: &OwnRows) -> Multipliers {
        Multipliers {
            prices: vec![0.0; own.count()],
            step: 1.0,
        }
    }
}

/// What a search found.
#[derive(Clone, Debug)]
pub struct Found {
    /// No path that keeps to the rows costs less.
    pub least: f64,
    /// Cheapest such path, when one was found.
    pub path: Option<Vec<usize>>,
    /// The walker at the multipliers; costs of its paths are those without what `offset` adds.
    pub priced: Priced,
    /// What the multipliers' right sides add to every path.
    pub offset: f64,
}

/// Searches; `cost` is what each choice costs by layer, infinity forbids one.
pub fn cheapest_within(
    walker: &Walker,
    own: &OwnRows,
    prices: &Prices,
    cost: &[Vec<f64>],
    multipliers: &mut Multipliers,
) -> Found {
    let mut best: Option<(f64, Vec<f64>, Priced)> = None;
    let mut at = multipliers.prices.clone();
    let axis_row = own.axis_row.map(|row| own.rows[row].row);
    for step in 0..STEPS {
        let (priced, offset) = priced_at(walker, own, prices, cost, &at);
        let bound = priced.least + offset;
        let path = priced.path(walker, &own.axis);
        let better = best.as_ref().is_none_or(|best| bound > best.0 + 1e-9);
        if step > 0 {
            multipliers.step *= if better { 1.3 } else { 0.6 };
        }
        let sums = path.as_ref().and_then(|path| own.sums(walker, path));
        if better {
            best = Some((bound, at.clone(), priced.clone()));
        }
        let Some(sums) = sums else { break };
        let mut settled = true;
        let from = best.as_ref().map_or(&at, |best| &best.1).clone();
        let mut next = if better { at.clone() } else { from };
        for ((price, row), &sum) in next.iter_mut().zip(&own.rows).zip(&sums) {
            if Some(row.row) == axis_row {
                continue;
            }
            // Upper limits have prices below zero, lower limits above.
            let target = if sum > row.upper {
                settled = false;
                *price - multipliers.step
            } else if sum < row.lower {
                settled = false;
                *price + multipliers.step
            } else if *price < 0.0 && sum < row.upper {
                settled = false;
                (*price + multipliers.step).min(0.0)
            } else if *price > 0.0 && sum > row.lower {
                settled = false;
                (*price - multipliers.step).max(0.0)
            } else {
                *price
            };
            *price = target;
        }
        if settled {
            multipliers.prices.clone_from(&at);
            return Found {
                least: bound,
                path,
                priced,
                offset,
            };
        }
        at = next;
    }
    multipliers.step = multipliers.step.clamp(1e-3, 1e9);
    let Some((bound, at, priced)) = best else {
        let (priced, offset) = priced_at(walker, own, prices, cost, &at);
        return Found {
            least: priced.least,
            path: None,
            priced,
            offset,
        };
    };
    let offset = bound - priced.least;
    multipliers.prices.clone_from(&at);
    let mut search = Search {
        walker,
        own,
        priced: &priced,
        adds: cheapest_of_kinds(own, cost),
        at: &at,
        partial: Vec::new(),
        queue: BinaryHeap::new(),
        known: HashMap::new(),
    };
    let (least, path) = search.run(offset);
    Found {
        least: least.max(bound),
        path,
        priced,
        offset,
    }
}

/// The walker at the multipliers, and what their right sides add to every path.
fn priced_at(
    walker: &Walker,
    own: &OwnRows,
    prices: &Prices,
    cost: &[Vec<f64>],
    at: &[f64],
) -> (Priced, f64) {
    let mut prices = prices.clone();
    let mut offset = 0.0;
    for (row, &price) in own.rows.iter().zip(at) {
        prices.0[row.row.0] = price;
        if price > 0.0 {
            offset += price * row.lower as f64;
        } else if price < 0.0 {
            offset += price * row.upper as f64;
        }
    }
    let cost = cost
        .iter()
        .enumerate()
        .map(|(layer, costs)| {
            let choices = costs.iter().enumerate();
            choices
                .map(|(choice, cost)| {
                    let adds = own.of_choice(layer, choice).iter().zip(at);
                    cost - adds.map(|(&by, price)| by as f64 * price).sum::<f64>()
                })
                .collect()
        })
        .collect();
    (Priced::at(walker, &own.axis, &prices, cost), offset)
}

/// Cheapest choice of each kind with its cost, by layer.
fn cheapest_of_kinds(own: &OwnRows, cost: &[Vec<f64>]) -> Vec<Vec<(f64, usize)>> {
    own.kinds
        .iter()
        .zip(cost)
        .map(|(kinds, cost)| {
            kinds
                .iter()
                .map(|(_, choices)| {
                    let best = choices
                        .iter()
                        .min_by(|&&a, &&b| cost[a].total_cmp(&cost[b]));
                    best.map_or((f64::INFINITY, 0), |&choice| (cost[choice], choice))
                })
                .collect()
        })
        .collect()
}

/// A path up to a node.
struct Partial {
    layer: usize,
    node: usize,
    /// Cost so far at the multipliers.
    cost: f64,
    sums: Vec<i64>,
    before: usize,
    choice: usize,
}

/// A partial path in the queue, cheapest first, then the longest.
struct Waiting(f64, usize, usize);

impl Ord for Waiting {
    fn cmp(&self, other: &Waiting) -> Ordering {
        let cheaper = other.0.total_cmp(&self.0);
        cheaper
            .then(self.1.cmp(&other.1))
            .then(other.2.cmp(&self.2))
    }
}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Waiting) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Waiting) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Waiting {}

struct Search<'s> {
    walker: &'s Walker,
    own: &'s OwnRows,
    priced: &'s Priced,
    adds: Vec<Vec<(f64, usize)>>,
    at: &'s [f64],
    partial: Vec<Partial>,
    queue: BinaryHeap<Waiting>,
    known: HashMap<(usize, usize, Vec<i64>), f64>,
}

impl Search<'_> {
    /// True cost of the cheapest path within the rows, or a bound on it, and the path.
    ///
    /// A path's true cost is its cost at the multipliers plus what the multipliers gave for its sums.
    fn run(&mut self, offset: f64) -> (f64, Option<Vec<usize>>) {
        let count = self.own.count();
        self.push(Partial {
            layer: 0,
            node: 0,
            cost: 0.0,
            sums: vec![0; count],
            before: usize::MAX,
            choice: 0,
        });
        let last = self.walker.graph.layers.len();
        let mut best = (f64::INFINITY, None);
        while let Some(Waiting(ahead, _, index)) = self.queue.pop() {
            if ahead + offset >= best.0 - 1e-9 {
                return (best.0, best.1.map(|index| self.path(index)));
            }
            if self.partial.len() > PARTIAL_MAX {
                let found = best.1.or_else(|| self.hurry());
                return (ahead + offset, found.map(|index| self.path(index)));
            }
            if self.partial[index].layer == last {
                let end = &self.partial[index];
                let given: f64 = end
                    .sums
                    .iter()
                    .zip(self.at)
                    .map(|(&s, p)| s as f64 * p)
                    .sum();
                let end_cost = self.walker.graph.end_cost[end.node] as f64;
                let total = end.cost + end_cost + given;
                if total < best.0 {
                    best = (total, Some(index));
                }
                continue;
            }
            self.extend(index);
        }
        (best.0, best.1.map(|index| self.path(index)))
    }

    /// Any path within the rows, soon: the longest partial path first.
    fn hurry(&mut self) -> Option<usize> {
        let last = self.walker.graph.layers.len();
        let mut open: Vec<Waiting> = std::mem::take(&mut self.queue).into_vec();
        for _ in 0..HURRIED_MAX {
            let next = (0..open.len()).max_by(|&a, &b| {
                let (a, b) = (&open[a], &open[b]);
                a.1.cmp(&b.1).then(b.0.total_cmp(&a.0)).then(b.2.cmp(&a.2))
            })?;
            let Waiting(_, layer, index) = open.swap_remove(next);
            if layer == last {
                return Some(index);
            }
            self.extend(index);
            open.extend(std::mem::take(&mut self.queue));
        }
        None
    }

    fn extend(&mut self, index: usize) {
        let (layer, node, cost) = {
            let from = &self.partial[index];
            (from.layer, from.node, from.cost)
        };
        let graph = &self.walker.graph;
        let kinds = &self.own.kinds[layer];
        for arc_index in graph.leaving(layer, node) {
            let arc = &graph.layers[layer][arc_index];
            let first = kinds.partition_point(|kind| kind.0 < arc.class);
            for (kind, _) in kinds
                .iter()
                .enumerate()
                .skip(first)
                .take_while(|k| k.1.0 == arc.class)
            {
                let (_, choice) = self.adds[layer][kind];
                let step = self.priced.step(layer, arc_index, choice);
                if !step.is_finite() {
                    continue;
                }
                let own = self.own.of_choice(layer, choice).iter();
                let sums = own
                    .zip(self.own.of_arc(layer, arc_index))
                    .zip(&self.partial[index].sums)
                    .map(|((choice, arc), sum)| sum + choice + arc)
                    .collect();
                self.push(Partial {
                    layer: layer + 1,
                    node: arc.to,
                    cost: cost + step,
                    sums,
                    before: index,
                    choice,
                });
            }
        }
    }

    fn push(&mut self, partial: Partial) {
        let (layer, node) = (partial.layer, partial.node);
        if !self.own.possible(layer, node, &partial.sums) {
            return;
        }
        let level = self.own.level(&partial.sums);
        let ahead = partial.cost + self.priced.to_go(&self.own.axis, layer, node, level);
        if !ahead.is_finite() {
            return;
        }
        // Alike from here on: what counts is the true cost, without what the multipliers gave.
        let given: f64 = partial
            .sums
            .iter()
            .zip(self.at)
            .map(|(&s, p)| s as f64 * p)
            .sum();
        let true_cost = partial.cost + given;
        let mut key = partial.sums.clone();
        self.own.reduce(layer, node, &mut key);
        let known = self
            .known
            .entry((layer, node, key))
            .or_insert(f64::INFINITY);
        if true_cost >= *known - 1e-9 {
            return;
        }
        *known = true_cost;
        self.queue.push(Waiting(ahead, layer, self.partial.len()));
        self.partial.push(partial);
    }

    fn path(&self, mut index: usize) -> Vec<usize> {
        let mut taken = Vec::new();
        while self.partial[index].before != usize::MAX {
            taken.push(self.partial[index].choice);
            index = self.partial[index].before;
        }
        taken.reverse();
        taken
    }
}
