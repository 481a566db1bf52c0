//! A roster: every person's day, for every day of the horizon.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::duty::Activity;
use crate::domain::{EmployeeIx, HallIx, Served, TemplateIx};
use crate::units::Minutes;

/// Who does what on which day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roster {
    /// By employee, then by day of the horizon.
    pub days: Vec<Vec<Activity>>,
}

impl Roster {
    /// What an employee does on a day.
    pub fn activity(&self, employee: EmployeeIx, day: usize) -> &Activity {
        &self.days[employee.0][day]
    }

    /// Training days placed, as (employee, position in the person's list).
    pub fn trainings(&self) -> impl Iterator<Item = (EmployeeIx, usize)> + '_ {
        self.days.iter().enumerate().flat_map(|(employee, days)| {
            days.iter().filter_map(move |activity| match activity {
                Activity::Training(index) => Some((EmployeeIx(employee), *index)),
                _ => None,
            })
        })
    }
}

/// Heads missing in a queue or post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageGap {
    /// Where.
    pub hall: HallIx,
    /// By what.
    pub served: Served,
    /// First instant.
    pub start: i64,
    /// Instant after the last.
    pub end: i64,
    /// Heads asked for.
    pub needed: u32,
    /// Heads missing.
    pub missing: u32,
}

impl CoverageGap {
    /// Missing heads times time.
    pub fn head_minutes(&self) -> Minutes {
        Minutes(i64::from(self.missing) * (self.end - self.start))
    }
}

/// Heads missing on a whole shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftGap {
    /// Where.
    pub hall: HallIx,
    /// When.
    pub date: NaiveDate,
    /// On what.
    pub template: TemplateIx,
    /// Heads asked for.
    pub needed: u32,
    /// Heads missing.
    pub missing: u32,
}
