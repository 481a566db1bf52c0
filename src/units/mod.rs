//! Countable quantities with their unit in the type, so that minutes are never added to money.

mod id;
mod minutes;
mod money;

pub use id::{ClaimId, EmployeeId, HallId, JobId, LotId, RosterId, ShiftId};
pub use minutes::Minutes;
pub use money::Money;
