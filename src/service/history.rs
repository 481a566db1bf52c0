//! One roster's last days become the next one's history.

use std::collections::HashMap;

use crate::domain::{Instance, Problem};
use crate::planner;
use crate::roster::Roster;

/// Gives everybody in `next` what he or she worked and is owed after `roster`: shifts before the new horizon, comp
/// lots still open then. People of one roster only are left as they are.
pub fn carry(instance: &Instance, roster: &Roster, next: &mut Problem) {
    let past = planner::after(instance, roster, next.horizon.start);
    let known: HashMap<&str, _> = instance
        .employees
        .iter()
        .map(|person| person.id.as_str())
        .zip(past)
        .collect();
    for person in &mut next.employees {
        if let Some(past) = known.get(person.id.as_str()) {
            person.history = past.clone();
        }
    }
}
