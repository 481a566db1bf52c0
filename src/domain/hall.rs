//! Service halls: opening hours, queues, customer classes, posts.

use chrono::{Datelike, NaiveDate, Weekday};

use super::index::{ClassIx, SkillIx};
use crate::units::Minutes;

/// A site with counters and opening hours.
#[derive(Clone, Debug, PartialEq)]
pub struct Hall {
    /// Stable name given by HR.
    pub id: String,
    /// For people to read.
    pub name: String,
    /// When the doors are open; see [`Hall::open_on`].
    pub opening_hours: Vec<OpeningHours>,
    /// Lines of customers.
    pub queues: Vec<ServiceQueue>,
    /// Who waits.
    pub classes: Vec<CustomerClass>,
    /// Heads that serve no queue.
    pub posts: Vec<PostRequirement>,
    /// At most so many distinct start-length pairs a week; `None` for no limit.
    pub patterns_max: Option<usize>,
    /// Which spots are published for claiming.
    pub open_spots: OpenSpots,
}

impl Hall {
    /// The opening hours of a date: an entry that names the date, else the first that holds on it.
    pub fn open_on(&self, date: NaiveDate) -> Option<&OpeningHours> {
        let holds = |hours: &&OpeningHours| hours.days.holds(date);
        let named = self
            .opening_hours
            .iter()
            .filter(|hours| hours.days.dates.contains(&date))
            .find(holds);
        named
            .or_else(|| self.opening_hours.iter().find(holds))
            .filter(|hours| hours.close > hours.open)
    }
}

/// Which spots are published for claiming.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenSpots {
    /// Every spot.
    All,
    /// Those of shift templates marked inconvenient.
    Inconvenient,
    /// None: every spot is published to a named person.
    None,
}

impl OpenSpots {
    /// Whether the spots of a shift template so marked are opened.
    pub fn opens(self, inconvenient: bool) -> bool {
        match self {
            OpenSpots::All => true,
            OpenSpots::Inconvenient => inconvenient,
            OpenSpots::None => false,
        }
    }
}

/// On which days something holds: the named dates, else the named weekdays, else every day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayFilter {
    /// Weekdays; used when no date is named.
    pub weekdays: Vec<Weekday>,
    /// Dates; when any is named, only these days hold.
    pub dates: Vec<NaiveDate>,
}

impl DayFilter {
    /// Whether it holds on `date`.
    pub fn holds(&self, date: NaiveDate) -> bool {
        if !self.dates.is_empty() {
            self.dates.contains(&date)
        } else {
            self.weekdays.is_empty() || self.weekdays.contains(&date.weekday())
        }
    }
}

/// When the doors are open; closed when `close` is not after `open`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpeningHours {
    /// Days it holds on.
    pub days: DayFilter,
    /// Minute of the local day.
    pub open: i64,
    /// Minute of the local day, may exceed 24 hours.
    pub close: i64,
    /// Staffed and paid before the doors open.
    pub before_open: Minutes,
    /// Staffed and paid while the last customers are served.
    pub after_close: Minutes,
}

/// A stretch of local time on some days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeWindow {
    /// Days it holds on.
    pub days: DayFilter,
    /// Minute of the local day.
    pub start: i64,
    /// Minute of the local day, may exceed 24 hours.
    pub end: i64,
}

/// One line of customers: one skill, classes in priority order.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceQueue {
    /// Stable name given by HR.
    pub id: String,
    /// For people to read.
    pub name: String,
    /// What serving it takes.
    pub skill: SkillIx,
    /// First is served first.
    pub classes: Vec<ClassIx>,
    /// Counters of this queue.
    pub counters_max: Option<u32>,
    /// People of this queue's skill (as their first) on break at one time.
    pub breaks_at_once: Option<u32>,
    /// When it is served; the hall's opening hours when empty.
    pub open_windows: Vec<TimeWindow>,
}

/// Who waits: brand x business.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerClass {
    /// Stable name given by HR.
    pub id: String,
    /// For people to read.
    pub name: String,
    /// Mean minutes at the counter.
    pub service_minutes: f64,
    /// Mean minutes before leaving unserved; `None` for infinite patience.
    pub patience_minutes: Option<f64>,
    /// Target in busy intervals.
    pub busy_target: Option<WaitTarget>,
    /// Target in quiet intervals.
    pub quiet_target: Option<WaitTarget>,
}

/// Bound on the wait of a customer class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WaitTarget {
    /// At least `share` of the customers wait at most `minutes`.
    ShareWithin {
        /// Threshold.
        minutes: f64,
        /// Between 0 and 1.
        share: f64,
    },
    /// The mean wait is at most so many minutes.
    Mean {
        /// Threshold.
        minutes: f64,
    },
}

/// Heads that serve no queue: greeter, key holder, settlement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostRequirement {
    /// Stable name given by HR.
    pub id: String,
    /// For people to read.
    pub name: String,
    /// What it takes.
    pub skill: SkillIx,
    /// Heads in each window.
    pub heads: u32,
    /// When.
    pub windows: Vec<TimeWindow>,
}
