//! One run of HiGHS: translate, set options, run, read.

use std::time::Instant;

use highs::{HighsModelStatus, HighsOptionValue, HighsSolutionStatus, Model, SolvedModel};

use super::Limits;
use super::check::Fault;
use super::outcome::Limit;
use super::program::Shape;
use super::watch::Watch;
use super::{bridge, translate};

/// Gaps below this are the engine's rounding: absolute, and as a share.
const CLOSED_ABSOLUTE: f64 = 1e-6;
const CLOSED_RELATIVE: f64 = 1e-9;

/// Most columns of a program with few solutions whose first relaxation the simplex method solves faster than interior point.
const SIMPLEX_COLUMNS: usize = 20_000;

/// What the engine says at the end of a run.
#[derive(Debug)]
pub(super) struct Verdict {
    pub ending: Ending,
    pub values: Option<Vec<f64>>,
    pub bound: f64,
    /// Whether nothing is left between the engine's own objective and its bound.
    pub closed: bool,
    pub nodes: u64,
    pub lp_iterations: u64,
}

/// Why the run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// Within the gap asked for.
    Solved,
    Infeasible,
    Unbounded,
    /// Presolve may stop at this half of an answer.
    InfeasibleOrUnbounded,
    Limit(Limit),
}

/// Must be called on a thread without any other solver, because threads are counted per calling thread.
pub(super) fn optimise(
    shape: &Shape,
    start: Option<&[f64]>,
    limits: &Limits,
    watch: &Watch,
) -> Result<Verdict, Fault> {
    let verdict = run_model(shape, start, limits, watch);
    bridge::release_threads();
    verdict
}

fn run_model(
    shape: &Shape,
    start: Option<&[f64]>,
    limits: &Limits,
    watch: &Watch,
) -> Result<Verdict, Fault> {
    let mut model = translate::translate(shape)?;
    set_options(&mut model, shape, limits)?;
    // A linear program gains nothing from values without a basis.
    if let Some(values) = start
        && shape.has_integers()
    {
        model
            .try_set_solution(Some(values), None, None, None)
            .map_err(|_| Fault::Engine("setting the start".to_owned()))?;
    }
    let solved = bridge::run(model, watch)?;
    read(&solved, shape, watch)
}

fn set_options(model: &mut Model, shape: &Shape, limits: &Limits) -> Result<(), Fault> {
    let threads = i32::try_from(limits.threads).map_err(|_| Fault::Limits)?;
    // For a linear program more threads mean another, often slower simplex method.
    let parallel = threads > 1 && shape.has_integers();
    set(model, "threads", threads)?;
    set(model, "parallel", if parallel { "on" } else { "off" })?;
    let seed = limits.seed & i32::MAX.cast_unsigned();
    set(model, "random_seed", seed.cast_signed())?;
    // Path flows are long and thin: interior point solves their first relaxation several times faster, unless little is left
    // of them.
    if !limits.proof_only || shape.columns.len() > SIMPLEX_COLUMNS {
        set(model, "mip_lp_solver", "ipm")?;
    }
    if limits.proof_only {
        set(model, "mip_heuristic_effort", 0.0)?;
        for heuristic in ["rins", "rens", "root_reduced_cost"] {
            set(model, &format!("mip_heuristic_run_{heuristic}"), false)?;
        }
        set(model, "mip_heuristic_run_feasibility_jump", false)?;
    }
    // A linear program above its ceiling would end without an answer.
    if shape.has_integers() && limits.ceiling.is_finite() {
        set(model, "objective_bound", limits.ceiling)?;
    }
    set(model, "mip_rel_gap", limits.relative_gap)?;
    set(model, "mip_abs_gap", limits.absolute_gap)?;
    // Last, because the time left is getting less.
    limits.deadline.map_or(Ok(()), |deadline| {
        let left = deadline.saturating_duration_since(Instant::now());
        set(model, "time_limit", left.as_secs_f64())
    })
}

fn set(model: &mut Model, option: &str, value: impl HighsOptionValue) -> Result<(), Fault> {
    model
        .try_set_option(option, value)
        .map_err(|_| Fault::Engine(format!("setting the option {option}")))
}

fn read(solved: &SolvedModel, shape: &Shape, watch: &Watch) -> Result<Verdict, Fault> {
    let ending = ending(solved.status(), watch)?;
    let feasible = solved.primal_solution_status() == HighsSolutionStatus::Feasible;
    let values = feasible.then(|| solved.get_solution().columns().to_vec());
    let bound = match ending {
        Ending::Infeasible => f64::INFINITY,
        Ending::Unbounded | Ending::InfeasibleOrUnbounded => f64::NEG_INFINITY,
        Ending::Solved | Ending::Limit(_) if shape.has_integers() => solved
            .double_info_value(c"mip_dual_bound")
            .map_err(|_| Fault::Engine("reading the bound".to_owned()))?,
        Ending::Solved => solved.objective_value(),
        Ending::Limit(_) => f64::NEG_INFINITY,
    };
    let objective = solved.objective_value();
    let counted = u64::try_from(solved.simplex_iteration_count()).unwrap_or(0);
    Ok(Verdict {
        ending,
        values,
        // A bound that is no number is no bound.
        bound: if bound.is_nan() {
            f64::NEG_INFINITY
        } else {
            bound
        },
        closed: objective - bound <= CLOSED_ABSOLUTE.max(CLOSED_RELATIVE * objective.abs()),
        nodes: bridge::node_count(solved)?,
        lp_iterations: counted.max(watch.gauge.lp_iterations()),
    })
}

fn ending(status: HighsModelStatus, watch: &Watch) -> Result<Ending, Fault> {
    use HighsModelStatus as Engine;
    Ok(match status {
        Engine::Optimal => Ending::Solved,
        Engine::Infeasible => Ending::Infeasible,
        Engine::Unbounded => Ending::Unbounded,
        Engine::UnboundedOrInfeasible => Ending::InfeasibleOrUnbounded,
        Engine::ReachedTimeLimit => Ending::Limit(Limit::Time),
        Engine::ReachedInterrupt => Ending::Limit(watch.gauge.ended_by().unwrap_or(Limit::Signal)),
        Engine::ReachedIterationLimit | Engine::ReachedSolutionLimit => Ending::Limit(Limit::Work),
        other => return Err(Fault::Engine(format!("{other:?}"))),
    })
}
