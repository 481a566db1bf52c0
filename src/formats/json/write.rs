//! Message to text.

use prost::Message;
use prost_reflect::{DynamicMessage, MessageDescriptor, SerializeOptions};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// A message as a JSON value, without what has its default; `Null` for one that this program does not know.
pub fn value<M: Message>(descriptor: Option<MessageDescriptor>, message: &M) -> Value {
    let Some(descriptor) = descriptor else {
        return Value::Null;
    };
    let mut dynamic = DynamicMessage::new(descriptor);
    if dynamic.transcode_from(message).is_err() {
        return Value::Null;
    }
    let options = SerializeOptions::new()
        .stringify_64_bit_integers(false)
        .use_proto_field_name(true)
        .skip_default_fields(true);
    dynamic
        .serialize_with_options(serde_json::value::Serializer, &options)
        .unwrap_or(Value::Null)
}

/// The text of a message on one line, fields in the order of the proto file.
pub fn compact<M: Message>(descriptor: Option<MessageDescriptor>, message: &M) -> String {
    value(descriptor, message).to_string()
}

/// The text of a message for people: indented, fields in the order of the proto file.
pub fn pretty<M: Message>(descriptor: Option<MessageDescriptor>, message: &M) -> String {
    format!("{:#}\n", value(descriptor, message))
}

/// The text of any message of `proto/`, by its full name, on one line.
pub fn json_text<M: Message>(name: &str, message: &M) -> String {
    let pool = crate::formats::proto::descriptors();
    compact(
        pool.and_then(|pool| pool.get_message_by_name(name)),
        message,
    )
}

/// SHA-256, in hexadecimal, of the text that a message always has, however its file was laid out.
pub fn canonical<M: Message>(descriptor: Option<MessageDescriptor>, message: &M) -> String {
    digest(compact(descriptor, message).as_bytes())
}

/// SHA-256 in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
