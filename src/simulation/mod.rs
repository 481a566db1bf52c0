//! What customers wait, by living through many days: real people at the counters, event by event.
//!
//! Made apart from the formulas of `queueing` and sharing nothing with them, so that a mistake in one shows in the other.
//! It also knows what they do not: named people and their breaks, several queues and skills, each class's own service
//! time and its law, the time lost in calling for people who have gone.
//!
//! - [`simulate`], [`simulate_until`]: means with standard errors, by period and class.
//! - [`difference`]: two rosters before the same customers.
//!
//! Days are independent; the customers of a day follow from seed, day and class alone.

mod chance;
mod day;
mod estimate;
mod hall;
mod run;
#[cfg(test)]
mod tests;

pub use estimate::{Estimate, Z_95, Z_999};
pub use hall::{Class, Crew, Hall, ServiceLaw, SimulationError, limits};
pub use run::{Options, Outcome, Run, Seen, difference, simulate, simulate_until};
