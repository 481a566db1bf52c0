//! A night shift holds only so much work; a break in the night is taken for night work, which is stricter.

use crate::domain::Horizon;
use crate::law::kinds::max_night_shift_work::MaxNightShiftWork;
use crate::law::params::NightTime;

use super::Candidate;

pub fn allows(rule: &MaxNightShiftWork, duty: &Candidate<'_>) -> bool {
    if duty.work_minutes <= rule.limit_min {
        return true;
    }
    !is_night(&duty.instance.horizon, duty.start, duty.end, &rule.night)
}

/// Whether so much of the time from `start` to `end` lies in the night that it is a night shift.
pub fn is_night(horizon: &Horizon, start: i64, end: i64, night: &NightTime) -> bool {
    let (from, to) = (night.from.minutes(), night.to.minutes());
    let length = if to > from {
        to - from
    } else {
        to + 1440 - from
    };
    // The night that began the day before may reach into this one, a duty into the next.
    let first = horizon.day(horizon.local(start).0);
    let minutes: i64 = (-1..=1)
        .map(|offset| {
            let day = horizon.date(first + offset);
            let falls = horizon.instant(day, from);
            let ends = horizon.instant(day, from + length);
            (end.min(ends) - start.max(falls)).max(0)
        })
        .sum();
    minutes > night.qualifies_over_min
}
