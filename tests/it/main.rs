//! Everything that is tested from outside: one crate, so that it links once.

mod architecture;
mod broken_instances;
mod brute_force;
mod calendars;
mod commands;
mod curtois;
mod curtois_files;
mod determinism;
mod exact_day;
mod infeasible;
mod instance_files;
mod law_vectors;
mod licences;
mod pages;
mod planning;
mod queueing_reference;
mod random_instances;
mod random_problem;
mod readme;
mod roster_files;
mod rule_packs;
mod simulated_day;
mod tiny_optima;
mod wait;
mod ways;
