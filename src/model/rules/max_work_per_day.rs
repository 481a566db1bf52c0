//! One duty a day: its working time is the day's.
//!
//! Of a duty over midnight all of it is held to the limit, which is stricter than splitting it.

use crate::law::kinds::max_work_per_day::MaxWorkPerDay;

use super::Candidate;

pub fn allows(rule: &MaxWorkPerDay, duty: &Candidate<'_>) -> bool {
    // Duties carry no marks and days no weather: a rule about them does not bind here.
    rule.filter.is_some() || rule.days_with_flag.is_some() || duty.work_minutes <= rule.limit_min
}
