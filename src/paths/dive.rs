//! Whole paths from a relaxation: decisions are taken a few at a time, and better paths are sought between them.
//!
//! Decisions are (walker, layer) pairs, not whole paths: a walker keeps room in later layers. Layers are settled stretch
//! by stretch, the later ones staying open with pricing on (rolling horizon).

use std::collections::BTreeMap;

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::milp::{Limits, Relaxed, StopSignal};

use super::master::{Master, Path};
use super::pricer::Pricer;
use super::prices::Prices;
use super::problem::PathProblem;

/// How a dive goes about it.
#[derive(Clone, Copy, Debug)]
pub struct Dive {
    /// Layers settled together.
    pub stretch: usize,
    /// Part of the open decisions of a stretch that is settled at a time.
    pub share: f64,
    /// Rounds of pricing between two times.
    pub rounds: usize,
    /// How far values are blurred before the highest are taken; another seed then gives another dive.
    pub noise: f64,
    /// Seed of the noise.
    pub seed: u64,
}

/// Values so close to one are settled at once.
const SETTLED: f64 = 0.999;

/// Dives once: a path for every walker, none when a limit came first or a walker had no path left.
pub fn dive(
    problem: &PathProblem,
    master: &mut Master,
    pricer: &mut Pricer,
    dive: &Dive,
    limits: &Limits,
    stop: &StopSignal,
) -> (Option<Vec<Vec<usize>>>, u64) {
    let layers = problem
        .walkers
        .first()
        .map_or(0, |walker| walker.choices.len());
    let mut fixed: Vec<Vec<Option<usize>>> = vec![vec![None; layers]; problem.walkers.len()];
    let mut shut = vec![false; master.paths.len()];
    let mut work = 0;
    let mut dice = ChaCha8Rng::seed_from_u64(dive.seed);
    let taken = down(
        problem,
        master,
        pricer,
        dive,
        (limits, stop, &mut work),
        (&mut fixed, &mut shut),
        layers,
        &mut dice,
    );
    for (path, shut) in shut.into_iter().enumerate() {
        if shut {
            master.allow(path, true);
        }
    }
    (taken, work)
}

#[expect(clippy::too_many_arguments)]
fn down(
    problem: &PathProblem,
    master: &mut Master,
    pricer: &mut Pricer,
    dive: &Dive,
    (limits, stop, work): (&Limits, &StopSignal, &mut u64),
    (fixed, shut): (&mut Vec<Vec<Option<usize>>>, &mut Vec<bool>),
    layers: usize,
    dice: &mut ChaCha8Rng,
) -> Option<Vec<Vec<usize>>> {
    let mut first = 0;
    while first < layers {
        let last = (first + dive.stretch).min(layers);
        loop {
            let relaxed = reprice(
                problem,
                master,
                pricer,
                dive.rounds,
                (limits, stop, &mut *work),
                fixed,
            )?;
            shut.resize(master.paths.len(), false);
            if !settle(master, &relaxed, dive, (first, last), fixed, dice) {
                break;
            }
            for (index, path) in master.paths.iter().enumerate() {
                let fits =
                    |(taken, fixed): (&usize, &Option<usize>)| fixed.is_none_or(|f| f == *taken);
                if !shut[index] && !path.taken.iter().zip(&fixed[path.walker]).all(fits) {
                    shut[index] = true;
                }
            }
            for index in (0..shut.len()).filter(|&index| shut[index]) {
                master.allow(index, false);
            }
        }
        first = last;
    }
    fixed
        .iter()
        .map(|layers| layers.iter().copied().collect())
        .collect()
}

/// Settles the highest values of a stretch; false when nothing was left to settle.
fn settle(
    master: &Master,
    relaxed: &Relaxed,
    dive: &Dive,
    (first, last): (usize, usize),
    fixed: &mut [Vec<Option<usize>>],
    dice: &mut impl Rng,
) -> bool {
    let mut values: BTreeMap<(usize, usize, usize), f64> = Default::default();
    for (path, &part) in master.paths.iter().zip(master.parts(relaxed)) {
        if part > 1e-9 {
            let open = (first..last).filter(|&layer| fixed[path.walker][layer].is_none());
            for layer in open {
                let place = (path.walker, layer, path.taken[layer]);
                *values.entry(place).or_default() += part;
            }
        }
    }
    let mut best: BTreeMap<(usize, usize), (f64, usize)> = Default::default();
    for ((walker, layer, choice), value) in values {
        let known = best.entry((walker, layer)).or_insert((0.0, choice));
        if value > known.0 {
            *known = (value, choice);
        }
    }
    let mut open: Vec<(f64, usize, usize, usize)> = best
        .into_iter()
        .map(|((walker, layer), (value, choice))| {
            let blur = if dive.noise > 0.0 {
                dice.random_range(0.0..dive.noise)
            } else {
                0.0
            };
            (
                if value >= SETTLED { 2.0 } else { value + blur },
                walker,
                layer,
                choice,
            )
        })
        .collect();
    if open.is_empty() {
        return false;
    }
    open.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let sure = open.iter().filter(|one| one.0 >= 2.0).count();
    let more = ((open.len() - sure) as f64 * dive.share).ceil() as usize;
    for &(_, walker, layer, choice) in &open[..(sure + more).min(open.len())] {
        fixed[walker][layer] = Some(choice);
    }
    true
}

/// A few rounds of pricing within what is settled.
fn reprice(
    problem: &PathProblem,
    master: &mut Master,
    pricer: &mut Pricer,
    rounds: usize,
    (limits, stop, work): (&Limits, &StopSignal, &mut u64),
    fixed: &[Vec<Option<usize>>],
) -> Option<Relaxed> {
    let mut relaxed = master.solve(limits, stop)?;
    *work += relaxed.work;
    for _ in 0..rounds {
        let (rows, walkers) = master.prices(&relaxed);
        let prices = Prices(rows);
        let mut fresh = Vec::new();
        for (index, fixed) in fixed.iter().enumerate() {
            if fixed.iter().all(Option::is_some) {
                continue;
            }
            let allowed = |layer: usize, choice: usize| fixed[layer].is_none_or(|f| f == choice);
            let found = pricer.walker(problem, &prices, index, allowed);
            if let Some(path) = found.path.and_then(|taken| Path::of(problem, index, taken))
                && path.cost - prices.worth(&path.uses) - walkers[index] < -1e-6
            {
                fresh.push(path);
            }
        }
        if fresh.is_empty() || !master.add(fresh) {
            break;
        }
        relaxed = master.solve(limits, stop)?;
        *work += relaxed.work;
    }
    Some(relaxed)
}
