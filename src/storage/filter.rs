//! Which rows a list shows; what is `None` or empty does not narrow it.

use chrono::{DateTime, NaiveDate, Utc};

use crate::claims::{ClaimState, CompLotState, RosterState};
use crate::units::{EmployeeId, HallId, RosterId, ShiftId};

/// Which rosters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct RosterFilter {
    /// In one of these states.
    pub states: Vec<RosterState>,
    /// Of one of these halls.
    pub halls: Vec<HallId>,
    /// Planning one of these days, the first and the last.
    pub days: Option<(NaiveDate, NaiveDate)>,
}

/// Which shifts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ShiftFilter {
    /// Of this roster.
    pub roster: Option<RosterId>,
    /// In one of these halls.
    pub halls: Vec<HallId>,
    /// Starting on this local date or later.
    pub from: Option<NaiveDate>,
    /// Starting on this local date or earlier.
    pub to: Option<NaiveDate>,
    /// With a spot that can be claimed at this moment: open or extra, free, neither cancelled nor frozen.
    pub claimable_at: Option<DateTime<Utc>>,
    /// With a spot that this person holds.
    pub holder: Option<EmployeeId>,
}

/// Which claims.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ClaimFilter {
    /// On shifts of this roster.
    pub roster: Option<RosterId>,
    /// In one of these halls.
    pub halls: Vec<HallId>,
    /// On this shift.
    pub shift: Option<ShiftId>,
    /// By this person.
    pub employee: Option<EmployeeId>,
    /// In one of these states.
    pub states: Vec<ClaimState>,
}

/// Which comp lots.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct LotFilter {
    /// Of this person.
    pub employee: Option<EmployeeId>,
    /// From work in this roster.
    pub roster: Option<RosterId>,
    /// In one of these states.
    pub states: Vec<CompLotState>,
}

/// Which entries of the log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct AuditFilter {
    /// Of this roster.
    pub roster: Option<RosterId>,
    /// Of one of these halls.
    pub halls: Vec<HallId>,
    /// Concerning this person.
    pub employee: Option<EmployeeId>,
    /// With this action.
    pub action: Option<String>,
    /// At this moment or later.
    pub from: Option<DateTime<Utc>>,
    /// Before this moment.
    pub to: Option<DateTime<Utc>>,
}

/// Which jobs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct JobFilter {
    /// For this roster.
    pub roster: Option<RosterId>,
    /// Not ended.
    pub alive: bool,
}
