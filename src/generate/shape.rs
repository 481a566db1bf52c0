//! When customers come: the shape of a bank branch over hours and weekdays.
//!
//! Arrivals of 18 weeks of a Chinese bank branch, a data set of a modelling contest: 49,356 customers by hour from 8
//! to 18 o'clock and by day from Monday to Sunday.

use chrono::{Datelike, NaiveDate};

use crate::units::Minutes;

const BY_HOUR: [f64; 10] = [
    1608.0, 5876.0, 7202.0, 5592.0, 4313.0, 3828.0, 7321.0, 7134.0, 4128.0, 2354.0,
];
const BY_WEEKDAY: [f64; 7] = [9183.0, 8327.0, 8232.0, 7067.0, 8886.0, 3866.0, 3795.0];
const ALL: f64 = 49_356.0;

/// How busy a time is, against the branch's mean of 1.
///
/// The branch's ten hours are stretched over the hall's opening time, straight lines between the middles of hours.
pub(super) fn at(date: NaiveDate, since_open: Minutes, open_for: Minutes) -> f64 {
    let hours = BY_HOUR.len();
    let place = since_open.0 as f64 * hours as f64 / open_for.0 as f64 - 0.5;
    let place = place.clamp(0.0, (hours - 1) as f64);
    let before = (place as usize).min(hours - 2);
    let share = place - before as f64;
    let arrivals = BY_HOUR[before] * (1.0 - share) + BY_HOUR[before + 1] * share;
    let weekday = BY_WEEKDAY[date.weekday().num_days_from_monday() as usize];
    (arrivals * hours as f64 / ALL) * (weekday * 7.0 / ALL)
}

#[cfg(test)]
mod tests {
    use super::{ALL, BY_HOUR, BY_WEEKDAY, at};
    use crate::units::Minutes;

    #[test]
    fn hours_and_weekdays_count_the_same_customers() {
        assert_eq!(BY_HOUR.iter().sum::<f64>(), ALL);
        assert_eq!(BY_WEEKDAY.iter().sum::<f64>(), ALL);
    }

    #[test]
    fn two_peaks_a_dip_at_noon_and_a_quiet_weekend() {
        let monday = "2026-06-29".parse().unwrap();
        let sunday = "2026-07-05".parse().unwrap();
        let on = |date, minutes| at(date, Minutes(minutes), Minutes(840));
        let (morning, noon, afternoon) = (on(monday, 210), on(monday, 450), on(monday, 550));
        assert!(noon < 0.6 * morning && noon < 0.6 * afternoon);
        assert!(on(sunday, 210) < 0.5 * morning);
        assert!(on(monday, 15) < on(monday, 825));
    }
}
