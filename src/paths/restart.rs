//! A search that begins from what an earlier one of a like problem left: its prices give a bound at once, paths that are dear
//! at these prices are chosen anew, and windows around the outcome do the rest.

use super::ascent::Ascent;
use super::engine::{OTHER_SEED, Run, StopsAtEnd, Teller};
use super::flows::Stage;
use super::generation::Generated;
use super::master::Path;
use super::pricer::Pricer;
use super::prices::Prices;
use super::problem::{PathProblem, Solution};
use super::seeker::Seeker;
use super::within_rows::Found;

/// Turns of the seeker in vain after which the search goes on without what was kept.
const TURNS: usize = 3;

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

/// Searches from a solution and prices that are known, until it finds nothing any more.
pub(super) fn restart(
    run: &Run<'_>,
    (solution, kept): (&Solution, &Prices),
    pricer: &mut Pricer,
    teller: &mut Teller<'_>,
) {
    let problem = run.problem;
    // Rows that nobody knew had no price.
    let mut kept = kept.0.clone();
    kept.resize(problem.rows.len(), 0.0);
    let prices = Ascent::of(problem, &pricer.keeps).brought_in(kept);
    let (bound, priced) = pricer.price(problem, &[], &prices);
    run.price(bound, &prices);
    let whole = run.begin(solution);
    let near = with_cheaper_paths(problem, solution, &prices, &priced, bound);
    if !whole || near.taken != solution.taken {
        let depth = near.taken.first().map_or(0, Vec::len);
        let differ = |layer: usize| {
            let mut walkers = near.taken.iter().zip(&solution.taken);
            !whole || walkers.any(|(near, before)| near.get(layer) != before.get(layer))
        };
        let layers: Vec<bool> = (0..depth).map(differ).collect();
        run.complete_in(near, &layers);
    }
    teller.tell(run, Stage::Start);
    if !bound.is_finite() || run.cost() == f64::INFINITY {
        return;
    }
    let root = Generated {
        bound,
        prices,
        priced,
        sums: Vec::new(),
        work: 0,
    };
    let ended = run.stop.part();
    std::thread::scope(|scope| {
        for other in 1..run.limits.threads {
            let mut seeker = Seeker::new(run, u64::from(other) * OTHER_SEED, pricer, &root);
            let ended = &ended;
            scope.spawn(move || {
                while !run.over() && !ended.is_stopped() {
                    seeker.look_around(run);
                }
            });
        }
        // A panic of the listener must not leave the others searching.
        let _guard = StopsAtEnd(&ended);
        let mut seeker = Seeker::new(run, 0, pricer, &root);
        let mut in_vain = 0;
        while !run.over() && in_vain < TURNS {
            let before = run.cost();
            seeker.look_around(run);
            in_vain = if run.cost() < before { 0 } else { in_vain + 1 };
            teller.tell(run, Stage::Windows);
        }
    });
    teller.tell(run, Stage::Windows);
}

/// A solution with the cheapest path of everybody whose own is dear at these prices, or no path any more.
fn with_cheaper_paths(
    problem: &PathProblem,
    solution: &Solution,
    prices: &Prices,
    priced: &[Found],
    bound: f64,
) -> Solution {
    let mut near = solution.clone();
    for (walker, (taken, found)) in near.taken.iter_mut().zip(priced).enumerate() {
        let path = Path::of(problem, walker, taken.clone());
        let excess = path.map_or(f64::INFINITY, |path| {
            path.cost - prices.worth(&path.uses) - found.least
        });
        if excess > DEAR * bound.abs()
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
    use super::Start;
    use crate::milp::StopSignal;

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
