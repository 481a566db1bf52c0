//! Every sheet with its columns: the one place that says how an instance is laid out in a spreadsheet.

mod needs;
mod people;
mod places;
mod settings;

use super::table::Sheet;

pub use settings::{SETTINGS, VALUES};

/// Every sheet but the settings, those that are referred to before those that refer.
pub fn sheets() -> impl Iterator<Item = &'static Sheet> {
    let groups = [places::SHEETS, people::SHEETS, needs::SHEETS];
    groups.into_iter().flatten()
}
