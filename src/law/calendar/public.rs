//! Public holidays of places outside the PRC, each from a data file with its sources and the years it covers.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use crate::law::{LawError, Title};

/// The holidays of a place or of one of its regions; knows its years and refuses all others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicHolidays {
    id: String,
    title: Title,
    years: (i32, i32),
    off_norm: bool,
    sources: Vec<String>,
    names: BTreeMap<NaiveDate, String>,
}

/// A file of the folder `places`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceFile {
    title: Title,
    first_year: i32,
    last_year: i32,
    off_norm: bool,
    sources: Vec<String>,
    holidays: BTreeMap<NaiveDate, String>,
    #[serde(default)]
    regions: BTreeMap<String, Region>,
}

/// What a region has beyond its place.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Region {
    title: Title,
    holidays: BTreeMap<NaiveDate, String>,
}

/// The files that come with this program.
const FILES: [(&str, &str); 8] = [
    ("de", include_str!("places/de.json")),
    ("fr", include_str!("places/fr.json")),
    ("uk", include_str!("places/uk.json")),
    ("us", include_str!("places/us.json")),
    ("jp", include_str!("places/jp.json")),
    ("hk", include_str!("places/hk.json")),
    ("sg", include_str!("places/sg.json")),
    ("au", include_str!("places/au.json")),
];

impl PublicHolidays {
    /// Every place and region held, regions after their place: `de`, `de-bb`, ...
    pub fn all() -> &'static [PublicHolidays] {
        static ALL: OnceLock<Vec<PublicHolidays>> = OnceLock::new();
        ALL.get_or_init(|| {
            let files = FILES.iter();
            // A file that cannot be read would be missed at once: tests read each by name.
            let places = files.filter_map(|(id, text)| PublicHolidays::from_json(id, text).ok());
            places.flatten().collect()
        })
    }

    /// The holidays of a place or region.
    pub fn of(id: &str) -> Option<&'static PublicHolidays> {
        PublicHolidays::all().iter().find(|place| place.id == id)
    }

    /// A place with its regions from text of the form of the files that come with this program.
    ///
    /// # Errors
    /// Text of another form; a holiday outside the years; a year without any.
    pub fn from_json(id: &str, text: &str) -> Result<Vec<PublicHolidays>, LawError> {
        let refuse = |reason: String| LawError::BadCalendar { reason };
        let file: PlaceFile = serde_json::from_str(text).map_err(|e| refuse(e.to_string()))?;
        let years = (file.first_year, file.last_year);
        let dates = || {
            let of_regions = file
                .regions
                .values()
                .flat_map(|region| region.holidays.keys());
            file.holidays.keys().chain(of_regions)
        };
        if let Some(date) = dates().find(|date| date.year() < years.0 || years.1 < date.year()) {
            return Err(refuse(format!("{id}: {date} does not lie in its years")));
        }
        let held = |year: &i32| file.holidays.keys().any(|date| date.year() == *year);
        // Far more years than anybody knows would only keep the reader busy.
        let mut all = years.0..years.1.saturating_add(1).min(years.0.saturating_add(200));
        if years.1 < years.0 || !all.all(|year| held(&year)) {
            return Err(refuse(format!("{id}: each of its years has holidays")));
        }
        let place = PublicHolidays {
            id: id.to_owned(),
            title: file.title,
            years,
            off_norm: file.off_norm,
            sources: file.sources,
            names: file.holidays,
        };
        let regions = file.regions.into_iter().map(|(id, region)| {
            let own = place.names.clone().into_iter().chain(region.holidays);
            PublicHolidays {
                id,
                title: region.title,
                names: own.collect(),
                ..place.clone()
            }
        });
        let regions: Vec<PublicHolidays> = regions.collect();
        Ok([place].into_iter().chain(regions).collect())
    }

    /// Its name in files.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it is called.
    pub fn title(&self) -> &Title {
        &self.title
    }

    /// First and last year held.
    pub fn years(&self) -> (i32, i32) {
        self.years
    }

    /// Acts and lists that the dates were taken from.
    pub fn sources(&self) -> &[String] {
        &self.sources
    }

    /// Whether a holiday on a weekday takes one day off what a week asks for, because the law has it paid and free.
    pub fn takes_off_norm(&self) -> bool {
        self.off_norm
    }

    /// The holiday's name in the language of the place, where a date is one.
    ///
    /// # Errors
    /// A date outside the years held: nobody may take it for an ordinary day.
    pub fn on(&self, date: NaiveDate) -> Result<Option<&str>, LawError> {
        let (first, last) = self.years;
        if (first..=last).contains(&date.year()) {
            return Ok(self.names.get(&date).map(String::as_str));
        }
        let edge = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or(date);
        Err(LawError::OutsideCalendar {
            date,
            first: edge(first, 1, 1),
            last: edge(last, 12, 31),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{FILES, PublicHolidays};
    use chrono::{Datelike, NaiveDate, Weekday};

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn place(id: &str) -> &'static PublicHolidays {
        PublicHolidays::of(id).unwrap_or_else(|| panic!("{id} is held"))
    }

    fn is_holiday(id: &str, day: &str) -> bool {
        place(id).on(date(day)).expect("its years").is_some()
    }

    /// Sunday of Easter by the rule of Gauss and Lichtenberg, written apart from the data.
    fn easter(year: i32) -> NaiveDate {
        let (k, a) = (year / 100, year % 19);
        let m = 15 + (3 * k + 3) / 4 - (8 * k + 13) / 25;
        let s = 2 - (3 * k + 3) / 4;
        let d = (19 * a + m) % 30;
        let r = (d + a / 11) / 29;
        let moon = 21 + d - r;
        let sunday = 7 - (year + year / 4 + s) % 7;
        let offset = 7 - (moon - sunday).rem_euclid(7);
        let march = NaiveDate::from_ymd_opt(year, 3, 1).expect("a date");
        march + chrono::Duration::days(i64::from(moon + offset - 1))
    }

    #[test]
    fn every_file_is_read_and_every_place_has_sources_and_both_names() {
        for (id, text) in FILES {
            assert_eq!(
                PublicHolidays::from_json(id, text).map(|all| all[0].id.clone()),
                Ok(id.to_owned())
            );
        }
        assert_eq!(PublicHolidays::all().len(), 8 + 16 + 8);
        for place in PublicHolidays::all() {
            assert!(!place.sources().is_empty() && place.years().1 >= 2026);
            assert!(!place.title().en.is_empty() && !place.title().zh.is_empty());
        }
        assert!(PublicHolidays::of("eu_base").is_none() && PublicHolidays::of("").is_none());
    }

    #[test]
    fn days_that_follow_easter_do() {
        for (id, days) in [
            ("de", &[-2, 1, 39, 50][..]),
            ("fr", &[1, 39, 50]),
            ("uk", &[-2, 1]),
            ("au", &[-2, 1]),
            ("sg", &[-2]),
            ("de-nw", &[60]),
            ("de-bb", &[0, 49]),
        ] {
            let (first, last) = place(id).years();
            for year in first..=last {
                for after in days {
                    let day = easter(year) + chrono::Duration::days(*after);
                    assert!(
                        place(id).on(day).expect("its years").is_some(),
                        "{id} {day}"
                    );
                }
            }
        }
    }

    #[test]
    fn known_dates_are_held() {
        for (id, day) in [
            ("de", "2026-10-03"),
            ("de-be", "2025-05-08"),
            ("de-by", "2026-01-06"),
            ("de-sn", "2026-11-18"),
            ("de-th", "2027-09-20"),
            ("fr", "2026-07-14"),
            ("uk", "2026-05-04"),
            ("uk", "2026-12-28"),
            ("uk", "2027-12-27"),
            ("us", "2026-07-03"),
            ("us", "2026-11-26"),
            ("us", "2027-12-31"),
            ("jp", "2025-05-06"),
            ("jp", "2026-09-22"),
            ("jp", "2027-03-22"),
            ("hk", "2025-10-07"),
            ("hk", "2026-04-06"),
            ("sg", "2025-05-03"),
            ("sg", "2026-06-01"),
            ("au", "2027-01-26"),
            // A Sunday's or Saturday's holiday is kept on the days after, in all states or in some.
            ("au", "2025-01-27"),
            ("au", "2026-12-28"),
            ("au", "2027-12-28"),
            ("au-nsw", "2026-12-26"),
            ("au-act", "2026-04-27"),
            ("au-qld", "2027-04-26"),
        ] {
            assert!(is_holiday(id, day), "{id} {day}");
        }
        for (id, day) in [
            ("de", "2026-01-06"),
            ("de-be", "2026-05-08"),
            ("de-nw", "2026-10-31"),
            ("fr", "2026-04-03"),
            ("uk", "2026-12-26"),
            ("us", "2026-07-04"),
            ("jp", "2027-09-22"),
            // Easter Monday is a statutory holiday from 2026.
            ("hk", "2025-04-21"),
            ("sg", "2026-10-20"),
            ("au", "2026-06-08"),
            ("au", "2025-01-26"),
            ("au-tas", "2026-12-26"),
            ("au-vic", "2026-04-27"),
        ] {
            assert!(!is_holiday(id, day), "{id} {day}");
        }
    }

    #[test]
    fn counts_by_year_are_those_of_the_acts() {
        let count = |id: &str, year: i32| {
            let names = place(id).names.keys();
            names.filter(|date| date.year() == year).count()
        };
        for year in 2025..=2027 {
            assert_eq!(
                [count("de", year), count("de-by", year), count("fr", year)],
                [9, 12, 11]
            );
            assert_eq!(count("uk", year), 8);
        }
        assert_eq!([count("hk", 2025), count("hk", 2026)], [14, 15]);
        // The seven of the Fair Work Act; in 2027 the states keep Anzac Day, a Sunday, on two dates, and Christmas and
        // its Monday, the Tuesday after, and Easter Sunday on the same.
        assert_eq!([2025, 2026, 2027].map(|year| count("au", year)), [7, 7, 8]);
        assert_eq!(
            [count("us", 2025), count("us", 2026), count("us", 2027)],
            [11, 11, 12]
        );
        // None of the federal holidays is taken on a Saturday or Sunday.
        let weekend = |date: &NaiveDate| matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        assert!(!place("us").names.keys().any(weekend));
    }

    #[test]
    fn dates_outside_the_years_are_refused() {
        for outside in ["2024-12-31", "2028-01-01"] {
            assert!(place("de").on(date(outside)).is_err(), "{outside}");
        }
        // Lists that are not published yet are not guessed.
        for id in ["hk", "sg"] {
            assert!(place(id).on(date("2026-12-31")).is_ok(), "{id}");
            assert!(place(id).on(date("2027-01-01")).is_err(), "{id}");
        }
        assert!(place("fr").on(NaiveDate::MAX).is_err() && place("fr").on(NaiveDate::MIN).is_err());
    }

    #[test]
    fn files_that_contradict_themselves_are_refused() {
        let refused = |from: &str, to: &str| {
            let text = include_str!("places/fr.json").replacen(from, to, 1);
            assert_ne!(text, include_str!("places/fr.json"), "{from}");
            PublicHolidays::from_json("fr", &text).is_err()
        };
        assert!(refused("\"2025-01-01\"", "\"2024-01-01\""));
        assert!(refused("\"last_year\": 2027", "\"last_year\": 2028"));
        assert!(refused("\"last_year\": 2027", "\"last_year\": 2147483647"));
        assert!(refused("\"first_year\": 2025", "\"first_year\": 2030"));
        assert!(PublicHolidays::from_json("fr", "{").is_err());
    }
}
