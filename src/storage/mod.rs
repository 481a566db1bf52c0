//! Everything the service remembers, behind one door: [`Store`].
//!
//! Reading is asking for a row or a page of rows. Writing is one [`Decision`]: it says which versions of which people
//! and halls it was based on, what changes, who decided it and why, and what to answer should the request come again.
//! It happens as a whole or not at all.
//!
//! Rows carry names, states, dates and versions in columns; what only the rooms above understand (settings, witnesses,
//! verdicts) is JSON text in a `body`, stored as it came.
//!
//! Times are kept to the millisecond. A row's `version` is the number of times it was written; a row to be written
//! carries the version that was read, 0 for a new one.

mod check;
mod decision;
mod error;
mod filter;
mod limits;
mod page;
mod rows;
mod sql;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::jobs::{Job, Progress, Terms};
use crate::units::{ClaimId, HallId, JobId, RosterId, ShiftId};

pub use decision::{Answer, AuditEntry, Change, Committed, Decision, RequestKey, Subject, Touch};
pub use error::StoreError;
pub use filter::{AuditFilter, ClaimFilter, JobFilter, LotFilter, RosterFilter, ShiftFilter};
pub use limits::StoreLimits;
pub use page::{Page, PageRequest};
pub use rows::{
    Actor, AuditRow, ClaimRow, ClaimWindow, InstanceRow, LotRow, PinRow, PlanRow, RosterRow,
    ShiftRow, ShiftWithSpots, SpotKind, SpotRow, Swept, WitnessRow,
};
pub use sql::SqlStore;

pub use crate::claims::{ClaimState, CompLotState, RosterState};

/// What every database driver can do; one suite of tests holds all drivers to it.
///
/// Any call may be given up half-way: a decision is then made or not made, and a repeated request id tells which.
#[async_trait]
pub trait Store: Send + Sync {
    /// Makes a decision, whole or not at all.
    ///
    /// In this order: a request id answered before is answered again and nothing changes; versions are compared, in
    /// the order of their subjects, and raised by one; changes are made in the order given; entries are logged.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when a version has moved on since it was read: read again and decide again.
    /// [`StoreError::SpotTaken`] when an accepted claim holds the spot, however the versions stand.
    async fn commit(&self, decision: Decision) -> Result<Committed, StoreError>;

    /// The first answer to a request, if it was answered and is still remembered at `now`.
    async fn answer(
        &self,
        key: &RequestKey,
        now: DateTime<Utc>,
    ) -> Result<Option<Answer>, StoreError>;

    /// Versions of halls and people, in the order asked; 0 for one that no decision has touched.
    ///
    /// Read them *before* what the decision is based on: then nothing can move unnoticed in between.
    async fn versions(&self, subjects: &[Subject]) -> Result<Vec<u64>, StoreError>;

    /// An instance by the SHA-256 of its canonical form.
    async fn instance(&self, sha256: &str) -> Result<InstanceRow, StoreError>;

    /// One roster.
    async fn roster(&self, id: &RosterId) -> Result<RosterRow, StoreError>;

    /// Rosters in the order they were created.
    async fn rosters(
        &self,
        filter: &RosterFilter,
        page: &PageRequest,
    ) -> Result<Page<RosterRow>, StoreError>;

    /// A solved plan of a roster: the one with this number, or the newest.
    async fn plan(&self, roster: &RosterId, number: Option<u64>) -> Result<PlanRow, StoreError>;

    /// The witness of a hall, or of the whole roster: the one with this version, or the newest.
    async fn witness(
        &self,
        roster: &RosterId,
        hall: Option<&HallId>,
        version: Option<u64>,
    ) -> Result<WitnessRow, StoreError>;

    /// One shift with its spots.
    async fn shift(&self, roster: &RosterId, shift: &ShiftId)
    -> Result<ShiftWithSpots, StoreError>;

    /// Shifts by start.
    async fn shifts(
        &self,
        filter: &ShiftFilter,
        page: &PageRequest,
    ) -> Result<Page<ShiftWithSpots>, StoreError>;

    /// One claim.
    async fn claim(&self, id: &ClaimId) -> Result<ClaimRow, StoreError>;

    /// Claims in the order of their arrival.
    async fn claims(
        &self,
        filter: &ClaimFilter,
        page: &PageRequest,
    ) -> Result<Page<ClaimRow>, StoreError>;

    /// Comp lots by due date; lots without one come last.
    async fn lots(
        &self,
        filter: &LotFilter,
        page: &PageRequest,
    ) -> Result<Page<LotRow>, StoreError>;

    /// Pins of a roster by employee and date.
    async fn pins(&self, roster: &RosterId, page: &PageRequest)
    -> Result<Page<PinRow>, StoreError>;

    /// The log, oldest entry first.
    async fn audit(
        &self,
        filter: &AuditFilter,
        page: &PageRequest,
    ) -> Result<Page<AuditRow>, StoreError>;

    /// One job.
    async fn job(&self, id: &JobId) -> Result<Job, StoreError>;

    /// Jobs in the order they were asked for.
    async fn jobs(&self, filter: &JobFilter, page: &PageRequest) -> Result<Page<Job>, StoreError>;

    /// Leases the job that has waited longest, if one may start now.
    async fn lease(
        &self,
        worker: &str,
        now: DateTime<Utc>,
        terms: &Terms,
    ) -> Result<Option<Job>, StoreError>;

    /// Lengthens a lease and notes progress; what comes back tells whether somebody wants the job to end.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] when the fencing number is not the job's last or the lease was taken back.
    async fn heartbeat(
        &self,
        job: &JobId,
        fence: u64,
        progress: Option<Progress>,
        now: DateTime<Utc>,
        terms: &Terms,
    ) -> Result<Job, StoreError>;

    /// Takes jobs back from silent workers and forgets answers past their time, some of each at a call.
    async fn sweep(&self, now: DateTime<Utc>, terms: &Terms) -> Result<Swept, StoreError>;

    /// Whether the database answers.
    async fn check(&self) -> Result<(), StoreError>;

    /// Finishes what was begun and lets go of the database; later calls find it unavailable.
    async fn close(&self);
}
