//! One walker at given prices: cheapest way to and from every node, and with them the least cost of a path through
//! any arc or choice.

use std::ops::Range;

use super::axis::Axis;
use super::prices::Prices;
use super::problem::Walker;

/// Costs of one walker's arcs and choices at given prices, and of the best ways on from every state.
#[derive(Clone, Debug, PartialEq)]
pub struct Priced {
    /// Cost of the cheapest path; infinite without one.
    pub least: f64,
    /// By layer and choice.
    choice: Vec<Vec<f64>>,
    /// Cheapest choice of each kind, by layer and kind.
    best: Vec<Vec<(f64, usize)>>,
    /// By layer and arc, without a choice.
    arc: Vec<Vec<f64>>,
    /// Cheapest way on from a state, by layer and state.
    to_go: Vec<Vec<f64>>,
}

impl Priced {
    /// Prices a walker whose choices cost what is given; infinity forbids one.
    pub fn at(walker: &Walker, axis: &Axis, prices: &Prices, choice: Vec<Vec<f64>>) -> Priced {
        let best: Vec<Vec<(f64, usize)>> = axis
            .kinds
            .iter()
            .zip(&choice)
            .map(|(kinds, costs)| {
                let cheapest = |kind: &super::axis::Kind| {
                    let choices = kind.choices.iter().map(|&choice| (costs[choice], choice));
                    let least = choices.min_by(|a, b| a.0.total_cmp(&b.0));
                    least.unwrap_or((f64::INFINITY, 0))
                };
                kinds.iter().map(cheapest).collect()
            })
            .collect();
        let cost = |arc: &super::Arc| arc.cost as f64 - prices.worth(&arc.uses);
        let layers = walker.graph.layers.iter();
        let arc = layers.map(|arcs| arcs.iter().map(cost).collect()).collect();
        let mut priced = Priced {
            least: f64::INFINITY,
            choice,
            best,
            arc,
            to_go: axis
                .states
                .iter()
                .map(|&n| vec![f64::INFINITY; n])
                .collect(),
        };
        priced.look_back(walker, axis);
        priced
    }

    /// Fills the ways on, last layer first.
    fn look_back(&mut self, walker: &Walker, axis: &Axis) {
        let graph = &walker.graph;
        let last = graph.layers.len();
        for (node, &cost) in graph.end_cost.iter().enumerate() {
            let (start, _, count) = axis.band(last, node);
            self.to_go[last][start..start + count].fill(cost as f64);
        }
        for layer in (0..last).rev() {
            let (before, after) = self.to_go.split_at_mut(layer + 1);
            let (before, after) = (&mut before[layer], &after[0]);
            for_each_step(
                walker,
                axis,
                layer,
                (&self.arc, &self.best),
                |cost, from, to| {
                    for (known, way) in before[from].iter_mut().zip(&after[to]) {
                        *known = known.min(cost + way);
                    }
                },
            );
        }
        self.least = match axis.state(0, 0, 0) {
            Some(state) if graph.has_path() => self.to_go[0][state],
            _ => f64::INFINITY,
        };
    }

    /// Cheapest way to every state, by layer.
    pub fn so_far(&self, walker: &Walker, axis: &Axis) -> Vec<Vec<f64>> {
        let mut so_far: Vec<Vec<f64>> = axis
            .states
            .iter()
            .map(|&n| vec![f64::INFINITY; n])
            .collect();
        if let Some(start) = axis.state(0, 0, 0) {
            so_far[0][start] = 0.0;
        }
        for layer in 0..walker.graph.layers.len() {
            let (before, after) = so_far.split_at_mut(layer + 1);
            let (before, after) = (&before[layer], &mut after[0]);
            for_each_step(
                walker,
                axis,
                layer,
                (&self.arc, &self.best),
                |cost, from, to| {
                    for (known, way) in after[to].iter_mut().zip(&before[from]) {
                        *known = known.min(cost + way);
                    }
                },
            );
        }
        so_far
    }

    /// Least cost of a path through an arc with a choice of a kind; `so_far` is that of this pricing.
    pub fn through(
        &self,
        walker: &Walker,
        axis: &Axis,
        so_far: &[Vec<f64>],
        (layer, arc, kind): (usize, usize, usize),
    ) -> f64 {
        let ends = &walker.graph.layers[layer][arc];
        let step = axis.kinds[layer][kind].step + axis.arc_step(layer, arc);
        let Some((from, to, count)) = overlap(axis, layer, (ends.from, ends.to), step) else {
            return f64::INFINITY;
        };
        let before = &so_far[layer][from..from + count];
        let after = &self.to_go[layer + 1][to..to + count];
        let least = before
            .iter()
            .zip(after)
            .map(|(before, after)| before + after);
        self.arc[layer][arc] + self.best[layer][kind].0 + least.fold(f64::INFINITY, f64::min)
    }

    /// What a choice costs beyond the cheapest of its kind.
    pub fn choice_excess(&self, axis: &Axis, layer: usize, choice: usize) -> f64 {
        self.choice[layer][choice] - self.best[layer][axis.kind_of[layer][choice]].0
    }

    /// Cost of going on along an arc with a choice of its class.
    pub fn step(&self, layer: usize, arc: usize, choice: usize) -> f64 {
        self.arc[layer][arc] + self.choice[layer][choice]
    }

    /// Cheapest way on from a node at a level; infinite where there is none.
    pub fn to_go(&self, axis: &Axis, layer: usize, node: usize, level: i64) -> f64 {
        let state = axis.state(layer, node, level);
        state.map_or(f64::INFINITY, |state| self.to_go[layer][state])
    }

    /// The cheapest path, as choices; none without a path.
    pub fn path(&self, walker: &Walker, axis: &Axis) -> Option<Vec<usize>> {
        if !self.least.is_finite() {
            return None;
        }
        let graph = &walker.graph;
        let (mut node, mut level) = (0, 0);
        let mut taken = Vec::with_capacity(graph.layers.len());
        for (layer, arcs) in graph.layers.iter().enumerate() {
            let mut best = (f64::INFINITY, 0, 0, 0);
            for index in graph.leaving(layer, node) {
                let arc = &arcs[index];
                let own = axis.arc_step(layer, index);
                for (kind, shape) in axis.of_class(layer, arc.class) {
                    let (cost, choice) = self.best[layer][kind];
                    let next = level + shape.step + own;
                    let rest = self.to_go(axis, layer + 1, arc.to, next);
                    let way = self.arc[layer][index] + cost + rest;
                    if way < best.0 {
                        best = (way, choice, arc.to, next);
                    }
                }
            }
            if !best.0.is_finite() {
                return None;
            }
            taken.push(best.1);
            (node, level) = (best.2, best.3);
        }
        Some(taken)
    }
}

/// Costs of arcs by layer, and the cheapest choice of each kind by layer.
type Costs<'c> = (&'c [Vec<f64>], &'c [Vec<(f64, usize)>]);

/// Every possible step of a layer: its cost, the states it leaves, and those it leads to in the same order.
fn for_each_step(
    walker: &Walker,
    axis: &Axis,
    layer: usize,
    (arc_costs, best): Costs<'_>,
    mut visit: impl FnMut(f64, Range<usize>, Range<usize>),
) {
    for (index, arc) in walker.graph.layers[layer].iter().enumerate() {
        let own = axis.arc_step(layer, index);
        for (kind, shape) in axis.of_class(layer, arc.class) {
            let cost = arc_costs[layer][index] + best[layer][kind].0;
            let ends = (arc.from, arc.to);
            if cost.is_finite()
                && let Some((from, to, count)) = overlap(axis, layer, ends, shape.step + own)
            {
                visit(cost, from..from + count, to..to + count);
            }
        }
    }
}

/// The states of one node from which a step leads to states of the next: first of both, and how many.
fn overlap(
    axis: &Axis,
    layer: usize,
    (from, to): (usize, usize),
    step: i64,
) -> Option<(usize, usize, usize)> {
    let (from_start, from_low, from_count) = axis.band(layer, from);
    let (to_start, to_low, to_count) = axis.band(layer + 1, to);
    let low = from_low.max(to_low - step);
    let high = (from_low + from_count as i64).min(to_low + to_count as i64 - step);
    let count = usize::try_from(high - low)
        .ok()
        .filter(|&count| count > 0)?;
    Some((
        from_start + (low - from_low) as usize,
        to_start + (low + step - to_low) as usize,
        count,
    ))
}

#[cfg(test)]
mod tests {
    use super::super::own_rows::OwnRows;
    use super::super::pricer::Pricer;
    use super::super::prices::Prices;
    use super::super::problem::{Choice, PathProblem, RowIx, Walker};
    use super::super::{Arc, Graph, cheapest_path};

    /// Five layers, free (0) or working 3 or 5 (1, 2); work is worth more the later it is, never three times in a row.
    fn problem(lower: f64, upper: f64) -> PathProblem {
        let mut problem = PathProblem::default();
        let row = problem.row("sum", lower, upper);
        let choice = |class, cost, sum| Choice {
            class,
            cost,
            uses: vec![(row, sum)],
        };
        let arc = |from, to, class| Arc {
            from,
            to,
            class,
            cost: 0,
            uses: Vec::new(),
        };
        let layer = |at: usize| -> Vec<Arc> {
            // Nodes: work days in a row.
            let arcs = vec![
                arc(0, 0, 0),
                arc(0, 1, 1),
                arc(1, 0, 0),
                arc(1, 2, 1),
                arc(2, 0, 0),
            ];
            let reached = [1, 2, 3, 3, 3][at];
            arcs.into_iter().filter(|arc| arc.from < reached).collect()
        };
        let day = |at: i64| {
            vec![
                choice(0, 0, 0.0),
                choice(1, -at, 3.0),
                choice(1, -at - 1, 5.0),
            ]
        };
        problem.walkers.push(Walker {
            choices: (0..5).map(day).collect(),
            graph: Graph {
                nodes: vec![1, 2, 3, 3, 3, 3],
                layers: (0..5).map(layer).collect(),
                end_cost: vec![0, 0, 0],
            },
        });
        problem
    }

    /// Least cost over all paths whose sum lies between the limits, by trying them all.
    fn by_trying(problem: &PathProblem) -> Option<i64> {
        let walker = &problem.walkers[0];
        let row = &problem.rows[0];
        let mut best = None;
        for word in 0..3_usize.pow(5) {
            let taken: Vec<usize> = (0..5).map(|at| word / 3_usize.pow(at) % 3).collect();
            let worked: Vec<bool> = taken.iter().map(|choice| *choice > 0).collect();
            let chosen = taken.iter().zip(&walker.choices);
            let (cost, sum) = chosen.fold((0, 0.0), |(cost, sum), (choice, choices)| {
                let choice: &Choice = &choices[*choice];
                (cost + choice.cost, sum + choice.uses[0].1)
            });
            let run = worked.windows(3).any(|three| three.iter().all(|day| *day));
            if !run && row.lower <= sum && sum <= row.upper {
                best = Some(best.map_or(cost, |known: i64| known.min(cost)));
            }
        }
        best
    }

    #[test]
    fn the_cheapest_path_between_limits_is_that_of_trying_all() {
        for lower in 0..=21 {
            for upper in lower..=22 {
                let problem = problem(f64::from(lower), f64::from(upper));
                let (own, keeps) = OwnRows::of(&problem);
                assert!(keeps[0] && own[0].is_exact_in_axis());
                let mut pricer = Pricer::of(&problem);
                let found = pricer.walker(&problem, &Prices::none(&problem), 0, |_, _| true);
                let expected = by_trying(&problem).map_or(f64::INFINITY, |cost| cost as f64);
                assert_eq!(found.least, expected, "between {lower} and {upper}");
                assert_eq!(found.path.is_some(), expected.is_finite());
            }
        }
    }

    #[test]
    fn without_limits_it_is_the_cheapest_path() {
        let mut free = problem(0.0, 22.0);
        free.rows[0].lower = f64::NEG_INFINITY;
        free.rows[0].upper = f64::INFINITY;
        let mut pricer = Pricer::of(&free);
        let found = pricer.walker(&free, &Prices::none(&free), 0, |_, _| true);
        assert_eq!(found.path, cheapest_path(&free.walkers[0], |_, _| 0));
        let dear = Prices(vec![-1.0]);
        let at_a_price = pricer.walker(&free, &dear, 0, |_, _| true);
        assert!(at_a_price.least >= found.least, "work costs more then");
        assert_eq!(free.rows[RowIx(0).0].tag, "sum");
    }
}
