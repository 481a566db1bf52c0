//! A seventh day worked in one week, where pay makes all of it overtime: without consent to overtime there is none.

use chrono::{Datelike, Duration, NaiveDate};

use crate::domain::Consent;
use crate::paths::{Automaton, Step};

use super::breaks::BreakPlaces;
use super::draft::PersonDraft;
use super::overnight::{Parts, tail, worked_on};
use super::pay::PayTerms;

/// Forbids the seventh day to a person who has no consent on file.
pub fn add(draft: &mut PersonDraft<'_>, pay: PayTerms<'_>, places: &BreakPlaces) {
    let Some(norm) = pay.overtime().filter(|_| pay.has_seventh_day()) else {
        return;
    };
    if draft.person().consents_to(Consent::Overtime) {
        return;
    }
    let horizon = &draft.instance().horizon;
    let opens = |date: NaiveDate| date.weekday().num_days_from_monday() == norm.week_start as u32;
    let mut before = 0;
    let past = (1..7).map(|days| horizon.start - Duration::days(days));
    if !opens(horizon.start) {
        for date in past {
            if worked_on(draft, date) == 0 || pay.is_holiday(date) {
                break;
            }
            before += 1;
            if opens(date) {
                break;
            }
        }
    }
    let letters = draft.options().iter().enumerate().map(|(day, options)| {
        let letter = |option| {
            let parts = Parts::of(draft, pay, places, (day, option));
            i64::from(parts.today > 0) + 2 * i64::from(parts.tomorrow > 0)
        };
        options.iter().map(letter).collect()
    });
    let left_over = tail(draft) > 0 && !pay.is_holiday(horizon.start);
    let automaton = Run {
        letters: letters.collect(),
        start: 2 * before + i64::from(left_over),
        opens: horizon.days().map(|(_, date)| opens(date)).collect(),
        owed: horizon.days().map(|(_, date)| pay.hold_on(date)).collect(),
    };
    draft.watch("overtime", automaton);
}

/// State: twice the days worked in a row since the week began, and whether the last one reached over midnight.
struct Run {
    /// Whether a choice has ordinary work on its own day (1), and on the next (2).
    letters: Vec<Vec<i64>>,
    start: i64,
    /// By layer, whether a week begins.
    opens: Vec<bool>,
    /// By layer, whether the record is in force.
    owed: Vec<bool>,
}

impl Automaton for Run {
    fn start(&self) -> i64 {
        self.start
    }

    fn letter(&self, layer: usize, choice: usize) -> i64 {
        self.letters[layer][choice]
    }

    fn step(&self, layer: usize, state: i64, letter: i64) -> Option<Step> {
        let (today, tomorrow, left_over) = (letter % 2, letter / 2, state % 2);
        let before = if self.opens[layer] { 0 } else { state / 2 };
        let run = if today + left_over > 0 { before + 1 } else { 0 };
        // What history did alone needs no consent any more.
        let planned = layer > 0 || today > 0;
        if run >= 7 && planned && self.owed[layer] {
            return None;
        }
        Some(Step {
            state: 2 * run.min(7) + tomorrow,
            ..Step::default()
        })
    }

    fn end(&self, _state: i64) -> Option<i64> {
        Some(0)
    }
}
