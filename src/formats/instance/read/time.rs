//! Dates, times of day, and the days on which something holds.

use chrono::{NaiveDate, Weekday};

use super::Reading;
use crate::domain::{DayFilter, TimeWindow};
use crate::formats::json::Path;
use crate::formats::proto;
use crate::units::Minutes;

impl Reading<'_> {
    /// A date that must be given.
    pub fn date(&mut self, text: &str, at: Path<'_>) -> Option<NaiveDate> {
        let date = parse_date(text);
        if date.is_none() {
            let shown: String = text.chars().take(40).collect();
            self.fault(
                "bad_date",
                at,
                format!("\"{shown}\" is not a date of the calendar; write it as 2026-03-02"),
            );
        }
        date
    }

    /// A date that may be left out; the outer `None` is a fault.
    pub fn open_date(&mut self, text: &str, at: Path<'_>) -> Option<Option<NaiveDate>> {
        if text.is_empty() {
            return Some(None);
        }
        self.date(text, at).map(Some)
    }

    /// A time of day in minutes after midnight; it may pass 24:00.
    pub fn time(&mut self, text: &str, at: Path<'_>) -> Option<i64> {
        let time = parse_time(text);
        if time.is_none() {
            let shown: String = text.chars().take(40).collect();
            self.fault(
                "bad_time",
                at,
                format!("\"{shown}\" is not a time of day; write it as 08:30, or 25:30 for half past one the next day"),
            );
        }
        time
    }

    /// The days on which something holds; `None` when some of them cannot be read, since what is left would hold on
    /// other days than meant.
    pub fn days(&mut self, filter: Option<&proto::DayFilter>, at: Path<'_>) -> Option<DayFilter> {
        let Some(filter) = filter else {
            return Some(DayFilter::default());
        };
        let before = self.found.len();
        let mut days = DayFilter::default();
        let list = at.key("weekdays");
        for (index, weekday) in filter.weekdays.iter().enumerate() {
            match weekday_of(*weekday) {
                Some(weekday) => days.weekdays.push(weekday),
                None => self.fault(
                    "bad_weekday",
                    list.index(index),
                    "name a day from MONDAY to SUNDAY",
                ),
            }
        }
        let list = at.key("dates");
        for (index, date) in filter.dates.iter().enumerate() {
            days.dates.extend(self.date(date, list.index(index)));
        }
        (self.found.len() == before).then_some(days)
    }

    /// A stretch of local time on some days.
    pub fn window(&mut self, window: &proto::TimeWindow, at: Path<'_>) -> Option<TimeWindow> {
        let days = self.days(window.days.as_ref(), at.key("days"));
        let start = self.time(&window.start, at.key("start"));
        let end = self.time(&window.end, at.key("end"));
        Some(TimeWindow {
            days: days?,
            start: start?,
            end: end?,
        })
    }

    /// Stretches of local time; those that cannot be read are left out.
    pub fn windows(&mut self, windows: &[proto::TimeWindow], at: Path<'_>) -> Vec<TimeWindow> {
        windows
            .iter()
            .enumerate()
            .filter_map(|(index, window)| self.window(window, at.index(index)))
            .collect()
    }
}

/// A number of minutes as the files carry it.
pub fn minutes(number: i32) -> Minutes {
    Minutes(i64::from(number))
}

/// `2026-03-02`, and nothing else.
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let shape = text.len() == 10
        && text.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    shape.then(|| text.parse().ok()).flatten()
}

/// `08:30` as minutes; hours may pass 24.
pub fn parse_time(text: &str) -> Option<i64> {
    let (hours, minutes) = text.split_once(':')?;
    let number = |part: &str| {
        let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| part.parse::<i64>().ok()).flatten()
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (minutes < 60).then_some(hours * 60 + minutes)
}

fn weekday_of(number: i32) -> Option<Weekday> {
    Some(match proto::Weekday::try_from(number).ok()? {
        proto::Weekday::Unspecified => return None,
        proto::Weekday::Monday => Weekday::Mon,
        proto::Weekday::Tuesday => Weekday::Tue,
        proto::Weekday::Wednesday => Weekday::Wed,
        proto::Weekday::Thursday => Weekday::Thu,
        proto::Weekday::Friday => Weekday::Fri,
        proto::Weekday::Saturday => Weekday::Sat,
        proto::Weekday::Sunday => Weekday::Sun,
    })
}

#[cfg(test)]
mod tests {
    use super::{parse_date, parse_time};

    #[test]
    fn dates_and_times_are_strict() {
        assert!(parse_date("2024-02-29").is_some());
        for bad in [
            "2025-02-29",
            "2025-2-9",
            "25-02-09",
            "2025-02-0٣",
            "",
            "2025-02-09T00",
        ] {
            assert!(parse_date(bad).is_none(), "{bad}");
        }
        assert_eq!(parse_time("25:30"), Some(1530));
        for bad in ["8:30", "08:60", "-1:00", "08:30:00", "0830", "noon", ""] {
            assert!(parse_time(bad).is_none(), "{bad}");
        }
    }
}
