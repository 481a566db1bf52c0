//! What is written, as one whole.

use chrono::{DateTime, Utc};

use super::rows::{
    Actor, ClaimRow, InstanceRow, LotRow, PinRow, PlanRow, RosterRow, ShiftRow, SpotRow, WitnessRow,
};
use crate::jobs::{End, NewJob, Terms};
use crate::units::{EmployeeId, HallId, JobId, RosterId};

/// One decision: happens as a whole or not at all.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// When.
    pub now: DateTime<Utc>,
    /// Whom and what it concerns, with their versions as they were read; each version rises by one.
    pub touches: Vec<Touch>,
    /// What changes, in this order: who gives up a spot comes before who takes it.
    pub changes: Vec<Change>,
    /// Who did what and why; at least one entry.
    pub entries: Vec<AuditEntry>,
    /// What to answer if the same request comes again.
    pub answer: Option<Answer>,
}

/// Somebody, or some place, that two decisions at once must not both change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A service hall in one roster.
    Hall(RosterId, HallId),
    /// A person in one roster.
    Employee(RosterId, EmployeeId),
    /// In which published rosters a person is.
    Person(EmployeeId),
}

impl Subject {
    /// What people call it.
    pub fn what(&self) -> &'static str {
        match self {
            Subject::Hall(..) => "hall",
            Subject::Employee(..) => "employee",
            Subject::Person(_) => "person",
        }
    }

    /// Its roster, if it is of one.
    pub fn roster(&self) -> Option<&RosterId> {
        match self {
            Subject::Hall(roster, _) | Subject::Employee(roster, _) => Some(roster),
            Subject::Person(_) => None,
        }
    }

    /// Its name.
    pub fn id(&self) -> &str {
        match self {
            Subject::Hall(_, id) => id.as_str(),
            Subject::Employee(_, id) | Subject::Person(id) => id.as_str(),
        }
    }
}

/// A subject as it was when the decision was prepared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touch {
    /// Whom or what it concerns.
    pub subject: Subject,
    /// The version read.
    pub version: u64,
}

/// One change of one row. Rows carry the version read, 0 for a new row; see the [room](super).
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Keeps an instance; one that is there already stays.
    Instance(InstanceRow),
    /// Creates a roster or changes it. Its `plan` is not written: that is for [`Change::Plan`].
    Roster(RosterRow),
    /// Deletes a roster nobody has claimed on, with all that belongs to it, if it still has this version.
    DeleteRoster(RosterId, u64),
    /// Adds a solved plan: its number must be one more than the roster's `plan`. Raises the roster's version too.
    Plan(PlanRow),
    /// Adds a witness; its version must be one more than that of the newest.
    Witness(WitnessRow),
    /// Creates a shift or changes it.
    Shift(ShiftRow),
    /// Creates a spot or changes it.
    Spot(SpotRow),
    /// Creates a claim or changes it.
    Claim(ClaimRow),
    /// Creates a comp lot or changes it.
    Lot(LotRow),
    /// Creates a pin or changes it.
    Pin(PinRow),
    /// Takes a pin away; only its roster, employee, date and version count.
    Unpin(PinRow),
    /// Asks for work.
    Enqueue(NewJob),
    /// Asks for a job to end, see [`Job::cancel`](crate::jobs::Job::cancel).
    CancelJob(JobId),
    /// Ends a lease, together with what came of the work.
    EndJob {
        /// The job.
        id: JobId,
        /// The fencing number of the lease.
        fence: u64,
        /// How it ends.
        end: End,
        /// The terms of the lease.
        terms: Terms,
    },
}

/// One line of the log before it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// Who did it.
    pub actor: Actor,
    /// What was done: `claim.accept`, `roster.publish`.
    pub action: String,
    /// To what: a resource name such as `rosters/w30/claims/c1`.
    pub subject: String,
    /// Which roster it belongs to.
    pub roster: Option<RosterId>,
    /// Which hall it belongs to.
    pub hall: Option<HallId>,
    /// Whom it concerns.
    pub employee: Option<EmployeeId>,
    /// Why, in the words of whoever did it; may be empty.
    pub reason: String,
    /// What the program found, JSON; may be empty.
    pub verdict: String,
}

/// Which request: its id belongs to its caller.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RequestKey {
    /// Who asked, role included.
    pub caller: String,
    /// The id the caller gave, a UUID.
    pub request_id: String,
}

/// The first answer to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Which request.
    pub key: RequestKey,
    /// What was asked, digested: another question under the same id is refused.
    pub fingerprint: String,
    /// The answer, JSON.
    pub body: String,
    /// Forgotten after this moment.
    pub expires_at: DateTime<Utc>,
}

/// How a decision ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Committed {
    /// It is made; the log's numbers of its entries.
    Done(Vec<u64>),
    /// The request had been answered before: nothing changed, and this was the answer.
    Repeated(Answer),
}
