//! Window search: some layers of some walkers are freed and solved exactly, the rest stays; again and again.

use std::ops::{Range, RangeInclusive};
use std::time::{Duration, Instant};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::milp::{Limits, StopSignal};

use super::engine::WHOLE;
use super::flows::{Answer, solve_by_flows};
use super::losses::Losses;
use super::part::Part;
use super::problem::{PathProblem, Solution};
use super::reach::Reach;
use super::restart::Start;

/// Least and most arcs of a window; between them its size follows how long the last ones took.
const ARCS: (usize, usize) = (300, 40_000);

/// How much of the mean loss every place counts for beside its own.
const EVENLY: f64 = 0.5;

/// Longest time of one window.
const WINDOW: Duration = Duration::from_secs(5);

/// Most work of one window.
const WORK: u64 = 4_000;

/// Layers of a wide window, its longest time and most work.
const WIDE: Range<usize> = 5..11;
const WIDE_TIME: Duration = Duration::from_secs(10);
const WIDE_WORK: u64 = 40_000;

/// Layers and walkers of a large window.
const LARGE_LAYERS: RangeInclusive<usize> = 7..=14;
const LARGE_WALKERS: RangeInclusive<usize> = 16..=40;

/// A search that remembers how large its windows should be.
#[derive(Clone, Debug)]
pub struct WindowSearch {
    dice: ChaCha8Rng,
    arcs: usize,
}

impl WindowSearch {
    /// A search with small windows first.
    pub fn new(seed: u64) -> WindowSearch {
        WindowSearch {
            dice: ChaCha8Rng::seed_from_u64(seed),
            arcs: 400,
        }
    }

    /// One window where a solution loses most: a cheaper solution, if there is one in it.
    pub fn step(
        &mut self,
        problem: &PathProblem,
        (reach, best, losses): (&Reach, &Solution, &Losses),
        limits: &Limits,
        stop: &StopSignal,
    ) -> (Option<Solution>, u64) {
        let (walkers, layers) = self.choose(problem, losses);
        let free = |walker: usize, layer: usize| walkers[walker] && layers.contains(&layer);
        let began = Instant::now();
        let found = freed(problem, (reach, best), free, limits, stop);
        let (work, took) = (found.1, began.elapsed());
        if work > WORK / 2 || (limits.deadline.is_some() && took > WINDOW * 3 / 4) {
            self.arcs = (self.arcs * 2 / 3).max(ARCS.0);
        } else if work < WORK / 8 {
            self.arcs = (self.arcs * 9 / 8).min(ARCS.1);
        }
        found
    }

    /// One wide window: a few layers of all walkers, solved by columns.
    pub fn wide_step(
        &mut self,
        problem: &PathProblem,
        around: (&Reach, &Solution),
        limits: &Limits,
        stop: &StopSignal,
    ) -> (Option<Solution>, u64) {
        let depth = depth(problem);
        let length = self.dice.random_range(WIDE).min(depth);
        let first = self.dice.random_range(0..=depth - length);
        let free = |_, layer| (first..first + length).contains(&layer);
        by_columns(problem, around, free, limits, stop)
    }

    /// One large window where a solution loses most, solved by columns: for problems of which too much is left for programs.
    pub fn large_step(
        &mut self,
        problem: &PathProblem,
        (reach, best, losses): (&Reach, &Solution, &Losses),
        limits: &Limits,
        stop: &StopSignal,
    ) -> (Option<Solution>, u64) {
        let length = self.dice.random_range(LARGE_LAYERS);
        let many = self.dice.random_range(LARGE_WALKERS);
        let layers = self.choose_layers(length.min(depth(problem)), losses);
        let walkers = self.choose_walkers(many, losses);
        let free = |walker: usize, layer: usize| walkers[walker] && layers.contains(&layer);
        by_columns(problem, (reach, best), free, limits, stop)
    }

    /// One of several: the more is lost there, the likelier.
    fn pick(&mut self, lost: Vec<f64>) -> usize {
        let evenly = EVENLY * lost.iter().sum::<f64>() / lost.len() as f64 + f64::MIN_POSITIVE;
        let all: f64 = lost.iter().map(|lost| lost + evenly).sum();
        let mut left = self.dice.random_range(0.0..all);
        let passed = |lost: &&f64| {
            left -= **lost + evenly;
            left >= 0.0
        };
        let found = lost.iter().take_while(passed).count();
        found.min(lost.len() - 1)
    }

    /// Walkers and layers of the next window, where the solution loses most.
    fn choose(&mut self, problem: &PathProblem, losses: &Losses) -> (Vec<bool>, Range<usize>) {
        let (count, depth) = (problem.walkers.len(), depth(problem));
        let arcs = problem.arc_count();
        let share = (self.arcs as f64 / arcs.max(1) as f64).min(1.0);
        // Few layers of many walkers, or many layers of few.
        let lean: f64 = self.dice.random_range(0.0..1.0);
        let of_layers = share
            .powf(lean)
            .clamp(2.0_f64.min(depth as f64) / depth.max(1) as f64, 1.0);
        let of_walkers =
            (share / of_layers).clamp(2.0_f64.min(count as f64) / count.max(1) as f64, 1.0);
        let length = ((depth as f64 * of_layers).round() as usize).clamp(1, depth.max(1));
        let layers = self.choose_layers(length.min(depth), losses);
        let many = ((count as f64 * of_walkers).round() as usize).clamp(1, count.max(1));
        (self.choose_walkers(many, losses), layers)
    }

    /// A run of layers.
    fn choose_layers(&mut self, length: usize, losses: &Losses) -> Range<usize> {
        let starts = losses.layers.len() - length + 1;
        let lost = |first: usize| losses.layers[first..first + length].iter().sum::<f64>();
        let first = self.pick((0..starts).map(lost).collect());
        first..first + length
    }

    /// At most so many walkers.
    fn choose_walkers(&mut self, many: usize, losses: &Losses) -> Vec<bool> {
        let count = losses.walkers.len();
        let mut walkers = vec![false; count];
        let mut order: Vec<usize> = (0..count).collect();
        for at in 0..many.min(count) {
            let lost = order[at..].iter().map(|&walker| losses.walkers[walker]);
            let other = at + self.pick(lost.collect());
            order.swap(at, other);
            walkers[order[at]] = true;
        }
        walkers
    }
}

/// Number of layers.
fn depth(problem: &PathProblem) -> usize {
    let first = problem.walkers.first();
    first.map_or(0, |walker| walker.choices.len())
}

/// What is `free(walker, layer)` around a solution, solved by columns: a cheaper solution, if there is one.
fn by_columns(
    problem: &PathProblem,
    (reach, best): (&Reach, &Solution),
    free: impl Fn(usize, usize) -> bool,
    limits: &Limits,
    stop: &StopSignal,
) -> (Option<Solution>, u64) {
    let limits = within(limits, WIDE_TIME, WIDE_WORK);
    let solve = |part: &PathProblem, start: &Solution| {
        super::solve(part, Start::from(Some(start)), &limits, stop, |_| ())
    };
    cheaper(problem, (reach, best), free, solve)
}

/// What is `free(walker, layer)` around a solution, solved as one program: a cheaper solution, if there is one.
pub fn freed(
    problem: &PathProblem,
    around: (&Reach, &Solution),
    free: impl Fn(usize, usize) -> bool,
    limits: &Limits,
    stop: &StopSignal,
) -> (Option<Solution>, u64) {
    let limits = Limits {
        proof_only: true,
        ..within(limits, WINDOW, WORK)
    };
    let solve = |part: &PathProblem, start: &Solution| {
        solve_by_flows(part, Some(start), &limits, stop, |_| ())
    };
    cheaper(problem, around, free, solve)
}

/// Limits of one window.
fn within(limits: &Limits, time: Duration, work: u64) -> Limits {
    let until = Instant::now() + time;
    Limits {
        deadline: limits.deadline.map(|deadline| deadline.min(until)),
        work: Some(limits.work.map_or(work, |left| left.min(work))),
        relative_gap: 0.0,
        absolute_gap: WHOLE,
        ..limits.clone()
    }
}

/// What a solver makes of a part around a solution, when it is cheaper; and the work.
fn cheaper(
    problem: &PathProblem,
    (reach, best): (&Reach, &Solution),
    free: impl Fn(usize, usize) -> bool,
    solve: impl Fn(&PathProblem, &Solution) -> Answer,
) -> (Option<Solution>, u64) {
    let Some(part) = Part::of(problem, reach, best, free) else {
        return (None, 0);
    };
    let Some(start) = part.cut_out(best) else {
        return (None, 0);
    };
    let answer = solve(&part.problem, &start);
    let better = answer.solution.filter(|found| found.cost < best.cost - 0.5);
    let whole = better.map(|better| part.put_back(best.clone(), &better));
    (whole, answer.work)
}
