//! A new plan takes the place of the old: stored with what brought it about, and kept at hand.

use std::sync::Arc;

use super::Service;
use super::fault::{Fault, Reason};
use super::held::{Alone, Held, Seat};
use super::request::{Call, Entry};
use super::stored_plan::next_row;
use crate::claims::{PublishedPlan, Touched};
use crate::storage::{Change, ClaimRow, SpotRow};
use crate::units::EmployeeId;

/// The newest plan, in the hands of whoever stores the next.
pub(super) struct Newest<'s> {
    pub held: Arc<Held>,
    _turn: Alone<'s>,
}

impl Service {
    /// The row of the spot of a claim, held by somebody or free again.
    pub(super) async fn spot(
        &self,
        claim: &ClaimRow,
        holder: Option<&EmployeeId>,
    ) -> Result<SpotRow, Fault> {
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

    /// Waits for the newest plan.
    ///
    /// # Errors
    /// [`Reason::ChangedMeanwhile`] when somebody whom a decision on `before` touches has changed since.
    pub(super) async fn newest<'s>(
        &self,
        seat: &'s Seat,
        alone: Option<Alone<'s>>,
        before: &Held,
        touched: &Touched,
    ) -> Result<Newest<'s>, Fault> {
        let turn = match alone {
            Some(turn) => turn,
            None => seat.newest.lock().await,
        };
        let held = self.held(&before.row.id).await?;
        if held.is_as(before, touched) {
            Ok(Newest { held, _turn: turn })
        } else {
            Err(Fault::new(Reason::ChangedMeanwhile, before.row.id.as_str()))
        }
    }

    /// Stores a plan in place of the newest together with what brought it about, and keeps it at hand.
    ///
    /// Returns the first answer to the request.
    pub(super) async fn replace(
        &self,
        call: &Call,
        newest: Newest<'_>,
        (plan, touched): (PublishedPlan, &Touched),
        mut changes: Vec<Change>,
        entry: Entry<'_>,
        answer: String,
    ) -> Result<String, Fault> {
        let roster = newest.held.row.id.clone();
        let touches = newest.held.touches(touched);
        let next = newest.held.after(plan, touched);
        let before = &newest.held.plan;
        let witness = next_row(&roster, before, &next.plan, self.clock.now())?;
        changes.push(Change::Witness(witness));
        let done = self.commit(call, &roster, touches, changes, entry, answer.clone());
        let seat = self.seat(&roster);
        match done.await {
            Ok(first) if first == answer => {
                seat.put(Some(Arc::new(next)));
                Ok(first)
            }
            // Somebody answered the same request a moment ago, or was faster: what is at hand may be old.
            other => {
                seat.put(None);
                other
            }
        }
    }
}
