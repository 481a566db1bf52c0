//! The run of days without work so far, up to the limit.

use crate::law::RuleRecord;
use crate::law::kinds::max_consecutive_days_off::MaxConsecutiveDaysOff;
use crate::model::draft::PersonDraft;
use crate::paths::{Automaton, Step};

pub fn post(
    rule: &MaxConsecutiveDaysOff,
    record: &RuleRecord,
    draft: &mut PersonDraft<'_>,
) -> Result<(), String> {
    let worked = draft
        .options()
        .iter()
        .map(|day| day.iter().map(|option| option.work.is_some()).collect())
        .collect();
    let start = trailing_days_off(draft).unwrap_or(0).min(rule.limit);
    draft.watch(
        &record.id,
        DaysOff {
            limit: rule.limit,
            worked,
            start,
        },
    );
    Ok(())
}

/// Days without work up to the horizon; `None` when history names no shift.
pub fn trailing_days_off(draft: &PersonDraft<'_>) -> Option<i64> {
    let horizon = &draft.instance().horizon;
    let shifts = &draft.person().history.shifts;
    let last = shifts
        .iter()
        .map(|shift| horizon.local(shift.span.start).0)
        .max()?;
    Some(-1 - horizon.day(last))
}

struct DaysOff {
    limit: i64,
    worked: Vec<Vec<bool>>,
    start: i64,
}

impl Automaton for DaysOff {
    fn start(&self) -> i64 {
        self.start
    }

    fn letter(&self, layer: usize, choice: usize) -> i64 {
        i64::from(self.worked[layer][choice])
    }

    fn step(&self, _layer: usize, state: i64, letter: i64) -> Option<Step> {
        if letter == 1 {
            return Step::to(0);
        }
        (state < self.limit).then(|| Step::to(state + 1))?
    }

    fn end(&self, _state: i64) -> Option<i64> {
        Some(0)
    }
}
