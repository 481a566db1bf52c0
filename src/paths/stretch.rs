//! A stretch of layers as a problem of its own: what comes before is known or anything that is possible, what comes after
//! is held to cost what prices say.

use std::collections::BTreeMap;
use std::ops::Range;

use super::graph::{Arc, Graph};
use super::master::Path;
use super::pricer::Pricer;
use super::prices::Prices;
use super::problem::{Choice, PathProblem, RowIx, SideColumn, Walker};
use super::reach::{Reach, meet};
use super::within_rows::Found;

/// Costs are cut off here: dearer ways are as good as none.
const DEAREST: f64 = 1e12;

/// What ways on from a stretch are held to cost, and what walkers pay there for their own rows.
#[derive(Clone, Debug)]
pub struct Guide {
    /// Price of each row that walkers keep by themselves.
    own: Vec<Option<f64>>,
    /// Cheapest way on, by walker, layer and node.
    to_go: Vec<Vec<Vec<f64>>>,
}

impl Guide {
    /// What prices say; `priced` was found at them.
    pub fn of(problem: &PathProblem, pricer: &Pricer, prices: &Prices, priced: &[Found]) -> Guide {
        let kept = pricer.keeps.iter().map(|keeps| keeps.then_some(0.0));
        let mut guide = Guide {
            own: kept.collect(),
            to_go: Vec::with_capacity(priced.len()),
        };
        for (walker, found) in priced.iter().enumerate() {
            let own = pricer.own_prices(problem, walker, found);
            guide
                .to_go
                .push(pricer.ways_on(problem, prices, walker, &own));
            for (row, price) in own {
                guide.own[row.0] = Some(price);
            }
        }
        guide
    }
}

/// What may be added to a row.
#[derive(Clone, Copy, Debug, Default)]
struct Span {
    least: f64,
    most: f64,
}

impl Span {
    fn and(self, other: Span) -> Span {
        Span {
            least: self.least + other.least,
            most: self.most + other.most,
        }
    }

    fn or(self, by: f64) -> Span {
        Span {
            least: self.least.min(by),
            most: self.most.max(by),
        }
    }
}

/// Where a problem can be cut, and how far its rows and side columns reach.
#[derive(Debug)]
pub struct Stretches<'p> {
    problem: &'p PathProblem,
    /// What all walkers together can add to each row, by layer, where they add anything.
    adds: Vec<Vec<(usize, Span)>>,
    /// Layers of rows and side columns.
    reach: &'p Reach,
}

impl<'p> Stretches<'p> {
    /// Looks at every row.
    pub fn of(problem: &'p PathProblem, reach: &'p Reach) -> Stretches<'p> {
        let mut adds: Vec<Vec<(usize, Span)>> = vec![Vec::new(); problem.rows.len()];
        for walker in &problem.walkers {
            let layers = walker.choices.iter().zip(&walker.graph.layers);
            for (layer, (choices, arcs)) in layers.enumerate() {
                let choices = spans(choices.iter().map(|choice| &choice.uses[..]));
                let arcs = spans(arcs.iter().map(|arc| &arc.uses[..]));
                for (row, span) in choices.into_iter().chain(arcs) {
                    let at = adds[row.0].partition_point(|known| known.0 < layer);
                    match adds[row.0].get_mut(at) {
                        Some((known, sum)) if *known == layer => *sum = sum.and(span),
                        _ => adds[row.0].insert(at, (layer, span)),
                    }
                }
            }
        }
        Stretches {
            problem,
            adds,
            reach,
        }
    }

    /// The stretches between the cuts.
    pub fn ranges(&self) -> Vec<Range<usize>> {
        let first = self.problem.walkers.first();
        let depth = first.map_or(0, |walker| walker.choices.len());
        let inside = self.problem.cuts.iter().copied();
        let mut ends: Vec<usize> = inside.filter(|cut| (1..depth).contains(cut)).collect();
        ends.push(depth);
        ends.sort_unstable();
        ends.dedup();
        let starts = std::iter::once(0).chain(ends.clone());
        starts.zip(ends).map(|(start, end)| start..end).collect()
    }

    /// The layers as a problem in which every walker starts where the paths before lead, and ends at what the guide says.
    ///
    /// Rows that reach further on are loosened by what may still be added.
    pub fn after(
        &self,
        layers: Range<usize>,
        guide: &Guide,
        before: &[Vec<usize>],
    ) -> Option<PathProblem> {
        let problem = self.problem;
        let mut used = vec![0.0; problem.rows.len()];
        let mut nodes = Vec::with_capacity(before.len());
        for (walker, taken) in problem.walkers.iter().zip(before) {
            let (node, uses) = Path::follow(walker, taken)?;
            nodes.push(node);
            uses.into_iter().for_each(|(row, by)| used[row.0] += by);
        }
        let mut place = vec![None; problem.rows.len()];
        let mut part = PathProblem::default();
        for (index, row) in problem.rows.iter().enumerate() {
            let reach = &self.reach.rows[index];
            let whole = layers.start <= reach.start && reach.end <= layers.end;
            // A sum of side columns that reaches further says nothing about a part of it.
            if !meet(reach, &layers) || (!whole && self.adds[index].is_empty()) {
                continue;
            }
            let adds = self.adds[index].iter();
            let later = adds.filter(|known| known.0 >= layers.end);
            let later = later.fold(Span::default(), |sum, known| sum.and(known.1));
            let (lower, upper) = (row.lower - later.most, row.upper - later.least);
            place[index] =
                Some(part.row(row.tag.clone(), lower - used[index], upper - used[index]));
        }
        let rename = |uses: &[(RowIx, f64)]| -> Vec<(RowIx, f64)> {
            let placed = uses
                .iter()
                .filter_map(|&(row, by)| Some((place[row.0]?, by)));
            placed.collect()
        };
        let mut is_sum = vec![false; problem.columns.len()];
        problem.sums.iter().for_each(|sum| is_sum[sum.0] = true);
        for (index, column) in problem.columns.iter().enumerate() {
            if meet(&self.reach.columns[index], &layers) {
                let here = part.column(SideColumn {
                    uses: rename(&column.uses),
                    ..column.clone()
                });
                if is_sum[index] {
                    part.sums.push(here);
                }
            }
        }
        // What reaches further on is paid for on the way, at the guide's price.
        let reaches = guide.own.iter().zip(&self.reach.rows);
        let further: Vec<Option<f64>> = reaches
            .map(|(price, reach)| price.filter(|_| reach.end > layers.end))
            .collect();
        let paid = |uses: &[(RowIx, f64)]| -> i64 {
            let worth = uses
                .iter()
                .filter_map(|&(row, by)| Some(further[row.0]? * by));
            -worth.sum::<f64>().round() as i64
        };
        let walkers = problem.walkers.iter().zip(nodes).zip(&guide.to_go);
        part.walkers = walkers
            .map(|((walker, node), to_go)| {
                cut_walker(walker, &layers, node, &to_go[layers.end], (&rename, &paid))
            })
            .collect();
        Some(part)
    }
}

/// For each row, the least and most that one of several lists adds.
fn spans<'u>(lists: impl Iterator<Item = &'u [(RowIx, f64)]>) -> BTreeMap<RowIx, Span> {
    let mut found: BTreeMap<RowIx, (usize, Span)> = BTreeMap::new();
    let mut count = 0;
    for uses in lists {
        count += 1;
        for &(row, by) in uses {
            let only = Span {
                least: by,
                most: by,
            };
            let (times, span) = found.entry(row).or_insert((0, only));
            *times += 1;
            *span = span.or(by);
        }
    }
    // A list without the row adds nothing to it.
    let found = found.into_iter().map(|(row, (times, span))| {
        let span = if times < count { span.or(0.0) } else { span };
        (row, span)
    });
    found.collect()
}

/// Some layers of a walker from a node on; `ways_on` is what its ends are held to cost.
fn cut_walker(
    walker: &Walker,
    layers: &Range<usize>,
    start: usize,
    ways_on: &[f64],
    (rename, paid): (
        &impl Fn(&[(RowIx, f64)]) -> Vec<(RowIx, f64)>,
        &impl Fn(&[(RowIx, f64)]) -> i64,
    ),
) -> Walker {
    let choice = |choice: &Choice| Choice {
        class: choice.class,
        cost: choice.cost + paid(&choice.uses),
        uses: rename(&choice.uses),
    };
    let choices = walker.choices[layers.clone()].iter();
    let choices = choices.map(|here| here.iter().map(choice).collect());
    let arc = |arc: &Arc| Arc {
        cost: arc.cost + paid(&arc.uses),
        uses: rename(&arc.uses),
        ..*arc
    };
    let graph = &walker.graph;
    let mut arcs: Vec<Vec<Arc>> = graph.layers[layers.clone()]
        .iter()
        .map(|here| here.iter().map(arc).collect())
        .collect();
    let mut nodes = graph.nodes[layers.start..=layers.end].to_vec();
    // Only one node to start from, and it comes first.
    nodes[0] = 1;
    if let Some(first) = arcs.first_mut() {
        first.retain(|arc| arc.from == start);
        first.iter_mut().for_each(|arc| arc.from = 0);
    }
    let end_cost = ways_on.iter();
    let end_cost = end_cost.map(|&cost| cost.min(DEAREST).round() as i64);
    let graph = Graph {
        nodes,
        layers: arcs,
        end_cost: end_cost.collect(),
    };
    Walker {
        choices: choices.collect(),
        graph: graph.reachable().minimised(),
    }
}
