//! What has happened since a plan was published, and the instance after it.

use chrono::NaiveDate;

use super::plan::PublishedPlan;
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
    /// HR ends what holds somebody on a day: a pin, an assigned shift, an accepted claim.
    Release {
        /// Who.
        employee: EmployeeIx,
        /// When.
        date: NaiveDate,
        /// The person asked for it: no duty takes its place that day, and the law's notice of changes is not owed for it.
        /// Otherwise the day stays as it is where that is best.
        own_wish: bool,
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

/// Whether a pin or a release comes too late: its day is over, or the shift that it ends or begins stands still.
pub fn too_late(instance: &Instance, plan: &PublishedPlan, change: &Change, now: i64) -> bool {
    let (who, date, begins) = match change {
        Change::Pin(pin) => (pin.employee, pin.date, pin.duty),
        Change::Release { employee, date, .. } => (*employee, *date, None),
        Change::Absence { .. } | Change::Forecast { .. } => return false,
    };
    let horizon = &instance.horizon;
    let held = horizon.day_inside(date).and_then(|day| plan.held(who, day));
    let held = held.and_then(|at| plan.shift(at)).map(|shift| shift.start);
    let begins = begins.and_then(|(template, _)| instance.templates.get(template.0));
    let begins = begins.map(|template| horizon.instant(date, template.start));
    let mut starts = held.into_iter().chain(begins);
    date < horizon.local(now).0 || starts.any(|start| plan.terms.is_frozen(start, now))
}

/// The instance after some changes.
///
/// # Errors
/// Everything that is wrong with it then, changes about somebody or something that is not there, and those that come too late.
pub(super) fn changed(
    instance: &Instance,
    plan: &PublishedPlan,
    changes: &[Change],
    now: i64,
) -> Result<Instance, Vec<Finding>> {
    let mut problem: Problem = (**instance).clone();
    let mut findings = Vec::new();
    for (at, change) in changes.iter().enumerate() {
        if too_late(instance, plan, change, now) {
            let remedy = "the day is over or its shift stands still 该日已过或班务已冻结";
            findings.push(Finding::new("too_late", format!("changes[{at}]"), remedy));
        } else if let Err(what) = apply(&mut problem, change) {
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

fn apply(problem: &mut Problem, change: &Change) -> Result<(), &'static str> {
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
        Change::Release { employee, .. } => {
            problem.employees.get(employee.0).ok_or("employee")?;
            hold(problem, change);
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
            hold(problem, change);
        }
    }
    Ok(())
}

/// Sets or ends the pin of a day, as a pin or a release says.
pub fn hold(problem: &mut Problem, change: &Change) {
    let (who, day, new) = match change {
        Change::Pin(pin) => (pin.employee, pin.date, Some(pin.clone())),
        Change::Release { employee, date, .. } => (*employee, *date, None),
        Change::Absence { .. } | Change::Forecast { .. } => return,
    };
    problem
        .pins
        .retain(|old| (old.employee, old.date) != (who, day));
    problem.pins.extend(new);
}

/// Whether a person's commitment on a day is lifted by one of the changes.
pub(super) fn releases(changes: &[Change], who: EmployeeIx, day: NaiveDate) -> bool {
    changes.iter().any(|change| match change {
        Change::Absence {
            employee, from, to, ..
        } => *employee == who && *from <= day && day <= *to,
        Change::Release { employee, date, .. } => *employee == who && *date == day,
        Change::Pin(pin) => pin.employee == who && pin.date == day,
        Change::Forecast { .. } => false,
    })
}
