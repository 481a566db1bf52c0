//! Cover: people of a group are counted by shift and break placement; a flow shares them out to queues and posts.
//!
//! A group holds the people who may serve the same queues and posts of a hall on a day. Inside it nobody needs to be
//! told apart: a placement is right for the group when enough of its people may take it.

mod limits;
mod share;
mod sums;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::domain::{
    CoverageRequirement, EmployeeIx, HallIx, Instance, Served, SkillIx, TemplateIx,
};
use crate::paths::{ColumnIx, RowIx, SideColumn};

use crate::model::breaks::BreakPlaces;
use crate::model::draft::ProblemDraft;
use crate::model::options::Planned;
use crate::model::waits::{self, WaitColumns, WaitRows};

/// Who is counted together on a day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    /// Day of the horizon.
    pub day: usize,
    /// Where.
    pub hall: HallIx,
    /// What they may serve there.
    served: Vec<Served>,
    /// What they serve first; decides whose break limit counts them.
    first_skill: Option<SkillIx>,
    /// Break placements they may take, by shift.
    places: Vec<(TemplateIx, Vec<usize>)>,
}

/// Position of a group in [`Cover::groups`].
pub type GroupIx = usize;

/// Where counts and decisions of the cover lie among the side columns.
#[derive(Clone, Debug, Default)]
pub struct Cover {
    /// Every group, with how many people it has.
    groups: Vec<(Group, usize)>,
    /// How many of a group work a shift with a break placement.
    pub placed: BTreeMap<(GroupIx, TemplateIx, usize), ColumnIx>,
    /// Group of each employee, by day and hall.
    pub group_of: BTreeMap<(EmployeeIx, usize, HallIx), GroupIx>,
    /// Whether a start-length pair is used in a hall and week.
    pub patterns: BTreeMap<(HallIx, NaiveDate, (i64, i64)), ColumnIx>,
    /// Heads missing in a queue or post, by interval.
    pub gaps: BTreeMap<(HallIx, Served, i64), ColumnIx>,
    /// Heads beyond a number, and promises broken.
    pub waits: WaitColumns,
    /// Heads missing and surplus on whole shifts, by position in the instance's list.
    pub shift_slacks: Vec<(ColumnIx, ColumnIx)>,
}

/// A count from 0 up, whole-numbered, without cost.
fn count(upper: f64) -> SideColumn {
    SideColumn {
        lower: 0.0,
        upper,
        cost: 0.0,
        integer: true,
        uses: Vec::new(),
    }
}

/// Adds groups, break placements, flows, gaps, and limits on breaks and patterns.
pub fn add(
    draft: &mut ProblemDraft<'_>,
    needs: &[CoverageRequirement],
    rows: &WaitRows,
    places: &BreakPlaces,
) -> Cover {
    let mut cover = Cover::default();
    shift_cover(draft, &mut cover);
    if needs.is_empty()
        && draft
            .instance
            .halls
            .iter()
            .all(|hall| hall.queues.is_empty())
    {
        sums::add(draft, &cover);
        return cover;
    }
    place_breaks(draft, &mut cover, places);
    let presence = presence(draft.instance, &cover, places);
    cover.waits = waits::add(draft, rows);
    cover.gaps = share::share_out(draft, needs, &cover.waits, &presence);
    sums::add(draft, &cover);
    limits::breaks_at_once(draft, &cover, places);
    limits::patterns(draft, &mut cover);
    cover
}

/// Counts every group's people by shift and break placement.
fn place_breaks(draft: &mut ProblemDraft<'_>, cover: &mut Cover, places: &BreakPlaces) {
    let mut members: BTreeMap<Group, Vec<(EmployeeIx, usize, HallIx)>> = BTreeMap::new();
    for (employee, _) in draft.instance.staff() {
        for day in 0..draft.instance.horizon.day_count {
            for (hall, group) in groups_of(draft, employee, day) {
                members
                    .entry(group)
                    .or_default()
                    .push((employee, day, hall));
            }
        }
    }
    let mut rows: BTreeMap<(GroupIx, TemplateIx), RowIx> = BTreeMap::new();
    for (index, (group, members)) in members.into_iter().enumerate() {
        for (template, allowed) in &group.places {
            let tag = format!(
                "people of hall {} on shift {} on {}",
                draft.instance.halls[group.hall.0].id,
                draft.instance.templates[template.0].id,
                draft.instance.horizon.date(group.day as i64)
            );
            let row = draft.problem.row(tag, 0.0, 0.0);
            rows.insert((index, *template), row);
            debug_assert!(allowed.iter().all(|&place| place < places.count(*template)));
            for &place in allowed {
                let column = draft.problem.column(SideColumn {
                    uses: vec![(row, -1.0)],
                    ..count(members.len() as f64)
                });
                cover.placed.insert((index, *template, place), column);
            }
        }
        cover.groups.push((group, members.len()));
        cover
            .group_of
            .extend(members.into_iter().map(|member| (member, index)));
    }
    for (&(employee, day, hall), &group) in &cover.group_of {
        for (choice, option) in draft.options[employee.0][day].iter().enumerate() {
            if let Planned::Duty {
                hall: at, template, ..
            } = option.planned
                && at == hall
                && let Some(&row) = rows.get(&(group, template))
            {
                draft.choice(employee, day, choice).uses.push((row, 1.0));
            }
        }
    }
}

/// The groups a person belongs to on a day, one for each hall with a shift to offer.
fn groups_of(draft: &ProblemDraft<'_>, employee: EmployeeIx, day: usize) -> Vec<(HallIx, Group)> {
    let instance = draft.instance;
    let person = &instance.employees[employee.0];
    let date = instance.horizon.date(day as i64);
    let mut found: BTreeMap<HallIx, BTreeMap<TemplateIx, Vec<usize>>> = BTreeMap::new();
    for option in &draft.options[employee.0][day] {
        if let Planned::Duty { hall, template, .. } = option.planned {
            let shifts = found.entry(hall).or_default();
            shifts.insert(template, option.places.clone());
        }
    }
    found
        .into_iter()
        .map(|(hall, shifts)| {
            let group = Group {
                day,
                hall,
                served: served_by(instance, employee, hall, date),
                first_skill: person
                    .skills
                    .iter()
                    .find(|held| held.holds(date))
                    .map(|held| held.skill),
                places: shifts.into_iter().collect(),
            };
            (hall, group)
        })
        .collect()
}

/// Queues and posts of a hall that a person may serve on a date.
pub fn served_by(
    instance: &Instance,
    employee: EmployeeIx,
    hall: HallIx,
    date: NaiveDate,
) -> Vec<Served> {
    use crate::domain::{PostIx, QueueIx};
    let person = &instance.employees[employee.0];
    let site = &instance.halls[hall.0];
    let queues = site.queues.iter().enumerate();
    let posts = site.posts.iter().enumerate();
    queues
        .filter(|(_, queue)| person.has_skill(queue.skill, date))
        .map(|(index, _)| Served::Queue(QueueIx(index)))
        .chain(
            posts
                .filter(|(_, post)| person.has_skill(post.skill, date))
                .map(|(index, _)| Served::Post(PostIx(index))),
        )
        .collect()
}

/// Placements that are present during each interval, by what their people may serve.
struct Presence {
    /// What people may serve, each set once.
    served: Vec<Vec<Served>>,
    /// By hall, interval and position of what they may serve.
    columns: BTreeMap<(HallIx, i64, usize), Vec<ColumnIx>>,
}

fn presence(instance: &Instance, cover: &Cover, places: &BreakPlaces) -> Presence {
    let groups = cover.groups.iter();
    let served: BTreeSet<&Vec<Served>> = groups.map(|(group, _)| &group.served).collect();
    let served: Vec<Vec<Served>> = served.into_iter().cloned().collect();
    let mut columns: BTreeMap<_, Vec<ColumnIx>> = BTreeMap::new();
    let mut at_work: BTreeMap<(usize, TemplateIx, usize), Vec<i64>> = BTreeMap::new();
    for (&(group, template, place), &column) in &cover.placed {
        let group = &cover.groups[group].0;
        let Ok(set) = served.binary_search(&group.served) else {
            continue;
        };
        let intervals = at_work
            .entry((group.day, template, place))
            .or_insert_with(|| intervals_at_work(instance, group.day, (template, place), places));
        for &interval in &*intervals {
            let key = (group.hall, interval, set);
            columns.entry(key).or_default().push(column);
        }
    }
    Presence { served, columns }
}

/// Intervals in which somebody on a shift with a break placement works throughout.
fn intervals_at_work(
    instance: &Instance,
    day: usize,
    (template, place): (TemplateIx, usize),
    places: &BreakPlaces,
) -> Vec<i64> {
    let (start, end) = shift_span(instance, day, template);
    let breaks = places.breaks(instance, template, place, start);
    let works = |&interval: &i64| {
        let (from, to) = instance.horizon.interval_span(interval);
        let mut breaks = breaks.iter();
        start <= from && to <= end && breaks.all(|pause| pause.end <= from || to <= pause.start)
    };
    let touched = instance.horizon.intervals(start, end);
    touched.filter(works).collect()
}

pub fn shift_span(instance: &Instance, day: usize, template: TemplateIx) -> (i64, i64) {
    let shift = &instance.templates[template.0];
    let date = instance.horizon.date(day as i64);
    let start = instance.horizon.instant(date, shift.start);
    (start, start + shift.length.0)
}

/// Id of a queue or post.
pub fn name(instance: &Instance, hall: HallIx, served: Served) -> &str {
    let site = &instance.halls[hall.0];
    match served {
        Served::Queue(queue) => &site.queues[queue.0].id,
        Served::Post(post) => &site.posts[post.0].id,
    }
}

/// Heads on whole shifts, missing and surplus ones priced.
fn shift_cover(draft: &mut ProblemDraft<'_>, cover: &mut Cover) {
    let instance = draft.instance;
    for wanted in &instance.shift_cover {
        let Some(day) = instance.horizon.day_inside(wanted.date) else {
            continue;
        };
        let tag = format!(
            "heads on shift {} on {}",
            instance.templates[wanted.template.0].id, wanted.date
        );
        let heads = f64::from(wanted.heads);
        let row = draft.problem.row(tag, heads, heads);
        for (employee, _) in instance.staff() {
            draft.add_to_row(employee, row, |at, option| match option.planned {
                Planned::Duty { hall, template, .. }
                    if at == day && hall == wanted.hall && template == wanted.template =>
                {
                    1.0
                }
                _ => 0.0,
            });
        }
        let slack = |by: f64, upper: f64, cost: i64| SideColumn {
            cost: cost as f64,
            uses: vec![(row, by)],
            ..count(upper)
        };
        let staff = instance.employees.len() as f64;
        let under = draft
            .problem
            .column(slack(1.0, heads, wanted.under_price.0));
        let over = draft
            .problem
            .column(slack(-1.0, staff, wanted.over_price.0));
        cover.shift_slacks.push((under, over));
    }
}
