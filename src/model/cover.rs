//! Cover: people of a group are counted by shift and break placement; a flow shares them out to queues and posts.
//!
//! A group holds the people who may serve the same queues and posts of a hall on a day. Inside it nobody needs to be
//! told apart: a placement is right for the group when enough of its people may take it.

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate};

use crate::domain::{
    CoverageRequirement, EmployeeIx, HallIx, Instance, Served, SkillIx, TemplateIx,
};
use crate::paths::{ColumnIx, RowIx, SideColumn};
use crate::roster::week_starts;
use crate::units::Minutes;

use super::breaks::BreakPlaces;
use super::draft::ProblemDraft;
use super::options::Planned;

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
        return cover;
    }
    let sizes = place_breaks(draft, &mut cover, places);
    let presence = presence(draft.instance, &cover, places);
    cover.gaps = share_out(draft, needs, &presence);
    breaks_at_once(draft, &cover, places);
    patterns(draft, &mut cover, &sizes);
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

/// Most queues and posts wanted at once whose subsets are written out.
const SUBSETS_OF: usize = 5;

/// In every interval people present are shared out to what they may serve; what is left is a priced gap.
///
/// Sharing out is a transport problem. With few queues its flow is not needed: by the max-flow min-cut theorem heads
/// can be filled up to the gaps exactly when for every set of queues the people who may serve any of them, and the gaps,
/// add up to the heads asked for. These rows hold whole numbers only, which the search cuts and branches on much better.
fn share_out(
    draft: &mut ProblemDraft<'_>,
    needs: &[CoverageRequirement],
    presence: &Presence,
) -> BTreeMap<(HallIx, Served, i64), ColumnIx> {
    let mut gaps = BTreeMap::new();
    let mut wanted: BTreeMap<(HallIx, i64), Vec<Wanted>> = BTreeMap::new();
    for need in needs {
        for interval in draft.instance.horizon.intervals(need.start, need.end) {
            let gap = gap_column(draft, need, interval);
            gaps.insert((need.hall, need.served, interval), gap);
            wanted
                .entry((need.hall, interval))
                .or_default()
                .push(Wanted {
                    served: need.served,
                    heads: need.heads,
                    gap,
                });
        }
    }
    for ((hall, interval), wanted) in wanted {
        let present: Vec<(&Vec<Served>, &Vec<ColumnIx>)> = presence
            .range((hall, interval, Vec::new())..(hall, interval + 1, Vec::new()))
            .map(|((_, _, served), columns)| (served, columns))
            .collect();
        if wanted.len() <= SUBSETS_OF {
            subsets(draft, (hall, interval), &wanted, &present);
        } else {
            flows(draft, (hall, interval), &wanted, &present);
        }
    }
    gaps
}

/// Heads wanted by one queue or post in one interval.
struct Wanted {
    served: Served,
    heads: u32,
    gap: ColumnIx,
}

/// Heads missing, priced.
fn gap_column(draft: &mut ProblemDraft<'_>, need: &CoverageRequirement, interval: i64) -> ColumnIx {
    let (from, to) = draft.instance.horizon.interval_span(interval);
    let price = draft
        .instance
        .prices
        .gap_per_head_hour
        .hourly_pay(Minutes(to - from), 100);
    draft.problem.column(SideColumn {
        cost: price.0 as f64,
        ..count(f64::from(need.heads))
    })
}

fn tag(draft: &ProblemDraft<'_>, (hall, interval): (HallIx, i64), wanted: &[&Wanted]) -> String {
    let horizon = &draft.instance.horizon;
    let (from, _) = horizon.interval_span(interval);
    let (date, _) = horizon.local(from);
    let names: Vec<&str> = wanted
        .iter()
        .map(|wanted| name(draft.instance, hall, wanted.served))
        .collect();
    format!(
        "cover of hall {} {} on {date} at {}",
        draft.instance.halls[hall.0].id,
        names.join(" and "),
        horizon.clock(from, date)
    )
}

/// One row for every set of queues that some people could serve.
fn subsets(
    draft: &mut ProblemDraft<'_>,
    place: (HallIx, i64),
    wanted: &[Wanted],
    present: &[(&Vec<Served>, &Vec<ColumnIx>)],
) {
    for set in 1..1_u32 << wanted.len() {
        let chosen: Vec<&Wanted> = (0..wanted.len())
            .filter(|index| set & (1 << index) != 0)
            .map(|index| &wanted[index])
            .collect();
        let helps = |served: &[Served]| chosen.iter().any(|w| served.contains(&w.served));
        let helpers: Vec<_> = present.iter().filter(|(served, _)| helps(served)).collect();
        // A set whose queues share no helper says no more than its parts.
        let joined = chosen.len() == 1
            || helpers.iter().any(|(served, _)| {
                chosen.iter().filter(|w| served.contains(&w.served)).count() > 1
            });
        if !joined {
            continue;
        }
        let heads: u32 = chosen.iter().map(|wanted| wanted.heads).sum();
        let text = tag(draft, place, &chosen);
        let row = draft.problem.row(text, f64::from(heads), f64::INFINITY);
        let gaps = chosen.iter().map(|wanted| wanted.gap);
        let people = helpers
            .iter()
            .flat_map(|(_, columns)| columns.iter().copied());
        for column in gaps.chain(people) {
            draft.problem.columns[column.0].uses.push((row, 1.0));
        }
    }
}

/// The transport flow itself, where there would be too many sets.
fn flows(
    draft: &mut ProblemDraft<'_>,
    place: (HallIx, i64),
    wanted: &[Wanted],
    present: &[(&Vec<Served>, &Vec<ColumnIx>)],
) {
    let mut rows = Vec::with_capacity(wanted.len());
    for one in wanted {
        let text = tag(draft, place, &[one]);
        let heads = f64::from(one.heads);
        let row = draft.problem.row(text, heads, heads);
        draft.problem.columns[one.gap.0].uses.push((row, 1.0));
        rows.push(row);
    }
    for (served, columns) in present {
        let text = format!("people present: {}", tag(draft, place, &[]));
        let supply = draft.problem.row(text, f64::NEG_INFINITY, 0.0);
        for column in columns.iter() {
            draft.problem.columns[column.0].uses.push((supply, -1.0));
        }
        for (one, &row) in wanted.iter().zip(&rows) {
            if served.contains(&one.served) {
                draft.problem.column(SideColumn {
                    integer: false,
                    uses: vec![(supply, 1.0), (row, 1.0)],
                    ..count(f64::from(one.heads))
                });
            }
        }
    }
}

/// Id of a queue or post.
pub fn name(instance: &Instance, hall: HallIx, served: Served) -> &str {
    let site = &instance.halls[hall.0];
    match served {
        Served::Queue(queue) => &site.queues[queue.0].id,
        Served::Post(post) => &site.posts[post.0].id,
    }
}

/// At most so many people of a queue's skill are on break in one interval.
fn breaks_at_once(draft: &mut ProblemDraft<'_>, cover: &Cover, places: &BreakPlaces) {
    let horizon = &draft.instance.horizon;
    let mut resting: BTreeMap<(HallIx, usize, i64), Vec<ColumnIx>> = BTreeMap::new();
    for ((group, template, place), &column) in &cover.placed {
        let (start, _) = shift_span(draft.instance, group.day, *template);
        for pause in places.breaks(draft.instance, *template, *place, start) {
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
fn patterns(draft: &mut ProblemDraft<'_>, cover: &mut Cover, sizes: &BTreeMap<Group, usize>) {
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
            let mut used: BTreeMap<(i64, i64), Vec<(&Group, TemplateIx)>> = BTreeMap::new();
            for group in sizes.keys().filter(|group| in_week(group)) {
                for (template, _) in &group.places {
                    let shift = &instance.templates[template.0];
                    let pair = (shift.start, shift.length.0);
                    used.entry(pair).or_default().push((group, *template));
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
                    let size = sizes[group] as f64;
                    draft.problem.columns[open.0].uses.push((row, -size));
                    for place in group
                        .places
                        .iter()
                        .find(|p| p.0 == template)
                        .map_or(&[][..], |p| &p.1)
                    {
                        let column = cover.placed[&(group.clone(), template, *place)];
                        draft.problem.columns[column.0].uses.push((row, 1.0));
                    }
                }
            }
        }
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
