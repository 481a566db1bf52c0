//! One mixed-integer program over path flows: a unit of flow per walker through its graph, choices tied to the
//! arcs of their class. Only choices are whole-numbered: they determine the path.

use crate::milp::{self, Column, Kind, Limits, Program, Status, StopSignal};

use super::prices::Prices;
use super::problem::{PathProblem, Solution, Walker};

/// What the search ended with.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Best solution found.
    pub solution: Option<Solution>,
    /// No solution costs less; minus infinity when nothing is known.
    pub bound: f64,
    /// Prices of the rows to begin another search from, where this one worked with prices.
    pub prices: Option<Prices>,
    /// Whether no solution exists at all.
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
    mut progress: impl FnMut(Improvement<'_>),
) -> Answer {
    let flows = Flows::of(problem);
    let start = start.map(|solution| flows.values(problem, solution));
    let outcome = milp::solve(&flows.program, start.as_deref(), limits, stop, |step| {
        let solution = step
            .incumbent
            .map(|found| flows.solution(problem, &found.values, found.objective));
        progress(Improvement {
            cost: step.objective,
            bound: step.bound,
            seconds: step.seconds,
            solution: solution.as_ref(),
            stage: Stage::OneProgram,
        });
    });
    Answer {
        solution: outcome
            .incumbent
            .as_ref()
            .map(|found| flows.solution(problem, &found.values, found.objective)),
        bound: outcome.bound,
        prices: None,
        infeasible: outcome.status == Status::Infeasible,
        failure: match &outcome.status {
            Status::Failed(why) => Some(why.to_string()),
            Status::Unbounded => Some("costs without end".to_string()),
            _ => None,
        },
        work: outcome.nodes + outcome.lp_iterations,
    }
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
    fn of(problem: &PathProblem) -> Flows {
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
            let taken = choice_columns(walker, &mut program, &mut terms);
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
    program: &mut Program,
    terms: &mut [Vec<(Column, f64)>],
) -> Vec<Vec<Column>> {
    let mut add = |choice: &super::problem::Choice| {
        let column = program.binary(choice.cost as f64);
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
