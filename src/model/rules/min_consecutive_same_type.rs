//! A run of days with one shift type ends only when it is long enough.

use crate::law::RuleRecord;
use crate::law::kinds::min_consecutive_same_type::MinConsecutiveSameType;
use crate::law::params::Boundary;
use crate::model::draft::PersonDraft;

use super::max_consecutive_same_type::{is_type, trailing_days_of_type};
use super::min_consecutive_work_days::ShortRun;

pub fn post(
    rule: &MinConsecutiveSameType,
    record: &RuleRecord,
    draft: &mut PersonDraft<'_>,
) -> Result<(), String> {
    let run = trailing_days_of_type(draft, &rule.shift_type);
    let start = match rule.boundary {
        Boundary::AssumeSatisfied => ShortRun::UNKNOWN,
        Boundary::UseHistory => run.min(rule.min),
    };
    let of_type = |option: &_| is_type(draft, option, &rule.shift_type);
    let automaton = ShortRun::of(draft, of_type, rule.min, start);
    draft.watch(&record.id, automaton);
    Ok(())
}
