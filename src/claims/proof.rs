//! A quick proof that a plan cannot be completed: more spots on one day than people who may work them.
//!
//! What is asked is less than a completion needs, so a no is a no: on the goal's day, and on every day on which the new
//! commitment takes the claimant away from a shift, each spot must have somebody of its own whom no lasting rule keeps
//! from it beside his or her commitments.

use std::collections::BTreeSet;

use super::desk::Desk;
use super::exchange::{Goal, Wish};
use super::part::Part;
use super::person::Bound;
use super::plan::{ShiftIx, Spot};
use super::verdict::{BlockedHours, BlockedPerson, Blocking, RuleWord};
use crate::domain::EmployeeIx;
use crate::roster::Activity;

/// What blocks the goal; `None` when nothing could be proven.
pub(super) fn blocking(desk: &Desk<'_>, goal: Goal, now: i64) -> Option<Blocking> {
    let day = desk.shift(goal.shift).day;
    let mut committed = desk.committed[goal.employee.0].clone();
    committed[day] = match goal.wish {
        Wish::Take | Wish::TakeExtra => Some(goal.shift),
        Wish::Leave | Wish::LeaveExtra => None,
    };
    let claimant = Bound::to(desk, goal.employee, committed.clone());
    let held = desk.holds[goal.employee.0].iter().enumerate();
    let lost = held.filter_map(|(other, shift)| {
        let shift = (*shift).filter(|_| other != day && committed[other].is_none())?;
        (!claimant.kept_from(shift).is_empty()).then_some(other)
    });
    let days: Vec<usize> = std::iter::once(day).chain(lost).collect();
    let part = Part::around(desk, goal.employee);
    let one_day = |day: usize| {
        Day {
            desk,
            part: &part,
            goal,
            committed: &committed,
            day,
            now,
        }
        .blocking()
    };
    days.into_iter().find_map(one_day)
}

struct Day<'b, 'a> {
    desk: &'b Desk<'a>,
    /// Elsewhere nothing changes, and every spot has its holder.
    part: &'b Part,
    goal: Goal,
    /// The claimant's.
    committed: &'b [Option<ShiftIx>],
    day: usize,
    now: i64,
}

/// What somebody may work on the day.
enum Can<'b, 'a> {
    /// This and nothing else; nothing at all for people who are absent.
    Only(Option<ShiftIx>),
    /// Whatever no rule keeps him or her from.
    Any(Box<Bound<'b, 'a>>),
}

impl<'b, 'a> Day<'b, 'a> {
    fn blocking(&self) -> Option<Blocking> {
        let spots = self.spots();
        let kinds: BTreeSet<ShiftIx> = spots.iter().copied().collect();
        let staff = &self.part.people;
        let can: Vec<Can<'b, 'a>> = staff.iter().map(|who| self.can(*who)).collect();
        let mut kept: Vec<Vec<(ShiftIx, Vec<RuleWord>)>> = Vec::new();
        for (who, can) in staff.iter().zip(&can) {
            let row = kinds
                .iter()
                .map(|shift| (*shift, self.kept(*who, can, *shift)));
            kept.push(row.filter_map(|(shift, why)| Some((shift, why?))).collect());
        }
        let may = |person: usize, shift: ShiftIx| {
            let mut row = kept[person].iter();
            row.all(|(other, _)| *other != shift)
        };
        let short = unmatched(&spots, staff.len(), &may)?;
        let people = (0..staff.len()).filter(|person| {
            let mut shifts = short.iter();
            shifts.all(|shift| !may(*person, *shift))
        });
        let told = |person: usize| {
            let reasons = kept[person].iter();
            let rules = reasons
                .filter(|(shift, _)| short.contains(shift))
                .map(|(_, why)| why.clone())
                .next()
                .unwrap_or_default();
            let personal = match &can[person] {
                Can::Any(bound) => bound.is_personal(&rules),
                Can::Only(_) => false,
            };
            BlockedPerson {
                employee: staff[person],
                date: self.desk.instance().horizon.date(self.day as i64),
                rules,
                personal,
            }
        };
        Some(Blocking {
            hours: short.iter().map(|shift| hours(self.desk, *shift)).collect(),
            people: people.map(told).collect(),
        })
    }

    /// The day's shifts, each as often as it has spots to fill.
    fn spots(&self) -> Vec<ShiftIx> {
        let mut spots = Vec::new();
        for (at, shift) in self.desk.plan.list() {
            if shift.day != self.day || !self.part.halls.contains(&shift.hall) {
                continue;
            }
            let mut count = shift
                .spots
                .iter()
                .filter(|spot| Spot::in_witness(**spot))
                .count();
            if at == self.goal.shift {
                match self.goal.wish {
                    Wish::TakeExtra => count += 1,
                    Wish::LeaveExtra => count -= 1,
                    Wish::Take | Wish::Leave => {}
                }
            }
            spots.extend(std::iter::repeat_n(at, count));
        }
        spots
    }

    fn can(&self, who: EmployeeIx) -> Can<'b, 'a> {
        let desk = self.desk;
        if who == self.goal.employee {
            return match self.committed[self.day] {
                Some(shift) => Can::Only(Some(shift)),
                None => Can::Any(Box::new(Bound::to(desk, who, self.committed.to_vec()))),
            };
        }
        let held = desk.holds[who.0][self.day];
        let frozen =
            held.is_some_and(|shift| desk.plan.terms.is_frozen(desk.shift(shift).start, self.now));
        if frozen || desk.committed[who.0][self.day].is_some() {
            return Can::Only(held);
        }
        let absent = matches!(desk.plan.witness.activity(who, self.day), Activity::Leave);
        if absent || desk.is_pinned_free(who, self.day) {
            return Can::Only(None);
        }
        Can::Any(Box::new(Bound::of(desk, who)))
    }

    /// Why somebody cannot work a shift; `None` when he or she may.
    fn kept(&self, who: EmployeeIx, can: &Can<'_, '_>, shift: ShiftIx) -> Option<Vec<RuleWord>> {
        let leaves = matches!(self.goal.wish, Wish::Leave | Wish::LeaveExtra);
        if who == self.goal.employee && leaves && shift == self.goal.shift {
            return Some(Vec::new());
        }
        let hall = self.desk.shift(shift).hall;
        if !self.desk.instance().employees[who.0].halls.contains(&hall) {
            return Some(Vec::new());
        }
        match can {
            Can::Only(only) => (*only != Some(shift)).then(Vec::new),
            Can::Any(bound) => {
                let words = bound.kept_from(shift);
                (!words.is_empty()).then_some(words)
            }
        }
    }
}

/// Everybody who cannot take a shift beside his or her commitments, and why.
pub(super) fn kept_from(desk: &Desk<'_>, shift: ShiftIx) -> Vec<BlockedPerson> {
    let published = desk.shift(shift);
    let told = |who: EmployeeIx| {
        let committed = desk.committed[who.0][published.day].is_some();
        let absent = matches!(
            desk.plan.witness.activity(who, published.day),
            Activity::Leave
        ) || desk.is_pinned_free(who, published.day);
        if committed || absent {
            return Some((Vec::new(), false));
        }
        let bound = Bound::of(desk, who);
        let rules = bound.kept_from(shift);
        let personal = bound.is_personal(&rules);
        (!rules.is_empty()).then_some((rules, personal))
    };
    let staff = desk.instance().staff();
    staff
        .filter(|(_, person)| person.halls.contains(&published.hall))
        .filter_map(|(employee, _)| {
            let (rules, personal) = told(employee)?;
            Some(BlockedPerson {
                employee,
                date: published.date,
                rules,
                personal,
            })
        })
        .collect()
}

/// The hours of a whole shift.
pub(super) fn hours(desk: &Desk<'_>, shift: ShiftIx) -> BlockedHours {
    let shift = desk.shift(shift);
    BlockedHours {
        hall: shift.hall,
        date: shift.date,
        start: shift.start,
        end: shift.end,
        served: None,
    }
}

/// Shifts for whose spots there are too few people; `None` when every spot can have one of its own.
fn unmatched(
    spots: &[ShiftIx],
    people: usize,
    may: &impl Fn(usize, ShiftIx) -> bool,
) -> Option<BTreeSet<ShiftIx>> {
    let mut holder: Vec<Option<usize>> = vec![None; people];
    for spot in 0..spots.len() {
        let mut seen = vec![false; people];
        if !augment(spot, spots, may, &mut holder, &mut seen) {
            // Everybody reachable is taken by one of these spots: they are one more than those people.
            let reached = (0..people).filter(|person| seen[*person]);
            let others = reached.filter_map(|person| holder[person]);
            return Some(others.chain([spot]).map(|spot| spots[spot]).collect());
        }
    }
    None
}

fn augment(
    spot: usize,
    spots: &[ShiftIx],
    may: &impl Fn(usize, ShiftIx) -> bool,
    holder: &mut Vec<Option<usize>>,
    seen: &mut Vec<bool>,
) -> bool {
    for person in 0..holder.len() {
        if seen[person] || !may(person, spots[spot]) {
            continue;
        }
        seen[person] = true;
        let free = match holder[person] {
            None => true,
            Some(other) => augment(other, spots, may, holder, seen),
        };
        if free {
            holder[person] = Some(spot);
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(spots: &[usize], may: &[&[usize]], expected: Option<&[usize]>) {
        let spots: Vec<ShiftIx> = spots.iter().map(|shift| ShiftIx(*shift)).collect();
        let found = unmatched(&spots, may.len(), &|person, shift| {
            may[person].contains(&shift.0)
        });
        let expected = expected.map(|shifts| shifts.iter().map(|shift| ShiftIx(*shift)).collect());
        assert_eq!(found, expected);
    }

    #[test]
    fn every_spot_has_somebody_of_its_own_after_some_have_changed() {
        check(&[1, 2], &[&[1, 2], &[1]], None);
        check(&[1, 1, 2], &[&[1], &[1, 2], &[1, 2]], None);
    }

    #[test]
    fn too_few_people_for_some_spots_name_those_spots() {
        check(&[1, 1, 2], &[&[1], &[2], &[2]], Some(&[1]));
        check(&[1, 2, 3], &[&[1, 2], &[3], &[3]], Some(&[1, 2]));
    }
}
