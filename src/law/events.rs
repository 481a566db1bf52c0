//! What happened around a roster: publication, changes, offers, compensatory days, cover.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Span;

/// How a published shift was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeType {
    /// Hours were added.
    Add,
    /// Hours were cut, or the shift was cancelled.
    Reduce,
    /// The shift moved.
    Time,
}

/// One change of one published shift, made by the employer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftChange {
    /// The shift's name.
    pub shift: String,
    /// What was done.
    pub change: ChangeType,
    /// When, in minutes since the epoch.
    pub at: i64,
    /// When the affected shift starts, likewise.
    pub shift_start: i64,
    /// The employee asked for it, so that no notice was owed.
    pub asked_by_employee: bool,
    /// Minutes added or taken away, where pay depends on them.
    pub minutes: i64,
}

/// A shift as it stood, or stands, in a roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedShift {
    /// Its name, which a moved shift keeps.
    pub id: String,
    /// When it is.
    pub span: Span,
}

/// An open shift offered to current staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftOffer {
    /// The open shift's name.
    pub id: String,
    /// When it was offered to current staff.
    pub posted_at: i64,
    /// When it was first offered outside; none: never.
    pub external_at: Option<i64>,
}

/// Work that may earn compensatory time, or that owes a substitute rest day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompWork {
    /// When it was done.
    pub date: NaiveDate,
    /// How long; nought where only the day counts.
    pub minutes: i64,
    /// The class of the hours, such as `rest_day`; empty where only the day counts.
    pub class: String,
    /// Whether time off instead of pay was agreed before the work; none: not known.
    pub agreed_before: Option<bool>,
}

/// One of the two sides of an employment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// The employer.
    Employer,
    /// The employee.
    Employee,
}

/// Compensatory time given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompRedemption {
    /// On which day.
    pub date: NaiveDate,
    /// How many minutes.
    pub minutes: i64,
    /// Who asked for it; none: not known.
    pub asked_by: Option<Party>,
}

/// Heads wanted and heads there, of one shift type on one date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverCount {
    /// The date.
    pub date: NaiveDate,
    /// The shift type.
    pub shift_type: String,
    /// Heads wanted.
    pub demand: i64,
    /// Heads there.
    pub assigned: i64,
}

/// Everything besides shifts that a rule may read. Empty lists judge nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Events {
    /// When the roster was published; none: not yet.
    pub published_at: Option<i64>,
    /// Changes after publication.
    pub changes: Vec<ShiftChange>,
    /// The shifts as published.
    pub published: Vec<ListedShift>,
    /// The same roster as it stands now.
    pub current: Vec<ListedShift>,
    /// Open shifts and where they were offered.
    pub offers: Vec<ShiftOffer>,
    /// Work that earns compensatory time or a substitute day.
    pub comp_work: Vec<CompWork>,
    /// Compensatory time given back.
    pub comp_redemptions: Vec<CompRedemption>,
    /// Substitute rest days given.
    pub substitute_rest_days: Vec<NaiveDate>,
    /// Heads wanted and there.
    pub cover: Vec<CoverCount>,
}
