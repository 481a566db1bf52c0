//! A published plan as plain data: its shifts and their spots, the promise, the witness, the terms of claiming.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::states::{RosterState, ShiftState};
use crate::domain::{CoverageRequirement, EmployeeIx, HallIx, TemplateIx};
use crate::roster::{Activity, Duty, PlacedBreak, Roster};
use crate::units::{Minutes, Money};

/// Position of a shift in [`PublishedPlan::shifts`]; it never changes, cancelled shifts keep theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ShiftIx(pub usize);

/// What one spot of a published shift is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spot {
    /// Published to a named person; behaves as a pin.
    Assigned(EmployeeIx),
    /// Claimable; the witness fills it.
    Open,
    /// Claimable; neither the witness nor the promise counts on it.
    Extra,
    /// An accepted claim of a spot that was open.
    Claimed(EmployeeIx),
    /// An accepted claim of a spot that was extra; the witness holds it, the promise does not count on it.
    ClaimedExtra(EmployeeIx),
    /// Taken back before anybody claimed it.
    Cancelled,
}

impl Spot {
    /// Who works it for certain: named by HR, or by an accepted claim.
    pub fn committed(self) -> Option<EmployeeIx> {
        match self {
            Spot::Assigned(who) | Spot::Claimed(who) | Spot::ClaimedExtra(who) => Some(who),
            Spot::Open | Spot::Extra | Spot::Cancelled => None,
        }
    }

    /// Whose accepted claim it is.
    pub fn claimed(self) -> Option<EmployeeIx> {
        match self {
            Spot::Claimed(who) | Spot::ClaimedExtra(who) => Some(who),
            Spot::Assigned(_) | Spot::Open | Spot::Extra | Spot::Cancelled => None,
        }
    }

    /// Whether the witness has somebody for it.
    pub fn in_witness(self) -> bool {
        !matches!(self, Spot::Extra | Spot::Cancelled)
    }

    /// Whether somebody may claim it.
    pub fn is_claimable(self) -> bool {
        matches!(self, Spot::Open | Spot::Extra)
    }
}

/// A published shift: hall, day, times and breaks stand; people come and go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedShift {
    /// Stable name: hall, date, template and a number.
    pub id: String,
    /// Where.
    pub hall: HallIx,
    /// Day of the horizon on which it starts.
    pub day: usize,
    /// That day's date.
    pub date: NaiveDate,
    /// The pattern it follows.
    pub template: TemplateIx,
    /// First instant, elapsed minutes since the Unix epoch.
    pub start: i64,
    /// Instant after the last.
    pub end: i64,
    /// In the order they are taken.
    pub breaks: Vec<PlacedBreak>,
    /// Positions never change: a spot is named by its shift and its position.
    pub spots: Vec<Spot>,
}

impl PublishedShift {
    /// Whether a duty of that day of the horizon is worked on this shift.
    pub fn is_of(&self, day: usize, duty: &Duty) -> bool {
        self.day == day
            && (self.hall, self.template, self.start, &self.breaks)
                == (duty.hall, duty.template, duty.start, &duty.breaks)
    }

    /// Working time: all but unpaid breaks.
    pub fn work_minutes(&self) -> Minutes {
        let unpaid: i64 = (self.breaks.iter())
            .filter(|pause| !pause.paid)
            .map(|pause| pause.end - pause.start)
            .sum();
        Minutes(self.end - self.start - unpaid)
    }

    /// The first claimable spot: open ones before extra ones.
    pub fn free_spot(&self) -> Option<usize> {
        let at = |wanted| self.spots.iter().position(|spot| *spot == wanted);
        at(Spot::Open).or_else(|| at(Spot::Extra))
    }

    /// Spots that are or were for claiming, and how many of them are claimed.
    pub fn claim_counts(&self) -> (usize, usize) {
        let claimed = self.spots.iter().filter(|spot| spot.claimed().is_some());
        let free = self.spots.iter().filter(|spot| spot.is_claimable());
        let claimed = claimed.count();
        (claimed + free.count(), claimed)
    }

    /// What it is to somebody who looks for shifts.
    pub fn state(&self, terms: &ClaimTerms, now: i64) -> ShiftState {
        if self.spots.iter().all(|spot| *spot == Spot::Cancelled) {
            ShiftState::Cancelled
        } else if terms.is_frozen(self.start, now) {
            ShiftState::Frozen
        } else if self.free_spot().is_some() {
            ShiftState::Open
        } else {
            ShiftState::Filled
        }
    }
}

/// The first shift of a list on which a day's duty is worked.
pub(super) fn shift_of(list: &[PublishedShift], day: usize, duty: &Duty) -> Option<ShiftIx> {
    let same = |shift: &PublishedShift| shift.is_of(day, duty);
    list.iter().position(same).map(ShiftIx)
}

/// When and how often shifts may be claimed, and what a claim may cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimTerms {
    /// First instant at which claims are taken.
    pub opens: i64,
    /// Instant from which none is taken any more.
    pub closes: i64,
    /// So long before its start a shift stands still: no claim, no withdrawal, no move.
    pub freeze: Minutes,
    /// Most accepted claims of one person in the window; `None` for no cap.
    pub claims_per_person_max: Option<u32>,
    /// How much dearer the plan may become by one claim; `None` for no limit.
    pub cost_tolerance: Option<Money>,
}

impl ClaimTerms {
    /// Whether a shift that starts at `start` stands still.
    pub fn is_frozen(&self, start: i64, now: i64) -> bool {
        now >= start.saturating_sub(self.freeze.0)
    }
}

/// A published plan. Its instance is kept beside it; all indices refer to that.
///
/// At every moment: accepted claims and assigned spots are inside the witness, the witness is legal for everybody, it
/// fills every spot that is not extra or cancelled, and it keeps the promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedPlan {
    /// Grows by one with every change; a decision made on another version is void.
    pub version: u64,
    /// Published or closed.
    pub state: RosterState,
    /// The shift list.
    pub shifts: Vec<PublishedShift>,
    /// Heads by hall, queue or post and grid interval that every witness must serve at least.
    pub promise: Vec<CoverageRequirement>,
    /// The complete legal assignment that proves that all can be staffed.
    pub witness: Roster,
    /// When and how claims are taken.
    pub terms: ClaimTerms,
    /// What the witness costs.
    pub cost: Money,
    /// No legal roster of the instance costs less.
    pub bound: Money,
    /// Days that making the plan fit again has changed since it was published.
    #[serde(default)]
    pub mended: Vec<MendedDay>,
}

/// A person's day that was changed after publication, for rules that count such changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MendedDay {
    /// Who.
    pub employee: EmployeeIx,
    /// Day of the horizon.
    pub day: usize,
    /// What the day was before its first such change.
    pub published: Activity,
}

impl PublishedPlan {
    /// The witness as it would stand had nobody but the staff themselves changed it since publication.
    pub fn first_published(&self) -> Roster {
        let mut first = self.witness.clone();
        for mended in &self.mended {
            let days = first.days.get_mut(mended.employee.0);
            if let Some(day) = days.and_then(|days| days.get_mut(mended.day)) {
                *day = mended.published.clone();
            }
        }
        first
    }

    /// A shift by position; `None` when there is none.
    pub fn shift(&self, shift: ShiftIx) -> Option<&PublishedShift> {
        self.shifts.get(shift.0)
    }

    /// A shift by its name.
    pub fn find(&self, id: &str) -> Option<ShiftIx> {
        let at = self.shifts.iter().position(|shift| shift.id == id)?;
        Some(ShiftIx(at))
    }

    /// Every shift with its position.
    pub fn list(&self) -> impl Iterator<Item = (ShiftIx, &PublishedShift)> {
        (self.shifts.iter().enumerate()).map(|(at, shift)| (ShiftIx(at), shift))
    }

    /// Accepted claims of one person.
    pub fn claims_of(&self, employee: EmployeeIx) -> impl Iterator<Item = ShiftIx> + '_ {
        self.list()
            .filter(move |(_, shift)| {
                let mut own = shift.spots.iter().filter_map(|spot| spot.claimed());
                own.any(|who| who == employee)
            })
            .map(|(at, _)| at)
    }

    /// The shift that a person works on a day in the witness.
    pub fn held(&self, employee: EmployeeIx, day: usize) -> Option<ShiftIx> {
        let duty = self.witness.activity(employee, day).duty()?;
        let same = |shift: &PublishedShift| {
            shift.is_of(day, duty) && shift.spots.iter().any(|spot| spot.in_witness())
        };
        let at = self.shifts.iter().position(same)?;
        Some(ShiftIx(at))
    }
}
