//! Log entries as columns.

use chrono::{DateTime, Utc};

use crate::storage::sql::database::{Columns, Value, maybe};
use crate::storage::{Actor, AuditEntry, AuditRow, StoreError};

pub const AUDIT_COLUMNS: &[&str] = &[
    "number", "at", "role", "actor", "action", "subject", "roster", "hall", "employee", "reason",
    "verdict",
];

pub fn audit_values(number: u64, at: DateTime<Utc>, entry: &AuditEntry) -> Vec<Value> {
    vec![
        number.into(),
        at.into(),
        entry.actor.role.as_str().into(),
        entry.actor.id.as_str().into(),
        entry.action.as_str().into(),
        entry.subject.as_str().into(),
        maybe(entry.roster.as_ref().map(|id| id.as_str())),
        maybe(entry.hall.as_ref().map(|id| id.as_str())),
        maybe(entry.employee.as_ref().map(|id| id.as_str())),
        entry.reason.as_str().into(),
        entry.verdict.as_str().into(),
    ]
}

pub fn audit_row(columns: &mut Columns) -> Result<AuditRow, StoreError> {
    Ok(AuditRow {
        number: columns.count()?,
        at: columns.moment()?,
        entry: AuditEntry {
            actor: Actor {
                role: columns.text()?,
                id: columns.text()?,
            },
            action: columns.text()?,
            subject: columns.text()?,
            roster: columns.maybe_text()?.map(Into::into),
            hall: columns.maybe_text()?.map(Into::into),
            employee: columns.maybe_text()?.map(Into::into),
            reason: columns.text()?,
            verdict: columns.text()?,
        },
    })
}
