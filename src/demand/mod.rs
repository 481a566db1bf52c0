//! From forecast customers to heads needed, and which days and intervals are busy or quiet.
//!
//! Two ways lead from wait targets to people: heads for each interval by itself, from stationary formulas
//! ([`requirements`]), or whole [`sessions`] of a queue, whose backlog is carried on.

mod busy;
mod quiet;
mod requirements;
mod sessions;

pub use busy::{ClassRates, class_rates};
pub use quiet::QuietDays;
pub use requirements::{Requirements, requirements};
pub use sessions::{Session, SessionClass, promised_sessions, sessions, settled_needs};
