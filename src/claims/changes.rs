//! What has happened since a plan was published, and the instance after it.

use chrono::NaiveDate;

use super::plan::{PublishedPlan, ShiftIx};
use crate::domain::{
    CoverageRequirement, DemandInterval, EmployeeIx, Finding, HallIx, Instance, Leave, Pin, Problem,
};

/// Something that a plan must be made to fit again.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Somebody cannot come, from the first day to the last.
    Absence {
        /// Who.
        employee: EmployeeIx,
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
        /// `sick`, ...; never shown to other staff.
        reason: String,
    },
    /// HR releases somebody from an accepted claim or an assigned shift.
    Withdrawal {
        /// Who.
        employee: EmployeeIx,
        /// From what.
        shift: ShiftIx,
    },
    /// Another forecast for a hall and day; it replaces the one there was, heads asked for directly included.
    Forecast {
        /// Where.
        hall: HallIx,
        /// When.
        date: NaiveDate,
        /// Arrivals of that hall and day.
        demand: Vec<DemandInterval>,
        /// Heads asked for directly in that hall on that day.
        coverage: Vec<CoverageRequirement>,
    },
    /// A new pin.
    Pin(Pin),
}

/// The instance after some changes.
///
/// # Errors
/// Everything that is wrong with it then, and changes about somebody or something that is not there.
pub(super) fn changed(
    instance: &Instance,
    plan: &PublishedPlan,
    changes: &[Change],
) -> Result<Instance, Vec<Finding>> {
    let mut problem: Problem = (**instance).clone();
    let mut findings = Vec::new();
    for (at, change) in changes.iter().enumerate() {
        if let Err(what) = apply(&mut problem, plan, change) {
            let remedy = format!("there is no such {what}; name one of the plan's");
            findings.push(Finding::new(
                "unknown_change",
                format!("changes[{at}]"),
                remedy,
            ));
        }
    }
    if findings.is_empty() {
        Instance::new(problem)
    } else {
        Err(findings)
    }
}

/// Puts somebody on leave from the first day to the last, without pins; leave that is there already stays as it is.
pub fn absent(
    problem: &mut Problem,
    employee: EmployeeIx,
    (from, to): (NaiveDate, NaiveDate),
    reason: &str,
) {
    let person = &mut problem.employees[employee.0];
    for date in from.iter_days().take_while(|date| *date <= to).take(366) {
        if person.leave_on(date).is_none() {
            person.leave.push(Leave {
                from: date,
                to: date,
                reason: reason.to_string(),
                unpaid: false,
            });
        }
    }
    let inside = |date: NaiveDate| from <= date && date <= to;
    (problem.pins).retain(|pin| pin.employee != employee || !inside(pin.date));
}

fn apply(problem: &mut Problem, plan: &PublishedPlan, change: &Change) -> Result<(), &'static str> {
    match change {
        Change::Absence {
            employee,
            from,
            to,
            reason,
        } => {
            problem.employees.get(employee.0).ok_or("employee")?;
            absent(problem, *employee, (*from, *to), reason);
        }
        Change::Withdrawal { employee, shift } => {
            problem.employees.get(employee.0).ok_or("employee")?;
            let shift = plan.shift(*shift).ok_or("shift")?;
            problem
                .pins
                .retain(|pin| pin.employee != *employee || pin.date != shift.date);
        }
        Change::Forecast {
            hall,
            date,
            demand,
            coverage,
        } => {
            problem.halls.get(hall.0).ok_or("hall")?;
            let zone = problem.horizon.clone();
            let there = |start: i64| zone.local(start).0 == *date;
            problem
                .demand
                .retain(|old| old.hall != *hall || old.date != *date);
            problem
                .coverage
                .retain(|old| old.hall != *hall || !there(old.start));
            problem.demand.extend(demand.iter().cloned());
            problem.coverage.extend(coverage.iter().cloned());
        }
        Change::Pin(pin) => {
            problem.employees.get(pin.employee.0).ok_or("employee")?;
            problem
                .pins
                .retain(|old| old.employee != pin.employee || old.date != pin.date);
            problem.pins.push(pin.clone());
        }
    }
    Ok(())
}

/// Whether a person's commitment on a day is lifted by one of the changes.
pub(super) fn releases(
    changes: &[Change],
    plan: &PublishedPlan,
    who: EmployeeIx,
    day: NaiveDate,
) -> bool {
    changes.iter().any(|change| match change {
        Change::Absence {
            employee, from, to, ..
        } => *employee == who && *from <= day && day <= *to,
        Change::Withdrawal { employee, shift } => {
            let shift = plan.shift(*shift);
            *employee == who && shift.is_some_and(|shift| shift.date == day)
        }
        Change::Pin(pin) => pin.employee == who && pin.date == day,
        Change::Forecast { .. } => false,
    })
}
