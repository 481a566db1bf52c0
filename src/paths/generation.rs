//! Column generation: prices from the paths known so far, better paths at these prices, until none is left.
//!
//! Prices are smoothed towards those of the best bound (Wentges 1997), since the master's own jump about. Every round
//! gives a bound (Lagrange), so an interrupted run still has a proof.

use crate::milp::{Limits, StopSignal};

use super::master::{Master, Path};
use super::pricer::Pricer;
use super::prices::Prices;
use super::problem::{ColumnIx, PathProblem};
use super::within_rows::Found;

/// How much of the prices of the best bound goes into the next prices.
const SMOOTHING: f64 = 0.3;

/// Least worth of a path that is added.
const WORTH_MIN: f64 = 1e-6;

/// Master and bound are the same at this relative distance.
const CLOSED: f64 = 1e-7;

/// Where column generation got to.
#[derive(Debug)]
pub struct Generated {
    /// No solution costs less.
    pub bound: f64,
    /// The prices that give the bound.
    pub prices: Prices,
    /// Every walker at these prices; nobody when the limits came before a first bound.
    pub priced: Vec<Found>,
    /// Values of the problem's sums in the last master; empty when it was not solved.
    pub sums: Vec<f64>,
    /// Iterations spent.
    pub work: u64,
}

/// Generates paths `within` limits of some side columns, which the master has been told, until none is worth adding or a limit is reached; `progress` hears of every bound.
pub fn generate(
    problem: &PathProblem,
    within: &[(ColumnIx, f64, f64)],
    (master, pricer): (&mut Master, &mut Pricer),
    known: Option<Generated>,
    limits: &Limits,
    stop: &StopSignal,
    mut progress: impl FnMut(f64),
) -> Generated {
    let mut smoothing = if known.is_some() { SMOOTHING } else { 0.0 };
    let mut found = known.unwrap_or(Generated {
        bound: f64::NEG_INFINITY,
        priced: Vec::new(),
        prices: Prices::none(problem),
        sums: Vec::new(),
        work: 0,
    });
    loop {
        let limits = Limits {
            work: limits.work.map(|work| work.saturating_sub(found.work)),
            ..limits.clone()
        };
        let Some(relaxed) = master.solve(&limits, stop) else {
            return found;
        };
        found.work += relaxed.work;
        found.sums = problem
            .sums
            .iter()
            .map(|sum| relaxed.values[sum.0])
            .collect();
        let (rows, walkers) = master.prices(&relaxed);
        let rows = Prices(rows);
        let out = Prices::clipped(problem, rows.0.clone());
        let fresh = loop {
            let at = if smoothing > 0.0 && found.bound.is_finite() {
                out.towards(&found.prices, smoothing)
            } else {
                out.clone()
            };
            let (bound, priced) = pricer.price(problem, within, &at);
            let paths = priced.iter().enumerate().filter_map(|(index, found)| {
                let path = Path::of(problem, index, found.path.clone()?)?;
                let worth = walkers[index] + rows.worth(&path.uses) - path.cost;
                (worth > WORTH_MIN).then_some(path)
            });
            let fresh: Vec<Path> = paths.collect();
            if bound > found.bound {
                (found.bound, found.prices, found.priced) = (bound, at, priced);
            }
            if !fresh.is_empty() || smoothing == 0.0 {
                break fresh;
            }
            // Nobody has a path at the smoothed prices: ask again at the master's own.
            smoothing = 0.0;
        };
        progress(found.bound);
        let closed = relaxed.objective - found.bound <= CLOSED * relaxed.objective.abs();
        let few = 2 * fresh.len() < problem.walkers.len();
        if closed || fresh.is_empty() || !master.add(fresh) {
            return found;
        }
        smoothing = if few { SMOOTHING / 2.0 } else { SMOOTHING };
    }
}
