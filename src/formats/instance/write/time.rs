//! Dates, times of day, and the days on which something holds.

use chrono::{NaiveDate, Weekday};

use crate::domain::{DayFilter, TimeWindow};
use crate::formats::proto;
use crate::units::Minutes;

/// `08:30`, or `25:30` for half past one the next day.
pub fn clock(minute_of_day: i64) -> String {
    format!(
        "{:02}:{:02}",
        minute_of_day.div_euclid(60),
        minute_of_day.rem_euclid(60)
    )
}

/// A date, or nothing.
pub fn open_date(date: Option<NaiveDate>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// Minutes as the files carry them.
pub fn minutes(minutes: Minutes) -> i32 {
    small(minutes.0)
}

/// A number that every valid instance keeps small.
pub fn small(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(if number < 0 { i32::MIN } else { i32::MAX })
}

/// A number of heads.
pub fn heads(number: u32) -> i32 {
    small(i64::from(number))
}

/// The days on which something holds; nothing for every day.
pub fn days(filter: &DayFilter) -> Option<proto::DayFilter> {
    if *filter == DayFilter::default() {
        return None;
    }
    Some(proto::DayFilter {
        weekdays: (filter.weekdays.iter())
            .map(|weekday| weekday_of(*weekday).into())
            .collect(),
        dates: filter.dates.iter().map(NaiveDate::to_string).collect(),
    })
}

/// Stretches of local time.
pub fn windows(windows: &[TimeWindow]) -> Vec<proto::TimeWindow> {
    let window = |window: &TimeWindow| proto::TimeWindow {
        days: days(&window.days),
        start: clock(window.start),
        end: clock(window.end),
    };
    windows.iter().map(window).collect()
}

fn weekday_of(weekday: Weekday) -> proto::Weekday {
    match weekday {
        Weekday::Mon => proto::Weekday::Monday,
        Weekday::Tue => proto::Weekday::Tuesday,
        Weekday::Wed => proto::Weekday::Wednesday,
        Weekday::Thu => proto::Weekday::Thursday,
        Weekday::Fri => proto::Weekday::Friday,
        Weekday::Sat => proto::Weekday::Saturday,
        Weekday::Sun => proto::Weekday::Sunday,
    }
}
