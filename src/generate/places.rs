//! Kinds of places a hall can stand in: their opening hours, and how much is going on there on which days.

use chrono::{Datelike, NaiveDate, Weekday};

use super::site;
use crate::domain::{DayFilter, Hall, OpeningHours};
use crate::law::DayKind;
use crate::units::Minutes;

/// Where a hall stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Offices: busy on working days, early to close.
    Business,
    /// Homes: busy in the evening hours of working days and at weekends.
    Housing,
    /// Shops: late to open and to close, busiest when others are free.
    Shopping,
}

/// Halls of a district in turn.
pub(super) const PLACES: [Place; 3] = [Place::Business, Place::Housing, Place::Shopping];

impl Place {
    /// What a hall there is called.
    pub fn name(self) -> &'static str {
        match self {
            Place::Business => "商务区",
            Place::Housing => "居民区",
            Place::Shopping => "商圈",
        }
    }

    /// Opening and closing on a working day and at the weekend, minutes of the day.
    pub fn hours(self) -> [(i64, i64); 2] {
        match self {
            Place::Business => [(510, 1110), (570, 1020)],
            Place::Housing => [(540, 1200), (540, 1200)],
            Place::Shopping => [(600, 1290), (600, 1320)],
        }
    }

    /// Customers of a day against those that its weekday brings to a bank branch.
    pub fn custom_on(self, date: NaiveDate, kind: DayKind, statutory: bool) -> f64 {
        let weekend = date.weekday().num_days_from_monday() >= 5;
        let free = statutory || matches!(kind, DayKind::SwappedRest | DayKind::CompensatedRest);
        // The branch's weekend brings under half of its working day.
        let of_place = match (self, free, weekend) {
            (Place::Business, true, _) => 0.4,
            (Place::Business, false, _) => 1.0,
            (Place::Housing, true, _) => 0.8,
            (Place::Housing, false, true) => 2.0,
            (Place::Housing, false, false) => 0.9,
            (Place::Shopping, true, _) => 1.3,
            (Place::Shopping, false, true) => 2.8,
            (Place::Shopping, false, false) => 0.8,
        };
        of_place * of_month(date)
    }

    /// A hall of this kind for so many people, closed early on statutory holidays.
    pub fn hall(self, number: usize, staff: usize, holidays: &[NaiveDate]) -> Hall {
        use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
        let days = [vec![Mon, Tue, Wed, Thu, Fri], vec![Sat, Sun]];
        let mut opening_hours: Vec<OpeningHours> = (self.hours().into_iter().zip(days))
            .map(|((open, close), weekdays)| {
                opening(
                    open,
                    close,
                    DayFilter {
                        weekdays,
                        dates: vec![],
                    },
                )
            })
            .collect();
        if !holidays.is_empty() {
            let dates = holidays.to_vec();
            opening_hours.push(opening(
                600,
                960,
                DayFilter {
                    weekdays: vec![],
                    dates,
                },
            ));
        }
        Hall {
            id: format!("H{number:03}"),
            name: format!("{}营业厅 {number}", self.name()),
            opening_hours,
            patterns_max: Some(8),
            ..site::hall(staff)
        }
    }
}

fn opening(open: i64, close: i64, days: DayFilter) -> OpeningHours {
    OpeningHours {
        days,
        open,
        close,
        before_open: Minutes(30),
        after_close: Minutes(15),
    }
}

/// Bills are paid at the end and the beginning of a month.
fn of_month(date: NaiveDate) -> f64 {
    let ends = |days: u64| {
        date.checked_add_days(chrono::Days::new(days))
            .is_some_and(|later| later.month() != date.month())
    };
    match date.day() {
        _ if ends(2) => 1.3,
        1..=3 => 1.15,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::{DayKind, Place, of_month};

    #[test]
    fn a_month_ends_busy_and_starts_busier_than_it_goes_on() {
        let on = |text: &str| of_month(text.parse().unwrap());
        assert_eq!(on("2026-09-30"), 1.3);
        assert_eq!(on("2026-09-29"), 1.3);
        assert_eq!(on("2026-10-01"), 1.15);
        assert_eq!(on("2026-09-28"), 1.0);
    }

    #[test]
    fn offices_empty_on_holidays_and_shops_fill() {
        let on = |place: Place, statutory| {
            let date = "2026-09-25".parse().unwrap();
            place.custom_on(date, DayKind::Workday, statutory)
        };
        assert!(on(Place::Business, true) < on(Place::Business, false));
        assert!(on(Place::Shopping, true) > on(Place::Shopping, false));
    }
}
