//! A stretch of layers as a problem of its own: what comes before is known or anything that is possible, what comes after
//! is held to cost what prices say.

use std::collections::BTreeMap;
use std::ops::Range;

use super::graph::{Arc, Graph};
use super::master::Path;
use super::pricer::Pricer;
use super::prices::Prices;
use super::problem::{Choice, ColumnIx, PathProblem, RowIx, SideColumn, Walker};
use super::within_rows::Found;

/// Costs are cut off here: dearer ways are as good as none.
const DEAREST: f64 = 1e12;

/// Some layers of all walkers, with the rows and side columns that they meet.
#[derive(Clone, Debug)]
pub struct Stretch {
    /// The problem; its first layer chooses where each walker starts.
    pub problem: PathProblem,
    /// The row of the whole that each of its rows stands for.
    pub rows: Vec<RowIx>,
}

/// What ways on from a stretch are held to cost, and what walkers pay there for their own rows.
#[derive(Clone, Debug)]
pub struct Guide {
    /// Price of each row that walkers keep by themselves.
    own: Vec<Option<f64>>,
    /// Cheapest way on, by walker, layer and node; empty when nothing is known.
    to_go: Vec<Vec<Vec<f64>>>,
}

impl Guide {
    /// Nothing is known.
    pub fn none(problem: &PathProblem) -> Guide {
        Guide {
            own: vec![None; problem.rows.len()],
            to_go: Vec::new(),
        }
    }

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
    /// From the first to behind the last layer that a row has to do with.
    row_reach: Vec<Range<usize>>,
    /// The same of a side column.
    column_reach: Vec<Range<usize>>,
}

/// No layer yet.
const NOWHERE: Range<usize> = Range {
    start: usize::MAX,
    end: 0,
};

impl<'p> Stretches<'p> {
    /// Looks at every row.
    pub fn of(problem: &'p PathProblem) -> Stretches<'p> {
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
        let (row_reach, column_reach) = reaches(problem, &adds);
        Stretches {
            problem,
            adds,
            row_reach,
            column_reach,
        }
    }

    /// The stretches between the cuts.
    pub fn ranges(&self) -> Vec<Range<usize>> {
        let first = self.problem.walkers.first();
        let depth = first.map_or(0, |walker| walker.choices.len());
        let inside = self.problem.cuts.iter().copied();
        let mut ends: Vec<usize> = inside.filter(|cut| (1..depth).contains(cut)).collect();
        ends.push(depth);
        let starts = std::iter::once(0).chain(ends.clone());
        starts.zip(ends).map(|(start, end)| start..end).collect()
    }

    /// The layers as a problem in which every walker starts in any node and ends in any, at what the guide says.
    ///
    /// Rows that reach further get their share of what the row allows, rounded outwards, or the guide's price.
    pub fn free(&self, layers: Range<usize>, guide: &Guide) -> Stretch {
        self.cut(&layers, guide, None, |index| {
            let (row, reach) = (&self.problem.rows[index], &self.row_reach[index]);
            let inside = reach.end.min(layers.end) - reach.start.max(layers.start);
            let share = inside as f64 / reach.len() as f64;
            if share == 1.0 {
                return (row.lower, row.upper);
            }
            // A share that is no whole number, or that no sum of steps can meet, must not forbid everything.
            let (lower, upper) = ((row.lower * share).floor(), (row.upper * share).ceil());
            let steps = self.adds[index].iter();
            let step = steps.map(|(_, span)| span.most.max(-span.least));
            (lower, upper.max(lower + step.fold(0.0, f64::max)))
        })
    }

    /// The layers as a problem in which every walker starts where the paths before lead, and ends at what the guide says.
    ///
    /// Rows that reach further on are loosened by what may still be added.
    pub fn after(
        &self,
        layers: Range<usize>,
        guide: &Guide,
        before: &[Vec<usize>],
    ) -> Option<Stretch> {
        let mut used = vec![0.0; self.problem.rows.len()];
        let mut nodes = Vec::with_capacity(before.len());
        for (walker, taken) in self.problem.walkers.iter().zip(before) {
            let (node, uses) = Path::follow(walker, taken)?;
            nodes.push(node);
            uses.into_iter().for_each(|(row, by)| used[row.0] += by);
        }
        Some(self.cut(&layers, guide, Some(&nodes), |index| {
            let later = self.adds[index]
                .iter()
                .filter(|known| known.0 >= layers.end);
            let later = later.fold(Span::default(), |sum, known| sum.and(known.1));
            let row = &self.problem.rows[index];
            (
                row.lower - used[index] - later.most,
                row.upper - used[index] - later.least,
            )
        }))
    }

    fn cut(
        &self,
        layers: &Range<usize>,
        guide: &Guide,
        starts: Option<&[usize]>,
        limits: impl Fn(usize) -> (f64, f64),
    ) -> Stretch {
        let problem = self.problem;
        let mut place = vec![None; problem.rows.len()];
        let mut part = PathProblem::default();
        let mut kept = Vec::new();
        for (index, row) in problem.rows.iter().enumerate() {
            let reach = &self.row_reach[index];
            let whole = layers.start <= reach.start && reach.end <= layers.end;
            // A sum of side columns that reaches further says nothing about a part of it.
            let of_columns = self.adds[index].is_empty();
            let priced = starts.is_none() && guide.own[index].is_some();
            if !meet(reach, layers) || (!whole && (of_columns || priced)) {
                continue;
            }
            let (lower, upper) = limits(index);
            place[index] = Some(part.row(row.tag.clone(), lower, upper));
            kept.push(RowIx(index));
        }
        let rename = |uses: &[(RowIx, f64)]| -> Vec<(RowIx, f64)> {
            let placed = uses
                .iter()
                .filter_map(|&(row, by)| Some((place[row.0]?, by)));
            placed.collect()
        };
        for (index, column) in problem.columns.iter().enumerate() {
            if meet(&self.column_reach[index], layers) {
                let here = part.column(SideColumn {
                    uses: rename(&column.uses),
                    ..column.clone()
                });
                if problem.sums.contains(&ColumnIx(index)) {
                    part.sums.push(here);
                }
            }
        }
        // What reaches further is paid for on the way, at the guide's price.
        let further: Vec<Option<f64>> = guide
            .own
            .iter()
            .zip(&self.row_reach)
            .map(|(price, reach)| {
                let earlier = starts.is_none() && reach.start < layers.start;
                price.filter(|_| earlier || reach.end > layers.end)
            })
            .collect();
        let paid = |uses: &[(RowIx, f64)]| -> i64 {
            let worth = uses
                .iter()
                .filter_map(|&(row, by)| Some(further[row.0]? * by));
            -worth.sum::<f64>().round() as i64
        };
        part.walkers = problem
            .walkers
            .iter()
            .enumerate()
            .map(|(index, walker)| {
                let starts = match starts {
                    Some(nodes) => nodes[index]..nodes[index] + 1,
                    None => 0..walker.graph.nodes[layers.start],
                };
                let ways = guide.to_go.get(index);
                let ways = ways.map(|to_go| (&to_go[layers.start][..], &to_go[layers.end][..]));
                cut_walker(walker, layers, starts, ways, (&rename, &paid))
            })
            .collect();
        Stretch {
            problem: part,
            rows: kept,
        }
    }
}

fn meet(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

fn joined(a: Range<usize>, b: &Range<usize>) -> Range<usize> {
    a.start.min(b.start)..a.end.max(b.end)
}

/// Layers of rows and side columns: those of the walkers' choices in a row; those of its rows for a side column; those of
/// its side columns for a row without walkers. What is nearest to the walkers decides.
fn reaches(
    problem: &PathProblem,
    adds: &[Vec<(usize, Span)>],
) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let of_walkers = adds
        .iter()
        .map(|layers| match (layers.first(), layers.last()) {
            (Some(first), Some(last)) => first.0..last.0 + 1,
            _ => NOWHERE,
        });
    let mut rows: Vec<Range<usize>> = of_walkers.collect();
    let mut columns = vec![NOWHERE; problem.columns.len()];
    loop {
        let mut changed = false;
        let mut next = rows.clone();
        for (reach, column) in columns.iter_mut().zip(&problem.columns) {
            if *reach == NOWHERE {
                let known = column.uses.iter().map(|used| &rows[used.0.0]);
                *reach = known.fold(NOWHERE, joined);
                changed |= *reach != NOWHERE;
            }
            for used in &column.uses {
                if rows[used.0.0] == NOWHERE {
                    let known = &mut next[used.0.0];
                    *known = joined(known.clone(), reach);
                }
            }
        }
        rows = next;
        if !changed {
            return (rows, columns);
        }
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

/// Some layers of a walker behind a layer that chooses the node in front of them.
fn cut_walker(
    walker: &Walker,
    layers: &Range<usize>,
    starts: Range<usize>,
    ways_on: Option<(&[f64], &[f64])>,
    (rename, paid): (
        &impl Fn(&[(RowIx, f64)]) -> Vec<(RowIx, f64)>,
        &impl Fn(&[(RowIx, f64)]) -> i64,
    ),
) -> Walker {
    let graph = &walker.graph;
    let whole = |cost: f64| cost.min(DEAREST).round() as i64;
    let start = |(class, node): (usize, usize)| Choice {
        class,
        cost: ways_on.map_or(0, |(from_start, _)| -whole(from_start[node])),
        uses: Vec::new(),
    };
    let to_start = |(class, to)| Arc {
        from: 0,
        to,
        class,
        cost: 0,
        uses: Vec::new(),
    };
    let mut choices = vec![starts.clone().enumerate().map(start).collect::<Vec<_>>()];
    let mut arcs = vec![starts.enumerate().map(to_start).collect::<Vec<_>>()];
    for layer in layers.clone() {
        let here = walker.choices[layer].iter().map(|choice| Choice {
            class: choice.class,
            cost: choice.cost + paid(&choice.uses),
            uses: rename(&choice.uses),
        });
        choices.push(here.collect());
        let here = graph.layers[layer].iter().map(|arc| Arc {
            cost: arc.cost + paid(&arc.uses),
            uses: rename(&arc.uses),
            ..*arc
        });
        arcs.push(here.collect());
    }
    let nodes = std::iter::once(1).chain(graph.nodes[layers.start..=layers.end].iter().copied());
    let end_cost = match ways_on {
        Some((_, costs)) => costs.iter().map(|&cost| whole(cost)).collect(),
        None if layers.end == graph.layers.len() => graph.end_cost.clone(),
        None => vec![0; graph.nodes[layers.end]],
    };
    let graph = Graph {
        nodes: nodes.collect(),
        layers: arcs,
        end_cost,
    };
    Walker {
        choices,
        graph: graph.reachable().minimised(),
    }
}
