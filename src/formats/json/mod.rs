//! Proto JSON: text to message and back, with every fault of a file told at once.
//!
//! Fields may be named as in the proto files or in lower camel case, integers may be numbers or strings. Written are
//! the names of the proto files, integers as numbers, and nothing that has its default value.

mod check;
mod path;
mod scalar;
mod suggest;
mod text;
mod write;

use prost::Message;
use prost_reflect::{DynamicMessage, MessageDescriptor};
use serde_json::Value;

use crate::domain::Finding;

pub use path::Path;
pub use suggest::nearest;
pub use text::utf8;
pub use write::{canonical, digest, json_text, pretty, value};

/// Most findings that are told of one file; whoever has more has a different file in mind.
pub const FINDINGS_MAX: usize = 1_000;

/// Reads a message from the text of a file.
pub fn read<M: Message + Default>(
    descriptor: Option<MessageDescriptor>,
    text: &str,
) -> Result<M, Vec<Finding>> {
    let (value, found) = text::parse(text).map_err(|finding| vec![finding])?;
    checked(descriptor, value, found)
}

/// The value of a text that is no message of ours; keys that stand twice in one object are findings.
pub fn plain(bytes: &[u8]) -> Result<Value, Vec<Finding>> {
    let parsed = text::utf8(bytes).and_then(text::parse);
    let (value, found) = parsed.map_err(|finding| vec![finding])?;
    match found.is_empty() {
        true => Ok(value),
        false => Err(found),
    }
}

/// Reads a message from a value that did not come from a text.
pub fn from_value<M: Message + Default>(
    descriptor: Option<MessageDescriptor>,
    value: Value,
) -> Result<M, Vec<Finding>> {
    checked(descriptor, value, Vec::new())
}

fn checked<M: Message + Default>(
    descriptor: Option<MessageDescriptor>,
    value: Value,
    mut found: Vec<Finding>,
) -> Result<M, Vec<Finding>> {
    let Some(descriptor) = descriptor else {
        return Err(vec![unreadable("this program does not know its own files")]);
    };
    check::message(&descriptor, &value, &mut found);
    if !found.is_empty() {
        return Err(capped(found));
    }
    decode(descriptor, value).map_err(|finding| vec![finding])
}

fn decode<M: Message + Default>(descriptor: MessageDescriptor, value: Value) -> Result<M, Finding> {
    let message = DynamicMessage::deserialize(descriptor, value)
        .map_err(|error| unreadable(&error.to_string()))?;
    message
        .transcode_to()
        .map_err(|error| unreadable(&error.to_string()))
}

/// What the checker missed; it should miss nothing, but a file must never stop the program.
fn unreadable(reason: &str) -> Finding {
    Finding::new(
        "unreadable",
        "the file",
        format!("it cannot be read: {reason}"),
    )
}

/// At most [`FINDINGS_MAX`] findings, with a last one that says so.
pub fn capped(mut found: Vec<Finding>) -> Vec<Finding> {
    if found.len() > FINDINGS_MAX {
        found.truncate(FINDINGS_MAX);
        found.push(Finding::new(
            "too_many_findings",
            "the file",
            format!("more than {FINDINGS_MAX} faults; mend these first, or check that it is the right file"),
        ));
    }
    found
}
