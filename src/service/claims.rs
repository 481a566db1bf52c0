//! Staff claim.

use std::sync::Arc;

use tokio::time::timeout;
use uuid::Uuid;

use super::Service;
use super::access::{self, Act};
use super::events::EventKind;
use super::fault::{Fault, Reason};
use super::held::{Alone, Held, Seat};
use super::open_shifts::{StopWhenGone, blocking, instant};
use super::pending::decide_job;
use super::request::{Call, Entry};
use super::shown_claim::{Remembered, outcome};
use super::told::Claim;
use crate::claims::{self, ClaimState, CompEarned, CompLotState, Desk, Effort, ShiftIx, Verdict};
use crate::domain::EmployeeIx;
use crate::milp::StopSignal;
use crate::storage::{Change, ClaimRow, LotRow};
use crate::units::{ClaimId, EmployeeId, LotId, RosterId, ShiftId};

/// How often a decision is made anew when others were faster.
pub(super) const TRIES: usize = 5;

/// A claim in the making.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimAsked {
    /// Of which roster.
    pub roster: RosterId,
    /// Which shift.
    pub shift: ShiftId,
    /// For whom; the caller when `None`.
    pub employee: Option<EmployeeId>,
}

impl Service {
    /// Claims a spot: accepted with a stored witness, declined with its reasons, or pending until a job decides.
    ///
    /// # Errors
    /// A declined claim is an error, with the rules that stand against it.
    pub async fn claim(&self, call: &Call, asked: &ClaimAsked) -> Result<Claim, Fault> {
        let who = access::person(&call.caller, Act::Claim, asked.employee.as_ref())?;
        if let Some(first) = self.answered(call).await? {
            return self.claim_told(&ClaimId(first)).await;
        }
        let seat = self.seat(&asked.roster);
        let held = self.seen(&call.caller, &asked.roster).await?;
        let hall = held.plan.shifts[held.shift(&asked.shift)?.0].hall;
        let mut solving = Some(self.limits.verdict_max);
        for attempt in 0..TRIES {
            let turn = seat.turn(hall).await;
            let mut alone = seat.alone_after(attempt).await;
            let question = self.question(call, asked, &who).await?;
            let mut judged = question.judge(Effort::quick(), StopSignal::new()).await?;
            if judged.0.decision == claims::Decision::Pending
                && let Some(limit) = solving.take()
            {
                // Nobody waits behind a solve, and solves wait for one another: quick answers need the machine too.
                drop(turn);
                alone = None;
                if let Ok(_solving) = timeout(limit, self.solving.lock()).await {
                    let effort = Effort::solving(limit);
                    judged = question.judge(effort, StopSignal::new()).await?;
                }
            }
            let row = self.fresh_row(asked, &question, &who);
            match (self.settle(call, &seat, alone, &question, row, judged)).await {
                // Others were faster: read again, decide again.
                Err(fault) if fault.is_conflict() => {}
                answer => return answer,
            }
        }
        Err(conflict(asked.shift.as_str()))
    }

    async fn question(
        &self,
        call: &Call,
        asked: &ClaimAsked,
        who: &EmployeeId,
    ) -> Result<Question, Fault> {
        let held = self.seen(&call.caller, &asked.roster).await?;
        Ok(Question {
            person: held.employee(who)?,
            at: held.shift(&asked.shift)?,
            now: instant(self.clock.now()),
            held,
        })
    }

    fn fresh_row(&self, asked: &ClaimAsked, question: &Question, who: &EmployeeId) -> ClaimRow {
        let (held, now) = (&question.held, self.clock.now());
        let hall = held.plan.shifts[question.at.0].hall;
        ClaimRow {
            id: ClaimId(Uuid::new_v4().to_string()),
            version: 0,
            roster: asked.roster.clone(),
            hall: held.instance.halls[hall.0].id.as_str().into(),
            shift: asked.shift.clone(),
            spot: None,
            employee: who.clone(),
            state: ClaimState::Pending,
            body: String::new(),
            created_at: now,
            updated_at: now,
        }
    }

    /// Stores the answer to a claim; an accepted one together with its witness.
    ///
    /// # Errors
    /// [`Reason::ChangedMeanwhile`] when others, or the time, have gone on since it was judged: it is to be judged anew.
    pub(super) async fn settle(
        &self,
        call: &Call,
        seat: &Seat,
        alone: Option<Alone<'_>>,
        question: &Question,
        mut row: ClaimRow,
        (mut verdict, nearest): (Verdict, Vec<ShiftIx>),
    ) -> Result<Claim, Fault> {
        let held: &Held = &question.held;
        let fresh = row.version == 0;
        row.state = match &verdict.decision {
            claims::Decision::Accepted => ClaimState::Accepted,
            claims::Decision::Declined(_) => ClaimState::Declined,
            claims::Decision::Pending => ClaimState::Pending,
        };
        let touched = (verdict.completion.as_ref()).map(|found| found.touched.clone());
        let newest = match &touched {
            Some(touched) if !call.validate_only => {
                Some(self.newest(seat, alone, held, touched).await?)
            }
            _ => None,
        };
        row.updated_at = self.clock.now();
        if let Some(newest) = &newest {
            if !verdict.is_in_time(&held.plan, question.now, instant(row.updated_at)) {
                return Err(conflict(row.shift.as_str()));
            }
            verdict = verdict.carried(&held.plan, &newest.held.plan);
        }
        let lot = verdict
            .consequence
            .as_ref()
            .and_then(|follows| follows.comp);
        let lot = lot.map(|comp| lot_row(&row, &comp));
        let remembered = Remembered {
            verdict: Verdict {
                completion: None,
                ..verdict.clone()
            },
            nearest: (nearest.iter())
                .map(|at| held.plan.shifts[at.0].id.as_str().into())
                .collect(),
            lot: lot.as_ref().map(|lot| lot.id.clone()),
        };
        row.body = serde_json::to_string(&remembered).map_err(Fault::broken)?;
        if call.validate_only {
            return outcome(self.told_claim(held, &row).await?);
        }
        let entry = Entry {
            hall: Some(row.hall.clone()),
            employee: Some(row.employee.clone()),
            verdict: row.body.clone(),
            ..Entry::new(action(row.state), claim_name(&row))
        };
        let answer = row.id.0.clone();
        let parts = (newest, touched, &verdict.completion);
        // What comes back is the first answer, should the request have come twice at the same time.
        let first = if let (Some(newest), Some(touched), Some(found)) = parts {
            let plan = claims::award(&newest.held.plan, &verdict).map_err(conflict)?;
            row.spot = Some(found.spot as u32);
            let mut changes = vec![
                Change::Spot(self.spot(&row, Some(&row.employee)).await?),
                Change::Claim(row.clone()),
            ];
            changes.extend(lot.map(Change::Lot));
            self.replace(call, newest, (plan, &touched), changes, entry, answer)
                .await?
        } else {
            let mut changes = vec![Change::Claim(row.clone())];
            let waits = row.state == ClaimState::Pending && fresh;
            if waits {
                changes.push(Change::Enqueue(decide_job(&row)?));
            }
            let done = self.commit(call, &row.roster, Vec::new(), changes, entry, answer);
            let first = done.await?;
            if waits {
                self.work.notify_one();
            }
            first
        };
        self.tell_claim(&row);
        self.claim_told(&ClaimId(first)).await
    }

    pub(super) fn tell_claim(&self, row: &ClaimRow) {
        let kind = EventKind::Claim {
            claim: row.id.clone(),
            shift: row.shift.clone(),
            employee: row.employee.clone(),
        };
        self.tell(&row.roster, kind);
    }
}

/// One claim on the plan as it was looked at.
pub(super) struct Question {
    pub held: Arc<Held>,
    pub person: EmployeeIx,
    pub at: ShiftIx,
    /// Elapsed minutes since the Unix epoch.
    pub now: i64,
}

impl Question {
    /// The answer, and shifts nearby for whoever is declined; given up, it stops.
    pub async fn judge(
        &self,
        effort: Effort,
        stop: StopSignal,
    ) -> Result<(Verdict, Vec<ShiftIx>), Fault> {
        let (held, person, at, now) = (self.held.clone(), self.person, self.at, self.now);
        let _gone = StopWhenGone(stop.clone());
        blocking(move || {
            let desk = Desk::new(&held.ground, &held.plan);
            let verdict = claims::verdict(&desk, person, at, now, &effort, &stop);
            let nearest = match verdict.decision {
                claims::Decision::Declined(_) => claims::nearest(&desk, person, at, now),
                _ => Vec::new(),
            };
            (verdict, nearest)
        })
        .await
    }
}

fn lot_row(claim: &ClaimRow, comp: &CompEarned) -> LotRow {
    LotRow {
        // A lot given back may be earned again by another claim: the name is the claim's.
        id: LotId(format!("{}-{}", claim.employee, claim.id)),
        version: 0,
        employee: claim.employee.clone(),
        roster: Some(claim.roster.clone()),
        claim: Some(claim.id.clone()),
        state: CompLotState::Planned,
        minutes: comp.minutes,
        earned_on: comp.earned,
        due_on: Some(comp.due),
        planned_on: comp.planned,
        body: "{}".to_string(),
    }
}

fn action(state: ClaimState) -> &'static str {
    match state {
        ClaimState::Accepted => "claim.accept",
        ClaimState::Pending => "claim.wait",
        _ => "claim.decline",
    }
}

pub(super) fn claim_name(row: &ClaimRow) -> String {
    format!(
        "rosters/{}/openShifts/{}/claims/{}",
        row.roster, row.shift, row.id
    )
}

/// The plan moved on between verdict and award: decide anew.
pub(super) fn conflict(error: impl std::fmt::Display) -> Fault {
    Fault::new(Reason::ChangedMeanwhile, error.to_string())
}
