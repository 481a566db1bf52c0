//! The engine: every walker takes one path through layers; rows and side columns couple them at least cost.
//!
//! Nothing here knows what a walker, a layer or a row stands for. Rules reach the engine as graphs (what may follow
//! what, see [`product`]), as costs and as rows.

mod automaton;
mod cheapest;
mod flows;
mod graph;
mod problem;

pub use automaton::{Automaton, Step, product};
pub use cheapest::{cheapest_path, cheapest_path_within, own_limits};
pub use flows::{Answer, Improvement, solve_by_flows};
pub use graph::{Arc, Graph};
pub use problem::{Choice, ColumnIx, PathProblem, Row, RowIx, SideColumn, Solution, Walker};
