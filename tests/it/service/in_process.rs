//! The service in this process, with a clock that is told: claims without a proof, and what becomes of them all.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use paiban::claims::{ClaimState, RosterState};
use paiban::formats;
use paiban::jobs::{Clock, JobKind, ManualClock, Terms};
use paiban::service::{
    Call, Caller, ClaimAsked, Limits, NewRoster, Reason, Service, SolveSettings, WindowAsked, works,
};
use paiban::storage::{ClaimFilter, JobFilter, PageRequest, SqlStore, Store, StoreLimits};
use paiban::units::{ClaimId, RosterId};
use paiban::worker::{Worker, WorkerSettings};
use tokio::sync::Notify;

use super::running::week;

/// A service in this process that gives proofs no time.
struct Site {
    store: Arc<dyn Store>,
    clock: Arc<ManualClock>,
    service: Arc<Service>,
    wake: Arc<Notify>,
}

/// A job has one try.
const TERMS: Terms = Terms {
    lease: chrono::Duration::seconds(15),
    attempts_max: 1,
    pause: chrono::Duration::seconds(0),
};

impl Site {
    async fn open() -> Site {
        let now: DateTime<Utc> = "2026-03-02T00:00:00Z".parse().expect("a moment");
        let clock = Arc::new(ManualClock::at(now));
        let store = SqlStore::in_memory(StoreLimits::default(), now).await;
        let store: Arc<dyn Store> = Arc::new(store.expect("it opens"));
        let limits = Limits {
            verdict_max: Duration::ZERO,
            decide_max: Duration::ZERO,
            ..Limits::default()
        };
        let wake = Arc::new(Notify::new());
        let service = Service::new(store.clone(), clock.clone(), limits, wake.clone());
        Site {
            store,
            clock,
            service: Arc::new(service),
            wake,
        }
    }

    fn work(&self) -> Worker {
        let settings = WorkerSettings {
            terms: TERMS,
            beat: Duration::from_millis(20),
            ..WorkerSettings::default()
        };
        let works = works(&self.service);
        Worker::start(
            self.store.clone(),
            self.clock.clone(),
            works,
            settings,
            self.wake.clone(),
        )
    }

    /// Publishes a week, and claims Monday to Friday for E2: Friday needs more of a proof than the quick ways give.
    async fn pending(&self) -> ClaimId {
        let roster = RosterId::from("w");
        let instance = formats::instance_from_proto(&week()).expect("it is valid");
        let asked = NewRoster {
            instance,
            id: Some("w".to_string()),
            solve: SolveSettings::default(),
            previous: None,
        };
        let hr = Call::by(Caller::hr());
        let worker = self.work();
        let (_, job) = self.service.create_roster(&hr, asked).await.expect("taken");
        while !self.store.job(&job).await.expect("there").has_ended() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        worker.drain().await;
        let window = WindowAsked::default();
        self.service
            .publish(&hr, &roster, &window)
            .await
            .expect("legal");
        let call = Call::by(Caller::staff("E2"));
        for day in 9..=13 {
            let asked = ClaimAsked {
                roster: roster.clone(),
                shift: format!("hall-2026-03-{day:02}-day-1").as_str().into(),
                employee: None,
            };
            let claim = self
                .service
                .claim(&call, &asked)
                .await
                .expect("not declined");
            if claim.state == ClaimState::Pending {
                return claim.id;
            }
        }
        panic!("every claim was decided at once");
    }

    async fn expired(&self, id: &ClaimId) {
        for _ in 0..500 {
            if self.store.claim(id).await.expect("there").state == ClaimState::Expired {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{:?}", self.store.claim(id).await);
    }
}

#[tokio::test]
async fn a_week_that_is_over_is_archived_with_what_was_worked_and_missed() {
    let site = Site::open().await;
    let id = site.pending().await;
    let (hr, roster) = (Call::by(Caller::hr()), RosterId::from("w"));
    let refused = site.service.archive(&hr, &roster, &[]).await;
    assert_eq!(
        refused.map_err(|fault| fault.reason),
        Err(Reason::WrongState)
    );
    site.service
        .close(&hr, &roster, false)
        .await
        .expect("published");
    let refused = site.service.archive(&hr, &roster, &[]).await;
    assert_eq!(refused.map_err(|fault| fault.reason), Err(Reason::NotOver));
    site.clock.advance(chrono::Duration::days(14));
    let claims = site
        .store
        .claims(&ClaimFilter::default(), &PageRequest::default())
        .await;
    let claims = claims.expect("it answers").rows;
    let missed = claims[0].id.clone();
    let unknown = site
        .service
        .archive(&hr, &roster, std::slice::from_ref(&id))
        .await;
    let unknown = unknown.map_err(|fault| fault.reason);
    assert_eq!(unknown, Err(Reason::ClaimNotFound), "it has expired");
    let done = site
        .service
        .archive(&hr, &roster, std::slice::from_ref(&missed))
        .await;
    done.expect("it is over");
    let row = site.store.roster(&roster).await.expect("it is there");
    assert_eq!(row.state, RosterState::Archived);
    for claim in claims {
        let state = site.store.claim(&claim.id).await.expect("there").state;
        let expected = match &claim.id {
            own if *own == missed => ClaimState::NoShow,
            own if *own == id => ClaimState::Expired,
            _ => ClaimState::Worked,
        };
        assert_eq!(state, expected);
    }
    let shown = site.service.get_roster(&Caller::hr(), &roster).await;
    assert!(shown.expect("it is history").terms().is_some());
}

#[tokio::test]
async fn a_claim_expires_when_its_proof_has_failed_for_good() {
    let site = Site::open().await;
    let id = site.pending().await;
    let worker = site.work();
    site.expired(&id).await;
    worker.drain().await;
}

#[tokio::test]
async fn a_claim_whose_job_waits_stays_pending_and_expires_when_its_workers_are_lost() {
    let site = Site::open().await;
    let id = site.pending().await;
    let leased = site.store.lease("lost", site.clock.now(), &TERMS).await;
    let job = leased.expect("it answers").expect("it waits");
    assert_eq!(job.kind, JobKind::DecideClaim);
    let worker = site.work();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let row = site.store.claim(&id).await.expect("there");
    assert_eq!(row.state, ClaimState::Pending, "its job is still alive");
    site.clock.advance(chrono::Duration::seconds(16));
    site.expired(&id).await;
    let filter = JobFilter {
        alive: true,
        ..JobFilter::default()
    };
    let alive = site.store.jobs(&filter, &PageRequest::default()).await;
    assert_eq!(alive.expect("it answers").rows, []);
    worker.drain().await;
}

#[tokio::test]
async fn a_claim_expires_when_hr_cancels_its_job() {
    let site = Site::open().await;
    let id = site.pending().await;
    let filter = JobFilter {
        alive: true,
        ..JobFilter::default()
    };
    let alive = site.store.jobs(&filter, &PageRequest::default()).await;
    let job = alive.expect("it answers").rows.pop().expect("it waits");
    let cancelled = site.service.cancel_operation(&Caller::hr(), &job.id).await;
    cancelled.expect("HR may");
    let worker = site.work();
    site.expired(&id).await;
    worker.drain().await;
}
