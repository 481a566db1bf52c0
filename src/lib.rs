//! Workforce scheduling: from forecast customers to a legal roster with a proven bound.
//!
//! Data flows one way: an instance ([`domain`], read by [`formats`]) and the heads its customers need ([`demand`], on
//! the formulas of [`queueing`]) become a path problem ([`model`]), solved by [`paths`] on [`milp`]; the roster that
//! comes back is judged by [`checker`], which never sees how it was found, and told by [`report`]. [`planner`] is the
//! story on one screen, [`cli`] the command line. [`waits`] tells what customers wait on a day, exactly ([`queueing`]) or
//! simulated ([`simulation`]). [`storage`] remembers it all, [`worker`] does the [`jobs`] that take long.
#![warn(missing_docs)]

pub mod api;
pub mod checker;
pub mod claims;
pub mod cli;
pub mod demand;
pub mod domain;
pub mod formats;
pub mod generate;
pub mod jobs;
pub mod law;
pub mod milp;
pub mod model;
pub mod paths;
pub mod planner;
pub mod queueing;
pub mod report;
pub mod roster;
pub mod scenario;
pub mod service;
pub mod simulation;
pub mod storage;
pub mod units;
pub mod waits;
pub mod worker;
