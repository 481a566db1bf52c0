//! Waits as people ask for them: a day profile through the exact chain or the simulation, and ticket logs against it.
//!
//! - [`read_profile`], [`forecast`], [`to_json`], [`to_text`]: `paiban wait PROFILE.json`.

mod answer;
mod forecast;
mod profile;

pub use answer::{to_json, to_text};
pub use forecast::{ClassForecast, Engine, Figure, Forecast, PeriodForecast, forecast};
pub use profile::{Leavers, Profile, ProfileClass, read_profile};
