//! Tiny rosters, one fault each.

mod clean;
mod faults;
mod legal;
mod town;
