//! What can go wrong before anything is judged, and what is wrong with what was handed in.

use std::fmt;

use chrono::NaiveDate;
use thiserror::Error;

/// Why a rule, a pack, a calendar or a file of vectors cannot be used at all.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LawError {
    /// The time zone is not in the IANA list.
    #[error(
        "the time zone `{zone}` is not known; use an IANA name such as Asia/Shanghai 时区 {zone} 不存在，请用 Asia/Shanghai 一类的 IANA 名称"
    )]
    UnknownZone {
        /// The name as given.
        zone: String,
    },
    /// The horizon cannot be judged.
    #[error("the horizon {start}/{end} cannot be judged: {reason} 无法审核该排班期")]
    BadHorizon {
        /// First date.
        start: NaiveDate,
        /// First date after.
        end: NaiveDate,
        /// Why not.
        reason: &'static str,
    },
    /// A rule record is not readable.
    #[error("rule `{id}`: {reason} 规则 {id} 无法读取")]
    BadRule {
        /// Its id, as far as it could be read.
        id: String,
        /// Which field is wrong, and how.
        reason: String,
    },
    /// A rule pack is not readable.
    #[error("rule pack: {reason} 规则包无法读取")]
    BadPack {
        /// Which field is wrong, and how.
        reason: String,
    },
    /// No pack has that id.
    #[error("there is no rule pack `{id}`; there are: {known} 没有规则包 {id}，现有如上")]
    UnknownPack {
        /// The id as given.
        id: String,
        /// The ids there are.
        known: String,
    },
    /// The calendar ends before that date.
    #[error(
        "the calendar holds {first} to {last}, not {date} 日历只含 {first} 至 {last}，不含 {date}"
    )]
    OutsideCalendar {
        /// The date asked for.
        date: NaiveDate,
        /// First date held.
        first: NaiveDate,
        /// Last date held.
        last: NaiveDate,
    },
    /// A calendar file is not readable.
    #[error("calendar: {reason} 日历无法读取")]
    BadCalendar {
        /// What is wrong.
        reason: String,
    },
    /// A file of vectors is not readable.
    #[error("vectors: {reason} 算例文件无法读取")]
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
