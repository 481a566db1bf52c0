//! The engine for problems too large for one program: a bound by column generation, solutions by dives and windows, and
//! targets that are met or proven out of reach.
//!
//! 1. Column generation gives prices and a bound that holds from the first round on.
//! 2. The *seeker* turns the relaxation into whole paths by dives, and improves the best of them window by window.
//! 3. The *prover* guesses a target just above the bound. What no solution as cheap as the target uses is dropped, and
//!    what is left is solved as one program: it finds such a solution, or proves that there is none and the bound is the
//!    target. The next target is twice as far away; the last one is what the asked gap leaves below
//!    the best solution known.
//!
//! With one thread the two take turns by work spent, so that equal runs stay equal; with more they run side by side.
//!
//! Long problems climb to their prices without a master program and are rolled stretch by stretch; those too large for one
//! end in further passes and wide windows instead of 2 and 3.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::milp::{Limits, StopSignal};

use super::ascent::climb;
use super::first::first_paths;
use super::flows::{Answer, Improvement, Stage, solve_by_flows};
use super::generation::{Generated, generate};
use super::master::{Master, Path};
use super::part::Part;
use super::pricer::Pricer;
use super::prices::Prices;
use super::problem::{PathProblem, Solution};
use super::prover::Prover;
use super::reach::Reach;
use super::restart::{Start, TURNS, go_on, restart};
use super::rolling::Roller;
use super::seeker::Seeker;
use super::stretch::{Guide, Stretches};

/// How long one thread waits for the other when it can do nothing without it.
pub(super) const PAUSE: Duration = Duration::from_millis(20);

/// Most rows of a master program of a long problem; larger ones are left at the prices of the climb once a solution is known.
const MASTER_ROWS_MAX: usize = 4_000;

/// Time and work for the side columns of whole paths that come with the limit.
const GRACE: Duration = Duration::from_millis(500);
const GRACE_WORK: u64 = 2_000;

/// How far the seeds of threads lie apart.
pub(super) const OTHER_SEED: u64 = 1_000_003;

/// Distances below this are none: costs are whole.
pub(super) const WHOLE: f64 = 0.99;

/// What seeker and prover tell each other.
#[derive(Debug)]
pub(super) struct Known {
    pub best: Option<Solution>,
    pub bound: f64,
    /// Prices with the best bound that prices gave.
    pub prices: Option<(f64, Prices)>,
    /// The target that is being proven, with the signal that ends the attempt.
    pub aim: Option<(f64, StopSignal)>,
    pub work: u64,
}

/// One search: the problem, its limits, and what is known so far.
pub(super) struct Run<'r> {
    pub problem: &'r PathProblem,
    pub reach: Reach,
    pub limits: &'r Limits,
    pub stop: StopSignal,
    began: Instant,
    pub known: Mutex<Known>,
}

/// Solves a problem by column generation. `start` is a solution to begin from; its side columns are worked out afresh.
pub fn solve_by_columns(
    problem: &PathProblem,
    start: Start<'_>,
    limits: &Limits,
    stop: &StopSignal,
    mut progress: impl FnMut(Improvement<'_>),
) -> Answer {
    let run = Run {
        problem,
        reach: Reach::of(problem),
        limits,
        stop: stop.part(),
        began: Instant::now(),
        known: Mutex::new(Known {
            best: None,
            bound: f64::NEG_INFINITY,
            prices: None,
            aim: None,
            work: 0,
        }),
    };
    let mut teller = Teller {
        progress: &mut progress,
        cost: f64::INFINITY,
        bound: f64::NEG_INFINITY,
    };
    run.raise(start.bound);
    let failure = search(&run, start, &mut teller);
    let known = run
        .known
        .into_inner()
        .unwrap_or_else(|broken| broken.into_inner());
    Answer {
        infeasible: known.bound == f64::INFINITY && known.best.is_none(),
        solution: known.best,
        bound: known.bound,
        prices: known.prices.map(|known| known.1),
        failure,
        work: known.work,
    }
}

fn search(run: &Run<'_>, start: Start<'_>, teller: &mut Teller<'_>) -> Option<String> {
    let problem = run.problem;
    let mut pricer = Pricer::of(problem);
    let mut restarted = None;
    match start.solution {
        Some(solution) if start.prices.is_some() || has_lost(problem, solution) => {
            restarted = restart(run, (solution, start.prices), &mut pricer, teller);
            if start.prices.is_none() {
                // At no prices there is nothing to go on from but the solution.
                restarted = None;
            }
            // Where nothing goes on beside the next prices, it goes on before them.
            let alone = run.limits.threads < 2 || !problem.cuts.is_empty();
            if let Some((known, exchange)) = restarted.as_mut().filter(|_| alone) {
                let mut seeker = Seeker::new(run, 0, &pricer, known);
                go_on(run, (exchange, &mut seeker), (&run.stop, TURNS), || {
                    teller.tell(run, Stage::Windows);
                });
            }
            if run.over() {
                return None;
            }
        }
        Some(solution) => {
            if !run.begin(solution) {
                run.complete(solution.taken.clone());
            }
            teller.tell(run, Stage::Start);
        }
        None => (),
    }
    // First paths are no reason to do without dives.
    let mut rough = run.cost() == f64::INFINITY;
    if rough && let Some(paths) = first_paths(problem, &mut pricer) {
        run.complete(paths);
        teller.tell(run, Stage::Start);
    }
    let climbed = if problem.cuts.is_empty() {
        None
    } else {
        climb(run, &mut pricer, teller)
    };
    if let Some(root) = climbed.as_ref().filter(|_| !run.over()) {
        let stretches = Stretches::of(problem, &run.reach);
        let guide = Guide::of(problem, &pricer, &root.prices, &root.priced);
        let mut roller = Roller::new(&stretches, &guide, run.seed());
        roller.roll(run, run.limits.threads.max(1));
        teller.tell(run, Stage::Windows);
        let known = run.cost() < f64::INFINITY;
        // Rolling on raises no bound: without limits only the prover ends a search.
        let limited = run.limits.deadline.is_some() || run.limits.work.is_some();
        if run.over() || (known && limited && problem.rows.len() > MASTER_ROWS_MAX) {
            roll_on(run, roller, teller);
            return None;
        }
    }
    let Some(mut master) = Master::of(problem, &pricer.keeps) else {
        return Some("the master program was refused".to_string());
    };
    let mut paths: Vec<(usize, Vec<usize>)> = run.with(|known| {
        let best = known.best.iter();
        best.flat_map(|best| best.taken.iter().cloned().enumerate())
            .collect()
    });
    if let Some((known, _)) = &restarted {
        let cheapest = known.priced.iter().map(|found| found.path.clone());
        paths.extend((cheapest.enumerate()).filter_map(|(walker, path)| Some((walker, path?))));
    }
    paths.sort_unstable();
    paths.dedup();
    let paths = paths.into_iter();
    let paths = paths.filter_map(|(walker, taken)| Path::of(problem, walker, taken));
    master.add(paths.collect());
    let mut root = match restarted {
        Some((known, mut exchange)) if run.limits.threads > 1 => {
            let mut seeker = Seeker::new(run, OTHER_SEED, &pricer, &known);
            let ended = run.stop.part();
            let until = (&ended, usize::MAX);
            std::thread::scope(|scope| {
                scope.spawn(|| go_on(run, (&mut exchange, &mut seeker), until, || ()));
                let _guard = StopsAtEnd(&ended);
                prices(run, (&mut master, &mut pricer), Some(known), teller)
            })
        }
        restarted => {
            let known = restarted.map(|restarted| restarted.0);
            prices(run, (&mut master, &mut pricer), known, teller)
        }
    };
    if let Some(climbed) = climbed.filter(|climbed| climbed.bound > root.bound) {
        root = climbed;
    }
    teller.tell(run, Stage::Prices);
    if root.priced.is_empty() {
        // No prices: one program over everything is all that is left to try.
        return whole(run, teller);
    }
    let mut seeker = Seeker::new(run, 0, &pricer, &root);
    for dives in 0.. {
        if run.over() || !rough || dives >= Seeker::dives_first(run) {
            break;
        }
        let before = run.cost();
        seeker.turn(run, &mut master);
        rough = run.cost() >= before;
        teller.tell(run, Stage::Windows);
    }
    if run.with(|known| known.best.is_none()) && !run.over() {
        // Dives find nothing: either there is nothing, or only one program over everything finds it.
        return whole(run, teller);
    }
    if run.limits.threads < 2 {
        let mut prover = Prover::new(master, pricer, root);
        while !run.over() && !prover.done {
            seeker.turn(run, prover.master());
            teller.tell(run, Stage::Windows);
            prover.turn(run, teller);
        }
        return None;
    }
    let paths = master.paths.clone();
    let left_out = pricer.keeps.clone();
    std::thread::scope(|scope| {
        let seeking = scope.spawn(|| {
            let Some(mut master) = Master::of(problem, &left_out) else {
                return;
            };
            master.add(paths);
            while !run.over() {
                seeker.turn(run, &mut master);
            }
            run.end_if_over();
        });
        // A panic of the listener must not leave the seeker searching.
        let _guard = StopsAtEnd(&run.stop);
        let mut prover = Prover::new(master, pricer, root);
        while !run.over() && !prover.done {
            prover.turn(run, teller);
            if prover.waits {
                std::thread::sleep(PAUSE);
                teller.tell(run, Stage::Windows);
            }
        }
        run.stop.stop();
        let _ = seeking.join();
    });
    teller.tell(run, Stage::Windows);
    None
}

/// Better solutions of a long problem, on every thread, to the end.
fn roll_on(run: &Run<'_>, mut roller: Roller<'_>, teller: &mut Teller<'_>) {
    std::thread::scope(|scope| {
        for other in 1..run.limits.threads {
            let mut roller = roller.other(u64::from(other) * OTHER_SEED);
            scope.spawn(move || {
                while !run.over() {
                    roller.turn(run);
                }
                // Whatever ended it here ends it everywhere.
                run.stop.stop();
            });
        }
        // A panic of the listener must not leave the others searching.
        let _guard = StopsAtEnd(&run.stop);
        while !run.over() {
            roller.turn(run);
            teller.tell(run, Stage::Windows);
        }
    });
    teller.tell(run, Stage::Windows);
}

/// Column generation over the whole problem.
fn prices(
    run: &Run<'_>,
    (master, pricer): (&mut Master, &mut Pricer),
    known: Option<Generated>,
    teller: &mut Teller<'_>,
) -> Generated {
    let limits = run.left();
    let (problem, stop) = (run.problem, &run.stop);
    // Next to a search from what is known there is no thread to spare.
    if known.is_none() {
        pricer.threads = run.limits.threads.max(1) as usize;
    }
    let root = generate(
        problem,
        &[],
        (master, pricer),
        known,
        &limits,
        stop,
        |bound| {
            run.raise(bound);
            teller.tell(run, Stage::Prices);
            run.end_if_over();
        },
    );
    pricer.threads = 1;
    run.with(|known| known.work += root.work);
    run.price(root.bound, &root.prices);
    root
}

/// Whether somebody has no path any more.
fn has_lost(problem: &PathProblem, solution: &Solution) -> bool {
    let mut taken = solution.taken.iter().enumerate();
    taken.any(|(walker, taken)| Path::of(problem, walker, taken.clone()).is_none())
}

/// Gives the signal whenever it goes out of scope.
pub(super) struct StopsAtEnd<'s>(pub &'s StopSignal);

impl Drop for StopsAtEnd<'_> {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// Everything as one program; what went wrong in it, if anything did.
fn whole(run: &Run<'_>, teller: &mut Teller<'_>) -> Option<String> {
    let start = run.with(|known| known.best.clone());
    let answer = solve_by_flows(run.problem, start.as_ref(), &run.left(), &run.stop, |_| ());
    run.with(|known| known.work += answer.work);
    run.raise(if answer.infeasible {
        f64::INFINITY
    } else {
        answer.bound
    });
    answer
        .solution
        .into_iter()
        .for_each(|found| run.offer(found));
    teller.tell(run, Stage::OneProgram);
    answer.failure
}

/// Passes on what is new.
pub(super) struct Teller<'t> {
    progress: &'t mut dyn FnMut(Improvement<'_>),
    cost: f64,
    bound: f64,
}

impl Teller<'_> {
    /// Tells of a better solution or bound.
    pub fn tell(&mut self, run: &Run<'_>, stage: Stage) {
        let (best, bound) = run.with(|known| {
            let better = known.best.as_ref().filter(|best| best.cost < self.cost);
            (better.cloned(), known.bound)
        });
        if best.is_none() && bound <= self.bound {
            return;
        }
        self.bound = bound;
        self.cost = best.as_ref().map_or(self.cost, |best| best.cost);
        (self.progress)(Improvement {
            cost: self.cost.is_finite().then_some(self.cost),
            bound,
            seconds: run.began.elapsed().as_secs_f64(),
            solution: best.as_ref(),
            stage,
        });
    }
}

impl Run<'_> {
    /// Looks at, or changes, what is known.
    pub fn with<T>(&self, look: impl FnOnce(&mut Known) -> T) -> T {
        look(
            &mut self
                .known
                .lock()
                .unwrap_or_else(|broken| broken.into_inner()),
        )
    }

    /// Takes a solution to begin from; whether it is whole, side columns and all.
    pub fn begin(&self, solution: &Solution) -> bool {
        let cost = self.problem.cost_of(solution);
        if let Some(cost) = cost {
            let solution = solution.clone();
            self.offer(Solution { cost, ..solution });
        }
        cost.is_some()
    }

    /// Works out the side columns of whole paths and offers the solution.
    pub fn complete(&self, taken: Vec<Vec<usize>>) -> Option<Solution> {
        let everywhere = vec![true; taken.first().map_or(0, Vec::len)];
        let bare = Solution {
            taken,
            columns: vec![0.0; self.problem.columns.len()],
            cost: f64::INFINITY,
        };
        self.complete_in(bare, &everywhere)
    }

    /// Works out the side columns of some layers and offers the solution.
    pub fn complete_in(&self, bare: Solution, layers: &[bool]) -> Option<Solution> {
        let part = Part::sides(self.problem, &self.reach, &bare, layers)?;
        let left = self.left();
        // Whole paths found in the last moment are worth a moment more.
        let limits = Limits {
            deadline: (left.deadline).map(|deadline| deadline.max(Instant::now() + GRACE)),
            work: left.work.map(|work| work.max(GRACE_WORK)),
            relative_gap: 0.0,
            absolute_gap: WHOLE,
            ..left
        };
        let answer = solve_by_flows(&part.problem, None, &limits, &self.stop, |_| ());
        self.with(|known| known.work += answer.work);
        let found = part.put_back(bare, &answer.solution?);
        self.offer(found.clone());
        Some(found)
    }

    /// Takes a solution that is better than the best; a target that it meets needs no proof any more.
    pub fn offer(&self, solution: Solution) {
        self.with(|known| {
            if known
                .best
                .as_ref()
                .is_none_or(|best| solution.cost < best.cost - 1e-6)
            {
                if let Some((target, stop)) = &known.aim
                    && solution.cost <= target + WHOLE
                {
                    stop.stop();
                }
                known.best = Some(solution);
            }
        });
    }

    /// Raises the bound.
    pub fn raise(&self, bound: f64) {
        self.with(|known| known.bound = known.bound.max(bound));
    }

    /// Keeps prices when no others gave a better bound, and raises the bound.
    pub fn price(&self, bound: f64, prices: &Prices) {
        self.raise(bound);
        self.with(|known| {
            if known.prices.as_ref().is_none_or(|best| best.0 < bound) && bound.is_finite() {
                known.prices = Some((bound, prices.clone()));
            }
        });
    }

    /// Limits less what is spent.
    pub fn left(&self) -> Limits {
        let spent = self.with(|known| known.work);
        Limits {
            work: self.limits.work.map(|work| work.saturating_sub(spent)),
            // Of the whole; parts have costs of their own.
            bound_enough: f64::INFINITY,
            ceiling: f64::INFINITY,
            threads: 1,
            ..self.limits.clone()
        }
    }

    /// Whether the asked gap, or a limit, is reached.
    pub fn over(&self) -> bool {
        let late = |deadline| Instant::now() >= deadline;
        let (near, spent) = self.with(|known| {
            let near = known.best.as_ref().is_some_and(|best| {
                let gap = best.cost - known.bound;
                gap <= self.limits.absolute_gap || gap <= self.limits.relative_gap * best.cost.abs()
            });
            let enough = known.bound >= self.limits.bound_enough;
            (near || enough || known.bound == f64::INFINITY, known.work)
        });
        near || self.stop.is_stopped()
            || self.limits.deadline.is_some_and(late)
            || self.limits.work.is_some_and(|work| spent >= work)
    }

    /// Whatever ended it for one thread ends it for all.
    pub fn end_if_over(&self) {
        if self.over() {
            self.stop.stop();
        }
    }

    /// Cost of the best solution, infinite without any.
    pub fn cost(&self) -> f64 {
        self.with(|known| known.best.as_ref().map_or(f64::INFINITY, |best| best.cost))
    }

    pub fn seed(&self) -> u64 {
        u64::from(self.limits.seed)
    }
}
