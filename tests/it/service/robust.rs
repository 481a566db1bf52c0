//! Requests that make no sense, or too much of it, are answered with a status, and the service goes on.

use std::time::Duration;

use bytes::{Buf, BufMut};
use paiban::api::grpc::roster_service_client::RosterServiceClient;
use paiban::formats::proto::{self, longrunning};
use prost::Message;
use prost_reflect::prost_types;
use rand::{RngExt, SeedableRng};
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::{Code, Request, Status};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;

use super::running::{Running, create, week};

/// Bytes as they are, for requests that no message would make.
#[derive(Clone, Copy, Default)]
pub struct Raw;

impl Codec for Raw {
    type Encode = Vec<u8>;
    type Decode = Vec<u8>;
    type Encoder = Raw;
    type Decoder = Raw;
    fn encoder(&mut self) -> Raw {
        Raw
    }
    fn decoder(&mut self) -> Raw {
        Raw
    }
}

impl Encoder for Raw {
    type Item = Vec<u8>;
    type Error = Status;
    fn encode(&mut self, item: Vec<u8>, to: &mut EncodeBuf<'_>) -> Result<(), Status> {
        to.put_slice(&item);
        Ok(())
    }
}

impl Decoder for Raw {
    type Item = Vec<u8>;
    type Error = Status;
    fn decode(&mut self, from: &mut DecodeBuf<'_>) -> Result<Option<Vec<u8>>, Status> {
        let length = from.remaining();
        Ok(Some(from.copy_to_bytes(length).to_vec()))
    }
}

async fn healthy(service: &Running) {
    let mut health = HealthClient::new(service.channel().await);
    let answer = health.check(HealthCheckRequest::default()).await;
    let answer = answer.expect("it answers").into_inner();
    assert_eq!(answer.status(), ServingStatus::Serving);
}

#[tokio::test]
async fn garbage_is_answered_and_harms_nobody() {
    let service = Running::start();
    let wire = service.wire(&[("paiban-role", "hr")]).await;
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(7);
    let methods = [
        "CreateRoster",
        "GetRoster",
        "EditRoster",
        "PublishRoster",
        "ListRosters",
    ];
    for round in 0..10_000 {
        let method = methods[round % methods.len()];
        let length = random.random_range(1..200);
        let bytes: Vec<u8> = (0..length).map(|_| random.random()).collect();
        let path = format!("/paiban.v1.RosterService/{method}");
        let path = path.parse().expect("a path");
        let mut client = tonic::client::Grpc::new(wire.clone());
        client.ready().await.expect("it goes on");
        let answer = client.unary(Request::new(bytes), path, Raw).await;
        if let Err(status) = answer {
            let known = [Code::Internal, Code::InvalidArgument, Code::NotFound];
            assert!(known.contains(&status.code()), "{method}: {status:?}");
        }
    }
    healthy(&service).await;
}

#[tokio::test]
async fn a_request_over_the_limit_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = folder.path().join("paiban.toml");
    std::fs::write(&config, "message_bytes_max = 600\n").expect("written");
    let service = Running::with(&["--config", &config.to_string_lossy()]);
    let answer = service.hr().await.create_roster(create("w", week())).await;
    assert_eq!(answer.expect_err("too large").code(), Code::OutOfRange);
    healthy(&service).await;
}

#[tokio::test]
async fn a_call_without_time_is_told_so_and_changes_nothing() {
    let service = Running::start();
    let mut request = Request::new(proto::ListRostersRequest::default());
    request.set_timeout(Duration::from_nanos(1));
    let answer = service.hr().await.list_rosters(request).await;
    let code = answer.expect_err("no time").code();
    assert!(
        matches!(code, Code::DeadlineExceeded | Code::Cancelled),
        "{code:?}"
    );
    healthy(&service).await;
}

#[tokio::test]
async fn a_cancelled_solve_keeps_what_it_has() {
    let service = Running::start();
    let mut hr = service.hr().await;
    let mut request = create("long", super::running::instance("hall-week.json"));
    request.options = Some(proto::SolveOptions {
        relative_gap: 1e-9,
        ..proto::SolveOptions::default()
    });
    let operation = hr
        .create_roster(request)
        .await
        .expect("accepted")
        .into_inner();
    let name = operation.name.clone();
    let cancel = longrunning::CancelOperationRequest { name };
    service
        .operations()
        .await
        .cancel_operation(cancel)
        .await
        .expect("it may be cancelled");
    let ended = service.finished(operation).await;
    assert!(ended.done && ended.result.is_some(), "{ended:?}");
}

/// The example week, published after a second of solving.
async fn hall_week(service: &Running) -> proto::Roster {
    let mut request = create("w", super::running::instance("hall-week.json"));
    request.options = Some(proto::SolveOptions {
        time_limit: Some(prost_types::Duration {
            seconds: 1,
            nanos: 0,
        }),
        ..proto::SolveOptions::default()
    });
    let operation = service.hr().await.create_roster(request).await;
    let operation = operation.expect("accepted").into_inner();
    service.finished(operation).await;
    service.publish("w").await
}

/// Somebody cannot come; nothing is as close as is asked, so that it goes on until it is stopped.
fn endless(published: &proto::Roster, seconds: i64) -> proto::ReoptimizeRosterRequest {
    let absent = published.witness.iter().find(|day| !day.hall.is_empty());
    let absent = absent.expect("somebody works");
    proto::ReoptimizeRosterRequest {
        name: published.name.clone(),
        absences: vec![proto::Absence {
            employee: absent.employee.clone(),
            from_date: absent.date.clone(),
            to_date: absent.date.clone(),
            reason: "sick".to_string(),
        }],
        options: Some(proto::SolveOptions {
            relative_gap: 1e-12,
            time_limit: Some(prost_types::Duration { seconds, nanos: 0 }),
            ..proto::SolveOptions::default()
        }),
        ..proto::ReoptimizeRosterRequest::default()
    }
}

#[tokio::test]
async fn a_mending_keeps_its_limit_with_all_that_it_has_to_learn_first() {
    let mut service = Running::start();
    let published = hall_week(&service).await;
    // What was learnt when the roster was published is forgotten.
    service.kill_and_restart();
    for seconds in [1, 2] {
        let request = endless(&published, seconds);
        let operation = service.hr().await.reoptimize_roster(request).await;
        let operation = operation.expect("accepted").into_inner();
        let ended = metadata(&service.finished(operation).await);
        let state = (ended.state(), ended.reoptimization.is_some());
        let fitted = (proto::solve_metadata::State::Succeeded, true);
        assert_eq!(state, fitted, "{ended:?}");
        let most = seconds as f64 + 2.0;
        assert!(ended.seconds <= most, "{seconds} s: {ended:?}");
    }
}

#[tokio::test]
async fn a_cancelled_mending_changes_nothing() {
    use proto::solve_metadata::State;
    let service = Running::start();
    let mut hr = service.hr().await;
    let published = hall_week(&service).await;
    let request = endless(&published, 60);
    let operation = hr.reoptimize_roster(request).await.expect("accepted");
    let mut operation = operation.into_inner();
    let mut operations = service.operations().await;
    while metadata(&operation).state() == State::Queued {
        let name = operation.name.clone();
        let request = longrunning::GetOperationRequest { name };
        let found = operations.get_operation(request).await;
        operation = found.expect("it is there").into_inner();
    }
    let name = operation.name.clone();
    let cancel = longrunning::CancelOperationRequest { name };
    let cancelled = operations.cancel_operation(cancel).await;
    cancelled.expect("it may be cancelled");
    let ended = service.finished(operation).await;
    assert_eq!(metadata(&ended).state(), State::Cancelled, "{ended:?}");
    let request = proto::GetRosterRequest {
        name: published.name.clone(),
        view: 0,
    };
    let after = hr.get_roster(request).await.expect("it is there");
    let after = after.into_inner();
    assert_eq!(
        (after.plan_version, after.witness),
        (published.plan_version, published.witness)
    );
}

fn metadata(operation: &longrunning::Operation) -> proto::SolveMetadata {
    let metadata = operation.metadata.as_ref().expect("told");
    proto::SolveMetadata::decode(metadata.value.as_slice()).expect("metadata")
}

#[tokio::test]
async fn a_list_shows_the_rosters_that_may_be_read() {
    let service = Running::start();
    let mut both = week();
    let second = proto::Hall {
        id: "other".to_string(),
        ..both.halls[0].clone()
    };
    both.halls.push(second);
    service.solved("one", week()).await;
    service.solved("both", both).await;
    let caller = [("paiban-role", "hr"), ("paiban-halls", "hall")];
    let wire = service.wire(&caller).await;
    let mut own = RosterServiceClient::new(wire);
    for (mut who, expected) in [
        (own.clone(), vec!["one"]),
        (service.hr().await, vec!["one", "both"]),
    ] {
        let list = who.list_rosters(proto::ListRostersRequest::default()).await;
        let list = list.expect("they may").into_inner().rosters;
        let names: Vec<&str> = list
            .iter()
            .filter_map(|roster| roster.name.strip_prefix("rosters/"))
            .collect();
        assert_eq!(names, expected);
    }
    let request = proto::GetRosterRequest {
        name: "rosters/both".to_string(),
        view: 0,
    };
    let refused = own.get_roster(request).await.expect_err("not all theirs");
    assert_eq!(refused.code(), Code::PermissionDenied);
}

#[test]
fn pages_that_would_never_end_are_refused() {
    for rows in [0, 1_001] {
        let folder = tempfile::tempdir().expect("a folder");
        let config = folder.path().join("paiban.toml");
        std::fs::write(&config, format!("page_max = {rows}\n")).expect("written");
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_paiban"))
            .args(["serve", "--listen", "127.0.0.1:0", "--config"])
            .arg(&config)
            .output()
            .expect("it runs");
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("page_max"), "{said}");
    }
}

#[tokio::test]
async fn it_ends_quietly_also_while_somebody_watches() {
    let service = Running::start();
    service.solved("w", week()).await;
    let watch = proto::WatchRosterRequest {
        name: "rosters/w".to_string(),
    };
    let mut events = service
        .hr()
        .await
        .watch_roster(watch)
        .await
        .expect("HR may")
        .into_inner();
    events.message().await.expect("it lives");
    assert!(service.terminate().success());
}

#[test]
fn other_addresses_than_loopback_are_refused() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_paiban"))
        .args(["serve", "--listen", "0.0.0.0:0"])
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("loopback"), "{said}");
}
