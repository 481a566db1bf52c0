//! A run of worked days ends only when it is long enough.

use crate::law::RuleRecord;
use crate::law::kinds::min_consecutive_work_days::MinConsecutiveWorkDays;
use crate::law::params::Boundary;
use crate::model::draft::PersonDraft;
use crate::model::options::DayOption;
use crate::paths::{Automaton, Step};

use super::max_consecutive_work_days::trailing_run;

pub fn post(
    rule: &MinConsecutiveWorkDays,
    record: &RuleRecord,
    draft: &mut PersonDraft<'_>,
) -> Result<(), String> {
    let start = match rule.boundary {
        Boundary::AssumeSatisfied => ShortRun::UNKNOWN,
        Boundary::UseHistory => trailing_run(draft, false).0.min(rule.min),
    };
    let automaton = ShortRun::of(draft, |option| option.work.is_some(), rule.min, start);
    draft.watch(&record.id, automaton);
    Ok(())
}

/// Length of the current run of days of one kind, up to the least allowed; 0 outside a run.
pub struct ShortRun {
    counted: Vec<Vec<bool>>,
    min: i64,
    start: i64,
}

impl ShortRun {
    /// Before the first day: a run that begins at once is long enough.
    pub const UNKNOWN: i64 = -1;

    /// Runs of days that hold options of a sort.
    pub fn of(
        draft: &PersonDraft<'_>,
        sort: impl Fn(&DayOption) -> bool,
        min: i64,
        start: i64,
    ) -> ShortRun {
        let counted = (draft.options().iter())
            .map(|day| day.iter().map(&sort).collect())
            .collect();
        ShortRun {
            counted,
            min,
            start,
        }
    }
}

impl Automaton for ShortRun {
    fn start(&self) -> i64 {
        self.start
    }

    fn letter(&self, layer: usize, choice: usize) -> i64 {
        i64::from(self.counted[layer][choice])
    }

    fn step(&self, layer: usize, state: i64, letter: i64) -> Option<Step> {
        match (state, letter) {
            // A run that ended before the horizon is not judged again.
            (_, 0) if layer == 0 => Step::to(0),
            (Self::UNKNOWN, 1) => Step::to(self.min),
            (_, 1) => Step::to((state + 1).min(self.min)),
            (1.., _) if state < self.min => None,
            _ => Step::to(0),
        }
    }

    fn end(&self, _state: i64) -> Option<i64> {
        Some(0)
    }
}
