//! The answer as plain data: who does what on which day, and what follows from it.
//!
//! Nothing here knows how a roster was found.

mod comp;
mod diff;
mod duty;
mod plan;
mod rest_day_work;

pub use comp::{CompDay, CompDayState, comp_days, comp_days_of};
pub use diff::{Change, ChangeKind, diff};
pub use duty::{Activity, Duty, PlacedBreak, Serving};
pub use plan::{CoverageGap, Roster, ShiftGap};
pub use rest_day_work::{rest_day_work, rest_day_work_preferring, week_starts};
