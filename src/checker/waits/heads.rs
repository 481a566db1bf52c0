//! Who serves a session, from the roster.

use crate::checker::coverage::whole_stretches;
use crate::demand::Session;
use crate::domain::{Instance, Served};
use crate::roster::{Activity, Roster};

use super::simulated::Crew;

/// Stretches in which each person serves the session's queue, clipped to when it is served, in minutes from its opening.
fn stretches(instance: &Instance, session: &Session, roster: &Roster) -> Vec<Vec<(i64, i64)>> {
    let (from, _) = instance.horizon.interval_span(session.intervals.start);
    let (to, _) = instance.horizon.interval_span(session.intervals.end);
    let queue = Served::Queue(session.queue);
    let length = instance.horizon.interval.0;
    let served = session.served.chunk_by(|a, b| a == b);
    let windows: Vec<(i64, i64)> = served
        .scan(0, |start, run| {
            let window = (*start, *start + run.len() as i64 * length);
            *start = window.1;
            Some((run[0], window))
        })
        .filter_map(|(served, window)| served.then_some(window))
        .collect();
    let inside = |(start, end): (i64, i64)| {
        let windows = windows.clone().into_iter();
        windows
            .map(move |(from, to)| (start.max(from), end.min(to)))
            .filter(|(start, end)| start < end)
    };
    let people = roster.days.iter().map(|days| {
        let duties = days.iter().filter_map(Activity::duty);
        let mut own: Vec<(i64, i64)> = duties
            .filter(|duty| duty.hall == session.hall && duty.start < to && from < duty.end)
            .flat_map(whole_stretches)
            .filter(|(served, (start, end))| *served == queue && *start < to && from < *end)
            .flat_map(|(_, (start, end))| inside((start - from, end - from)))
            .collect();
        own.sort_unstable();
        own
    });
    people.filter(|own| !own.is_empty()).collect()
}

/// People who serve during the whole of each interval.
pub(super) fn by_interval(instance: &Instance, session: &Session, roster: &Roster) -> Vec<u32> {
    let length = instance.horizon.interval.0;
    let stretches = stretches(instance, session, roster);
    let there = |period: usize| {
        let (start, end) = (period as i64 * length, (period as i64 + 1) * length);
        let all = stretches.iter().flatten();
        all.filter(|(from, to)| *from <= start && end <= *to)
            .count()
    };
    (0..session.periods())
        .map(|period| u32::try_from(there(period)).unwrap_or(u32::MAX))
        .collect()
}

/// Each person with the stretches in which he or she calls customers.
pub(super) fn crews(instance: &Instance, session: &Session, roster: &Roster) -> Vec<Crew> {
    stretches(instance, session, roster)
}
