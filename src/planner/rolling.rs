//! Longer horizons: a first roster week by week, history carried.

use chrono::{Duration, NaiveDate};

use crate::demand::{QuietDays, requirements};
use crate::domain::{EmployeeIx, Horizon, Instance, Problem};
use crate::law::{ShiftBreak, Span, WorkShift};
use crate::model;
use crate::roster::{Activity, Duty, Roster, comp_days, week_starts};

use super::Step;
use super::search::{Search, Task};

/// Part of the limits that all weeks together may use; the rest goes to the whole horizon.
const SHARE: f64 = 0.5;

/// A roster put together week by week; `None` for horizons of one week, or when a week has no roster.
///
/// Only horizons with heads by interval are rolled: whole-shift benchmarks tie their weeks too closely.
pub fn first_roster(
    instance: &Instance,
    quiet: &QuietDays,
    search: &mut Search<'_>,
    progress: &mut impl FnMut(Step),
) -> Option<Roster> {
    let weeks = week_starts(instance);
    if weeks.len() < 2 || (instance.demand.is_empty() && instance.coverage.is_empty()) {
        return None;
    }
    let mut roster = Roster {
        days: vec![Vec::new(); instance.employees.len()],
    };
    for (number, &monday) in weeks.iter().enumerate() {
        let from = monday.max(instance.horizon.start);
        let to = (monday + Duration::days(7)).min(instance.horizon.end());
        let part = week(instance, &roster, from, to)?;
        let needs = requirements(&part);
        let model = model::build(&part, &needs.needs, quiet).ok()?;
        let guess = model.first_roster(&part, &needs.needs);
        let start = guess
            .as_ref()
            .and_then(|roster| model.encode(&part, roster));
        let task = Task {
            instance: &part,
            needs: &needs.needs,
            model: &model,
            start: start.as_ref(),
            share: SHARE / (weeks.len() - number) as f64,
        };
        // Costs of one week say nothing about the whole; only the clock is passed on.
        let mut quietly = |step: Step| {
            progress(Step {
                cost: None,
                bound: None,
                ..step
            });
        };
        let found = search.run(&task, &mut quietly).roster.or(guess)?;
        for (days, week) in roster.days.iter_mut().zip(found.days) {
            days.extend(week);
        }
    }
    Some(roster)
}

/// One week of an instance, with the weeks already planned as history.
fn week(instance: &Instance, planned: &Roster, from: NaiveDate, to: NaiveDate) -> Option<Instance> {
    let mut part: Problem = (**instance).clone();
    let inside = |date: NaiveDate| from <= date && date < to;
    part.horizon = Horizon {
        start: from,
        day_count: (to - from).num_days() as usize,
        ..instance.horizon.clone()
    };
    part.demand.retain(|interval| inside(interval.date));
    let local = |instant: i64| instance.horizon.local(instant).0;
    part.coverage.retain(|need| inside(local(need.start)));
    part.shift_cover.retain(|cover| inside(cover.date));
    part.pins.retain(|pin| inside(pin.date));
    part.outlook.retain(|day| day.date >= to);
    for (index, person) in part.employees.iter_mut().enumerate() {
        let employee = EmployeeIx(index);
        person
            .history
            .shifts
            .extend(worked(instance, planned, employee));
        person.history.comp_lots = open_lots(instance, planned, employee, from);
        for (at, training) in person.training.iter_mut().enumerate() {
            // Positions in the list stay; a training already placed is moved out of reach.
            if planned.days[index].contains(&Activity::Training(at)) {
                training.from = from - Duration::days(1);
                training.to = training.from;
            }
        }
    }
    Instance::new(part).ok()
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
