//! A night shift holds only so much work; a break in the night is taken for night work, which is stricter.

use crate::law::kinds::max_night_shift_work::MaxNightShiftWork;

use super::Candidate;

pub fn allows(rule: &MaxNightShiftWork, duty: &Candidate<'_>) -> bool {
    if duty.work_minutes <= rule.limit_min {
        return true;
    }
    let horizon = &duty.instance.horizon;
    let (from, to) = (rule.night.from.minutes(), rule.night.to.minutes());
    let length = if to > from {
        to - from
    } else {
        to + 1440 - from
    };
    // The night that began the day before may reach into this one, a duty into the next.
    let night: i64 = (-1..=1)
        .map(|offset| {
            let day = horizon.date(horizon.day(duty.date) + offset);
            let start = horizon.instant(day, from);
            let end = horizon.instant(day, from + length);
            (duty.end.min(end) - duty.start.max(start)).max(0)
        })
        .sum();
    night <= rule.night.qualifies_over_min
}
