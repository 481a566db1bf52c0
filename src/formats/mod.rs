//! Files to domain and back.
//!
//! [`read_instance`] reads the program's own JSON, [`read_curtois`] a family of public benchmarks, [`read_file`]
//! whichever of them a file is, [`sheets`] spreadsheets, [`read_roster`] a roster for an audit. All tell everything that
//! is wrong with a file at once, each finding with its place, and never panic on input.

mod calendar;
mod curtois;
mod instance;
mod json;
pub mod proto;
mod roster_file;
pub mod sheets;
mod workbook;

pub use calendar::{Handed, write_calendars};
pub use curtois::read_curtois;
pub use instance::{
    instance_from_proto, instance_to_proto, minutes as clock_minutes, parse_time, read_instance,
    read_instance_message, read_scenario, write_instance,
};
pub use json::{digest, json_text, plain as plain_json, utf8};
pub use roster_file::{
    ClaimedRoster, read_earlier_roster, read_roster, read_roster_message, roster_to_proto,
    wait_figure, write_csv, write_roster,
};
pub use workbook::write_xlsx;

use crate::domain::{Finding, Instance, Problem};

/// Which family of files an instance came from, and goes back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The program's own JSON.
    Own,
    /// The employee shift scheduling benchmark of Curtois and Qu.
    Curtois,
}

impl Format {
    /// The family an instance came from, by its id.
    pub fn of(problem: &Problem) -> Format {
        if problem.id.starts_with(curtois::PREFIX) {
            Format::Curtois
        } else {
            Format::Own
        }
    }

    /// The family of a text: a benchmark starts with a comment or a section, JSON with neither.
    fn of_text(text: &str) -> Format {
        let text = text.trim_start();
        if text.starts_with('#') || text.starts_with("SECTION_") {
            Format::Curtois
        } else {
            Format::Own
        }
    }
}

/// Reads an instance from the bytes of a file of any known family; `name` names it where the file does not.
pub fn read_file(name: &str, bytes: &[u8]) -> Result<Instance, Vec<Finding>> {
    let text = utf8(bytes).map_err(|finding| vec![finding])?;
    read_text(Format::of_text(text), name, text)
}

/// As [`read_file`], with the value of the instance's JSON file: as written, or written anew for a benchmark.
pub fn read_file_value(
    name: &str,
    bytes: &[u8],
) -> Result<(Instance, serde_json::Value), Vec<Finding>> {
    let text = utf8(bytes).map_err(|finding| vec![finding])?;
    let written = |file: &proto::Instance| json::value(proto::message("Instance"), file);
    match Format::of_text(text) {
        Format::Own => {
            let file = json::read(proto::message("Instance"), text)?;
            Ok((instance_from_proto(&file)?, written(&file)))
        }
        Format::Curtois => {
            let instance = read_curtois(name, text)?;
            let value = written(&instance_to_proto(&instance));
            Ok((instance, value))
        }
    }
}

/// As [`read_file`], for a family that somebody named.
pub fn read_as(format: Format, name: &str, bytes: &[u8]) -> Result<Instance, Vec<Finding>> {
    let text = utf8(bytes).map_err(|finding| vec![finding])?;
    read_text(format, name, text)
}

fn read_text(format: Format, name: &str, text: &str) -> Result<Instance, Vec<Finding>> {
    match format {
        Format::Own => read_instance(text),
        Format::Curtois => read_curtois(name, text),
    }
}
