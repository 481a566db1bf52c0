//! Rosters: JSON for programs, CSV for people and for the benchmarks' scorers.

mod csv;
mod day;
mod duty;
mod read;
mod shifts;
mod table;
mod write;

use sha2::{Digest, Sha256};

use crate::domain::{Finding, Instance};
use crate::report::Sheet;
use crate::roster::Roster;
use crate::units::Money;

pub use csv::write_csv;

use super::{Format, json, proto};

/// What a roster file claims, for an audit to judge.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimedRoster {
    /// Who does what.
    pub roster: Roster,
    /// Its cost; `None` where the file names none.
    pub cost: Option<Money>,
    /// The bound; `None` where the file names none.
    pub bound: Option<Money>,
    /// Seed of the search; 0 where the file names none.
    pub seed: u32,
}

/// The text of a roster's JSON file, indented.
pub fn write_roster(sheet: &Sheet<'_>) -> String {
    json::pretty(proto::message("Roster"), &roster_to_proto(sheet))
}

/// The message of a roster.
pub fn roster_to_proto(sheet: &Sheet<'_>) -> proto::Roster {
    write::roster(sheet)
}

/// The message of a roster's JSON text.
pub fn read_roster_message(text: &str) -> Result<proto::Roster, Vec<Finding>> {
    json::read(proto::message("Roster"), text)
}

/// Reads a roster file, whoever wrote it: JSON, or for a benchmark instance also the table that its scorer reads.
///
/// Of JSON only the witness, the cost and the bound are read: all else follows from them. A duty without times
/// follows its template. What is against the rules is not a finding here: that is for the audit to say.
pub fn read_roster(instance: &Instance, bytes: &[u8]) -> Result<ClaimedRoster, Vec<Finding>> {
    let text = json::utf8(bytes).map_err(|finding| vec![finding])?;
    if Format::of(instance) == Format::Curtois && !text.trim_start().starts_with('{') {
        return table::read(instance, text);
    }
    let file: proto::Roster = json::read(proto::message("Roster"), text)?;
    read::roster(instance, &file)
}

/// As [`read_roster`], for a roster of the same people and days that was made before the instance was last changed.
pub fn read_earlier_roster(
    instance: &Instance,
    bytes: &[u8],
) -> Result<ClaimedRoster, Vec<Finding>> {
    let text = json::utf8(bytes).map_err(|finding| vec![finding])?;
    if Format::of(instance) == Format::Curtois && !text.trim_start().starts_with('{') {
        return table::read(instance, text);
    }
    let mut file: proto::Roster = json::read(proto::message("Roster"), text)?;
    file.input_sha256.clear();
    read::roster(instance, &file)
}

/// SHA-256 of a roster's JSON file, in hexadecimal: names this very plan.
pub fn roster_sha256(sheet: &Sheet<'_>) -> String {
    let hash = Sha256::digest(write_roster(sheet).as_bytes());
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
