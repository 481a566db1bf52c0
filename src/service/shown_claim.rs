//! Claims as their claimants read them.

use serde::{Deserialize, Serialize};

use super::Service;
use super::access::{self, Act};
use super::caller::Caller;
use super::fault::{BrokenRule, Fault, Reason};
use super::held::Held;
use super::open_shifts::instant;
use super::pages::all;
use super::told::{self, Claim, Effect, VerdictDecision};
use crate::claims::{ClaimState, Verdict};
use crate::storage::{ClaimFilter, ClaimRow, Page};
use crate::units::{ClaimId, EmployeeId, LotId, RosterId, ShiftId};

/// What a claim's row remembers of its answer.
#[derive(Serialize, Deserialize)]
pub(super) struct Remembered {
    /// The whole verdict, without the witness it was proven with: that is stored on its own.
    pub verdict: Verdict,
    /// Shifts nearby that would have been accepted, by name: another publication has other positions.
    pub nearest: Vec<ShiftId>,
    /// The lot it earns.
    pub lot: Option<LotId>,
}

impl Service {
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

    /// The state of a claim, for somebody who watches.
    pub async fn claim_state(
        &self,
        caller: &Caller,
        id: &ClaimId,
    ) -> Result<(ClaimId, ClaimState), Fault> {
        let row = self.own_claim(caller, Act::ReadOwn, id).await?;
        Ok((row.id, row.state))
    }

    /// The states of every claim of a roster, for HR who watches.
    pub async fn claim_states(
        &self,
        caller: &Caller,
        roster: &RosterId,
    ) -> Result<Vec<(ClaimId, ClaimState)>, Fault> {
        let row = self.store.roster(roster).await?;
        access::may_with(caller, Act::ReadLog, &row)?;
        let filter = &ClaimFilter {
            roster: Some(roster.clone()),
            ..ClaimFilter::default()
        };
        let rows = all(|page| async move { self.store.claims(filter, &page).await }).await?;
        Ok(rows.into_iter().map(|row| (row.id, row.state)).collect())
    }

    /// Every claim that the caller may see, for somebody who watches.
    pub async fn watched_claims(
        &self,
        caller: &Caller,
        roster: &RosterId,
    ) -> Result<Vec<Claim>, Fault> {
        let mut claims = Vec::new();
        let mut token = String::new();
        loop {
            let size = self.limits.page_max;
            let page = self.list_claims(caller, roster, None, None, size, &token);
            let page = page.await?;
            claims.extend(page.rows);
            token = page.next;
            if token.is_empty() {
                return Ok(claims);
            }
        }
    }

    pub(super) async fn own_claim(
        &self,
        caller: &Caller,
        act: Act,
        id: &ClaimId,
    ) -> Result<ClaimRow, Fault> {
        access::may(caller, act)?;
        let row = self.store.claim(id).await?;
        access::person(caller, act, Some(&row.employee))?;
        // What happens to a claim can move people of every hall of its roster.
        let roster = self.store.roster(&row.roster).await?;
        access::in_halls(caller, &roster.halls)?;
        Ok(row)
    }

    /// A claim as its claimant reads it; a declined one as the error it is.
    pub(super) async fn claim_told(&self, id: &ClaimId) -> Result<Claim, Fault> {
        let row = self.store.claim(id).await?;
        outcome(self.shown_claim(&row).await?)
    }

    pub(super) async fn shown_claim(&self, row: &ClaimRow) -> Result<Claim, Fault> {
        let held = self.held(&row.roster).await?;
        self.told_claim(&held, row).await
    }

    /// A claim beside the plan as it stands. What an earlier publication listed and this one does not is told as
    /// cancelled, or left out of the shifts nearby.
    pub(super) async fn told_claim(&self, held: &Held, row: &ClaimRow) -> Result<Claim, Fault> {
        let mut remembered = remembered(row)?;
        let answer = remembered.verdict.for_staff();
        remembered
            .nearest
            .retain(|id| held.plan.find(id.as_str()).is_some());
        let shift = match held.plan.find(row.shift.as_str()) {
            Some(at) => told::open_shift(
                &row.roster,
                &held.instance,
                &held.plan.terms,
                &held.plan.shifts[at.0],
                instant(self.clock.now()),
            ),
            None => {
                let stored = self.store.shift(&row.roster, &row.shift).await?;
                told::gone_shift(&held.instance, &stored.shift)
            }
        };
        Ok(Claim {
            id: row.id.clone(),
            employee: row.employee.clone(),
            state: row.state,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            verdict: told::Verdict {
                nearest: remembered.nearest,
                ..told::verdict(&held.instance, &answer)
            },
            shift,
        })
    }
}

pub(super) fn remembered(row: &ClaimRow) -> Result<Remembered, Fault> {
    serde_json::from_str(&row.body).map_err(|error| Fault::unreadable(row.id.as_str(), error))
}

/// A declined claim is an error with its reasons.
pub(super) fn outcome(claim: Claim) -> Result<Claim, Fault> {
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

pub(super) fn broken(rule: told::RuleWord) -> BrokenRule {
    BrokenRule {
        rule: rule.rule,
        article: rule.article,
        en: rule.text.en,
        zh: rule.text.zh,
    }
}
