//! Time between events, elapsed or in calendar days.

use crate::law::days::{Day, DayTable, INSTANTS};

/// Elapsed minutes from one instant to another; negative if the second came first.
pub(in crate::law) fn notice_min(from: i64, to: i64) -> i64 {
    to.saturating_sub(from)
}

/// Local dates from the day of an instant to a day.
pub(in crate::law) fn calendar_days(days: &DayTable, from: i64, to: Day) -> i64 {
    to.since(days.day_of(from.clamp(INSTANTS.start, INSTANTS.end)))
}

#[cfg(test)]
mod tests {
    use super::{calendar_days, notice_min};
    use crate::law::DayTable;

    #[test]
    fn calendar_days_ignore_the_hour() {
        let date = |text: &str| text.parse().expect("a date");
        let days = DayTable::new("Asia/Shanghai", date("2026-03-15"), date("2026-03-22"));
        let days = days.expect("a table");
        let midnight = days.midnight(days.first_day());
        assert_eq!(calendar_days(&days, midnight - 1, days.first_day()), 1);
        assert_eq!(calendar_days(&days, midnight - 1440, days.first_day()), 1);
        assert_eq!(calendar_days(&days, midnight - 1441, days.first_day()), 2);
        assert_eq!(calendar_days(&days, midnight, days.first_day()), 0);
    }

    #[test]
    fn notice_does_not_overflow() {
        assert_eq!(notice_min(i64::MIN, i64::MAX), i64::MAX);
        assert_eq!(notice_min(100, 40), -60);
    }
}
