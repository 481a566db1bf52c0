//! What is judged: one person's shifts over one horizon, with everything the rules may read.

use super::{DayCalendar, DayTable, Events, History, Person, WorkShift};

/// One person's shifts over one horizon. Cheap to make: it only borrows.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The horizon's local days.
    pub days: &'a DayTable,
    /// Who.
    pub person: &'a Person,
    /// The shifts under judgement, in any order.
    pub shifts: &'a [WorkShift],
    /// What was before the horizon.
    pub history: &'a History,
    /// Rest days, holidays and marks.
    pub calendar: &'a DayCalendar,
    /// What happened around the roster.
    pub events: &'a Events,
}
