//! The days being planned, and the only place that knows that a local day can have 23 or 25 hours.

use chrono::{DateTime, Days, Duration, NaiveDate, Offset, TimeZone};
use chrono_tz::Tz;

use crate::units::Minutes;

/// A run of local days with the grid on which coverage is counted.
///
/// Instants are elapsed minutes since the Unix epoch; days are counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Horizon {
    /// First local day.
    pub start: NaiveDate,
    /// Number of local days, 1 to 366.
    pub day_count: usize,
    /// Zone of every local time in the instance.
    pub zone: Tz,
    /// Length of a coverage interval: 15, 30 or 60 minutes.
    pub interval: Minutes,
}

impl Horizon {
    /// Local date of day `day`; days before 0 and after the end are answered too.
    pub fn date(&self, day: i64) -> NaiveDate {
        self.start
            .checked_add_signed(Duration::days(day))
            .unwrap_or(if day < 0 {
                NaiveDate::MIN
            } else {
                NaiveDate::MAX
            })
    }

    /// Day number of a date, negative before the horizon.
    pub fn day(&self, date: NaiveDate) -> i64 {
        (date - self.start).num_days()
    }

    /// Day number of a date inside the horizon.
    pub fn day_inside(&self, date: NaiveDate) -> Option<usize> {
        usize::try_from(self.day(date))
            .ok()
            .filter(|&day| day < self.day_count)
    }

    /// First day after the horizon.
    pub fn end(&self) -> NaiveDate {
        self.start
            .checked_add_days(Days::new(self.day_count as u64))
            .unwrap_or(NaiveDate::MAX)
    }

    /// Every day with its date.
    pub fn days(&self) -> impl Iterator<Item = (usize, NaiveDate)> + '_ {
        (0..self.day_count).map(|day| (day, self.date(day as i64)))
    }

    /// The instant of a local time of day, which may exceed 24 hours.
    ///
    /// A local time skipped by a clock change is read with the offset before the change, a repeated one as its
    /// first occurrence.
    pub fn instant(&self, date: NaiveDate, minute_of_day: i64) -> i64 {
        let wanted = date
            .and_hms_opt(0, 0, 0)
            .and_then(|midnight| midnight.checked_add_signed(Duration::minutes(minute_of_day)))
            .unwrap_or(chrono::NaiveDateTime::MAX);
        let exact = self.zone.from_local_datetime(&wanted).earliest();
        match exact {
            Some(time) => time.timestamp().div_euclid(60),
            None => {
                let before = self
                    .zone
                    .offset_from_utc_datetime(&(wanted - Duration::hours(24)));
                let seconds =
                    wanted.and_utc().timestamp() - i64::from(before.fix().local_minus_utc());
                seconds.div_euclid(60)
            }
        }
    }

    /// Local date and minute of day of an instant.
    pub fn local(&self, instant: i64) -> (NaiveDate, i64) {
        let utc = DateTime::from_timestamp(instant.saturating_mul(60), 0)
            .unwrap_or(DateTime::<chrono::Utc>::MAX_UTC);
        let local = utc.with_timezone(&self.zone).naive_local();
        let date = local.date();
        let midnight = date.and_hms_opt(0, 0, 0).unwrap_or(local);
        (date, (local - midnight).num_minutes())
    }

    /// First instant of the horizon.
    pub fn first_instant(&self) -> i64 {
        self.instant(self.start, 0)
    }

    /// Coverage intervals that `[start, end)` touches, as numbers counted from the first instant.
    pub fn intervals(&self, start: i64, end: i64) -> std::ops::Range<i64> {
        let origin = self.first_instant();
        let length = self.interval.0;
        let first = (start - origin).div_euclid(length);
        let last = (end - origin + length - 1).div_euclid(length);
        first..last.max(first)
    }

    /// Instants `[start, end)` of an interval number.
    pub fn interval_span(&self, interval: i64) -> (i64, i64) {
        let start = self.first_instant() + interval * self.interval.0;
        (start, start + self.interval.0)
    }

    /// `08:30`, or `25:15` for an instant on the day after `date`.
    pub fn clock(&self, instant: i64, date: NaiveDate) -> String {
        let (on, minute) = self.local(instant);
        let minute = minute + 1440 * (on - date).num_days();
        format!("{:02}:{:02}", minute.div_euclid(60), minute.rem_euclid(60))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn horizon(zone: Tz, start: &str) -> Horizon {
        Horizon {
            start: start.parse().unwrap(),
            day_count: 7,
            zone,
            interval: Minutes(30),
        }
    }

    #[test]
    fn a_local_day_has_23_hours_when_clocks_go_forward() {
        let berlin = horizon(chrono_tz::Europe::Berlin, "2026-03-23");
        let sunday = berlin.date(6);
        let monday = berlin.date(7);
        let length = berlin.instant(monday, 0) - berlin.instant(sunday, 0);
        assert_eq!(length, 23 * 60);
        assert_eq!(berlin.instant(sunday, 1440), berlin.instant(monday, 0));
    }

    #[test]
    fn a_skipped_local_time_is_read_with_the_offset_before() {
        let berlin = horizon(chrono_tz::Europe::Berlin, "2026-03-23");
        let sunday = berlin.date(6);
        assert_eq!(berlin.instant(sunday, 150), berlin.instant(sunday, 0) + 150);
    }

    #[test]
    fn instants_and_local_times_go_there_and_back() {
        let shanghai = horizon(chrono_tz::Asia::Shanghai, "2026-03-02");
        let date = shanghai.date(3);
        let instant = shanghai.instant(date, 615);
        assert_eq!(shanghai.local(instant), (date, 615));
        assert_eq!(shanghai.clock(instant + 1440, date), "34:15");
    }

    #[test]
    fn intervals_count_from_the_first_midnight() {
        let shanghai = horizon(chrono_tz::Asia::Shanghai, "2026-03-02");
        let eight = shanghai.instant(shanghai.start, 480);
        assert_eq!(shanghai.intervals(eight, eight + 60), 16..18);
        assert_eq!(shanghai.intervals(eight + 10, eight + 31), 16..18);
        assert_eq!(shanghai.interval_span(16), (eight, eight + 30));
    }
}
