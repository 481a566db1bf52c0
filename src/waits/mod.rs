//! Waits as people ask for them: a day profile through the exact chain or the simulation, and ticket logs against it.
//!
//! - [`read_profile`], [`forecast`], [`to_json`], [`to_text`]: `paiban wait PROFILE.json`.
//! - [`read_tickets`], [`fit`], [`tickets_to_json`], [`tickets_to_text`]: `paiban wait --tickets LOG.csv`.

mod answer;
mod forecast;
mod profile;
mod tickets;

pub use answer::{to_json, to_text};
pub use forecast::{ClassForecast, Engine, Figure, Forecast, PeriodForecast, forecast};
pub use profile::{Leavers, Profile, ProfileClass, read_profile};
pub use tickets::{
    Ending, HourFit, LineFit, Ticket, TicketLog, fit, read_tickets, tickets_to_json,
    tickets_to_text,
};
