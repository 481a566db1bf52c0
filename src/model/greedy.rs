//! A roster at once: one person after another takes the exact best path against what is still uncovered.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    CoverageRequirement, EmployeeIx, HallIx, Instance, QueueIx, Served, TemplateIx,
};
use crate::paths::{RowIx, cheapest_path_within, own_limits};
use crate::roster::{Activity, Duty, PlacedBreak, Roster};
use crate::units::Minutes;

use super::Model;
use super::cover::{served_by, shift_span};
use super::options::{DayOption, Planned};
use super::patterns::Patterns;

/// Rounds over all people; each round everybody takes back his or her days and chooses again.
const ROUNDS: usize = 3;

/// Times that a person whose shifts open too many patterns chooses again.
const CHOICES: usize = 8;

/// More than a whole horizon is worth.
const FORBIDDEN: i64 = 1 << 40;

/// How a first roster is made.
#[derive(Clone, Copy, Debug)]
pub enum Manner<'a> {
    /// Everybody's best days.
    Bold,
    /// Without work on rest days, which may owe days off that no path shows, nor on these days of these people, and with no
    /// more patterns than a hall may have.
    Careful(&'a BTreeSet<(EmployeeIx, usize)>),
}

/// Heads still missing, by what is served and when, and on whole shifts; and who is on break.
struct Missing {
    heads: BTreeMap<(HallIx, i64), Vec<(Served, i64)>>,
    shifts: Vec<i64>,
    resting: BTreeMap<(HallIx, QueueIx, i64), u32>,
    /// For who is careful: what is open, and who stays at home on which day.
    patterns: Option<Patterns>,
    off: BTreeSet<(EmployeeIx, usize)>,
}

/// What a duty adds to the cover: by interval what is served, and the break placement that serves most.
struct Help {
    place: usize,
    serves: Vec<(i64, Served)>,
}

/// Everybody's days; `None` when somebody has no path.
pub fn roster(
    model: &Model,
    instance: &Instance,
    needs: &[CoverageRequirement],
    manner: Manner<'_>,
) -> Option<Roster> {
    let (patterns, off) = match manner {
        Manner::Bold => (None, BTreeSet::new()),
        Manner::Careful(off) => (Some(Patterns::default()), off.clone()),
    };
    let mut missing = Missing {
        heads: BTreeMap::new(),
        shifts: instance
            .shift_cover
            .iter()
            .map(|cover| i64::from(cover.heads))
            .collect(),
        resting: BTreeMap::new(),
        patterns,
        off,
    };
    let limits = own_limits(&model.problem);
    for need in needs {
        for interval in instance.horizon.intervals(need.start, need.end) {
            let wanted = missing.heads.entry((need.hall, interval)).or_default();
            wanted.push((need.served, i64::from(need.heads)));
        }
    }
    let mut days: Vec<Vec<Activity>> = vec![Vec::new(); instance.employees.len()];
    let mut given: Vec<Vec<(HallIx, i64, Served)>> = vec![Vec::new(); instance.employees.len()];
    for _ in 0..ROUNDS {
        for (employee, _) in instance.staff() {
            for (hall, interval, served) in given[employee.0].drain(..) {
                missing.change(hall, interval, served, 1);
            }
            missing.shift(instance, &days[employee.0], 1);
            for activity in days[employee.0].drain(..) {
                missing.rest(instance, employee, activity.duty(), -1);
            }
            let path = chosen_path(model, instance, employee, &mut missing, &limits[employee.0])?;
            days[employee.0] = path
                .iter()
                .enumerate()
                .map(|(day, &choice)| {
                    let option = model.option(employee, day, choice);
                    let (activity, serves) =
                        take(model, instance, employee, (day, option), &missing);
                    for (hall, interval, served) in serves {
                        missing.change(hall, interval, served, -1);
                        given[employee.0].push((hall, interval, served));
                    }
                    missing.rest(instance, employee, activity.duty(), 1);
                    activity
                })
                .collect();
            missing.shift(instance, &days[employee.0], -1);
        }
    }
    Some(Roster { days })
}

impl Missing {
    fn change(&mut self, hall: HallIx, interval: i64, served: Served, by: i64) {
        let wanted = self.heads.get_mut(&(hall, interval)).into_iter().flatten();
        for (_, heads) in wanted.filter(|(other, _)| *other == served) {
            *heads += by;
        }
    }

    /// Counts one person's duties in the heads wanted on whole shifts.
    fn shift(&mut self, instance: &Instance, days: &[Activity], by: i64) {
        for (heads, cover) in self.shifts.iter_mut().zip(&instance.shift_cover) {
            let duty = instance
                .horizon
                .day_inside(cover.date)
                .and_then(|day| days.get(day))
                .and_then(Activity::duty);
            let counts = duty.is_some_and(|d| d.hall == cover.hall && d.template == cover.template);
            *heads += by * i64::from(counts);
        }
    }

    /// Counts one duty's breaks.
    fn rest(&mut self, instance: &Instance, employee: EmployeeIx, duty: Option<&Duty>, by: i64) {
        let Some(duty) = duty else { return };
        for (queue, _) in limited_queues(instance, employee, duty.hall, duty.start) {
            for pause in &duty.breaks {
                for interval in instance.horizon.intervals(pause.start, pause.end) {
                    let resting = self
                        .resting
                        .entry((duty.hall, queue, interval))
                        .or_default();
                    *resting = resting.saturating_add_signed(by as i32);
                }
            }
        }
    }

    /// Whether one more break may be taken then.
    fn may_rest(
        &self,
        instance: &Instance,
        employee: EmployeeIx,
        hall: HallIx,
        breaks: &[PlacedBreak],
    ) -> bool {
        breaks.iter().all(|pause| {
            let mut intervals = instance.horizon.intervals(pause.start, pause.end);
            intervals.all(|interval| {
                limited_queues(instance, employee, hall, pause.start).all(|(queue, most)| {
                    let resting = self.resting.get(&(hall, queue, interval));
                    resting.is_none_or(|count| *count < most)
                })
            })
        })
    }

    /// The queue or post with most heads missing among those a person may serve.
    fn neediest(&self, hall: HallIx, interval: i64, may_serve: &[Served]) -> Option<Served> {
        let wanted = self.heads.get(&(hall, interval))?;
        wanted
            .iter()
            .filter(|(served, heads)| *heads > 0 && may_serve.contains(served))
            .max_by_key(|(_, heads)| *heads)
            .map(|(served, _)| *served)
    }
}

/// Queues whose breaks are limited and whose skill is the person's first, with the limit.
fn limited_queues(
    instance: &Instance,
    employee: EmployeeIx,
    hall: HallIx,
    instant: i64,
) -> impl Iterator<Item = (QueueIx, u32)> + '_ {
    let (date, _) = instance.horizon.local(instant);
    let held = &instance.employees[employee.0].skills;
    let first = held
        .iter()
        .find(|held| held.holds(date))
        .map(|held| held.skill);
    let queues = instance.halls[hall.0].queues.iter().enumerate();
    queues
        .filter(move |(_, queue)| Some(queue.skill) == first)
        .filter_map(|(index, queue)| Some((QueueIx(index), queue.breaks_at_once?)))
}

/// The best path; for who is careful one that opens no more patterns than there is room for, and any that is legal where the
/// best cannot be made so.
fn chosen_path(
    model: &Model,
    instance: &Instance,
    employee: EmployeeIx,
    missing: &mut Missing,
    limits: &[(RowIx, f64)],
) -> Option<Vec<usize>> {
    let Some(mut patterns) = missing.patterns.take() else {
        return best_path(model, instance, employee, missing, limits, true);
    };
    let mut path = None;
    for _ in 0..CHOICES {
        missing.patterns = Some(patterns);
        path = best_path(model, instance, employee, missing, limits, true)
            .or_else(|| best_path(model, instance, employee, missing, limits, false));
        patterns = missing.patterns.take().unwrap_or_default();
        let taken = path.iter().flatten().enumerate();
        let shifts: Vec<_> = taken
            .filter_map(
                |(day, &choice)| match model.option(employee, day, choice).planned {
                    Planned::Duty { hall, template, .. } => Some((day, hall, template)),
                    _ => None,
                },
            )
            .collect();
        if patterns.open(instance, &shifts) {
            break;
        }
    }
    missing.patterns = Some(patterns);
    path
}

/// The path that is worth most; without being `eager` the cheapest in itself.
fn best_path(
    model: &Model,
    instance: &Instance,
    employee: EmployeeIx,
    missing: &Missing,
    limits: &[(RowIx, f64)],
    eager: bool,
) -> Option<Vec<usize>> {
    let refused = |day: usize, planned: Planned| match (planned, &missing.patterns) {
        (
            Planned::Duty {
                hall,
                template,
                rest_day,
            },
            Some(patterns),
        ) => {
            rest_day
                || missing.off.contains(&(employee, day))
                || !patterns.allow(instance, day, hall, template)
        }
        _ => false,
    };
    let price = instance
        .prices
        .gap_per_head_hour
        .hourly_pay(Minutes(instance.horizon.interval.0), 100)
        .0;
    let worth: Vec<Vec<i64>> = model.options[employee.0]
        .iter()
        .enumerate()
        .map(|(day, options)| {
            options
                .iter()
                .map(|option| match option.planned {
                    planned if refused(day, planned) => -FORBIDDEN,
                    _ if !eager => 0,
                    Planned::Duty { hall, template, .. } => {
                        let help = help(
                            model,
                            instance,
                            employee,
                            (day, option),
                            (hall, template),
                            missing,
                        );
                        let shifts = shift_worth(instance, day, (hall, template), missing);
                        shifts + price * help.serves.len() as i64
                    }
                    // Unplaced trainings have a price that no path shows.
                    Planned::Training(_) => instance.prices.training.0,
                    Planned::Rest | Planned::Leave | Planned::Comp(_) => 0,
                })
                .collect()
        })
        .collect();
    cheapest_path_within(&model.problem.walkers[employee.0], limits, |day, choice| {
        -worth[day][choice]
    })
}

/// What one more head on a whole shift is worth.
fn shift_worth(
    instance: &Instance,
    day: usize,
    (hall, template): (HallIx, TemplateIx),
    missing: &Missing,
) -> i64 {
    let date = instance.horizon.date(day as i64);
    instance
        .shift_cover
        .iter()
        .zip(&missing.shifts)
        .filter(|(cover, _)| cover.date == date && cover.hall == hall && cover.template == template)
        .map(|(cover, heads)| {
            if *heads > 0 {
                cover.under_price.0
            } else {
                -cover.over_price.0
            }
        })
        .sum()
}

/// The break placement with which a duty serves most missing heads.
fn help(
    model: &Model,
    instance: &Instance,
    employee: EmployeeIx,
    (day, option): (usize, &DayOption),
    (hall, template): (HallIx, TemplateIx),
    missing: &Missing,
) -> Help {
    let horizon = &instance.horizon;
    let may_serve = served_by(instance, employee, hall, horizon.date(day as i64));
    let (start, end) = shift_span(instance, day, template);
    let mut best = Help {
        place: option.places.first().copied().unwrap_or(0),
        serves: Vec::new(),
    };
    for &place in &option.places {
        let breaks = model.places.breaks(instance, template, place, start);
        if !missing.may_rest(instance, employee, hall, &breaks) {
            continue;
        }
        let present = horizon.intervals(start, end).filter(|&interval| {
            let (from, to) = horizon.interval_span(interval);
            let working = breaks
                .iter()
                .all(|pause| pause.end <= from || to <= pause.start);
            start <= from && to <= end && working
        });
        let serves: Vec<(i64, Served)> = present
            .filter_map(|interval| {
                let served = missing.neediest(hall, interval, &may_serve)?;
                Some((interval, served))
            })
            .collect();
        if serves.len() > best.serves.len() {
            best = Help { place, serves };
        }
    }
    best
}

type Serves = Vec<(HallIx, i64, Served)>;

fn take(
    model: &Model,
    instance: &Instance,
    employee: EmployeeIx,
    (day, option): (usize, &DayOption),
    missing: &Missing,
) -> (Activity, Serves) {
    let activity = match option.planned {
        Planned::Rest => Activity::Rest,
        Planned::Leave => Activity::Leave,
        Planned::Training(index) => Activity::Training(index),
        Planned::Comp(length) => Activity::CompDay(length),
        Planned::Duty { hall, template, .. } => {
            let help = help(
                model,
                instance,
                employee,
                (day, option),
                (hall, template),
                missing,
            );
            let (start, end) = shift_span(instance, day, template);
            let duty = Duty {
                hall,
                template,
                start,
                end,
                breaks: model.places.breaks(instance, template, help.place, start),
                serving: Vec::new(),
            };
            let serves = help
                .serves
                .into_iter()
                .map(|(interval, served)| (hall, interval, served));
            return (Activity::Duty(duty), serves.collect());
        }
    };
    (activity, Vec::new())
}
