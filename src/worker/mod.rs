//! The workers: they take jobs from the store, do them on threads of their own, and write what came of them.
//!
//! A [`Worker`] leases as many jobs as it has slots. While one is done it says so to the store again and again; a stop
//! that somebody asks for, or a lease that was lost, comes back with the answer and stops the work. [`Worker::drain`]
//! stops all work, keeps the best roster of each solve, and gives back what has none.
//!
//! What is done for a job is a [`Work`] of its kind: [`Solve`] plans a roster.

mod desk;
mod partial;
mod solve;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, broadcast};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::timeout;

use crate::jobs::{Clock, End, Job, JobKind, Terms};
use crate::milp::StopSignal;
use crate::storage::{Store, StoreError};

pub use desk::{Desk, Ending};
pub use partial::{Blamed, blame};
pub use solve::{Solve, SolveRequest};

/// What is done for one kind of job.
#[async_trait]
pub trait Work: Send + Sync {
    /// Does a job and ends its lease with [`Desk::end`].
    ///
    /// # Errors
    /// Whatever the store refuses. The worker then gives the job up, or back to be tried again.
    async fn run(&self, desk: &Desk) -> Result<(), StoreError>;

    /// Looks after what jobs of its kind have left behind that failed, were cancelled or lost their workers.
    ///
    /// Called every [`beat`](WorkerSettings::beat): where nothing is left it costs next to nothing.
    async fn tidy(&self) {}
}

/// How a worker works.
#[derive(Clone, Debug)]
pub struct WorkerSettings {
    /// Its name in leases and in the log.
    pub name: String,
    /// Jobs at a time.
    pub slots: usize,
    /// The terms of its leases.
    pub terms: Terms,
    /// Longest time between two looks at the queue, and between two heartbeats.
    pub beat: Duration,
    /// Longest wait for work that was asked to stop, when the worker must go.
    pub patience: Duration,
}

impl Default for WorkerSettings {
    /// `worker`, one slot, the usual terms, half a second, ten seconds.
    fn default() -> WorkerSettings {
        WorkerSettings {
            name: "worker".to_string(),
            slots: 1,
            terms: Terms::default(),
            beat: Duration::from_millis(500),
            patience: Duration::from_secs(10),
        }
    }
}

/// Leases jobs and does them, until it is drained.
pub struct Worker {
    shared: Arc<Shared>,
    running: JoinHandle<()>,
}

/// What the loop and its jobs share.
struct Shared {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    works: HashMap<JobKind, Arc<dyn Work>>,
    settings: WorkerSettings,
    wake: Arc<Notify>,
    /// Makes every job at hand ask the store at once whether it should end.
    nudge: Notify,
    going: AtomicBool,
    stop: StopSignal,
    events: broadcast::Sender<Arc<Job>>,
}

/// Events that a slow listener may fall behind.
const EVENTS_KEPT: usize = 1_024;

impl Worker {
    /// Starts on the current runtime. `wake` is rung when there is something new in the queue, or a job to cancel; the
    /// worker looks anyway every [`beat`](WorkerSettings::beat).
    pub fn start(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        works: HashMap<JobKind, Arc<dyn Work>>,
        settings: WorkerSettings,
        wake: Arc<Notify>,
    ) -> Worker {
        let (events, _) = broadcast::channel(EVENTS_KEPT);
        let shared = Arc::new(Shared {
            store,
            clock,
            works,
            settings,
            wake,
            nudge: Notify::new(),
            going: AtomicBool::new(false),
            stop: StopSignal::new(),
            events,
        });
        let running = tokio::spawn(work(shared.clone()));
        Worker { shared, running }
    }

    /// Jobs as they are leased, make progress and end, from now on.
    pub fn listen(&self) -> broadcast::Receiver<Arc<Job>> {
        self.shared.events.subscribe()
    }

    /// Takes no more jobs, stops those at hand, and waits until each has kept what it found or was given back.
    pub async fn drain(self) {
        self.shared.going.store(true, Ordering::SeqCst);
        self.shared.stop.stop();
        self.shared.wake.notify_one();
        // It ends by itself; a panic in it has nothing more to lose.
        let _ = self.running.await;
    }
}

impl Shared {
    fn is_going(&self) -> bool {
        self.going.load(Ordering::SeqCst)
    }

    fn tell(&self, job: Job) {
        // Nobody listening is fine.
        let _ = self.events.send(Arc::new(job));
    }
}

/// Sweeps, leases, waits; the jobs run beside it.
async fn work(shared: Arc<Shared>) {
    let settings = &shared.settings;
    let slots = Arc::new(Semaphore::new(settings.slots));
    let mut at_hand = JoinSet::new();
    while !shared.is_going() {
        let now = shared.clock.now();
        // A store that does not answer now may answer later.
        let _ = shared.store.sweep(now, &settings.terms).await;
        for work in shared.works.values() {
            work.tidy().await;
        }
        while let Ok(slot) = slots.clone().try_acquire_owned() {
            let leased = shared.store.lease(&settings.name, now, &settings.terms);
            let Ok(Some(job)) = leased.await else { break };
            shared.tell(job.clone());
            at_hand.spawn(attend(shared.clone(), job, slot));
        }
        while at_hand.try_join_next().is_some() {}
        if timeout(settings.beat, shared.wake.notified()).await.is_ok() {
            shared.nudge.notify_waiters();
        }
    }
    let _ = timeout(settings.patience, at_hand.join_all()).await;
}

/// One job, from its lease to its end.
async fn attend(shared: Arc<Shared>, job: Job, slot: OwnedSemaphorePermit) {
    let desk = Desk::new(shared.clone(), job);
    // A set ends with its owner: no job is said to be alive that nobody does.
    let mut beating = JoinSet::new();
    beating.spawn(beat(desk.clone()));
    let done = match shared.works.get(&desk.job().kind) {
        Some(work) => work.run(&desk).await,
        None => desk.end(Ending::of(End::Failed(NOBODY.to_string()))).await,
    };
    if let Err(error) = done {
        let reason = serde_json::json!({ "code": "store", "why": error.to_string() }).to_string();
        let end = match error {
            // Somebody else's by now.
            StoreError::LeaseLost(_) => None,
            StoreError::NotFound { .. } => Some(End::Failed(reason)),
            _ => Some(End::TryAgain(reason)),
        };
        if let Some(end) = end {
            // If that cannot be written either, the lease runs out.
            let _ = desk.end(Ending::of(end)).await;
        }
    }
    drop(slot);
    shared.wake.notify_one();
}

/// Why a job of a kind without a [`Work`] fails.
const NOBODY: &str = "{\"code\":\"unknown_kind\",\"why\":\"this worker does not do such jobs\"}";

/// Says that the job is alive, until it is aborted or the lease is lost.
async fn beat(desk: Desk) {
    loop {
        desk.wait_a_beat().await;
        if let Err(StoreError::LeaseLost(_)) = desk.heartbeat().await {
            desk.abandon();
            return;
        }
    }
}
