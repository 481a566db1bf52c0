//! The run of worked days so far, up to the limit.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::law::RuleRecord;
use crate::law::kinds::max_consecutive_work_days::MaxConsecutiveWorkDays;
use crate::law::params::DayFlag;
use crate::model::draft::PersonDraft;
use crate::model::options::DayOption;
use crate::paths::{Automaton, Step};

use super::min_rest_per_window::reach;

pub fn post(
    rule: &MaxConsecutiveWorkDays,
    record: &RuleRecord,
    draft: &mut PersonDraft<'_>,
) -> Result<(), String> {
    let touched = rule.day_flag == DayFlag::TouchedDay;
    let instance = draft.instance();
    let letters = draft
        .options()
        .iter()
        .enumerate()
        .map(|(day, options)| {
            let letter = |option| {
                let reach = reach(instance, day, option);
                if touched { reach } else { reach.min(1) }
            };
            options.iter().map(letter).collect()
        })
        .collect();
    let (run, carried) = trailing_run(draft, touched);
    draft.watch(
        &record.id,
        Run {
            limit: rule.limit,
            letters,
            start: run.min(rule.limit) * 2 + i64::from(carried),
        },
    );
    Ok(())
}

/// Worked days in a row up to the horizon, and whether the last shift reaches into it.
pub fn trailing_run(draft: &PersonDraft<'_>, touched: bool) -> (i64, bool) {
    let horizon = &draft.instance().horizon;
    let mut days = BTreeSet::new();
    for shift in &draft.person().history.shifts {
        let (first, _) = horizon.local(shift.span.start);
        let (last, _) = horizon.local(shift.span.end - 1);
        let last = if touched { last } else { first };
        days.extend(first.iter_days().take_while(|date| *date <= last));
    }
    let mut run = 0;
    while days.contains(&horizon.date(-1 - run)) {
        run += 1;
    }
    (run, days.contains(&horizon.start))
}

/// Days in a row up to the horizon on which something started, from the instants of all starts.
pub fn trailing_days(draft: &PersonDraft<'_>, starts: impl Iterator<Item = i64>) -> i64 {
    let horizon = &draft.instance().horizon;
    let days: BTreeSet<NaiveDate> = starts.map(|start| horizon.local(start).0).collect();
    let run = (1_i64..).take_while(|back| days.contains(&horizon.date(-back)));
    run.count() as i64
}

/// State: twice the run, plus one when the day before reaches into this one.
pub struct Run {
    limit: i64,
    letters: Vec<Vec<i64>>,
    start: i64,
}

impl Run {
    /// Runs of days on which work of a sort starts, after a run of so many.
    pub fn of_starts(
        draft: &PersonDraft<'_>,
        sort: impl Fn(&DayOption) -> bool,
        limit: i64,
        before: i64,
    ) -> Run {
        let letters = (draft.options().iter())
            .map(|day| day.iter().map(|option| i64::from(sort(option))).collect())
            .collect();
        Run {
            limit,
            letters,
            start: before.min(limit) * 2,
        }
    }
}

impl Automaton for Run {
    fn start(&self) -> i64 {
        self.start
    }

    fn letter(&self, layer: usize, choice: usize) -> i64 {
        self.letters[layer][choice]
    }

    fn step(&self, layer: usize, state: i64, letter: i64) -> Option<Step> {
        let (run, carried) = (state / 2, state % 2 == 1);
        let worked = carried || letter > 0;
        let run = if worked { run + 1 } else { 0 };
        // A run that history already made too long must only end.
        let inherited = layer == 0 && letter == 0;
        let last = layer + 1 == self.letters.len();
        let touches = run + i64::from(last && letter == 2);
        if worked && !inherited && touches > self.limit {
            return None;
        }
        Step::to(run.min(self.limit) * 2 + i64::from(letter == 2))
    }

    fn end(&self, _state: i64) -> Option<i64> {
        Some(0)
    }
}
