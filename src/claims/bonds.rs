//! What one person's commitments leave open, worked out once: the shifts that they keep the person from, and how many days at
//! most the person works in any lawful plan.

use super::desk::Desk;
use super::judged::{Judged, Row};
use super::person::Bound;
use super::plan::ShiftIx;
use crate::checker::Agreed;
use crate::domain::EmployeeIx;
use crate::roster::{Activity, week_starts};

/// Most rows of one person that are judged for the most days.
const ROWS_MAX: usize = 200;

/// What a comp day on a norm day could mend: it turns overtime into rest-day work.
const OVERTIME: [&str; 2] = ["max_overtime_per", "overtime_without_consent"];

/// A person's commitments: who, and each day's shift with whether it is agreed; -1 for none.
pub(super) type Bond = (EmployeeIx, Box<[i64]>);

/// The name of a person's commitments.
fn bond(employee: EmployeeIx, committed: &[Option<ShiftIx>], agreed: &Agreed) -> Bond {
    let day = |(day, shift): (usize, &Option<ShiftIx>)| match shift {
        Some(shift) => shift.0 as i64 * 2 + i64::from(agreed.contains(&(employee, day))),
        None => -1,
    };
    (employee, committed.iter().enumerate().map(day).collect())
}

/// Whether some lasting rule keeps a person with these commitments from one more shift.
pub(super) fn is_kept_from(
    desk: &Desk<'_>,
    employee: EmployeeIx,
    committed: &[Option<ShiftIx>],
    shift: ShiftIx,
) -> bool {
    // Here every commitment counts as agreed.
    let name = bond(employee, committed, &Agreed::new());
    let judge = || {
        let bound = Bound::to(desk, employee, committed.to_vec());
        !bound.kept_from(shift).is_empty()
    };
    desk.ground.kept.of((name, shift), judge)
}

/// The most days of any lawful row with these commitments; `None` where that takes too many rows, or more than rows.
///
/// Rows are of one calendar week, and of people who have nothing that could move to another day beside their shifts.
pub(super) fn most_days(
    judged: &Judged<'_, '_>,
    desk: &Desk<'_>,
    employee: EmployeeIx,
    committed: &[Option<ShiftIx>],
) -> Option<usize> {
    let person = &desk.instance().employees[employee.0];
    let moves = |day: &Activity| matches!(day, Activity::Training(_) | Activity::CompDay(_));
    if week_starts(desk.instance()).len() > 1
        || !person.training.is_empty()
        || !person.history.comp_lots.is_empty()
        || desk.plan.witness.days[employee.0].iter().any(moves)
    {
        return None;
    }
    let name = bond(employee, committed, judged.agreed());
    let count = || {
        let options = options(desk, employee, committed);
        let rows = rows_by_days(&options);
        let own = committed.iter().flatten().count();
        let repays = (desk.instance().contract_of(person)).repays_rest_days();
        let mut row: Row = committed.to_vec();
        for (more, rows) in rows.into_iter().enumerate().skip(1).rev() {
            if rows > ROWS_MAX {
                return None;
            }
            if any_lawful(judged, (employee, repays), &options, &mut row, more) {
                return Some(own + more);
            }
        }
        Some(own)
    };
    desk.ground.most_days.of(name, count)
}

/// Shifts that the person might work on each day that is not committed, one of those that are alike before the law.
fn options(
    desk: &Desk<'_>,
    employee: EmployeeIx,
    committed: &[Option<ShiftIx>],
) -> Vec<Vec<ShiftIx>> {
    let instance = desk.instance();
    let person = &instance.employees[employee.0];
    let mut rules = instance.contract_of(person).rules.iter();
    let by_hall = rules.any(|rule| !rule.scope.halls.is_empty());
    let mut options: Vec<Vec<ShiftIx>> = vec![Vec::new(); committed.len()];
    for (at, shift) in desk.plan.list() {
        let day = shift.day;
        if !person.halls.contains(&shift.hall) || committed.get(day).is_none_or(Option::is_some) {
            continue;
        }
        let alike = |other: &ShiftIx| {
            let other = desk.shift(*other);
            (other.template, other.start, &other.breaks)
                == (shift.template, shift.start, &shift.breaks)
                && (!by_hall || other.hall == shift.hall)
        };
        let absent = *desk.plan.witness.activity(employee, day) == Activity::Leave;
        if !absent && !desk.is_pinned_free(employee, day) && !options[day].iter().any(alike) {
            options[day].push(at);
        }
    }
    options
}

/// How many rows there are with none, one, two ... of the days worked.
fn rows_by_days(options: &[Vec<ShiftIx>]) -> Vec<usize> {
    let mut rows = vec![1_usize];
    for of_day in options.iter().filter(|of_day| !of_day.is_empty()) {
        rows.push(0);
        for days in (1..rows.len()).rev() {
            let with = rows[days - 1].saturating_mul(of_day.len());
            rows[days] = rows[days].saturating_add(with);
        }
    }
    rows
}

/// Whether so many more days make a lawful row in some way, or one that breaks nothing but what a comp day could mend.
fn any_lawful(
    judged: &Judged<'_, '_>,
    (employee, repays): (EmployeeIx, bool),
    options: &[Vec<ShiftIx>],
    row: &mut Row,
    more: usize,
) -> bool {
    if more == 0 {
        return judged.judge(employee, row).is_some()
            || (repays
                && (judged.broken(employee, row).iter()).all(|code| OVERTIME.contains(code)));
    }
    let Some((of_day, later)) = options.split_first() else {
        return false;
    };
    let day = row.len() - options.len();
    let before = row[day];
    let worked = of_day.iter().any(|shift| {
        row[day] = Some(*shift);
        any_lawful(judged, (employee, repays), later, row, more - 1)
    });
    row[day] = before;
    worked || any_lawful(judged, (employee, repays), later, row, more)
}
