//! The edge towards gRPC: handlers, conversions between messages and words, errors as statuses.

mod caller;
mod convert;
mod edge;
pub mod grpc;
mod metrics;
mod names;
mod operations;
mod planning_service;
mod roster_service;
mod server;
mod staff_service;
mod status;
mod watch;

pub use caller::encoded;
pub use server::{Listening, ServerOptions, serve};
pub use status::code;
