//! The answer that staff see: hours and rules, never another person.
//!
//! [`StaffVerdict`] has no field that could hold another person, a cost of the plan or a reason of absence.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::plan::ShiftIx;
use super::verdict::{
    Blocking, CompEarned, Decision, Decline, PremiumEarned, Refusal, RuleWord, Verdict, WaitEffect,
};
use crate::domain::HallIx;
use crate::units::Minutes;

/// A verdict without anybody but its reader.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StaffVerdict {
    /// The shift.
    pub shift: ShiftIx,
    /// Granted, refused, or not decided yet.
    pub decision: StaffDecision,
    /// The rules about the reader and this shift.
    pub rules: Vec<RuleWord>,
    /// What the reader gets; only of a claim that can be granted.
    pub earns: Option<Earned>,
    /// How waits change; only of a claim that can be granted.
    pub waits: Option<WaitEffect>,
}

/// Granted, refused, or not decided yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StaffDecision {
    /// Granted.
    Accepted,
    /// Who or when.
    Refused(Refusal),
    /// A rule speaks against it.
    Law,
    /// Other hours could not be staffed then.
    Plan {
        /// Those hours.
        hours: Vec<StaffHours>,
        /// General rules that keep others from filling them; rules about single persons are left out.
        rules: Vec<RuleName>,
    },
    /// The plan would become dearer than HR tolerates.
    TooDear,
    /// Not decided yet.
    Pending,
}

/// Hours that could not be staffed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StaffHours {
    /// Where.
    pub hall: HallIx,
    /// When.
    pub date: NaiveDate,
    /// First instant.
    pub start: i64,
    /// Instant after the last.
    pub end: i64,
}

/// A rule by name and source, without whom it binds or what was measured.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RuleName {
    /// Id of the rule record.
    pub rule_id: String,
    /// Its kind.
    pub kind: String,
    /// The article behind it.
    pub article: String,
}

/// What a granted claim brings its claimant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earned {
    /// Working time.
    pub work: Minutes,
    /// Extra pay.
    pub premiums: Vec<PremiumEarned>,
    /// Rest given back.
    pub comp: Option<CompEarned>,
}

impl Verdict {
    /// What the claimant may read.
    pub fn for_staff(&self) -> StaffVerdict {
        let decision = match &self.decision {
            Decision::Accepted => StaffDecision::Accepted,
            Decision::Pending => StaffDecision::Pending,
            Decision::Declined(Decline::Refused(why)) => StaffDecision::Refused(*why),
            Decision::Declined(Decline::Law) => StaffDecision::Law,
            Decision::Declined(Decline::Plan(blocking)) => hours_and_rules(blocking),
            Decision::Declined(Decline::TooDear { .. }) => StaffDecision::TooDear,
        };
        let consequence = self.consequence.as_ref();
        StaffVerdict {
            shift: self.shift,
            decision,
            rules: self.rules.clone(),
            earns: consequence.map(|follows| Earned {
                work: follows.work,
                premiums: follows.premiums.clone(),
                comp: follows.comp,
            }),
            waits: consequence.map(|follows| follows.waits.clone()),
        }
    }
}

fn hours_and_rules(blocking: &Blocking) -> StaffDecision {
    let hours = blocking.hours.iter().map(|at| StaffHours {
        hall: at.hall,
        date: at.date,
        start: at.start,
        end: at.end,
    });
    let mut hours: Vec<StaffHours> = hours.collect();
    hours.sort();
    hours.dedup();
    let general = blocking.people.iter().filter(|person| !person.personal);
    let names = general
        .flat_map(|person| &person.rules)
        .map(|rule| RuleName {
            rule_id: rule.rule_id.clone(),
            kind: rule.kind.clone(),
            article: rule.article.clone(),
        });
    let mut rules: Vec<RuleName> = names.collect();
    rules.sort();
    rules.dedup();
    StaffDecision::Plan { hours, rules }
}
