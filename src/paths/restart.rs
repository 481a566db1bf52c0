//! A search that begins from what an earlier one of a like problem left: its prices give a bound at once, whoever has no path
//! any more takes the cheapest at these prices, and exchanges with everybody else make the solution whole again. What is left
//! is closed from both sides: exchanges and windows go on while column generation raises the bound.

use crate::milp::StopSignal;

use super::ascent::Ascent;
use super::engine::{Run, Teller};
use super::exchange::Exchange;
use super::flows::Stage;
use super::generation::Generated;
use super::master::Path;
use super::pricer::Pricer;
use super::prices::Prices;
use super::problem::{PathProblem, Solution};
use super::seeker::Seeker;
use super::within_rows::Found;

/// Work of trying one walker's exchanges with another.
const MEND_WORK: u64 = 24;

/// Turns of the seeker in vain after which the search goes on without what was kept.
pub(super) const TURNS: usize = 3;

/// Part of the bound by which a path may be dearer than the cheapest before it is chosen anew.
const DEAR: f64 = 0.004;

/// Where a search begins.
#[derive(Clone, Copy, Debug)]
pub struct Start<'s> {
    /// A solution to improve; its side columns are worked out afresh where they do not fit.
    pub solution: Option<&'s Solution>,
    /// Prices of the rows that an earlier search ended with.
    pub prices: Option<&'s Prices>,
    /// No solution costs less, as an earlier search of a problem that allows more has proven; minus infinity when nothing
    /// is known.
    pub bound: f64,
}

impl Default for Start<'_> {
    /// Nothing is known.
    fn default() -> Self {
        Start {
            solution: None,
            prices: None,
            bound: f64::NEG_INFINITY,
        }
    }
}

impl<'s> From<Option<&'s Solution>> for Start<'s> {
    fn from(solution: Option<&'s Solution>) -> Start<'s> {
        Start {
            solution,
            ..Start::default()
        }
    }
}

/// Mends a solution around what has changed, at prices that are known; prices and bound, with the search that goes on from
/// there.
pub(super) fn restart<'r>(
    run: &Run<'r>,
    (solution, known): (&Solution, Option<&Prices>),
    pricer: &mut Pricer,
    teller: &mut Teller<'_>,
) -> Option<(Generated, Exchange<'r>)> {
    let problem = run.problem;
    // Rows that nobody knew had no price.
    let mut kept = known.map_or(Vec::new(), |known| known.0.clone());
    kept.resize(problem.rows.len(), 0.0);
    // Rows that the pricing keeps have prices of its own.
    for (price, _) in kept
        .iter_mut()
        .zip(&pricer.keeps)
        .filter(|(_, keeps)| **keeps)
    {
        *price = 0.0;
    }
    let prices = Ascent::of(problem, &pricer.keeps).brought_in(kept);
    let (bound, priced) = pricer.price(problem, &[], &prices);
    run.price(bound, &prices);
    let whole = run.begin(solution);
    let near = with_cheaper_paths(problem, solution, &prices, &priced, bound);
    let pairs = near.taken.iter().zip(&solution.taken).enumerate();
    let moved = pairs.filter(|(_, (near, before))| near != before);
    let mut moved: Vec<usize> = moved.map(|(walker, _)| walker).collect();
    let mut exchange = Exchange::new(problem, pricer, &prices, &near, run.seed());
    // Nobody waits for it to get better.
    exchange.offer(run);
    teller.tell(run, Stage::Start);
    let mut seen = exchange.paths()?;
    while let Some(walker) = moved.pop() {
        while exchange.mend(walker, || run.over()) {
            run.with(|known| known.work += MEND_WORK * problem.walkers.len() as u64);
            exchange.offer(run);
            teller.tell(run, Stage::Start);
        }
        if run.over() {
            return None;
        }
        if moved.is_empty() {
            // Whoever was moved by that may move others.
            let paths = exchange.paths()?;
            let others = (0..paths.len()).filter(|&other| other != walker);
            moved.extend(others.filter(|&other| paths[other] != seen[other]));
            seen = paths;
        }
    }
    if !whole && run.cost() == f64::INFINITY {
        run.complete(exchange.paths()?);
        teller.tell(run, Stage::Start);
    }
    let root = Generated {
        bound,
        prices,
        priced,
        sums: Vec::new(),
        work: 0,
    };
    let found = !run.over() && bound.is_finite() && run.cost() < f64::INFINITY;
    found.then_some((root, exchange))
}

/// Exchanges and windows in turn until the signal comes, or so many turns in a row were in vain; `told` after each.
pub(super) fn go_on(
    run: &Run<'_>,
    (exchange, seeker): (&mut Exchange<'_>, &mut Seeker),
    (stop, turns): (&StopSignal, usize),
    mut told: impl FnMut(),
) {
    let mut in_vain = 0;
    while !run.over() && !stop.is_stopped() && in_vain < turns {
        let before = run.cost();
        if let Some(best) = run.with(|known| known.best.clone()) {
            exchange.go_on_from(&best);
        }
        exchange.look_around(run, stop);
        seeker.look_around(run, stop);
        in_vain = if run.cost() < before { 0 } else { in_vain + 1 };
        told();
    }
}

/// A solution with the cheapest path at these prices of whoever has no path any more; or else of everybody whose own is dear
/// at these prices.
fn with_cheaper_paths(
    problem: &PathProblem,
    solution: &Solution,
    prices: &Prices,
    priced: &[Found],
    bound: f64,
) -> Solution {
    let own = |walker: usize| Path::of(problem, walker, solution.taken[walker].clone());
    let paths: Vec<Option<Path>> = (0..solution.taken.len()).map(own).collect();
    let lost = paths.iter().any(Option::is_none);
    let mut near = solution.clone();
    for ((path, taken), found) in paths.iter().zip(&mut near.taken).zip(priced) {
        let excess = path.as_ref().map_or(f64::INFINITY, |path| {
            path.cost - prices.worth(&path.uses) - found.least
        });
        let dear = if lost { f64::MAX } else { DEAR * bound.abs() };
        if excess > dear
            && let Some(path) = &found.path
        {
            taken.clone_from(path);
        }
    }
    near
}

#[cfg(test)]
mod tests {
    use super::super::sample::{limits, problem};
    use super::super::{solve_by_columns, solve_by_flows};
    use super::{Start, StopSignal};

    /// Fixes one layer of one walker at a time to another choice, and begins from what is known without it.
    #[test]
    fn what_is_known_changes_no_answer_when_a_choice_is_fixed() {
        let (stop, limits) = (StopSignal::new(), limits(1, None));
        let mut dearer = 0;
        for seed in 0..2 {
            let mut problem = problem(seed);
            // Begun from prices, whatever its length.
            problem.cuts.clear();
            let free = solve_by_columns(&problem, Start::default(), &limits, &stop, |_| ());
            let (Some(known), Some(prices)) = (free.solution, free.prices) else {
                continue;
            };
            for (walker, layer) in [(0, 1), (1, 4), (2, 7)] {
                let taken = known.taken[walker][layer];
                let wanted = (taken + 1) % problem.walkers[walker].choices[layer].len();
                let mut fixed = problem.clone();
                let fixed_to = &mut fixed.walkers[walker];
                let class = fixed_to.choices[layer][wanted].class;
                fixed_to.choices[layer] = vec![fixed_to.choices[layer][wanted].clone()];
                fixed_to.graph.layers[layer].retain(|arc| arc.class == class);
                let best = solve_by_flows(&fixed, None, &limits, &stop, |_| ());
                let start = Start {
                    solution: Some(&known),
                    prices: Some(&prices),
                    bound: free.bound,
                };
                let found = solve_by_columns(&fixed, start, &limits, &stop, |step| {
                    let most = best
                        .solution
                        .as_ref()
                        .map_or(f64::INFINITY, |best| best.cost);
                    assert!(step.bound <= most + 1e-3, "seed {seed}: {}", step.bound);
                });
                let cost =
                    |answer: &Option<super::Solution>| answer.as_ref().map(|s| s.cost.round());
                assert_eq!(cost(&found.solution), cost(&best.solution), "seed {seed}");
                dearer += usize::from(cost(&best.solution) > Some(known.cost.round()));
            }
        }
        assert!(dearer > 2, "only {dearer} cost more");
    }
}
