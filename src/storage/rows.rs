//! What is stored, row by row.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::claims::{ClaimState, CompLotState, RosterState};
use crate::units::{ClaimId, EmployeeId, HallId, JobId, LotId, Minutes, Money, RosterId, ShiftId};

/// A planning problem as it was handed in; never changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstanceRow {
    /// SHA-256 of its canonical form, in hexadecimal.
    pub sha256: String,
    /// The instance, JSON of the project; see [`formats`](crate::formats).
    pub body: String,
}

/// What a spot is on the list as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpotKind {
    /// For a named person; behaves as a pin.
    Assigned,
    /// Claimable; the witness fills it.
    Open,
    /// Claimable; outside witness and promise.
    Extra,
    /// Taken off the list.
    Cancelled,
}

impl SpotKind {
    /// Every kind.
    pub const ALL: &'static [SpotKind] = &[
        SpotKind::Assigned,
        SpotKind::Open,
        SpotKind::Extra,
        SpotKind::Cancelled,
    ];

    /// Its name in files and answers.
    pub const fn name(self) -> &'static str {
        match self {
            SpotKind::Assigned => "ASSIGNED",
            SpotKind::Open => "OPEN",
            SpotKind::Extra => "EXTRA",
            SpotKind::Cancelled => "CANCELLED",
        }
    }

    /// The kind with that name.
    pub fn named(name: &str) -> Option<SpotKind> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// When claims are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimWindow {
    /// From this moment on.
    pub opens_at: DateTime<Utc>,
    /// Until before this moment.
    pub closes_at: DateTime<Utc>,
}

/// A roster: one instance, its plans and what became of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterRow {
    /// Its name.
    pub id: RosterId,
    /// The version read, 0 for a new roster; the etag.
    pub version: u64,
    /// Where in its life it is.
    pub state: RosterState,
    /// For people to read.
    pub title: String,
    /// The problem it answers; a changed forecast is another instance.
    pub instance_sha256: String,
    /// The roster whose history it carries on.
    pub previous: Option<RosterId>,
    /// Halls of the instance.
    pub halls: Vec<HallId>,
    /// First day planned.
    pub first_date: NaiveDate,
    /// Last day planned.
    pub last_date: NaiveDate,
    /// When claims are taken, once that is known.
    pub claim_window: Option<ClaimWindow>,
    /// What the service has to remember besides, JSON.
    pub body: String,
    /// Number of its newest plan, 0 without one; written by [`Change::Plan`](super::Change::Plan) alone.
    pub plan: u64,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// A solved and audited plan of a roster; never changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanRow {
    /// Which roster.
    pub roster: RosterId,
    /// 1 for the first plan of the roster.
    pub number: u64,
    /// The problem it was solved for.
    pub instance_sha256: String,
    /// The job that found it.
    pub job: Option<JobId>,
    /// What it costs.
    pub cost: Money,
    /// No roster costs less.
    pub bound: Money,
    /// The roster, JSON of the project; see [`formats`](crate::formats).
    pub body: String,
    /// When it was stored.
    pub created_at: DateTime<Utc>,
}

/// The complete legal assignment behind the open shifts of a roster, or of one hall of it; never changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessRow {
    /// Which roster.
    pub roster: RosterId,
    /// Which hall; none: it covers the whole roster.
    pub hall: Option<HallId>,
    /// 1 for the first; the plan version that answers show.
    pub version: u64,
    /// The plan with its witness, JSON.
    pub body: String,
    /// When it was stored.
    pub created_at: DateTime<Utc>,
}

/// A published shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftRow {
    /// Which roster.
    pub roster: RosterId,
    /// Its name within the roster.
    pub id: ShiftId,
    /// The version read, 0 for a new shift.
    pub version: u64,
    /// Where.
    pub hall: HallId,
    /// Local date on which it starts.
    pub date: NaiveDate,
    /// When it starts.
    pub start: DateTime<Utc>,
    /// When it ends.
    pub end: DateTime<Utc>,
    /// From then on it is neither claimed nor given back.
    pub freeze_at: DateTime<Utc>,
    /// Taken off the list while nobody had claimed it.
    pub cancelled: bool,
    /// Template, breaks and the like, JSON.
    pub body: String,
}

/// One place in a shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpotRow {
    /// Which roster.
    pub roster: RosterId,
    /// Which shift.
    pub shift: ShiftId,
    /// 0 for the first spot of the shift.
    pub number: u32,
    /// The version read, 0 for a new spot.
    pub version: u64,
    /// What it was published as.
    pub kind: SpotKind,
    /// Who is committed to it: named by HR, or by an accepted claim.
    pub holder: Option<EmployeeId>,
}

/// A shift with all its spots, by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftWithSpots {
    /// The shift.
    pub shift: ShiftRow,
    /// Its spots.
    pub spots: Vec<SpotRow>,
}

/// An employee's claim on a shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimRow {
    /// Its name.
    pub id: ClaimId,
    /// The version read, 0 for a new claim.
    pub version: u64,
    /// Which roster.
    pub roster: RosterId,
    /// Hall of the shift.
    pub hall: HallId,
    /// Which shift.
    pub shift: ShiftId,
    /// The spot it holds, or held; none while pending and when declined.
    pub spot: Option<u32>,
    /// Whose.
    pub employee: EmployeeId,
    /// Where in its life it is.
    pub state: ClaimState,
    /// What it was answered, JSON.
    pub body: String,
    /// When it arrived.
    pub created_at: DateTime<Utc>,
    /// When its state last changed.
    pub updated_at: DateTime<Utc>,
}

/// Time off owed for work on a rest day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LotRow {
    /// Its name.
    pub id: LotId,
    /// The version read, 0 for a new lot.
    pub version: u64,
    /// Whose.
    pub employee: EmployeeId,
    /// The roster whose work earns it.
    pub roster: Option<RosterId>,
    /// The claim that earns it.
    pub claim: Option<ClaimId>,
    /// Where in its life it is.
    pub state: CompLotState,
    /// How much.
    pub minutes: Minutes,
    /// The day of the work.
    pub earned_on: NaiveDate,
    /// The last day on which it can be taken.
    pub due_on: Option<NaiveDate>,
    /// The day it is planned on, or was taken.
    pub planned_on: Option<NaiveDate>,
    /// Class of the work and the like, JSON.
    pub body: String,
}

/// A day of a person that no solve may move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinRow {
    /// Which roster.
    pub roster: RosterId,
    /// Who.
    pub employee: EmployeeId,
    /// Which day.
    pub date: NaiveDate,
    /// The version read, 0 for a new pin.
    pub version: u64,
    /// The hall and the shift template worked; none: does not work.
    pub duty: Option<(HallId, String)>,
}

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// In which role: `hr`, `staff`, `planner`, `worker`.
    pub role: String,
    /// Who; empty for HR and planners who give no employee.
    pub id: String,
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// Its number; no number is left out.
    pub number: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did what, to what, why.
    pub entry: super::AuditEntry,
}

/// What [`Store::sweep`](super::Store::sweep) found to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Jobs taken from silent workers.
    pub lapsed: Vec<JobId>,
    /// Answers forgotten.
    pub answers: u64,
}
