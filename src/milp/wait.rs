//! The caller's side of a run: start the engine's thread, pass on news, do not wait for ever.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use super::check::Fault;
use super::engine::{self, Ending, Verdict};
use super::outcome::{Incumbent, Limit, Progress};
use super::program::Shape;
use super::watch::{Gauge, Message, Watch};
use super::{Limits, StopSignal};

/// The engine recurses in places; threads made by Rust are given less room than a process's first one.
const STACK_BYTES: usize = 32 << 20;

/// Shortest time between two calls of the progress callback.
const PACE: Duration = Duration::from_millis(250);

/// How long the engine may take to end after the signal or the deadline, before it is left alone.
///
/// It asks for the signal between its steps only, and one step (a relaxation of half a million terms) can
/// take minutes. Left alone, it ends at its next step and nobody hears of it.
const GRACE: Duration = Duration::from_millis(500);

/// Runs the engine on a thread of its own, until it ends or must be left alone.
pub(super) fn in_engine(
    shape: &Arc<Shape>,
    start: Option<&[f64]>,
    limits: &Limits,
    stop: &StopSignal,
    began: Instant,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Verdict, Fault> {
    let gauge = Arc::new(Gauge::new());
    let (sender, messages) = mpsc::channel();
    let watch = Watch::new(Arc::clone(&gauge), sender, stop, limits);
    let (engine_shape, engine_limits) = (Arc::clone(shape), limits.clone());
    let start = start.map(<[f64]>::to_vec);
    let engine = thread::Builder::new()
        .name("milp".to_owned())
        .stack_size(STACK_BYTES)
        .spawn(move || {
            let verdict = engine::optimise(&engine_shape, start.as_deref(), &engine_limits, &watch);
            // Nobody listening any more is no reason to fail.
            let _ = watch.messages.send(Message::Finished(verdict));
        })
        .map_err(|error| Fault::Engine(format!("no thread: {error}")))?;
    let line = Line {
        shape,
        gauge: &gauge,
        messages: &messages,
        limits,
        stop,
        began,
    };
    match line.listen(progress) {
        Heard::Verdict(verdict) => {
            // Its last message is sent; this only waits for the thread to be gone.
            let _ = engine.join();
            verdict
        }
        Heard::Nothing(limit, best) => Ok(Verdict {
            ending: Ending::Limit(limit),
            values: best.map(|best| best.values),
            bound: gauge.bound(),
            closed: false,
            nodes: gauge.nodes(),
            lp_iterations: gauge.lp_iterations(),
        }),
    }
}

enum Heard {
    Verdict(Result<Verdict, Fault>),
    /// Left alone because of this limit, with the best values told before.
    Nothing(Limit, Option<Incumbent>),
}

struct Line<'a> {
    shape: &'a Shape,
    gauge: &'a Gauge,
    messages: &'a Receiver<Message>,
    limits: &'a Limits,
    stop: &'a StopSignal,
    began: Instant,
}

impl Line<'_> {
    fn listen(&self, progress: &mut dyn FnMut(Progress<'_>)) -> Heard {
        let _guard = LeftAlone(self.gauge);
        let mut best: Option<Incumbent> = None;
        let (mut new, mut told_bound) = (false, f64::NEG_INFINITY);
        let mut next = self.began;
        let mut late_since = None;
        loop {
            let wait = next.saturating_duration_since(Instant::now());
            let mut heard = None;
            match self
                .messages
                .recv_timeout(wait.max(Duration::from_millis(1)))
            {
                Ok(Message::Incumbent(values)) => {
                    best = Some(Incumbent::priced(self.shape, values));
                    new = true;
                }
                Ok(Message::Finished(verdict)) => heard = Some(Heard::Verdict(verdict)),
                Err(RecvTimeoutError::Timeout) => (),
                Err(RecvTimeoutError::Disconnected) => {
                    let broken = Fault::Engine("it broke down".to_owned());
                    return Heard::Verdict(Err(broken));
                }
            }
            let now = Instant::now();
            if heard.is_none() && now < next {
                continue;
            }
            next = now + PACE;
            let bound = self.gauge.bound();
            if new || bound > told_bound {
                progress(Progress {
                    objective: best.as_ref().map(|best| best.objective),
                    bound,
                    seconds: self.began.elapsed().as_secs_f64(),
                    incumbent: best.as_ref().filter(|_| new),
                });
                (new, told_bound) = (false, bound);
            }
            if let Some(heard) = heard {
                return heard;
            }
            if let Some(limit) = self.over() {
                let since = *late_since.get_or_insert(now);
                if now >= since + GRACE {
                    return Heard::Nothing(limit, best);
                }
            }
        }
    }

    fn over(&self) -> Option<Limit> {
        if self.stop.is_stopped() {
            return Some(Limit::Signal);
        }
        let late = self
            .limits
            .deadline
            .is_some_and(|deadline| Instant::now() >= deadline);
        late.then_some(Limit::Time)
    }
}

/// Tells the engine to end whenever the caller stops listening, a panic of its callback included.
struct LeftAlone<'a>(&'a Gauge);

impl Drop for LeftAlone<'_> {
    fn drop(&mut self) {
        self.0.abandon();
    }
}
