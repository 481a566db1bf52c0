//! Weekends worked so far, and whether this one is among them.

use chrono::Datelike;

use crate::law::kinds::max_weekends::MaxWeekends;
use crate::law::{DayOfWeek, RuleRecord};
use crate::model::draft::PersonDraft;
use crate::paths::{Automaton, Step};

pub fn post(
    rule: &MaxWeekends,
    record: &RuleRecord,
    draft: &mut PersonDraft<'_>,
) -> Result<(), String> {
    let horizon = &draft.instance().horizon;
    // Where in a weekend each day lies: nothing outside, 0 on its first day.
    let place: Vec<Option<usize>> = horizon
        .days()
        .map(|(_, date)| {
            let weekday = DayOfWeek::from(date.weekday());
            rule.days.iter().position(|day| *day == weekday)
        })
        .collect();
    let worked = draft
        .options()
        .iter()
        .map(|day| day.iter().map(|option| option.work.is_some()).collect())
        .collect();
    draft.watch(
        &record.id,
        Weekends {
            limit: rule.limit,
            place,
            worked,
        },
    );
    Ok(())
}

/// State: twice the number of weekends worked, plus one while inside a worked one.
struct Weekends {
    limit: i64,
    place: Vec<Option<usize>>,
    worked: Vec<Vec<bool>>,
}

impl Automaton for Weekends {
    fn start(&self) -> i64 {
        0
    }

    fn letter(&self, layer: usize, choice: usize) -> i64 {
        i64::from(self.place[layer].is_some() && self.worked[layer][choice])
    }

    fn step(&self, layer: usize, state: i64, letter: i64) -> Option<Step> {
        let count = state / 2;
        let inside = match self.place[layer] {
            None => return Step::to(count * 2),
            Some(0) if layer > 0 => false,
            Some(_) => state % 2 == 1,
        };
        if letter == 0 || inside {
            return Step::to(count * 2 + i64::from(inside));
        }
        (count < self.limit).then(|| Step::to((count + 1) * 2 + 1))?
    }

    fn end(&self, _state: i64) -> Option<i64> {
        Some(0)
    }
}
