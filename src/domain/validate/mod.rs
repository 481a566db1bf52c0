//! Everything that can be wrong with a problem, found at once.

mod demand;
mod facts;
mod halls;
mod people;
mod rules;

use super::finding::Finding;
use super::instance::Problem;

/// Most employees in one instance.
pub const EMPLOYEES_MAX: usize = 5_000;
/// Longest horizon in days.
pub const DAYS_MAX: usize = 366;
/// First and last year whose dates are accepted.
pub const YEARS: std::ops::RangeInclusive<i32> = 1972..=2197;

/// Every finding, in the order of the file.
pub fn validate(problem: &Problem) -> Vec<Finding> {
    let mut found = Vec::new();
    heading(problem, &mut found);
    horizon(problem, &mut found);
    duplicates(
        "skills",
        problem.skills.iter().map(|s| s.id.as_str()),
        &mut found,
    );
    halls::validate(problem, &mut found);
    people::validate(problem, &mut found);
    rules::validate(problem, &mut found);
    facts::validate(problem, &mut found);
    demand::validate(problem, &mut found);
    prices(problem, &mut found);
    found
}

fn heading(problem: &Problem, found: &mut Vec<Finding>) {
    id_of("id", &problem.id, found);
    let currency = &problem.currency;
    if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
        found.push(Finding::new(
            "bad_currency",
            "currency",
            "a currency is three capital letters, such as CNY",
        ));
    }
}

fn horizon(problem: &Problem, found: &mut Vec<Finding>) {
    use chrono::Datelike;
    let horizon = &problem.horizon;
    if !(1..=DAYS_MAX).contains(&horizon.day_count) {
        found.push(Finding::new(
            "horizon_length",
            "horizon.day_count",
            format!(
                "{} days cannot be planned; give 1 to {DAYS_MAX}",
                horizon.day_count
            ),
        ));
    }
    if !YEARS.contains(&horizon.start.year()) {
        found.push(Finding::new(
            "date_out_of_range",
            "horizon.start_date",
            format!(
                "{} is outside the years {} to {}",
                horizon.start,
                YEARS.start(),
                YEARS.end()
            ),
        ));
    }
    if ![15, 30, 60].contains(&horizon.interval.0) {
        found.push(Finding::new(
            "interval_length",
            "horizon.interval_minutes",
            format!(
                "{} is not a grid paiban plans on; give 15, 30 or 60",
                horizon.interval.0
            ),
        ));
    }
}

fn prices(problem: &Problem, found: &mut Vec<Finding>) {
    let prices = &problem.prices;
    let amounts = [
        ("gap_per_head_hour_cents", prices.gap_per_head_hour.0),
        ("idle_percent", prices.idle_percent),
        ("start_change_cents", prices.start_change.0),
        ("wish_cents", prices.wish.0),
        ("training_cents", prices.training.0),
        ("missed_target_cents", prices.missed_target.0),
        (
            "waiting_per_customer_hour_cents",
            prices.waiting_per_customer_hour.0,
        ),
        ("comp_unplanned_percent", prices.comp_unplanned_percent),
    ];
    for (name, amount) in amounts {
        if !(0..=1_000_000_000).contains(&amount) {
            found.push(Finding::new(
                "price_out_of_range",
                format!("prices.{name}"),
                format!("{amount} is not a price; give 0 to 1000000000"),
            ));
        }
    }
    if prices.comp_unplanned_percent < 100 {
        found.push(Finding::new(
            "price_out_of_range",
            "prices.comp_unplanned_percent",
            "a lot without a planned day cannot be cheaper than one with a day; give 100 or more",
        ));
    }
}

/// Longest identifier, in bytes.
const ID_LENGTH_MAX: usize = 200;

/// Reports empty, unreadable and repeated identifiers of one list.
pub(super) fn duplicates<'a>(
    list: &str,
    ids: impl Iterator<Item = &'a str>,
    found: &mut Vec<Finding>,
) {
    let mut seen = std::collections::HashSet::new();
    for (index, id) in ids.enumerate() {
        if id_of(&format!("{list}[{index}].id"), id, found) && !seen.insert(id) {
            found.push(Finding::new(
                "duplicate_id",
                format!("{list}[{index}] \"{id}\""),
                "another entry has the same id; give each its own",
            ));
        }
    }
}

/// Whether an identifier can be used at all; ids stand in tables, file names and messages.
fn id_of(subject: &str, id: &str, found: &mut Vec<Finding>) -> bool {
    if id.is_empty() {
        found.push(Finding::new(
            "missing_id",
            subject,
            "give it a name that stays the same from week to week",
        ));
        return false;
    }
    if id.len() > ID_LENGTH_MAX || id.chars().any(char::is_control) || id.trim() != id {
        found.push(Finding::new(
            "bad_id",
            subject,
            format!(
                "an id has at most {ID_LENGTH_MAX} bytes, no line breaks, and no blanks around it"
            ),
        ));
        return false;
    }
    true
}
