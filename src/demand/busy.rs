//! Arrivals on the grid of the horizon, with their busy marks.

use std::collections::BTreeMap;

use crate::domain::{HallIx, Instance};

/// An interval is busy from this share of its hall-day's mean on; a hair less, so that rounding decides no tie.
const BUSY_SHARE: f64 = 0.8 - 1e-9;

/// Arrivals of every class of a hall in one interval of the grid.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassRates {
    /// Number of the interval, see [`Horizon::intervals`](crate::domain::Horizon::intervals).
    pub interval: i64,
    /// Arrivals per hour, by class of the hall.
    pub arrivals_per_hour: Vec<f64>,
    /// Whether the busy targets hold.
    pub busy: bool,
}

/// Forecast arrivals of a hall, interval by interval, in order; intervals without forecast are left out.
///
/// Busy are the intervals that HR flagged so, else those whose arrivals reach 80 % of the mean of that hall-day's
/// intervals.
pub fn class_rates(instance: &Instance, hall: HallIx) -> Vec<ClassRates> {
    let horizon = &instance.horizon;
    let classes = instance.halls[hall.0].classes.len();
    let mut intervals: BTreeMap<i64, (ClassRates, Option<bool>)> = BTreeMap::new();
    for demand in instance.demand.iter().filter(|demand| demand.hall == hall) {
        let start = horizon.instant(demand.date, demand.start);
        let end = start + demand.length.0;
        let per_hour = demand.expected_arrivals * 60.0 / demand.length.0 as f64;
        for interval in horizon.intervals(start, end) {
            let (from, to) = horizon.interval_span(interval);
            let shared = (to.min(end) - from.max(start)) as f64 / (to - from) as f64;
            let (rates, mark) = intervals.entry(interval).or_insert_with(|| {
                let rates = ClassRates {
                    interval,
                    arrivals_per_hour: vec![0.0; classes],
                    busy: false,
                };
                (rates, None)
            });
            rates.arrivals_per_hour[demand.class.0] += per_hour * shared;
            *mark = demand.busy.or(*mark);
        }
    }
    let mut days: BTreeMap<_, Vec<f64>> = BTreeMap::new();
    let day_of = |interval: i64| horizon.local(horizon.interval_span(interval).0).0;
    for (rates, _) in intervals.values() {
        let total = rates.arrivals_per_hour.iter().sum();
        days.entry(day_of(rates.interval)).or_default().push(total);
    }
    intervals
        .into_values()
        .map(|(mut rates, mark)| {
            let day = &days[&day_of(rates.interval)];
            let mean = day.iter().sum::<f64>() / day.len() as f64;
            let total: f64 = rates.arrivals_per_hour.iter().sum();
            rates.busy = mark.unwrap_or(total >= BUSY_SHARE * mean);
            rates
        })
        .collect()
}
