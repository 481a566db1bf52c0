//! A legal roster before any search.

use std::collections::BTreeSet;

use crate::checker::{self, AuditFinding};
use crate::domain::{CoverageRequirement, EmployeeIx, Instance};
use crate::model::{Manner, Model};
use crate::roster::Roster;

/// Most times that what the judge objects to is left out.
const TRIES: usize = 6;

/// The model's first roster; where the judge refuses that, a careful one without the work it objects to. `None` where that
/// does not help.
pub fn first_roster(
    instance: &Instance,
    needs: &[CoverageRequirement],
    model: &Model,
) -> Option<Roster> {
    let legal = |roster: &Roster| checker::audit(instance, needs, roster).is_clean();
    let bold = model.first_roster(instance, needs, Manner::Bold);
    let bold = bold.filter(legal);
    // Whole shifts alone, as in benchmarks, are made up by the search as fast.
    if bold.is_some() || needs.is_empty() {
        return bold;
    }
    let mut off = BTreeSet::new();
    for _ in 0..TRIES {
        let roster = model.first_roster(instance, needs, Manner::Careful(&off))?;
        let audit = checker::audit(instance, needs, &roster);
        if audit.is_clean() {
            return Some(roster);
        }
        let known = off.len();
        let objected = |finding| day_off(instance, &roster, finding);
        off.extend(audit.violations().filter_map(objected));
        if off.len() == known {
            return None;
        }
    }
    None
}

/// Whose work on which day a violation speaks of: on its date, or the last before, or the first after.
fn day_off(
    instance: &Instance,
    roster: &Roster,
    finding: &AuditFinding,
) -> Option<(EmployeeIx, usize)> {
    let employee = finding.subject.employee?;
    let date = instance
        .horizon
        .day_inside(finding.subject.date?)
        .unwrap_or(0);
    let works = |day: &usize| roster.activity(employee, *day).duty().is_some();
    let before = (0..=date).rev().find(works);
    let day = before.or_else(|| (date..instance.horizon.day_count).find(works))?;
    Some((employee, day))
}
