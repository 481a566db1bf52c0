//! Who serves what in each interval: as much cover as the people present allow, with few changes of place.

use std::collections::BTreeMap;

use pathfinding::kuhn_munkres::kuhn_munkres;
use pathfinding::matrix::Matrix;

use crate::domain::{CoverageRequirement, EmployeeIx, HallIx, Instance, Served};
use crate::roster::{Activity, Roster, Serving};

use super::cover::served_by;

/// Worth of filling one needed head; above everything that only makes an assignment smoother.
const FILLED: i64 = 1000;
/// Worth of staying where one was in the interval before.
const STAYS: i64 = 10;

/// Somebody at work in an interval, with what he or she may serve in order of preference.
struct Present {
    employee: EmployeeIx,
    day: usize,
    may_serve: Vec<Served>,
}

/// Fills the serving of every duty, hall by hall and interval by interval.
///
/// In each interval a maximum-weight matching gives needed heads to people present; who is not needed keeps his or her
/// place while it has a free counter.
pub fn share_out(instance: &Instance, needs: &[CoverageRequirement], roster: &mut Roster) {
    let mut wanted: BTreeMap<(HallIx, i64), Vec<(Served, u32)>> = BTreeMap::new();
    for need in needs {
        for interval in instance.horizon.intervals(need.start, need.end) {
            let list = wanted.entry((need.hall, interval)).or_default();
            list.push((need.served, need.heads));
        }
    }
    let mut last: BTreeMap<EmployeeIx, (i64, Served)> = BTreeMap::new();
    for ((hall, interval), heads) in wanted {
        let people = present(instance, roster, hall, interval);
        let given = assign(instance, hall, interval, &heads, &people, &last);
        for (person, served) in people.iter().zip(given) {
            if let Some(served) = served {
                last.insert(person.employee, (interval, served));
                record(instance, roster, person, interval, served);
            }
        }
    }
}

fn present(instance: &Instance, roster: &Roster, hall: HallIx, interval: i64) -> Vec<Present> {
    let (from, to) = instance.horizon.interval_span(interval);
    let (date, _) = instance.horizon.local(from);
    // A duty over midnight started the day before.
    let days = [instance.horizon.day(date) - 1, instance.horizon.day(date)];
    let mut found = Vec::new();
    for (employee, person) in instance.staff() {
        for day in days.into_iter().filter_map(|day| usize::try_from(day).ok()) {
            let Some(activity) = roster.days[employee.0].get(day) else {
                continue;
            };
            let here = activity
                .duty()
                .is_some_and(|duty| duty.hall == hall && duty.present(from, to));
            if here {
                let start = instance.horizon.date(day as i64);
                let mut may_serve = served_by(instance, employee, hall, start);
                let preference = |served: &Served| {
                    let skill = match served {
                        Served::Queue(queue) => instance.halls[hall.0].queues[queue.0].skill,
                        Served::Post(post) => instance.halls[hall.0].posts[post.0].skill,
                    };
                    person.skills.iter().position(|held| held.skill == skill)
                };
                may_serve.sort_by_key(preference);
                found.push(Present {
                    employee,
                    day,
                    may_serve,
                });
            }
        }
    }
    found
}

/// What each person present serves.
fn assign(
    instance: &Instance,
    hall: HallIx,
    interval: i64,
    heads: &[(Served, u32)],
    people: &[Present],
    last: &BTreeMap<EmployeeIx, (i64, Served)>,
) -> Vec<Option<Served>> {
    let seats: Vec<Served> = heads
        .iter()
        .flat_map(|&(served, count)| std::iter::repeat_n(served, count as usize))
        .collect();
    let mut given = vec![None; people.len()];
    if people.is_empty() {
        return given;
    }
    let stays = |person: &Present, served: Served| {
        last.get(&person.employee) == Some(&(interval - 1, served))
    };
    let worth = |person: &Present, served: Served| -> i64 {
        match person.may_serve.iter().position(|may| *may == served) {
            None => 0,
            Some(rank) => {
                FILLED - rank.min(5) as i64 + if stays(person, served) { STAYS } else { 0 }
            }
        }
    };
    // Rows are people, columns seats; empty seats are added so that there are enough.
    let columns = seats.len().max(people.len());
    let weights = Matrix::from_fn(people.len(), columns, |(person, seat)| {
        seats
            .get(seat)
            .map_or(0, |&served| worth(&people[person], served))
    });
    let (_, taken) = kuhn_munkres(&weights);
    for (person, &seat) in taken.iter().enumerate() {
        if let Some(&served) = seats.get(seat)
            && worth(&people[person], served) > 0
        {
            given[person] = Some(served);
        }
    }
    settle_others(instance, hall, people, &mut given, heads);
    given
}

/// People beyond the need help at their first queue that is served now and has a free counter.
fn settle_others(
    instance: &Instance,
    hall: HallIx,
    people: &[Present],
    given: &mut [Option<Served>],
    heads: &[(Served, u32)],
) {
    for person in 0..people.len() {
        if given[person].is_some() {
            continue;
        }
        let free = |served: &&Served| {
            let Served::Queue(queue) = **served else {
                return false;
            };
            let busy = given
                .iter()
                .flatten()
                .filter(|other| *other == *served)
                .count();
            let counters = instance.halls[hall.0].queues[queue.0].counters_max;
            let open = heads.iter().any(|(open, _)| open == *served);
            open && counters.is_none_or(|most| busy < most as usize)
        };
        given[person] = people[person].may_serve.iter().find(free).copied();
    }
}

/// Adds an interval to a duty, joined to the stretch before it where nothing changes.
fn record(
    instance: &Instance,
    roster: &mut Roster,
    person: &Present,
    interval: i64,
    served: Served,
) {
    let (start, end) = instance.horizon.interval_span(interval);
    let Activity::Duty(duty) = &mut roster.days[person.employee.0][person.day] else {
        return;
    };
    match duty.serving.last_mut() {
        Some(stretch) if stretch.end == start && stretch.served == served => stretch.end = end,
        _ => duty.serving.push(Serving { start, end, served }),
    }
}
