//! Claims that wait for a proof: a job decides each, and one whose job is no more expires.

use std::collections::HashSet;
use std::time::Instant;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Service;
use super::caller::Caller;
use super::claims::{Question, claim_name, conflict};
use super::fault::{Fault, Reason};
use super::open_shifts::instant;
use super::pages::all;
use super::request::Call;
use crate::claims::{self, ClaimState, Effort};
use crate::jobs::{JobKind, NewJob};
use crate::milp::StopSignal;
use crate::storage::{
    Actor, AuditEntry, Change, ClaimFilter, ClaimRow, Decision, JobFilter, StoreError,
};
use crate::units::{ClaimId, JobId};

/// How often a job tries to decide its claim, every second time alone: an even number, so that whoever is overtaken is tried
/// alone before the job gives up.
const PROOFS: usize = 6;

/// What such a job is asked.
#[derive(Serialize, Deserialize)]
pub(super) struct DecideRequest {
    pub claim: ClaimId,
}

/// The job that decides a claim.
pub(super) fn decide_job(row: &ClaimRow) -> Result<NewJob, Fault> {
    let request = DecideRequest {
        claim: row.id.clone(),
    };
    Ok(NewJob {
        id: JobId(Uuid::new_v4().to_string()),
        kind: JobKind::DecideClaim,
        roster: Some(row.roster.clone()),
        request: serde_json::to_string(&request).map_err(Fault::broken)?,
    })
}

impl Service {
    /// Decides a pending claim, all tries together within the time that such a solve may take, or until `stop` is given.
    ///
    /// # Errors
    /// When it is still not proven, or others were faster: then the job comes again.
    pub(super) async fn decide_pending(
        &self,
        id: &ClaimId,
        stop: &StopSignal,
    ) -> Result<(), Fault> {
        let row = self.store.claim(id).await?;
        let seat = self.seat(&row.roster);
        let call = Call::by(Caller::staff(row.employee.as_str()));
        let deadline = Instant::now() + self.limits.decide_max;
        for attempt in 0..PROOFS {
            let row = self.store.claim(id).await?;
            if row.state != ClaimState::Pending {
                return Ok(());
            }
            // Others go on claiming meanwhile; what they changed is found out when it is stored. Whoever was overtaken so is
            // tried once with the time that others may wait, and then beside them again.
            let alone = seat.alone_after(attempt % 2).await;
            let left = deadline.saturating_duration_since(Instant::now());
            let limit = match alone {
                None => left,
                Some(_) => left.min(self.limits.verdict_max),
            };
            let held = self.held(&row.roster).await?;
            let question = Question {
                person: held.employee(&row.employee)?,
                at: held.shift(&row.shift)?,
                now: instant(self.clock.now()),
                held,
            };
            let judged = question.judge(Effort::solving(limit), stop.part()).await?;
            match (&judged.0.decision, &alone) {
                (claims::Decision::Pending, None) => {
                    return Err(Fault::new(Reason::TimeOver, id.as_str()));
                }
                (claims::Decision::Pending, Some(_)) => continue,
                _ => {}
            }
            match (self.settle(&call, &seat, alone, &question, row, judged)).await {
                Err(fault) if fault.is_conflict() => {}
                Err(fault) if fault.reason.kind() != super::Kind::Precondition => {
                    return Err(fault);
                }
                // A declined claim is an answer too.
                _ => return Ok(()),
            }
        }
        Err(conflict(id.as_str()))
    }

    /// Pending claims expire when their job was cancelled or has failed for good: nobody decides them any more.
    pub(super) async fn expire_undecided(&self) -> Result<(), Fault> {
        let pending = &ClaimFilter {
            states: vec![ClaimState::Pending],
            ..ClaimFilter::default()
        };
        let rows = all(|page| async move { self.store.claims(pending, &page).await }).await?;
        if rows.is_empty() {
            return Ok(());
        }
        // Read after the claims: a claim is stored together with its job.
        let alive = &JobFilter {
            alive: true,
            ..JobFilter::default()
        };
        let jobs = all(|page| async move { self.store.jobs(alive, &page).await }).await?;
        let deciding = jobs.iter().filter(|job| job.kind == JobKind::DecideClaim);
        let decided: HashSet<ClaimId> = deciding
            .filter_map(|job| serde_json::from_str(&job.request).ok())
            .map(|asked: DecideRequest| asked.claim)
            .collect();
        for row in rows.into_iter().filter(|row| !decided.contains(&row.id)) {
            self.expire(row).await?;
        }
        Ok(())
    }

    async fn expire(&self, mut row: ClaimRow) -> Result<(), Fault> {
        let now = self.clock.now();
        row.state = ClaimState::Expired;
        row.updated_at = now;
        let entry = AuditEntry {
            actor: Actor {
                role: "worker".to_string(),
                id: String::new(),
            },
            action: "claim.expire".to_string(),
            subject: claim_name(&row),
            roster: Some(row.roster.clone()),
            hall: Some(row.hall.clone()),
            employee: Some(row.employee.clone()),
            reason: String::new(),
            verdict: String::new(),
        };
        let decision = Decision {
            now,
            touches: Vec::new(),
            changes: vec![Change::Claim(row.clone())],
            entries: vec![entry],
            answer: None,
        };
        match self.store.commit(decision).await {
            // It was decided or given back just now.
            Err(StoreError::Conflict { .. }) => Ok(()),
            Err(other) => Err(other.into()),
            Ok(_) => {
                self.tell_claim(&row);
                Ok(())
            }
        }
    }
}
