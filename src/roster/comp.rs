//! Comp lots: earned by work on a rest day, repaid by comp days, or open at the end.
//!
//! Lots are repaid by comp days of the same length, oldest first. A lot open at the end of the horizon is planned
//! on the earliest quiet day of the outlook that no other lot of the person has reserved and that is not after its
//! due date; lots with the earliest due date choose first.

use chrono::NaiveDate;

use super::duty::Activity;
use super::plan::Roster;
use super::rest_day_work::rest_day_work;
use crate::domain::{CompLot, EmployeeIx, Instance};
use crate::units::Minutes;

/// A lot with what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompDay {
    /// Whose.
    pub employee: EmployeeIx,
    /// The lot.
    pub lot: CompLot,
    /// What becomes of it.
    pub state: CompDayState,
}

/// What becomes of a lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompDayState {
    /// Repaid on this day of the horizon.
    Scheduled(NaiveDate),
    /// Open at the end; this quiet day of the outlook is reserved for it.
    Planned(NaiveDate),
    /// Open at the end, or past its due date, without a day: it is priced as pay.
    Unplanned,
}

/// Every lot of one employee that was open or earned in the horizon, with what becomes of it.
///
/// `earns_lot` tells for a day of rest-day work whether it earns a lot (work on a statutory holiday does not),
/// `expiry_days` how long a fresh lot can be taken, `outlook` the quiet days after the horizon, in order.
/// The second value lists comp days taken without a lot of their length to repay.
pub fn comp_days(
    instance: &Instance,
    roster: &Roster,
    employee: EmployeeIx,
    earns_lot: impl Fn(NaiveDate) -> bool,
    expiry_days: i64,
    outlook: &[NaiveDate],
) -> (Vec<CompDay>, Vec<NaiveDate>) {
    let extra = rest_day_work(instance, roster, employee);
    comp_days_of(
        instance,
        roster,
        employee,
        &extra,
        earns_lot,
        expiry_days,
        outlook,
    )
}

/// As [`comp_days`], where the days of rest-day work are known already.
pub fn comp_days_of(
    instance: &Instance,
    roster: &Roster,
    employee: EmployeeIx,
    rest_days: &[usize],
    earns_lot: impl Fn(NaiveDate) -> bool,
    expiry_days: i64,
    outlook: &[NaiveDate],
) -> (Vec<CompDay>, Vec<NaiveDate>) {
    let person = &instance.employees[employee.0];
    let mut lots = person.history.comp_lots.clone();
    for &day in rest_days {
        let earned = instance.horizon.date(day as i64);
        if let (Some(duty), true) = (roster.activity(employee, day).duty(), earns_lot(earned)) {
            lots.push(CompLot {
                id: format!("{}-{}", person.id, earned),
                earned,
                minutes: duty.work_minutes(),
                due: earned + chrono::Duration::days(expiry_days),
            });
        }
    }
    lots.sort_by_key(|lot| lot.earned);
    let mut states = vec![None; lots.len()];
    let unbacked = repay(instance, roster, employee, &lots, &mut states);
    reserve(&lots, &mut states, outlook, instance.horizon.end());
    let days = lots
        .into_iter()
        .zip(states)
        .map(|(lot, state)| CompDay {
            employee,
            lot,
            state: state.unwrap_or(CompDayState::Unplanned),
        })
        .collect();
    (days, unbacked)
}

/// Gives every comp day the oldest lot of its length that is earned and not past due.
fn repay(
    instance: &Instance,
    roster: &Roster,
    employee: EmployeeIx,
    lots: &[CompLot],
    states: &mut [Option<CompDayState>],
) -> Vec<NaiveDate> {
    let mut unbacked = Vec::new();
    for (day, date) in instance.horizon.days() {
        let Activity::CompDay(length) = *roster.activity(employee, day) else {
            continue;
        };
        match open_lot(lots, states, length, date) {
            Some(index) => states[index] = Some(CompDayState::Scheduled(date)),
            None => unbacked.push(date),
        }
    }
    unbacked
}

fn open_lot(
    lots: &[CompLot],
    states: &[Option<CompDayState>],
    length: Minutes,
    date: NaiveDate,
) -> Option<usize> {
    (0..lots.len()).find(|&index| {
        let lot = &lots[index];
        states[index].is_none() && lot.minutes == length && lot.earned < date && date <= lot.due
    })
}

fn reserve(
    lots: &[CompLot],
    states: &mut [Option<CompDayState>],
    outlook: &[NaiveDate],
    end: NaiveDate,
) {
    let mut open: Vec<usize> = (0..lots.len())
        .filter(|&index| states[index].is_none())
        .collect();
    open.sort_by_key(|&index| lots[index].due);
    let mut free = outlook.iter().filter(|date| **date >= end);
    for index in open {
        let mut ahead = free.clone();
        if let Some(&date) = ahead.next().filter(|date| **date <= lots[index].due) {
            states[index] = Some(CompDayState::Planned(date));
            free = ahead;
        }
    }
}
