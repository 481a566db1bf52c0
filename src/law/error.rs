//! What can go wrong before anything is judged, and what is wrong with what was handed in.

use std::fmt;

use chrono::NaiveDate;
use thiserror::Error;

/// Why a rule, a pack, a calendar or a file of vectors cannot be used at all.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LawError {
    /// The time zone is not in the IANA list.
    #[error("the time zone `{zone}` is not known; use an IANA name such as Asia/Shanghai")]
    UnknownZone {
        /// The name as given.
        zone: String,
    },
    /// The horizon cannot be judged.
    #[error("the horizon {start}/{end} cannot be judged: {reason}")]
    BadHorizon {
        /// First date.
        start: NaiveDate,
        /// First date after.
        end: NaiveDate,
        /// Why not.
        reason: &'static str,
    },
    /// A rule record is not readable.
    #[error("rule `{id}`: {reason}")]
    BadRule {
        /// Its id, as far as it could be read.
        id: String,
        /// Which field is wrong, and how.
        reason: String,
    },
    /// A rule pack is not readable.
    #[error("rule pack: {reason}")]
    BadPack {
        /// Which field is wrong, and how.
        reason: String,
    },
    /// No pack has that id.
    #[error("there is no rule pack `{id}`; there are: {known}")]
    UnknownPack {
        /// The id as given.
        id: String,
        /// The ids there are.
        known: String,
    },
    /// The calendar ends before that date.
    #[error("the calendar holds {first} to {last}, not {date}")]
    OutsideCalendar {
        /// The date asked for.
        date: NaiveDate,
        /// First date held.
        first: NaiveDate,
        /// Last date held.
        last: NaiveDate,
    },
    /// A calendar file is not readable.
    #[error("calendar: {reason}")]
    BadCalendar {
        /// What is wrong.
        reason: String,
    },
    /// A file of vectors is not readable.
    #[error("vectors: {reason}")]
    BadVectors {
        /// What is wrong.
        reason: String,
    },
}

/// One thing that is wrong with a rule, a pack or a case, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// A stable name of the kind of fault, such as `negative_limit`.
    pub code: &'static str,
    /// What it is about, such as `cn.std.week40.params.limit_min`.
    pub subject: String,
    /// What to do.
    pub remedy: String,
}

impl Fault {
    /// A fault of that code.
    pub fn new(code: &'static str, subject: impl Into<String>, remedy: impl Into<String>) -> Fault {
        Fault {
            code,
            subject: subject.into(),
            remedy: remedy.into(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.subject, self.remedy, self.code)
    }
}
