//! Jobs in the database: each call reads a job, lets [`jobs`](crate::jobs) say what becomes of it, and writes it back.

use chrono::{DateTime, Utc};

use super::database::{Columns, Fault, Transaction, Value};
use super::rows::{JOB_COLUMNS, job_row, job_values};
use super::table::{not_found, places};
use crate::jobs::{End, Job, NewJob, Progress, Refused, Terms};
use crate::storage::{StoreError, Swept};
use crate::units::JobId;

/// Most jobs and answers that one sweep looks at.
const SWEEP_MAX: u64 = 1_000;

pub async fn enqueue(
    tx: &mut dyn Transaction,
    asked: &NewJob,
    now: DateTime<Utc>,
    position: u64,
    jobs_max: u64,
) -> Result<(), StoreError> {
    let sql = "SELECT COUNT(*) FROM jobs WHERE state IN ('QUEUED', 'RUNNING')".to_string();
    let record = tx.run(sql, Vec::new()).await?.pop();
    let alive = Columns::of("jobs", record.unwrap_or_default()).count()?;
    if alive >= jobs_max {
        return Err(StoreError::TooMuch {
            what: "jobs".to_string(),
            size: alive + 1,
            max: jobs_max,
        });
    }
    let mut values = job_values(&Job::new(asked.clone(), now));
    values.push(position.into());
    let sql = format!(
        "INSERT INTO jobs ({}, position) VALUES ({})",
        JOB_COLUMNS.join(", "),
        places(1, JOB_COLUMNS.len() + 1)
    );
    match tx.run(sql, values).await {
        Err(Fault::Duplicate) => Err(StoreError::AlreadyExists {
            what: "job",
            id: asked.id.to_string(),
        }),
        done => Ok(done.map(|_| ())?),
    }
}

pub async fn cancel(
    tx: &mut dyn Transaction,
    id: &JobId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut job = get(tx, id).await?;
    job.cancel(now).map_err(|why| refused(why, id))?;
    write(tx, &job).await
}

pub async fn end(
    tx: &mut dyn Transaction,
    id: &JobId,
    fence: u64,
    end: &End,
    now: DateTime<Utc>,
    terms: &Terms,
) -> Result<(), StoreError> {
    let mut job = get(tx, id).await?;
    job.end(fence, end.clone(), now, terms)
        .map_err(|why| refused(why, id))?;
    write(tx, &job).await
}

/// Leases the oldest job that may start.
pub async fn lease(
    tx: &mut dyn Transaction,
    worker: &str,
    now: DateTime<Utc>,
    terms: &Terms,
) -> Result<Option<Job>, StoreError> {
    let term = "state = 'QUEUED' AND not_before <= $1 ORDER BY position LIMIT 1";
    let Some(mut job) = some(tx, term, vec![now.into()]).await?.pop() else {
        return Ok(None);
    };
    job.lease(worker, now, terms)
        .map_err(|why| refused(why, &job.id))?;
    write(tx, &job).await?;
    Ok(Some(job))
}

pub async fn heartbeat(
    tx: &mut dyn Transaction,
    id: &JobId,
    fence: u64,
    progress: Option<Progress>,
    now: DateTime<Utc>,
    terms: &Terms,
) -> Result<Job, StoreError> {
    let mut job = get(tx, id).await?;
    job.heartbeat(fence, progress, now, terms)
        .map_err(|why| refused(why, id))?;
    write(tx, &job).await?;
    Ok(job)
}

pub async fn sweep(
    tx: &mut dyn Transaction,
    now: DateTime<Utc>,
    terms: &Terms,
) -> Result<Swept, StoreError> {
    let mut swept = Swept::default();
    let term = "state = 'RUNNING' AND lease_until < $1 ORDER BY position LIMIT $2";
    for mut job in some(tx, term, vec![now.into(), SWEEP_MAX.into()]).await? {
        if job.lapse(now, terms) {
            write(tx, &job).await?;
            swept.lapsed.push(job.id);
        }
    }
    let sql = "DELETE FROM answers WHERE (caller, request_id) IN (
        SELECT caller, request_id FROM answers WHERE expires_at <= $1 LIMIT $2) RETURNING caller";
    let gone = tx.run(sql.to_string(), vec![now.into(), SWEEP_MAX.into()]);
    swept.answers = gone.await?.len() as u64;
    Ok(swept)
}

/// A job by its name.
pub async fn get(tx: &mut dyn Transaction, id: &JobId) -> Result<Job, StoreError> {
    let key: Value = id.as_str().into();
    let found = some(tx, "id = $1", vec![key.clone()]).await?.pop();
    found.ok_or_else(|| not_found("job", &[key]))
}

async fn some(
    tx: &mut dyn Transaction,
    term: &str,
    values: Vec<Value>,
) -> Result<Vec<Job>, StoreError> {
    let sql = format!("SELECT {} FROM jobs WHERE {term}", JOB_COLUMNS.join(", "));
    let records = tx.run(sql, values).await?.into_iter();
    records
        .map(|record| job_row(&mut Columns::of("jobs", record)))
        .collect()
}

async fn write(tx: &mut dyn Transaction, job: &Job) -> Result<(), StoreError> {
    let sets: Vec<String> = (JOB_COLUMNS.iter().enumerate())
        .map(|(at, column)| format!("{column} = ${}", at + 1))
        .collect();
    // The first column is the name.
    let sql = format!("UPDATE jobs SET {} WHERE id = $1", sets.join(", "));
    tx.run(sql, job_values(job)).await?;
    Ok(())
}

fn refused(why: Refused, id: &JobId) -> StoreError {
    match why {
        Refused::LeaseLost | Refused::NotQueued => StoreError::LeaseLost(id.clone()),
        Refused::Ended => StoreError::JobEnded(id.clone()),
    }
}
