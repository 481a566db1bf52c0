//! The messages of `proto/`, as generated, and their description.

use std::sync::LazyLock;

use prost_reflect::{DescriptorPool, MessageDescriptor};

// The comments of the proto files are the documentation of the messages; what has none there has none here.
#[allow(missing_docs, clippy::all, reason = "generated")]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/paiban.v1.rs"));
}

pub use generated::*;

/// Work that takes longer than a call: `google.longrunning`.
#[allow(missing_docs, clippy::all, reason = "generated")]
pub mod longrunning {
    include!(concat!(env!("OUT_DIR"), "/google.longrunning.rs"));
}

/// The error model of gRPC: `google.rpc`.
#[allow(missing_docs, clippy::all, reason = "generated")]
pub mod rpc {
    include!(concat!(env!("OUT_DIR"), "/google.rpc.rs"));
}

/// The description of every file of `proto/`, encoded.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/paiban.fds"));

static POOL: LazyLock<Option<DescriptorPool>> =
    LazyLock::new(|| DescriptorPool::decode(DESCRIPTORS).ok());

/// Description of a message of this package by its short name; `None` for a name there is not.
pub fn message(name: &str) -> Option<MessageDescriptor> {
    POOL.as_ref()?
        .get_message_by_name(&format!("paiban.v1.{name}"))
}

/// Description of every message.
pub fn descriptors() -> Option<&'static DescriptorPool> {
    POOL.as_ref()
}
