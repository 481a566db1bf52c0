//! From a roster back to choices and counts, so that a search can start from it.

use crate::domain::{EmployeeIx, Instance};
use crate::paths::Solution;
use crate::roster::{Activity, Roster, rest_day_work, week_starts};

use super::Model;
use super::options::Planned;

/// No choice at all.
const NONE: usize = usize::MAX;

/// Choices and whole-numbered counts of a roster; flows, slacks and the days of people who cannot have theirs any more are
/// left to the search.
pub fn solution(model: &Model, instance: &Instance, roster: &Roster) -> Solution {
    let mut columns = vec![0.0; model.problem.columns.len()];
    let mut taken = Vec::with_capacity(roster.days.len());
    for (employee, _) in instance.staff() {
        let surplus = rest_day_work(instance, roster, employee);
        let days = (0..instance.horizon.day_count).map(|day| {
            let activity = roster.activity(employee, day);
            choice(model, employee, day, activity, surplus.contains(&day))
        });
        let path: Option<Vec<usize>> = days.collect();
        if path.is_some() {
            for day in 0..instance.horizon.day_count {
                let activity = roster.activity(employee, day);
                count(model, instance, employee, day, activity, &mut columns);
            }
        }
        taken.push(path.unwrap_or_else(|| vec![NONE; instance.horizon.day_count]));
    }
    gaps(model, instance, roster, &mut columns);
    (model.cover.waits).encode(instance, roster, &mut columns);
    for (wanted, &(under, over)) in instance.shift_cover.iter().zip(&model.cover.shift_slacks) {
        let Some(day) = instance.horizon.day_inside(wanted.date) else {
            continue;
        };
        let heads = roster
            .days
            .iter()
            .filter_map(|days| days[day].duty())
            .filter(|duty| duty.hall == wanted.hall && duty.template == wanted.template)
            .count() as f64;
        let asked = f64::from(wanted.heads);
        columns[under.0] = (asked - heads).max(0.0);
        columns[over.0] = (heads - asked).max(0.0);
    }
    Solution {
        taken,
        columns,
        cost: f64::INFINITY,
    }
}

/// Heads that nobody serves, by queue or post and interval.
fn gaps(model: &Model, instance: &Instance, roster: &Roster, columns: &mut [f64]) {
    for column in model.cover.gaps.values() {
        columns[column.0] = model.problem.columns[column.0].upper;
    }
    for duty in roster.days.iter().flatten().filter_map(Activity::duty) {
        for stretch in &duty.serving {
            for interval in instance.horizon.intervals(stretch.start, stretch.end) {
                let key = (duty.hall, stretch.served, interval);
                if let Some(column) = model.cover.gaps.get(&key) {
                    columns[column.0] = (columns[column.0] - 1.0).max(0.0);
                }
            }
        }
    }
}

fn choice(
    model: &Model,
    employee: EmployeeIx,
    day: usize,
    activity: &Activity,
    surplus: bool,
) -> Option<usize> {
    let wanted = match activity {
        Activity::Rest => Planned::Rest,
        Activity::Leave => Planned::Leave,
        Activity::Training(index) => Planned::Training(*index),
        Activity::CompDay(length) => Planned::Comp(*length),
        Activity::Duty(duty) => Planned::Duty {
            hall: duty.hall,
            template: duty.template,
            rest_day: surplus,
        },
    };
    let options = &model.options[employee.0][day];
    options.iter().position(|option| option.planned == wanted)
}

/// Counts a duty's break placement and its pattern.
fn count(
    model: &Model,
    instance: &Instance,
    employee: EmployeeIx,
    day: usize,
    activity: &Activity,
    columns: &mut [f64],
) {
    let cover = &model.cover;
    let Some(duty) = activity.duty() else { return };
    let Some(&group) = cover.group_of.get(&(employee, day, duty.hall)) else {
        return;
    };
    if let Some(place) = model.places.find(duty.template, duty.start, &duty.breaks) {
        let placed = (group, duty.template, place);
        if let Some(placed) = cover.placed.get(&placed) {
            columns[placed.0] += 1.0;
        }
    }
    let date = instance.horizon.date(day as i64);
    let mondays = week_starts(instance).into_iter().rev();
    let Some(week) = mondays.into_iter().find(|monday| *monday <= date) else {
        return;
    };
    let shift = &instance.templates[duty.template.0];
    let pattern = (duty.hall, week, (shift.start, shift.length.0));
    if let Some(open) = cover.patterns.get(&pattern) {
        columns[open.0] = 1.0;
    }
}
