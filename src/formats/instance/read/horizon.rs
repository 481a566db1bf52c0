//! The horizon and the prices, which the rest of the file is read by.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::time::{minutes, parse_date};
use crate::domain::{Finding, Horizon, Prices};
use crate::formats::json::nearest;
use crate::formats::proto;
use crate::units::Money;

/// Zone where a file names none.
const ZONE_DEFAULT: Tz = chrono_tz::Asia::Shanghai;

/// The horizon, and whether its days could be read; if not, nothing can lie inside or outside of it.
pub fn horizon(found: &mut Vec<Finding>, horizon: Option<&proto::Horizon>) -> (Horizon, bool) {
    let given = horizon.cloned().unwrap_or_default();
    let mut fault = |code, subject: &str, remedy: String| {
        found.push(Finding::new(code, subject, remedy));
    };
    if horizon.is_none() {
        fault(
            "missing_horizon",
            "horizon",
            "give start_date, day_count and interval_minutes".to_owned(),
        );
    }
    let start = parse_date(&given.start_date);
    if start.is_none() && horizon.is_some() {
        let shown: String = given.start_date.chars().take(40).collect();
        fault(
            "bad_date",
            "horizon.start_date",
            format!("\"{shown}\" is not a date of the calendar; write it as 2026-03-02"),
        );
    }
    let zone = if given.time_zone.is_empty() {
        Some(ZONE_DEFAULT)
    } else {
        given.time_zone.parse::<Tz>().ok()
    };
    if zone.is_none() {
        let names = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
        let hint = nearest(&given.time_zone, names).unwrap_or("Asia/Shanghai");
        let shown: String = given.time_zone.chars().take(40).collect();
        fault(
            "bad_zone",
            "horizon.time_zone",
            format!("\"{shown}\" is not a time zone; write it as {hint}"),
        );
    }
    let day_count = usize::try_from(given.day_count).unwrap_or(0);
    let known = start.is_some() && (1..=366).contains(&day_count);
    let horizon = Horizon {
        start: start.unwrap_or(STAND_IN),
        // The validator says what is wrong with a length; nothing is spread over more days than it allows.
        day_count: day_count.min(367),
        zone: zone.unwrap_or(ZONE_DEFAULT),
        interval: minutes(given.interval_minutes),
    };
    (horizon, known)
}

/// A Monday in the middle of every calendar.
const STAND_IN: NaiveDate = match NaiveDate::from_ymd_opt(2026, 3, 2) {
    Some(date) => date,
    None => NaiveDate::MIN,
};

/// Dearest wage the defaults are worked out from; the validator refuses a dearer one.
const WAGE_MAX: i64 = 100_000_000;

/// The prices, defaults where 0.
pub fn prices(file: &proto::Instance) -> Prices {
    let wages = file.employees.iter().map(|person| person.hourly_wage_cents);
    let dearest = wages.max().unwrap_or(0).clamp(0, WAGE_MAX);
    let defaults = Prices::defaults(Money(dearest));
    let given = file.prices.unwrap_or_default();
    let money = |cents: i64, default: Money| if cents == 0 { default } else { Money(cents) };
    let percent = |percent: i32, default: i64| {
        if percent == 0 {
            default
        } else {
            i64::from(percent)
        }
    };
    Prices {
        gap_per_head_hour: money(given.gap_per_head_hour_cents, defaults.gap_per_head_hour),
        idle_percent: percent(given.idle_percent, defaults.idle_percent),
        start_change: if given.free_start_changes {
            Money::ZERO
        } else {
            money(given.start_change_cents, defaults.start_change)
        },
        wish: money(given.wish_cents, defaults.wish),
        training: money(given.training_cents, defaults.training),
        missed_target: money(given.missed_target_cents, defaults.missed_target),
        waiting_per_customer_hour: money(
            given.waiting_per_customer_hour_cents,
            defaults.waiting_per_customer_hour,
        ),
        comp_unplanned_percent: percent(
            given.comp_unplanned_percent,
            defaults.comp_unplanned_percent,
        ),
    }
}
