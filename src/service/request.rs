//! One call: who, under which request id, against which etag.

use chrono::{DateTime, Utc};

use super::Service;
use super::caller::Caller;
use super::fault::{Fault, Reason};
use crate::storage::{Answer, AuditEntry, Change, Committed, Decision, RequestKey, Touch};
use crate::units::{EmployeeId, HallId, RosterId};

/// An id that a caller gave a request, so that repeating it does nothing twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId {
    /// A UUID.
    pub id: String,
    /// What was asked, digested.
    pub fingerprint: String,
}

/// What every changing call carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Who calls.
    pub caller: Caller,
    /// Its id, if the caller gave one.
    pub request: Option<RequestId>,
    /// Judge, and do nothing.
    pub validate_only: bool,
    /// The etag read; not compared when `None`.
    pub etag: Option<String>,
}

impl Call {
    /// A call without request id and etag.
    pub fn by(caller: Caller) -> Call {
        Call {
            caller,
            request: None,
            validate_only: false,
            etag: None,
        }
    }

    fn key(&self) -> Option<RequestKey> {
        self.request.as_ref().map(|request| RequestKey {
            caller: self.caller.key(),
            request_id: request.id.clone(),
        })
    }

    /// What is remembered under the request id.
    fn answer(&self, body: String, expires_at: DateTime<Utc>) -> Option<Answer> {
        let key = self.key()?;
        let request = self.request.as_ref()?;
        Some(Answer {
            key,
            fingerprint: request.fingerprint.clone(),
            body,
            expires_at,
        })
    }

    /// Whether the etag is the current one.
    pub(super) fn check_etag(&self, current: &str) -> Result<(), Fault> {
        match &self.etag {
            Some(etag) if etag != current => Err(Fault::new(Reason::EtagMismatch, current)),
            _ => Ok(()),
        }
    }
}

/// A line of the log in the making.
pub(super) struct Entry<'a> {
    pub action: &'a str,
    pub subject: String,
    pub hall: Option<HallId>,
    pub employee: Option<EmployeeId>,
    pub reason: String,
    pub verdict: String,
}

impl<'a> Entry<'a> {
    pub fn new(action: &'a str, subject: String) -> Entry<'a> {
        Entry {
            action,
            subject,
            hall: None,
            employee: None,
            reason: String::new(),
            verdict: String::new(),
        }
    }
}

impl Service {
    /// The first answer to this request, if it was answered.
    pub(super) async fn answered(&self, call: &Call) -> Result<Option<String>, Fault> {
        let Some(key) = call.key() else {
            return Ok(None);
        };
        let known = self.store.answer(&key, self.clock.now()).await?;
        let asked = call.request.as_ref().map(|request| &request.fingerprint);
        match known {
            Some(answer) if Some(&answer.fingerprint) != asked => {
                Err(Fault::new(Reason::RequestIdReused, answer.key.request_id))
            }
            known => Ok(known.map(|answer| answer.body)),
        }
    }

    /// Makes a decision; an answer given before comes back as it was.
    pub(super) async fn commit(
        &self,
        call: &Call,
        roster: &RosterId,
        touches: Vec<Touch>,
        changes: Vec<Change>,
        entry: Entry<'_>,
        answer: String,
    ) -> Result<String, Fault> {
        let now = self.clock.now();
        let kept = chrono::Duration::from_std(self.limits.answers_kept)
            .unwrap_or(chrono::Duration::days(1));
        let decision = Decision {
            now,
            touches,
            changes,
            entries: vec![AuditEntry {
                actor: call.caller.actor(),
                action: entry.action.to_string(),
                subject: entry.subject,
                roster: Some(roster.clone()),
                hall: entry.hall,
                employee: entry.employee,
                reason: entry.reason,
                verdict: entry.verdict,
            }],
            answer: call.answer(answer.clone(), now + kept),
        };
        match self.store.commit(decision).await? {
            Committed::Done(_) => Ok(answer),
            Committed::Repeated(first) => Ok(first.body),
        }
    }
}
