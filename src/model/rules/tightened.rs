//! Limits that already break a rule when they are reached: the plan keeps the next whole number.

use crate::law::kinds::max_average_work::AveragePer;
use crate::law::{RuleKind, RuleRecord};

/// The same rule with its limit one unit further in and broken only beyond it; none where no number is left to keep.
///
/// All that is measured is a whole number, so both say the same; an average over a week moves by a whole week, which is
/// stricter.
pub fn tightened(rule: &RuleRecord) -> Option<RuleRecord> {
    let mut kind = rule.kind.clone();
    let mut nothing = 0;
    let (limit, by) = match &mut kind {
        RuleKind::MaxWorkPerDay(rule) => (&mut rule.limit_min, -1),
        RuleKind::MaxWorkPerWindow(rule) => (&mut rule.limit_min, -1),
        RuleKind::MinWorkPerWindow(rule) => (&mut rule.limit_min, 1),
        RuleKind::MaxAverageWork(rule) if rule.per == AveragePer::Week => (&mut rule.limit_min, -7),
        RuleKind::MaxAverageWork(rule) => (&mut rule.limit_min, -1),
        RuleKind::MaxOvertimePer(rule) => (&mut rule.limit_min, -1),
        RuleKind::MaxAverageOvertime(rule) => (&mut rule.limit_min_per_month, -1),
        RuleKind::MaxExceedCount(rule) => (&mut rule.limit, -1),
        RuleKind::MinRestBetweenShifts(rule) => (&mut rule.min_minutes, 1),
        RuleKind::MinDailyRest(rule) => (&mut rule.min_minutes, 1),
        RuleKind::MinRestPerWindow(rule) => (&mut rule.min, 1),
        RuleKind::MaxConsecutiveWorkDays(rule) => (&mut rule.limit, -1),
        RuleKind::MinConsecutiveWorkDays(rule) => (&mut rule.min, 1),
        RuleKind::MinConsecutiveDaysOff(rule) => (&mut rule.min, 1),
        RuleKind::MaxConsecutiveDaysOff(rule) => (&mut rule.limit, -1),
        RuleKind::MaxConsecutiveSameType(rule) => (&mut rule.limit, -1),
        RuleKind::MinConsecutiveSameType(rule) => (&mut rule.min, 1),
        RuleKind::MaxConsecutiveNights(rule) => (&mut rule.limit, -1),
        RuleKind::MinRestDaysPerWindow(rule) => (&mut rule.min_days, 1),
        RuleKind::MinFreeWeekdaysPerWindow(rule) => (&mut rule.min_days, 1),
        RuleKind::MaxContinuousWork(rule) => (&mut rule.limit_min, -1),
        RuleKind::MinPaidBreak(rule) => (&mut rule.min_minutes_per_value, 1),
        RuleKind::MaxNightShiftWork(rule) => (&mut rule.limit_min, -1),
        RuleKind::MaxShiftsOfType(rule) => (&mut rule.limit, -1),
        RuleKind::MaxWeekends(rule) => (&mut rule.limit, -1),
        RuleKind::OneShiftPerDay(rule) if rule.limit > 1 => (&mut rule.limit, -1),
        RuleKind::MinBreak(rule) => {
            let breaks = rule.tiers.iter_mut().map(|tier| &mut tier.break_min);
            breaks.for_each(|minutes| *minutes = minutes.saturating_add(1));
            (&mut nothing, 0)
        }
        // Broken by anything at all: the limit is nought and is not reached without work.
        RuleKind::NoOverlap(_) | RuleKind::ForbiddenSuccession(_) | RuleKind::DayOff(_) => {
            (&mut nothing, 0)
        }
        _ => return None,
    };
    *limit = limit.saturating_add(by);
    let keepable = *limit >= 0;
    keepable.then(|| RuleRecord {
        kind,
        inclusive: false,
        ..rule.clone()
    })
}
