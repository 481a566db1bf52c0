//! The run of nights so far, up to the limit; a break in the night is taken for night work, which is stricter.

use crate::law::RuleRecord;
use crate::law::kinds::max_consecutive_nights::MaxConsecutiveNights;
use crate::model::draft::PersonDraft;
use crate::model::options::DayOption;

use super::max_consecutive_work_days::{Run, trailing_days};
use super::max_night_shift_work::is_night;

pub fn post(
    rule: &MaxConsecutiveNights,
    record: &RuleRecord,
    draft: &mut PersonDraft<'_>,
) -> Result<(), String> {
    let horizon = &draft.instance().horizon;
    let at_night = |option: &DayOption| {
        (option.work).is_some_and(|work| is_night(horizon, work.start, work.end, &rule.night))
    };
    let spans = draft.person().history.shifts.iter().map(|shift| shift.span);
    let nights = spans.filter(|span| is_night(horizon, span.start, span.end, &rule.night));
    let run = trailing_days(draft, nights.map(|span| span.start));
    let automaton = Run::of_starts(draft, at_night, rule.limit, run);
    draft.watch(&record.id, automaton);
    Ok(())
}
