//! One walker alone: the exact cheapest path, and one that keeps to the walker's own rows.

use super::problem::{PathProblem, RowIx, Walker};

/// Most choices that are given up one by one for the sake of a row.
const TRIES: usize = 40;

/// More than any path costs.
const FORBIDDEN: i64 = 1 << 50;

/// Upper limits of rows that one walker alone fills, by walker.
///
/// Rows that a side column can relieve are left out.
pub fn own_limits(problem: &PathProblem) -> Vec<Vec<(RowIx, f64)>> {
    const NOBODY: usize = usize::MAX;
    const SHARED: usize = usize::MAX - 1;
    let mut owner = vec![NOBODY; problem.rows.len()];
    let mut claim = |row: RowIx, walker: usize| {
        let known = &mut owner[row.0];
        *known = match *known {
            NOBODY => walker,
            same if same == walker => walker,
            _ => SHARED,
        };
    };
    for (index, walker) in problem.walkers.iter().enumerate() {
        walker.uses().for_each(|used| claim(used.0, index));
    }
    for column in &problem.columns {
        for used in column.uses.iter().filter(|used| used.1 < 0.0) {
            claim(used.0, SHARED);
        }
    }
    let mut limits = vec![Vec::new(); problem.walkers.len()];
    for (index, (row, &walker)) in problem.rows.iter().zip(&owner).enumerate() {
        if walker < SHARED && row.upper.is_finite() {
            limits[walker].push((RowIx(index), row.upper));
        }
    }
    limits
}

/// As [`cheapest_path`], giving up the least useful choices until the walker's own rows hold.
///
/// Greedy, not exact: `None` when the rows still do not hold after a number of tries.
pub fn cheapest_path_within(
    walker: &Walker,
    limits: &[(RowIx, f64)],
    extra: impl Fn(usize, usize) -> i64,
) -> Option<Vec<usize>> {
    let mut given_up: Vec<(usize, usize)> = Vec::new();
    for _ in 0..TRIES {
        let path = cheapest_path(walker, |layer, choice| {
            let out = given_up.contains(&(layer, choice));
            extra(layer, choice) + if out { FORBIDDEN } else { 0 }
        })?;
        let Some(row) = broken(walker, limits, &path) else {
            return Some(path);
        };
        let culprit = path
            .iter()
            .enumerate()
            .filter(|&(layer, &choice)| {
                let uses = &walker.choices[layer][choice].uses;
                uses.iter().any(|used| used.0 == row && used.1 > 0.0)
            })
            .map(|(layer, &choice)| (layer, choice))
            .filter(|place| !given_up.contains(place))
            .max_by_key(|&(layer, choice)| {
                walker.choices[layer][choice].cost + extra(layer, choice)
            })?;
        given_up.push(culprit);
    }
    None
}

/// The first row that a path breaks.
fn broken(walker: &Walker, limits: &[(RowIx, f64)], path: &[usize]) -> Option<RowIx> {
    let mut sums: Vec<f64> = vec![0.0; limits.len()];
    let mut add = |row: RowIx, by: f64| {
        if let Ok(at) = limits.binary_search_by_key(&row, |limit| limit.0) {
            sums[at] += by;
        }
    };
    let mut node = 0;
    for (layer, &choice) in path.iter().enumerate() {
        let choice = &walker.choices[layer][choice];
        choice.uses.iter().for_each(|&(row, by)| add(row, by));
        let mut arcs = walker.graph.layers[layer].iter();
        let arc = arcs.find(|arc| arc.from == node && arc.class == choice.class)?;
        arc.uses.iter().for_each(|&(row, by)| add(row, by));
        node = arc.to;
    }
    let over = sums
        .iter()
        .zip(limits)
        .find(|(sum, limit)| **sum > limit.1 + 1e-6);
    over.map(|(_, limit)| limit.0)
}

/// The cheapest path of a walker when choice `c` of layer `l` costs `extra(l, c)` more; rows are not looked at.
pub fn cheapest_path(walker: &Walker, extra: impl Fn(usize, usize) -> i64) -> Option<Vec<usize>> {
    let graph = &walker.graph;
    if !graph.has_path() {
        return None;
    }
    // Best choice of every class, by layer.
    let best: Vec<Vec<Option<(i64, usize)>>> = walker
        .choices
        .iter()
        .enumerate()
        .map(|(layer, choices)| {
            let classes = choices
                .iter()
                .map(|choice| choice.class + 1)
                .max()
                .unwrap_or(0);
            let mut best = vec![None; classes];
            for (index, choice) in choices.iter().enumerate() {
                let offer = (choice.cost + extra(layer, index), index);
                let known = &mut best[choice.class];
                if known.is_none_or(|known| offer < known) {
                    *known = Some(offer);
                }
            }
            best
        })
        .collect();
    // Cost from each node to the end, and the arc that achieves it.
    let mut to_go: Vec<Option<i64>> = graph.end_cost.iter().map(|&cost| Some(cost)).collect();
    let mut via: Vec<Vec<Option<(usize, usize)>>> = Vec::with_capacity(graph.layers.len());
    for (layer, arcs) in graph.layers.iter().enumerate().rev() {
        let mut here: Vec<Option<i64>> = vec![None; graph.nodes[layer]];
        let mut taken = vec![None; graph.nodes[layer]];
        for arc in arcs {
            let choice = best[layer].get(arc.class).copied().flatten();
            let (Some(rest), Some((cost, choice))) = (to_go[arc.to], choice) else {
                continue;
            };
            let total = arc.cost + cost + rest;
            if here[arc.from].is_none_or(|known| total < known) {
                here[arc.from] = Some(total);
                taken[arc.from] = Some((choice, arc.to));
            }
        }
        to_go = here;
        via.push(taken);
    }
    via.reverse();
    let mut node = 0;
    let mut path = Vec::with_capacity(via.len());
    for taken in via {
        let (choice, next) = taken[node]?;
        path.push(choice);
        node = next;
    }
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::cheapest_path;
    use crate::paths::{Arc, Choice, Graph, Walker};

    fn arc(from: usize, to: usize, class: usize, cost: i64) -> Arc {
        Arc {
            from,
            to,
            class,
            cost,
            uses: Vec::new(),
        }
    }

    fn choice(class: usize, cost: i64) -> Choice {
        Choice {
            class,
            cost,
            uses: Vec::new(),
        }
    }

    /// Two layers; class 1 may not be taken twice in a row.
    fn walker() -> Walker {
        Walker {
            choices: vec![vec![choice(0, 5), choice(1, 1), choice(1, 2)]; 2],
            graph: Graph {
                nodes: vec![1, 2, 1],
                layers: vec![
                    vec![arc(0, 0, 0, 0), arc(0, 1, 1, 0)],
                    vec![arc(0, 0, 0, 0), arc(0, 0, 1, 0), arc(1, 0, 0, 0)],
                ],
                end_cost: vec![7],
            },
        }
    }

    #[test]
    fn the_cheapest_path_keeps_to_the_graph() {
        assert_eq!(cheapest_path(&walker(), |_, _| 0), Some(vec![0, 1]));
    }

    #[test]
    fn extra_costs_change_the_path() {
        let dear_first = |layer: usize, choice: usize| i64::from(layer == 1 && choice == 1) * 9;
        assert_eq!(cheapest_path(&walker(), dear_first), Some(vec![1, 0]));
        let dear_second = |layer: usize, _: usize| i64::from(layer == 1) * 3;
        assert_eq!(cheapest_path(&walker(), dear_second), Some(vec![0, 1]));
    }
}
