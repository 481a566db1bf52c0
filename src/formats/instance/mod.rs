//! Instances: JSON text, the message it stands for, and the validated problem.

mod read;

use crate::domain::{Finding, Instance};
use crate::formats::{json, proto};

/// Reads an instance from the text of a JSON file; tells everything that is wrong with it at once.
pub fn read_instance(text: &str) -> Result<Instance, Vec<Finding>> {
    let file: proto::Instance = json::read(proto::message("Instance"), text)?;
    instance_from_proto(&file)
}

/// The instance of a message, wherever it came from.
///
/// `input_sha256` is worked out from the message, so that layout, key order and spelling of numbers in the file do
/// not matter.
pub fn instance_from_proto(file: &proto::Instance) -> Result<Instance, Vec<Finding>> {
    let sha256 = json::canonical(proto::message("Instance"), file);
    read::instance(file, sha256)
}
