//! Whoever watches a roster hears of every claim, however far behind.

use std::collections::HashMap;

use paiban::api::grpc::roster_service_client::RosterServiceClient;
use paiban::api::{Listening, ServerOptions, serve};
use paiban::claims::ClaimState;
use paiban::formats::proto::{self, claim::State, roster_event};
use paiban::service::{Call, Caller, Claim};
use paiban::storage::{Change, Decision};
use paiban::units::RosterId;
use tokio::net::TcpListener;
use tonic::Streaming;

use super::in_process::{Site, entry};
use super::running::{Wire, week, wire};

type Events = Streaming<proto::RosterEvent>;

/// Answers calls on a port of its own, as long as the test runs.
async fn hr(site: &Site) -> RosterServiceClient<Wire> {
    let calls = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = calls.local_addr().expect("an address").to_string();
    let service = site.service.clone();
    tokio::spawn(async move {
        let listening = Listening {
            calls,
            metrics: None,
        };
        serve(
            service,
            listening,
            &ServerOptions::default(),
            std::future::pending(),
        )
        .await
    });
    RosterServiceClient::new(wire(&address, &[("paiban-role", "hr")]).await)
}

/// Watches a roster from now on: what it is now is read.
async fn watch(site: &Site, roster: &str) -> Events {
    let request = proto::WatchRosterRequest {
        name: format!("rosters/{roster}"),
    };
    let events = hr(site).await.watch_roster(request).await;
    let mut events = events.expect("HR may").into_inner();
    loop {
        let event = events.message().await.expect("it lives").expect("an event");
        if matches!(event.event, Some(roster_event::Event::Roster(_))) {
            return events;
        }
    }
}

/// The newest state of each claim that is told until these are.
async fn hear(events: &mut Events, wanted: &HashMap<String, State>) {
    let mut heard: HashMap<String, State> = HashMap::new();
    while wanted
        .iter()
        .any(|(claim, state)| heard.get(claim) != Some(state))
    {
        let next = tokio::time::timeout(std::time::Duration::from_secs(20), events.message());
        let next = next
            .await
            .unwrap_or_else(|_| panic!("{heard:?} of {wanted:?}"));
        let event = next.expect("it lives").expect("an event");
        if let Some(roster_event::Event::Claim(claim)) = event.event {
            heard.insert(claim.name.clone(), claim.state());
        }
    }
}

async fn claims(site: &Site, roster: &RosterId) -> Vec<Claim> {
    let hr = Caller::hr();
    let claims = site.service.list_claims(&hr, roster, None, None, 0, "");
    claims.await.expect("they are listed").rows
}

fn name(claim: &Claim) -> String {
    format!(
        "rosters/w/openShifts/{}/claims/{}",
        claim.shift.id, claim.id
    )
}

#[test]
fn who_falls_behind_hears_of_every_claim() {
    let runtime = |mut of: tokio::runtime::Builder| of.enable_all().build().expect("it starts");
    // The watch stands still while the service goes on.
    let works = runtime(tokio::runtime::Builder::new_multi_thread());
    let watches = runtime(tokio::runtime::Builder::new_current_thread());
    let (site, roster) = works.block_on(async {
        let site = Site::keeping(1).await;
        let roster = site.solved("w", &week()).await;
        site.publish(&roster).await.expect("legal");
        (site, roster)
    });
    let mut events = watches.block_on(watch(&site, "w"));
    // Of the events of all these claims one is kept; those refused are claims too.
    let claims = works.block_on(async {
        for day in 9..=14 {
            for who in ["E1", "E2"] {
                let _ = site.claim(who, &roster, day).await;
            }
        }
        claims(&site, &roster).await
    });
    assert_eq!(claims.len(), 12);
    let state = |claim: &Claim| match claim.state {
        ClaimState::Accepted => State::Accepted,
        ClaimState::Declined => State::Declined,
        ClaimState::Pending => State::Pending,
        other => panic!("{other:?}"),
    };
    let told = claims.iter().map(|claim| (name(claim), state(claim)));
    watches.block_on(hear(&mut events, &told.collect()));
}

#[tokio::test]
async fn claims_that_end_with_their_roster_are_told() {
    let site = Site::open().await;
    let pending = site.pending().await;
    let roster = RosterId::from("w");
    let hr = Call::by(Caller::hr());
    let mut events = watch(&site, "w").await;
    let claims = claims(&site, &roster).await;
    let closed = site.service.close(&hr, &roster, false).await;
    closed.expect("published");
    let waiting = claims.iter().filter(|claim| claim.id == pending);
    let expired: HashMap<String, State> =
        waiting.map(|claim| (name(claim), State::Expired)).collect();
    assert_eq!(expired.len(), 1);
    hear(&mut events, &expired).await;
    site.clock.advance(chrono::Duration::days(15));
    let archived = site.service.archive(&hr, &roster, &[]).await;
    archived.expect("it is over");
    let accepted = claims
        .iter()
        .filter(|claim| claim.state == ClaimState::Accepted);
    let worked: HashMap<String, State> =
        accepted.map(|claim| (name(claim), State::Worked)).collect();
    assert!(!worked.is_empty());
    hear(&mut events, &worked).await;
}

#[tokio::test]
async fn claims_that_end_when_a_roster_is_taken_back_are_told_when_it_is_published_again() {
    let site = Site::open().await;
    let mut alone = week();
    for coverage in &mut alone.coverage {
        coverage.heads = 1;
    }
    let roster = site.solved("w", &alone).await;
    site.publish(&roster).await.expect("legal");
    let claim = site.claim("E1", &roster, 9).await.expect("allowed");
    let own = Call::by(Caller::staff("E1"));
    let back = site.service.withdraw(&own, &claim.id).await;
    back.expect("the other can step in");
    // As if it waited for its proof still, beside no accepted one.
    let mut waits = site.store.claim(&claim.id).await.expect("it is kept");
    waits.state = ClaimState::Pending;
    let decision = Decision {
        now: site.service.now(),
        touches: Vec::new(),
        changes: vec![Change::Claim(waits)],
        entries: vec![entry(&roster)],
        answer: None,
    };
    site.store.commit(decision).await.expect("it is the next");
    let mut events = watch(&site, "w").await;
    let hr = Call::by(Caller::hr());
    let back = site.service.unpublish(&hr, &roster).await;
    back.expect("no claim is accepted");
    // The watch has seen the draft before it is published again.
    loop {
        let event = events.message().await.expect("it lives").expect("an event");
        if let Some(roster_event::Event::Roster(told)) = event.event
            && told.state() == proto::roster::State::Draft
        {
            break;
        }
    }
    site.publish(&roster).await.expect("legal");
    hear(
        &mut events,
        &HashMap::from([(name(&claim), State::Expired)]),
    )
    .await;
}
