//! The shift list of a plan made to fit its new witness.

use std::collections::BTreeMap;

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

/// The shift list that fits the roster: spots that are needed no longer are cancelled, new ones opened.
pub(super) fn relist(before: &[PublishedShift], instance: &Instance, roster: &Roster) -> List {
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
        fit(&mut shift.spots, people);
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

/// Fits the spots of a shift to the people on it: commitments that they no longer keep are lifted.
fn fit(spots: &mut Vec<Spot>, people: &[EmployeeIx]) {
    let mut open = people.to_vec();
    for spot in spots.iter_mut() {
        let Some(who) = spot.committed() else {
            continue;
        };
        match open.iter().position(|other| *other == who) {
            Some(at) => {
                open.swap_remove(at);
            }
            None => {
                *spot = match spot {
                    Spot::ClaimedExtra(_) => Spot::Extra,
                    _ => Spot::Open,
                }
            }
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
