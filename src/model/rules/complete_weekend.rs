//! Whether the weekend under way is worked or free, kept to its end.

use chrono::{Datelike, Days, NaiveDate};

use crate::law::kinds::complete_weekend::CompleteWeekend;
use crate::law::{DayOfWeek, RuleRecord};
use crate::model::draft::PersonDraft;
use crate::paths::{Automaton, Step};

pub fn post(
    rule: &CompleteWeekend,
    record: &RuleRecord,
    draft: &mut PersonDraft<'_>,
) -> Result<(), String> {
    let horizon = &draft.instance().horizon;
    let places: Vec<Place> = horizon
        .days()
        .map(|(_, date)| Place::of(&rule.days, date, horizon.end()))
        .collect();
    let worked = (draft.options().iter())
        .map(|day| day.iter().map(|option| option.work.is_some()).collect())
        .collect();
    let start = inherited(
        rule,
        draft,
        places.first().copied().unwrap_or(Place::Outside),
    );
    draft.watch(
        &record.id,
        Weekend {
            places,
            worked,
            start,
        },
    );
    Ok(())
}

/// Where in a weekend that ends inside the horizon a day lies.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// In none.
    Outside,
    /// On its first day.
    First,
    /// On a later one of its days.
    Later,
    /// Between two of its days, on a day that is none of them.
    Between,
}

impl Place {
    fn of(days: &[DayOfWeek], date: NaiveDate, end: NaiveDate) -> Place {
        let Some(first) = days.first() else {
            return Place::Outside;
        };
        let after = |weekday: &DayOfWeek| (*weekday as i64 - *first as i64).rem_euclid(7);
        let past = after(&DayOfWeek::from(date.weekday()));
        let last = days.iter().map(after).max().unwrap_or(0);
        let closes = date.checked_add_days(Days::new((last - past).max(0) as u64));
        if past > last || closes.is_none_or(|closes| closes >= end) {
            Place::Outside
        } else if past == 0 {
            Place::First
        } else if days.iter().any(|weekday| after(weekday) == past) {
            Place::Later
        } else {
            Place::Between
        }
    }
}

/// What the days of the first weekend that lie before the horizon leave to its other days.
fn inherited(rule: &CompleteWeekend, draft: &PersonDraft<'_>, first: Place) -> i64 {
    let horizon = &draft.instance().horizon;
    if first != Place::Later && first != Place::Between {
        return Weekend::FREE;
    }
    let started: Vec<NaiveDate> = (draft.person().history.shifts.iter())
        .map(|shift| horizon.local(shift.span.start).0)
        .collect();
    let mut states = Vec::new();
    for back in 1..7 {
        let date = horizon.date(-back);
        let place = Place::of(&rule.days, date, horizon.end());
        if matches!(place, Place::First | Place::Later) {
            states.push(started.contains(&date));
        }
        if matches!(place, Place::First | Place::Outside) {
            break;
        }
    }
    match (states.iter().all(|worked| *worked), states.contains(&true)) {
        (true, true) => Weekend::INHERITED,
        (false, true) => Weekend::CLOSED,
        _ => Weekend::FREE,
    }
}

struct Weekend {
    places: Vec<Place>,
    worked: Vec<Vec<bool>>,
    start: i64,
}

impl Weekend {
    /// The days so far were free.
    const FREE: i64 = 0;
    /// The days so far were worked.
    const WORKED: i64 = 1;
    /// The days before the horizon were worked: the rest may still be free, since earlier work is not judged again.
    const INHERITED: i64 = 2;
    /// The weekend is broken by earlier work; no work may come in it any more.
    const CLOSED: i64 = 3;
}

impl Automaton for Weekend {
    fn start(&self) -> i64 {
        self.start
    }

    fn letter(&self, layer: usize, choice: usize) -> i64 {
        i64::from(self.worked[layer][choice])
    }

    fn step(&self, layer: usize, state: i64, letter: i64) -> Option<Step> {
        let works = letter == 1;
        match (self.places[layer], state) {
            (Place::Outside, _) => Step::to(Self::FREE),
            (Place::First, _) => Step::to(if works { Self::WORKED } else { Self::FREE }),
            (_, Self::CLOSED) => (!works).then(|| Step::to(Self::CLOSED))?,
            (Place::Between, _) => Step::to(state),
            (Place::Later, Self::INHERITED) if works => Step::to(Self::WORKED),
            (Place::Later, Self::INHERITED) => Step::to(Self::CLOSED),
            (Place::Later, _) => ((state == Self::WORKED) == works).then(|| Step::to(state))?,
        }
    }

    fn end(&self, _state: i64) -> Option<i64> {
        Some(0)
    }
}
