//! From a solution to everybody's days, breaks placed.

use std::collections::BTreeMap;

use crate::domain::{EmployeeIx, Instance, TemplateIx};
use crate::paths::Solution;
use crate::roster::{Activity, Duty, Roster};

use super::Model;
use super::cover::GroupIx;
use super::options::Planned;

/// Reads activities, and gives the people of each group the break placements that were counted.
pub fn roster(model: &Model, instance: &Instance, solution: &Solution) -> Roster {
    let mut left: BTreeMap<(GroupIx, TemplateIx, usize), i64> = model
        .cover
        .placed
        .iter()
        .map(|(&key, column)| (key, solution.columns[column.0].round() as i64))
        .collect();
    let days = instance
        .staff()
        .map(|(employee, _)| {
            (0..instance.horizon.day_count)
                .map(|day| {
                    let choice = solution.taken[employee.0][day];
                    activity(model, instance, (employee, day, choice), &mut left)
                })
                .collect()
        })
        .collect();
    Roster { days }
}

fn activity(
    model: &Model,
    instance: &Instance,
    (employee, day, choice): (EmployeeIx, usize, usize),
    left: &mut BTreeMap<(GroupIx, TemplateIx, usize), i64>,
) -> Activity {
    let option = model.option(employee, day, choice);
    match option.planned {
        Planned::Rest => Activity::Rest,
        Planned::Leave => Activity::Leave,
        Planned::Training(index) => Activity::Training(index),
        Planned::Comp(length) => Activity::CompDay(length),
        Planned::Duty { hall, template, .. } => {
            let (start, end) = super::cover::shift_span(instance, day, template);
            let group = model.cover.group_of.get(&(employee, day, hall)).copied();
            let place =
                group
                    .and_then(|group| {
                        option.places.iter().copied().find(|&place| {
                            left.get(&(group, template, place)).is_some_and(|n| *n > 0)
                        })
                    })
                    .or_else(|| option.places.first().copied())
                    .unwrap_or(0);
            if let Some(group) = group
                && let Some(count) = left.get_mut(&(group, template, place))
            {
                *count -= 1;
            }
            Activity::Duty(Duty {
                hall,
                template,
                start,
                end,
                breaks: model.places.breaks(instance, template, place, start),
                serving: Vec::new(),
            })
        }
    }
}
