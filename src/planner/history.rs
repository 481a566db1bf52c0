//! One roster after another: what a roster leaves behind for the next.

use chrono::NaiveDate;

use crate::domain::{EmployeeIx, Instance, PastWork};
use crate::law::{ShiftBreak, Span, WorkShift};
use crate::roster::{Activity, Duty, Roster, comp_days};

/// What everybody has worked and is owed when `roster` is over and `next` begins, by employee.
pub fn after(instance: &Instance, roster: &Roster, next: NaiveDate) -> Vec<PastWork> {
    let people = instance.staff();
    people
        .map(|(employee, person)| {
            let mut past = person.history.clone();
            past.shifts.extend(worked(instance, roster, employee));
            past.comp_lots = open_lots(instance, roster, employee, next);
            // What was counted stays; from here on the shifts say it.
            let windows = past.work_minutes.iter_mut();
            for window in windows.chain(&mut past.overtime_minutes) {
                window.until.get_or_insert(instance.horizon.start);
            }
            past
        })
        .collect()
}

/// Planned duties and trainings as worked shifts.
fn worked(instance: &Instance, planned: &Roster, employee: EmployeeIx) -> Vec<WorkShift> {
    let person = &instance.employees[employee.0];
    let days = planned.days[employee.0].iter().enumerate();
    let worked = days.filter_map(|(day, activity)| match activity {
        Activity::Duty(duty) => Some(on_duty(instance, duty)),
        Activity::Training(at) => {
            let training = &person.training[*at];
            let date = instance.horizon.date(day as i64);
            let start = instance.horizon.instant(date, training.start);
            let span = Span::new(start, start + training.length.0);
            Some(WorkShift::plain("", span))
        }
        Activity::Rest | Activity::Leave | Activity::CompDay(_) => None,
    });
    worked.collect()
}

fn on_duty(instance: &Instance, duty: &Duty) -> WorkShift {
    WorkShift {
        breaks: duty
            .breaks
            .iter()
            .map(|pause| ShiftBreak {
                span: Span::new(pause.start, pause.end),
                paid: pause.paid,
                purpose: Some(pause.purpose.clone()),
            })
            .collect(),
        shift_type: Some(instance.templates[duty.template.0].id.clone()),
        ..WorkShift::plain("", Span::new(duty.start, duty.end))
    }
}

/// Lots open after the weeks already planned.
fn open_lots(
    instance: &Instance,
    planned: &Roster,
    employee: EmployeeIx,
    from: NaiveDate,
) -> Vec<crate::domain::CompLot> {
    use crate::roster::CompDayState;
    let mut whole = planned.clone();
    for days in &mut whole.days {
        days.resize(instance.horizon.day_count, Activity::Rest);
    }
    let contract = instance.contract_of(&instance.employees[employee.0]);
    let earns = |date| !contract.is_statutory_holiday(date);
    let (lots, _) = comp_days(
        instance,
        &whole,
        employee,
        earns,
        contract.lot_expiry_days(),
        &[],
    );
    lots.into_iter()
        .filter(|lot| lot.state == CompDayState::Unplanned && lot.lot.due >= from)
        .map(|lot| lot.lot)
        .collect()
}
