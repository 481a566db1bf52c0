//! Forecasts, heads, outlook, pins.

use super::Reading;
use super::staff::each;
use super::time::minutes;
use crate::domain::{CoverageRequirement, DemandInterval, OutlookDay, Pin, ShiftCover};
use crate::formats::json::Path;
use crate::formats::proto;
use crate::units::Money;

/// Most coverage requirements after they are spread over the days.
const COVERAGE_MAX: usize = 1_000_000;

/// Latest end of a window: noon of the next day.
const WINDOW_END_MAX: i64 = 36 * 60;

/// Forecast arrivals.
pub fn demand(
    reading: &mut Reading<'_>,
    list: &[proto::DemandInterval],
    at: Path<'_>,
) -> Vec<DemandInterval> {
    each(list, at, |entry, at| {
        let hall = reading.hall(&entry.hall, at.key("hall"));
        let class = hall
            .and_then(|hall| reading.class(hall, &entry.customer_class, at.key("customer_class")));
        let date = reading.date(&entry.date, at.key("date"));
        let start = reading.time(&entry.start, at.key("start"));
        Some(DemandInterval {
            hall: hall?,
            class: class?,
            date: date?,
            start: start?,
            length: minutes(entry.length_minutes),
            expected_arrivals: entry.expected_arrivals,
            busy: match entry.busy() {
                proto::BusyMark::Unspecified => None,
                proto::BusyMark::Busy => Some(true),
                proto::BusyMark::Quiet => Some(false),
            },
        })
    })
}

/// Heads asked for directly, one requirement for each day on which an entry holds.
pub fn coverage(
    reading: &mut Reading<'_>,
    list: &[proto::CoverageRequirement],
    at: Path<'_>,
) -> Vec<CoverageRequirement> {
    let mut spread = Vec::new();
    for (index, entry) in list.iter().enumerate() {
        let at = at.index(index);
        let hall = reading.hall(&entry.hall, at.key("hall"));
        let served = hall.and_then(|hall| reading.served(hall, &entry.queue, at.key("queue")));
        let heads = reading.count(entry.heads, at.key("heads"));
        let Some(window) = &entry.window else {
            reading.fault(
                "missing_window",
                at,
                "give the window: its days, start and end",
            );
            continue;
        };
        let window = reading.window(window, at.key("window"));
        let (Some(hall), Some(served), Some(window)) = (hall, served, window) else {
            continue;
        };
        if window.end <= window.start || window.end > WINDOW_END_MAX {
            reading.fault(
                "time_window",
                at.key("window"),
                "a window ends after it starts and not beyond 36:00; write it as 11:30 to 13:00",
            );
            continue;
        }
        let outside = |date: &&chrono::NaiveDate| reading.horizon.day_inside(**date).is_none();
        if let Some(date) = window.days.dates.iter().find(outside).copied() {
            reading.fault(
                "date_outside_horizon",
                at.key("window"),
                format!("{date} is not planned; heads are asked for inside the horizon"),
            );
        }
        let holds = (0..reading.horizon.day_count)
            .map(|day| reading.horizon.date(day as i64))
            .filter(|date| window.days.holds(*date));
        for date in holds {
            spread.push(CoverageRequirement {
                hall,
                served,
                start: reading.horizon.instant(date, window.start),
                end: reading.horizon.instant(date, window.end),
                heads,
            });
        }
        if spread.len() > COVERAGE_MAX {
            reading.fault(
                "too_many_entries",
                at,
                format!("more than {COVERAGE_MAX} requirements over all days; merge windows"),
            );
            break;
        }
    }
    spread
}

/// Heads wanted on whole shifts.
pub fn shift_cover(
    reading: &mut Reading<'_>,
    list: &[proto::ShiftCover],
    at: Path<'_>,
) -> Vec<ShiftCover> {
    each(list, at, |entry, at| {
        let hall = reading.hall(&entry.hall, at.key("hall"));
        let date = reading.date(&entry.date, at.key("date"));
        let template = reading.template(&entry.shift_template, at.key("shift_template"));
        let heads = reading.count(entry.heads, at.key("heads"));
        Some(ShiftCover {
            hall: hall?,
            date: date?,
            template: template?,
            heads,
            under_price: Money(entry.under_price_cents),
            over_price: Money(entry.over_price_cents),
        })
    })
}

/// Expected load beyond the horizon.
pub fn outlook(
    reading: &mut Reading<'_>,
    list: &[proto::OutlookDay],
    at: Path<'_>,
) -> Vec<OutlookDay> {
    each(list, at, |entry, at| {
        let hall = reading.hall(&entry.hall, at.key("hall"));
        let date = reading.date(&entry.date, at.key("date"));
        Some(OutlookDay {
            hall: hall?,
            date: date?,
            load_hours: entry.load_hours,
        })
    })
}

/// Assignments the plan may not move.
pub fn pins(reading: &mut Reading<'_>, list: &[proto::Pin], at: Path<'_>) -> Vec<Pin> {
    each(list, at, |pin, at| {
        let employee = reading.employee(&pin.employee, at.key("employee"));
        let date = reading.date(&pin.date, at.key("date"));
        let duty = if pin.shift_template.is_empty() {
            if !pin.hall.is_empty() {
                reading.fault(
                    "pin_without_shift",
                    at,
                    "a hall is named but no shift; name both, or neither for a day off",
                );
            }
            Some(None)
        } else {
            let template = reading.template(&pin.shift_template, at.key("shift_template"));
            let hall = reading.hall(&pin.hall, at.key("hall"));
            template.zip(hall).map(Some)
        };
        Some(Pin {
            employee: employee?,
            date: date?,
            duty: duty?,
        })
    })
}
