//! The one who writes: takes what waits, makes it in one transaction, answers when it has reached the disk.
//!
//! Reaching the disk takes milliseconds, whatever is written; so decisions that come at the same time share the way.
//! Each is made behind a savepoint: one that fails leaves no trace and does not disturb the others. Decisions are made
//! in the order in which they came.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use tokio::sync::{mpsc, oneshot};

use super::database::{Database, Transaction};
use super::{decide, lease};
use crate::jobs::{Job, Progress, Terms};
use crate::storage::{Committed, Decision, StoreError, StoreLimits, Swept};
use crate::units::JobId;

/// Most writes that wait; whoever comes later waits to wait.
const WAITING_MAX: usize = 1_024;

/// Most writes of one transaction.
const TOGETHER_MAX: usize = 64;

/// Something to write.
pub enum Write {
    Decide(Box<Decision>),
    Lease {
        worker: String,
        now: DateTime<Utc>,
        terms: Terms,
    },
    Heartbeat {
        job: JobId,
        fence: u64,
        progress: Option<Progress>,
        now: DateTime<Utc>,
        terms: Terms,
    },
    Sweep {
        now: DateTime<Utc>,
        terms: Terms,
    },
}

/// What came of it.
pub enum Written {
    Decided(Committed),
    Leased(Option<Job>),
    Beaten(Job),
    Swept(Swept),
}

struct Asked {
    write: Write,
    answer: oneshot::Sender<Result<Written, StoreError>>,
}

/// The way to the writer.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::Sender<Asked>,
}

impl Writer {
    /// Starts writing on the current runtime, until the last way to it is dropped.
    pub fn start(database: Arc<dyn Database>, limits: StoreLimits) -> Writer {
        let (queue, asked) = mpsc::channel(WAITING_MAX);
        tokio::spawn(run(database, limits, asked));
        Writer { queue }
    }

    /// Writes. Whoever stops waiting for the answer does not undo what was asked.
    pub async fn write(&self, write: Write) -> Result<Written, StoreError> {
        let gone = || StoreError::Unavailable("the store is closed".to_string());
        let (answer, answered) = oneshot::channel();
        let asked = Asked { write, answer };
        self.queue.send(asked).await.map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }
}

async fn run(database: Arc<dyn Database>, limits: StoreLimits, mut asked: mpsc::Receiver<Asked>) {
    let mut together = Vec::new();
    while asked.recv_many(&mut together, TOGETHER_MAX).await > 0 {
        let (writes, answers): (Vec<Write>, Vec<_>) = together
            .drain(..)
            .map(|one| (one.write, one.answer))
            .unzip();
        let results = match write_all(database.as_ref(), &writes, &limits).await {
            Ok(results) => results,
            Err(error) => writes.iter().map(|_| Err(error.clone())).collect(),
        };
        for (answer, result) in answers.into_iter().zip(results) {
            // Nobody may be waiting any more.
            let _ = answer.send(result);
        }
    }
}

/// Makes all writes in one transaction; what fails alone is told alone.
async fn write_all(
    database: &dyn Database,
    writes: &[Write],
    limits: &StoreLimits,
) -> Result<Vec<Result<Written, StoreError>>, StoreError> {
    let mut tx = database.write().await?;
    let mut results = Vec::with_capacity(writes.len());
    for write in writes {
        match make_alone(tx.as_mut(), write, limits).await {
            Ok(result) => results.push(result),
            Err(lost) => {
                tx.roll_back().await;
                return Err(lost);
            }
        }
    }
    tx.commit().await?;
    Ok(results)
}

/// Makes one write behind a savepoint; an error means that the whole transaction is lost.
async fn make_alone(
    tx: &mut dyn Transaction,
    write: &Write,
    limits: &StoreLimits,
) -> Result<Result<Written, StoreError>, StoreError> {
    tx.script("SAVEPOINT one").await?;
    let result = make(tx, write, limits).await;
    if result.as_ref().map_or(true, Written::changes_nothing)
        && let Err(lost) = tx.script("ROLLBACK TO one").await
    {
        // The database gave up the whole transaction; the reason is in the write that failed.
        return Err(result.err().unwrap_or(lost.into()));
    }
    tx.script("RELEASE one").await?;
    Ok(result)
}

impl Written {
    /// Whether there is nothing to keep: a repeated request must not leave a hole in the log's numbers.
    fn changes_nothing(&self) -> bool {
        matches!(
            self,
            Written::Decided(Committed::Repeated(_)) | Written::Leased(None)
        )
    }
}

async fn make(
    tx: &mut dyn Transaction,
    write: &Write,
    limits: &StoreLimits,
) -> Result<Written, StoreError> {
    match write {
        Write::Decide(decision) => {
            let committed = decide::decide(tx, decision, limits).await?;
            Ok(Written::Decided(committed))
        }
        Write::Lease { worker, now, terms } => {
            let leased = lease::lease(tx, worker, *now, terms).await?;
            Ok(Written::Leased(leased))
        }
        Write::Heartbeat {
            job,
            fence,
            progress,
            now,
            terms,
        } => {
            let beaten = lease::heartbeat(tx, job, *fence, progress.clone(), *now, terms).await?;
            Ok(Written::Beaten(beaten))
        }
        Write::Sweep { now, terms } => Ok(Written::Swept(lease::sweep(tx, *now, terms).await?)),
    }
}
