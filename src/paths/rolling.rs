//! Long problems in stretches: prices from each stretch by itself, and whole paths stretch by stretch.
//!
//! Prices of stretches whose walkers may start and end anywhere, put together, are a good guess for the whole: one pricing
//! of the whole at them gives a bound (Lagrange) and what every way on is held to cost. With these costs at their ends the
//! stretches are priced again, which raises the bound (block-wise ascent). Stretches solved one after another, each from
//! where the one before ended and guided by the same costs, make a solution of the whole (rolling horizon).

use std::sync::Mutex;

use crate::milp::{Limits, StopSignal};

use super::engine::{PAUSE, Run, StopsAtEnd, Teller, WHOLE};
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

/// What stretches found.
pub(super) struct ByStretch {
    /// The best prices and their bound.
    pub best: Generated,
    /// Whether whole paths were made at these prices.
    pub rolled: bool,
}

/// Prices by stretches until they settle, with whole paths made of them on the way: beside it with two threads,
/// afterwards with one. `None` when no stretch has prices in time.
pub(super) fn in_stretches(
    run: &Run<'_>,
    stretches: &Stretches<'_>,
    pricer: &mut Pricer,
    teller: &mut Teller<'_>,
) -> Option<ByStretch> {
    let mut seeds = Seeds::default();
    let nothing = Guide::none(run.problem);
    let prices = prices_by_stretch(run, stretches, &nothing, &mut seeds)?;
    let mut best = price_whole(run, pricer, prices);
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
            let prices = prices_by_stretch(run, stretches, &guide, &mut seeds);
            let Some(prices) = prices.filter(|_| !run.over()) else {
                break;
            };
            let next = price_whole(run, pricer, prices);
            teller.tell(run, Stage::Prices);
            let better = next.bound - best.bound;
            if better > 0.0 {
                best = next;
                let guide = Guide::of(run.problem, pricer, &best.prices, &best.priced);
                *look() = (guide, false);
            }
            if better.is_nan() || better <= (ASCENT_MIN * best.bound.abs()).max(WHOLE) {
                break;
            }
        }
    });
    if !beside && !run.over() {
        rolling();
    }
    teller.tell(run, Stage::Windows);
    let rolled = look().1;
    Some(ByStretch { best, rolled })
}

/// The whole at prices of stretches.
fn price_whole(run: &Run<'_>, pricer: &mut Pricer, mut prices: Prices) -> Generated {
    // What walkers keep to by themselves in the whole may have had a price in a stretch: it would count twice.
    for (price, keeps) in prices.0.iter_mut().zip(&pricer.keeps) {
        if *keeps {
            *price = 0.0;
        }
    }
    let (bound, priced) = pricer.price(run.problem, &[], &prices);
    run.raise(bound);
    Generated {
        bound,
        prices,
        priced,
        sums: Vec::new(),
        work: 0,
    }
}

/// Prices of all rows from the stretches by themselves, nought where a stretch has none in time; `None` when none has any.
/// `seeds` are kept from one time to the next.
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
    if jobs.iter().all(|(_, prices, _)| prices.is_none()) {
        return None;
    }
    for (part, prices, _) in jobs {
        let prices = prices.map_or(Vec::new(), |prices| prices.0);
        for (row, price) in part.rows.iter().zip(prices) {
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
    let all = run.left().share(SHARE);
    let spent = || run.with(|known| known.work);
    let before = spent();
    for (number, layers) in ranges.iter().enumerate() {
        let part = stretches.after(layers.clone(), guide, &taken)?;
        let left = Limits {
            work: all.work.map(|work| work.saturating_sub(spent() - before)),
            ..all.clone()
        };
        let limits = left.share(1.0 / (ranges.len() - number) as f64);
        let limits = Limits {
            work: Some(limits.work.map_or(WORK, |work| work.min(WORK))),
            relative_gap: GAP,
            ..limits
        };
        let answer = super::solve(&part.problem, None, &limits, &run.stop, |_| ());
        run.with(|known| known.work += answer.work);
        for (taken, found) in taken.iter_mut().zip(answer.solution?.taken) {
            // The first choice is where to start.
            taken.extend(&found[1..]);
        }
    }
    Some(taken)
}

#[cfg(test)]
mod tests {
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    use super::super::problem::{Choice, SideColumn, Walker};
    use super::super::{Arc, Graph, PathProblem, solve_by_columns, solve_by_flows};
    use crate::milp::{Limits, StopSignal};

    /// Layers of each stretch, and stretches.
    const STRETCH: usize = 3;
    const STRETCHES: usize = 3;

    /// Walkers who are free (0), or work short (1) or long (2), never three layers in a row; heads are wanted in every
    /// layer; each walker may work so much in all and must rest (on arcs) so often; together they may start so often.
    fn problem(seed: u64) -> PathProblem {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let depth = STRETCH * STRETCHES;
        let mut problem = PathProblem {
            cuts: (1..STRETCHES).map(|at| at * STRETCH).collect(),
            constant: 100,
            ..PathProblem::default()
        };
        let side = |cost: i64, uses| SideColumn {
            lower: 0.0,
            upper: f64::INFINITY,
            cost: cost as f64,
            integer: true,
            uses,
        };
        let mut wanted = Vec::new();
        for _ in 0..depth {
            let heads = f64::from(dice.random_range(1..4));
            let row = problem.row("heads", heads, f64::INFINITY);
            problem.column(side(dice.random_range(20..60), vec![(row, 1.0)]));
            wanted.push(row);
        }
        let starts = problem.row(
            "starts",
            f64::NEG_INFINITY,
            f64::from(dice.random_range(2..6)),
        );
        problem.column(side(dice.random_range(5..30), vec![(starts, -1.0)]));
        for _ in 0..4 {
            let most = f64::from(dice.random_range(10..25));
            let sum = problem.row("sum", most - 9.0, most);
            let rests = problem.row("rests", f64::from(dice.random_range(1..4)), f64::INFINITY);
            let mut choices = Vec::new();
            let mut layers = Vec::new();
            for (layer, &heads) in wanted.iter().enumerate() {
                let mut work = |length: f64| Choice {
                    class: 1,
                    cost: dice.random_range(0..15),
                    uses: vec![(sum, length), (heads, length / 3.0)],
                };
                let free = Choice {
                    class: 0,
                    cost: 0,
                    uses: Vec::new(),
                };
                choices.push(vec![free, work(3.0), work(6.0)]);
                let arc = |from, to, class, uses| Arc {
                    from,
                    to,
                    class,
                    cost: 0,
                    uses,
                };
                // Nodes: layers worked in a row. A rest after work counts; so does a start after rest.
                let arcs = vec![
                    arc(0, 0, 0, Vec::new()),
                    arc(0, 1, 1, vec![(starts, 1.0)]),
                    arc(1, 0, 0, vec![(rests, 1.0)]),
                    arc(1, 2, 1, Vec::new()),
                    arc(2, 0, 0, vec![(rests, 1.0)]),
                ];
                let reached = [1, 2, 3][layer.min(2)];
                layers.push(arcs.into_iter().filter(|arc| arc.from < reached).collect());
            }
            let nodes = (0..=depth).map(|layer| [1, 2, 3][layer.min(2)]).collect();
            problem.walkers.push(Walker {
                choices,
                graph: Graph {
                    nodes,
                    layers,
                    end_cost: vec![0; 3],
                },
            });
        }
        problem
    }

    fn limits(threads: u32, work: Option<u64>) -> Limits {
        Limits {
            absolute_gap: 0.99,
            threads,
            work,
            ..Limits::default()
        }
    }

    #[test]
    fn a_problem_in_stretches_has_the_cost_of_the_whole_and_no_bound_above_it() {
        let mut solved = 0;
        for seed in 0..40 {
            let problem = problem(seed);
            let stop = StopSignal::new();
            let whole = solve_by_flows(&problem, None, &limits(1, None), &stop, |_| ());
            let Some(best) = whole.solution.map(|solution| solution.cost) else {
                continue;
            };
            solved += 1;
            for threads in [1, 2] {
                let found =
                    solve_by_columns(&problem, None, &limits(threads, None), &stop, |step| {
                        assert!(
                            step.bound <= best + 1e-3,
                            "seed {seed}: {} above {best}",
                            step.bound
                        );
                    });
                let cost = found.solution.map(|solution| solution.cost);
                assert!(
                    cost.is_some_and(|cost| (cost - best).abs() < 1e-3),
                    "seed {seed}, {threads} threads: {cost:?}, not {best}"
                );
                assert!(found.bound <= best + 1e-3, "seed {seed}: {}", found.bound);
            }
        }
        assert!(solved > 20, "only {solved} of 40 have a solution");
    }

    #[test]
    fn equal_work_on_one_thread_gives_equal_answers() {
        for seed in 0..10 {
            let problem = problem(seed);
            let answer = || {
                let (limits, stop) = (limits(1, Some(500)), StopSignal::new());
                let found = solve_by_columns(&problem, None, &limits, &stop, |_| ());
                (found.solution, found.bound.to_bits(), found.work)
            };
            assert_eq!(answer(), answer(), "seed {seed}");
        }
    }
}
