//! The engine: every walker takes one path through layers; rows and side columns couple them at least cost.
//!
//! Nothing here knows what a walker, a layer or a row stands for. Rules reach the engine as graphs (what may follow
//! what, see [`product`]), as costs and as rows. [`solve`] is the door; by size it takes one of two ways, which agree.

mod ascent;
mod automaton;
mod axis;
mod best_first;
mod branching;
mod cells;
mod cheapest;
mod dive;
mod engine;
mod exchange;
mod first;
mod flows;
mod generation;
mod graph;
mod links;
mod losses;
mod master;
mod narrow;
mod own_rows;
mod part;
mod pricer;
mod prices;
mod pricing;
mod problem;
mod prover;
mod reach;
mod relief;
mod remainder;
mod restart;
mod rolling;
#[cfg(test)]
mod sample;
mod seeker;
mod stretch;
mod tableau;
mod window;
mod within_rows;

use crate::milp::{Limits, StopSignal};

pub use automaton::{Automaton, Step, product};
pub use cheapest::{cheapest_path, cheapest_path_within, own_limits};
pub use engine::solve_by_columns;
pub use flows::{Answer, Improvement, Stage, solve_by_flows};
pub use graph::{Arc, Graph};
pub use prices::Prices;
pub use problem::{Choice, ColumnIx, PathProblem, Row, RowIx, SideColumn, Solution, Walker};
pub use restart::Start;

/// Most arcs of a problem that is solved as one program from the start.
const ARCS_OF_ONE_PROGRAM: usize = 3_000;

/// Solves a problem: a small one as one program, others by columns. `start` is a solution to begin from.
pub fn solve(
    problem: &PathProblem,
    start: Start<'_>,
    limits: &Limits,
    stop: &StopSignal,
    progress: impl FnMut(Improvement<'_>),
) -> Answer {
    if problem.arc_count() <= ARCS_OF_ONE_PROGRAM {
        solve_by_flows(problem, start.solution, limits, stop, progress)
    } else {
        solve_by_columns(problem, start, limits, stop, progress)
    }
}
