//! Quiet days of a hall: a property of demand, not of the roster.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::{HallIx, Instance, Served};

/// A day is quiet at up to this share of the mean open day.
const QUIET_SHARE: f64 = 0.85;

/// Which days of horizon and outlook are quiet, by hall.
#[derive(Clone, Debug, PartialEq)]
pub struct QuietDays {
    quiet: Vec<Vec<NaiveDate>>,
    horizon_end: NaiveDate,
}

impl QuietDays {
    /// Compares every open day's offered load with the hall's mean over horizon and outlook.
    ///
    /// Load is arrivals times mean service time; heads asked for directly count for their time.
    pub fn of(instance: &Instance) -> QuietDays {
        let quiet = (0..instance.halls.len())
            .map(|hall| {
                let loads = load_hours_by_day(instance, HallIx(hall));
                let total: f64 = loads.values().sum();
                let mean = total / loads.len().max(1) as f64;
                loads
                    .into_iter()
                    .filter(|(_, load)| *load <= QUIET_SHARE * mean)
                    .map(|(date, _)| date)
                    .collect()
            })
            .collect();
        QuietDays {
            quiet,
            horizon_end: instance.horizon.end(),
        }
    }

    /// Whether the hall is open and quiet on a date.
    pub fn is_quiet(&self, hall: HallIx, date: NaiveDate) -> bool {
        self.quiet[hall.0].binary_search(&date).is_ok()
    }

    /// Quiet days after the horizon, in order.
    pub fn outlook(&self, hall: HallIx) -> &[NaiveDate] {
        let days = &self.quiet[hall.0];
        &days[days.partition_point(|date| *date < self.horizon_end)..]
    }
}

/// Offered load of every open day of horizon and outlook, in hours of counter work.
fn load_hours_by_day(instance: &Instance, hall: HallIx) -> BTreeMap<NaiveDate, f64> {
    let site = &instance.halls[hall.0];
    let mut loads: BTreeMap<NaiveDate, f64> = instance
        .horizon
        .days()
        .filter(|(_, date)| site.open_on(*date).is_some())
        .map(|(_, date)| (date, 0.0))
        .collect();
    for interval in instance.demand.iter().filter(|i| i.hall == hall) {
        let service = site.classes[interval.class.0].service_minutes;
        if let Some(load) = loads.get_mut(&interval.date) {
            *load += interval.expected_arrivals * service / 60.0;
        }
    }
    for need in instance.coverage.iter().filter(|need| need.hall == hall) {
        let (date, _) = instance.horizon.local(need.start);
        if let (Served::Queue(_), Some(load)) = (need.served, loads.get_mut(&date)) {
            *load += f64::from(need.heads) * (need.end - need.start) as f64 / 60.0;
        }
    }
    for day in instance.outlook.iter().filter(|day| day.hall == hall) {
        loads.insert(day.date, day.load_hours);
    }
    loads
}
