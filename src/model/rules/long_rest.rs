//! One unbroken rest in each window that is longer than a day: where the last work ended, until the rest is found.

use chrono::NaiveDate;

use crate::law::RuleRecord;
use crate::law::params::Window;
use crate::model::draft::PersonDraft;
use crate::paths::{Automaton, Step};

use super::window::windows;

/// State once the window has its rest.
const FOUND: i64 = i64::MIN;

/// At least `rest` free minutes in a row inside every window; windows follow one another.
pub fn watch(window: &Window, rest: i64, record: &RuleRecord, draft: &mut PersonDraft<'_>) {
    let instance = draft.instance();
    let horizon = &instance.horizon;
    let person = draft.person();
    let bound = |(_, date)| super::binds(record, instance, person, date);
    let mut ends: Vec<Option<(i64, i64)>> = vec![None; horizon.day_count];
    let mut starts = vec![None; horizon.day_count];
    let spans = windows(window, instance);
    let binding = |(from, to): &(NaiveDate, NaiveDate)| {
        let mut days = horizon.days();
        days.any(|day| *from <= day.1 && day.1 < *to && bound(day))
    };
    let mut inside = vec![false; horizon.day_count];
    for span in spans.iter().filter(|span| binding(span)) {
        let (from, to) = span;
        let (first, last) = (horizon.day(*from), horizon.day(*to) - 1);
        let edges = (horizon.instant(*from, 0), horizon.instant(*to, 0));
        if let Some(slot) = usize::try_from(first)
            .ok()
            .and_then(|day| starts.get_mut(day))
        {
            *slot = Some(edges.0);
        }
        // Time after the horizon is free: the last day of the horizon closes its window.
        let last = usize::try_from(last)
            .unwrap_or(0)
            .min(horizon.day_count - 1);
        ends[last] = Some(edges);
        let first = usize::try_from(first).unwrap_or(0);
        inside[first..=last].fill(true);
    }
    let work = |day: &Vec<crate::model::options::DayOption>| {
        let spans = day
            .iter()
            .map(|option| option.work.map(|work| (work.start, work.end)));
        spans.collect::<Vec<_>>()
    };
    let start = spans.first().map_or(FOUND, |(from, _)| {
        // A rest is found only in a window that binds.
        let rest = if inside[0] { rest } else { i64::MAX };
        free_since(draft, horizon.instant(*from, 0), rest)
    });
    let works = draft.options().iter().map(work).collect();
    draft.watch(
        &record.id,
        LongRest {
            works,
            starts,
            ends,
            inside,
            rest,
            start,
        },
    );
}

/// Where history leaves the first window.
fn free_since(draft: &PersonDraft<'_>, from: i64, rest: i64) -> i64 {
    let mut shifts: Vec<_> = (draft.person().history.shifts.iter())
        .map(|shift| shift.span)
        .collect();
    shifts.sort_unstable();
    let mut free = from;
    for span in shifts {
        if span.start - free >= rest {
            return FOUND;
        }
        free = free.max(span.end);
    }
    free
}

/// State: the instant since which the person is free, or that the rest was found.
struct LongRest {
    /// By layer and choice: when work starts and ends.
    works: Vec<Vec<Option<(i64, i64)>>>,
    /// By layer: the instant at which a window starts with this day.
    starts: Vec<Option<i64>>,
    /// By layer: the window that this day closes.
    ends: Vec<Option<(i64, i64)>>,
    /// By layer: the day lies in a window that binds.
    inside: Vec<bool>,
    rest: i64,
    start: i64,
}

impl Automaton for LongRest {
    fn start(&self) -> i64 {
        self.start
    }

    fn letter(&self, layer: usize, choice: usize) -> i64 {
        // Choices with the same times are read alike.
        let own = self.works[layer][choice];
        let first = self.works[layer].iter().position(|work| *work == own);
        first.unwrap_or(choice) as i64
    }

    fn step(&self, layer: usize, state: i64, letter: i64) -> Option<Step> {
        let mut free = state;
        if let Some(start) = self.starts[layer] {
            // Work that reaches over the edge is still under way.
            free = if layer == 0 { state } else { state.max(start) };
            if layer > 0 && state == FOUND {
                free = start;
            }
        }
        let mut reached = None;
        if let Some((start, end)) = self.works[layer][letter as usize] {
            let limit = self.ends[layer].map_or(i64::MAX, |(_, end)| end);
            if self.inside[layer] && free != FOUND && start.min(limit) - free >= self.rest {
                free = FOUND;
            }
            reached = Some(end);
            if free != FOUND {
                free = free.max(end);
            }
        }
        if let Some((_, end)) = self.ends[layer] {
            if free != FOUND && end - free < self.rest {
                return None;
            }
            // The next window starts here, or where this day's work ends.
            free = reached.map_or(end, |work| work.max(end));
        }
        Step::to(free)
    }

    fn end(&self, _state: i64) -> Option<i64> {
        Some(0)
    }
}

#[cfg(test)]
mod tests {
    use super::LongRest;
    use crate::paths::Automaton;

    /// Seven days of one window; work by day, in minutes from the start of the week.
    fn allowed(works: [Option<(i64, i64)>; 7]) -> bool {
        let automaton = LongRest {
            works: works.iter().map(|work| vec![*work]).collect(),
            starts: vec![Some(0), None, None, None, None, None, None],
            ends: vec![None, None, None, None, None, None, Some((0, 7 * 1440))],
            inside: vec![true; 7],
            rest: 2100,
            start: 0,
        };
        let mut state = automaton.start();
        (0..7).all(
            |layer| match automaton.step(layer, state, automaton.letter(layer, 0)) {
                Some(step) => {
                    state = step.state;
                    true
                }
                None => false,
            },
        )
    }

    fn day(day: i64, start: i64, end: i64) -> Option<(i64, i64)> {
        Some((day * 1440 + start, day * 1440 + end))
    }

    #[test]
    fn thirty_five_hours_are_found_to_the_minute() {
        let week = |saturday_end| {
            [0, 1, 2, 3, 4, 5, 6].map(|at| match at {
                5 => day(5, 480, saturday_end),
                6 => None,
                _ => day(at, 480, 1020),
            })
        };
        assert!(allowed(week(780)));
        assert!(!allowed(week(781)));
    }

    #[test]
    fn a_night_out_of_a_week_that_does_not_bind_shortens_the_rest_of_the_next() {
        let reaches = |night_end: i64| {
            let mut works = vec![vec![None]; 6];
            works.push(vec![day(6, 1320, 1440 + night_end)]);
            works.push(vec![None]);
            works.push(vec![day(8, 660, 1200)]);
            works.extend((9..14).map(|at| vec![day(at, 480, 1020)]));
            let mut automaton = LongRest {
                works,
                starts: vec![None; 14],
                ends: vec![None; 14],
                inside: (0..14).map(|at| at >= 7).collect(),
                rest: 2100,
                start: 0,
            };
            automaton.starts[7] = Some(7 * 1440);
            automaton.ends[13] = Some((7 * 1440, 14 * 1440));
            let mut state = automaton.start();
            (0..14).all(
                |layer| match automaton.step(layer, state, automaton.letter(layer, 0)) {
                    Some(step) => {
                        state = step.state;
                        true
                    }
                    None => false,
                },
            )
        };
        // From midnight to 11:00 of Tuesday are 35 hours.
        assert!(reaches(0));
        assert!(!reaches(1));
    }

    #[test]
    fn a_rest_in_the_middle_of_the_week_counts() {
        let days = [0, 1, 2, 3, 4, 5, 6].map(|at| if at == 3 { None } else { day(at, 480, 1020) });
        assert!(allowed(days));
        let short = [0, 1, 2, 3, 4, 5, 6].map(|at| if at == 3 { None } else { day(at, 360, 1200) });
        assert!(!allowed(short));
    }
}
