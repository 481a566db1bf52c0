//! A small language for mixed-integer linear programs, and the HiGHS engine behind it.
//!
//! A [`Program`] is minimised: columns with bounds and costs, rows with a tag that says in the caller's own
//! words why the row exists. [`solve`] always comes back with an [`Outcome`]: infeasible, stopped and
//! optimal are answers, and the bound that was reached is part of every one of them.
//!
//! ```
//! use paiban::milp::{Limits, Program, Status, StopSignal, solve};
//!
//! let mut program = Program::new();
//! let tent = program.binary(-9.0);
//! let stove = program.binary(-5.0);
//! let rope = program.binary(-6.0);
//! program.at_most("rucksack", 7.0, [(tent, 5.0), (stove, 3.0), (rope, 4.0)]);
//! let outcome = solve(&program, None, &Limits::default(), &StopSignal::new(), |_| ());
//! assert_eq!(outcome.status, Status::Optimal);
//! assert_eq!(outcome.objective(), Some(-11.0));
//! ```
//!
//! The engine runs on an OS thread of its own, because neither of its types may cross threads, because its
//! scheduler belongs to a thread and cannot change size while a solver lives there, and because the caller's
//! progress callback may then do as it likes, panic included. Several solves may run at once.

mod bridge;
mod check;
mod engine;
mod limits;
mod live;
mod outcome;
mod program;
mod run;
mod translate;
mod wait;
mod watch;

#[cfg(test)]
mod tests;

pub use check::Fault;
pub use limits::{Limits, StopSignal};
pub use live::{Ending, LiveProgram, NewColumn, Relaxed};
pub use outcome::{Incumbent, Limit, Outcome, Progress, Status};
pub use program::{Column, Kind, Program, Row};

/// Minimises a program until it is proven, a limit is reached or the signal stops it.
///
/// `start` is one value per column. A start that is feasible is never lost: the outcome is at least as good.
/// When only its continuous part does not fit, the integer part is kept and the rest found by a linear
/// program; a start that cannot be completed is ignored, see [`Outcome::start_used`].
///
/// `progress` is called on the calling thread, at most a few times a second.
///
/// After the signal or the deadline this returns within about a second. The engine itself looks up between
/// its steps only; caught in a long one it is left alone with what it had told so far, and its thread ends
/// (and gives its memory back) after that step.
///
/// Nothing here panics on what a program contains: unusable numbers end in [`Status::Failed`].
pub fn solve<Tag>(
    program: &Program<Tag>,
    start: Option<&[f64]>,
    limits: &Limits,
    stop: &StopSignal,
    mut progress: impl FnMut(Progress<'_>),
) -> Outcome {
    run::run(program.shape(), start, limits, stop, &mut progress)
}
