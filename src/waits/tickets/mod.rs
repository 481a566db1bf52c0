//! Ticket logs: what was seen in a hall, held against what the exact day expects of it.

mod answer;
mod fit;
mod log;
#[cfg(test)]
mod tests;

pub use answer::{tickets_to_json, tickets_to_text};
pub use fit::{HourFit, LineFit, fit};
pub use log::{Ending, Ticket, TicketLog, read_tickets};
