//! A new plan takes the place of the old: stored with what brought it about, and kept at hand.
//!
//! What is at hand may be a moment ahead of the disk. A decision made on it comes after it in the store, and is refused there
//! when it failed; nobody is told an answer before it has reached the disk.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use super::Service;
use super::fault::{Fault, Reason};
use super::held::{Alone, Held, Seat};
use super::request::{Call, Entry};
use super::stored_plan::next_row;
use crate::claims::{PublishedPlan, Touched};
use crate::storage::{Change, ClaimRow, SpotRow};
use crate::units::EmployeeId;

/// Forgets what is at hand unless it was stored: somebody was faster, or nobody waited for the answer.
struct StoredOrForgotten<'s> {
    seat: &'s Seat,
    stored: bool,
}

impl Drop for StoredOrForgotten<'_> {
    fn drop(&mut self) {
        if !self.stored {
            self.seat.put(None);
        }
    }
}

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
        let seat = self.seat(&roster);
        let _on_its_way = seat.on_their_way.read().await;
        let mut stored = StoredOrForgotten {
            seat: &seat,
            stored: false,
        };
        let mut done = pin!(self.commit(call, &roster, touches, changes, entry, answer.clone()));
        // Decisions reach the disk in the order in which they are asked for: whoever comes next need not wait for it.
        let at_once = poll_fn(|context| Poll::Ready(done.as_mut().poll(context))).await;
        seat.put(Some(Arc::new(next)));
        drop(newest);
        let first = match at_once {
            Poll::Ready(first) => first?,
            Poll::Pending => done.await?,
        };
        // Otherwise the same request was answered a moment ago.
        stored.stored = first == answer;
        Ok(first)
    }
}
