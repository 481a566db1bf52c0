//! The service killed at any moment: what it had answered is there, once, and its jobs go on.
//!
//! `PAIBAN_SERVICE_KILLS` says how often it is killed.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::Utc;
use paiban::api::grpc::staff_service_client::StaffServiceClient;
use paiban::formats;
use paiban::formats::proto;
use paiban::storage::{SqlStore, Store, StoreLimits};
use prost::Message;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tonic::Code;
use tonic::transport::Channel;

use super::load::{Answers, Site, claim, publish, town, whole};
use super::running::{Running, create, instance};

/// How often it is killed.
const KILLS: &str = "PAIBAN_SERVICE_KILLS";

/// Kills in the everyday tests.
const KILLS_USUAL: u64 = 4;

/// People who claim at the same time.
const CLIENTS: usize = 8;

/// A claim on its way.
#[derive(Clone)]
struct Sent {
    person: String,
    parent: String,
    request_id: String,
    /// What came back before the kill: the claim, or that it is declined.
    answer: Option<Option<proto::Claim>>,
}

type Log = Arc<Mutex<Vec<Sent>>>;

/// Claims until the service is gone.
async fn client(channel: Channel, site: Arc<Site>, mut rng: ChaCha8Rng, log: Log) {
    let mut staff = StaffServiceClient::new(channel);
    loop {
        let (person, parent) = site.claim(&mut rng);
        let request_id = uuid::Builder::from_random_bytes(rng.random()).into_uuid();
        let sent = Sent {
            person,
            parent,
            request_id: request_id.to_string(),
            answer: None,
        };
        let at = {
            let mut log = log.lock().expect("nobody panics");
            log.push(sent.clone());
            log.len() - 1
        };
        let request = claim(&sent.person, &sent.parent, &sent.request_id);
        let answer = match staff.create_claim(request).await {
            Ok(claim) => Some(claim.into_inner()),
            Err(status) if status.code() == Code::FailedPrecondition => None,
            Err(_) => return,
        };
        log.lock().expect("nobody panics")[at].answer = Some(answer);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_service_keeps_what_it_answered_and_goes_on() {
    let kills = std::env::var(KILLS).map_or(KILLS_USUAL, |text| text.parse().expect("a number"));
    let instance_of_town = formats::read_instance(&town(4).to_string()).expect("it is valid");
    let mut service = Running::start();
    let site = Arc::new(publish(&service, &instance_of_town).await);
    let mut told = Answers::new();
    let (mut unanswered, mut sent_in_all) = (0, 0);
    for round in 0..kills {
        let mut rng = ChaCha8Rng::seed_from_u64(round);
        let log = Log::default();
        let mut clients = tokio::task::JoinSet::new();
        for one in 0..CLIENTS as u64 {
            let own = ChaCha8Rng::seed_from_u64(round << 8 | one);
            let channel = service.channel().await;
            clients.spawn(client(channel, site.clone(), own, log.clone()));
        }
        tokio::time::sleep(Duration::from_millis(rng.random_range(5..400))).await;
        service.kill_and_restart();
        clients.join_all().await;
        let log = log.lock().expect("nobody panics").clone();
        sent_in_all += log.len();
        unanswered += log.iter().filter(|sent| sent.answer.is_none()).count();
        asked_again(&service, round, &log, &mut told).await;
    }
    println!("{kills} kills, {sent_in_all} claims sent, {unanswered} without an answer");
    assert!(sent_in_all > 0);
    jobs_go_on(&mut service).await;
    service.stop();
    let store = SqlStore::open(service.data(), StoreLimits::default(), Utc::now()).await;
    let store = store.expect("it is whole");
    whole(&store, &told).await;
    store.close().await;
}

/// A request that comes again is answered as it was; one that was not answered is answered now, once.
async fn asked_again(service: &Running, round: u64, log: &[Sent], told: &mut Answers) {
    let mut staff = StaffServiceClient::new(service.channel().await);
    for sent in log {
        let request = claim(&sent.person, &sent.parent, &sent.request_id);
        let again = match staff.create_claim(request).await {
            Ok(claim) => Some(claim.into_inner()),
            Err(status) => {
                assert_eq!(status.code(), Code::FailedPrecondition, "{status:?}");
                None
            }
        };
        match (&sent.answer, &again) {
            (Some(Some(first)), Some(again)) => {
                assert_eq!(first.name, again.name, "round {round}: a claim twice");
                let settled = first.state() != proto::claim::State::Pending;
                assert!(!settled || first.state() == again.state(), "round {round}");
            }
            (Some(Some(first)), None) => {
                let open = first.state() == proto::claim::State::Pending;
                assert!(open, "round {round}: {} is lost", first.name);
            }
            (Some(None), Some(again)) => panic!("round {round}: {} was declined", again.name),
            (Some(None), None) | (None, _) => {}
        }
        if let Some(claim) = again {
            told.insert(claim.name.clone(), claim.state());
        }
    }
}

/// A solve under way when the service is killed is done by the next one.
async fn jobs_go_on(service: &mut Running) {
    let mut hr = service.hr().await;
    let mut request = create("resumed", instance("hall-week.json"));
    request.options = Some(proto::SolveOptions {
        time_limit: Some(prost_reflect::prost_types::Duration {
            seconds: 5,
            nanos: 0,
        }),
        ..proto::SolveOptions::default()
    });
    let mut operation = hr
        .create_roster(request)
        .await
        .expect("accepted")
        .into_inner();
    while metadata(&operation).state() != proto::solve_metadata::State::Running {
        let name = operation.name.clone();
        let request = formats::proto::longrunning::GetOperationRequest { name };
        let found = service.operations().await.get_operation(request).await;
        operation = found.expect("it is there").into_inner();
    }
    service.kill_and_restart();
    let ended = service.finished(operation).await;
    let metadata = metadata(&ended);
    let state = (metadata.state(), metadata.attempts);
    assert_eq!(
        state,
        (proto::solve_metadata::State::Succeeded, 2),
        "{metadata:?}"
    );
}

fn metadata(operation: &formats::proto::longrunning::Operation) -> proto::SolveMetadata {
    let metadata = operation.metadata.as_ref().expect("told");
    proto::SolveMetadata::decode(metadata.value.as_slice()).expect("metadata")
}
