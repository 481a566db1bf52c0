//! Shift templates: when people may start, how long they stay, when they break.

use super::hall::DayFilter;
use super::index::{HallIx, TemplateIx};
use crate::units::Minutes;

/// A shift pattern: start, length, breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftTemplate {
    /// Stable name given by HR.
    pub id: String,
    /// For people to read.
    pub name: String,
    /// Halls that offer it.
    pub halls: Vec<HallIx>,
    /// Minute of the local day.
    pub start: i64,
    /// From start to end, breaks included; elapsed time.
    pub length: Minutes,
    /// In the order they are taken.
    pub breaks: Vec<BreakRule>,
    /// Offered only on these days.
    pub days: DayFilter,
    /// Templates that may not be worked on the next day.
    pub cannot_precede: Vec<TemplateIx>,
    /// Marked for claiming first, when a hall opens only inconvenient spots.
    pub inconvenient: bool,
}

impl ShiftTemplate {
    /// Working time: the length less unpaid breaks.
    pub fn work_minutes(&self) -> Minutes {
        let unpaid: Minutes = self
            .breaks
            .iter()
            .filter(|rule| !rule.paid)
            .map(|rule| rule.length)
            .sum();
        self.length - unpaid
    }
}

/// A break whose place inside its window the plan chooses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BreakRule {
    /// How long.
    pub length: Minutes,
    /// Earliest start, counted from the start of the shift.
    pub earliest_after: Minutes,
    /// Latest start, counted from the start of the shift.
    pub latest_after: Minutes,
    /// Paid breaks are working time.
    pub paid: bool,
    /// `meal`, `nursing`, ...
    pub purpose: String,
}
