//! Instances: JSON text, the message it stands for, and the validated problem.

mod read;
mod write;

use crate::domain::{Finding, Instance, Problem};
use crate::formats::{json, proto};

pub use read::{parse_date, parse_time};
pub use write::{clock, minutes};

/// Reads an instance from the text of a JSON file; tells everything that is wrong with it at once.
pub fn read_instance(text: &str) -> Result<Instance, Vec<Finding>> {
    instance_from_proto(&read_instance_message(text)?)
}

/// The message of an instance's JSON file, not validated yet.
pub fn read_instance_message(text: &str) -> Result<proto::Instance, Vec<Finding>> {
    json::read(proto::message("Instance"), text)
}

/// Reads a scenario from the text of a JSON file.
pub fn read_scenario(text: &str) -> Result<proto::Scenario, Vec<Finding>> {
    json::read(proto::message("Scenario"), text)
}

/// The instance of a message, wherever it came from.
///
/// `input_sha256` is worked out from the message, so that layout, key order and spelling of numbers in the file do
/// not matter.
pub fn instance_from_proto(file: &proto::Instance) -> Result<Instance, Vec<Finding>> {
    let sha256 = json::canonical(proto::message("Instance"), file);
    read::instance(file, sha256)
}

/// The text of an instance's JSON file, indented.
///
/// Reading it gives the same problem back, as far as files can say it: a price or norm of nothing reads as its
/// default. Positions that point outside their lists panic; an [`Instance`] has none.
pub fn write_instance(problem: &Problem) -> String {
    json::pretty(proto::message("Instance"), &instance_to_proto(problem))
}

/// The message of a problem; see [`write_instance`].
pub fn instance_to_proto(problem: &Problem) -> proto::Instance {
    write::instance(problem)
}
