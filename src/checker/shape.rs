//! A roster must hold every day of every person, and name only things that exist.

use chrono::NaiveDate;

use super::findings::{Findings, Subject};
use super::words::who;
use crate::domain::{Employee, EmployeeIx, Instance, Served};
use crate::roster::{Activity, Duty, Roster};

/// The roster with every missing or senseless day replaced by rest; each such day is reported.
pub(super) fn sound(instance: &Instance, roster: &Roster, found: &mut Findings) -> Roster {
    if roster.days.len() > instance.employees.len() {
        let surplus = roster.days.len() - instance.employees.len();
        found.violation(
            "unknown_employee",
            Subject::default(),
            format!("The roster holds {surplus} people more than there are."),
            format!("班表中多出 {surplus} 名不存在的员工。"),
        );
    }
    let days = instance
        .staff()
        .map(|(employee, person)| match roster.days.get(employee.0) {
            Some(row) => sound_row(instance, employee, person, row, found),
            None => {
                let name = who(instance, employee);
                found.violation(
                    "missing_employee",
                    Subject::person(employee),
                    format!("{name} is not in the roster."),
                    format!("班表中没有{name}。"),
                );
                vec![Activity::Rest; instance.horizon.day_count]
            }
        })
        .collect();
    Roster { days }
}

fn sound_row(
    instance: &Instance,
    employee: EmployeeIx,
    person: &Employee,
    row: &[Activity],
    found: &mut Findings,
) -> Vec<Activity> {
    let (wanted, given) = (instance.horizon.day_count, row.len());
    if given != wanted {
        let name = who(instance, employee);
        found.violation(
            "day_count",
            Subject::person(employee),
            format!("{name} has {given} days in the roster instead of {wanted}."),
            format!("{name}在班表中有 {given} 天，应为 {wanted} 天。"),
        );
    }
    let mut days = Vec::with_capacity(wanted);
    for (day, date) in instance.horizon.days() {
        let activity = row.get(day).unwrap_or(&Activity::Rest);
        match fault(instance, person, date, activity) {
            None => days.push(activity.clone()),
            Some((code, en, zh)) => {
                let name = who(instance, employee);
                found.violation(
                    code,
                    Subject::day(employee, date),
                    format!("{name} on {date}: {en}."),
                    format!("{name}，{date}：{zh}。"),
                );
                days.push(Activity::Rest);
            }
        }
    }
    days
}

type Fault = (&'static str, &'static str, &'static str);

const UNKNOWN: Fault = (
    "unknown_reference",
    "the day names a hall, shift, queue, post or training that does not exist",
    "当天引用了不存在的营业厅、班次、队列、岗位或培训",
);
const IMPOSSIBLE: Fault = (
    "impossible_time",
    "the times are reversed, or lie far from the day",
    "时间先后颠倒，或与当天相距过远",
);

/// Why a day cannot be read at all.
fn fault(
    instance: &Instance,
    person: &Employee,
    date: NaiveDate,
    activity: &Activity,
) -> Option<Fault> {
    match activity {
        Activity::Rest | Activity::Leave => None,
        Activity::Training(index) => (*index >= person.training.len()).then_some(UNKNOWN),
        Activity::CompDay(length) => (!(1..=1440).contains(&length.0)).then_some(IMPOSSIBLE),
        Activity::Duty(duty) if !known(instance, duty) => Some(UNKNOWN),
        Activity::Duty(duty) => (!possible(instance, date, duty)).then_some(IMPOSSIBLE),
    }
}

fn known(instance: &Instance, duty: &Duty) -> bool {
    let Some(site) = instance.halls.get(duty.hall.0) else {
        return false;
    };
    let exists = |served: Served| match served {
        Served::Queue(queue) => queue.0 < site.queues.len(),
        Served::Post(post) => post.0 < site.posts.len(),
    };
    duty.template.0 < instance.templates.len()
        && duty.serving.iter().all(|span| exists(span.served))
}

/// Later checks add and subtract these times freely, so they must be near the day.
fn possible(instance: &Instance, date: NaiveDate, duty: &Duty) -> bool {
    let midnight = instance.horizon.instant(date, 0);
    let near = |start: i64, end: i64| {
        midnight - 1440 <= start && start < end && end <= midnight + 3 * 1440
    };
    near(duty.start, duty.end)
        && duty.breaks.iter().all(|pause| near(pause.start, pause.end))
        && duty.serving.iter().all(|span| near(span.start, span.end))
}
