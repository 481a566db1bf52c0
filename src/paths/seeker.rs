//! The seeker: whole paths by dives, improved by exchanges and window by window.

use crate::milp::StopSignal;

use super::dive::{Dive, dive};
use super::engine::{Run, WHOLE};
use super::exchange::Exchange;
use super::flows::Whole;
use super::generation::Generated;
use super::links::Links;
use super::losses::Losses;
use super::master::Master;
use super::narrow::Narrowed;
use super::pricer::Pricer;
use super::prices::Prices;
use super::problem::{PathProblem, Solution};
use super::remainder::{ARCS_MAX, Attempt, solve_remainder};
use super::window::{WindowSearch, freed};
use super::within_rows::Found;

/// Dives before the first window; in a large problem, where one takes long, one that finds something is enough.
const DIVES_FIRST: u64 = 2;

/// Arcs from which on a problem is large.
const LARGE: usize = 100_000;

/// Windows in one turn.
const WINDOWS: usize = 8;

/// Windows without a better solution after which another dive is tried.
const PATIENCE: usize = 12;

/// Work of the first program over all that could be better; each later one may do twice as much.
const WORK_FIRST: u64 = 80_000;

/// Layers that a dive settles together.
const STRETCH: usize = 7;

/// Looks for better solutions, a turn at a time.
pub(super) struct Seeker {
    pricer: Pricer,
    prices: Prices,
    priced: Vec<Found>,
    bound: f64,
    windows: WindowSearch,
    seed: u64,
    dives: u64,
    /// What the last dive and exchanges after it led to, until the first window has freed what differs there (relinking).
    other: Option<Solution>,
    in_vain: usize,
    /// Whether side columns count what walkers choose.
    counted: bool,
    /// Whether the next way out, where windows find nothing, is a program rather than a dive.
    by_program: bool,
    work: u64,
    /// Cost of the best solution when such a program came to its end.
    searched: f64,
}

fn is_large(problem: &PathProblem) -> bool {
    problem.arc_count() > LARGE
}

impl Seeker {
    /// A search from prices; `seed` is added to that of the run.
    pub fn new(run: &Run<'_>, seed: u64, pricer: &Pricer, root: &Generated) -> Seeker {
        let seed = run.seed() + seed;
        Seeker {
            pricer: pricer.clone(),
            prices: root.prices.clone(),
            priced: root.priced.clone(),
            bound: root.bound,
            windows: WindowSearch::new(seed),
            seed,
            dives: 0,
            other: None,
            in_vain: 0,
            counted: !Links::of(run.problem, &pricer.keeps).links.is_empty(),
            by_program: true,
            work: WORK_FIRST,
            searched: f64::NAN,
        }
    }

    /// Dives before the first window.
    pub fn dives_first(run: &Run<'_>) -> u64 {
        if is_large(run.problem) && run.cost().is_finite() {
            1
        } else {
            DIVES_FIRST
        }
    }

    /// A dive, or a few windows around the best solution.
    pub fn turn(&mut self, run: &Run<'_>, master: &mut Master) {
        let nothing = run.cost() == f64::INFINITY;
        let first = Seeker::dives_first(run);
        if nothing || self.dives < first {
            self.dive(run, master);
        } else if self.in_vain >= PATIENCE {
            self.in_vain = 0;
            // With one thread programs are the prover's.
            let by_program = self.by_program && self.counted && run.limits.threads > 1;
            self.by_program = !by_program;
            if !(by_program && self.search_all(run)) {
                self.dive(run, master);
            }
        } else {
            self.look_around(run, &run.stop);
        }
    }

    /// One program over all that could be better than the best solution, with only counts whole where the prover's has
    /// everything, since which of the two is better cannot be told before; whether it is small enough, and new.
    fn search_all(&mut self, run: &Run<'_>) -> bool {
        let cost = run.cost();
        if cost == self.searched {
            return false;
        }
        let found = (self.bound, &self.priced[..]);
        let target = cost - WHOLE;
        let left = Narrowed::to(run.problem, &self.pricer, &self.prices, found, &[], target);
        if left.problem.arc_count() > ARCS_MAX {
            return false;
        }
        let attempt = Attempt {
            target,
            whole: Whole::Counts,
            work: Some(self.work),
        };
        let raise = |bound: f64| {
            run.raise(bound.min(target + 0.01));
            run.end_if_over();
        };
        let answer = solve_remainder(run, &left, &attempt, &run.stop, |step| raise(step.bound));
        raise(answer.bound);
        if answer.work < self.work {
            // It came to its end: asked again it would say the same.
            self.searched = cost;
        } else {
            self.work = self.work.saturating_mul(2);
        }
        true
    }

    fn dive(&mut self, run: &Run<'_>, master: &mut Master) {
        let how = Dive {
            stretch: STRETCH,
            share: 0.35,
            rounds: 4,
            noise: if self.dives == 0 { 0.0 } else { 0.15 },
            seed: self.dives + self.seed * 1_000,
        };
        self.dives += 1;
        let (taken, work) = dive(
            run.problem,
            master,
            &mut self.pricer,
            &how,
            &run.left(),
            &run.stop,
        );
        run.with(|known| known.work += work.max(1));
        if let Some(taken) = taken {
            // The first dives are left to windows: what exchanges end in is harder to leave again.
            self.other = if self.dives > Seeker::dives_first(run) {
                self.exchanged(run, taken)
            } else {
                run.complete(taken)
            };
        }
    }

    /// What exchanges make of whole paths.
    fn exchanged(&self, run: &Run<'_>, taken: Vec<Vec<usize>>) -> Option<Solution> {
        let problem = run.problem;
        let bare = Solution {
            taken,
            columns: Vec::new(),
            cost: f64::INFINITY,
        };
        let seed = self.seed + self.dives;
        let mut exchange = Exchange::new(problem, &self.pricer, &self.prices, &bare, seed);
        exchange.look_around(run, &run.stop);
        match exchange.solution() {
            Some(found) => {
                run.offer(found.clone());
                Some(found)
            }
            None => run.complete(exchange.paths()?),
        }
    }

    /// A few windows around the best solution, until the signal comes.
    pub fn look_around(&mut self, run: &Run<'_>, stop: &StopSignal) {
        let problem = run.problem;
        let mut around: Option<(f64, Narrowed, Losses)> = None;
        for _ in 0..WINDOWS {
            let best = run.with(|known| known.best.clone());
            let Some(best) = best.filter(|_| !run.over() && !stop.is_stopped()) else {
                return;
            };
            if around.as_ref().is_none_or(|known| known.0 != best.cost) {
                let found = (self.bound, &self.priced[..]);
                let (pricer, prices) = (&self.pricer, &self.prices);
                let left = Narrowed::to(problem, pricer, prices, found, &[], best.cost);
                let found = (prices, &self.priced[..]);
                let losses = Losses::of(problem, &run.reach, found, &best);
                around = Some((best.cost, left, losses));
            }
            let Some((_, narrowed, losses)) = &around else {
                return;
            };
            // Rounding aside, what the best solution uses is never dropped.
            let Some(within) = narrowed.within(&best) else {
                self.in_vain = PATIENCE;
                run.with(|known| known.work += 1);
                return;
            };
            let (problem, limits) = (&narrowed.problem, run.left());
            let found = match self.other.take() {
                Some(other) => {
                    let differs = |walker: usize, layer: usize| {
                        other.taken[walker][layer] != best.taken[walker][layer]
                    };
                    freed(problem, (&run.reach, &within), differs, &limits, stop)
                }
                None => {
                    let around = (&run.reach, &within, losses);
                    if is_large(run.problem) && problem.arc_count() > ARCS_MAX {
                        self.windows.large_step(problem, around, &limits, stop)
                    } else {
                        self.windows.step(problem, around, &limits, stop)
                    }
                }
            };
            let (better, work) = found;
            run.with(|known| known.work += work.max(1));
            self.in_vain += 1;
            if let Some(better) = better {
                self.in_vain = 0;
                run.offer(narrowed.widen(better));
            }
        }
    }
}
