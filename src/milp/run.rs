//! The story of one solve, from the checks to the outcome.

use std::sync::Arc;
use std::time::Instant;

use super::check::{
    Fault, INTEGER_TOLERANCE, check_limits, check_start, contradictory, faults, is_feasible,
};
use super::engine::{Ending, Verdict};
use super::outcome::{Incumbent, Limit, Outcome, Progress, Status};
use super::program::{Kind, Shape};
use super::wait::in_engine;
use super::{Limits, StopSignal};

pub(super) fn run(
    shape: &Arc<Shape>,
    start: Option<&[f64]>,
    limits: &Limits,
    stop: &StopSignal,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Outcome {
    let began = Instant::now();
    let solve = Solve {
        shape,
        limits,
        stop,
        began,
    };
    let mut outcome = solve.answer(start, progress).unwrap_or_else(|fault| {
        let nothing = Verdict::nothing(Ending::Limit(Limit::Signal));
        outcome(Status::Failed(fault), None, false, &nothing)
    });
    outcome.seconds = began.elapsed().as_secs_f64();
    outcome
}

struct Solve<'a> {
    shape: &'a Arc<Shape>,
    limits: &'a Limits,
    stop: &'a StopSignal,
    began: Instant,
}

impl Solve<'_> {
    fn answer(
        &self,
        start: Option<&[f64]>,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Outcome, Fault> {
        check_limits(self.limits)?;
        if let Some(fault) = faults(self.shape).into_iter().next() {
            return Err(fault);
        }
        if let Some(start) = start {
            check_start(self.shape, start)?;
        }
        if contradictory(self.shape) {
            let verdict = Verdict::nothing(Ending::Infeasible);
            return Ok(outcome(Status::Infeasible, None, false, &verdict));
        }
        let start = match start {
            Some(start) => self
                .usable(start)?
                .map(|start| Incumbent::priced(self.shape, start)),
            None => None,
        };
        let start_values = start.as_ref().map(|start| start.values.as_slice());
        let mut verdict = match self.settled() {
            Some(verdict) => verdict,
            None => self.in_engine(self.shape, start_values, progress)?,
        };
        if self.needs_second_look(&verdict) {
            verdict.ending = self.feasible_or_not()?;
            if verdict.ending == Ending::Infeasible {
                verdict.bound = f64::INFINITY;
            }
        }
        Ok(self.conclude(verdict, start))
    }

    /// Answers that need no engine: nothing to decide, or no time to do it in.
    fn settled(&self) -> Option<Verdict> {
        if self.shape.columns.is_empty() {
            let ending = if is_feasible(self.shape, &[]) {
                Ending::Solved
            } else {
                Ending::Infeasible
            };
            let mut verdict = Verdict::nothing(ending);
            if ending == Ending::Solved {
                (verdict.bound, verdict.closed) = (self.shape.offset, true);
                verdict.values = Some(Vec::new());
            }
            return Some(verdict);
        }
        let late = |deadline| Instant::now() >= deadline;
        let limit = if self.stop.is_stopped() {
            Limit::Signal
        } else if self.limits.deadline.is_some_and(late) {
            Limit::Time
        } else if self.limits.work == Some(0) {
            Limit::Work
        } else {
            return None;
        };
        Some(Verdict::nothing(Ending::Limit(limit)))
    }

    /// The start, its continuous part repaired if need be; nothing when it cannot be.
    ///
    /// The engine would repair it too, but in a run of its own whose bounds look like those of the program.
    fn usable(&self, start: &[f64]) -> Result<Option<Vec<f64>>, Fault> {
        if is_feasible(self.shape, start) {
            return Ok(Some(start.to_vec()));
        }
        let mut rest = Shape::clone(self.shape);
        for (column, value) in rest.columns.iter_mut().zip(start) {
            if column.kind == Kind::Integer {
                let whole = value.round();
                if (value - whole).abs() > INTEGER_TOLERANCE {
                    return Ok(None);
                }
                if whole < column.lower || whole > column.upper {
                    return Ok(None);
                }
                (column.lower, column.upper) = (whole, whole);
                column.kind = Kind::Continuous;
            }
        }
        let free = rest
            .columns
            .iter()
            .any(|column| column.lower < column.upper);
        if !free || self.settled().is_some() {
            return Ok(None);
        }
        Ok(self.in_engine(&Arc::new(rest), None, &mut |_| ())?.values)
    }

    fn in_engine(
        &self,
        shape: &Arc<Shape>,
        start: Option<&[f64]>,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Verdict, Fault> {
        in_engine(shape, start, self.limits, self.stop, self.began, progress)
    }

    /// Presolve may leave open which of the two it is, and an integer program whose relaxation is unbounded
    /// may still have no solution.
    fn needs_second_look(&self, verdict: &Verdict) -> bool {
        match verdict.ending {
            Ending::InfeasibleOrUnbounded => true,
            Ending::Unbounded => self.shape.has_integers(),
            _ => false,
        }
    }

    /// Without costs nothing is unbounded, so the question that remains is the other one.
    fn feasible_or_not(&self) -> Result<Ending, Fault> {
        let mut free = Shape::clone(self.shape);
        for column in &mut free.columns {
            column.cost = 0.0;
        }
        // What costs are compared with means nothing here.
        let limits = Limits {
            bound_enough: f64::INFINITY,
            ceiling: f64::INFINITY,
            ..self.limits.clone()
        };
        let shape = Arc::new(free);
        match in_engine(&shape, None, &limits, self.stop, self.began, &mut |_| ())?.ending {
            Ending::Solved => Ok(Ending::Unbounded),
            Ending::InfeasibleOrUnbounded => Ok(Ending::Infeasible),
            other => Ok(other),
        }
    }

    fn conclude(&self, verdict: Verdict, start: Option<Incumbent>) -> Outcome {
        let start_used = start.is_some();
        let found = verdict
            .values
            .as_ref()
            .map(|values| Incumbent::priced(self.shape, values.clone()));
        let better = |one: &Incumbent, other: &Incumbent| one.objective.total_cmp(&other.objective);
        let best = found.into_iter().chain(start).min_by(better);
        let status = match (verdict.ending, &best) {
            (Ending::Infeasible, _) => Status::Infeasible,
            (Ending::Unbounded | Ending::InfeasibleOrUnbounded, _) => Status::Unbounded,
            (Ending::Solved, Some(_)) if verdict.closed => Status::Optimal,
            (Ending::Solved, Some(_)) => Status::Feasible(Limit::Gap),
            (Ending::Limit(limit), Some(_)) => Status::Feasible(limit),
            (Ending::Limit(limit), None) => Status::Stopped(limit),
            (Ending::Solved, None) => {
                Status::Failed(Fault::Engine("solved, but without values".to_owned()))
            }
        };
        let keeps = matches!(status, Status::Optimal | Status::Feasible(_));
        outcome(status, best.filter(|_| keeps), start_used, &verdict)
    }
}

impl Verdict {
    fn nothing(ending: Ending) -> Self {
        Self {
            ending,
            values: None,
            bound: match ending {
                Ending::Infeasible => f64::INFINITY,
                _ => f64::NEG_INFINITY,
            },
            closed: false,
            nodes: 0,
            lp_iterations: 0,
        }
    }
}

fn outcome(
    status: Status,
    incumbent: Option<Incumbent>,
    start_used: bool,
    verdict: &Verdict,
) -> Outcome {
    let ceiling = incumbent
        .as_ref()
        .map_or(f64::INFINITY, |best| best.objective);
    Outcome {
        status,
        // The incumbent's cost is summed up afresh and may lie a rounding below the engine's bound.
        bound: verdict.bound.min(ceiling),
        incumbent,
        start_used,
        nodes: verdict.nodes,
        lp_iterations: verdict.lp_iterations,
        seconds: 0.0,
    }
}
