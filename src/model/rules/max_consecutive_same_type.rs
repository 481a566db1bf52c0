//! The run of days with one shift type so far, up to the limit.

use crate::law::RuleRecord;
use crate::law::kinds::max_consecutive_same_type::MaxConsecutiveSameType;
use crate::model::draft::PersonDraft;
use crate::model::options::DayOption;

use super::max_consecutive_work_days::{Run, trailing_days};

pub fn post(
    rule: &MaxConsecutiveSameType,
    record: &RuleRecord,
    draft: &mut PersonDraft<'_>,
) -> Result<(), String> {
    let of_type = |option: &DayOption| is_type(draft, option, &rule.shift_type);
    let run = trailing_days_of_type(draft, &rule.shift_type);
    let automaton = Run::of_starts(draft, of_type, rule.limit, run);
    draft.watch(&record.id, automaton);
    Ok(())
}

/// Days in a row up to the horizon with a shift of that type.
pub fn trailing_days_of_type(draft: &PersonDraft<'_>, name: &str) -> i64 {
    let shifts = draft.person().history.shifts.iter();
    let of_type = shifts.filter(|shift| shift.shift_type.as_deref() == Some(name));
    trailing_days(draft, of_type.map(|shift| shift.span.start))
}

/// Whether the option is a duty of that shift type.
pub fn is_type(draft: &PersonDraft<'_>, option: &DayOption, name: &str) -> bool {
    let template = option.work.and_then(|work| work.template);
    template.is_some_and(|template| draft.instance().templates[template.0].id == name)
}
