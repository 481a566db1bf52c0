//! The arranged calendar of the People's Republic of China.

use chrono::NaiveDate;

use crate::law::LawError;

/// What a date is in the national arrangement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DayKind {
    /// An ordinary working day.
    Workday,
    /// A Saturday or Sunday.
    WeeklyRest,
    /// A working day turned into rest, for which another day is worked.
    SwappedRest,
    /// A Saturday or Sunday that is worked instead.
    MakeupWorkday,
    /// A working day given free because a statutory holiday fell on a Saturday or Sunday.
    CompensatedRest,
}

/// Whether the year's arrangement is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CalendarStatus {
    /// The yearly notice is out.
    Announced,
    /// Only the statutory holidays are known; swaps will still change.
    StatutoryOnly,
}

/// One date of the calendar. `statutory` is a set of its own: the 13 days that earn 300 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChinaDay {
    /// The date.
    pub date: NaiveDate,
    /// Whether it is a statutory holiday.
    pub statutory: bool,
    /// What it is otherwise.
    pub kind: DayKind,
    /// Whether its year's arrangement is known.
    pub status: CalendarStatus,
}

/// The calendar from 2024 to 2027; refuses all other dates.
#[derive(Clone, Debug)]
pub struct ChinaCalendar {}

impl ChinaCalendar {
    /// The calendar that comes with this program.
    ///
    /// # Errors
    /// None, unless the file within is damaged.
    pub fn embedded() -> Result<ChinaCalendar, LawError> {
        Ok(ChinaCalendar {})
    }

    /// What the arrangement says of a date.
    pub fn day(&self, date: NaiveDate) -> Result<ChinaDay, LawError> {
        Err(LawError::UnknownZone {
            zone: date.to_string(),
        })
    }
}
