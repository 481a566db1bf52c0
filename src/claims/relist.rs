//! The shift list of a plan made to fit its new witness.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::plan::{PublishedShift, ShiftIx, Spot, shift_of};
use super::publish::new_shift;
use crate::domain::{EmployeeIx, Instance};
use crate::roster::Roster;

/// A shift list and how it differs from the one before.
pub(super) struct List {
    pub shifts: Vec<PublishedShift>,
    /// Shifts with more spots, with how many more.
    pub added: Vec<(ShiftIx, usize)>,
    /// Shifts with fewer spots, with how many fewer.
    pub cancelled: Vec<(ShiftIx, usize)>,
}

/// The shift list that fits the roster: spots that are needed no longer are cancelled, new ones opened, those of pinned people
/// assigned. Commitments of days that are released are lifted.
pub(super) fn relist(
    before: &[PublishedShift],
    instance: &Instance,
    roster: &Roster,
    released: &dyn Fn(EmployeeIx, usize) -> bool,
) -> List {
    let pins = instance.pins.iter().filter(|pin| pin.duty.is_some());
    let pins: BTreeSet<(EmployeeIx, NaiveDate)> =
        pins.map(|pin| (pin.employee, pin.date)).collect();
    let mut shifts = before.to_vec();
    let mut needed: BTreeMap<ShiftIx, Vec<EmployeeIx>> = BTreeMap::new();
    for (employee, row) in roster.days.iter().enumerate() {
        for (day, activity) in row.iter().enumerate() {
            let Some(duty) = activity.duty() else {
                continue;
            };
            let at = shift_of(&shifts, day, duty).unwrap_or_else(|| {
                shifts.push(new_shift(instance, &shifts, day, duty));
                ShiftIx(shifts.len() - 1)
            });
            needed.entry(at).or_default().push(EmployeeIx(employee));
        }
    }
    let (mut added, mut cancelled) = (Vec::new(), Vec::new());
    for (at, shift) in shifts.iter_mut().enumerate() {
        let people = needed.get(&ShiftIx(at)).map_or(&[][..], Vec::as_slice);
        let was = shift.spots.iter().filter(|spot| spot.in_witness()).count();
        let (day, date) = (shift.day, shift.date);
        let lifted = |who| released(who, day) && !pins.contains(&(who, date));
        fit(&mut shift.spots, people, &lifted, &|who| {
            pins.contains(&(who, date))
        });
        match people.len() as i64 - was as i64 {
            0 => {}
            more @ 1.. => added.push((ShiftIx(at), more as usize)),
            fewer => cancelled.push((ShiftIx(at), -fewer as usize)),
        }
    }
    List {
        shifts,
        added,
        cancelled,
    }
}

/// Fits the spots of a shift to the people on it: commitments that they no longer keep, or that were lifted, become open
/// spots; extra ones again where nobody works them.
fn fit(
    spots: &mut Vec<Spot>,
    people: &[EmployeeIx],
    lifted: &dyn Fn(EmployeeIx) -> bool,
    pinned: &dyn Fn(EmployeeIx) -> bool,
) {
    let mut open = people.to_vec();
    for spot in spots.iter_mut() {
        let Some(who) = spot.committed() else {
            continue;
        };
        let stays = open.iter().position(|other| *other == who);
        match stays.filter(|_| !lifted(who)) {
            Some(at) => {
                open.swap_remove(at);
            }
            None => {
                *spot = match spot {
                    Spot::ClaimedExtra(_) if stays.is_none() => Spot::Extra,
                    _ => Spot::Open,
                }
            }
        }
    }
    let (named, open): (Vec<EmployeeIx>, Vec<EmployeeIx>) =
        open.into_iter().partition(|who| pinned(*who));
    for who in named {
        match spots.iter_mut().find(|spot| **spot == Spot::Open) {
            Some(spot) => *spot = Spot::Assigned(who),
            None => spots.push(Spot::Assigned(who)),
        }
    }
    let mut left = open.len();
    for spot in spots.iter_mut().filter(|spot| **spot == Spot::Open) {
        match left.checked_sub(1) {
            Some(fewer) => left = fewer,
            None => *spot = Spot::Cancelled,
        }
    }
    spots.extend(std::iter::repeat_n(Spot::Open, left));
}
