//! Rosters: JSON for programs, CSV for people.

mod csv;
mod day;
mod duty;
mod read;
mod shifts;
mod write;

use crate::domain::{Finding, Instance};
use crate::roster::{CompDay, CoverageGap, Roster, ShiftGap};
use crate::units::Money;

pub use csv::roster_csv;

use super::{json, proto};

/// All that a roster file tells.
#[derive(Clone, Copy, Debug)]
pub struct RosterFile<'a> {
    /// What was planned.
    pub instance: &'a Instance,
    /// Who does what.
    pub roster: &'a Roster,
    /// Seed of the search.
    pub seed: i64,
    /// Whether it is proven within the asked gap; otherwise the limit came first.
    pub optimal: bool,
    /// The cost, term by term, under the names of the files; their sum is the cost.
    pub terms: &'a [(&'a str, Money)],
    /// The part of the cost that no plan can change.
    pub constant: Money,
    /// No legal roster costs less.
    pub bound: Money,
    /// What becomes of every comp lot.
    pub comp_days: &'a [CompDay],
    /// Heads missing in queues and posts.
    pub gaps: &'a [CoverageGap],
    /// Heads missing on whole shifts.
    pub shift_gaps: &'a [ShiftGap],
    /// In plain words, for the reader.
    pub warnings: &'a [String],
}

/// What a roster file claims, for an audit to judge.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimedRoster {
    /// Who does what.
    pub roster: Roster,
    /// Its cost; `None` where the file names none.
    pub cost: Option<Money>,
    /// The bound; nothing where the file names none.
    pub bound: Money,
}

/// The text of a roster's JSON file, indented.
pub fn write_roster(file: &RosterFile<'_>) -> String {
    json::pretty(proto::message("Roster"), &roster_to_proto(file))
}

/// The message of a roster.
pub fn roster_to_proto(file: &RosterFile<'_>) -> proto::Roster {
    write::roster(file)
}

/// Reads the text of a roster's JSON file, whoever wrote it.
///
/// Only the witness, the cost and the bound are read: all else follows from them. A duty without times follows its
/// template. What is against the rules is not a finding here: that is for the audit to say.
pub fn read_roster(instance: &Instance, text: &str) -> Result<ClaimedRoster, Vec<Finding>> {
    let file: proto::Roster = json::read(proto::message("Roster"), text)?;
    read::roster(instance, &file)
}
