//! What may be asked for.

use std::ops::RangeInclusive;

use chrono::NaiveDate;

use crate::domain::Finding;

/// First day of every generated hall: a Monday after a week without public holidays and before eleven more of them.
pub(super) const START: NaiveDate = NaiveDate::from_ymd_opt(2026, 6, 29).unwrap();

/// First day of every generated district: a Monday whose four weeks hold two holidays, a long break and a month's end.
pub(super) const DISTRICT_START: NaiveDate = NaiveDate::from_ymd_opt(2026, 9, 14).unwrap();

const HALLS: RangeInclusive<usize> = 2..=160;
const STAFF: RangeInclusive<usize> = 5..=200;
const WEEKS: RangeInclusive<usize> = 1..=13;

/// Size and seed of a generated hall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HallOptions {
    /// Number of employees, 5 to 200.
    pub staff: usize,
    /// Number of weeks to plan, 1 to 13.
    pub weeks: usize,
    /// Where chance starts from.
    pub seed: u64,
}

impl HallOptions {
    /// All that is out of range.
    pub(super) fn findings(&self) -> Vec<Finding> {
        out_of_range([
            ("staff", self.staff, STAFF, "employees"),
            ("weeks", self.weeks, WEEKS, "weeks"),
        ])
    }
}

/// Size and seed of a generated district or city.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DistrictOptions {
    /// Number of halls, 2 to 160.
    pub halls: usize,
    /// Number of weeks to plan, 1 to 13.
    pub weeks: usize,
    /// Where chance starts from.
    pub seed: u64,
}

impl DistrictOptions {
    /// All that is out of range.
    pub(super) fn findings(&self) -> Vec<Finding> {
        out_of_range([
            ("halls", self.halls, HALLS, "halls"),
            ("weeks", self.weeks, WEEKS, "weeks"),
        ])
    }
}

fn out_of_range<const N: usize>(
    ranges: [(&str, usize, RangeInclusive<usize>, &str); N],
) -> Vec<Finding> {
    ranges
        .into_iter()
        .filter(|(_, asked, range, _)| !range.contains(asked))
        .map(|(name, asked, range, what)| {
            let (least, most) = (range.start(), range.end());
            Finding::new(
                "option_out_of_range",
                name,
                format!("{asked} {what} are not generated; ask for {least} to {most}"),
            )
        })
        .collect()
}
