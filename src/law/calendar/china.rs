//! The arranged calendar of the People's Republic of China.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use super::DayCalendar;
use crate::law::LawError;
use crate::law::days::{Day, HORIZON_DAYS_MAX};

/// What a date is in the national arrangement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DayKind {
    /// An ordinary working day, unless it is statutory.
    Workday,
    /// A Saturday or Sunday.
    WeeklyRest,
    /// A working day turned into rest, for which another day is worked.
    SwappedRest,
    /// A Saturday or Sunday that is worked instead.
    MakeupWorkday,
    /// A working day given free because a statutory holiday fell on a Saturday or Sunday.
    CompensatedRest,
}

/// Whether the year's arrangement is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CalendarStatus {
    /// The yearly notice is out and in here.
    Announced,
    /// Only the statutory holidays are held; a roster may be published only with a warning.
    StatutoryOnly,
}

/// One date of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChinaDay {
    /// The date.
    pub date: NaiveDate,
    /// Whether it is a statutory holiday, paid 300 %; not every day of a long break is.
    pub statutory: bool,
    /// What it is otherwise.
    pub kind: DayKind,
    /// Half a day off for part of the population; work is paid as on any day.
    pub partial_holiday: bool,
    /// Whether its year's arrangement is held.
    pub status: CalendarStatus,
}

impl ChinaDay {
    /// Whether it counts towards the norm of working days.
    pub fn is_working_day(&self) -> bool {
        !self.statutory && matches!(self.kind, DayKind::Workday | DayKind::MakeupWorkday)
    }
}

/// The calendar from 2024 to 2027; refuses all other dates.
#[derive(Clone, Debug)]
pub struct ChinaCalendar {
    years: BTreeMap<i32, ChinaYear>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ChinaFile {
    #[serde(rename = "about")]
    _about: String,
    #[serde(rename = "sources")]
    _sources: Vec<String>,
    years: Vec<ChinaYear>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ChinaYear {
    year: i32,
    status: CalendarStatus,
    statutory: BTreeSet<NaiveDate>,
    #[serde(default)]
    swapped_rest: BTreeSet<NaiveDate>,
    #[serde(default)]
    compensated_rest: BTreeSet<NaiveDate>,
    #[serde(default)]
    makeup_workdays: BTreeSet<NaiveDate>,
    #[serde(default)]
    partial_holidays: BTreeSet<NaiveDate>,
}

impl ChinaCalendar {
    /// The calendar that comes with this program.
    ///
    /// # Errors
    /// None, unless the file within is damaged.
    pub fn embedded() -> Result<ChinaCalendar, LawError> {
        ChinaCalendar::from_json(include_str!("cn.json"))
    }

    /// A calendar of the same form as the one that comes with this program.
    ///
    /// # Errors
    /// Text of another form; years not one after another; dates that contradict each other.
    pub fn from_json(text: &str) -> Result<ChinaCalendar, LawError> {
        let refuse = |reason: String| LawError::BadCalendar { reason };
        let file: ChinaFile = serde_json::from_str(text).map_err(|e| refuse(e.to_string()))?;
        let mut years = BTreeMap::new();
        for year in file.years {
            if let Some(reason) = contradiction(&year) {
                return Err(refuse(reason));
            }
            years.insert(year.year, year);
        }
        let span = years.keys().next().zip(years.keys().next_back());
        match span {
            Some((first, last)) if (last - first) as usize + 1 == years.len() => {
                Ok(ChinaCalendar { years })
            }
            _ => Err(refuse(
                "years: let there be one entry for each year in a row".to_owned(),
            )),
        }
    }

    /// What a date is.
    ///
    /// # Errors
    /// A date outside the years held: nobody may take it for a working day.
    pub fn day(&self, date: NaiveDate) -> Result<ChinaDay, LawError> {
        let Some(year) = self.years.get(&date.year()) else {
            return Err(self.outside(date));
        };
        let kind = if year.makeup_workdays.contains(&date) {
            DayKind::MakeupWorkday
        } else if year.swapped_rest.contains(&date) {
            DayKind::SwappedRest
        } else if year.compensated_rest.contains(&date) {
            DayKind::CompensatedRest
        } else if is_weekend(date) {
            DayKind::WeeklyRest
        } else {
            DayKind::Workday
        };
        Ok(ChinaDay {
            date,
            statutory: year.statutory.contains(&date),
            kind,
            partial_holiday: year.partial_holidays.contains(&date),
            status: year.status,
        })
    }

    /// The dates `[from, to)`.
    ///
    /// # Errors
    /// A date outside the years held, or more dates than a horizon may have.
    pub fn days(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<ChinaDay>, LawError> {
        let (start, end) = (Day::of(from), Day::of(to));
        if end.since(start) > HORIZON_DAYS_MAX {
            return Err(self.outside(to));
        }
        start.until(end).map(|day| self.day(day.date())).collect()
    }

    /// How many dates of `[from, to)` count towards the norm of working days.
    ///
    /// # Errors
    /// As [`ChinaCalendar::days`].
    pub fn working_days(&self, from: NaiveDate, to: NaiveDate) -> Result<i64, LawError> {
        let days = self.days(from, to)?;
        Ok(days.iter().filter(|day| day.is_working_day()).count() as i64)
    }

    /// The dates `[from, to)` for people who rest when the national arrangement says so.
    ///
    /// Hall staff rest on rostered days: keep the statutory holidays and put their own rest days.
    ///
    /// # Errors
    /// As [`ChinaCalendar::days`].
    pub fn day_calendar(&self, from: NaiveDate, to: NaiveDate) -> Result<DayCalendar, LawError> {
        let mut calendar = DayCalendar::default();
        for day in self.days(from, to)? {
            if day.statutory {
                calendar.statutory_holidays.insert(day.date);
            } else if !day.is_working_day() {
                calendar.rest_days.insert(day.date);
            }
            if day.partial_holiday {
                let flagged = calendar
                    .flags
                    .entry("partial_holiday".to_owned())
                    .or_default();
                flagged.insert(day.date);
            }
        }
        Ok(calendar)
    }

    fn outside(&self, date: NaiveDate) -> LawError {
        let edge = |year: Option<&i32>, month, day| {
            year.and_then(|year| NaiveDate::from_ymd_opt(*year, month, day))
                .unwrap_or(date)
        };
        LawError::OutsideCalendar {
            date,
            first: edge(self.years.keys().next(), 1, 1),
            last: edge(self.years.keys().next_back(), 12, 31),
        }
    }
}

fn is_weekend(date: NaiveDate) -> bool {
    date.weekday().num_days_from_monday() >= 5
}

/// What does not fit together in a year, if anything.
fn contradiction(year: &ChinaYear) -> Option<String> {
    let moved = || year.swapped_rest.iter().chain(&year.compensated_rest);
    let all = moved()
        .chain(&year.statutory)
        .chain(&year.makeup_workdays)
        .chain(&year.partial_holidays);
    for date in all {
        if date.year() != year.year {
            return Some(format!("{date} does not lie in {}", year.year));
        }
    }
    for date in moved() {
        if is_weekend(*date) || year.statutory.contains(date) {
            return Some(format!("{date} is free anyway and cannot be given as rest"));
        }
    }
    for date in &year.makeup_workdays {
        if !is_weekend(*date) || year.statutory.contains(date) {
            return Some(format!(
                "{date} is no Saturday or Sunday that could be worked"
            ));
        }
    }
    if let Some(date) = year
        .swapped_rest
        .intersection(&year.compensated_rest)
        .next()
    {
        return Some(format!("{date} is given as rest twice"));
    }
    if year.swapped_rest.len() != year.makeup_workdays.len() {
        return Some(format!(
            "{}: as many days must be worked instead as are swapped",
            year.year
        ));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{CalendarStatus, ChinaCalendar, DayKind};
    use chrono::NaiveDate;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a date")
    }

    fn calendar() -> ChinaCalendar {
        ChinaCalendar::embedded().expect("a sound calendar")
    }

    #[test]
    fn working_days_agree_with_the_published_table() {
        let table = [
            (2025, [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23]),
            (2026, [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]),
        ];
        for (year, months) in table {
            for (month, expected) in (1..).zip(months) {
                let to = if month == 12 {
                    date(year + 1, 1, 1)
                } else {
                    date(year, month + 1, 1)
                };
                let found = calendar().working_days(date(year, month, 1), to);
                assert_eq!(found, Ok(expected), "{year}-{month}");
            }
            let all = calendar().working_days(date(year, 1, 1), date(year + 1, 1, 1));
            assert_eq!(all, Ok(248));
        }
    }

    #[test]
    fn a_long_break_holds_three_sorts_of_days() {
        let day = |d| calendar().day(date(2026, 10, d)).expect("a date held");
        assert!(day(1).statutory && day(3).statutory && !day(4).statutory);
        assert_eq!(day(4).kind, DayKind::WeeklyRest);
        assert_eq!(day(5).kind, DayKind::CompensatedRest);
        assert_eq!(day(6).kind, DayKind::SwappedRest);
        assert_eq!(day(10).kind, DayKind::MakeupWorkday);
        assert!(day(10).is_working_day() && !day(1).is_working_day());
    }

    #[test]
    fn years_hold_eleven_or_thirteen_statutory_days() {
        for (year, expected) in [(2024, 11), (2025, 13), (2026, 13), (2027, 13)] {
            let days = calendar().day_calendar(date(year, 1, 1), date(year + 1, 1, 1));
            assert_eq!(days.map(|days| days.statutory_holidays.len()), Ok(expected));
        }
    }

    #[test]
    fn dates_outside_are_refused_and_unarranged_years_say_so() {
        for outside in [
            date(2023, 12, 31),
            date(2028, 1, 1),
            NaiveDate::MAX,
            NaiveDate::MIN,
        ] {
            assert!(calendar().day(outside).is_err(), "{outside}");
        }
        assert!(calendar().days(NaiveDate::MIN, NaiveDate::MAX).is_err());
        let spring = calendar().day(date(2027, 2, 8)).expect("a date held");
        assert!(spring.statutory && spring.status == CalendarStatus::StatutoryOnly);
        assert_eq!(
            calendar().days(date(2026, 2, 2), date(2026, 1, 1)),
            Ok(vec![])
        );
    }

    #[test]
    fn contradictory_calendars_are_refused() {
        let refused = |change: [&str; 2]| {
            let text = include_str!("cn.json").replacen(change[0], change[1], 1);
            assert_ne!(text, include_str!("cn.json"));
            ChinaCalendar::from_json(&text).is_err()
        };
        assert!(refused(["\"year\": 2025", "\"year\": 2029"]));
        assert!(refused(["\"2025-02-03\"", "\"2025-02-02\""]));
        assert!(refused(["\"2026-01-04\"", "\"2026-01-05\""]));
        assert!(refused(["\"2026-01-04\", ", ""]));
        assert!(refused(["\"2026-04-06\"", "\"2026-01-02\""]));
        assert!(ChinaCalendar::from_json("{").is_err());
        assert!(ChinaCalendar::from_json(r#"{"about": "", "sources": [], "years": []}"#).is_err());
    }

    /// An independent list of days off and make-up days, where this machine has one.
    #[test]
    fn free_days_agree_with_an_independent_list() {
        for year in [2025, 2026] {
            let file = format!("../shared/data/holidays_cn/{year}.json");
            let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
            let Ok(text) = std::fs::read_to_string(&file) else {
                eprintln!("SKIPPED: {} is not there", file.display());
                return;
            };
            let list: serde_json::Value = serde_json::from_str(&text).expect("a list");
            for entry in list["days"].as_array().expect("days") {
                let day: NaiveDate = entry["date"].as_str().expect("").parse().expect("a date");
                if let Ok(known) = calendar().day(day) {
                    let off = entry["isOffDay"].as_bool().expect("a mark");
                    assert_eq!(known.is_working_day(), !off, "{day}");
                }
            }
        }
    }
}
