//! Rosters: JSON for programs, CSV for people and for the benchmarks' scorers.

mod csv;
mod day;
mod duty;
mod read;
mod shifts;
mod table;
mod write;

use crate::domain::{Finding, Instance};
use crate::report::{Sheet, Standing};
use crate::roster::Roster;
use crate::units::Money;

pub use csv::write_csv;
pub use write::figure as wait_figure;

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
    /// How planning ended; `None` where the file does not say.
    pub standing: Option<Standing>,
    /// Seed of the search; 0 where the file names none.
    pub seed: u32,
    /// Whether its cost holds waits against their targets.
    pub waits_judged: bool,
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
/// Of JSON only the witness, the cost, the bound, the seed and how planning ended are read: all else follows from them. A duty without times
/// follows its template. What is against the rules is not a finding here: that is for the audit to say.
pub fn read_roster(instance: &Instance, bytes: &[u8]) -> Result<ClaimedRoster, Vec<Finding>> {
    read_claim(instance, bytes, |_| ())
}

/// As [`read_roster`], for a roster of the same people and days that was made before the instance was last changed.
pub fn read_earlier_roster(
    instance: &Instance,
    bytes: &[u8],
) -> Result<ClaimedRoster, Vec<Finding>> {
    read_claim(instance, bytes, |file| file.input_sha256.clear())
}

fn read_claim(
    instance: &Instance,
    bytes: &[u8],
    forget: fn(&mut proto::Roster),
) -> Result<ClaimedRoster, Vec<Finding>> {
    let text = json::utf8(bytes).map_err(|finding| vec![finding])?;
    if Format::of(instance) == Format::Curtois && !text.trim_start().starts_with('{') {
        return table::read(instance, text);
    }
    let mut file = read_roster_message(text)?;
    forget(&mut file);
    read::roster(instance, &file)
}
