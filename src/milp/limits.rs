//! When to stop: by the clock, by work, by gap, by signal.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// How far a solve may go.
///
/// With one thread, no deadline and no signal, the same program, start and limits give the same values, bit
/// for bit: gaps and work do not look at the clock.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Stop at this moment.
    pub deadline: Option<Instant>,
    /// Stop after this many units of work.
    ///
    /// One unit is one simplex iteration or one finished branch-and-bound node, whichever part of the search
    /// it served (root, cuts, tree, heuristics). The count is looked at between steps, so a run may pass
    /// its budget by the step it was in (a first relaxation, a heuristic), though always by the same amount.
    pub work: Option<u64>,
    /// Stop when incumbent and bound differ by at most this share of the incumbent.
    pub relative_gap: f64,
    /// Stop when incumbent and bound differ by at most this cost.
    pub absolute_gap: f64,
    /// Stop as soon as the bound reaches this cost: enough is known then, whatever the best values cost.
    pub bound_enough: f64,
    /// What costs more than this is of no use and may be left out: a bound above it says no more than that nothing costs less
    /// than it, and a program may be called infeasible because nothing does.
    pub ceiling: f64,
    /// Leave out heuristics that solve programs of their own: for programs with few solutions, where they take most
    /// of the time and find nothing.
    pub proof_only: bool,
    /// Threads the engine may use; more than one gives up reproducibility.
    pub threads: u32,
    /// Seed of the engine's own choices; its lowest 31 bits count.
    pub seed: u32,
}

impl Limits {
    /// A share of the time and work that these limits leave, at most 1.
    pub fn share(&self, share: f64) -> Limits {
        let now = Instant::now();
        let share = share.clamp(0.0, 1.0);
        let until =
            |deadline: Instant| now + deadline.saturating_duration_since(now).mul_f64(share);
        Limits {
            deadline: self.deadline.map(until),
            work: self.work.map(|work| (work as f64 * share) as u64),
            ..self.clone()
        }
    }
}

impl Default for Limits {
    /// To proven optimality on one thread, however long it takes.
    fn default() -> Self {
        Self {
            deadline: None,
            work: None,
            relative_gap: 0.0,
            absolute_gap: 1e-6,
            bound_enough: f64::INFINITY,
            ceiling: f64::INFINITY,
            proof_only: false,
            threads: 1,
            seed: 0,
        }
    }
}

/// A request to stop, shared by whoever may ask and whoever must obey; it cannot be taken back.
#[derive(Clone, Debug, Default)]
pub struct StopSignal {
    stopped: Arc<AtomicBool>,
    /// Whose stop stops this one too.
    above: Option<Box<StopSignal>>,
}

impl StopSignal {
    /// A signal nobody has given yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A signal for a part of the work: it is given when this one is, and can be given alone.
    pub fn part(&self) -> Self {
        StopSignal {
            stopped: Arc::default(),
            above: Some(Box::new(self.clone())),
        }
    }

    /// Asks to stop, soon.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Whether anybody has asked to stop.
    pub fn is_stopped(&self) -> bool {
        let above = || self.above.as_ref().is_some_and(|above| above.is_stopped());
        self.stopped.load(Ordering::Relaxed) || above()
    }
}
