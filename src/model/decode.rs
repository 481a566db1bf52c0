//! From a solution to everybody's days, breaks placed.

use std::collections::BTreeMap;

use crate::domain::{EmployeeIx, HallIx, Instance, TemplateIx};
use crate::paths::Solution;
use crate::roster::{Activity, Duty, PlacedBreak, Roster};

use super::Model;
use super::cover::GroupIx;
use super::options::{DayOption, Planned};

/// Break placements that are still to be given out.
type Left = BTreeMap<(GroupIx, TemplateIx, usize), i64>;

/// Reads activities, and gives the people of each group the break placements that were counted: first to those who had theirs in
/// an `earlier` roster on the same shift, so that nobody's breaks change for nothing.
pub fn roster(
    model: &Model,
    instance: &Instance,
    solution: &Solution,
    earlier: Option<&Roster>,
) -> Roster {
    let mut left: Left = (model.cover.placed.iter())
        .map(|(&key, column)| (key, solution.columns[column.0].round() as i64))
        .collect();
    let days = || 0..instance.horizon.day_count;
    let option = |employee: EmployeeIx, day: usize| {
        model.option(employee, day, solution.taken[employee.0][day])
    };
    let mut kept = BTreeMap::new();
    for (employee, _) in instance.staff().filter(|_| earlier.is_some()) {
        for day in days() {
            let had = earlier.and_then(|earlier| earlier.activity(employee, day).duty());
            let option = option(employee, day);
            let Planned::Duty { hall, template, .. } = option.planned else {
                continue;
            };
            if let Some(had) = had.filter(|had| (had.hall, had.template) == (hall, template)) {
                let same = |place| breaks(model, instance, (day, template, place)) == had.breaks;
                let who = (employee, day, hall);
                if let Some(place) = give(model, (who, template), option, &mut left, same) {
                    kept.insert((employee, day), place);
                }
            }
        }
    }
    let mut activity = |employee: EmployeeIx, day: usize| {
        let option = option(employee, day);
        match option.planned {
            Planned::Rest => Activity::Rest,
            Planned::Leave => Activity::Leave,
            Planned::Training(index) => Activity::Training(index),
            Planned::Comp(length) => Activity::CompDay(length),
            Planned::Duty { hall, template, .. } => {
                let (start, end) = super::cover::shift_span(instance, day, template);
                let who = (employee, day, hall);
                let place = (kept.get(&(employee, day)).copied())
                    .or_else(|| give(model, (who, template), option, &mut left, |_| true))
                    .or_else(|| option.places.first().copied());
                Activity::Duty(Duty {
                    hall,
                    template,
                    start,
                    end,
                    breaks: breaks(model, instance, (day, template, place.unwrap_or(0))),
                    serving: Vec::new(),
                })
            }
        }
    };
    let staff = instance.staff();
    let of_staff = staff.map(|(employee, _)| days().map(|day| activity(employee, day)).collect());
    Roster {
        days: of_staff.collect(),
    }
}

/// Gives somebody a placement that is left in his or her group.
fn give(
    model: &Model,
    (who, template): ((EmployeeIx, usize, HallIx), TemplateIx),
    option: &DayOption,
    left: &mut Left,
    wanted: impl Fn(usize) -> bool,
) -> Option<usize> {
    let &group = model.cover.group_of.get(&who)?;
    let mut places = option.places.iter().copied();
    places.find(|&place| {
        let count = left.get_mut(&(group, template, place));
        let given = wanted(place) && count.as_ref().is_some_and(|count| **count > 0);
        if let (Some(count), true) = (count, given) {
            *count -= 1;
        }
        given
    })
}

fn breaks(
    model: &Model,
    instance: &Instance,
    (day, template, place): (usize, TemplateIx, usize),
) -> Vec<PlacedBreak> {
    let (start, _) = super::cover::shift_span(instance, day, template);
    model.places.breaks(instance, template, place, start)
}
