//! A linear program that stays alive between solves: columns come, bounds and costs change, the basis stays.

use std::sync::Arc;
use std::sync::mpsc;
use std::time::Instant;

use highs::{HighsModelStatus, HighsOptionValue, Model};

use super::check::{Fault, faults};
use super::program::Program;
use super::watch::{Gauge, Watch};
use super::{Limits, StopSignal, bridge, translate};

/// Most columns of a program that is solved by simplex without a basis to start from.
const SIMPLEX_COLUMNS_MAX: usize = 8_000;

/// How a solve of a live program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Values and prices are those of an optimum.
    Optimal,
    /// No values satisfy all rows.
    Infeasible,
    /// The deadline, the work limit or the signal came first, or the engine gave up; nothing may be read off.
    Stopped,
}

/// What a solve of a live program found.
#[derive(Clone, Debug)]
pub struct Relaxed {
    /// How it ended.
    pub ending: Ending,
    /// Cost, constant included.
    pub objective: f64,
    /// One value per column.
    pub values: Vec<f64>,
    /// One price per row: what one unit more on its right side costs.
    pub prices: Vec<f64>,
    /// Simplex and interior-point iterations spent.
    pub work: u64,
}

/// A column to add: bounds, cost, and what one unit adds to rows (each row at most once).
#[derive(Clone, Debug, PartialEq)]
pub struct NewColumn {
    /// Least value.
    pub lower: f64,
    /// Greatest value; may be infinite.
    pub upper: f64,
    /// Cost of one unit.
    pub cost: f64,
    /// What one unit adds to rows, by the row's position.
    pub terms: Vec<(usize, f64)>,
}

/// A program whose whole numbers are forgotten, kept in the engine between solves.
///
/// It belongs to the thread that made it. Solves of one thread, without deadline and signal, repeat bit for bit.
#[derive(Debug)]
pub struct LiveProgram {
    /// Absent only when the engine broke down.
    model: Option<Model>,
    /// Large, and never solved: without a basis to start from, interior points are faster than a thousand steps.
    fresh: bool,
}

impl LiveProgram {
    /// Hands a program to the engine.
    ///
    /// # Errors
    /// What is wrong with the program.
    pub fn of<Tag>(program: &Program<Tag>) -> Result<LiveProgram, Fault> {
        let shape = program.shape();
        if let Some(fault) = faults(shape).into_iter().next() {
            return Err(fault);
        }
        let mut relaxed = (**shape).clone();
        for column in &mut relaxed.columns {
            column.kind = super::Kind::Continuous;
        }
        let mut model = translate::translate(&relaxed)?;
        set(&mut model, "threads", 1)?;
        set(&mut model, "parallel", "off")?;
        Ok(LiveProgram {
            model: Some(model),
            fresh: shape.columns.len() > SIMPLEX_COLUMNS_MAX,
        })
    }

    /// Adds columns; they get the positions after those of the columns before.
    ///
    /// # Errors
    /// What the engine refuses.
    pub fn add(&mut self, columns: &[NewColumn]) -> Result<(), Fault> {
        bridge::add_columns(self.model()?, columns)
    }

    /// Replaces the bounds of a column.
    ///
    /// # Errors
    /// What the engine refuses.
    pub fn set_bounds(&mut self, column: usize, lower: f64, upper: f64) -> Result<(), Fault> {
        bridge::set_column_bounds(self.model()?, column, (lower, upper))
    }

    /// Solves it as it is now, from the basis of the solve before.
    ///
    /// # Errors
    /// When the engine fails; the program cannot be used any more.
    pub fn solve(&mut self, limits: &Limits, stop: &StopSignal) -> Result<Relaxed, Fault> {
        let late = |deadline| Instant::now() >= deadline;
        if stop.is_stopped() || limits.deadline.is_some_and(late) || limits.work == Some(0) {
            return Ok(Relaxed::stopped(0));
        }
        let mut model = self.model.take().ok_or_else(broken)?;
        let solver = if self.fresh { "ipm" } else { "simplex" };
        set(&mut model, "solver", solver)?;
        // Presolve would forget the basis.
        set(&mut model, "presolve", "off")?;
        // Primal simplex after columns came, dual simplex after bounds changed: the engine sees which fits.
        set(&mut model, "simplex_strategy", 0)?;
        set(&mut model, "simplex_dual_edge_weight_strategy", 1)?;
        set(&mut model, "simplex_primal_edge_weight_strategy", 1)?;
        set(&mut model, "random_seed", 0)?;
        bridge::restart_clock(&mut model)?;
        let left = limits.deadline.map_or(f64::INFINITY, |deadline| {
            deadline
                .saturating_duration_since(Instant::now())
                .as_secs_f64()
        });
        set(&mut model, "time_limit", left)?;
        // Nobody listens: a linear program has no incumbents to tell.
        let (sender, _) = mpsc::channel();
        let watch = Watch::new(Arc::new(Gauge::new()), sender, stop, limits);
        let solved = bridge::run(model, &watch)?;
        let counted = solved.simplex_iteration_count() + solved.ipm_iteration_count().max(0);
        let work = u64::try_from(counted).unwrap_or(0);
        let relaxed = match solved.status() {
            HighsModelStatus::Optimal => {
                let solution = solved.get_solution();
                Relaxed {
                    ending: Ending::Optimal,
                    objective: solved.objective_value(),
                    values: solution.columns().to_vec(),
                    prices: solution.dual_rows().to_vec(),
                    work,
                }
            }
            HighsModelStatus::Infeasible => Relaxed {
                ending: Ending::Infeasible,
                ..Relaxed::stopped(work)
            },
            _ => Relaxed::stopped(work),
        };
        self.fresh &= relaxed.ending != Ending::Optimal;
        self.model = Some(Model::from(solved));
        Ok(relaxed)
    }

    fn model(&mut self) -> Result<&mut Model, Fault> {
        self.model.as_mut().ok_or_else(broken)
    }
}

impl Relaxed {
    fn stopped(work: u64) -> Relaxed {
        Relaxed {
            ending: Ending::Stopped,
            objective: f64::NEG_INFINITY,
            values: Vec::new(),
            prices: Vec::new(),
            work,
        }
    }
}

fn broken() -> Fault {
    Fault::Engine("it broke down before".to_owned())
}

fn set(model: &mut Model, option: &str, value: impl HighsOptionValue) -> Result<(), Fault> {
    model
        .try_set_option(option, value)
        .map_err(|_| Fault::Engine(format!("setting the option {option}")))
}
