//! What customers and HR ask for: forecasts, heads, outlook.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::index::{ClassIx, HallIx, PostIx, QueueIx, TemplateIx};
use crate::units::{Minutes, Money};

/// Forecast arrivals of one class in one hall.
#[derive(Clone, Debug, PartialEq)]
pub struct DemandInterval {
    /// Where.
    pub hall: HallIx,
    /// Who.
    pub class: ClassIx,
    /// Local day.
    pub date: NaiveDate,
    /// Minute of the local day.
    pub start: i64,
    /// 15, 30 or 60 minutes.
    pub length: Minutes,
    /// Expected number of arrivals in the interval.
    pub expected_arrivals: f64,
    /// HR's mark; `None` to be worked out from the arrivals.
    pub busy: Option<bool>,
}

/// What a person can be put to inside a hall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Served {
    /// A line of customers.
    Queue(QueueIx),
    /// Heads that serve no queue.
    Post(PostIx),
}

/// Heads needed by hall, queue or post, and time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverageRequirement {
    /// Where.
    pub hall: HallIx,
    /// By what.
    pub served: Served,
    /// First instant, elapsed minutes since the Unix epoch.
    pub start: i64,
    /// Instant after the last.
    pub end: i64,
    /// How many.
    pub heads: u32,
}

/// Heads wanted on a shift template as a whole on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftCover {
    /// Where.
    pub hall: HallIx,
    /// When.
    pub date: NaiveDate,
    /// On what.
    pub template: TemplateIx,
    /// How many.
    pub heads: u32,
    /// Price of each head missing.
    pub under_price: Money,
    /// Price of each head too many.
    pub over_price: Money,
}

/// Expected load of a hall on a day beyond the horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct OutlookDay {
    /// Where.
    pub hall: HallIx,
    /// When.
    pub date: NaiveDate,
    /// Arrivals times mean service time, in hours of counter work.
    pub load_hours: f64,
}
