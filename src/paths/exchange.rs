//! Exchanges: a few walkers are lifted off their paths and choose anew, one after another, against what the others leave
//! missing (ruin and recreate: Schrimpf, Schneider, Stamm-Wilbrandt and Dueck 2000; here each walker's choice is exact).
//!
//! No program is solved on the way, so that a solution in which one walker was moved is soon whole again.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::milp::StopSignal;

use super::engine::Run;
use super::master::Path;
use super::pricer::Pricer;
use super::prices::Prices;
use super::problem::{PathProblem, Solution};
use super::tableau::{Ground, Tableau};

/// Most walkers that choose anew together in a random exchange.
const MOST: usize = 3;

/// Part of the cost by which a search may be dearer than the best it has seen.
const SLACK: f64 = 2e-4;

/// Exchanges in vain after which the search goes back to the best it has seen.
const PATIENCE: usize = 300;

/// Random exchanges in one go, and the work of one.
const STEPS: usize = 300;
const WORK: u64 = 16;

/// Costs this close are equal.
const ROUNDING: f64 = 0.5;

/// A search by exchanges.
pub struct Exchange<'p> {
    ground: Ground<'p>,
    pricer: Pricer,
    /// Prices of rows: what others would pay to fill what is missing.
    guide: Prices,
    /// Prices that one walker sees; kept for its room.
    seen: Prices,
    dice: ChaCha8Rng,
    at: Tableau,
    best: Tableau,
    in_vain: usize,
}

impl<'p> Exchange<'p> {
    /// Begins at a solution; its side columns are worked out afresh where they do not fit.
    pub fn new(
        problem: &'p PathProblem,
        pricer: &Pricer,
        guide: &Prices,
        solution: &Solution,
        seed: u64,
    ) -> Exchange<'p> {
        let ground = Ground::of(problem, &pricer.keeps);
        let at = Tableau::of(&ground, solution);
        Exchange {
            best: at.clone(),
            at,
            pricer: pricer.clone(),
            guide: guide.clone(),
            seen: Prices::none(problem),
            dice: ChaCha8Rng::seed_from_u64(seed),
            in_vain: 0,
            ground,
        }
    }

    /// Goes on from a solution that is better than all before.
    pub fn go_on_from(&mut self, solution: &Solution) {
        if solution.cost < self.best.cost - ROUNDING {
            self.at = Tableau::of(&self.ground, solution);
            self.best = self.at.clone();
            self.in_vain = 0;
        }
    }

    /// Paths of the best so far.
    pub fn paths(&self) -> Option<Vec<Vec<usize>>> {
        self.best.taken()
    }

    /// The best so far; none when side columns that are not worked out here spoil it.
    pub fn solution(&self) -> Option<Solution> {
        self.best.solution(&self.ground)
    }

    /// The best exchange of one walker with another, or of another with one; whether there is one that helps. Looks no further
    /// when it is `over`.
    pub fn mend(&mut self, walker: usize, over: impl Fn() -> bool) -> bool {
        let before = self.at.clone();
        let mut best: Option<Tableau> = None;
        for other in (0..before.paths.len()).filter(|&other| other != walker) {
            if over() {
                break;
            }
            for (one, two) in [(walker, other), (other, walker)] {
                for share in [1.0, 0.0] {
                    self.at.clone_from(&before);
                    self.lift(one);
                    self.lift(two);
                    let whole = self.choose(one, share) && self.choose(two, 1.0);
                    if whole && self.choose(one, 1.0) {
                        let least = best.as_ref().map_or(before.cost, |best| best.cost);
                        if self.at.cost < least - ROUNDING {
                            best = Some(self.at.clone());
                        }
                    }
                }
            }
        }
        let better = best.is_some();
        self.at = best.unwrap_or(before);
        self.keep();
        better
    }

    /// Some random exchanges; what gets better on the way is offered, if its side columns are known.
    pub(super) fn look_around(&mut self, run: &Run<'_>, stop: &StopSignal) {
        for _ in 0..STEPS {
            if run.over() || stop.is_stopped() {
                return;
            }
            run.with(|known| known.work += WORK);
            if self.step() {
                self.offer(run);
            }
        }
    }

    /// Offers the best so far, if its side columns are known.
    pub(super) fn offer(&self, run: &Run<'_>) {
        if let Some(found) = self.solution() {
            run.offer(found);
        }
    }

    /// One exchange of a few walkers; whether the best got better.
    fn step(&mut self) -> bool {
        let count = self.at.paths.len();
        let many = self.dice.random_range(2..=MOST).min(count);
        let mut who: Vec<usize> = (0..count).collect();
        for at in 0..many {
            let other = self.dice.random_range(at..count);
            who.swap(at, other);
        }
        who.truncate(many);
        let before = self.at.clone();
        who.iter().for_each(|&walker| self.lift(walker));
        let share = self.dice.random_range(0.0..1.0);
        for (nth, &walker) in who.iter().enumerate() {
            if !self.choose(walker, if nth + 1 == many { 1.0 } else { share }) {
                self.at = before;
                return false;
            }
        }
        loop {
            let last = self.at.cost;
            self.shuffle(&mut who);
            self.choose_in_turn(&who);
            if self.at.cost > last - ROUNDING {
                break;
            }
        }
        let enough = self.best.cost + SLACK * self.best.cost.abs();
        if self.at.cost > before.cost.max(enough) + ROUNDING {
            self.at = before;
        }
        self.in_vain += 1;
        if self.keep() {
            return true;
        }
        if self.in_vain > PATIENCE {
            self.in_vain = 0;
            self.at = self.best.clone();
        }
        false
    }

    /// Keeps what is better than the best.
    fn keep(&mut self) -> bool {
        let better = self.at.cost < self.best.cost - ROUNDING;
        if better {
            self.best = self.at.clone();
            self.in_vain = 0;
        }
        better
    }

    fn lift(&mut self, walker: usize) {
        self.at.lift(&self.ground, walker);
    }

    fn shuffle(&mut self, order: &mut [usize]) {
        for at in 1..order.len() {
            order.swap(at, self.dice.random_range(0..=at));
        }
    }

    /// Walkers choose anew in turn, and what they use of links moves to where it helps most.
    fn choose_in_turn(&mut self, who: &[usize]) {
        for &walker in who {
            self.choose(walker, 1.0);
        }
        let paths = who
            .iter()
            .filter_map(|&walker| self.at.paths[walker].as_ref());
        let rows = paths.flat_map(|path| path.uses.iter().map(|used| used.0.0));
        let mut links: Vec<usize> = rows
            .filter_map(|row| self.ground.links.of_row[row])
            .collect();
        links.sort_unstable();
        links.dedup();
        self.at.settle(&self.ground, &links);
    }

    /// A walker takes the path that costs least at what is missing, `share` of its worth as it is and the rest as the guide has
    /// it, unless the one it had is as good; whether it has any.
    fn choose(&mut self, walker: usize, share: f64) -> bool {
        let ground = &self.ground;
        let before = self.at.cost;
        let had = self.at.lift(ground, walker);
        let guide = (&self.guide, share);
        self.at.prices(ground, walker, guide, &mut self.seen);
        let problem = ground.problem;
        let found = self.pricer.walker(problem, &self.seen, walker, |_, _| true);
        let path = found
            .path
            .and_then(|taken| Path::of(problem, walker, taken));
        match (path, had) {
            (Some(path), Some(had)) if path.taken != had.taken => {
                self.at.put(ground, path);
                if self.at.cost > before + ROUNDING {
                    self.at.lift(ground, walker);
                    self.at.put(ground, had);
                }
                true
            }
            (Some(path), _) | (None, Some(path)) => {
                self.at.put(ground, path);
                true
            }
            (None, None) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{limits, with_links};
    use super::super::solve_by_flows;
    use super::{Exchange, Path, Pricer, Prices, StopSignal};
    /// Everybody begins on the path that is cheapest alone.
    #[test]
    fn exchanges_end_near_the_optimum_and_never_below() {
        let (stop, mut optimal, count) = (StopSignal::new(), 0, 10);
        for seed in 0..count {
            let problem = with_links(seed);
            let mut pricer = Pricer::of(&problem);
            let none = Prices::none(&problem);
            let best = solve_by_flows(&problem, None, &limits(1, None), &stop, |_| ());
            let Some(best) = best.solution else { continue };
            let mut start = best.clone();
            for (walker, taken) in start.taken.iter_mut().enumerate() {
                let alone = pricer.walker(&problem, &none, walker, |_, _| true).path;
                *taken = alone.expect("there are lawful paths");
                assert!(Path::of(&problem, walker, taken.clone()).is_some());
            }
            let mut exchange = Exchange::new(&problem, &pricer, &none, &start, seed);
            for walker in 0..problem.walkers.len() {
                while exchange.mend(walker, || false) {}
            }
            for _ in 0..300 {
                exchange.step();
            }
            let found = exchange.solution().expect("limits are kept");
            assert!(found.cost > best.cost - 1e-6, "seed {seed}");
            assert!(
                found.cost < best.cost * 1.1,
                "seed {seed}: {} {}",
                found.cost,
                best.cost
            );
            optimal += u64::from(found.cost < best.cost + 1e-6);
        }
        assert!(optimal * 2 > count, "only {optimal} of {count}");
    }
}
