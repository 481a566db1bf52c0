//! No work between two clock times; a duty that only spans them on its break is refused too.

use crate::law::kinds::forbidden_time::ForbiddenTime;

use super::Candidate;

pub fn allows(rule: &ForbiddenTime, duty: &Candidate<'_>) -> bool {
    let horizon = &duty.instance.horizon;
    let (from, to) = (rule.daily_from.minutes(), rule.daily_to.minutes());
    let length = if to > from {
        to - from
    } else {
        to + 1440 - from
    };
    // A forbidden time that began the day before may reach into this one, a duty into the next.
    (-1..=1).all(|offset| {
        let day = horizon.date(horizon.day(duty.date) + offset);
        let start = horizon.instant(day, from);
        let end = horizon.instant(day, from + length);
        duty.end <= start || end <= duty.start
    })
}
