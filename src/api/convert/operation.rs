//! Jobs as long-running operations.

use prost::Message;
use prost_reflect::prost_types::Any;

use super::{roster, timestamp};
use crate::claims::Why;
use crate::formats::proto::{self, longrunning, rpc};
use crate::jobs::JobState;
use crate::service::{Fault, Mended, Operation, Reason, RosterShown};

/// An operation; `shown` is its roster once it has ended well.
pub fn operation(
    operation: &Operation,
    shown: Option<&RosterShown>,
) -> Result<longrunning::Operation, Fault> {
    use longrunning::operation::Result as Outcome;
    let job = &operation.job;
    let result = match (&job.state, shown) {
        (JobState::Queued { .. } | JobState::Running(_), _) => None,
        (JobState::Succeeded | JobState::Cancelled, Some(shown)) if shown.plan.is_some() => {
            Some(Outcome::Response(response(shown)?))
        }
        (JobState::Cancelled, _) => Some(Outcome::Error(error(&Fault::new(
            Reason::OperationCancelled,
            job.id.as_str(),
        )))),
        (JobState::Succeeded, _) => Some(Outcome::Error(error(&Fault::new(
            Reason::RosterNotFound,
            operation.roster().map_or("", |roster| roster.as_str()),
        )))),
        (JobState::Failed, _) => Some(Outcome::Error(error(&operation.failure()))),
    };
    Ok(longrunning::Operation {
        name: format!("operations/{}", job.id),
        metadata: Some(packed("paiban.v1.SolveMetadata", &metadata(operation))),
        done: !operation.is_alive(),
        result,
    })
}

/// What a solve has reached.
pub fn metadata(operation: &Operation) -> proto::SolveMetadata {
    use proto::solve_metadata::State;
    let job = &operation.job;
    let progress = job.progress.as_ref();
    proto::SolveMetadata {
        roster: operation
            .roster()
            .map_or_else(String::new, |roster| format!("rosters/{roster}")),
        state: match job.state {
            JobState::Queued { .. } => State::Queued,
            JobState::Running(_) => State::Running,
            JobState::Succeeded => State::Succeeded,
            JobState::Failed => State::Failed,
            JobState::Cancelled => State::Cancelled,
        }
        .into(),
        create_time: Some(timestamp(job.created_at)),
        end_time: job.ended_at.map(timestamp),
        seconds: progress.map_or(0.0, |progress| progress.seconds),
        cost_cents: progress
            .and_then(|progress| progress.cost)
            .map(|cost| cost.0),
        bound_cents: progress
            .and_then(|progress| progress.bound)
            .map(|bound| bound.0),
        relative_gap: progress.and_then(|progress| progress.relative_gap),
        coverage: progress.and_then(|progress| progress.coverage),
        stage: progress.map_or_else(String::new, |progress| progress.stage.clone()),
        attempts: i32::try_from(job.attempts).unwrap_or(i32::MAX),
        reoptimization: operation.mended().as_ref().map(mended),
    }
}

fn mended(mended: &Mended) -> proto::Reoptimization {
    use proto::r#move::Reason;
    let id = |shift: &Option<crate::units::ShiftId>| {
        shift
            .as_ref()
            .map_or_else(String::new, |shift| shift.0.clone())
    };
    proto::Reoptimization {
        moves: (mended.moves.iter())
            .map(|moved| proto::Move {
                employee: moved.employee.0.clone(),
                date: moved.date.to_string(),
                from_shift: id(&moved.from),
                to_shift: id(&moved.to),
                reason: match moved.why {
                    Why::Absent => Reason::Absent,
                    Why::Released => Reason::Released,
                    Why::Pinned => Reason::Pinned,
                    Why::Cover => Reason::Cover,
                }
                .into(),
            })
            .collect(),
        cost_change_cents: mended.cost_change.0,
        uncovered: (mended.uncovered.iter())
            .map(|hours| proto::UncoveredHours {
                gap: Some(proto::CoverageGap {
                    hall: hours.hall.clone(),
                    queue: hours.queue.clone(),
                    date: hours.date.to_string(),
                    start: hours.start.clone(),
                    end: hours.end.clone(),
                    heads_missing: i32::try_from(hours.missing).unwrap_or(i32::MAX),
                    ..proto::CoverageGap::default()
                }),
                call: hours.call.iter().map(|who| who.0.clone()).collect(),
            })
            .collect(),
        notices: mended.notices.iter().map(roster::blamed).collect(),
        late_pay: (mended.late_pay.iter())
            .map(|owed| proto::LatePay {
                employee: owed.employee.0.clone(),
                minutes: owed.minutes.0,
                factor_percent: owed.factor_percent,
                amount_cents: owed.amount.map(|amount| amount.0),
            })
            .collect(),
    }
}

fn response(shown: &RosterShown) -> Result<Any, Fault> {
    let told = roster::roster(shown, roster::View::Plan)?;
    Ok(packed("paiban.v1.Roster", &told))
}

fn error(fault: &Fault) -> rpc::Status {
    let status = crate::api::status::status(fault, crate::api::status::Language::English);
    // The details of a status are the encoded status itself.
    rpc::Status::decode(status.details()).unwrap_or_else(|_| rpc::Status {
        code: status.code().into(),
        message: status.message().to_string(),
        details: Vec::new(),
    })
}

/// A message with its type.
pub fn packed(name: &str, message: &impl Message) -> Any {
    Any {
        type_url: format!("type.googleapis.com/{name}"),
        value: message.encode_to_vec(),
    }
}
