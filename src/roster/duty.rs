//! What one person does on one day.

use serde::{Deserialize, Serialize};

use crate::domain::{HallIx, Served, TemplateIx};
use crate::units::Minutes;

/// What one person does on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    /// Works.
    Duty(Duty),
    /// Is free.
    Rest,
    /// Is on approved leave.
    Leave,
    /// Attends the training at this position of the person's list.
    Training(usize),
    /// Takes back rest of this length for earlier work on a rest day.
    CompDay(Minutes),
}

impl Activity {
    /// The duty, if it is one.
    pub fn duty(&self) -> Option<&Duty> {
        match self {
            Activity::Duty(duty) => Some(duty),
            _ => None,
        }
    }
}

/// A day's work of one person. Instants are elapsed minutes since the Unix epoch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// Where.
    pub hall: HallIx,
    /// The pattern it follows.
    pub template: TemplateIx,
    /// First instant.
    pub start: i64,
    /// Instant after the last.
    pub end: i64,
    /// In the order they are taken.
    pub breaks: Vec<PlacedBreak>,
    /// What is served when; time on break or without need is left out.
    pub serving: Vec<Serving>,
}

impl Duty {
    /// Working time: all but unpaid breaks.
    pub fn work_minutes(&self) -> Minutes {
        let unpaid: i64 = self
            .breaks
            .iter()
            .filter(|pause| !pause.paid)
            .map(|pause| pause.end - pause.start)
            .sum();
        Minutes(self.end - self.start - unpaid)
    }

    /// Whether the person is at work and not on break during all of `[start, end)`.
    pub fn present(&self, start: i64, end: i64) -> bool {
        self.start <= start
            && end <= self.end
            && self
                .breaks
                .iter()
                .all(|pause| pause.end <= start || end <= pause.start)
    }
}

/// A break with its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacedBreak {
    /// First instant.
    pub start: i64,
    /// Instant after the last.
    pub end: i64,
    /// Paid breaks are working time.
    pub paid: bool,
    /// `meal`, `nursing`, ...
    pub purpose: String,
}

/// A stretch of a duty spent on one queue or post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Serving {
    /// First instant.
    pub start: i64,
    /// Instant after the last.
    pub end: i64,
    /// By what.
    pub served: Served,
}
