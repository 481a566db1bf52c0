//! Window search: some layers of some walkers are freed and solved exactly, the rest stays; again and again.

use std::time::{Duration, Instant};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::milp::{Limits, StopSignal};

use super::engine::WHOLE;
use super::flows::solve_by_flows;
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
const WIDE: std::ops::Range<usize> = 5..11;
const WIDE_TIME: Duration = Duration::from_secs(10);
const WIDE_WORK: u64 = 40_000;

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
        let free = |walker: usize, layer: usize| walkers[walker] && layers[layer];
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
        (reach, best): (&Reach, &Solution),
        limits: &Limits,
        stop: &StopSignal,
    ) -> (Option<Solution>, u64) {
        let depth = problem.walkers.first();
        let depth = depth.map_or(0, |walker| walker.choices.len());
        let length = self.dice.random_range(WIDE).min(depth);
        let first = self.dice.random_range(0..=depth - length);
        let layers = first..first + length;
        let Some(part) = Part::of(problem, reach, best, |_, layer| layers.contains(&layer)) else {
            return (None, 0);
        };
        let Some(start) = part.cut_out(best) else {
            return (None, 0);
        };
        let until = Instant::now() + WIDE_TIME;
        let limits = Limits {
            deadline: limits.deadline.map(|deadline| deadline.min(until)),
            work: Some(limits.work.map_or(WIDE_WORK, |left| left.min(WIDE_WORK))),
            relative_gap: 0.0,
            absolute_gap: WHOLE,
            ..limits.clone()
        };
        let answer = super::solve(
            &part.problem,
            Start::from(Some(&start)),
            &limits,
            stop,
            |_| (),
        );
        let better = answer.solution.filter(|found| found.cost < best.cost - 0.5);
        (
            better.map(|better| part.put_back(best.clone(), &better)),
            answer.work,
        )
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
    fn choose(&mut self, problem: &PathProblem, losses: &Losses) -> (Vec<bool>, Vec<bool>) {
        let count = problem.walkers.len();
        let depth = problem
            .walkers
            .first()
            .map_or(0, |walker| walker.choices.len());
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
        let length = length.min(depth);
        let starts = depth - length + 1;
        let lost = |first: usize| losses.layers[first..first + length].iter().sum::<f64>();
        let first = self.pick((0..starts).map(lost).collect());
        let layers = (0..depth)
            .map(|layer| (first..first + length).contains(&layer))
            .collect();
        let people = ((count as f64 * of_walkers).round() as usize).clamp(1, count.max(1));
        let mut walkers = vec![false; count];
        let mut order: Vec<usize> = (0..count).collect();
        for at in 0..people.min(count) {
            let lost = order[at..].iter().map(|&walker| losses.walkers[walker]);
            let other = at + self.pick(lost.collect());
            order.swap(at, other);
            walkers[order[at]] = true;
        }
        (walkers, layers)
    }
}

/// What is `free(walker, layer)` around a solution, solved as one program: a cheaper solution, if there is one.
pub fn freed(
    problem: &PathProblem,
    (reach, best): (&Reach, &Solution),
    free: impl Fn(usize, usize) -> bool,
    limits: &Limits,
    stop: &StopSignal,
) -> (Option<Solution>, u64) {
    let Some(part) = Part::of(problem, reach, best, free) else {
        return (None, 0);
    };
    let Some(start) = part.cut_out(best) else {
        return (None, 0);
    };
    let until = Instant::now() + WINDOW;
    let limits = Limits {
        deadline: limits.deadline.map(|deadline| deadline.min(until)),
        work: Some(limits.work.map_or(WORK, |left| left.min(WORK))),
        relative_gap: 0.0,
        absolute_gap: WHOLE,
        proof_only: true,
        ..limits.clone()
    };
    let answer = solve_by_flows(&part.problem, Some(&start), &limits, stop, |_| ());
    let better = answer.solution.filter(|found| found.cost < best.cost - 0.5);
    (
        better.map(|better| part.put_back(best.clone(), &better)),
        answer.work,
    )
}
