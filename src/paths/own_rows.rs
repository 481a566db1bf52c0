//! Rows that one walker alone fills: limits on the path itself, kept by the search for a path instead of by the master.

use std::collections::HashMap;

use super::axis::Axis;
use super::problem::{PathProblem, RowIx, Walker};

/// Most rows of one walker that are kept exactly; more stay with the master.
const ROWS_MAX: usize = 64;

/// Greatest limit of a row that is kept beside the axis: sums of large numbers take too many values to be told apart.
const LIMIT_MAX: i64 = 40;

/// A limit that no sum reaches.
const NO_LIMIT: i64 = i64::MAX / 8;

/// Stands for every sum that can no longer leave its limits.
const FREE: i64 = i64::MIN / 8;

/// One row of a walker, in whole numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnRow {
    /// Which.
    pub row: RowIx,
    /// Least sum.
    pub lower: i64,
    /// Greatest sum.
    pub upper: i64,
}

/// A walker's own rows and what can still be added to them on the way.
#[derive(Clone, Debug, Default)]
pub struct OwnRows {
    /// The rows.
    pub rows: Vec<OwnRow>,
    /// The row that is kept as an axis.
    pub axis_row: Option<usize>,
    /// Its levels; a single one everywhere without such a row.
    pub axis: Axis,
    /// Least and greatest sum still to come from a node, by layer, node and row.
    to_come: Vec<Vec<(i64, i64)>>,
    /// What each choice adds, by layer, choice and row.
    choices: Vec<Vec<i64>>,
    /// What each arc adds, by layer, arc and row.
    arcs: Vec<Vec<i64>>,
    /// Choices that differ neither in class nor in what they add, by layer: class, then the choices.
    pub kinds: Vec<Vec<(usize, Vec<usize>)>>,
}

impl OwnRows {
    /// The own rows of every walker, and for each row of the problem whether it is one of them.
    ///
    /// The row with most values becomes an axis; others are kept where they have few values.
    pub fn of(problem: &PathProblem) -> (Vec<OwnRows>, Vec<bool>) {
        let mut own: Vec<Vec<(OwnRow, Vec<RowIx>)>> = vec![Vec::new(); problem.walkers.len()];
        let mut seen: HashMap<(usize, Vec<Addition>), usize> = HashMap::new();
        for (index, (row, additions)) in problem.rows.iter().zip(additions(problem)).enumerate() {
            let Some((walker, additions)) = additions else {
                continue;
            };
            let one = OwnRow {
                row: RowIx(index),
                lower: if row.lower.is_finite() {
                    row.lower.ceil().max(-NO_LIMIT as f64) as i64
                } else {
                    -NO_LIMIT
                },
                upper: if row.upper.is_finite() {
                    row.upper.floor().min(NO_LIMIT as f64) as i64
                } else {
                    NO_LIMIT
                },
            };
            let rows = &mut own[walker];
            // Two limits on one sum are one row.
            let at = *seen.entry((walker, additions)).or_insert(rows.len());
            match rows.get_mut(at) {
                Some((known, all)) => {
                    known.lower = known.lower.max(one.lower);
                    known.upper = known.upper.min(one.upper);
                    all.push(RowIx(index));
                }
                None => rows.push((one, vec![RowIx(index)])),
            }
        }
        let mut keeps = vec![false; problem.rows.len()];
        let own = problem.walkers.iter().zip(own).map(|(walker, mut rows)| {
            let size = |row: &OwnRow| {
                let finite = [row.lower, row.upper].map(i64::abs).into_iter();
                finite.filter(|limit| *limit < NO_LIMIT).max().unwrap_or(0)
            };
            let never = never_broken(walker, &rows);
            let mut broken = never.iter().map(|never| !never);
            rows.retain(|(_, all)| {
                let stays = broken.next().unwrap_or(true);
                if !stays {
                    all.iter().for_each(|row| keeps[row.0] = true);
                }
                stays
            });
            rows.sort_by_key(|(row, _)| std::cmp::Reverse(size(row)));
            let axis = rows
                .first()
                .and_then(|(row, _)| Axis::of(walker, Some(row)));
            let axis_row = axis.is_some().then_some(0);
            let mut index = 0;
            rows.retain(|(row, _)| {
                index += 1;
                (axis_row.is_some() && index == 1) || size(row) <= LIMIT_MAX
            });

            rows.truncate(ROWS_MAX);
            for row in rows.iter().flat_map(|(_, all)| all) {
                keeps[row.0] = true;
            }
            let axis = axis.or_else(|| Axis::of(walker, None)).unwrap_or_default();
            let rows = rows.into_iter().map(|(row, _)| row).collect();
            OwnRows::around(walker, rows, axis_row, axis)
        });
        (own.collect(), keeps)
    }

    fn around(walker: &Walker, rows: Vec<OwnRow>, axis_row: Option<usize>, axis: Axis) -> OwnRows {
        let mut own = OwnRows {
            axis_row,
            axis,
            ..OwnRows::adding(walker, rows)
        };
        if own.is_exact_in_axis() {
            return own;
        }
        own.kinds = (0..walker.choices.len())
            .map(|layer| own.kinds_of(walker, layer))
            .collect();
        own.look_ahead(walker);
        own
    }

    /// Rows with what choices and arcs add to them, and nothing more.
    fn adding(walker: &Walker, rows: Vec<OwnRow>) -> OwnRows {
        let sums = |uses: &[(RowIx, f64)]| -> Vec<i64> {
            rows.iter()
                .map(|own| {
                    let of_row = uses.iter().filter(|used| used.0 == own.row);
                    of_row.map(|used| used.1.round() as i64).sum()
                })
                .collect()
        };
        let choices = walker
            .choices
            .iter()
            .map(|layer| layer.iter().flat_map(|choice| sums(&choice.uses)).collect())
            .collect();
        let arcs = walker.graph.layers.iter();
        let arcs = arcs.map(|layer| layer.iter().flat_map(|arc| sums(&arc.uses)).collect());
        OwnRows {
            arcs: arcs.collect(),
            choices,
            rows,
            ..OwnRows::default()
        }
    }

    /// Whether the axis keeps every row, so that the cheapest path needs no further search.
    pub fn is_exact_in_axis(&self) -> bool {
        self.count() == usize::from(self.axis_row.is_some())
    }

    /// Level on the axis that sums stand for.
    pub fn level(&self, sums: &[i64]) -> i64 {
        self.axis_row.map_or(0, |row| self.axis.level(sums[row]))
    }

    /// Number of rows.
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    /// What a choice adds, by row.
    pub fn of_choice(&self, layer: usize, choice: usize) -> &[i64] {
        let n = self.count();
        &self.choices[layer][choice * n..(choice + 1) * n]
    }

    /// What an arc adds, by row.
    pub fn of_arc(&self, layer: usize, arc: usize) -> &[i64] {
        let n = self.count();
        &self.arcs[layer][arc * n..(arc + 1) * n]
    }

    /// Least and greatest sums still to come from a node, by row.
    pub fn to_come(&self, layer: usize, node: usize) -> &[(i64, i64)] {
        let n = self.count();
        &self.to_come[layer][node * n..(node + 1) * n]
    }

    fn kinds_of(&self, walker: &Walker, layer: usize) -> Vec<(usize, Vec<usize>)> {
        let mut kinds: Vec<(usize, Vec<usize>)> = Vec::new();
        for (index, choice) in walker.choices[layer].iter().enumerate() {
            let adds = self.of_choice(layer, index);
            let same = kinds.iter_mut().find(|(class, choices)| {
                *class == choice.class && self.of_choice(layer, choices[0]) == adds
            });
            match same {
                Some((_, choices)) => choices.push(index),
                None => kinds.push((choice.class, vec![index])),
            }
        }
        kinds.sort_by_key(|kind| kind.0);
        kinds
    }

    fn look_ahead(&mut self, walker: &Walker) {
        let (n, graph) = (self.count(), &walker.graph);
        const NEVER: (i64, i64) = (i64::MAX / 4, i64::MIN / 4);
        let mut to_come: Vec<Vec<(i64, i64)>> = graph
            .nodes
            .iter()
            .map(|&nodes| vec![NEVER; nodes * n])
            .collect();
        if let Some(last) = to_come.last_mut() {
            last.fill((0, 0));
        }
        for layer in (0..graph.layers.len()).rev() {
            let classes = walker.choices[layer]
                .iter()
                .map(|c| c.class + 1)
                .max()
                .unwrap_or(0);
            let mut span = vec![NEVER; classes * n];
            for (index, choice) in walker.choices[layer].iter().enumerate() {
                for (row, &adds) in self.of_choice(layer, index).iter().enumerate() {
                    let known = &mut span[choice.class * n + row];
                    *known = (known.0.min(adds), known.1.max(adds));
                }
            }
            let (before, after) = to_come.split_at_mut(layer + 1);
            for (index, arc) in graph.layers[layer].iter().enumerate() {
                for (row, &adds) in self.of_arc(layer, index).iter().enumerate() {
                    let rest = after[0][arc.to * n + row];
                    let step = span.get(arc.class * n + row).copied().unwrap_or(NEVER);
                    if rest.0 > rest.1 || step.0 > step.1 {
                        continue;
                    }
                    let known = &mut before[layer][arc.from * n + row];
                    *known = (
                        known.0.min(rest.0 + step.0 + adds),
                        known.1.max(rest.1 + step.1 + adds),
                    );
                }
            }
        }
        self.to_come = to_come;
    }

    /// Whether sums can still end inside their limits from a node.
    pub fn possible(&self, layer: usize, node: usize, sums: &[i64]) -> bool {
        let rest = self.to_come(layer, node);
        self.rows
            .iter()
            .zip(sums)
            .zip(rest)
            .all(|((row, &sum), &(least, most))| {
                sum + least <= row.upper && sum + most >= row.lower
            })
    }

    /// Sums as far as they matter from a node: those that can no longer leave their limits are alike.
    pub fn reduce(&self, layer: usize, node: usize, sums: &mut [i64]) {
        let rest = self.to_come(layer, node);
        for ((row, sum), &(least, most)) in self.rows.iter().zip(sums).zip(rest) {
            if *sum + most <= row.upper && *sum + least >= row.lower {
                *sum = FREE;
            }
        }
    }

    /// The sums of a whole path; none when the graph does not allow it.
    pub fn sums(&self, walker: &Walker, taken: &[usize]) -> Option<Vec<i64>> {
        let mut sums = vec![0; self.count()];
        let mut node = 0;
        for (layer, &choice) in taken.iter().enumerate() {
            let class = walker.choices[layer][choice].class;
            let arcs = &walker.graph.layers[layer];
            let arc = walker
                .graph
                .leaving(layer, node)
                .find(|&arc| arcs[arc].class == class)?;
            let adds = self
                .of_choice(layer, choice)
                .iter()
                .zip(self.of_arc(layer, arc));
            for (sum, (choice, arc)) in sums.iter_mut().zip(adds) {
                *sum += choice + arc;
            }
            node = arcs[arc].to;
        }
        Some(sums)
    }
}

/// Which rows no path of the walker can break.
fn never_broken(walker: &Walker, rows: &[(OwnRow, Vec<RowIx>)]) -> Vec<bool> {
    if !walker.graph.has_path() {
        return vec![false; rows.len()];
    }
    let rows: Vec<OwnRow> = rows.iter().map(|(row, _)| row.clone()).collect();
    let mut own = OwnRows::adding(walker, rows);
    own.look_ahead(walker);
    let spans = own.to_come(0, 0).iter();
    let rows = own.rows.iter().zip(spans);
    rows.map(|(row, &(least, most))| row.lower <= least && most <= row.upper)
        .collect()
}

/// What one place of a walker adds to a row: layer, whether it is an arc, position, amount.
type Addition = (usize, bool, usize, i64);

/// For each row that one walker alone fills with whole numbers, who and how; side columns must leave it alone.
fn additions(problem: &PathProblem) -> Vec<Option<(usize, Vec<Addition>)>> {
    let mut found: Vec<Option<(usize, Vec<Addition>)>> = vec![None; problem.rows.len()];
    let mut shared = vec![false; problem.rows.len()];
    let mut add = |walker: usize, (row, by): (RowIx, f64), place: (usize, bool, usize)| {
        let whole = by.fract() == 0.0 && by.abs() < 1e9;
        let (owner, list) = found[row.0].get_or_insert((walker, Vec::new()));
        if *owner == walker && whole {
            list.push((place.0, place.1, place.2, by as i64));
        } else {
            shared[row.0] = true;
        }
    };
    for (index, walker) in problem.walkers.iter().enumerate() {
        for (layer, choices) in walker.choices.iter().enumerate() {
            for (at, choice) in choices.iter().enumerate() {
                choice
                    .uses
                    .iter()
                    .for_each(|&used| add(index, used, (layer, false, at)));
            }
        }
        for (layer, arcs) in walker.graph.layers.iter().enumerate() {
            for (at, arc) in arcs.iter().enumerate() {
                arc.uses
                    .iter()
                    .for_each(|&used| add(index, used, (layer, true, at)));
            }
        }
    }
    for &(row, _) in problem.columns.iter().flat_map(|column| &column.uses) {
        shared[row.0] = true;
    }
    let found = found.into_iter().zip(shared);
    found
        .map(|(found, shared)| found.filter(|_| !shared))
        .collect()
}
