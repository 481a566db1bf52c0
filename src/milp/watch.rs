//! What the running engine and the waiting caller tell each other.

use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use super::outcome::{Incumbent, Limit, Progress};
use super::program::Shape;
use super::{Limits, StopSignal};

/// Shortest time between two calls of the progress callback.
const PACE: Duration = Duration::from_millis(250);

/// Gauges written by the engine's thread and read by the caller's.
#[derive(Debug)]
pub(super) struct Gauge {
    bound: AtomicU64,
    lp_iterations: AtomicU64,
    ended_by: AtomicU8,
    abandoned: AtomicBool,
}

const BY_NOTHING: u8 = 0;
const BY_WORK: u8 = 1;
const BY_SIGNAL: u8 = 2;

impl Gauge {
    pub fn new() -> Self {
        Self {
            bound: AtomicU64::new(f64::NEG_INFINITY.to_bits()),
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

    pub fn lp_iterations(&self) -> u64 {
        self.lp_iterations.load(Ordering::Relaxed)
    }

    /// Which of our own limits interrupted the engine, if one did.
    pub fn ended_by(&self) -> Option<Limit> {
        match self.ended_by.load(Ordering::Relaxed) {
            BY_WORK => Some(Limit::Work),
            BY_SIGNAL => Some(Limit::Signal),
            _ => None,
        }
    }
}

/// The engine's end of the line: asked at every step, told of every incumbent.
///
/// The engine may call from any of its threads, so everything in here is atomic or a channel, and nothing
/// waits.
#[derive(Clone, Debug)]
pub(super) struct Watch<'a> {
    pub gauge: &'a Gauge,
    pub stop: &'a StopSignal,
    pub work: Option<u64>,
    pub incumbents: Sender<Vec<f64>>,
}

impl<'a> Watch<'a> {
    pub fn new(
        gauge: &'a Gauge,
        stop: &'a StopSignal,
        limits: &Limits,
        incumbents: Sender<Vec<f64>>,
    ) -> Self {
        Self {
            gauge,
            stop,
            work: limits.work,
            incumbents,
        }
    }

    /// Whether the engine must stop now; `nodes` and `lp_iterations` are totals.
    pub fn must_stop(&self, nodes: u64, lp_iterations: u64) -> bool {
        self.gauge
            .lp_iterations
            .store(lp_iterations, Ordering::Relaxed);
        let reason = if self.stop.is_stopped() || self.gauge.abandoned.load(Ordering::Relaxed) {
            BY_SIGNAL
        } else if self.work.is_some_and(|work| nodes + lp_iterations >= work) {
            BY_WORK
        } else {
            return false;
        };
        self.gauge.ended_by.store(reason, Ordering::Relaxed);
        true
    }
}

/// Calls `progress` in the caller's own time until the engine hangs up.
pub(super) fn relay(
    shape: &Shape,
    gauge: &Gauge,
    incumbents: &Receiver<Vec<f64>>,
    began: Instant,
    progress: &mut dyn FnMut(Progress<'_>),
) {
    let _guard = AbandonOnPanic(gauge);
    let mut objective = None;
    let mut told_bound = f64::NEG_INFINITY;
    let mut news: Option<Incumbent> = None;
    let mut next = began;
    loop {
        let wait = next.saturating_duration_since(Instant::now());
        let running = match incumbents.recv_timeout(wait.max(Duration::from_millis(1))) {
            Ok(values) => {
                news = Some(Incumbent::priced(shape, values));
                true
            }
            Err(RecvTimeoutError::Timeout) => true,
            Err(RecvTimeoutError::Disconnected) => false,
        };
        if running && Instant::now() < next {
            continue;
        }
        let bound = gauge.bound();
        if news.is_some() || bound > told_bound {
            objective = news.as_ref().map(|best| best.objective).or(objective);
            told_bound = bound;
            progress(Progress {
                objective,
                bound,
                seconds: began.elapsed().as_secs_f64(),
                incumbent: news.as_ref(),
            });
            news = None;
        }
        if !running {
            return;
        }
        next = Instant::now() + PACE;
    }
}

/// Ends the engine when the caller's callback panics; the panic would otherwise wait for the last proof.
struct AbandonOnPanic<'a>(&'a Gauge);

impl Drop for AbandonOnPanic<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.abandoned.store(true, Ordering::Relaxed);
        }
    }
}
