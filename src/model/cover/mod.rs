//! Cover: people of a group are counted by shift and break placement; a flow shares them out to queues and posts.
//!
//! A group holds the people who may serve the same queues and posts of a hall on a day. Inside it nobody needs to be
//! told apart: a placement is right for the group when enough of its people may take it.

mod limits;
mod share;
mod sums;

use std::collections::BTreeMap;

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

/// Where counts and decisions of the cover lie among the side columns.
#[derive(Clone, Debug, Default)]
pub struct Cover {
    /// How many of a group work a shift with a break placement.
    pub placed: BTreeMap<(Group, TemplateIx, usize), ColumnIx>,
    /// Group of each employee, by day and hall.
    pub group_of: BTreeMap<(EmployeeIx, usize, HallIx), Group>,
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
    let sizes = place_breaks(draft, &mut cover, places);
    let presence = presence(draft.instance, &cover, places);
    cover.waits = waits::add(draft, rows);
    cover.gaps = share::share_out(draft, needs, &cover.waits, &presence);
    sums::add(draft, &cover);
    limits::breaks_at_once(draft, &cover, places);
    limits::patterns(draft, &mut cover, &sizes);
    cover
}

/// Counts every group's people by shift and break placement; answers how many people each group has.
fn place_breaks(
    draft: &mut ProblemDraft<'_>,
    cover: &mut Cover,
    places: &BreakPlaces,
) -> BTreeMap<Group, usize> {
    let mut sizes: BTreeMap<Group, usize> = BTreeMap::new();
    let mut rows: BTreeMap<(Group, TemplateIx), RowIx> = BTreeMap::new();
    for (employee, _) in draft.instance.staff() {
        for day in 0..draft.instance.horizon.day_count {
            for (hall, group) in groups_of(draft, employee, day) {
                *sizes.entry(group.clone()).or_default() += 1;
                cover.group_of.insert((employee, day, hall), group);
            }
        }
    }
    for (group, &size) in &sizes {
        for (template, allowed) in &group.places {
            let tag = format!(
                "people of hall {} on shift {} on {}",
                draft.instance.halls[group.hall.0].id,
                draft.instance.templates[template.0].id,
                draft.instance.horizon.date(group.day as i64)
            );
            let row = draft.problem.row(tag, 0.0, 0.0);
            rows.insert((group.clone(), *template), row);
            debug_assert!(allowed.iter().all(|&place| place < places.count(*template)));
            for &place in allowed {
                let column = draft.problem.column(SideColumn {
                    uses: vec![(row, -1.0)],
                    ..count(size as f64)
                });
                cover
                    .placed
                    .insert((group.clone(), *template, place), column);
            }
        }
    }
    for (&(employee, day, hall), group) in &cover.group_of {
        for (choice, option) in draft.options[employee.0][day].iter().enumerate() {
            if let Planned::Duty {
                hall: at, template, ..
            } = option.planned
                && at == hall
                && let Some(&row) = rows.get(&(group.clone(), template))
            {
                draft.choice(employee, day, choice).uses.push((row, 1.0));
            }
        }
    }
    sizes
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

/// Placements that are present during each interval, by hall, interval and what they may serve.
type Presence = BTreeMap<(HallIx, i64, Vec<Served>), Vec<ColumnIx>>;

fn presence(instance: &Instance, cover: &Cover, places: &BreakPlaces) -> Presence {
    let mut presence = Presence::new();
    for ((group, template, place), &column) in &cover.placed {
        let (start, end) = shift_span(instance, group.day, *template);
        let breaks = places.breaks(instance, *template, *place, start);
        for interval in instance.horizon.intervals(start, end) {
            let (from, to) = instance.horizon.interval_span(interval);
            let whole = start <= from && to <= end;
            let working = breaks
                .iter()
                .all(|pause| pause.end <= from || to <= pause.start);
            if whole && working {
                presence
                    .entry((group.hall, interval, group.served.clone()))
                    .or_default()
                    .push(column);
            }
        }
    }
    presence
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
