//! Staff give claimed shifts back.

use std::sync::Arc;

use super::Service;
use super::access::Act;
use super::claims::{TRIES, claim_name, conflict};
use super::fault::{Fault, Reason};
use super::held::{Alone, Held, Seat};
use super::open_shifts::{StopWhenGone, blocking, instant};
use super::pages::all;
use super::request::{Call, Entry};
use super::shown_claim::{broken, remembered};
use super::told::{self, Claim};
use crate::claims::{self, ClaimState, CompLotState, Desk, Effort, Verdict};
use crate::milp::StopSignal;
use crate::storage::{Change, ClaimRow, LotFilter};
use crate::units::ClaimId;

impl Service {
    /// Gives a claimed spot back, if the rest can be staffed without.
    pub async fn withdraw(&self, call: &Call, id: &ClaimId) -> Result<Claim, Fault> {
        let row = self.own_claim(&call.caller, Act::Claim, id).await?;
        if let Some(first) = self.answered(call).await? {
            return self.claim_told(&ClaimId(first)).await;
        }
        call.check_etag(&row.version.to_string())?;
        let seat = self.seat(&row.roster);
        for attempt in 0..TRIES {
            let alone = seat.alone_after(attempt).await;
            match self.withdraw_once(call, id, &seat, alone).await {
                Err(fault) if fault.is_conflict() => {}
                answer => return answer,
            }
        }
        Err(conflict(id.as_str()))
    }

    async fn withdraw_once(
        &self,
        call: &Call,
        id: &ClaimId,
        seat: &Seat,
        alone: Option<Alone<'_>>,
    ) -> Result<Claim, Fault> {
        let mut row = self.store.claim(id).await?;
        let held = self.held(&row.roster).await?;
        let entry = Entry {
            hall: Some(row.hall.clone()),
            employee: Some(row.employee.clone()),
            ..Entry::new("claim.withdraw", claim_name(&row))
        };
        let before = row.state;
        row.state = ClaimState::Withdrawn;
        row.updated_at = self.clock.now();
        match before {
            // Nothing was granted: it simply ends.
            ClaimState::Pending if call.validate_only => {}
            ClaimState::Pending => {
                let changes = vec![Change::Claim(row.clone())];
                self.commit(call, &row.roster, Vec::new(), changes, entry, id.0.clone())
                    .await?;
            }
            ClaimState::Accepted => {
                let judged_at = instant(self.clock.now());
                let answer = self.judge_withdrawal(&held, &row, judged_at).await?;
                let accepted = answer.decision == claims::Decision::Accepted;
                let Some(found) = answer.completion.as_ref().filter(|_| accepted) else {
                    return Err(withdrawal_refused(&held, &answer));
                };
                if !call.validate_only {
                    let touched = found.touched.clone();
                    let newest = self.newest(seat, alone, &held, &touched).await?;
                    row.updated_at = self.clock.now();
                    if !answer.is_in_time(&held.plan, judged_at, instant(row.updated_at)) {
                        return Err(conflict(id.as_str()));
                    }
                    let answer = answer.carried(&held.plan, &newest.held.plan);
                    let plan = claims::give_back(&newest.held.plan, &answer).map_err(conflict)?;
                    let mut changes = vec![
                        Change::Claim(row.clone()),
                        Change::Spot(self.spot(&row, None).await?),
                    ];
                    changes.extend(self.void_lot(&row).await?);
                    self.replace(call, newest, (plan, &touched), changes, entry, id.0.clone())
                        .await?;
                }
            }
            other => return Err(Fault::new(Reason::WrongState, other.name())),
        }
        if call.validate_only {
            return self.told_claim(&held, &row).await;
        }
        self.tell_claim(&row);
        self.claim_told(id).await
    }

    async fn judge_withdrawal(
        &self,
        held: &Arc<Held>,
        row: &ClaimRow,
        now: i64,
    ) -> Result<claims::Withdrawal, Fault> {
        let (person, at) = (held.employee(&row.employee)?, held.shift(&row.shift)?);
        let stop = StopSignal::new();
        let _gone = StopWhenGone(stop.clone());
        let (judged, effort) = (held.clone(), Effort::solving(self.limits.verdict_max));
        blocking(move || {
            let desk = Desk::new(&judged.ground, &judged.plan);
            claims::withdrawal(&desk, person, at, now, &effort, &stop)
        })
        .await
    }

    /// The lot of a claim that is given back is void.
    pub(super) async fn void_lot(&self, row: &ClaimRow) -> Result<Option<Change>, Fault> {
        let remembered = remembered(row)?;
        let Some(id) = remembered.lot else {
            return Ok(None);
        };
        let filter = &LotFilter {
            employee: Some(row.employee.clone()),
            roster: Some(row.roster.clone()),
            states: vec![CompLotState::Planned],
        };
        let lots = all(|page| async move { self.store.lots(filter, &page).await }).await?;
        let lot = lots.into_iter().find(|lot| lot.id == id);
        Ok(lot.map(|mut lot| {
            lot.state = CompLotState::Void;
            Change::Lot(lot)
        }))
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
    let words = told::verdict(&held.instance, &verdict.for_staff());
    Fault {
        rules: words.rules.into_iter().map(broken).collect(),
        ..Fault::new(Reason::WithdrawalRefused, "")
    }
}
