//! What blocks a claim, as it is told: the hours that nobody is left for, and who cannot take them.

use std::collections::BTreeSet;

use super::desk::Desk;
use super::person::Bound;
use super::plan::ShiftIx;
use super::verdict::{BlockedHours, BlockedPerson, Blocking};
use crate::domain::EmployeeIx;
use crate::roster::Activity;

/// Shifts without somebody, with everybody whom his or her commitments keep from them.
pub(super) fn blocking(desk: &Desk<'_>, shifts: &[ShiftIx]) -> Blocking {
    let shifts: BTreeSet<ShiftIx> = shifts.iter().copied().collect();
    let people = shifts.iter().flat_map(|shift| kept_from(desk, *shift));
    Blocking {
        people: people.collect(),
        hours: shifts.iter().map(|shift| hours(desk, *shift)).collect(),
    }
}

/// Everybody who cannot take a shift beside his or her commitments, and why.
fn kept_from(desk: &Desk<'_>, shift: ShiftIx) -> Vec<BlockedPerson> {
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
fn hours(desk: &Desk<'_>, shift: ShiftIx) -> BlockedHours {
    let shift = desk.shift(shift);
    BlockedHours {
        hall: shift.hall,
        date: shift.date,
        start: shift.start,
        end: shift.end,
        served: None,
    }
}
