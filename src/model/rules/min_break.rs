//! Breaks long enough for the work of the duty, the first of them early enough.

use crate::law::kinds::min_break::MinBreak;

use super::Candidate;

pub fn allows(rule: &MinBreak, duty: &Candidate<'_>) -> bool {
    let asked = rule
        .tiers
        .iter()
        .filter(|tier| {
            duty.work_minutes > tier.work_over_min
                || (rule.inclusive && duty.work_minutes == tier.work_over_min)
        })
        .map(|tier| tier.break_min)
        .max()
        .unwrap_or(0);
    if asked <= 0 {
        return true;
    }
    // Breaks for a purpose of their own, such as nursing, are no rest.
    let counted: Vec<_> = duty
        .breaks
        .iter()
        .filter(|pause| pause.end - pause.start >= rule.min_segment_min)
        .filter(|pause| matches!(pause.purpose.as_str(), "meal" | "rest"))
        .collect();
    let given: i64 = counted.iter().map(|pause| pause.end - pause.start).sum();
    let first = counted.iter().map(|pause| pause.start - duty.start).min();
    let in_time = rule
        .latest_start_after_min
        .is_none_or(|latest| first.is_some_and(|first| first <= latest));
    given >= asked && in_time
}
