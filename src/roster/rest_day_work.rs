//! Which duties are work on a rest day.
//!
//! Where a week's minutes exceed its norm and its duty days exceed its norm days, the surplus days are rest-day
//! work, the latest by date first. Leave and comp days stand for norm days.

use chrono::{Datelike, Duration, NaiveDate};

use super::duty::Activity;
use super::plan::Roster;
use crate::domain::{EmployeeIx, Instance, week_norm};
use crate::units::Minutes;

/// Mondays of the weeks that meet the horizon.
pub fn week_starts(instance: &Instance) -> Vec<NaiveDate> {
    let start = instance.horizon.start;
    let monday = start - Duration::days(i64::from(start.weekday().num_days_from_monday()));
    let end = instance.horizon.end();
    (0..)
        .map(|week| monday + Duration::weeks(week))
        .take_while(|monday| *monday < end)
        .collect()
}

/// Days of the horizon on which an employee's duty is work on a rest day, in order.
///
/// Empty for contracts whose rules know no rest-day pay.
pub fn rest_day_work(instance: &Instance, roster: &Roster, employee: EmployeeIx) -> Vec<usize> {
    rest_day_work_preferring(instance, roster, employee, |_| false)
}

/// As [`rest_day_work`], where the surplus is looked for first on days that the person took by choice.
pub fn rest_day_work_preferring(
    instance: &Instance,
    roster: &Roster,
    employee: EmployeeIx,
    chosen: impl Fn(usize) -> bool,
) -> Vec<usize> {
    let person = &instance.employees[employee.0];
    let contract = instance.contract_of(person);
    if !contract.repays_rest_days() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for monday in week_starts(instance) {
        let norm = week_norm(instance, person, monday);
        let mut minutes = norm.worked_before;
        let mut duty_days = norm.days_before;
        let mut duties = Vec::new();
        let (mut comp_minutes, mut comp_days) = (Minutes::ZERO, 0);
        for offset in 0..7 {
            let date = monday + Duration::days(offset);
            let Some(day) = instance.horizon.day_inside(date) else {
                continue;
            };
            match roster.activity(employee, day) {
                Activity::Duty(duty) => {
                    minutes += duty.work_minutes();
                    duty_days += 1;
                    duties.push(day);
                }
                Activity::Training(index) => {
                    minutes += person.training[*index].length;
                    duty_days += 1;
                }
                Activity::CompDay(length) => {
                    comp_minutes += *length;
                    comp_days += 1;
                }
                Activity::Rest | Activity::Leave => {}
            }
        }
        let surplus = duty_days - (norm.days - comp_days).max(0);
        if surplus > 0 && minutes > norm.minutes - comp_minutes {
            let first = duties.len().saturating_sub(surplus as usize);
            duties.sort_by_key(|day| (chosen(*day), *day));
            duties.drain(..first);
            duties.sort_unstable();
            found.extend(duties);
        }
    }
    found
}
