//! Jobs as columns.

use crate::jobs::{Job, JobKind, JobState, Lease};
use crate::storage::StoreError;
use crate::storage::sql::database::{Columns, Value, maybe, maybe_moment};

pub const JOB_COLUMNS: &[&str] = &[
    "id",
    "kind",
    "roster",
    "request",
    "state",
    "not_before",
    "worker",
    "lease_until",
    "attempts",
    "fence",
    "cancel_asked",
    "progress",
    "result",
    "created_at",
    "started_at",
    "ended_at",
];

pub fn job_values(job: &Job) -> Vec<Value> {
    let (not_before, lease) = match &job.state {
        JobState::Queued { not_before } => (Some(*not_before), None),
        JobState::Running(lease) => (None, Some(lease)),
        JobState::Succeeded | JobState::Failed | JobState::Cancelled => (None, None),
    };
    let progress = job.progress.as_ref();
    // Numbers that are no numbers cannot be written as JSON; such progress is not kept.
    let progress = progress.and_then(|progress| serde_json::to_string(progress).ok());
    vec![
        job.id.as_str().into(),
        job.kind.name().into(),
        maybe(job.roster.as_ref().map(|id| id.as_str())),
        job.request.as_str().into(),
        job.state.name().into(),
        maybe_moment(not_before),
        maybe(lease.map(|lease| lease.worker.as_str())),
        maybe_moment(lease.map(|lease| lease.until)),
        u64::from(job.attempts).into(),
        job.fence.into(),
        job.cancel_asked.into(),
        maybe(progress.as_deref()),
        maybe(job.result.as_deref()),
        job.created_at.into(),
        maybe_moment(job.started_at),
        maybe_moment(job.ended_at),
    ]
}

pub fn job_row(columns: &mut Columns) -> Result<Job, StoreError> {
    let id = columns.text()?.into();
    let kind = columns.word(JobKind::named)?;
    let roster = columns.maybe_text()?.map(Into::into);
    let request = columns.text()?;
    let state = columns.text()?;
    let not_before = columns.maybe_moment()?;
    let lease = columns.maybe_text()?.zip(columns.maybe_moment()?);
    let state = match (state.as_str(), not_before, lease) {
        ("QUEUED", Some(not_before), None) => JobState::Queued { not_before },
        ("RUNNING", None, Some((worker, until))) => JobState::Running(Lease { worker, until }),
        ("SUCCEEDED", None, None) => JobState::Succeeded,
        ("FAILED", None, None) => JobState::Failed,
        ("CANCELLED", None, None) => JobState::Cancelled,
        _ => return Err(columns.damaged()),
    };
    Ok(Job {
        id,
        kind,
        roster,
        request,
        state,
        attempts: u32::try_from(columns.int()?).map_err(|_| columns.damaged())?,
        fence: columns.count()?,
        cancel_asked: columns.flag()?,
        progress: columns
            .maybe_text()?
            .and_then(|text| serde_json::from_str(&text).ok()),
        result: columns.maybe_text()?,
        created_at: columns.moment()?,
        started_at: columns.maybe_moment()?,
        ended_at: columns.maybe_moment()?,
    })
}
