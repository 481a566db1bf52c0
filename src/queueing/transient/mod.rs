//! A whole day, exactly: backlog carried from hour to hour, staffing steps, patience, two priority classes.
//!
//! The chain of [`Day`] is solved by uniformisation (Jensen 1953; Grassmann 1977; judged best of seven methods by
//! Ingolfsson et al. 2007, INFORMS J. on Computing 19(2)). Waits are those of a test customer who never gives up and is
//! followed into later periods. Means need no quadrature; shares use Gauss-Legendre panels that end wherever a deadline
//! meets a staffing step.

mod answer;
mod chain;
mod day;
mod drain;
mod grid;
mod law;
mod line;
mod means;
mod shares;
mod stages;
mod tagged;
#[cfg(test)]
mod tests;

pub use answer::{Closing, DayTotal, ExactDay, OpeningWait, PeriodClass, PeriodWaits};
pub use day::{Day, DayClass, day_limits};
pub use shares::{Share, Shares, share_of_period};
