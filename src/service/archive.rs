//! HR makes a roster history: what was claimed was worked, or was missed.

use std::collections::HashSet;

use super::Service;
use super::access::{self, Act};
use super::events::EventKind;
use super::fault::{Fault, Reason, at_most};
use super::open_shifts::instant;
use super::pages::all;
use super::request::{Call, Entry};
use super::stored_plan::witness_row;
use crate::claims::{
    ClaimEvent, ClaimState, CompLotEvent, CompLotState, IllegalMove, PublishedPlan, RosterEvent,
};
use crate::storage::{Change, ClaimFilter, ClaimRow, LotFilter, LotRow};
use crate::units::{ClaimId, RosterId};

impl Service {
    /// Makes a closed roster history, once its last day is over.
    ///
    /// Accepted claims were worked, but for `missed`; the lots that they planned are earned, or void.
    ///
    /// # Errors
    /// [`Reason::NotOver`] before the end of the horizon, [`Reason::ClaimNotFound`] for a missed claim that the
    /// roster has not accepted.
    pub async fn archive(
        &self,
        call: &Call,
        id: &RosterId,
        missed: &[ClaimId],
    ) -> Result<(), Fault> {
        access::may(&call.caller, Act::ChangeRosters)?;
        at_most(missed.len(), self.limits.items_max, "missed_claims")?;
        if self.answered(call).await?.is_some() {
            return Ok(());
        }
        let seat = self.seat(id);
        let _turn = seat.still().await;
        let mut row = self.changeable(call, id).await?;
        row.state = row.state.after(RosterEvent::Archive).map_err(illegal)?;
        let held = self.held(id).await?;
        let now = self.clock.now();
        let horizon = &held.instance.horizon;
        let shifts = held.plan.shifts.iter().map(|shift| shift.end);
        let over = shifts.fold(horizon.instant(horizon.end(), 0), i64::max);
        if instant(now) < over {
            return Err(Fault::new(Reason::NotOver, row.last_date.to_string()));
        }
        row.updated_at = now;
        let plan = PublishedPlan {
            version: held.plan.version + 1,
            state: row.state,
            ..held.plan.clone()
        };
        let claims = &ClaimFilter {
            roster: Some(id.clone()),
            states: vec![ClaimState::Accepted],
            ..ClaimFilter::default()
        };
        let claims = all(|page| async move { self.store.claims(claims, &page).await }).await?;
        let known: HashSet<&ClaimId> = claims.iter().map(|claim| &claim.id).collect();
        let missed: HashSet<&ClaimId> = missed.iter().collect();
        if let Some(unknown) = missed.iter().find(|claim| !known.contains(*claim)) {
            return Err(Fault::new(Reason::ClaimNotFound, unknown.as_str()));
        }
        let lots = &LotFilter {
            roster: Some(id.clone()),
            states: vec![CompLotState::Planned],
            ..LotFilter::default()
        };
        let lots = all(|page| async move { self.store.lots(lots, &page).await }).await?;
        if call.validate_only {
            return Ok(());
        }
        let mut changes = vec![
            // The plan first: a roster that is history keeps its newest one only.
            Change::Witness(witness_row(id, &plan, now)?),
            Change::Roster(row),
        ];
        for mut claim in claims {
            let came = !missed.contains(&claim.id);
            claim.state = ended(&claim, came)?;
            claim.updated_at = now;
            changes.push(Change::Claim(claim));
        }
        for mut lot in lots {
            let came = lot
                .claim
                .as_ref()
                .is_none_or(|claim| !missed.contains(claim));
            lot.state = earned(&lot, came)?;
            changes.push(Change::Lot(lot));
        }
        let touches = self.all_touches(id, &held.instance).await?;
        let entry = Entry::new("roster.archive", format!("rosters/{id}"));
        self.commit(call, id, touches, changes, entry, id.to_string())
            .await?;
        seat.put(None);
        self.tell(id, EventKind::Roster);
        Ok(())
    }
}

fn ended(claim: &ClaimRow, came: bool) -> Result<ClaimState, Fault> {
    let event = if came {
        ClaimEvent::Work
    } else {
        ClaimEvent::Miss
    };
    claim.state.after(event).map_err(illegal)
}

fn earned(lot: &LotRow, came: bool) -> Result<CompLotState, Fault> {
    let event = if came {
        CompLotEvent::Earn
    } else {
        CompLotEvent::Cancel
    };
    lot.state.after(event).map_err(illegal)
}

fn illegal(error: IllegalMove) -> Fault {
    Fault::new(Reason::WrongState, error.from)
}
