//! The horizon's local days on the physical time line; the only place that knows about zones.

use std::sync::Arc;

use chrono::{Datelike, LocalResult, NaiveDate, Offset, TimeZone};
use chrono_tz::Tz;

use super::{ClockTime, DayOfWeek, LawError, Span};

/// Longest horizon that is judged, in days: five years.
pub const HORIZON_DAYS_MAX: i64 = 1830;

/// Local days before and after the horizon whose midnights are kept at hand.
const DAYS_AT_HAND: i32 = 40;

const EPOCH_DAYS_FROM_CE: i32 = 719_163;

/// Earliest and latest instant that is judged: 1970-01-02 to 2199-12-31, in minutes.
pub(super) const INSTANTS: Span = Span::new(1440, 120_966_000);

/// A local date as days since 1970-01-01; arithmetic saturates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Day(pub i32);

impl Day {
    pub fn of(date: NaiveDate) -> Day {
        Day(date.num_days_from_ce() - EPOCH_DAYS_FROM_CE)
    }

    /// The date again; dates beyond the calendar become its first or last.
    pub fn date(self) -> NaiveDate {
        let beyond = if self.0 < 0 {
            NaiveDate::MIN
        } else {
            NaiveDate::MAX
        };
        NaiveDate::from_num_days_from_ce_opt(self.0.saturating_add(EPOCH_DAYS_FROM_CE))
            .unwrap_or(beyond)
    }

    pub fn plus(self, days: i64) -> Day {
        let moved = i64::from(self.0).saturating_add(days);
        Day(moved.clamp(i64::from(i32::MIN / 2), i64::from(i32::MAX / 2)) as i32)
    }

    pub fn next(self) -> Day {
        self.plus(1)
    }

    pub fn since(self, earlier: Day) -> i64 {
        i64::from(self.0) - i64::from(earlier.0)
    }

    /// Days after Monday; 1970-01-01 was a Thursday.
    pub fn days_after_monday(self) -> i32 {
        (self.0 % 7 + 7 + 3) % 7
    }

    pub fn is(self, weekday: DayOfWeek) -> bool {
        self.days_after_monday() == weekday.days_after_monday()
    }

    /// The days from `self` up to, not including, `end`.
    pub fn until(self, end: Day) -> impl Iterator<Item = Day> {
        (self.0..end.0).map(Day)
    }
}

/// Midnights of a zone around a horizon of local dates `[start, end)`.
///
/// Built once per hall and horizon and shared by every evaluation in it.
#[derive(Clone, Debug)]
pub struct DayTable {
    zone: Tz,
    start: Day,
    end: Day,
    /// First day of the whole horizon, where this table has been narrowed.
    origin: Day,
    first: Day,
    midnights: Arc<[i64]>,
}

impl DayTable {
    /// The days of the horizon `[start, end)` in the IANA zone `zone`.
    ///
    /// # Errors
    /// An unknown zone; a horizon that is empty, longer than [`HORIZON_DAYS_MAX`] or not within
    /// the years 1971 to 2198.
    pub fn new(zone: &str, start: NaiveDate, end: NaiveDate) -> Result<DayTable, LawError> {
        let zone: Tz = zone.parse().map_err(|_| LawError::UnknownZone {
            zone: zone.to_owned(),
        })?;
        let refuse = |reason| Err(LawError::BadHorizon { start, end, reason });
        if end <= start {
            return refuse("it has no day 没有日期");
        }
        if start.year() < 1971 || end.year() > 2198 {
            return refuse("it is not within the years 1971 to 2198 应在 1971 至 2198 年内");
        }
        let (start, end) = (Day::of(start), Day::of(end));
        if end.since(start) > HORIZON_DAYS_MAX {
            return refuse("it is longer than five years 超过五年");
        }
        let first = Day(start.0 - DAYS_AT_HAND);
        let midnights = first
            .until(Day(end.0 + DAYS_AT_HAND + 1))
            .map(|d| midnight_in(zone, d));
        let midnights = midnights.collect();
        Ok(DayTable {
            zone,
            start,
            end,
            origin: start,
            first,
            midnights,
        })
    }

    /// The IANA name of the zone.
    pub fn zone(&self) -> &'static str {
        self.zone.name()
    }

    /// First local date of the horizon.
    pub fn start(&self) -> NaiveDate {
        self.start.date()
    }

    /// First local date after the horizon.
    pub fn end(&self) -> NaiveDate {
        self.end.date()
    }

    /// The local date of an instant given in minutes since the epoch.
    pub fn date_of(&self, instant: i64) -> NaiveDate {
        self.day_of(instant).date()
    }

    /// The instant, in minutes since the epoch, at which the clock shows `time` on `date`.
    ///
    /// Where the clock skips that time, the first instant after the gap; where it shows it twice,
    /// the first of the two.
    pub fn instant(&self, date: NaiveDate, time: ClockTime) -> i64 {
        self.clock(Day::of(date), time)
    }

    pub(super) fn first_day(&self) -> Day {
        self.start
    }

    pub(super) fn end_day(&self) -> Day {
        self.end
    }

    /// First day of the horizon as it was made: days before it are history.
    pub(super) fn origin_day(&self) -> Day {
        self.origin
    }

    /// The same days with only `[from, to)` of the horizon to be looked at; cheap.
    pub(super) fn narrowed(&self, from: Day, to: Day) -> DayTable {
        let mut narrow = self.clone();
        narrow.start = from.max(self.start);
        narrow.end = to.min(self.end).max(narrow.start);
        narrow
    }

    pub(super) fn in_horizon(&self, day: Day) -> bool {
        self.start <= day && day < self.end
    }

    /// The instant at which local day `day` starts.
    pub(super) fn midnight(&self, day: Day) -> i64 {
        let at = i64::from(day.0) - i64::from(self.first.0);
        match usize::try_from(at)
            .ok()
            .and_then(|at| self.midnights.get(at))
        {
            Some(instant) => *instant,
            None => midnight_in(self.zone, day),
        }
    }

    /// The physical span of the local days `[from, to)`.
    pub(super) fn span(&self, from: Day, to: Day) -> Span {
        Span::new(self.midnight(from), self.midnight(to))
    }

    /// The local day of an instant.
    pub(super) fn day_of(&self, instant: i64) -> Day {
        let guess = match self.midnights.first() {
            // Within the table the guess is off by at most one: zones move by hours, not days.
            Some(first) => self
                .first
                .plus(instant.saturating_sub(*first).div_euclid(1440)),
            None => self.first,
        };
        let mut day = guess;
        while self.midnight(day) > instant && day.0 > -100_000 {
            day = day.plus(-1);
        }
        while self.midnight(day.next()) <= instant && day.0 < 200_000 {
            day = day.next();
        }
        day
    }

    /// The instant of a clock time on a day; see [`DayTable::instant`].
    pub(super) fn clock(&self, day: Day, time: ClockTime) -> i64 {
        let (midnight, next) = (self.midnight(day), self.midnight(day.next()));
        if next - midnight == 1440 {
            // A day of 24 hours is assumed to hold no change of the clock.
            return midnight + time.minutes();
        }
        if time.minutes() == 1440 {
            return next;
        }
        local_instant(self.zone, day, time.minutes())
    }

    /// Offset from UTC at an instant, in minutes.
    pub(super) fn offset_minutes(&self, instant: i64) -> i32 {
        let day = self.day_of(instant);
        let (midnight, next) = (self.midnight(day), self.midnight(day.next()));
        if next.saturating_sub(midnight) == 1440 {
            let offset = i64::from(day.0) * 1440 - midnight;
            return i32::try_from(offset).unwrap_or(0);
        }
        let Some(utc) = chrono::DateTime::from_timestamp(instant.saturating_mul(60), 0) else {
            return 0;
        };
        self.zone
            .offset_from_utc_datetime(&utc.naive_utc())
            .fix()
            .local_minus_utc()
            / 60
    }
}

fn midnight_in(zone: Tz, day: Day) -> i64 {
    local_instant(zone, day, 0)
}

/// The first instant at or after the wall time `minutes` past midnight of `day`.
fn local_instant(zone: Tz, day: Day, minutes: i64) -> i64 {
    let nominal = i64::from(day.0) * 1440 + minutes;
    let Some(wall) = day.date().and_hms_opt(0, 0, 0) else {
        return nominal;
    };
    // A gap is at most a day long (islands that crossed the date line); look for its far side.
    for later in 0..=1440 {
        let past = chrono::TimeDelta::minutes(minutes + later);
        let Some(wall) = wall.checked_add_signed(past) else {
            return nominal;
        };
        match zone.from_local_datetime(&wall) {
            LocalResult::Single(at) => return at.timestamp().div_euclid(60),
            LocalResult::Ambiguous(first, second) => {
                return first.timestamp().min(second.timestamp()).div_euclid(60);
            }
            LocalResult::None => {}
        }
    }
    nominal
}

#[cfg(test)]
mod tests {
    use super::{Day, DayTable};
    use crate::law::{ClockTime, DayOfWeek};
    use chrono::NaiveDate;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn table(zone: &str, from: &str, to: &str) -> DayTable {
        DayTable::new(zone, date(from), date(to)).expect("a table")
    }

    #[test]
    fn a_day_of_the_clock_change_has_23_or_25_hours() {
        let days = table("Europe/Berlin", "2026-03-23", "2026-11-01");
        let length = |text| {
            let day = Day::of(date(text));
            days.span(day, day.next()).minutes().0 / 60
        };
        assert_eq!(length("2026-03-28"), 24);
        assert_eq!(length("2026-03-29"), 23);
        assert_eq!(length("2026-10-25"), 25);
    }

    #[test]
    fn instants_just_before_and_at_midnight_are_on_different_days() {
        for zone in [
            "Asia/Shanghai",
            "Europe/Berlin",
            "America/New_York",
            "Africa/Cairo",
        ] {
            let days = table(zone, "2026-03-02", "2026-05-09");
            for day in Day::of(date("2025-01-01")).until(Day::of(date("2028-01-01"))) {
                let midnight = days.midnight(day);
                assert_eq!(days.day_of(midnight), day, "{zone}");
                assert_eq!(days.day_of(midnight - 1), day.plus(-1), "{zone}");
            }
        }
    }

    #[test]
    fn a_skipped_clock_time_becomes_the_first_instant_after_the_gap() {
        let days = table("Europe/Berlin", "2026-03-23", "2026-03-30");
        let clock = |text: &str| text.parse::<ClockTime>().expect("a time");
        let sunday = date("2026-03-29");
        assert_eq!(
            days.instant(sunday, clock("02:30")),
            days.instant(sunday, clock("03:00"))
        );
        assert_eq!(
            days.instant(sunday, clock("03:00")) - days.instant(sunday, clock("01:00")),
            60
        );
        assert_eq!(
            days.instant(sunday, clock("24:00")),
            days.midnight(Day::of(date("2026-03-30")))
        );
    }

    #[test]
    fn a_twice_shown_clock_time_is_the_first_of_the_two() {
        let days = table("Europe/Berlin", "2026-10-19", "2026-10-26");
        let clock = |text: &str| text.parse::<ClockTime>().expect("a time");
        let sunday = date("2026-10-25");
        assert_eq!(
            days.instant(sunday, clock("02:30")) - days.instant(sunday, clock("00:00")),
            150
        );
        assert_eq!(
            days.instant(sunday, clock("03:00")) - days.instant(sunday, clock("02:30")),
            90
        );
    }

    #[test]
    fn weekdays_follow_the_calendar() {
        assert!(Day::of(date("2026-03-02")).is(DayOfWeek::Monday));
        assert!(Day::of(date("2026-03-08")).is(DayOfWeek::Sunday));
        assert!(Day::of(date("1969-12-31")).is(DayOfWeek::Wednesday));
        assert_eq!(Day::of(date("2026-03-02")).date(), date("2026-03-02"));
    }

    #[test]
    fn hostile_zones_and_horizons_are_refused() {
        let new = |zone, from, to| DayTable::new(zone, date(from), date(to)).is_err();
        assert!(new("Mars/Olympus", "2026-03-02", "2026-03-09"));
        assert!(new("Asia/Shanghai", "2026-03-09", "2026-03-09"));
        assert!(new("Asia/Shanghai", "2026-03-09", "2026-03-02"));
        assert!(new("Asia/Shanghai", "2026-03-09", "9999-12-31"));
        assert!(new("Asia/Shanghai", "2026-03-09", "2036-03-09"));
        assert!(new("Asia/Shanghai", "1900-03-09", "1900-03-10"));
    }
}
