//! The prover: targets just above the bound that are met, or proven out of reach.

use crate::milp::StopSignal;

use super::branching::{SumsWithin, split_by_sums};
use super::engine::{Run, Teller, WHOLE};
use super::flows::{Stage, Whole};
use super::generation::Generated;
use super::master::Master;
use super::narrow::Narrowed;
use super::pricer::Pricer;
use super::remainder::{ARCS_MAX, Attempt, solve_remainder};

/// Work of the first program over a remainder; each later one may do twice as much.
const WORK_FIRST: u64 = 4_000;

/// Part of the bound by which the first target lies above it.
const TARGET_FIRST: f64 = 0.002;

/// Raises the bound target by target.
pub(super) struct Prover {
    master: Master,
    pricer: Pricer,
    /// Every solution lies in one of them.
    parts: Vec<Open>,
    split: bool,
    work: u64,
    /// Nothing is left to be proven.
    pub done: bool,
    /// Nothing can be proven before a better solution is known.
    pub waits: bool,
}

/// A part of the problem with what is proven of it.
struct Open {
    part: SumsWithin,
    bound: f64,
    /// How far the next target lies above what column generation proved.
    room: f64,
}

impl Open {
    fn of(part: SumsWithin) -> Open {
        Open {
            bound: part.bound,
            room: (TARGET_FIRST * part.found.bound.abs()).max(WHOLE),
            part,
        }
    }
}

impl Prover {
    /// Begins from column generation.
    pub fn new(master: Master, pricer: Pricer, root: Generated) -> Prover {
        let whole = SumsWithin {
            limits: Vec::new(),
            bound: root.bound,
            found: root,
        };
        Prover {
            master,
            pricer,
            parts: vec![Open::of(whole)],
            split: false,
            work: WORK_FIRST,
            done: false,
            waits: false,
        }
    }

    /// The master, for dives.
    pub fn master(&mut self) -> &mut Master {
        &mut self.master
    }

    /// One program over what a target leaves of the part with the least bound.
    pub fn turn(&mut self, run: &Run<'_>, teller: &mut Teller<'_>) {
        let best = run.with(|known| known.best.clone());
        let cost = best.as_ref().map_or(f64::INFINITY, |best| best.cost);
        let least = (0..self.parts.len())
            .min_by(|&a, &b| self.parts[a].bound.total_cmp(&self.parts[b].bound));
        let Some(least) = least else { return };
        let open = &self.parts[least];
        let found = &open.part.found;
        // More than the asked gap needs no proof; where few targets lie before that, it is taken at once.
        let asked = best.as_ref().map_or(f64::INFINITY, |best| {
            (best.cost - run.limits.relative_gap * best.cost.abs()).ceil()
        });
        let near = found.bound + open.room;
        let next = if asked < near + 2.0 * open.room {
            asked
        } else {
            near
        };
        let next = next.max(open.bound + WHOLE);
        // Between whole costs, so that nothing whole lies between the target and what is proven beyond it.
        let target = (next.floor() + 0.5).min(cost - WHOLE);
        let narrowed = Narrowed::to(
            run.problem,
            &self.pricer,
            &found.prices,
            (found.bound, &found.priced),
            &open.part.limits,
            target,
        );
        self.waits = narrowed.problem.arc_count() > ARCS_MAX;
        if self.waits {
            if !self.split {
                self.split_up(run, teller);
            }
            return;
        }
        let (lowest, stopped) = self.aim(run, teller, &narrowed, target);
        let open = &mut self.parts[least];
        open.bound = open.bound.max(lowest.min(target + 0.01));
        if lowest > target {
            open.room *= 2.0;
        } else if !stopped {
            self.work *= 2;
        }
        self.conclude(run);
        teller.tell(run, Stage::Target);
    }

    /// The bound of all parts together, and whether it meets the best solution.
    fn conclude(&mut self, run: &Run<'_>) {
        let bounds = self.parts.iter().map(|open| open.bound);
        let bound = bounds.fold(f64::INFINITY, f64::min);
        let cost = run.with(|known| known.best.as_ref().map_or(f64::INFINITY, |best| best.cost));
        // Costs are whole: nothing lies between.
        let met = bound > cost - WHOLE - 1e-6;
        run.raise(if met { cost } else { bound });
        self.done |= met;
    }

    /// Solves a remainder; no solution in it costs less than what is answered. Also whether a better solution ended it.
    fn aim(
        &mut self,
        run: &Run<'_>,
        teller: &mut Teller<'_>,
        narrowed: &Narrowed,
        target: f64,
    ) -> (f64, bool) {
        let stop: StopSignal = run.stop.part();
        let aside = run.limits.threads > 1;
        run.with(|known| {
            if aside && known.best.as_ref().is_some_and(|best| best.cost <= target) {
                stop.stop();
            }
            known.aim = aside.then(|| (target, stop.clone()));
        });
        let attempt = Attempt {
            target,
            whole: Whole::Everything,
            // Side by side with the seeker there is nobody to make room for.
            work: (!aside).then_some(self.work),
        };
        let alone = self.parts.len() == 1;
        let answer = solve_remainder(run, narrowed, &attempt, &stop, |step| {
            if alone && aside {
                run.raise(step.bound.min(target + 0.01));
                run.end_if_over();
            }
            teller.tell(run, Stage::Target);
        });
        run.with(|known| known.aim = None);
        // What broke down once would break down again.
        self.done = answer.failure.is_some();
        (answer.bound, stop.is_stopped())
    }

    /// Parts by sums instead of the whole.
    fn split_up(&mut self, run: &Run<'_>, teller: &mut Teller<'_>) {
        self.split = true;
        let Some(whole) = self.parts.pop() else {
            return;
        };
        let cost = run.with(|known| known.best.as_ref().map_or(f64::INFINITY, |best| best.cost));
        let parts = split_by_sums(
            run.problem,
            (&mut self.master, &mut self.pricer),
            whole.part.found,
            cost - WHOLE,
            &run.left(),
            &run.stop,
            |bound, work| {
                run.with(|known| known.work += work);
                run.raise(bound.min(cost));
                teller.tell(run, Stage::Prices);
            },
        );
        self.parts = parts.into_iter().map(Open::of).collect();
        for open in &mut self.parts {
            open.bound = open.bound.max(whole.bound);
        }
        self.conclude(run);
    }
}
