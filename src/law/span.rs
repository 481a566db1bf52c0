//! Time as the law measures it: elapsed minutes, clock times and days of the week.

use std::fmt;
use std::str::FromStr;

use chrono::Weekday;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::units::Minutes;

/// A stretch of physical time: minutes since 1970-01-01T00:00Z, half open.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// First minute inside.
    pub start: i64,
    /// First minute after.
    pub end: i64,
}

impl Span {
    /// The stretch from `start` up to, not including, `end`.
    pub const fn new(start: i64, end: i64) -> Span {
        Span { start, end }
    }

    /// Its elapsed length; never negative.
    pub fn minutes(self) -> Minutes {
        Minutes(self.end.saturating_sub(self.start).max(0))
    }

    /// The elapsed minutes shared with `other`.
    pub fn overlap(self, other: Span) -> Minutes {
        Span::new(self.start.max(other.start), self.end.min(other.end)).minutes()
    }
}

/// A time of day on the wall, `00:00` to `24:00`, as minutes after midnight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockTime(u16);

impl ClockTime {
    /// The clock time so many minutes after midnight; none beyond 24:00.
    pub const fn from_minutes(minutes: u16) -> Option<ClockTime> {
        if minutes <= 1440 {
            Some(ClockTime(minutes))
        } else {
            None
        }
    }

    /// Minutes after midnight, 0 to 1440.
    pub const fn minutes(self) -> i64 {
        self.0 as i64
    }
}

impl FromStr for ClockTime {
    type Err = String;

    fn from_str(text: &str) -> Result<ClockTime, String> {
        let refuse = || format!("`{text}` is not a time of day like 22:00");
        let (hour, minute) = text.split_once(':').ok_or_else(refuse)?;
        let two_digits = |part: &str| {
            if part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()) {
                part.parse::<u16>().ok()
            } else {
                None
            }
        };
        let (Some(hour), Some(minute)) = (two_digits(hour), two_digits(minute)) else {
            return Err(refuse());
        };
        if minute > 59 {
            return Err(refuse());
        }
        ClockTime::from_minutes(hour * 60 + minute).ok_or_else(refuse)
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl Serialize for ClockTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ClockTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ClockTime, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// A day of the week, written in full and in lower case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the seven names say all there is to say")]
pub enum DayOfWeek {
    #[default]
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl DayOfWeek {
    /// Days after Monday, 0 to 6.
    pub const fn days_after_monday(self) -> i32 {
        self as i32
    }
}

impl From<Weekday> for DayOfWeek {
    fn from(weekday: Weekday) -> DayOfWeek {
        match weekday {
            Weekday::Mon => DayOfWeek::Monday,
            Weekday::Tue => DayOfWeek::Tuesday,
            Weekday::Wed => DayOfWeek::Wednesday,
            Weekday::Thu => DayOfWeek::Thursday,
            Weekday::Fri => DayOfWeek::Friday,
            Weekday::Sat => DayOfWeek::Saturday,
            Weekday::Sun => DayOfWeek::Sunday,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ClockTime, Span};
    use crate::units::Minutes;

    #[test]
    fn stretches_that_only_meet_share_nothing() {
        assert_eq!(Span::new(0, 60).overlap(Span::new(60, 90)), Minutes(0));
        assert_eq!(Span::new(0, 61).overlap(Span::new(60, 90)), Minutes(1));
    }

    #[test]
    fn a_reversed_stretch_has_no_length_and_does_not_overflow() {
        assert_eq!(Span::new(i64::MAX, i64::MIN).minutes(), Minutes(0));
        assert_eq!(Span::new(i64::MIN, i64::MAX).minutes(), Minutes(i64::MAX));
    }

    #[test]
    fn clock_times_are_strict() {
        assert_eq!(
            "22:00".parse::<ClockTime>().map(ClockTime::minutes),
            Ok(1320)
        );
        assert_eq!(
            "24:00".parse::<ClockTime>().map(ClockTime::minutes),
            Ok(1440)
        );
        for bad in ["24:01", "7:00", "12:60", "noon", "99:99", "+1:00", ""] {
            assert!(bad.parse::<ClockTime>().is_err(), "{bad}");
        }
    }
}
