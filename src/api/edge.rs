//! What all methods share: who calls, how long there is, how errors are told, what is counted.

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use prost::Message;
use tokio::sync::watch;
use tonic::metadata::MetadataMap;
use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::caller;
use super::metrics::Metrics;
use super::status::status;
use crate::formats::{self, proto};
use crate::service::{Act, Call, Caller, Fault, Reason, RequestId, Service, may};

/// Longest time of a call whose caller names none.
const TIME_DEFAULT: Duration = Duration::from_secs(60);

/// Time that an answer may need to the caller, at most.
const ON_ITS_WAY: Duration = Duration::from_millis(50);

/// What handlers stand on.
#[derive(Clone)]
pub struct Edge {
    /// The use cases.
    pub service: Arc<Service>,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// Turns true when the server is about to end.
    pub closed: watch::Receiver<bool>,
}

impl Edge {
    /// Answers one call of a caller whose role may do `act`; before that is settled nothing is said of the request.
    pub async fn answer<Q, A, F>(
        &self,
        method: &'static str,
        act: Act,
        request: Request<Q>,
        work: impl FnOnce(Caller, Q) -> F,
    ) -> Result<Response<A>, Status>
    where
        F: Future<Output = Result<A, Fault>>,
    {
        let started = Instant::now();
        let (metadata, _, message) = request.into_parts();
        let caller = caller::caller(&metadata).and_then(|caller| {
            may(&caller, act)?;
            Ok(caller)
        });
        let outcome = match caller {
            Err(fault) => Err(fault),
            Ok(caller) => {
                let time = deadline(&metadata).map_or(TIME_DEFAULT, before);
                match tokio::time::timeout(time, work(caller, message)).await {
                    Ok(outcome) => outcome,
                    Err(_) => Err(Fault::new(Reason::TimeOver, method)),
                }
            }
        };
        let reason = outcome
            .as_ref()
            .map_or_else(|fault| fault.reason.code(), |_| "OK");
        let time = started.elapsed();
        self.metrics.count(method, reason, time);
        tracing::debug!(method, reason, ?time, "answered");
        outcome
            .map(Response::new)
            .map_err(|fault| status(&fault, caller::language(&metadata)))
    }
}

/// A moment less, so that whoever waits hears the answer instead of giving up.
fn before(deadline: Duration) -> Duration {
    deadline - (deadline / 10).min(ON_ITS_WAY)
}

/// The time that the caller gives, as the protocol writes it: digits and a unit.
fn deadline(metadata: &MetadataMap) -> Option<Duration> {
    let text = metadata.get("grpc-timeout")?.to_str().ok()?;
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let number: u64 = number.parse().ok().filter(|_| number.len() <= 8)?;
    Some(match unit {
        "H" => Duration::from_secs(number * 3600),
        "M" => Duration::from_secs(number * 60),
        "S" => Duration::from_secs(number),
        "m" => Duration::from_millis(number),
        "u" => Duration::from_micros(number),
        "n" => Duration::from_nanos(number),
        _ => return None,
    })
}

/// A request that changes something: it can be repeated, held to a version, or only tried.
pub trait Change: Message {
    /// Which request this is, whenever it comes; empty when the caller gives no id.
    fn request_id(&self) -> &str;
    /// The version that the caller knows; empty for any.
    fn etag(&self) -> &str {
        ""
    }
    /// Whether to answer only what would happen.
    fn validate_only(&self) -> bool;
}

macro_rules! changes {
    ($($message:ident $(has $etag:ident)?,)*) => {$(
        impl Change for proto::$message {
            fn request_id(&self) -> &str {
                &self.request_id
            }
            $(fn etag(&self) -> &str {
                &self.$etag
            })?
            fn validate_only(&self) -> bool {
                self.validate_only
            }
        }
    )*};
}

changes! {
    CreateRosterRequest,
    DeleteRosterRequest has etag,
    EditRosterRequest has etag,
    ReoptimizeRosterRequest has etag,
    PublishRosterRequest has etag,
    UnpublishRosterRequest has etag,
    CloseRosterRequest has etag,
    ArchiveRosterRequest has etag,
    CreateClaimRequest,
    WithdrawClaimRequest has etag,
}

/// The call of a changing request.
///
/// # Errors
/// A request id that is no UUID.
pub fn call(caller: Caller, asked: &impl Change) -> Result<Call, Fault> {
    let request = match asked.request_id() {
        "" => None,
        id => Some(RequestId {
            id: uuid(id)?,
            fingerprint: formats::digest(&asked.encode_to_vec()),
        }),
    };
    Ok(Call {
        caller,
        request,
        validate_only: asked.validate_only(),
        etag: Some(asked.etag().to_string()).filter(|etag| !etag.is_empty()),
    })
}

fn uuid(id: &str) -> Result<String, Fault> {
    let uuid = Uuid::try_parse(id).map_err(|_| {
        Fault::field(
            "request_id",
            "write the request id as a UUID",
            "请求编号应为 UUID",
        )
    })?;
    Ok(uuid.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<Duration>) {
        let mut metadata = MetadataMap::new();
        metadata.insert("grpc-timeout", text.parse().expect("ASCII"));
        assert_eq!(deadline(&metadata), expected, "{text}");
    }

    #[test]
    fn a_deadline_is_read_as_the_protocol_writes_it() {
        check("100m", Some(Duration::from_millis(100)));
        check("2S", Some(Duration::from_secs(2)));
        check("1H", Some(Duration::from_secs(3600)));
        for none in ["", "S", "5", "5x", "123456789S", "-1S"] {
            check(none, None);
        }
    }
}
