//! The end of the claim window: what nobody claimed is given to those whose norm is open, or left open.

use serde::{Deserialize, Serialize};

use super::desk::Desk;
use super::plan::{PublishedPlan, ShiftIx, Spot};
use super::states::{IllegalMove, RosterEvent};
use crate::domain::{EmployeeIx, week_norm};
use crate::roster::{Activity, week_starts};
use crate::units::Minutes;

/// What becomes of shifts that nobody claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Closing {
    /// People whose norm is not filled receive the witness's shifts, the earliest first.
    AssignUnfilledNorms,
    /// They stay open.
    LeaveOpen,
}

/// A closed plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// The plan; its witness is what will be worked if those it names are asked.
    pub plan: PublishedPlan,
    /// Shifts given to people, as (who, which).
    pub assigned: Vec<(EmployeeIx, ShiftIx)>,
    /// Shifts with spots that stay open, with how many.
    pub left_open: Vec<(ShiftIx, usize)>,
}

/// Closes a published plan. The witness stays what it is, so it stays legal and keeps the promise.
pub fn close(desk: &Desk<'_>, closing: Closing) -> Result<Closed, IllegalMove> {
    let mut plan = desk.plan.clone();
    plan.state = plan.state.after(RosterEvent::Close)?;
    plan.version += 1;
    let mut assigned = Vec::new();
    if closing == Closing::AssignUnfilledNorms {
        for (employee, _) in desk.instance().staff() {
            for shift in unfilled(desk, employee) {
                let spots = &mut plan.shifts[shift.0].spots;
                if let Some(spot) = spots.iter_mut().find(|spot| **spot == Spot::Open) {
                    *spot = Spot::Assigned(employee);
                    assigned.push((employee, shift));
                }
            }
        }
    }
    let open = |(at, shift): (ShiftIx, &super::PublishedShift)| {
        let free = shift
            .spots
            .iter()
            .filter(|spot| **spot == Spot::Open)
            .count();
        (free > 0).then_some((at, free))
    };
    let left_open = plan.list().filter_map(open).collect();
    Ok(Closed {
        plan,
        assigned,
        left_open,
    })
}

/// Tentative shifts of the witness that fill somebody's norm, week by week.
fn unfilled(desk: &Desk<'_>, employee: EmployeeIx) -> Vec<ShiftIx> {
    let instance = desk.instance();
    let person = &instance.employees[employee.0];
    let days = &desk.plan.witness.days[employee.0];
    let mut received = Vec::new();
    for monday in week_starts(instance) {
        let norm = week_norm(instance, person, monday);
        let mut open = norm.minutes - norm.worked_before;
        let week = monday.iter_days().take(7);
        let week: Vec<usize> = week
            .filter_map(|date| instance.horizon.day_inside(date))
            .collect();
        for &day in &week {
            let fixed = desk.committed[employee.0][day].is_some();
            open -= match &days[day] {
                Activity::Duty(duty) if fixed => duty.work_minutes(),
                Activity::Training(index) => person.training[*index].length,
                Activity::CompDay(length) => *length,
                Activity::Duty(_) | Activity::Rest | Activity::Leave => Minutes::ZERO,
            };
        }
        for day in week {
            let held = desk.holds[employee.0][day];
            let tentative = held.filter(|_| desk.committed[employee.0][day].is_none());
            if let (Some(shift), true) = (tentative, open > Minutes::ZERO) {
                open -= desk.shift(shift).work_minutes();
                received.push(shift);
            }
        }
    }
    received
}
