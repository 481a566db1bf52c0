//! The services of `proto/`, as generated.

#[allow(missing_docs, clippy::all, unused_qualifications, reason = "generated")]
mod paiban {
    include!(concat!(env!("OUT_DIR"), "/services/paiban.v1.rs"));
}

#[allow(missing_docs, clippy::all, unused_qualifications, reason = "generated")]
mod longrunning {
    include!(concat!(env!("OUT_DIR"), "/services/google.longrunning.rs"));
}

pub use longrunning::*;
pub use paiban::*;
