//! No stretch of work between breaks is too long.

use crate::law::kinds::max_continuous_work::MaxContinuousWork;

use super::Candidate;

pub fn allows(rule: &MaxContinuousWork, duty: &Candidate<'_>) -> bool {
    let mut from = duty.start;
    for pause in duty.breaks {
        if pause.end - pause.start < rule.min_segment_min {
            continue;
        }
        if pause.start - from > rule.limit_min {
            return false;
        }
        from = pause.end;
    }
    duty.end - from <= rule.limit_min
}
