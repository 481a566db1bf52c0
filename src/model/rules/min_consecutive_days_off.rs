//! A run of days without work ends only when it is long enough.

use crate::law::RuleRecord;
use crate::law::kinds::min_consecutive_days_off::MinConsecutiveDaysOff;
use crate::law::params::Boundary;
use crate::model::draft::PersonDraft;

use super::max_consecutive_days_off::trailing_days_off;
use super::min_consecutive_work_days::ShortRun;

pub fn post(
    rule: &MinConsecutiveDaysOff,
    record: &RuleRecord,
    draft: &mut PersonDraft<'_>,
) -> Result<(), String> {
    let start = match rule.boundary {
        Boundary::AssumeSatisfied => ShortRun::UNKNOWN,
        // Days that history does not mention were off.
        Boundary::UseHistory => trailing_days_off(draft).unwrap_or(rule.min).min(rule.min),
    };
    let automaton = ShortRun::of(draft, |option| option.work.is_none(), rule.min, start);
    draft.watch(&record.id, automaton);
    Ok(())
}
