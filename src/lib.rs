//! Workforce scheduling: from forecast customers to a legal roster with a proven bound.
#![warn(missing_docs)]

pub mod checker;
pub mod demand;
pub mod domain;
pub mod formats;
pub mod generate;
pub mod law;
pub mod milp;
pub mod model;
pub mod paths;
pub mod planner;
pub mod queueing;
pub mod roster;
pub mod units;
