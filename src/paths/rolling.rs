//! Long problems stretch by stretch: each is solved from where the one before ended, and what follows is held to cost what
//! prices of the whole say (rolling horizon).

use crate::milp::Limits;

use super::engine::Run;
use super::restart::Start;
use super::stretch::{Guide, Stretches};
use super::window::WindowSearch;

/// Part of what is left of the limits that the first pass over all stretches may use, and that each later one may.
const SHARES: [f64; 2] = [0.7, 0.3];

/// Part of its share of all that is left which a stretch without any solution gets once more.
const LATE: f64 = 0.9;

/// Most work of one stretch.
const WORK: u64 = 400_000;

/// A stretch is solved to this part of the bound of the whole.
const GAP: f64 = 0.0005;

/// Wide windows between two passes.
const WINDOWS: usize = 6;

/// Makes whole paths stretch by stretch, and improves them.
pub(super) struct Roller<'r> {
    stretches: &'r Stretches<'r>,
    guide: &'r Guide,
    windows: WindowSearch,
    seed: u64,
    passes: u32,
    in_vain: usize,
}

impl<'r> Roller<'r> {
    /// `guide` says what ways on cost.
    pub fn new(stretches: &'r Stretches<'r>, guide: &'r Guide, seed: u64) -> Roller<'r> {
        Roller {
            stretches,
            guide,
            windows: WindowSearch::new(seed),
            seed,
            passes: 0,
            in_vain: 0,
        }
    }

    /// The same with other dice.
    pub fn other(&self, seed: u64) -> Roller<'r> {
        let fresh = Roller::new(self.stretches, self.guide, self.seed + seed);
        Roller {
            passes: self.passes,
            ..fresh
        }
    }

    /// A wide window around the best solution; a pass where these help no more.
    pub fn turn(&mut self, run: &Run<'_>) {
        let best = run.with(|known| known.best.clone());
        let Some(best) = best.filter(|_| self.in_vain < WINDOWS) else {
            self.in_vain = 0;
            return self.roll(run, 1);
        };
        let (better, work) =
            self.windows
                .wide_step(run.problem, (&run.reach, &best), &run.left(), &run.stop);
        run.with(|known| known.work += work.max(1));
        self.in_vain += 1;
        if let Some(better) = better {
            self.in_vain = 0;
            run.offer(better);
        }
    }

    /// One pass over all stretches, with other dice each time.
    pub fn roll(&mut self, run: &Run<'_>, threads: u32) {
        if run.over() {
            return;
        }
        let share = SHARES[(self.passes as usize).min(SHARES.len() - 1)];
        let seed = (self.seed as u32).wrapping_add(self.passes);
        self.passes += 1;
        let taken = self.pass(
            run,
            share,
            Limits {
                threads,
                seed,
                ..run.left()
            },
        );
        if let Some(taken) = taken {
            run.complete(taken);
        }
    }

    /// Whole paths; `None` when a stretch has no solution in time.
    fn pass(&self, run: &Run<'_>, share: f64, limits: Limits) -> Option<Vec<Vec<usize>>> {
        let mut taken: Vec<Vec<usize>> = vec![Vec::new(); run.problem.walkers.len()];
        let ranges = self.stretches.ranges();
        let bound = run.with(|known| known.bound);
        let limits = Limits {
            relative_gap: 0.0,
            absolute_gap: (GAP * bound.abs()).max(limits.absolute_gap),
            ..limits
        };
        let all = limits.share(share);
        let mut spent = 0;
        for (number, layers) in ranges.iter().enumerate() {
            let part = self.stretches.after(layers.clone(), self.guide, &taken)?;
            let left = Limits {
                work: all.work.map(|work| work.saturating_sub(spent)),
                ..all.clone()
            };
            let mut solve = |limits: Limits| {
                let limits = Limits {
                    work: Some(limits.work.map_or(WORK, |work| work.min(WORK))),
                    ..limits
                };
                let answer = super::solve(&part, Start::default(), &limits, &run.stop, |_| ());
                run.with(|known| known.work += answer.work);
                spent += answer.work;
                answer
            };
            let parts = (ranges.len() - number) as f64;
            let mut answer = solve(left.share(1.0 / parts));
            if answer.solution.is_none() && !answer.infeasible {
                // Rather late than not at all.
                let left = Limits {
                    work: run.left().work,
                    ..limits.clone()
                };
                answer = solve(left.share(LATE / parts));
            }
            for (taken, found) in taken.iter_mut().zip(answer.solution?.taken) {
                taken.extend(found);
            }
        }
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::super::restart::Start;
    use super::super::sample::{limits, problem};
    use super::super::{solve_by_columns, solve_by_flows};
    use crate::milp::StopSignal;

    #[test]
    fn a_problem_in_stretches_has_the_cost_of_the_whole_and_no_bound_above_it() {
        let mut solved = 0;
        for seed in 0..12 {
            let problem = problem(seed);
            let stop = StopSignal::new();
            let whole = solve_by_flows(&problem, None, &limits(1, None), &stop, |_| ());
            let Some(best) = whole.solution.map(|solution| solution.cost) else {
                continue;
            };
            solved += 1;
            for threads in [1, 2] {
                let found = solve_by_columns(
                    &problem,
                    Start::default(),
                    &limits(threads, None),
                    &stop,
                    |step| {
                        assert!(
                            step.bound <= best + 1e-3,
                            "seed {seed}: {} above {best}",
                            step.bound
                        );
                    },
                );
                let cost = found.solution.map(|solution| solution.cost);
                assert!(
                    cost.is_some_and(|cost| (cost - best).abs() < 1e-3),
                    "seed {seed}, {threads} threads: {cost:?}, not {best}"
                );
                assert!(found.bound <= best + 1e-3, "seed {seed}: {}", found.bound);
            }
        }
        assert!(solved > 8, "only {solved} of 12 have a solution");
    }

    #[test]
    fn equal_work_on_one_thread_gives_equal_answers() {
        for seed in 0..5 {
            let problem = problem(seed);
            let answer = || {
                let (limits, stop) = (limits(1, Some(500)), StopSignal::new());
                let found = solve_by_columns(&problem, Start::default(), &limits, &stop, |_| ());
                (found.solution, found.bound.to_bits(), found.work)
            };
            assert_eq!(answer(), answer(), "seed {seed}");
        }
    }
}
