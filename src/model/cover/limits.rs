//! Limits on breaks at one time and on start-length pairs.

use std::collections::BTreeMap;

use chrono::Duration;

use crate::domain::{HallIx, TemplateIx};
use crate::paths::ColumnIx;
use crate::roster::week_starts;

use super::{Cover, Group, GroupIx, count, shift_span};
use crate::model::breaks::BreakPlaces;
use crate::model::draft::ProblemDraft;

/// At most so many people of a queue's skill are on break in one interval.
pub(super) fn breaks_at_once(draft: &mut ProblemDraft<'_>, cover: &Cover, places: &BreakPlaces) {
    let horizon = &draft.instance.horizon;
    let mut resting: BTreeMap<(HallIx, usize, i64), Vec<ColumnIx>> = BTreeMap::new();
    for (&(group, template, place), &column) in &cover.placed {
        let group = &cover.groups[group].0;
        let (start, _) = shift_span(draft.instance, group.day, template);
        for pause in places.breaks(draft.instance, template, place, start) {
            for interval in horizon.intervals(pause.start, pause.end) {
                for (index, queue) in draft.instance.halls[group.hall.0].queues.iter().enumerate() {
                    if Some(queue.skill) == group.first_skill && queue.breaks_at_once.is_some() {
                        let key = (group.hall, index, interval);
                        let columns = resting.entry(key).or_default();
                        // Two breaks of one person may touch the same interval.
                        if columns.last() != Some(&column) {
                            columns.push(column);
                        }
                    }
                }
            }
        }
    }
    for ((hall, queue, interval), columns) in resting {
        let queue = &draft.instance.halls[hall.0].queues[queue];
        let most = f64::from(queue.breaks_at_once.unwrap_or(u32::MAX));
        let tag = format!("breaks of queue {} in interval {interval}", queue.id);
        let row = draft.problem.row(tag, f64::NEG_INFINITY, most);
        for column in columns {
            draft.problem.columns[column.0].uses.push((row, 1.0));
        }
    }
}

/// At most so many start-length pairs in a hall and week, where more are on offer.
pub(super) fn patterns(draft: &mut ProblemDraft<'_>, cover: &mut Cover) {
    let instance = draft.instance;
    for (index, site) in instance.halls.iter().enumerate() {
        let Some(most) = site.patterns_max else {
            continue;
        };
        let hall = HallIx(index);
        for monday in week_starts(instance) {
            let in_week = |group: &Group| {
                let date = instance.horizon.date(group.day as i64);
                group.hall == hall && monday <= date && date < monday + Duration::days(7)
            };
            let mut used: BTreeMap<(i64, i64), Vec<(GroupIx, TemplateIx)>> = BTreeMap::new();
            let groups = cover.groups.iter().enumerate();
            for (index, (group, _)) in groups.filter(|(_, (group, _))| in_week(group)) {
                for (template, _) in &group.places {
                    let shift = &instance.templates[template.0];
                    let pair = (shift.start, shift.length.0);
                    used.entry(pair).or_default().push((index, *template));
                }
            }
            if used.len() <= most {
                continue;
            }
            let tag = format!("patterns of hall {} from {monday}", site.id);
            let limit = draft.problem.row(tag, f64::NEG_INFINITY, most as f64);
            for (pair, shifts) in used {
                let mut open = count(1.0);
                open.uses.push((limit, 1.0));
                let open = draft.problem.column(open);
                cover.patterns.insert((hall, monday, pair), open);
                for (group, template) in shifts {
                    let tag = format!("pattern {}:{} of hall {}", pair.0, pair.1, site.id);
                    let row = draft.problem.row(tag, f64::NEG_INFINITY, 0.0);
                    let size = cover.groups[group].1 as f64;
                    draft.problem.columns[open.0].uses.push((row, -size));
                    let placed = (group, template, 0)..=(group, template, usize::MAX);
                    for (_, column) in cover.placed.range(placed) {
                        draft.problem.columns[column.0].uses.push((row, 1.0));
                    }
                }
            }
        }
    }
}
