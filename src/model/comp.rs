//! Comp lots in the plan: what comp days may repay, and what a lot left open costs.
//!
//! Lots of one length are interchangeable up to their due dates, so they are counted: comp days between a due date and
//! a later day never exceed the lots that outlast the one and were earned before the other. Every open lot costs its
//! wage; lots without a quiet day left in the outlook, or past their due date, cost the difference to the unplanned
//! price on top.

use std::collections::BTreeSet;

use chrono::{Duration, NaiveDate};

use crate::demand::QuietDays;
use crate::domain::{CompLot, Consent, Employee, Instance};
use crate::roster::week_starts;
use crate::units::Minutes;

use super::draft::PersonDraft;
use super::options::{DayOption, Planned};

/// Lengths of lots that a person has, or may earn early enough to be repaid inside the horizon.
pub fn lot_lengths(instance: &Instance, person: &Employee) -> Vec<Minutes> {
    let mut lengths: BTreeSet<Minutes> = person
        .history
        .comp_lots
        .iter()
        .map(|lot| lot.minutes)
        .collect();
    if week_starts(instance).len() > 1 && person.consents_to(Consent::RestDayWork) {
        lengths.extend(instance.templates.iter().map(|t| t.work_minutes()));
    }
    lengths.into_iter().collect()
}

/// Adds balances and prices of a person's lots.
pub fn add(draft: &mut PersonDraft<'_>, quiet: &QuietDays) {
    let instance = draft.instance();
    let person = draft.person();
    let contract = instance.contract_of(person);
    let wage = person.hourly_wage;
    let lots = &person.history.comp_lots;
    let open: i64 = lots
        .iter()
        .map(|lot| wage.hourly_pay(lot.minutes, 100).0)
        .sum();
    draft.problem.constant += open;
    draft.add_cost(|day, option| {
        let earned = wage.hourly_pay(Minutes(earned(instance, contract, day, option)), 100);
        let repaid = match option.planned {
            Planned::Comp(length) => wage.hourly_pay(length, 100),
            _ => crate::units::Money::ZERO,
        };
        earned.0 - repaid.0
    });
    for length in lot_lengths(instance, person) {
        balance(draft, length);
        expiry(draft, length);
    }
    // Lots of people whose terms know none are owed all the same.
    unreserved(draft, quiet, contract.lot_expiry_days());
}

/// Minutes of the lot that a choice earns.
fn earned(
    instance: &Instance,
    contract: &crate::domain::Contract,
    day: usize,
    option: &DayOption,
) -> i64 {
    let date = instance.horizon.date(day as i64);
    match option.work {
        Some(work) if option.is_rest_day_work() && !contract.is_statutory_holiday(date) => {
            work.minutes
        }
        _ => 0,
    }
}

/// Comp days of one length up to a day are backed by lots earned before it.
fn balance(draft: &mut PersonDraft<'_>, length: Minutes) {
    let instance = draft.instance();
    let person = draft.person();
    let contract = instance.contract_of(person);
    let lots = &person.history.comp_lots;
    let held = lots.iter().filter(|lot| lot.minutes == length).count();
    for last in comp_days_of(draft, length) {
        let tag = format!(
            "comp lots {} {}",
            person.id,
            instance.horizon.date(last as i64)
        );
        draft.row(tag, (f64::NEG_INFINITY, held as f64), |day, option| {
            let repays = day <= last && option.planned == Planned::Comp(length);
            let earns = day < last && earned(instance, contract, day, option) == length.0;
            f64::from(i8::from(repays)) - f64::from(i8::from(earns))
        });
    }
}

/// Days of the horizon on which rest of a length may be taken back.
fn comp_days_of(draft: &PersonDraft<'_>, length: Minutes) -> Vec<usize> {
    let offers = |options: &&Vec<DayOption>| {
        (options.iter()).any(|option| option.planned == Planned::Comp(length))
    };
    let days = draft.options().iter().enumerate();
    days.filter(|(_, options)| offers(options))
        .map(|(day, _)| day)
        .collect()
}

/// Lots due inside the horizon: those not repaid by then cost more, and later comp days cannot use them.
fn expiry(draft: &mut PersonDraft<'_>, length: Minutes) {
    let instance = draft.instance();
    let horizon = &instance.horizon;
    let person = draft.person();
    let contract = instance.contract_of(person);
    let of_length = |lot: &&CompLot| lot.minutes == length;
    let due: BTreeSet<NaiveDate> = person
        .history
        .comp_lots
        .iter()
        .filter(of_length)
        .map(|lot| lot.due)
        .filter(|due| *due < horizon.end())
        .collect();
    for &date in &due {
        let lots = person.history.comp_lots.iter().filter(of_length);
        let still_open = lots.filter(|lot| lot.due > date).count();
        for last in comp_days_of(draft, length) {
            if horizon.date(last as i64) <= date {
                continue;
            }
            let day_last = horizon.date(last as i64);
            let tag = format!("comp lots {} after {date} to {day_last}", person.id);
            let limits = (f64::NEG_INFINITY, still_open as f64);
            draft.row(tag, limits, |day, option| {
                let later = horizon.date(day as i64) > date && day <= last;
                let repays = later && option.planned == Planned::Comp(length);
                let earns = day < last && earned(instance, contract, day, option) == length.0;
                f64::from(i8::from(repays)) - f64::from(i8::from(earns))
            });
        }
    }
    if let Some(&last) = due.last() {
        let lots = person.history.comp_lots.iter().filter(of_length);
        let expiring = lots.filter(|lot| lot.due <= last).count() as f64;
        let tag = format!("comp lots {} due by {last}", person.id);
        let row = draft.row(tag, (expiring, f64::INFINITY), |day, option| {
            let in_time = horizon.date(day as i64) <= last;
            f64::from(i8::from(in_time && option.planned == Planned::Comp(length)))
        });
        let price = surcharge(draft, length);
        draft.slack(row, 1.0, expiring, price);
    }
}

/// What a lot without a day costs beyond its wage.
fn surcharge(draft: &PersonDraft<'_>, length: Minutes) -> f64 {
    let percent = draft.instance().prices.comp_unplanned_percent;
    let wage = draft.person().hourly_wage;
    (wage.hourly_pay(length, percent) - wage.hourly_pay(length, 100)).0 as f64
}

/// Lots open at the end beyond the quiet days that the outlook still has.
fn unreserved(draft: &mut PersonDraft<'_>, quiet: &QuietDays, expiry_days: i64) {
    let instance = draft.instance();
    let horizon = &instance.horizon;
    let person = draft.person();
    let contract = instance.contract_of(person);
    let end = horizon.end();
    let lasting = person.history.comp_lots.iter().filter(|lot| lot.due >= end);
    let open = lasting.clone().count() as f64;
    let fresh = end + Duration::days(expiry_days - 1);
    let latest = lasting
        .clone()
        .map(|lot| lot.due)
        .chain([fresh])
        .max()
        .unwrap_or(fresh);
    let outlook = quiet.outlook(person.halls[0]);
    let days = outlook.partition_point(|date| *date <= latest) as f64;
    let earning = draft
        .options()
        .iter()
        .enumerate()
        .flat_map(|(day, options)| options.iter().map(move |option| (day, option)))
        .filter_map(
            |(day, option)| match earned(instance, contract, day, option) {
                0 => None,
                minutes => Some(Minutes(minutes)),
            },
        );
    let shortest = earning.chain(lasting.map(|lot| lot.minutes)).min();
    let Some(shortest) = shortest else { return };
    let tag = format!("open comp lots {}", person.id);
    let row = draft.row(tag, (f64::NEG_INFINITY, days - open), |day, option| {
        // Any comp day may have repaid one of them: counting it keeps the price from being too high.
        let repays = matches!(option.planned, Planned::Comp(_));
        let earns = earned(instance, contract, day, option) > 0;
        f64::from(i8::from(earns)) - f64::from(i8::from(repays))
    });
    let price = surcharge(draft, shortest);
    draft.slack(row, -1.0, f64::INFINITY, price);
}
