//! A part of a problem: some walkers in some layers are free, everything else stays as in a given solution.

use super::graph::Graph;
use super::master::Path;
use super::problem::{Choice, PathProblem, Row, RowIx, SideColumn, Solution, Walker};
use super::reach::Reach;

/// The free part as a problem of its own, with the way back.
#[derive(Clone, Debug)]
pub struct Part {
    /// Free walkers, free side columns, and the rows they meet, less what the rest adds to them.
    pub problem: PathProblem,
    /// Which walkers they are, with the choice of the whole that each choice stands for.
    walkers: Vec<(usize, Vec<Vec<usize>>)>,
    /// Which side columns they are.
    columns: Vec<usize>,
}

impl Part {
    /// The part of a problem around a solution in which `free(walker, layer)` holds.
    ///
    /// Side columns are free where a chain of rows leads from them to something free, as long as the chain stays in
    /// layers of which something is free. None when the solution's paths are not paths of the problem.
    pub fn of(
        problem: &PathProblem,
        reach: &Reach,
        solution: &Solution,
        free: impl Fn(usize, usize) -> bool,
    ) -> Option<Part> {
        let met = vec![false; problem.rows.len()];
        let depth = problem.walkers.first();
        let depth = depth.map_or(0, |walker| walker.choices.len());
        let any = |layer| (0..problem.walkers.len()).any(|walker| free(walker, layer));
        let layers: Vec<bool> = (0..depth).map(any).collect();
        Part::beside(problem, solution, free, met, &reach.columns_in(&layers))
    }

    /// The side columns of some layers, around the paths of a solution.
    pub fn sides(
        problem: &PathProblem,
        reach: &Reach,
        solution: &Solution,
        layers: &[bool],
    ) -> Option<Part> {
        let met = vec![true; problem.rows.len()];
        let may_move = reach.columns_in(layers);
        Part::beside(problem, solution, |_, _| false, met, &may_move)
    }

    /// The part that is free or joined to the rows that are `met`, by side columns that `may_move`.
    fn beside(
        problem: &PathProblem,
        solution: &Solution,
        free: impl Fn(usize, usize) -> bool,
        mut met: Vec<bool>,
        may_move: &[bool],
    ) -> Option<Part> {
        let mut rest: Vec<f64> = vec![0.0; problem.rows.len()];
        let mut constant = problem.constant as f64;
        let mut walkers = Vec::new();
        let mut own = Vec::new();
        for (index, (walker, taken)) in problem.walkers.iter().zip(&solution.taken).enumerate() {
            let path = Path::of(problem, index, taken.clone())?;
            if (0..taken.len()).any(|layer| free(index, layer)) {
                let (narrow, kept) = around(walker, taken, |layer| free(index, layer));
                for (layer, choices) in narrow.choices.iter().enumerate() {
                    if free(index, layer) {
                        let uses = choices.iter().flat_map(|choice| &choice.uses);
                        uses.for_each(|&(row, _)| met[row.0] = true);
                    }
                }
                own.push(narrow);
                walkers.push((index, kept));
            } else {
                constant += path.cost;
                path.uses.iter().for_each(|&(row, by)| rest[row.0] += by);
            }
        }
        let columns = reached(problem, &mut met, may_move);
        let mut is_free = vec![false; problem.columns.len()];
        columns.iter().for_each(|&column| is_free[column] = true);
        for (index, column) in problem.columns.iter().enumerate() {
            let value = solution.columns[index];
            if !is_free[index] && value != 0.0 {
                constant += column.cost * value;
                column
                    .uses
                    .iter()
                    .for_each(|&(row, by)| rest[row.0] += by * value);
            }
        }
        for used in own.iter().flat_map(Walker::uses) {
            met[used.0.0] = true;
        }
        let rows = Rows::keeping(problem, &met, &rest);
        for walker in &mut own {
            let choices = walker.choices.iter_mut().flatten();
            choices.for_each(|choice| rows.rename(&mut choice.uses));
            let arcs = walker.graph.layers.iter_mut().flatten();
            arcs.for_each(|arc| rows.rename(&mut arc.uses));
        }
        let free_column = |&column: &usize| {
            let mut column: SideColumn = problem.columns[column].clone();
            rows.rename(&mut column.uses);
            column
        };
        Some(Part {
            problem: PathProblem {
                walkers: own,
                columns: columns.iter().map(free_column).collect(),
                constant: constant.round() as i64,
                rows: rows.kept,
                sums: Vec::new(),
                cuts: Vec::new(),
            },
            walkers,
            columns,
        })
    }

    /// The whole solution with this part replaced.
    pub fn put_back(&self, mut whole: Solution, part: &Solution) -> Solution {
        for ((walker, kept), taken) in self.walkers.iter().zip(&part.taken) {
            let choices = kept.iter().zip(taken);
            whole.taken[*walker] = choices.map(|(kept, &choice)| kept[choice]).collect();
        }
        for (&column, &value) in self.columns.iter().zip(&part.columns) {
            whole.columns[column] = value;
        }
        whole.cost = part.cost;
        whole
    }

    /// This part of a whole solution; none when it takes what is not free.
    pub fn cut_out(&self, whole: &Solution) -> Option<Solution> {
        let taken = self.walkers.iter().map(|(walker, kept)| {
            let layers = kept.iter().zip(&whole.taken[*walker]);
            layers
                .map(|(kept, choice)| kept.iter().position(|known| known == choice))
                .collect()
        });
        Some(Solution {
            taken: taken.collect::<Option<_>>()?,
            columns: self
                .columns
                .iter()
                .map(|&column| whole.columns[column])
                .collect(),
            cost: whole.cost,
        })
    }
}

/// A walker who keeps to the path taken outside the free layers.
fn around(
    walker: &Walker,
    taken: &[usize],
    free: impl Fn(usize) -> bool,
) -> (Walker, Vec<Vec<usize>>) {
    let kept: Vec<Vec<usize>> = (0..taken.len())
        .map(|layer| match free(layer) {
            true => (0..walker.choices[layer].len()).collect(),
            false => vec![taken[layer]],
        })
        .collect();
    let choices: Vec<Vec<Choice>> = kept
        .iter()
        .zip(&walker.choices)
        .map(|(kept, choices)| kept.iter().map(|&choice| choices[choice].clone()).collect())
        .collect();
    let layers = walker.graph.layers.iter().zip(&choices);
    let graph = Graph {
        nodes: walker.graph.nodes.clone(),
        layers: layers
            .map(|(arcs, choices): (_, &Vec<Choice>)| {
                let left = |class: usize| choices.iter().any(|choice| choice.class == class);
                let classes: Vec<bool> = {
                    let most = arcs.iter().map(|arc| arc.class + 1).max().unwrap_or(0);
                    (0..most).map(left).collect()
                };
                arcs.iter()
                    .filter(|arc| classes[arc.class])
                    .cloned()
                    .collect()
            })
            .collect(),
        end_cost: walker.graph.end_cost.clone(),
    };
    let graph = graph.reachable().minimised();
    (Walker { choices, graph }, kept)
}

/// Side columns that a chain of rows and columns that `may_move` joins to the rows met so far; rows on the way are met too.
fn reached(problem: &PathProblem, met: &mut [bool], may_move: &[bool]) -> Vec<usize> {
    let mut of_row: Vec<Vec<usize>> = vec![Vec::new(); problem.rows.len()];
    for (index, column) in problem.columns.iter().enumerate() {
        column
            .uses
            .iter()
            .for_each(|used| of_row[used.0.0].push(index));
    }
    let mut found = vec![false; problem.columns.len()];
    let mut open: Vec<usize> = (0..met.len()).filter(|&row| met[row]).collect();
    while let Some(row) = open.pop() {
        for &column in &of_row[row] {
            if may_move[column] && !std::mem::replace(&mut found[column], true) {
                for used in &problem.columns[column].uses {
                    if !std::mem::replace(&mut met[used.0.0], true) {
                        open.push(used.0.0);
                    }
                }
            }
        }
    }
    (0..found.len()).filter(|&column| found[column]).collect()
}

/// Rows of a part with their new positions.
struct Rows {
    kept: Vec<Row>,
    place: Vec<Option<usize>>,
}

impl Rows {
    fn keeping(problem: &PathProblem, met: &[bool], rest: &[f64]) -> Rows {
        let mut rows = Rows {
            kept: Vec::new(),
            place: Vec::with_capacity(problem.rows.len()),
        };
        for ((row, &met), rest) in problem.rows.iter().zip(met).zip(rest) {
            rows.place.push(met.then_some(rows.kept.len()));
            if met {
                rows.kept.push(Row {
                    tag: row.tag.clone(),
                    lower: row.lower - rest,
                    upper: row.upper - rest,
                });
            }
        }
        rows
    }

    fn rename(&self, uses: &mut [(RowIx, f64)]) {
        for used in uses.iter_mut() {
            // Rows that nothing free meets cannot be named.
            if let Some(place) = self.place[used.0.0] {
                used.0 = RowIx(place);
            }
        }
    }
}
