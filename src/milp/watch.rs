//! What the engine's thread and the caller's tell each other.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::sync::mpsc::Sender;

use super::check::Fault;
use super::engine::Verdict;
use super::outcome::Limit;
use super::{Limits, StopSignal};

/// What the engine's thread sends.
#[derive(Debug)]
pub(super) enum Message {
    /// Better values than any before.
    Incumbent(Vec<f64>),
    /// The last message.
    Finished(Result<Verdict, Fault>),
}

/// Gauges written by the engine's thread and read by the caller's, and one word back.
#[derive(Debug)]
pub(super) struct Gauge {
    bound: AtomicU64,
    nodes: AtomicU64,
    lp_iterations: AtomicU64,
    ended_by: AtomicU8,
    abandoned: AtomicBool,
}

const BY_NOTHING: u8 = 0;
const BY_WORK: u8 = 1;
const BY_SIGNAL: u8 = 2;
const BY_BOUND: u8 = 3;

impl Gauge {
    pub fn new() -> Self {
        Self {
            bound: AtomicU64::new(f64::NEG_INFINITY.to_bits()),
            nodes: AtomicU64::new(0),
            lp_iterations: AtomicU64::new(0),
            ended_by: AtomicU8::new(BY_NOTHING),
            abandoned: AtomicBool::new(false),
        }
    }

    pub fn bound(&self) -> f64 {
        f64::from_bits(self.bound.load(Ordering::Relaxed))
    }

    pub fn set_bound(&self, bound: f64) {
        self.bound.store(bound.to_bits(), Ordering::Relaxed);
    }

    pub fn nodes(&self) -> u64 {
        self.nodes.load(Ordering::Relaxed)
    }

    pub fn lp_iterations(&self) -> u64 {
        self.lp_iterations.load(Ordering::Relaxed)
    }

    /// Which of our own limits interrupted the engine, if one did.
    pub fn ended_by(&self) -> Option<Limit> {
        match self.ended_by.load(Ordering::Relaxed) {
            BY_WORK => Some(Limit::Work),
            BY_SIGNAL => Some(Limit::Signal),
            BY_BOUND => Some(Limit::Bound),
            _ => None,
        }
    }

    /// Tells the engine that nobody waits any more.
    pub fn abandon(&self) {
        self.abandoned.store(true, Ordering::Relaxed);
    }
}

/// The engine's end of the line: asked at every step, told of every incumbent.
///
/// The engine may call from any of its threads, so everything in here is atomic or a channel, and nothing
/// waits.
#[derive(Debug)]
pub(super) struct Watch {
    pub gauge: Arc<Gauge>,
    pub messages: Sender<Message>,
    stop: StopSignal,
    work: Option<u64>,
    bound_enough: f64,
}

impl Watch {
    pub fn new(
        gauge: Arc<Gauge>,
        messages: Sender<Message>,
        stop: &StopSignal,
        limits: &Limits,
    ) -> Self {
        Self {
            gauge,
            messages,
            stop: stop.clone(),
            work: limits.work,
            bound_enough: limits.bound_enough,
        }
    }

    /// Whether the engine must stop now; `nodes` and `lp_iterations` are totals.
    pub fn must_stop(&self, nodes: u64, lp_iterations: u64) -> bool {
        let gauge = &self.gauge;
        gauge.nodes.store(nodes, Ordering::Relaxed);
        gauge.lp_iterations.store(lp_iterations, Ordering::Relaxed);
        let reason = if self.stop.is_stopped() || gauge.abandoned.load(Ordering::Relaxed) {
            BY_SIGNAL
        } else if self.work.is_some_and(|work| nodes + lp_iterations >= work) {
            BY_WORK
        } else if gauge.bound() >= self.bound_enough {
            BY_BOUND
        } else {
            return false;
        };
        gauge.ended_by.store(reason, Ordering::Relaxed);
        true
    }
}
