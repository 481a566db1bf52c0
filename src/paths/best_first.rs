//! Partial paths of one walker with their sums, the most promising first, until the cheapest whole one that keeps to the
//! walker's own rows is known (A*, Hart, Nilsson and Raphael 1968). Cut short, it still leaves a bound.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap};

use super::own_rows::OwnRows;
use super::pricing::Priced;
use super::problem::Walker;

/// Most partial paths of one search.
const PARTIAL_MAX: usize = 20_000;

/// Most partial paths that are looked at in a hurry, when the search was cut short without any path.
const HURRIED_MAX: usize = 2_000;

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

/// A search, with what it has seen so far.
pub struct Search<'s> {
    walker: &'s Walker,
    own: &'s OwnRows,
    priced: &'s Priced,
    adds: Vec<Vec<(f64, usize)>>,
    at: &'s [f64],
    /// What the multipliers' right sides add to every path.
    offset: f64,
    /// Paths that cost so much are of no interest.
    limit: f64,
    partial: Vec<Partial>,
    queue: BinaryHeap<Waiting>,
    known: HashMap<(usize, usize, Vec<i64>), f64>,
}

impl<'s> Search<'s> {
    /// Begins at the start; `offset` is what the multipliers' right sides add to every path, and paths that cost `limit` are of no
    /// interest.
    pub fn of(
        walker: &'s Walker,
        (own, at): (&'s OwnRows, &'s [f64]),
        priced: &'s Priced,
        cost: &[Vec<f64>],
        (offset, limit): (f64, f64),
    ) -> Search<'s> {
        Search {
            walker,
            own,
            priced,
            adds: cheapest_of_kinds(own, cost),
            at,
            offset,
            limit,
            partial: Vec::new(),
            queue: BinaryHeap::new(),
            known: HashMap::new(),
        }
    }

    /// True cost of the cheapest path within the rows, or a bound on it, and the path.
    ///
    /// A path's true cost is its cost at the multipliers plus what the multipliers gave for its sums.
    pub fn run(&mut self) -> (f64, Option<Vec<usize>>) {
        let (offset, limit) = (self.offset, self.limit);
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
        let mut best = (limit, None);
        while let Some(Waiting(ahead, _, index)) = self.queue.pop() {
            if ahead + offset >= best.0 - 1e-9 {
                return (best.0, best.1.map(|index| self.path(index)));
            }
            if self.partial.len() > PARTIAL_MAX {
                let found = best.1.or_else(|| {
                    if limit.is_finite() {
                        None
                    } else {
                        self.hurry()
                    }
                });
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
        if ahead + self.offset >= self.limit - 1e-9 || !ahead.is_finite() {
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
