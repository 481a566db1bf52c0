//! The names of whole weeks of single people.
//!
//! A person's week is legal or not, and costs what it costs, whatever others do: claims ask about the same weeks again
//! and again.

use super::plan::ShiftIx;
use crate::checker::Agreed;
use crate::domain::EmployeeIx;
use crate::roster::Activity;

/// A person's week: who, and each day's shift or what else it holds, with whether it is agreed.
pub(super) type Week = (EmployeeIx, Box<[i64]>);

/// The name of a week; `None` for one with a duty that is on no published shift.
pub(super) fn week(
    employee: EmployeeIx,
    row: &[Option<ShiftIx>],
    days: &[Activity],
    agreed: &Agreed,
) -> Option<Week> {
    let day = |(day, (shift, activity)): (usize, (&Option<ShiftIx>, &Activity))| {
        let (kind, number) = match (shift, activity) {
            (Some(shift), _) => (0, shift.0 as i64),
            (None, Activity::Rest) => (1, 0),
            (None, Activity::Leave) => (2, 0),
            (None, Activity::Training(index)) => (3, *index as i64),
            (None, Activity::CompDay(length)) => (4, length.0),
            (None, Activity::Duty(_)) => return None,
        };
        let agreed = i64::from(agreed.contains(&(employee, day)));
        Some((number * 8 + kind) * 2 + agreed)
    };
    let days: Option<Box<[i64]>> = row.iter().zip(days).enumerate().map(day).collect();
    Some((employee, days?))
}
