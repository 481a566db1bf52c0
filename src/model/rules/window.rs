//! Windows of local days that meet the horizon.

use chrono::{Datelike, Days, NaiveDate};

use crate::domain::Instance;
use crate::law::params::Window;

/// Every window of a family that meets the horizon, as first day and day after the last.
pub fn windows(window: &Window, instance: &Instance) -> Vec<(NaiveDate, NaiveDate)> {
    let horizon = &instance.horizon;
    let (start, end) = (horizon.start, horizon.end());
    let mut found = Vec::new();
    let mut first = match *window {
        Window::Horizon {} => return vec![(start, end)],
        Window::RollingDays { days } => {
            return horizon
                .days()
                .map(|(_, last)| (shifted(last, 1 - days.max(1)), shifted(last, 1)))
                .collect();
        }
        Window::CalendarWeek { week_start } => {
            let weekday = i64::from(start.weekday().num_days_from_monday());
            let back = (weekday - week_start as i64).rem_euclid(7);
            shifted(start, -back)
        }
        Window::CalendarMonth {} => start.with_day(1).unwrap_or(start),
        Window::CalendarQuarter {} => {
            let month = start.month0() / 3 * 3 + 1;
            NaiveDate::from_ymd_opt(start.year(), month, 1).unwrap_or(start)
        }
        Window::CalendarYear {} => NaiveDate::from_ymd_opt(start.year(), 1, 1).unwrap_or(start),
        Window::Anchored { anchor, days } => {
            let days = days.max(1);
            let since = (start - anchor).num_days().rem_euclid(days);
            shifted(start, -since)
        }
    };
    while first < end {
        let next = after(window, first);
        found.push((first, next));
        first = next;
    }
    found
}

fn after(window: &Window, first: NaiveDate) -> NaiveDate {
    let months = match window {
        Window::CalendarMonth {} => 1,
        Window::CalendarQuarter {} => 3,
        Window::CalendarYear {} => 12,
        Window::Anchored { days, .. } => return shifted(first, (*days).max(1)),
        Window::CalendarWeek { .. } | Window::RollingDays { .. } | Window::Horizon {} => {
            return shifted(first, 7);
        }
    };
    first
        .checked_add_months(chrono::Months::new(months))
        .unwrap_or(NaiveDate::MAX)
}

fn shifted(date: NaiveDate, days: i64) -> NaiveDate {
    let by = Days::new(days.unsigned_abs());
    let moved = if days < 0 {
        date.checked_sub_days(by)
    } else {
        date.checked_add_days(by)
    };
    moved.unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::after;
    use crate::law::params::Window;

    #[test]
    fn a_month_ends_where_the_next_begins() {
        let february = "2026-02-01".parse().unwrap();
        let march = "2026-03-01".parse().unwrap();
        assert_eq!(after(&Window::CalendarMonth {}, february), march);
    }
}
