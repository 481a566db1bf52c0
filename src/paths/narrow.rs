//! A path problem without the arcs, choices and side-column values that no good solution uses.
//!
//! With prices, a path through an arc costs at least bound + excess of the arc. Where that passes a target, no solution
//! as cheap as the target uses the arc (reduced-cost fixing; for arcs of path flows: Irnich, Desaulniers, Desrosiers and
//! Hadjar 2010).

use super::axis::Axis;
use super::graph::{Arc, Graph};
use super::pricer::Pricer;
use super::prices::Prices;
use super::problem::{ColumnIx, PathProblem, SideColumn, Solution, Walker};
use super::within_rows::Found;

/// Costs this close are equal.
const ROUNDING: f64 = 1e-6;

/// What is left of a problem, with the way back.
#[derive(Clone, Debug)]
pub struct Narrowed {
    /// The smaller problem: same rows, same side columns.
    pub problem: PathProblem,
    /// The choice of the whole problem that each choice stands for, by walker, layer and choice.
    original: Vec<Vec<Vec<usize>>>,
}

impl Narrowed {
    /// Keeps what a solution `within` limits of some side columns that costs at most `target` can use.
    ///
    /// `bound` and `priced` come from `prices`.
    pub fn to(
        problem: &PathProblem,
        pricer: &Pricer,
        prices: &Prices,
        (bound, priced): (f64, &[Found]),
        within: &[(ColumnIx, f64, f64)],
        target: f64,
    ) -> Narrowed {
        let room = target - bound + ROUNDING;
        let mut original = Vec::with_capacity(problem.walkers.len());
        let walkers = problem
            .walkers
            .iter()
            .zip(priced)
            .enumerate()
            .map(|(index, (walker, priced))| {
                let (walker, choices) = walker_within(walker, pricer.axis(index), priced, room);
                original.push(choices);
                walker
            })
            .collect();
        let mut columns = problem.columns.clone();
        for &(column, lower, upper) in within {
            (columns[column.0].lower, columns[column.0].upper) = (lower, upper);
        }
        let columns = columns
            .iter()
            .map(|column| column_within(column, prices.column_cost(column), room))
            .collect();
        Narrowed {
            problem: PathProblem {
                walkers,
                columns,
                rows: problem.rows.clone(),
                sums: problem.sums.clone(),
                cuts: problem.cuts.clone(),
                constant: problem.constant,
            },
            original,
        }
    }

    /// A solution of the smaller problem in the terms of the whole one.
    pub fn widen(&self, mut solution: Solution) -> Solution {
        for (walker, taken) in self.original.iter().zip(&mut solution.taken) {
            for (layer, choice) in walker.iter().zip(taken) {
                *choice = layer[*choice];
            }
        }
        solution
    }

    /// A solution of the whole problem in the terms of the smaller one; none when it uses what was dropped.
    pub fn within(&self, solution: &Solution) -> Option<Solution> {
        let mut solution = solution.clone();
        for (walker, taken) in self.original.iter().zip(&mut solution.taken) {
            for (layer, choice) in walker.iter().zip(taken) {
                *choice = layer.iter().position(|kept| kept == choice)?;
            }
        }
        Some(solution)
    }
}

fn walker_within(
    walker: &Walker,
    axis: &Axis,
    found: &Found,
    room: f64,
) -> (Walker, Vec<Vec<usize>>) {
    let priced = &found.priced;
    let so_far = priced.so_far(walker, axis);
    let mut choices = Vec::with_capacity(walker.choices.len());
    let mut original = Vec::with_capacity(walker.choices.len());
    let mut layers: Vec<Vec<Arc>> = Vec::with_capacity(walker.graph.layers.len());
    for (layer, arcs) in walker.graph.layers.iter().enumerate() {
        let mut least = vec![f64::INFINITY; axis.kinds[layer].len()];
        let mut kept = Vec::new();
        for (index, arc) in arcs.iter().enumerate() {
            let mut stays = false;
            for (kind, _) in axis.of_class(layer, arc.class) {
                let through = priced.through(walker, axis, &so_far, (layer, index, kind));
                let excess = through + found.offset - found.least;
                least[kind] = least[kind].min(excess);
                stays |= excess <= room;
            }
            if stays {
                kept.push(arc.clone());
            }
        }
        layers.push(kept);
        let staying: Vec<usize> = (0..walker.choices[layer].len())
            .filter(|&choice| {
                let kind = axis.kind_of[layer][choice];
                least[kind] + priced.choice_excess(axis, layer, choice) <= room
            })
            .collect();
        let all = &walker.choices[layer];
        choices.push(staying.iter().map(|&choice| all[choice].clone()).collect());
        original.push(staying);
    }
    let graph = Graph {
        nodes: walker.graph.nodes.clone(),
        layers,
        end_cost: walker.graph.end_cost.clone(),
    };
    let graph = graph.reachable().minimised();
    (Walker { choices, graph }, original)
}

/// Bounds of a side column inside which the room is not passed.
fn column_within(column: &SideColumn, cost: f64, room: f64) -> SideColumn {
    let mut column = column.clone();
    let steps = |by: f64| {
        let most = (room / by).max(0.0);
        if column.integer {
            (most + ROUNDING).floor()
        } else {
            most
        }
    };
    if cost > 0.0 && column.lower.is_finite() {
        column.upper = column.upper.min(column.lower + steps(cost));
    } else if cost < 0.0 && column.upper.is_finite() {
        column.lower = column.lower.max(column.upper - steps(-cost));
    }
    column
}
