//! Duties that look alike are one shift with several spots.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;

use super::day::placed_break;
use crate::domain::{EmployeeIx, Instance};
use crate::formats::instance::minutes;
use crate::formats::proto;
use crate::roster::{Duty, Roster};
use crate::units::Minutes;

/// What makes two duties the same shift: day, hall, template, times, breaks.
type Look = (usize, usize, usize, i64, i64, Vec<(i64, i64, bool)>);

/// Every shift of a roster, by day, hall and template.
pub fn shifts(instance: &Instance, roster: &Roster) -> Vec<proto::Shift> {
    let mut alike: BTreeMap<Look, Vec<EmployeeIx>> = BTreeMap::new();
    for (employee, _) in instance.staff() {
        for (day, _) in instance.horizon.days() {
            if let Some(duty) = roster.activity(employee, day).duty() {
                alike.entry(look(day, duty)).or_default().push(employee);
            }
        }
    }
    let pinned: HashSet<(EmployeeIx, NaiveDate)> = (instance.pins.iter())
        .filter(|pin| pin.duty.is_some())
        .map(|pin| (pin.employee, pin.date))
        .collect();
    let mut numbers: BTreeMap<(usize, usize, usize), usize> = BTreeMap::new();
    let mut shifts = Vec::new();
    for (look, people) in alike {
        let (day, hall, template, ..) = look;
        let number = numbers.entry((day, hall, template)).or_default();
        *number += 1;
        shifts.push(shift(instance, &look, *number, &people, &pinned));
    }
    shifts
}

fn look(day: usize, duty: &Duty) -> Look {
    let breaks = duty.breaks.iter();
    (
        day,
        duty.hall.0,
        duty.template.0,
        duty.start,
        duty.end,
        breaks
            .map(|pause| (pause.start, pause.end, pause.paid))
            .collect(),
    )
}

fn shift(
    instance: &Instance,
    (day, hall, template, start, end, breaks): &Look,
    number: usize,
    people: &[EmployeeIx],
    pinned: &HashSet<(EmployeeIx, NaiveDate)>,
) -> proto::Shift {
    let date = instance.horizon.date(*day as i64);
    let hall = &instance.halls[*hall];
    let template = &instance.templates[*template];
    let opened = hall.open_spots.opens(template.inconvenient);
    let spot = |employee: &EmployeeIx| proto::Spot {
        state: if opened && !pinned.contains(&(*employee, date)) {
            proto::SpotState::Open
        } else {
            proto::SpotState::Assigned
        }
        .into(),
        witness_employee: instance.employees[employee.0].id.clone(),
    };
    proto::Shift {
        id: format!("{}-{date}-{}-{number}", hall.id, template.id),
        hall: hall.id.clone(),
        date: date.to_string(),
        shift_template: template.id.clone(),
        start: instance.horizon.clock(*start, date),
        length_minutes: minutes(Minutes(end - start)),
        breaks: (breaks.iter())
            .map(|(start, end, paid)| placed_break(instance, date, *start, *end, *paid))
            .collect(),
        spots: people.iter().map(spot).collect(),
    }
}
