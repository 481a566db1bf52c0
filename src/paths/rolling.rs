//! Long problems in stretches: prices from each stretch by itself, and whole paths stretch by stretch.
//!
//! Prices of stretches whose walkers may start and end anywhere, put together, are a good guess for the whole: one pricing
//! of the whole at them gives a bound (Lagrange) and what every way on is held to cost. With these costs at their ends the
//! stretches are priced again, which raises the bound (block-wise ascent). Stretches solved one after another, each from
//! where the one before ended and guided by the same costs, make a solution of the whole (rolling horizon).

use std::sync::Mutex;

use crate::milp::{Limits, StopSignal};

use super::engine::{PAUSE, Run, StopsAtEnd, Teller, solve_by_columns};
use super::flows::Stage;
use super::generation::{Generated, generate};
use super::master::{Master, Path};
use super::pricer::Pricer;
use super::prices::Prices;
use super::problem::PathProblem;
use super::stretch::{Guide, Stretch, Stretches};

/// Part of what is left of the limits that one pass over all stretches may use.
const SHARE: f64 = 0.4;

/// Most work of one stretch.
const WORK: u64 = 400_000;

/// Prices by stretches have settled when they raise the bound by less than this part.
const ASCENT_MIN: f64 = 2e-4;

/// A stretch is solved to this relative distance.
const GAP: f64 = 0.0005;

/// Paths known in each stretch: whose, and the choices behind the first, which only says where to start.
type Seeds = Vec<Vec<(usize, Vec<usize>)>>;

/// Prices by stretches until they settle, with whole paths made of them on the way: beside it with two threads,
/// afterwards with one.
pub(super) fn in_stretches(
    run: &Run<'_>,
    stretches: &Stretches<'_>,
    pricer: &mut Pricer,
    teller: &mut Teller<'_>,
) -> Option<Generated> {
    let mut seeds = Seeds::default();
    let nothing = Guide::none(run.problem);
    let mut best = priced_by_stretch(run, stretches, pricer, &nothing, &mut seeds)?;
    teller.tell(run, Stage::Prices);
    // What is known last, and whether it was rolled already.
    let first = Guide::of(run.problem, pricer, &best.prices, &best.priced);
    let latest = Mutex::new((first, false));
    let look = || latest.lock().unwrap_or_else(|broken| broken.into_inner());
    let settled = StopSignal::new();
    let rolling = || {
        let (guide, rolled) = {
            let mut latest = look();
            (latest.0.clone(), std::mem::replace(&mut latest.1, true))
        };
        if rolled {
            return std::thread::sleep(PAUSE);
        }
        let taken = roll(run, stretches, &guide);
        taken.into_iter().for_each(|taken| run.complete(taken));
    };
    let beside = run.limits.threads > 1;
    std::thread::scope(|scope| {
        if beside {
            scope.spawn(|| {
                while !settled.is_stopped() && !run.over() {
                    rolling();
                }
            });
        }
        let _guard = StopsAtEnd(&settled);
        while !run.over() {
            let guide = look().0.clone();
            let next = priced_by_stretch(run, stretches, pricer, &guide, &mut seeds);
            teller.tell(run, Stage::Prices);
            let Some(next) = next else { break };
            let better = next.bound - best.bound;
            if better > 0.0 {
                best = next;
                let guide = Guide::of(run.problem, pricer, &best.prices, &best.priced);
                *look() = (guide, false);
            }
            if better <= ASCENT_MIN * best.bound.abs() {
                break;
            }
        }
    });
    if !beside && !run.over() {
        rolling();
    }
    teller.tell(run, Stage::Windows);
    Some(best)
}

/// Prices of all stretches together, and the whole at them.
fn priced_by_stretch(
    run: &Run<'_>,
    stretches: &Stretches<'_>,
    pricer: &mut Pricer,
    guide: &Guide,
    seeds: &mut Seeds,
) -> Option<Generated> {
    let prices = prices_by_stretch(run, stretches, guide, seeds)?;
    let (bound, priced) = pricer.price(run.problem, &[], &prices);
    run.raise(bound);
    Some(Generated {
        bound,
        prices,
        priced,
        sums: Vec::new(),
        work: 0,
    })
}

/// Prices of all rows from the stretches by themselves; `None` when some stretch has none. `seeds` are kept from one time
/// to the next.
fn prices_by_stretch(
    run: &Run<'_>,
    stretches: &Stretches<'_>,
    guide: &Guide,
    seeds: &mut Seeds,
) -> Option<Prices> {
    let problem = run.problem;
    let ranges = stretches.ranges();
    seeds.resize(ranges.len(), Vec::new());
    let mut jobs: Vec<(Stretch, Option<Prices>, &mut Vec<_>)> = ranges
        .into_iter()
        .zip(seeds)
        .map(|(layers, seeds)| (stretches.free(layers, guide), None, seeds))
        .collect();
    let each = jobs.len().div_ceil(run.limits.threads.max(1) as usize);
    std::thread::scope(|scope| {
        for jobs in jobs.chunks_mut(each) {
            scope.spawn(|| {
                for (part, prices, seeds) in jobs {
                    *prices = prices_of(run, &part.problem, seeds);
                }
            });
        }
    });
    let mut sums = vec![(0.0, 0); problem.rows.len()];
    for (part, prices, _) in jobs {
        for (row, price) in part.rows.iter().zip(prices?.0) {
            let (sum, times) = &mut sums[row.0];
            *sum += price;
            *times += 1;
        }
    }
    let means = sums.into_iter();
    let means = means.map(|(sum, times)| sum / f64::from(times.max(1)));
    Some(Prices::clipped(problem, means.collect()))
}

fn prices_of(
    run: &Run<'_>,
    problem: &PathProblem,
    seeds: &mut Vec<(usize, Vec<usize>)>,
) -> Option<Prices> {
    let mut pricer = Pricer::of(problem);
    let mut master = Master::of(problem, &pricer.keeps)?;
    let known = seeds.drain(..);
    let known = known.filter_map(|(walker, taken)| Path::of(problem, walker, taken));
    master.add(known.collect());
    let left = run.left();
    let found = generate(
        problem,
        &[],
        &mut master,
        &mut pricer,
        &left,
        &run.stop,
        |_| (),
    );
    run.with(|known| known.work += found.work);
    let paths = master.paths.into_iter();
    seeds.extend(paths.map(|path| (path.walker, path.taken)));
    (!found.priced.is_empty()).then_some(found.prices)
}

/// Whole paths, stretch by stretch; `None` when a stretch has no solution in time.
pub(super) fn roll(
    run: &Run<'_>,
    stretches: &Stretches<'_>,
    guide: &Guide,
) -> Option<Vec<Vec<usize>>> {
    let mut taken: Vec<Vec<usize>> = vec![Vec::new(); run.problem.walkers.len()];
    let ranges = stretches.ranges();
    for (number, layers) in ranges.iter().enumerate() {
        let part = stretches.after(layers.clone(), guide, &taken)?;
        let limits = run.left().share(SHARE / (ranges.len() - number) as f64);
        let limits = Limits {
            work: Some(limits.work.map_or(WORK, |work| work.min(WORK))),
            relative_gap: GAP,
            ..limits
        };
        let answer = solve_by_columns(&part.problem, None, &limits, &run.stop, |_| ());
        run.with(|known| known.work += answer.work);
        for (taken, found) in taken.iter_mut().zip(answer.solution?.taken) {
            // The first choice is where to start.
            taken.extend(&found[1..]);
        }
    }
    Some(taken)
}
