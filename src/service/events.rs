//! What happens, for those who watch.

use chrono::{DateTime, Utc};
use tokio::sync::broadcast;

use super::Service;
use crate::units::{ClaimId, EmployeeId, RosterId, ShiftId};

/// Something happened to a roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// To which roster.
    pub roster: RosterId,
    /// What.
    pub kind: EventKind,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// The roster or its plan changed.
    Roster,
    /// A claim changed its state, and with it perhaps its shift.
    Claim {
        /// Which.
        claim: ClaimId,
        /// On what.
        shift: ShiftId,
        /// Whose.
        employee: EmployeeId,
    },
    /// The roster is no more.
    Deleted,
}

impl Service {
    /// Everything that happens from now on. Whoever falls behind by more than [`Limits::events_kept`](super::Limits) events
    /// misses some and is told so.
    pub fn listen(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }

    /// This moment, by the service's clock.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    pub(super) fn tell(&self, roster: &RosterId, kind: EventKind) {
        // Nobody listening is fine.
        let _ = self.events.send(Event {
            at: self.clock.now(),
            roster: roster.clone(),
            kind,
        });
    }
}
