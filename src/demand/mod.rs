//! From forecast customers to heads needed, and which days and intervals are busy or quiet.
//!
//! Heads are worked out interval by interval from stationary formulas; whoever replaces that step keeps the shape of
//! [`Requirements`].

mod busy;
mod quiet;
mod requirements;

pub use busy::{ClassRates, class_rates};
pub use quiet::QuietDays;
pub use requirements::{Requirements, requirements};
