//! No duty starts on these dates.

use crate::law::kinds::day_off::DayOff;

use super::Candidate;

pub fn allows(rule: &DayOff, duty: &Candidate<'_>) -> bool {
    !rule.dates.contains(&duty.date)
}
