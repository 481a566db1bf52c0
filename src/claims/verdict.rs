//! What a claim is answered: the whole answer, for HR and for the log. Staff get [`StaffVerdict`](super::StaffVerdict).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::plan::ShiftIx;
use crate::domain::{ClassIx, EmployeeIx, HallIx, QueueIx, Served};
use crate::law::PremiumClass;
use crate::roster::Roster;
use crate::units::{Minutes, Money};

/// The answer to one claim, made on one version of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// The version it was made on; the award must find the plan unchanged.
    pub plan_version: u64,
    /// Who claims.
    pub employee: EmployeeIx,
    /// What.
    pub shift: ShiftIx,
    /// Granted, refused, or not proven in time.
    pub decision: Decision,
    /// Every rule that has something to say about this person and this shift: refusals first, then what it costs.
    pub rules: Vec<RuleWord>,
    /// What follows from it; only of a claim that can be granted.
    pub consequence: Option<Consequence>,
    /// The proof that the rest can still be staffed; only of a claim that can be granted.
    pub completion: Option<Completion>,
}

impl Verdict {
    /// Whether it may be awarded.
    pub fn is_accepted(&self) -> bool {
        self.decision == Decision::Accepted
    }
}

/// Granted, refused, or not proven in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// A completion exists and its price is within the tolerance.
    Accepted,
    /// It cannot be.
    Declined(Decline),
    /// Neither could be proven in time; the full solve decides.
    Pending,
}

/// Why a claim cannot be granted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decline {
    /// Who or when, before any rule is asked.
    Refused(Refusal),
    /// The law, an agreement or a company rule speaks against this person on this shift; see [`Verdict::rules`].
    Law,
    /// It is proven that nobody could complete the plan then.
    Plan(Blocking),
    /// It is proven that the plan would become dearer than HR tolerates.
    TooDear {
        /// The plan becomes dearer by at least so much.
        at_least: Money,
        /// So much is tolerated.
        tolerance: Money,
    },
}

/// Why a request is turned away before any rule is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// No such employee.
    UnknownEmployee,
    /// No such shift.
    UnknownShift,
    /// The plan is not published, or closed already.
    NotPublished,
    /// Claims are not taken yet.
    WindowNotOpen,
    /// Claims are no longer taken.
    WindowClosed,
    /// The shift starts too soon.
    Frozen,
    /// Every spot is taken.
    NoSpotFree,
    /// The shift was taken back.
    Cancelled,
    /// The person has it already.
    HasIt,
    /// The person works, is on leave, or is pinned free on that day.
    DayTaken,
    /// As many claims as one person may have in the window.
    CapReached {
        /// That many.
        most: u32,
    },
    /// The person may not work in that hall.
    HallNotAllowed,
    /// The person has no accepted claim of this shift.
    NotClaimed,
}

impl Refusal {
    /// Stable name, lower case with underscores.
    pub const fn code(self) -> &'static str {
        self.words().0
    }

    /// In English and Chinese.
    pub const fn text(self) -> (&'static str, &'static str) {
        (self.words().1, self.words().2)
    }

    const fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Refusal::UnknownEmployee => (
                "unknown_employee",
                "There is no such employee.",
                "没有该员工。",
            ),
            Refusal::UnknownShift => ("unknown_shift", "There is no such shift.", "没有该班务。"),
            Refusal::NotPublished => (
                "not_published",
                "The plan is not open for changes by staff.",
                "班表未处于发布状态，不能变更。",
            ),
            Refusal::WindowNotOpen => (
                "window_not_open",
                "Claims are not taken yet.",
                "认领尚未开始。",
            ),
            Refusal::WindowClosed => (
                "window_closed",
                "Claims are no longer taken.",
                "认领已经截止。",
            ),
            Refusal::Frozen => (
                "frozen",
                "The shift starts too soon to be changed.",
                "班务临近开始，不再变更。",
            ),
            Refusal::NoSpotFree => (
                "no_spot_free",
                "Every spot of the shift is taken.",
                "该班务名额已满。",
            ),
            Refusal::Cancelled => ("cancelled", "The shift was taken back.", "该班务已取消。"),
            Refusal::HasIt => ("has_it", "You have this shift already.", "您已拥有该班务。"),
            Refusal::DayTaken => (
                "day_taken",
                "You work, are on leave or are fixed free on that day.",
                "您当天已有班务、休假或固定休息。",
            ),
            Refusal::CapReached { .. } => (
                "cap_reached",
                "You have as many claims as one person may have.",
                "您的认领数已达上限。",
            ),
            Refusal::HallNotAllowed => (
                "hall_not_allowed",
                "You may not work in that hall.",
                "您不可在该营业厅上班。",
            ),
            Refusal::NotClaimed => (
                "not_claimed",
                "You have no accepted claim of this shift.",
                "您没有该班务的有效认领。",
            ),
        }
    }
}

/// What one rule says, in words and numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleWord {
    /// Id of the rule record.
    pub rule_id: String,
    /// Its kind, such as `max_work_per_day`.
    pub kind: String,
    /// The article behind it, such as `PRC-LL-38`; empty for a company rule without one.
    pub article: String,
    /// Whether it refuses the claim; otherwise it is told for information.
    pub refuses: bool,
    /// The first local date it is about, if it is about one.
    pub date: Option<NaiveDate>,
    /// What was measured, in the rule's unit.
    pub measured: i64,
    /// What it was held to.
    pub limit: i64,
    /// In plain English.
    pub en: String,
    /// In plain Chinese.
    pub zh: String,
}

/// How a completion was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// The witness gave the spot to this person already, or the spot is extra and nothing else moves.
    Witness,
    /// Other people change shifts.
    Exchange,
    /// The days around the shift were solved anew.
    Restricted,
    /// The whole plan was solved anew.
    Full,
}

/// A witness that contains the claim: checked, complete, keeping the promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completion {
    /// How it was found.
    pub way: Way,
    /// The spot that is taken; for a withdrawal the one given back.
    pub spot: usize,
    /// Everybody's days.
    pub witness: Roster,
    /// Whose tentative days change, the claimant first.
    pub moves: Vec<Move>,
    /// What the award must lock.
    pub touched: Touched,
}

/// One person's changed day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// Who.
    pub employee: EmployeeIx,
    /// When.
    pub date: NaiveDate,
    /// The shift before; `None` for none of the list.
    pub from: Option<ShiftIx>,
    /// The shift after.
    pub to: Option<ShiftIx>,
}

/// Halls and people whose versions a decision depends on, each in order of their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Touched {
    /// Halls.
    pub halls: Vec<HallIx>,
    /// People.
    pub people: Vec<EmployeeIx>,
}

/// What cannot be staffed if the claim were granted, and who is kept from it by what: for HR.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blocking {
    /// Hours that nobody could fill.
    pub hours: Vec<BlockedHours>,
    /// Why people who are not busy then cannot help.
    pub people: Vec<BlockedPerson>,
}

/// Hours that nobody could fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BlockedHours {
    /// Where.
    pub hall: HallIx,
    /// When.
    pub date: NaiveDate,
    /// First instant.
    pub start: i64,
    /// Instant after the last.
    pub end: i64,
    /// The queue or post; `None` when a whole shift is left.
    pub served: Option<Served>,
}

/// Somebody who cannot help, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockedPerson {
    /// Who.
    pub employee: EmployeeIx,
    /// The date of the shift that he or she cannot take.
    pub date: NaiveDate,
    /// The rules; empty for somebody who is absent or committed that day.
    pub rules: Vec<RuleWord>,
    /// Whether those rules bind only people with some attribute, which is nobody else's business.
    pub personal: bool,
}

/// What follows from a granted claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Consequence {
    /// How much dearer the plan becomes; for HR.
    pub cost: CostChange,
    /// How waits change.
    pub waits: WaitEffect,
    /// Working time of the shift.
    pub work: Minutes,
    /// Extra pay that the claimant earns by it.
    pub premiums: Vec<PremiumEarned>,
    /// Rest that the claimant earns by it.
    pub comp: Option<CompEarned>,
}

/// How much dearer a plan becomes, against the best completion without the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostChange {
    /// Cost of the witness with the claim less cost of the witness without it.
    pub change: Money,
    /// It is at least so much, whatever completions are compared.
    pub at_least: Money,
    /// It is at most so much, whatever completions are compared.
    pub at_most: Money,
}

/// How waits change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitEffect {
    /// Every queue has the same heads at every hour: nobody waits longer or shorter.
    Unchanged,
    /// Worked out anew where heads change, by hour and class.
    Changed(Vec<WaitChange>),
    /// Heads change, but there is no forecast from which waits could be worked out.
    Unknown,
}

/// One class's mean wait in one hour, before and after.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WaitChange {
    /// Where.
    pub hall: HallIx,
    /// In which line.
    pub queue: QueueIx,
    /// Who waits.
    pub class: ClassIx,
    /// When.
    pub date: NaiveDate,
    /// First instant of the hour.
    pub start: i64,
    /// Mean virtual wait so far, in minutes.
    pub before_minutes: f64,
    /// Mean virtual wait with the claim, in minutes.
    pub after_minutes: f64,
}

/// Extra pay that a claimant earns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PremiumEarned {
    /// What for.
    pub class: PremiumClass,
    /// Minutes paid at the factor.
    pub minutes: Minutes,
    /// Percent of the hourly wage.
    pub factor_percent: i64,
    /// In money.
    pub amount: Money,
}

/// Rest that a claimant earns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompEarned {
    /// Class of the hours that earn it.
    pub class: PremiumClass,
    /// Day of the work.
    pub earned: NaiveDate,
    /// Length of the rest.
    pub minutes: Minutes,
    /// Last day on which it can be taken.
    pub due: NaiveDate,
    /// The quiet day that is reserved for it; `None` when there is none yet, and it is priced as pay.
    pub planned: Option<NaiveDate>,
}
