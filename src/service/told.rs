//! What staff are told.
//!
//! These types are all that ever leaves for an employee. None of them has a field for another person's pay,
//! attribute, leave reason or wish, nor for what a plan costs.

use chrono::{DateTime, NaiveDate, Utc};

use crate::claims::{
    ClaimState, ClaimTerms, PublishedShift, RosterState, ShiftState, StaffDecision, StaffVerdict,
    WaitEffect,
};
use crate::domain::{Horizon, Instance};
use crate::roster::PlacedBreak;
use crate::storage::ShiftRow;
use crate::units::{ClaimId, EmployeeId, Minutes, Money, RosterId, ShiftId};

/// A published shift with spots to claim.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenShift {
    /// Of which roster.
    pub roster: RosterId,
    /// Its name within the roster.
    pub id: ShiftId,
    /// Hall.
    pub hall: String,
    /// Local date on which it starts.
    pub date: NaiveDate,
    /// The pattern it follows.
    pub template: String,
    /// Local time of day, HH:MM.
    pub start: String,
    /// From start to end.
    pub length: Minutes,
    /// Breaks.
    pub breaks: Vec<Pause>,
    /// Spots that can be or were claimed.
    pub spots: usize,
    /// How many of them are claimed.
    pub filled: usize,
    /// Whether it can be claimed.
    pub state: ShiftState,
    /// Whether a free spot lies outside the promise.
    pub extra: bool,
    /// Marked by HR.
    pub inconvenient: bool,
    /// What a claim by the reader would be told.
    pub verdict: Option<Verdict>,
}

/// A break.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pause {
    /// Local time of day, HH:MM.
    pub start: String,
    /// How long.
    pub length: Minutes,
    /// Paid breaks are working time.
    pub paid: bool,
}

/// A claim of the reader.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Its name.
    pub id: ClaimId,
    /// Whose.
    pub employee: EmployeeId,
    /// Where in its life it is.
    pub state: ClaimState,
    /// The version of its row.
    pub version: u64,
    /// When it arrived.
    pub created_at: DateTime<Utc>,
    /// When its state last changed.
    pub updated_at: DateTime<Utc>,
    /// What it was answered.
    pub verdict: Verdict,
    /// The shift.
    pub shift: OpenShift,
}

/// The answer to a claim, or what it would be.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Allowed or not.
    pub decision: VerdictDecision,
    /// What stands against it, or what the reader agrees to.
    pub rules: Vec<RuleWord>,
    /// What follows; when allowed.
    pub consequence: Option<Consequence>,
    /// Shifts nearby that would be accepted.
    pub nearest: Vec<ShiftId>,
}

/// Allowed or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerdictDecision {
    /// Allowed, with a complete plan.
    Allowed,
    /// The shift is not to be claimed by the reader now.
    Refused,
    /// A rule forbids it.
    AgainstRule,
    /// Other hours could not be staffed.
    BreaksPlan,
    /// Dearer than HR tolerates.
    TooDear,
    /// Not proven in time.
    Undecided,
}

/// A rule that has something to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleWord {
    /// Its id; a word for what no rule says: `plan`, `no_spot_free`.
    pub rule: String,
    /// The article behind it.
    pub article: String,
    /// What it does.
    pub effect: Effect,
    /// In plain words.
    pub text: BrokenWord,
}

/// What a rule does to a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Forbids it.
    Forbids,
    /// Is known, priced and allowed; the claim is the consent.
    Costs,
}

/// One text in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenWord {
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

/// What a claim brings.
#[derive(Clone, Debug, PartialEq)]
pub struct Consequence {
    /// Working time.
    pub work: Minutes,
    /// Extra pay.
    pub premium: Money,
    /// Rest earned.
    pub comp: Option<CompLot>,
    /// Hours in which customers wait longer or shorter: (hall, class, date, start, minutes before, minutes after).
    pub waits: Vec<WaitWord>,
}

/// How the mean wait of a class changes in an hour.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitWord {
    /// Hall.
    pub hall: String,
    /// Customer class.
    pub class: String,
    /// Local date.
    pub date: NaiveDate,
    /// Local time of day, HH:MM.
    pub start: String,
    /// Mean minutes before.
    pub before_minutes: f64,
    /// Mean minutes after.
    pub after_minutes: f64,
}

/// Rest owed for work on a rest day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompLot {
    /// Its name; empty while it is not earned yet.
    pub id: String,
    /// How much.
    pub minutes: Minutes,
    /// Day of the work.
    pub earned: NaiveDate,
    /// Last day on which it can be taken.
    pub due: NaiveDate,
    /// The day reserved for it or on which it is taken.
    pub planned: Option<NaiveDate>,
}

/// The reader's own days.
#[derive(Clone, Debug, PartialEq)]
pub struct MyRoster {
    /// Which roster.
    pub roster: RosterId,
    /// The reader.
    pub employee: EmployeeId,
    /// Where in its life the roster is.
    pub state: RosterState,
    /// Days that are certain.
    pub days: Vec<MyDay>,
}

/// One certain day.
#[derive(Clone, Debug, PartialEq)]
pub struct MyDay {
    /// When.
    pub date: NaiveDate,
    /// The shift, its hall and times; `None` for leave.
    pub shift: Option<OpenShift>,
    /// The claim it comes from.
    pub claim: Option<ClaimId>,
}

/// Somebody who works at the same time in the same hall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coworker {
    /// As people call them.
    pub name: String,
    /// Hall.
    pub hall: String,
    /// When.
    pub date: NaiveDate,
    /// Local time of day, HH:MM.
    pub start: String,
    /// From start to end.
    pub length: Minutes,
}

/// Rest the reader is owed and takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// The reader.
    pub employee: EmployeeId,
    /// Lots that were open or are earned in the roster.
    pub lots: Vec<CompLot>,
}

impl Ledger {
    /// Minutes owed without a day.
    pub fn open(&self) -> Minutes {
        let open = self.lots.iter().filter(|lot| lot.planned.is_none());
        open.map(|lot| lot.minutes).sum()
    }
}

/// A shift as the list tells it.
pub(super) fn open_shift(
    roster: &RosterId,
    instance: &Instance,
    terms: &ClaimTerms,
    shift: &PublishedShift,
    now: i64,
) -> OpenShift {
    let (spots, filled) = shift.claim_counts();
    let template = &instance.templates[shift.template.0];
    let horizon = &instance.horizon;
    OpenShift {
        roster: roster.clone(),
        id: shift.id.as_str().into(),
        hall: instance.halls[shift.hall.0].id.clone(),
        date: shift.date,
        template: template.id.clone(),
        start: horizon.clock(shift.start, shift.date),
        length: Minutes(shift.end - shift.start),
        breaks: (shift.breaks.iter())
            .map(|pause| told_break(horizon, shift.date, pause))
            .collect(),
        spots,
        filled,
        state: shift.state(terms, now),
        extra: shift.spots.contains(&crate::claims::Spot::Extra),
        inconvenient: template.inconvenient,
        verdict: None,
    }
}

fn told_break(horizon: &Horizon, date: NaiveDate, pause: &PlacedBreak) -> Pause {
    Pause {
        start: horizon.clock(pause.start, date),
        length: Minutes(pause.end - pause.start),
        paid: pause.paid,
    }
}

/// A shift that is no longer of the list, as far as it is remembered.
pub(super) fn gone_shift(instance: &Instance, row: &ShiftRow) -> OpenShift {
    OpenShift {
        roster: row.roster.clone(),
        id: row.id.clone(),
        hall: row.hall.0.clone(),
        date: row.date,
        template: String::new(),
        start: (instance.horizon).clock(row.start.timestamp().div_euclid(60), row.date),
        length: Minutes((row.end - row.start).num_minutes()),
        breaks: Vec::new(),
        spots: 0,
        filled: 0,
        state: ShiftState::Cancelled,
        extra: false,
        inconvenient: false,
        verdict: None,
    }
}

/// The claims room's answer for staff, with names for positions; shifts nearby are for the caller to add.
pub(super) fn verdict(instance: &Instance, answer: &StaffVerdict) -> Verdict {
    let (decision, mut rules) = decision(instance, &answer.decision);
    let refuses =
        |rule: &&crate::claims::RuleWord| rule.refuses || answer.decision != StaffDecision::Law;
    rules.extend(answer.rules.iter().filter(refuses).map(|rule| RuleWord {
        rule: rule.rule_id.clone(),
        article: rule.article.clone(),
        effect: if rule.refuses {
            Effect::Forbids
        } else {
            Effect::Costs
        },
        text: BrokenWord {
            en: rule.en.clone(),
            zh: rule.zh.clone(),
        },
    }));
    let consequence = answer.earns.as_ref().map(|earned| Consequence {
        work: earned.work,
        premium: earned.premiums.iter().map(|premium| premium.amount).sum(),
        comp: earned.comp.map(|comp| CompLot {
            id: String::new(),
            minutes: comp.minutes,
            earned: comp.earned,
            due: comp.due,
            planned: comp.planned,
        }),
        waits: answer
            .waits
            .iter()
            .flat_map(|w| waits(instance, w))
            .collect(),
    });
    Verdict {
        decision,
        rules,
        consequence,
        nearest: Vec::new(),
    }
}

fn decision(instance: &Instance, answer: &StaffDecision) -> (VerdictDecision, Vec<RuleWord>) {
    let word = |rule: &str, en: String, zh: String| RuleWord {
        rule: rule.to_string(),
        article: String::new(),
        effect: Effect::Forbids,
        text: BrokenWord { en, zh },
    };
    match answer {
        StaffDecision::Accepted => (VerdictDecision::Allowed, Vec::new()),
        StaffDecision::Pending => (VerdictDecision::Undecided, Vec::new()),
        StaffDecision::Law => (VerdictDecision::AgainstRule, Vec::new()),
        StaffDecision::Refused(why) => {
            let (en, zh) = why.text();
            let said = word(why.code(), en.to_string(), zh.to_string());
            (VerdictDecision::Refused, vec![said])
        }
        StaffDecision::TooDear => {
            let reason = super::Reason::ClaimTooDear;
            let said = word("cost_tolerance", reason.en().into(), reason.zh().into());
            (VerdictDecision::TooDear, vec![said])
        }
        StaffDecision::Plan { hours, rules } => {
            let horizon = &instance.horizon;
            let mut words: Vec<RuleWord> = (hours.iter())
                .map(|at| {
                    let hall = &instance.halls[at.hall.0].name;
                    let start = horizon.clock(at.start, at.date);
                    let end = horizon.clock(at.end, at.date);
                    word(
                        "plan",
                        format!("{hall} could not be staffed on {} {start}-{end}.", at.date),
                        format!("{hall} {} {start}-{end} 将无法配齐人手。", at.date),
                    )
                })
                .collect();
            words.extend(rules.iter().map(|rule| RuleWord {
                article: rule.article.clone(),
                ..word(
                    &rule.rule_id,
                    "This rule keeps others from filling those hours.".to_string(),
                    "该规则使他人无法补上这些时段。".to_string(),
                )
            }));
            (VerdictDecision::BreaksPlan, words)
        }
    }
}

fn waits(instance: &Instance, effect: &WaitEffect) -> Vec<WaitWord> {
    let WaitEffect::Changed(changes) = effect else {
        return Vec::new();
    };
    let changes = changes.iter();
    changes
        .map(|change| {
            let hall = &instance.halls[change.hall.0];
            WaitWord {
                hall: hall.id.clone(),
                class: hall.classes[change.class.0].id.clone(),
                date: change.date,
                start: instance.horizon.clock(change.start, change.date),
                before_minutes: change.before_minutes,
                after_minutes: change.after_minutes,
            }
        })
        .collect()
}
