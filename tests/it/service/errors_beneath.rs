//! Refusals that come from beneath the service: from its store, its limits, its end, and from time.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use paiban::api::grpc::operations_client::OperationsClient;
use paiban::api::grpc::roster_service_client::RosterServiceClient;
use paiban::api::{self, Listening, ServerOptions};
use paiban::formats::proto::longrunning::operation::Result as Outcome;
use paiban::formats::proto::{self, longrunning};
use paiban::jobs::{Clock, ManualClock};
use paiban::service::{Limits, Service};
use paiban::storage::{Change, Decision, Store, StoreLimits};
use paiban::units::RosterId;
use prost::Message;
use serde_json::json;
use sqlx::Connection;
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::sync::Notify;
use tonic::{Code, Response, Status};

use super::errors::Seen;
use super::errors_of_all::{Method, Things};
use super::in_process::{Site, entry};
use super::notice;
use super::running::{Running, Wire, create, week, wire};

const THINGS: Things<'_> = Things {
    roster: "rosters/w",
    shift: "rosters/w/openShifts/hall-2026-03-09-day-1",
    claim: "rosters/w/openShifts/hall-2026-03-09-day-1/claims/none",
    operation: "operations/none",
};

/// All of them.
pub async fn all(seen: &mut Seen) {
    closed(seen).await;
    full(seen).await;
    limits(seen).await;
    without_plan(seen).await;
    forbidden(seen).await;
    spoiled(seen).await;
    overtaken(seen).await;
    locked(seen).await;
    ending(seen).await;
}

/// HR's way to a service in this process.
async fn served(service: Arc<Service>) -> Wire {
    let calls = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = calls.local_addr().expect("an address").to_string();
    tokio::spawn(async move {
        let listening = Listening {
            calls,
            metrics: None,
        };
        let options = ServerOptions::default();
        api::serve(service, listening, &options, std::future::pending()).await
    });
    wire(&address, &[("paiban-role", "hr")]).await
}

fn service(store: &Arc<dyn Store>, clock: Arc<dyn Clock>) -> Arc<Service> {
    let wake = Arc::new(Notify::new());
    Arc::new(Service::new(store.clone(), clock, Limits::default(), wake))
}

/// Submits a week under a name.
async fn submit(hr: &Wire, id: &str) -> Result<Response<()>, Status> {
    let method = Method::named("CreateRoster");
    let mut request = method.request(&THINGS);
    request["roster_id"] = json!(id);
    request["roster"]["instance"]["title"] = json!(id);
    method.ask(hr, request).await
}

/// A store that nobody can use.
async fn closed(seen: &mut Seen) {
    let site = Site::open().await;
    site.store.close().await;
    let hr = served(site.service.clone()).await;
    for method in Method::all() {
        let answer = method.ask(&hr, method.request(&THINGS)).await;
        let row = ("every method", Code::Internal, "SERVICE_FAULT");
        seen.check_of(row, method.0.name(), answer);
    }
}

async fn full(seen: &mut Seen) {
    let most = StoreLimits {
        database_bytes_max: 1 << 20,
        ..StoreLimits::default()
    };
    let site = Site::within(most).await;
    let hr = served(site.service.clone()).await;
    for round in 0..1_000 {
        let answer = submit(&hr, &format!("w{round}")).await;
        if answer.is_err() {
            return seen.check(
                "CreateRoster",
                answer,
                Code::ResourceExhausted,
                "STORE_FULL",
            );
        }
    }
    panic!("a database of a mebibyte holds a thousand rosters");
}

async fn limits(seen: &mut Seen) {
    let small = StoreLimits {
        body_bytes_max: 1_000,
        ..StoreLimits::default()
    };
    let site = Site::within(small).await;
    let hr = served(site.service.clone()).await;
    let code = Code::ResourceExhausted;
    seen.check("CreateRoster", submit(&hr, "w").await, code, "TOO_LARGE");

    let one = StoreLimits {
        jobs_max: 1,
        ..StoreLimits::default()
    };
    let site = Site::within(one).await;
    site.solved("w", &week()).await;
    let hr = served(site.service.clone()).await;
    submit(&hr, "waits").await.expect("the first");
    seen.check(
        "CreateRoster",
        submit(&hr, "more").await,
        code,
        "TOO_MANY_JOBS",
    );
    let again = Method::named("ReoptimizeRoster");
    let answer = again.ask(&hr, again.request(&THINGS)).await;
    seen.check("ReoptimizeRoster", answer, code, "TOO_MANY_JOBS");
}

/// A draft whose only solve was cancelled before anything came of it.
async fn without_plan(seen: &mut Seen) {
    let site = Site::open().await;
    let hr = served(site.service.clone()).await;
    let mut rosters = RosterServiceClient::new(hr.clone());
    let operation = rosters.create_roster(create("w", week())).await;
    let operation = operation.expect("accepted").into_inner().name;
    let cancel = Method::named("CancelOperation");
    let things = Things {
        operation: &operation,
        ..THINGS
    };
    let cancelled = cancel.ask(&hr, cancel.request(&things)).await;
    cancelled.expect("HR may");
    let mut operations = OperationsClient::new(hr.clone());
    let request = longrunning::GetOperationRequest { name: operation };
    let ended = operations
        .get_operation(request)
        .await
        .expect("it is there");
    let row = (
        "an operation's error",
        Code::Cancelled,
        "OPERATION_CANCELLED",
    );
    seen.check_of(row, "CreateRoster", failed(ended.into_inner()));
    for name in ["EditRoster", "PublishRoster"] {
        let method = Method::named(name);
        let answer = method.ask(&hr, method.request(&THINGS)).await;
        seen.check(name, answer, Code::FailedPrecondition, "NO_PLAN_YET");
    }
}

/// The law forbids a mending so late.
async fn forbidden(seen: &mut Seen) {
    let running = Running::start();
    let rule = json!([{
        "id": "company.change", "kind": "change_notice", "params": {"min_minutes_before_start": 99_999},
        "outcome": "forbid",
    }]);
    let (_, ended) = notice::mended(&running, &rule).await;
    let row = (
        "an operation's error",
        Code::FailedPrecondition,
        "RULES_BROKEN",
    );
    seen.check_of(row, "ReoptimizeRoster", failed(ended));
}

/// How an operation ended that did not succeed.
fn failed(operation: longrunning::Operation) -> Result<Response<()>, Status> {
    let Some(Outcome::Error(error)) = operation.result else {
        panic!("{operation:?}");
    };
    let details = error.encode_to_vec().into();
    Err(Status::with_details(
        Code::from(error.code),
        error.message,
        details,
    ))
}

async fn spoiled(seen: &mut Seen) {
    let site = Site::open().await;
    let roster = site.solved("w", &week()).await;
    site.publish(&roster).await.expect("legal");
    site.spoil(&roster).await;
    let hr = served(service(&site.store, site.clock.clone())).await;
    for name in [
        "GetRoster",
        "ListRosters",
        "WatchRoster",
        "ExportRoster",
        "ReoptimizeRoster",
        "UnpublishRoster",
        "CloseRoster",
        "ListOpenShifts",
        "GetOpenShift",
        "CreateClaim",
        "ListClaims",
        "GetMyRoster",
        "ListCoworkers",
        "GetCompLedger",
        "WatchOpenShifts",
        "QueryRosterWaits",
    ] {
        let method = Method::named(name);
        let answer = method.ask(&hr, method.request(&THINGS)).await;
        let code = Code::FailedPrecondition;
        let row = (
            "every method on a published plan",
            code,
            "STORED_BY_ANOTHER_VERSION",
        );
        seen.check_of(row, name, answer);
    }
}

/// A clock at each look at which somebody else changes a roster.
struct Overtaking {
    clock: Arc<ManualClock>,
    store: Arc<dyn Store>,
    handle: Handle,
}

impl Clock for Overtaking {
    fn now(&self) -> DateTime<Utc> {
        let now = self.clock.now();
        let store = self.store.clone();
        let change = async move {
            let id = RosterId::from("w");
            let row = store.roster(&id).await.expect("it is there");
            let decision = Decision {
                now,
                touches: Vec::new(),
                changes: vec![Change::Roster(row)],
                entries: vec![entry(&id)],
                answer: None,
            };
            store.commit(decision).await.expect("nobody else does");
        };
        tokio::task::block_in_place(|| self.handle.block_on(change));
        now
    }
}

async fn overtaken(seen: &mut Seen) {
    let site = Site::open().await;
    site.solved("w", &week()).await;
    let clock = Overtaking {
        clock: site.clock.clone(),
        store: site.store.clone(),
        handle: Handle::current(),
    };
    let hr = served(service(&site.store, Arc::new(clock))).await;
    for name in [
        "DeleteRoster",
        "EditRoster",
        "ReoptimizeRoster",
        "PublishRoster",
    ] {
        let method = Method::named(name);
        let answer = method.ask(&hr, method.request(&THINGS)).await;
        let row = (
            "every change of a roster",
            Code::Aborted,
            "CHANGED_MEANWHILE",
        );
        seen.check_of(row, name, answer);
    }
}

/// Another program holds the database.
async fn locked(seen: &mut Seen) {
    let running = Running::start();
    running.solved("v", week()).await;
    running.published("w").await;
    let path = running.data().join("paiban.db");
    let mut other = sqlx::SqliteConnection::connect(&path.to_string_lossy())
        .await
        .expect("it opens");
    let held = sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await;
    held.expect("nobody writes at the moment");
    let hr = running.wire(&[("paiban-role", "hr")]).await;
    for (name, roster) in [
        ("CreateRoster", "rosters/v"),
        ("DeleteRoster", "rosters/v"),
        ("EditRoster", "rosters/v"),
        ("UnpublishRoster", "rosters/w"),
        ("CreateClaim", "rosters/w"),
    ] {
        let method = Method::named(name);
        let things = Things { roster, ..THINGS };
        let answer = method.ask(&hr, method.request(&things)).await;
        let row = ("every change", Code::Unavailable, "STORE_BUSY");
        seen.check_of(row, name, answer);
        // Where the caller's own clock was quicker than the answer it is asked again.
        for attempt in 1.. {
            let time = Some(Duration::from_millis(1_200));
            let answer = method.ask_with(&hr, method.request(&things), time).await;
            let silent = answer
                .as_ref()
                .is_err_and(|status| status.details().is_empty());
            if !silent || attempt == 5 {
                let row = ("every change", Code::DeadlineExceeded, "TIME_OVER");
                seen.check_of(row, name, answer);
                break;
            }
        }
    }
}

async fn ending(seen: &mut Seen) {
    let mut running = Running::start();
    running.published("w").await;
    let watch = proto::WatchRosterRequest {
        name: "rosters/w".to_string(),
    };
    let rosters = running.hr().await.watch_roster(watch).await;
    let mut rosters = rosters.expect("HR may").into_inner();
    let watch = proto::WatchOpenShiftsRequest {
        parent: "rosters/w".to_string(),
    };
    let shifts = running.staff("E1").await.watch_open_shifts(watch).await;
    let mut shifts = shifts.expect("it is published").into_inner();
    tokio::task::spawn_blocking(move || running.stop())
        .await
        .expect("it ends");
    let code = Code::Unavailable;
    let answer = loop {
        if let Err(status) = rosters.message().await {
            break Err::<Response<()>, _>(status);
        }
    };
    seen.check("WatchRoster", answer, code, "SHUTTING_DOWN");
    let answer = loop {
        if let Err(status) = shifts.message().await {
            break Err::<Response<()>, _>(status);
        }
    };
    seen.check("WatchOpenShifts", answer, code, "SHUTTING_DOWN");
}
