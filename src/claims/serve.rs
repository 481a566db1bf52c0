//! Who serves what when people have changed: the promise kept, or not.

use std::collections::{BTreeMap, BTreeSet};

use super::desk::Desk;
use crate::domain::{CoverageRequirement, HallIx, Horizon, Instance, Served};
use crate::model::share_out;
use crate::roster::{Activity, Duty, Roster};

/// Heads that serve, by hall, queue or post and grid interval.
pub(super) type Heads = BTreeMap<(HallIx, Served, i64), u32>;

/// Heads that a roster's duties serve in the halls; an interval counts when it is served whole.
pub(super) fn heads(instance: &Instance, roster: &Roster, halls: &BTreeSet<HallIx>) -> Heads {
    let mut heads = Heads::new();
    let duties = roster.days.iter().flatten().filter_map(Activity::duty);
    for duty in duties.filter(|duty| halls.contains(&duty.hall)) {
        for (served, interval) in whole_intervals(&instance.horizon, duty) {
            *heads.entry((duty.hall, served, interval)).or_default() += 1;
        }
    }
    heads
}

fn whole_intervals(horizon: &Horizon, duty: &Duty) -> Vec<(Served, i64)> {
    let mut whole = Vec::new();
    for stretch in &duty.serving {
        for interval in horizon.intervals(stretch.start, stretch.end) {
            let (from, to) = horizon.interval_span(interval);
            if stretch.start <= from && to <= stretch.end {
                whole.push((stretch.served, interval));
            }
        }
    }
    whole
}

/// The promise that a roster makes: the heads that it serves.
pub(super) fn promise_of(instance: &Instance, roster: &Roster) -> Vec<CoverageRequirement> {
    let halls = (0..instance.halls.len()).map(HallIx).collect();
    let heads = heads(instance, roster, &halls).into_iter();
    heads
        .map(|((hall, served, interval), heads)| {
            let (start, end) = instance.horizon.interval_span(interval);
            CoverageRequirement {
                hall,
                served,
                start,
                end,
                heads,
            }
        })
        .collect()
}

/// A stretch of time in a hall whose duties hang together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stretch {
    pub hall: HallIx,
    pub start: i64,
    pub end: i64,
}

/// Shares the queues out anew around the changed stretches; returns the promise that is not kept there.
///
/// People beyond the promise serve where the forecast asks for more, as long as the promise is kept.
pub(super) fn reroute(
    desk: &Desk<'_>,
    roster: &mut Roster,
    changed: &BTreeSet<Stretch>,
) -> Vec<CoverageRequirement> {
    let mut broken = Vec::new();
    for stretch in joined(roster, changed) {
        let promised = inside(desk.promise().get(&stretch.hall), stretch);
        share(desk, roster, stretch, &promised);
        let short = missing(desk, roster, stretch, &promised);
        let wanted = inside(desk.ground.needs_by_hall.get(&stretch.hall), stretch);
        let more = higher(&promised, wanted);
        if short.is_empty() && more != promised {
            let mut better = roster.clone();
            share(desk, &mut better, stretch, &more);
            if missing(desk, &mut better, stretch, &promised).is_empty() {
                *roster = better;
            }
        }
        broken.extend(short);
    }
    broken
}

fn inside(heads: Option<&Vec<CoverageRequirement>>, stretch: Stretch) -> Vec<CoverageRequirement> {
    let touches =
        |heads: &&CoverageRequirement| stretch.start < heads.end && heads.start < stretch.end;
    heads
        .into_iter()
        .flatten()
        .filter(touches)
        .cloned()
        .collect()
}

/// The higher of both figures for each queue or post and interval.
fn higher(
    promised: &[CoverageRequirement],
    wanted: Vec<CoverageRequirement>,
) -> Vec<CoverageRequirement> {
    let mut all = promised.to_vec();
    for need in wanted {
        let same = |other: &&mut CoverageRequirement| {
            (other.served, other.start) == (need.served, need.start)
        };
        match all.iter_mut().find(same) {
            Some(other) => other.heads = other.heads.max(need.heads),
            None => all.push(need),
        }
    }
    all
}

fn share(desk: &Desk<'_>, roster: &mut Roster, stretch: Stretch, needs: &[CoverageRequirement]) {
    for duty in duties_in(roster, stretch) {
        duty.serving.clear();
    }
    share_out(desk.instance(), needs, roster);
}

fn missing(
    desk: &Desk<'_>,
    roster: &mut Roster,
    stretch: Stretch,
    needs: &[CoverageRequirement],
) -> Vec<CoverageRequirement> {
    let horizon = &desk.instance().horizon;
    let mut there: BTreeMap<(Served, i64), u32> = BTreeMap::new();
    for duty in duties_in(roster, stretch) {
        for (served, interval) in whole_intervals(horizon, duty) {
            *there.entry((served, interval)).or_default() += 1;
        }
    }
    let short = |need: &&CoverageRequirement| {
        let mut intervals = horizon.intervals(need.start, need.end);
        intervals
            .any(|interval| there.get(&(need.served, interval)).copied().unwrap_or(0) < need.heads)
    };
    needs.iter().filter(short).cloned().collect()
}

fn duties_in(roster: &mut Roster, stretch: Stretch) -> impl Iterator<Item = &mut Duty> {
    let duties = roster
        .days
        .iter_mut()
        .flatten()
        .filter_map(|day| match day {
            Activity::Duty(duty) => Some(duty),
            _ => None,
        });
    duties.filter(move |duty| {
        duty.hall == stretch.hall && duty.start < stretch.end && stretch.start < duty.end
    })
}

/// Every stretch grown until no duty of the hall reaches over its edges, those that meet taken together.
fn joined(roster: &mut Roster, changed: &BTreeSet<Stretch>) -> BTreeSet<Stretch> {
    let mut whole = BTreeSet::new();
    for &stretch in changed {
        let mut grown = stretch;
        loop {
            let (mut start, mut end) = (grown.start, grown.end);
            for duty in duties_in(roster, grown) {
                start = start.min(duty.start);
                end = end.max(duty.end);
            }
            if (start, end) == (grown.start, grown.end) {
                break;
            }
            grown = Stretch {
                start,
                end,
                ..grown
            };
        }
        whole.insert(grown);
    }
    let mut joined: Vec<Stretch> = Vec::new();
    for stretch in whole {
        match joined.last_mut() {
            Some(last) if last.hall == stretch.hall && stretch.start < last.end => {
                last.end = last.end.max(stretch.end);
            }
            _ => joined.push(stretch),
        }
    }
    joined.into_iter().collect()
}
