//! What can go wrong with a store, told so that a caller knows what to do.

use thiserror::Error;

use crate::units::{JobId, RosterId, ShiftId};

/// Why a store did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum StoreError {
    /// No such row.
    #[error("there is no {what} {id}")]
    NotFound {
        /// Which kind of row: `roster`, `claim`.
        what: &'static str,
        /// Its name.
        id: String,
    },
    /// A row was to be new and is there already.
    #[error("{what} {id} is there already")]
    AlreadyExists {
        /// Which kind of row.
        what: &'static str,
        /// Its name.
        id: String,
    },
    /// A row has moved on since it was read: read it again and decide again.
    #[error("{what} {id} was read at version {read} and is at {found} by now")]
    Conflict {
        /// Which kind of row.
        what: &'static str,
        /// Its name.
        id: String,
        /// The version the decision was based on.
        read: u64,
        /// The version stored.
        found: u64,
    },
    /// An accepted claim holds the spot.
    #[error("spot {spot} of shift {shift} in roster {roster} is taken")]
    SpotTaken {
        /// Which roster.
        roster: RosterId,
        /// Which shift.
        shift: ShiftId,
        /// Which spot.
        spot: u32,
    },
    /// A roster with claims cannot be deleted.
    #[error("{what} {id} is in use")]
    InUse {
        /// Which kind of row.
        what: &'static str,
        /// Its name.
        id: String,
    },
    /// The fencing number is not that of the job's last lease, or the lease was taken back.
    #[error("the lease of job {0} is lost")]
    LeaseLost(JobId),
    /// The job has ended.
    #[error("job {0} has ended")]
    JobEnded(JobId),
    /// Another question was asked under this request id.
    #[error("request id {0} was used for another request")]
    RequestIdReused(String),
    /// The token belongs to another list or filter, or is none.
    #[error("the page token does not belong to this list")]
    InvalidPageToken,
    /// A decision, a name or a text that the store does not take.
    #[error("{what}: {why}")]
    Invalid {
        /// What is wrong.
        what: String,
        /// What is wrong with it.
        why: String,
    },
    /// More than the store takes.
    #[error("{what}: {size} is more than {max}")]
    TooMuch {
        /// Of what.
        what: String,
        /// How much it is.
        size: u64,
        /// How much it may be.
        max: u64,
    },
    /// The disk, or the space the database may use, is full. Nothing was changed.
    #[error("the disk or the database is full")]
    Full,
    /// Somebody else holds the database; nothing was changed. Try again.
    #[error("the database is busy")]
    Busy,
    /// The file is damaged or no database.
    #[error("the database is damaged: {0}")]
    Corrupt(String),
    /// A newer program wrote the database.
    #[error("the database has schema {found}, this program knows {known}")]
    NewerSchema {
        /// Schema of the database.
        found: u64,
        /// Newest schema this program knows.
        known: u64,
    },
    /// The database cannot be opened, read or written.
    #[error("the database cannot be used: {0}")]
    Unavailable(String),
}

impl StoreError {
    /// Whether the same call may succeed later without anybody deciding anew.
    pub fn is_passing(&self) -> bool {
        matches!(self, StoreError::Busy)
    }
}
