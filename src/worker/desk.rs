//! Where one job is done: its lease, its stop signal, its progress, its end.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::Shared;
use crate::jobs::{End, Job, Progress};
use crate::milp::StopSignal;
use crate::storage::{Actor, AuditEntry, Change, Decision, Store, StoreError, Touch};

/// What a [`Work`](super::Work) has at hand.
#[derive(Clone)]
pub struct Desk {
    inner: Arc<Inner>,
}

struct Inner {
    shared: Arc<Shared>,
    /// As it was leased.
    job: Job,
    stop: StopSignal,
    cancelled: AtomicBool,
    progress: Mutex<Option<Progress>>,
}

/// How a job ends, and what is written with it in the same decision.
#[derive(Clone, Debug)]
pub struct Ending {
    /// How the lease ends.
    pub end: End,
    /// People and halls concerned.
    pub touches: Vec<Touch>,
    /// What else is written.
    pub changes: Vec<Change>,
    /// Log entries besides the one about the job.
    pub entries: Vec<AuditEntry>,
}

impl Ending {
    /// An end that writes nothing else.
    pub fn of(end: End) -> Ending {
        Ending {
            end,
            touches: Vec::new(),
            changes: Vec::new(),
            entries: Vec::new(),
        }
    }
}

impl Desk {
    pub(super) fn new(shared: Arc<Shared>, job: Job) -> Desk {
        let stop = shared.stop.part();
        let inner = Inner {
            shared,
            job,
            stop,
            cancelled: AtomicBool::new(false),
            progress: Mutex::new(None),
        };
        Desk {
            inner: Arc::new(inner),
        }
    }

    /// The job as it was leased.
    pub fn job(&self) -> &Job {
        &self.inner.job
    }

    /// Where everything is.
    pub fn store(&self) -> &dyn Store {
        self.inner.shared.store.as_ref()
    }

    /// This moment.
    pub fn now(&self) -> DateTime<Utc> {
        self.inner.shared.clock.now()
    }

    /// Given when the job is cancelled, when its lease is lost, and when the worker must go.
    pub fn stop(&self) -> &StopSignal {
        &self.inner.stop
    }

    /// How a job ends that was stopped before anything came of it; `None` while nobody asked for that.
    pub fn given_up(&self) -> Option<End> {
        if self.is_cancelled() {
            Some(End::Cancelled(None))
        } else {
            self.is_draining().then_some(End::Released)
        }
    }

    /// Whether somebody asked for the job to end.
    pub fn is_cancelled(&self) -> bool {
        self.inner.cancelled.load(Ordering::SeqCst)
    }

    /// Whether the worker must go.
    fn is_draining(&self) -> bool {
        self.inner.shared.is_going()
    }

    /// Tells how far the work is: to listeners at once, to the store with the next heartbeat.
    pub fn report(&self, progress: Progress) {
        let told = Job {
            progress: Some(progress.clone()),
            ..self.inner.job.clone()
        };
        *self.progress() = Some(progress);
        self.inner.shared.tell(told);
    }

    /// Does something that takes long on a thread of its own; `None` when it panicked.
    pub async fn apart<T: Send + 'static>(
        &self,
        long: impl FnOnce(&Desk) -> T + Send + 'static,
    ) -> Option<T> {
        let (answer, answered) = oneshot::channel();
        let desk = self.clone();
        let name = format!("job {}", self.inner.job.id);
        std::thread::Builder::new()
            .name(name)
            .spawn(move || {
                // The one who asked may be gone.
                let _ = answer.send(long(&desk));
            })
            .ok()?;
        answered.await.ok()
    }

    /// Ends the lease, and writes the rest in the same decision.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] when the job is somebody else's by now, [`StoreError::Conflict`] when something it
    /// writes has moved on: nothing is written then, and the lease stands.
    pub async fn end(&self, ending: Ending) -> Result<(), StoreError> {
        let job = &self.inner.job;
        let mut changes = ending.changes;
        changes.push(Change::EndJob {
            id: job.id.clone(),
            fence: job.fence,
            end: ending.end.clone(),
            terms: self.inner.shared.settings.terms,
        });
        let mut entries = ending.entries;
        entries.push(self.entry(&ending.end));
        // So that what was known at the end stays with the job; the end itself matters more.
        if let Err(lost @ StoreError::LeaseLost(_)) = self.heartbeat().await {
            return Err(lost);
        }
        let decision = Decision {
            now: self.now(),
            touches: ending.touches,
            changes,
            entries,
            answer: None,
        };
        self.store().commit(decision).await?;
        if let Ok(job) = self.store().job(&job.id).await {
            self.inner.shared.tell(job);
        }
        Ok(())
    }

    /// Until the next heartbeat is due, or somebody wants it now.
    pub(super) async fn wait_a_beat(&self) {
        let shared = &self.inner.shared;
        let _ = timeout(shared.settings.beat, shared.nudge.notified()).await;
    }

    /// Says that the job is alive and how far it is; hears whether it should end.
    pub(super) async fn heartbeat(&self) -> Result<(), StoreError> {
        let job = &self.inner.job;
        let progress = self.progress().clone();
        let terms = &self.inner.shared.settings.terms;
        let beaten = self
            .store()
            .heartbeat(&job.id, job.fence, progress, self.now(), terms)
            .await?;
        if beaten.cancel_asked {
            self.inner.cancelled.store(true, Ordering::SeqCst);
            self.abandon();
        }
        Ok(())
    }

    /// Stops the work of this job.
    pub(super) fn abandon(&self) {
        self.inner.stop.stop();
    }

    fn progress(&self) -> std::sync::MutexGuard<'_, Option<Progress>> {
        let progress = &self.inner.progress;
        progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who does the job, for the log.
    pub fn actor(&self) -> Actor {
        Actor {
            role: "worker".to_string(),
            id: self.inner.shared.settings.name.clone(),
        }
    }

    fn entry(&self, end: &End) -> AuditEntry {
        let job = &self.inner.job;
        let (action, why) = match end {
            End::Succeeded(_) => ("job.succeed", ""),
            End::Failed(why) => ("job.fail", why.as_str()),
            End::TryAgain(why) => ("job.try_again", why.as_str()),
            End::Cancelled(_) => ("job.cancel", ""),
            End::Released => ("job.release", ""),
        };
        AuditEntry {
            actor: self.actor(),
            action: action.to_string(),
            subject: format!("operations/{}", job.id),
            roster: job.roster.clone(),
            hall: None,
            employee: None,
            reason: String::new(),
            verdict: why.to_string(),
        }
    }
}
