//! No stretch of work between breaks is too long.

use crate::law::kinds::max_continuous_work::MaxContinuousWork;

use super::Candidate;

pub fn allows(rule: &MaxContinuousWork, duty: &Candidate<'_>) -> bool {
    let mut from = duty.start;
    for pause in duty.breaks {
        // A break for a purpose of its own, such as nursing, is no rest.
        let rest = matches!(pause.purpose.as_str(), "meal" | "rest");
        if !rest || pause.end - pause.start < rule.min_segment_min {
            continue;
        }
        if pause.start - from > rule.limit_min {
            return false;
        }
        from = pause.end;
    }
    duty.end - from <= rule.limit_min
}
