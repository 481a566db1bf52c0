//! What a store looks at before it touches the database: sizes, counts, names.

use std::collections::BTreeSet;

use super::{Change, Decision, StoreError, StoreLimits};
use crate::jobs::End;

/// Whether a decision is one the store takes at all.
pub fn decision(decision: &Decision, limits: &StoreLimits) -> Result<(), StoreError> {
    let counts = [
        ("changes", decision.changes.len()),
        ("touches", decision.touches.len()),
        ("log entries", decision.entries.len()),
    ];
    for (what, count) in counts {
        at_most(what, count, limits.changes_max)?;
    }
    if decision.entries.is_empty() {
        return Err(invalid(
            "decision",
            "nothing is written without a log entry",
        ));
    }
    let mut subjects = BTreeSet::new();
    for touch in &decision.touches {
        if !subjects.insert(&touch.subject) {
            return Err(invalid(
                "decision",
                "it touches somebody or some hall twice",
            ));
        }
        name(touch.subject.what(), touch.subject.id(), limits)?;
    }
    for entry in &decision.entries {
        let words = [
            &entry.actor.role,
            &entry.actor.id,
            &entry.action,
            &entry.subject,
        ];
        for word in words {
            text("log entry", word, limits.id_bytes_max * 4)?;
        }
        text("log entry", &entry.reason, limits.body_bytes_max)?;
        text("log entry", &entry.verdict, limits.body_bytes_max)?;
    }
    if let Some(answer) = &decision.answer {
        name("caller", &answer.key.caller, limits)?;
        name("request id", &answer.key.request_id, limits)?;
        name("fingerprint", &answer.fingerprint, limits)?;
        text("answer", &answer.body, limits.body_bytes_max)?;
    }
    decision
        .changes
        .iter()
        .try_for_each(|one| change(one, limits))
}

fn change(change: &Change, limits: &StoreLimits) -> Result<(), StoreError> {
    let (names, bodies) = parts(change);
    for one in names {
        name("name", one, limits)?;
    }
    for one in bodies {
        text("body", one, limits.body_bytes_max)?;
    }
    Ok(())
}

/// Names and long texts of a change.
fn parts(change: &Change) -> (Vec<&str>, Vec<&str>) {
    match change {
        Change::Instance(row) => (vec![&row.sha256], vec![&row.body]),
        Change::Roster(row) => {
            let halls = row.halls.iter().map(|hall| hall.as_str());
            let previous = row.previous.iter().map(|id| id.as_str());
            let names = [row.id.as_str(), &row.instance_sha256];
            let names = names.into_iter().chain(halls).chain(previous).collect();
            (names, vec![&row.title, &row.body])
        }
        Change::DeleteRoster(id, _) => (vec![id.as_str()], vec![]),
        Change::Plan(row) => (vec![row.roster.as_str()], vec![&row.body]),
        Change::Witness(row) => {
            let hall = row.hall.iter().map(|hall| hall.as_str());
            (hall.chain([row.roster.as_str()]).collect(), vec![&row.body])
        }
        Change::Shift(row) => {
            let names = vec![row.roster.as_str(), row.id.as_str(), row.hall.as_str()];
            (names, vec![&row.body])
        }
        Change::Spot(row) => {
            let holder = row.holder.iter().map(|id| id.as_str());
            let names = [row.roster.as_str(), row.shift.as_str()];
            (holder.chain(names).collect(), vec![])
        }
        Change::Claim(row) => {
            let names = vec![row.id.as_str(), row.employee.as_str()];
            (names, vec![&row.body])
        }
        Change::Lot(row) => (
            vec![row.id.as_str(), row.employee.as_str()],
            vec![&row.body],
        ),
        Change::Pin(row) | Change::Unpin(row) => {
            let duty = row.duty.iter();
            let duty = duty.flat_map(|(hall, template)| [hall.as_str(), template.as_str()]);
            let names = [row.roster.as_str(), row.employee.as_str()];
            (duty.chain(names).collect(), vec![])
        }
        Change::Enqueue(job) => (vec![job.id.as_str()], vec![&job.request]),
        Change::CancelJob(id) => (vec![id.as_str()], vec![]),
        Change::EndJob { id, end, .. } => {
            let result = match end {
                End::Succeeded(text) | End::Failed(text) | End::TryAgain(text) => Some(text),
                End::Cancelled(text) => text.as_ref(),
                End::Released => None,
            };
            let bodies = result.iter().map(|text| text.as_str()).collect();
            (vec![id.as_str()], bodies)
        }
    }
}

fn name(what: &str, text: &str, limits: &StoreLimits) -> Result<(), StoreError> {
    if text.is_empty() || text.chars().any(char::is_control) {
        return Err(invalid(
            what,
            "a name has no control characters and is not empty",
        ));
    }
    at_most(what, text.len(), limits.id_bytes_max)
}

fn text(what: &str, text: &str, bytes_max: usize) -> Result<(), StoreError> {
    // Not every database takes it, and nobody means it.
    if text.contains('\0') {
        return Err(invalid(what, "it holds a zero byte"));
    }
    at_most(what, text.len(), bytes_max)
}

fn at_most(what: &str, size: usize, max: usize) -> Result<(), StoreError> {
    if size > max {
        return Err(StoreError::TooMuch {
            what: what.to_string(),
            size: size as u64,
            max: max as u64,
        });
    }
    Ok(())
}

fn invalid(what: &str, why: &str) -> StoreError {
    StoreError::Invalid {
        what: what.to_string(),
        why: why.to_string(),
    }
}
