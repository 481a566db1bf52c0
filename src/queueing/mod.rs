//! How long customers wait: the mathematics of lines at a row of equal counters.
//!
//! Service is exponential with one mean for all, first come first served within a class. Nothing here knows a hall, a
//! shift or a clock. Stationary laws, for arrivals that stay the same:
//!
//! - [`erlang_b`]: the share of arrivals that find every counter taken when nobody may wait.
//! - [`erlang_c`]: one patient line.
//! - [`erlang_a`]: one line whose customers give up after an exponential patience.
//! - [`priority`]: several classes, the first one called first, nobody interrupted.
//! - [`required_heads`], [`required_heads_by_class`]: the fewest counters that meet wait targets.
//!
//! And a whole day with changing arrivals and counters, its backlog carried on:
//!
//! - [`ExactDay`]: one or two classes, solved exactly by uniformisation.
//!
//! A line with more work than its counters can do has no stationary law: the answer is then
//! [`Steady::Saturated`], never an infinite or negative wait. Bad input is a [`QueueError`], and
//! every input has an upper limit, so that no call runs away. Zero arrivals mean zero wait.
//!
//! ```
//! use paiban::queueing::{Line, RequiredHeads, WaitTarget, erlang_c, required_heads};
//!
//! let line = Line { arrivals_per_hour: 20.0, service_minutes: 8.0, servers: 4 };
//! let waits = erlang_c(&line)?.settled().ok_or("saturated")?;
//! assert!(waits.p_wait_within(10.0)? > 0.92);
//!
//! let target = WaitTarget::ShareWithin { share: 0.9, threshold_minutes: 10.0 };
//! assert_eq!(required_heads(20.0, 8.0, target, 25)?, RequiredHeads::Heads(4));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod beta;
mod erlang_a;
mod erlang_b;
mod erlang_c;
mod error;
mod first_passage;
mod impatience;
mod line;
mod poisson;
mod priority;
mod required_heads;
mod transient;

pub use erlang_a::{ErlangA, erlang_a};
pub use erlang_b::erlang_b;
pub use erlang_c::{ErlangC, erlang_c};
pub use error::QueueError;
pub use line::{Line, Steady, limits};
pub use priority::{ClassWait, Priority, PriorityLine, priority};
pub use required_heads::{
    ClassDemand, RequiredHeads, WaitTarget, required_heads, required_heads_by_class,
};
pub use transient::{
    Closing, Day, DayClass, DayTotal, ExactDay, OpeningWait, PeriodClass, PeriodWaits, Share,
    Shares, day_limits, share_of_period,
};
