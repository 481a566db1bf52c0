//! The master program of column generation: which known paths, in which parts, at least cost.

use crate::milp::{Ending, Kind, Limits, LiveProgram, NewColumn, Program, Relaxed, StopSignal};

use super::problem::{ColumnIx, PathProblem, RowIx, Walker};

/// What a path adds to rows, one by one.
type Uses = Vec<(RowIx, f64)>;

/// A path of one walker as a column.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// Whose.
    pub walker: usize,
    /// Choice taken in each layer.
    pub taken: Vec<usize>,
    /// What it costs by itself.
    pub cost: f64,
    /// What it adds to rows, each row once.
    pub uses: Vec<(RowIx, f64)>,
}

impl Path {
    /// Follows the choices of a walker; none when the graph does not allow them.
    pub fn of(problem: &PathProblem, walker: usize, taken: Vec<usize>) -> Option<Path> {
        let of = &problem.walkers[walker];
        let (node, cost, mut uses) = follow(of, &taken)?;
        let cost = cost + of.graph.end_cost.get(node)?;
        uses.sort_by_key(|used| used.0);
        uses.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        uses.retain(|used| used.1 != 0.0);
        let cost = cost as f64;
        Some(Path {
            walker,
            taken,
            cost,
            uses,
        })
    }

    /// Where the first choices of a walker lead, and what they add to rows one by one; none when the graph does not allow
    /// them.
    pub fn follow(walker: &Walker, taken: &[usize]) -> Option<(usize, Uses)> {
        follow(walker, taken).map(|(node, _, uses)| (node, uses))
    }
}

/// Node, cost and uses after some choices.
fn follow(walker: &Walker, taken: &[usize]) -> Option<(usize, i64, Uses)> {
    let graph = &walker.graph;
    let (mut node, mut cost) = (0, 0);
    let mut uses = Uses::new();
    for (layer, &index) in taken.iter().enumerate() {
        let choice = walker.choices[layer].get(index)?;
        let arcs = &graph.layers[layer];
        let arc = &arcs[graph
            .leaving(layer, node)
            .find(|&arc| arcs[arc].class == choice.class)?];
        cost += choice.cost + arc.cost;
        uses.extend(&choice.uses);
        uses.extend(&arc.uses);
        node = arc.to;
    }
    Some((node, cost, uses))
}

/// What a missing walker costs, in units of the dearest side column.
const MISSING: f64 = 30.0;

/// A live linear program over the paths known so far.
#[derive(Debug)]
pub struct Master {
    live: LiveProgram,
    /// Known paths, in the order of their columns.
    pub paths: Vec<Path>,
    /// Position of the first path's column.
    first_path: usize,
    /// Position of each of the problem's rows, for those it keeps.
    place: Vec<Option<usize>>,
    rows: usize,
}

impl Master {
    /// A master without any path: every walker is missing, at a price above all others.
    ///
    /// Rows that the pricing keeps are left out.
    pub fn of(problem: &PathProblem, left_out: &[bool]) -> Option<Master> {
        let dearest = problem.columns.iter().map(|column| column.cost.abs());
        let missing_cost = MISSING * dearest.fold(1.0, f64::max);
        let mut program: Program<()> = Program::new();
        let of_sums = problem.rows_of_sums();
        program.add_offset(problem.constant as f64);
        let mut terms = vec![Vec::new(); problem.rows.len()];
        for side in &problem.columns {
            let column = program.column(side.lower, side.upper, side.cost, Kind::Continuous);
            for &(row, by) in &side.uses {
                terms[row.0].push((column, by));
            }
        }
        for (index, (row, terms)) in problem.rows.iter().zip(&mut terms).enumerate() {
            if left_out[index] {
                continue;
            }
            let by = match () {
                () if of_sums[index] => -1.0,
                () if row.lower > 0.0 => 1.0,
                () if row.upper < 0.0 => -1.0,
                () => continue,
            };
            let column = program.column(0.0, f64::INFINITY, missing_cost, Kind::Continuous);
            terms.push((column, by));
        }
        let mut place = Vec::with_capacity(problem.rows.len());
        for (index, (row, terms)) in problem.rows.iter().zip(terms).enumerate() {
            place.push((!left_out[index]).then(|| program.row_count()));
            if !left_out[index] {
                program.row((), row.lower, row.upper, terms);
            }
        }
        let rows = program.row_count();
        for _ in &problem.walkers {
            let missing = program.column(0.0, 1.0, missing_cost, Kind::Continuous);
            program.equal((), 1.0, [(missing, 1.0)]);
        }
        let first_path = program.column_count();
        Some(Master {
            live: LiveProgram::of(&program).ok()?,
            paths: Vec::new(),
            first_path,
            place,
            rows,
        })
    }

    /// Keeps some sums between other limits, and all others between their own.
    pub fn set_sums(&mut self, problem: &PathProblem, within: &[(ColumnIx, f64, f64)]) {
        for &sum in &problem.sums {
            let side = &problem.columns[sum.0];
            let known = within.iter().find(|known| known.0 == sum);
            let (lower, upper) = known.map_or((side.lower, side.upper), |known| (known.1, known.2));
            // Refused only by a broken engine, which the next solve reports.
            let _ = self.live.set_bounds(sum.0, lower, upper);
        }
    }

    /// Adds paths.
    pub fn add(&mut self, paths: Vec<Path>) -> bool {
        let columns: Vec<NewColumn> = paths
            .iter()
            .map(|path| {
                let placed = |&(row, by): &(RowIx, f64)| Some((self.place[row.0]?, by));
                let mut terms: Vec<(usize, f64)> = path.uses.iter().filter_map(placed).collect();
                terms.push((self.rows + path.walker, 1.0));
                NewColumn {
                    lower: 0.0,
                    upper: f64::INFINITY,
                    cost: path.cost,
                    terms,
                }
            })
            .collect();
        self.paths.extend(paths);
        self.live.add(&columns).is_ok()
    }

    /// Takes a path out of reach, or lets it in again.
    pub fn allow(&mut self, path: usize, allowed: bool) -> bool {
        let upper = if allowed { f64::INFINITY } else { 0.0 };
        self.live
            .set_bounds(self.first_path + path, 0.0, upper)
            .is_ok()
    }

    /// Solves it; none when it did not come to an optimum.
    pub fn solve(&mut self, limits: &Limits, stop: &StopSignal) -> Option<Relaxed> {
        let relaxed = self.live.solve(limits, stop).ok()?;
        (relaxed.ending == Ending::Optimal).then_some(relaxed)
    }

    /// Prices of the problem's rows (nought for those left out), and of each walker.
    pub fn prices<'r>(&self, relaxed: &'r Relaxed) -> (Vec<f64>, &'r [f64]) {
        let (rows, walkers) = relaxed.prices.split_at(self.rows);
        let place = self.place.iter();
        (
            place
                .map(|place| place.map_or(0.0, |at| rows[at]))
                .collect(),
            walkers,
        )
    }

    /// Part of each known path in a solution.
    pub fn parts<'r>(&self, relaxed: &'r Relaxed) -> &'r [f64] {
        &relaxed.values[self.first_path..]
    }
}
