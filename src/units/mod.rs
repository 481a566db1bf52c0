//! Countable quantities with their unit in the type, so that minutes are never added to money.

mod minutes;
mod money;

pub use minutes::Minutes;
pub use money::Money;
