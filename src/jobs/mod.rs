//! The life of a job: what may happen to it, and who may say so.
//!
//! ```text
//!              lease                       succeeded
//!   QUEUED ──────────────► RUNNING ────────────────────► SUCCEEDED
//!    ▲  │                   │ │ │       failed for good
//!    │  │ cancel            │ │ └──────────────────────► FAILED
//!    │  └─────────────┐     │ │ cancelled                   ▲
//!    │                ▼     │ └────────► CANCELLED          │
//!    │            CANCELLED │                               │
//!    └──────────────────────┘───────────────────────────────┘
//!      lease lost, released,        the same, once too often
//!      failed for now
//! ```
//!
//! - *Queued*: put there by whoever asks for the work, or put back; taken by the first free worker, oldest first.
//! - *Running*: leased to one worker, which says so again and again ([`Job::heartbeat`]). Each lease has a higher
//!   fencing number than all before. A worker that falls silent loses the lease ([`Job::lapse`]); what it says later
//!   carries an old number and is refused.
//! - *Succeeded*, *failed*, *cancelled*: for ever.
//!
//! Everything here is pure: `now` comes in, nothing is stored and nobody waits.

mod clock;
mod job;

pub use clock::{Clock, ManualClock, SystemClock};
pub use job::{End, Job, JobKind, JobState, Lease, NewJob, Progress, Refused, Terms};
