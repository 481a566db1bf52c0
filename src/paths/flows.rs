//! One mixed-integer program over path flows: a unit of flow per walker through its graph, choices tied to the
//! arcs of their class. Arcs are continuous, since whole choices determine the path; what else must be whole is asked.

use crate::milp::{self, Column, Incumbent, Kind, Limits, Program, Status, StopSignal};

use super::prices::Prices;
use super::problem::{PathProblem, Solution, Walker};

/// Work of making paths whole around counts that are.
const MENDING_WORK: u64 = 2_000;

/// What of a program must be whole; either way its bound holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    /// Choices and side columns.
    Everything,
    /// Side columns only. Where these count what walkers choose, choices mostly become whole by themselves, and so few whole
    /// columns are cut and branched on much better.
    Counts,
}

/// What the search ended with.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Best solution found.
    pub solution: Option<Solution>,
    /// No solution costs less; minus infinity when nothing is known.
    pub bound: f64,
    /// Prices of the rows to begin another search from, where this one worked with prices.
    pub prices: Option<Prices>,
    /// Whether no solution exists at all, or none below the ceiling of the limits.
    pub infeasible: bool,
    /// What went wrong in the engine underneath, if anything did.
    pub failure: Option<String>,
    /// Branch-and-bound nodes and simplex iterations spent.
    pub work: u64,
}

/// What a search is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Solving everything as one program.
    OneProgram,
    /// Completing the solution it began from.
    Start,
    /// Generating columns: prices and a bound.
    Prices,
    /// Trying to meet a target, or to prove it out of reach.
    Target,
    /// Making whole paths of prices, and better ones of these.
    Windows,
}

/// A step forward, told while the search runs.
#[derive(Clone, Debug)]
pub struct Improvement<'a> {
    /// Cost of the best solution so far.
    pub cost: Option<f64>,
    /// Bound so far.
    pub bound: f64,
    /// Since the start of the search.
    pub seconds: f64,
    /// The solution itself, when it is new.
    pub solution: Option<&'a Solution>,
    /// What the search was doing.
    pub stage: Stage,
}

/// Solves the whole problem as one program. `start` is a solution to begin from.
pub fn solve_by_flows(
    problem: &PathProblem,
    start: Option<&Solution>,
    limits: &Limits,
    stop: &StopSignal,
    progress: impl FnMut(Improvement<'_>),
) -> Answer {
    solve_with(problem, Whole::Everything, start, limits, stop, progress)
}

/// As [`solve_by_flows`], with what must be whole in the program; solutions always are.
///
/// Where only counts must be, the answer may lack a solution although nothing ended the search early: no whole paths were
/// found for the counts that are best.
pub fn solve_with(
    problem: &PathProblem,
    whole: Whole,
    start: Option<&Solution>,
    limits: &Limits,
    stop: &StopSignal,
    mut progress: impl FnMut(Improvement<'_>),
) -> Answer {
    let flows = Flows::of(problem, whole);
    let start = start.map(|solution| flows.values(problem, solution));
    let read = |found: &Incumbent| {
        let solution = flows.solution(problem, &found.values, found.objective);
        match whole {
            Whole::Everything => Some(solution),
            Whole::Counts => made_whole(problem, solution),
        }
    };
    let mut cost = None;
    let outcome = milp::solve(&flows.program, start.as_deref(), limits, stop, |step| {
        let solution = step.incumbent.and_then(read);
        cost = solution
            .as_ref()
            .map_or(cost, |solution| Some(solution.cost));
        progress(Improvement {
            cost,
            bound: step.bound,
            seconds: step.seconds,
            solution: solution.as_ref(),
            stage: Stage::OneProgram,
        });
    });
    let mut work = outcome.nodes + outcome.lp_iterations;
    let solution = outcome.incumbent.as_ref().and_then(|found| {
        read(found).or_else(|| {
            let settled = flows.settled(problem, &found.values);
            let (mended, spent) = paths_around(&settled, limits, stop);
            work += spent;
            mended
        })
    });
    Answer {
        solution,
        bound: outcome.bound,
        prices: None,
        infeasible: outcome.status == Status::Infeasible,
        failure: match &outcome.status {
            Status::Failed(why) => Some(why.to_string()),
            Status::Unbounded => Some("costs without end".to_string()),
            _ => None,
        },
        work,
    }
}

/// Whole paths where the counts are settled, and the work.
fn paths_around(
    settled: &PathProblem,
    limits: &Limits,
    stop: &StopSignal,
) -> (Option<Solution>, u64) {
    let flows = Flows::of(settled, Whole::Everything);
    let limits = Limits {
        work: Some(MENDING_WORK),
        bound_enough: f64::INFINITY,
        ..limits.clone()
    };
    let outcome = milp::solve(&flows.program, None, &limits, stop, |_| ());
    let found = outcome.incumbent.as_ref();
    let found = found.map(|found| flows.solution(settled, &found.values, found.objective));
    (found, outcome.nodes + outcome.lp_iterations)
}

/// A solution with its counts rounded to whole numbers, if its paths are whole too.
fn made_whole(problem: &PathProblem, mut solution: Solution) -> Option<Solution> {
    let columns = solution.columns.iter_mut().zip(&problem.columns);
    for (value, _) in columns.filter(|(_, column)| column.integer) {
        *value = value.round();
    }
    let cost = problem.cost_of(&solution)?;
    Some(Solution { cost, ..solution })
}

/// The program with the place of every choice, arc and side column in it.
struct Flows {
    program: Program,
    /// By walker, layer, choice.
    choices: Vec<Vec<Vec<Column>>>,
    /// By walker, layer, arc.
    arcs: Vec<Vec<Vec<Column>>>,
    sides: Vec<Column>,
}

impl Flows {
    fn of(problem: &PathProblem, whole: Whole) -> Flows {
        let mut program = Program::new();
        program.add_offset(problem.constant as f64);
        let mut terms: Vec<Vec<(Column, f64)>> = vec![Vec::new(); problem.rows.len()];
        let sides = problem
            .columns
            .iter()
            .map(|side| {
                let kind = if side.integer {
                    Kind::Integer
                } else {
                    Kind::Continuous
                };
                let column = program.column(side.lower, side.upper, side.cost, kind);
                for &(row, by) in &side.uses {
                    terms[row.0].push((column, by));
                }
                column
            })
            .collect();
        let mut choices = Vec::with_capacity(problem.walkers.len());
        let mut arcs = Vec::with_capacity(problem.walkers.len());
        for (number, walker) in problem.walkers.iter().enumerate() {
            let taken = choice_columns(walker, whole, &mut program, &mut terms);
            let flow = arc_columns(walker, &mut program, &mut terms);
            conserve(number, walker, &taken, &flow, &mut program);
            choices.push(taken);
            arcs.push(flow);
        }
        for (row, terms) in problem.rows.iter().zip(terms) {
            program.row(row.tag.as_str().into(), row.lower, row.upper, terms);
        }
        Flows {
            program,
            choices,
            arcs,
            sides,
        }
    }

    /// Reads a solution from the values of every column.
    fn solution(&self, problem: &PathProblem, values: &[f64], cost: f64) -> Solution {
        let heaviest = |columns: &Vec<Column>| {
            (0..columns.len())
                .max_by(|&a, &b| {
                    let value = |choice: usize| values[columns[choice].index()];
                    value(a).total_cmp(&value(b)).then(b.cmp(&a))
                })
                .unwrap_or(0)
        };
        debug_assert_eq!(problem.walkers.len(), self.choices.len());
        Solution {
            taken: self
                .choices
                .iter()
                .map(|layers| layers.iter().map(heaviest).collect())
                .collect(),
            columns: self
                .sides
                .iter()
                .map(|column| values[column.index()])
                .collect(),
            cost,
        }
    }

    /// The problem with its counts as they are.
    fn settled(&self, problem: &PathProblem, values: &[f64]) -> PathProblem {
        let mut settled = problem.clone();
        let columns = settled.columns.iter_mut().zip(&self.sides);
        for (column, place) in columns.filter(|(column, _)| column.integer) {
            let value = values[place.index()].round();
            (column.lower, column.upper) = (value, value);
        }
        settled
    }

    /// Values of every column for a solution; an impossible path leaves its arcs empty.
    fn values(&self, problem: &PathProblem, solution: &Solution) -> Vec<f64> {
        let mut values = vec![0.0; self.program.column_count()];
        for (column, value) in self.sides.iter().zip(&solution.columns) {
            values[column.index()] = *value;
        }
        for (walker, taken) in solution.taken.iter().enumerate() {
            let mut node = 0;
            for (layer, &choice) in taken.iter().enumerate() {
                let Some(column) = self.choices[walker][layer].get(choice) else {
                    break;
                };
                values[column.index()] = 1.0;
                let class = problem.walkers[walker].choices[layer][choice].class;
                let arcs = &problem.walkers[walker].graph.layers[layer];
                let Some(arc) = arcs
                    .iter()
                    .position(|arc| arc.from == node && arc.class == class)
                else {
                    break;
                };
                values[self.arcs[walker][layer][arc].index()] = 1.0;
                node = arcs[arc].to;
            }
        }
        values
    }
}

fn choice_columns(
    walker: &Walker,
    whole: Whole,
    program: &mut Program,
    terms: &mut [Vec<(Column, f64)>],
) -> Vec<Vec<Column>> {
    let mut add = |choice: &super::problem::Choice| {
        let kind = match whole {
            Whole::Everything => Kind::Integer,
            Whole::Counts => Kind::Continuous,
        };
        let column = program.column(0.0, 1.0, choice.cost as f64, kind);
        for &(row, by) in &choice.uses {
            terms[row.0].push((column, by));
        }
        column
    };
    walker
        .choices
        .iter()
        .map(|layer| layer.iter().map(&mut add).collect())
        .collect()
}

fn arc_columns(
    walker: &Walker,
    program: &mut Program,
    terms: &mut [Vec<(Column, f64)>],
) -> Vec<Vec<Column>> {
    let last = walker.graph.layers.len().saturating_sub(1);
    let mut columns = Vec::with_capacity(walker.graph.layers.len());
    for (layer, arcs) in walker.graph.layers.iter().enumerate() {
        let mut flow = Vec::with_capacity(arcs.len());
        for arc in arcs {
            let end = if layer == last {
                walker.graph.end_cost[arc.to]
            } else {
                0
            };
            let column = program.column(0.0, 1.0, (arc.cost + end) as f64, Kind::Continuous);
            for &(row, by) in &arc.uses {
                terms[row.0].push((column, by));
            }
            flow.push(column);
        }
        columns.push(flow);
    }
    columns
}

/// One unit leaves the start, what enters a node leaves it, and choices carry the flow of their class.
fn conserve(
    number: usize,
    walker: &Walker,
    choices: &[Vec<Column>],
    flow: &[Vec<Column>],
    program: &mut Program,
) {
    for (layer, arcs) in walker.graph.layers.iter().enumerate() {
        let mut balance: Vec<Vec<(Column, f64)>> = vec![Vec::new(); walker.graph.nodes[layer]];
        let class_count = walker.choices[layer].iter().map(|c| c.class + 1).max();
        let mut classes: Vec<Vec<(Column, f64)>> = vec![Vec::new(); class_count.unwrap_or(0)];
        for (arc, &column) in arcs.iter().zip(&flow[layer]) {
            balance[arc.from].push((column, -1.0));
            if let Some(class) = classes.get_mut(arc.class) {
                class.push((column, -1.0));
            }
        }
        if layer > 0 {
            for (arc, &column) in walker.graph.layers[layer - 1].iter().zip(&flow[layer - 1]) {
                balance[arc.to].push((column, 1.0));
            }
        }
        for terms in balance {
            let supply = if layer == 0 { -1.0 } else { 0.0 };
            program.equal(format!("path of walker {number}").into(), supply, terms);
        }
        for (choice, &column) in walker.choices[layer].iter().zip(&choices[layer]) {
            classes[choice.class].push((column, 1.0));
        }
        for terms in classes {
            program.equal(format!("class of walker {number}").into(), 0.0, terms);
        }
    }
    // A layer without nodes leaves nothing to conserve: say that no path exists.
    if !walker.graph.has_path() {
        program.equal(format!("path of walker {number}").into(), 1.0, []);
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{limits, with_links};
    use super::{Whole, solve_with};
    use crate::milp::StopSignal;

    /// The bound always holds; where paths come out whole, the cost is the same to the unit.
    #[test]
    fn with_only_counts_whole_the_answer_is_the_same_or_there_is_none() {
        let (stop, mut found) = (StopSignal::new(), 0);
        for seed in 0..10 {
            let problem = with_links(seed);
            let solve = |whole| solve_with(&problem, whole, None, &limits(1, None), &stop, |_| ());
            let (all, counts) = (solve(Whole::Everything), solve(Whole::Counts));
            let Some(best) = all.solution else {
                assert!(counts.solution.is_none(), "seed {seed}");
                continue;
            };
            assert!(counts.bound < best.cost + 1e-6, "seed {seed}");
            if let Some(counted) = counts.solution {
                assert_eq!(problem.cost_of(&counted), Some(counted.cost), "seed {seed}");
                assert!(counted.cost > best.cost - 1e-6, "seed {seed}");
                found += usize::from(counted.cost < best.cost + 1e-6);
            }
        }
        assert!(found > 1, "only {found} of 10");
    }

    /// A ceiling below the optimum leaves nothing; one at the optimum leaves it.
    #[test]
    fn nothing_above_the_ceiling_is_looked_for() {
        let (stop, mut met) = (StopSignal::new(), 0);
        for seed in 0..10 {
            let problem = with_links(seed);
            let whole = Whole::Everything;
            let best = solve_with(&problem, whole, None, &limits(1, None), &stop, |_| ());
            let Some(best) = best.solution else { continue };
            for whole in [Whole::Everything, Whole::Counts] {
                let mut under = limits(1, None);
                under.ceiling = best.cost + 0.4;
                let at = solve_with(&problem, whole, None, &under, &stop, |_| ());
                assert!(at.bound < best.cost + 1e-6, "seed {seed}");
                met += usize::from(at.solution.is_some_and(|at| at.cost < best.cost + 1e-6));
                under.ceiling = best.cost - 0.6;
                let below = solve_with(&problem, Whole::Everything, None, &under, &stop, |_| ());
                assert!(
                    below.infeasible || below.bound > under.ceiling,
                    "seed {seed}"
                );
            }
        }
        assert!(met > 10, "only {met} of 20");
    }
}
