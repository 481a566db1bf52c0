//! Longer horizons: a first roster week by week, history carried.

use crate::domain::Instance;
use crate::roster::Roster;

use super::search::Search;

/// A legal roster put together week by week; `None` for horizons of at most one week.
pub fn first_roster(_instance: &Instance, _search: &mut Search<'_>) -> Option<Roster> {
    None
}
