//! Staff claim and give back.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Service;
use super::access::{self, Act};
use super::caller::Caller;
use super::events::EventKind;
use super::fault::{BrokenRule, Fault, Reason};
use super::held::Held;
use super::open_shifts::{StopWhenGone, blocking, instant};
use super::request::{Call, Entry};
use super::told::{self, Claim, Effect, VerdictDecision};
use crate::claims::{
    self, ClaimState, CompEarned, CompLotState, Desk, Effort, PublishedPlan, ShiftIx, Touched,
    Verdict,
};
use crate::domain::EmployeeIx;
use crate::jobs::{JobKind, NewJob};
use crate::milp::StopSignal;
use crate::storage::{Change, ClaimFilter, ClaimRow, LotRow, Page, SpotRow, Touch, WitnessRow};
use crate::units::{ClaimId, EmployeeId, JobId, LotId, RosterId, ShiftId};

/// How often a decision is made anew when others were faster.
const TRIES: usize = 5;

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

/// What a claim's row remembers of its answer.
#[derive(Serialize, Deserialize)]
pub(super) struct Remembered {
    /// The whole verdict, without the witness it was proven with: that is stored on its own.
    verdict: Verdict,
    /// Shifts nearby that would have been accepted.
    nearest: Vec<ShiftIx>,
    /// The lot it earns.
    lot: Option<LotId>,
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
        let _turn = seat.queue.lock().await;
        for _ in 1..TRIES {
            match self.claim_once(call, asked, &who).await {
                // Another process was faster: read again, decide again.
                Err(fault) if fault.is_conflict() => seat.put(None),
                answer => return answer,
            }
        }
        self.claim_once(call, asked, &who).await
    }

    /// Gives a claimed spot back, if the rest can be staffed without.
    pub async fn withdraw(&self, call: &Call, id: &ClaimId) -> Result<Claim, Fault> {
        let row = self.own_claim(&call.caller, Act::Claim, id).await?;
        if let Some(first) = self.answered(call).await? {
            return self.claim_told(&ClaimId(first)).await;
        }
        call.check_etag(&row.version.to_string())?;
        let seat = self.seat(&row.roster);
        let _turn = seat.queue.lock().await;
        for _ in 1..TRIES {
            match self.withdraw_once(call, id).await {
                Err(fault) if fault.is_conflict() => seat.put(None),
                answer => return answer,
            }
        }
        self.withdraw_once(call, id).await
    }

    /// A claim of the caller's, or any for HR.
    pub async fn get_claim(&self, caller: &Caller, id: &ClaimId) -> Result<Claim, Fault> {
        let row = self.own_claim(caller, Act::ReadOwn, id).await?;
        self.shown_claim(&row).await
    }

    /// Claims in the order of their arrival: the caller's own; for HR one person's or everybody's.
    pub async fn list_claims(
        &self,
        caller: &Caller,
        roster: &RosterId,
        shift: Option<&ShiftId>,
        employee: Option<&EmployeeId>,
        size: u32,
        token: &str,
    ) -> Result<Page<Claim>, Fault> {
        access::may(caller, Act::ReadOwn)?;
        let employee = match (super::rosters::sees_all(caller), employee) {
            (true, None) => None,
            (_, asked) => Some(access::person(caller, Act::ReadOwn, asked)?),
        };
        self.seen(caller, roster).await?;
        let filter = ClaimFilter {
            roster: Some(roster.clone()),
            shift: shift.cloned(),
            employee,
            ..ClaimFilter::default()
        };
        let page = self.store.claims(&filter, &self.page(size, token)).await?;
        let mut rows = Vec::new();
        for row in &page.rows {
            rows.push(self.shown_claim(row).await?);
        }
        Ok(Page {
            rows,
            next: page.next,
        })
    }

    async fn claim_once(
        &self,
        call: &Call,
        asked: &ClaimAsked,
        who: &EmployeeId,
    ) -> Result<Claim, Fault> {
        let held = self.seen(&call.caller, &asked.roster).await?;
        let (person, at) = (held.employee(who)?, held.shift(&asked.shift)?);
        let now = self.clock.now();
        let limit = self.limits.verdict_max;
        let judged = judge(&held, person, at, instant(now), limit).await?;
        let shift = &held.plan.shifts[at.0];
        let row = ClaimRow {
            id: ClaimId(Uuid::new_v4().to_string()),
            version: 0,
            roster: asked.roster.clone(),
            hall: held.instance.halls[shift.hall.0].id.as_str().into(),
            shift: asked.shift.clone(),
            spot: None,
            employee: who.clone(),
            state: ClaimState::Pending,
            body: String::new(),
            created_at: now,
            updated_at: now,
        };
        self.settle(call, &held, row, judged).await
    }

    /// Decides a pending claim with all the time that a solve may take.
    ///
    /// # Errors
    /// When it is still not proven, or others were faster: then the job comes again.
    pub(super) async fn decide_pending(&self, id: &ClaimId) -> Result<(), Fault> {
        let row = self.store.claim(id).await?;
        if row.state != ClaimState::Pending {
            return Ok(());
        }
        let held = self.held(&row.roster).await?;
        let (person, at) = (held.employee(&row.employee)?, held.shift(&row.shift)?);
        let now = instant(self.clock.now());
        // Others may go on claiming meanwhile; what they changed is found out below.
        let judged = judge(&held, person, at, now, self.limits.decide_max).await?;
        if judged.0.decision == claims::Decision::Pending {
            return Err(Fault::new(Reason::TimeOver, id.as_str()));
        }
        let seat = self.seat(&row.roster);
        let _turn = seat.queue.lock().await;
        if self.held(&row.roster).await?.plan.version != held.plan.version {
            return Err(Fault::new(Reason::ChangedMeanwhile, id.as_str()));
        }
        let call = Call::by(Caller::staff(row.employee.as_str()));
        match self.settle(&call, &held, row, judged).await {
            Err(fault) if fault.reason.kind() != super::Kind::Precondition => Err(fault),
            // A declined claim is an answer too.
            _ => Ok(()),
        }
    }

    /// Stores the answer to a claim; an accepted one together with its witness.
    async fn settle(
        &self,
        call: &Call,
        held: &Held,
        mut row: ClaimRow,
        (verdict, nearest): (Verdict, Vec<ShiftIx>),
    ) -> Result<Claim, Fault> {
        let now = self.clock.now();
        let fresh = row.version == 0;
        row.state = match &verdict.decision {
            claims::Decision::Accepted => ClaimState::Accepted,
            claims::Decision::Declined(_) => ClaimState::Declined,
            claims::Decision::Pending => ClaimState::Pending,
        };
        row.updated_at = now;
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
            nearest,
            lot: lot.as_ref().map(|lot| lot.id.clone()),
        };
        row.body = serde_json::to_string(&remembered).map_err(Fault::broken)?;
        if call.validate_only {
            return outcome(told_claim(held, &row, instant(now))?);
        }
        let entry = Entry {
            hall: Some(row.hall.clone()),
            employee: Some(row.employee.clone()),
            verdict: row.body.clone(),
            ..Entry::new(action(row.state), claim_name(&row))
        };
        let answer = row.id.0.clone();
        if let (Some(completion), ClaimState::Accepted) = (&verdict.completion, row.state) {
            let plan = claims::award(&held.plan, &verdict).map_err(conflict)?;
            row.spot = Some(completion.spot as u32);
            let next = self.next(held, call, plan, &completion.touched);
            let mut changes = vec![
                Change::Spot(self.spot(&row, Some(&row.employee)).await?),
                Change::Claim(row.clone()),
            ];
            changes.extend(lot.map(Change::Lot));
            self.replace(next, changes, entry, answer.clone()).await?;
        } else {
            let mut changes = vec![Change::Claim(row.clone())];
            if row.state == ClaimState::Pending && fresh {
                changes.push(Change::Enqueue(decide_job(&row.roster, &row.id)));
            }
            self.commit(call, &row.roster, Vec::new(), changes, entry, answer)
                .await?;
            self.work.notify_one();
        }
        self.tell_claim(&row);
        self.claim_told(&row.id).await
    }

    async fn withdraw_once(&self, call: &Call, id: &ClaimId) -> Result<Claim, Fault> {
        let mut row = self.store.claim(id).await?;
        let held = self.held(&row.roster).await?;
        let now = self.clock.now();
        let entry = Entry {
            hall: Some(row.hall.clone()),
            employee: Some(row.employee.clone()),
            ..Entry::new("claim.withdraw", claim_name(&row))
        };
        let before = row.state;
        row.state = ClaimState::Withdrawn;
        row.updated_at = now;
        match before {
            // Nothing was granted: it simply ends.
            ClaimState::Pending if call.validate_only => {}
            ClaimState::Pending => {
                let changes = vec![Change::Claim(row.clone())];
                self.commit(call, &row.roster, Vec::new(), changes, entry, id.0.clone())
                    .await?;
            }
            ClaimState::Accepted => {
                let (person, at) = (held.employee(&row.employee)?, held.shift(&row.shift)?);
                let moment = instant(now);
                let limits = self.limits;
                let judged = held.clone();
                let stop = StopSignal::new();
                let _gone = StopWhenGone(stop.clone());
                let answer = blocking(move || {
                    let desk = Desk::new(&judged.ground, &judged.plan);
                    let effort = Effort::solving(limits.verdict_max);
                    claims::withdrawal(&desk, person, at, moment, &effort, &stop)
                });
                let answer = answer.await?;
                let Some(completion) = answer
                    .completion
                    .as_ref()
                    .filter(|_| answer.decision == claims::Decision::Accepted)
                else {
                    return Err(withdrawal_refused(&held, &answer));
                };
                if !call.validate_only {
                    let plan = claims::give_back(&held.plan, &answer).map_err(conflict)?;
                    let next = self.next(&held, call, plan, &completion.touched);
                    let mut changes = vec![
                        Change::Claim(row.clone()),
                        Change::Spot(self.spot(&row, None).await?),
                    ];
                    changes.extend(self.void_lot(&row).await?);
                    self.replace(next, changes, entry, id.0.clone()).await?;
                }
            }
            other => return Err(Fault::new(Reason::WrongState, other.name())),
        }
        if call.validate_only {
            return told_claim(&held, &row, instant(now));
        }
        self.tell_claim(&row);
        self.claim_told(id).await
    }

    /// The lot of a claim that is given back is void.
    pub(super) async fn void_lot(&self, row: &ClaimRow) -> Result<Option<Change>, Fault> {
        let remembered = remembered(row)?;
        let Some(id) = remembered.lot else {
            return Ok(None);
        };
        let filter = crate::storage::LotFilter {
            employee: Some(row.employee.clone()),
            roster: Some(row.roster.clone()),
            states: vec![CompLotState::Planned],
        };
        let lots = self.store.lots(&filter, &self.page(200, "")).await?;
        let lot = lots.rows.into_iter().find(|lot| lot.id == id);
        Ok(lot.map(|mut lot| {
            lot.state = CompLotState::Void;
            Change::Lot(lot)
        }))
    }

    /// The row of the spot of a claim, held by somebody or free again.
    async fn spot(&self, claim: &ClaimRow, holder: Option<&EmployeeId>) -> Result<SpotRow, Fault> {
        let stored = self.store.shift(&claim.roster, &claim.shift).await?;
        let spots = stored.spots.into_iter();
        let mut spots = spots.filter(|spot| Some(spot.number) == claim.spot);
        let spot = spots
            .next()
            .ok_or_else(|| Fault::broken("a spot that is not stored"))?;
        Ok(SpotRow {
            holder: holder.cloned(),
            ..spot
        })
    }

    pub(super) fn next<'a>(
        &self,
        held: &Held,
        call: &'a Call,
        plan: PublishedPlan,
        touched: &Touched,
    ) -> Next<'a> {
        let touches = held.touches(touched);
        Next {
            held: held.after(plan, &touches),
            call,
            touches,
        }
    }

    /// Stores a new plan together with what brought it about, and keeps it at hand.
    pub(super) async fn replace(
        &self,
        next: Next<'_>,
        mut changes: Vec<Change>,
        entry: Entry<'_>,
        answer: String,
    ) -> Result<(), Fault> {
        let roster = next.held.row.id.clone();
        let witness = witness_row(&roster, &next.held.plan, self.clock.now())?;
        changes.push(Change::Witness(witness));
        let done = self.commit(
            next.call,
            &roster,
            next.touches,
            changes,
            entry,
            answer.clone(),
        );
        let seat = self.seat(&roster);
        match done.await {
            // Somebody answered the same request a moment ago: what is at hand may be old.
            Ok(first) if first != answer => seat.put(None),
            Ok(_) => seat.put(Some(std::sync::Arc::new(next.held))),
            Err(fault) => {
                seat.put(None);
                return Err(fault);
            }
        }
        Ok(())
    }

    async fn own_claim(&self, caller: &Caller, act: Act, id: &ClaimId) -> Result<ClaimRow, Fault> {
        access::may(caller, act)?;
        let row = self.store.claim(id).await?;
        access::person(caller, act, Some(&row.employee))?;
        access::in_halls(caller, std::slice::from_ref(&row.hall))?;
        Ok(row)
    }

    /// A claim as its claimant reads it; a declined one as the error it is.
    pub(super) async fn claim_told(&self, id: &ClaimId) -> Result<Claim, Fault> {
        let row = self.store.claim(id).await?;
        outcome(self.shown_claim(&row).await?)
    }

    pub(super) async fn shown_claim(&self, row: &ClaimRow) -> Result<Claim, Fault> {
        let held = self.held(&row.roster).await?;
        told_claim(&held, row, instant(self.clock.now()))
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

/// A plan about to be stored.
pub(super) struct Next<'a> {
    pub held: Held,
    call: &'a Call,
    touches: Vec<Touch>,
}

/// The row of a plan of a whole roster.
pub(super) fn witness_row(
    roster: &RosterId,
    plan: &PublishedPlan,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<WitnessRow, Fault> {
    Ok(WitnessRow {
        roster: roster.clone(),
        hall: None,
        version: plan.version,
        body: serde_json::to_string(plan).map_err(Fault::broken)?,
        created_at: now,
    })
}

/// Quick ways first, then a solve as long as a caller may wait.
async fn judge(
    held: &std::sync::Arc<Held>,
    person: EmployeeIx,
    at: ShiftIx,
    now: i64,
    limit: Duration,
) -> Result<(Verdict, Vec<ShiftIx>), Fault> {
    let held = held.clone();
    let stop = StopSignal::new();
    let _gone = StopWhenGone(stop.clone());
    blocking(move || {
        let desk = Desk::new(&held.ground, &held.plan);
        let quick = claims::verdict(&desk, person, at, now, &Effort::quick(), &stop);
        let verdict = match quick.decision {
            claims::Decision::Pending => {
                claims::verdict(&desk, person, at, now, &Effort::solving(limit), &stop)
            }
            _ => quick,
        };
        let nearest = match verdict.decision {
            claims::Decision::Declined(_) => {
                claims::nearest(&desk, person, at, now, &Effort::quick())
            }
            _ => Vec::new(),
        };
        (verdict, nearest)
    })
    .await
}

fn decide_job(roster: &RosterId, claim: &ClaimId) -> NewJob {
    NewJob {
        id: JobId(Uuid::new_v4().to_string()),
        kind: JobKind::DecideClaim,
        roster: Some(roster.clone()),
        request: serde_json::json!({ "claim": claim }).to_string(),
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

fn claim_name(row: &ClaimRow) -> String {
    format!(
        "rosters/{}/openShifts/{}/claims/{}",
        row.roster, row.shift, row.id
    )
}

/// The plan moved on between verdict and award: decide anew.
fn conflict(error: impl std::fmt::Display) -> Fault {
    Fault::new(Reason::ChangedMeanwhile, error.to_string())
}

fn remembered(row: &ClaimRow) -> Result<Remembered, Fault> {
    serde_json::from_str(&row.body).map_err(Fault::broken)
}

fn told_claim(held: &Held, row: &ClaimRow, now: i64) -> Result<Claim, Fault> {
    let remembered = remembered(row)?;
    let at = held.shift(&row.shift)?;
    let shift = &held.plan.shifts[at.0];
    let answer = remembered.verdict.for_staff(remembered.nearest);
    Ok(Claim {
        id: row.id.clone(),
        employee: row.employee.clone(),
        state: row.state,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        verdict: told::verdict(&held.instance, &held.plan, &answer),
        shift: told::open_shift(&row.roster, &held.instance, &held.plan.terms, shift, now),
    })
}

/// A declined claim is an error with its reasons.
fn outcome(claim: Claim) -> Result<Claim, Fault> {
    let reason = match (claim.state, claim.verdict.decision) {
        (ClaimState::Declined, VerdictDecision::Refused) => Reason::ClaimRefused,
        (ClaimState::Declined, VerdictDecision::AgainstRule) => Reason::ClaimAgainstRule,
        (ClaimState::Declined, VerdictDecision::TooDear) => Reason::ClaimTooDear,
        (ClaimState::Declined, _) => Reason::ClaimBreaksPlan,
        _ => return Ok(claim),
    };
    let rules = claim.verdict.rules.into_iter();
    Err(Fault {
        rules: rules
            .filter(|rule| rule.effect == Effect::Forbids)
            .map(broken)
            .collect(),
        nearest: claim.verdict.nearest,
        ..Fault::new(reason, claim.shift.id.as_str())
    })
}

fn broken(rule: told::RuleWord) -> BrokenRule {
    BrokenRule {
        rule: rule.rule,
        article: rule.article,
        en: rule.text.en,
        zh: rule.text.zh,
    }
}

fn withdrawal_refused(held: &Held, answer: &claims::Withdrawal) -> Fault {
    let verdict = Verdict {
        plan_version: answer.plan_version,
        employee: answer.employee,
        shift: answer.shift,
        decision: answer.decision.clone(),
        rules: Vec::new(),
        consequence: None,
        completion: None,
    };
    let words = told::verdict(&held.instance, &held.plan, &verdict.for_staff(Vec::new()));
    Fault {
        rules: words.rules.into_iter().map(broken).collect(),
        ..Fault::new(Reason::WithdrawalRefused, "")
    }
}
