//! The service in this process, with a clock that is told: claims without a proof, and what becomes of them all.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use paiban::claims::{ClaimState, RosterState, ShiftState};
use paiban::formats::{self, proto};
use paiban::jobs::{Clock, JobKind, ManualClock, Terms};
use paiban::service::{
    Call, Caller, Claim, ClaimAsked, DayEdit, EditedDay, Fault, Limits, NewRoster,
    PublicationAsked, Reason, Service, SolveSettings, works,
};
use paiban::storage::{
    Actor, AuditEntry, Change, ClaimFilter, Decision, JobFilter, PageRequest, SqlStore, Store,
    StoreLimits, WitnessRow,
};
use paiban::units::{ClaimId, RosterId};
use paiban::worker::{Worker, WorkerSettings};
use tokio::sync::Notify;

use super::running::week;

/// A service in this process that gives proofs no time.
pub struct Site {
    pub store: Arc<dyn Store>,
    pub clock: Arc<ManualClock>,
    pub service: Arc<Service>,
    wake: Arc<Notify>,
}

/// A job has one try.
const TERMS: Terms = Terms {
    lease: chrono::Duration::seconds(15),
    attempts_max: 1,
    pause: chrono::Duration::seconds(0),
};

/// Proofs have no time.
fn limits() -> Limits {
    Limits {
        verdict_max: Duration::ZERO,
        decide_max: Duration::ZERO,
        ..Limits::default()
    }
}

impl Site {
    pub async fn open() -> Site {
        Site::within(StoreLimits::default()).await
    }

    /// With a store that takes so much.
    pub async fn within(most: StoreLimits) -> Site {
        Site::of(most, limits()).await
    }

    /// That keeps so many events for watchers who fall behind.
    pub async fn keeping(events_kept: usize) -> Site {
        let limits = Limits {
            events_kept,
            ..limits()
        };
        Site::of(StoreLimits::default(), limits).await
    }

    async fn of(most: StoreLimits, limits: Limits) -> Site {
        let now: DateTime<Utc> = "2026-03-02T00:00:00Z".parse().expect("a moment");
        let clock = Arc::new(ManualClock::at(now));
        let store = SqlStore::in_memory(most, now).await;
        let store: Arc<dyn Store> = Arc::new(store.expect("it opens"));
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

    /// A solved draft.
    pub async fn solved(&self, id: &str, instance: &proto::Instance) -> RosterId {
        let asked = NewRoster {
            instance: formats::instance_from_proto(instance).expect("it is valid"),
            id: Some(id.to_string()),
            solve: SolveSettings::default(),
            previous: None,
        };
        let hr = Call::by(Caller::hr());
        let worker = self.work();
        let (roster, job) = self.service.create_roster(&hr, asked).await.expect("taken");
        while !self.store.job(&job).await.expect("there").has_ended() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        worker.drain().await;
        roster
    }

    pub async fn publish(&self, roster: &RosterId) -> Result<(), Fault> {
        let hr = Call::by(Caller::hr());
        let asked = PublicationAsked::default();
        self.service.publish(&hr, roster, &asked).await.map(|_| ())
    }

    pub async fn claim(&self, who: &str, roster: &RosterId, day: u32) -> Result<Claim, Fault> {
        claim(&self.service, who, roster, day).await
    }

    /// Publishes a week and a day, and claims Monday to Saturday for E2, who is needed on five of them: the sixth needs more of
    /// a proof than the quick ways give beyond a week.
    pub async fn pending(&self) -> ClaimId {
        let mut longer = week();
        longer.horizon.as_mut().expect("it has one").day_count = 8;
        longer.outlook.clear();
        let roster = self.solved("w", &longer).await;
        self.publish(&roster).await.expect("legal");
        for day in 9..=14 {
            let claim = self.claim("E2", &roster, day).await.expect("not declined");
            if claim.state == ClaimState::Pending {
                return claim.id;
            }
        }
        panic!("every claim was decided at once");
    }

    /// A day on which one of both is enough.
    async fn single(&self, roster: &RosterId) -> u32 {
        for day in 9..=14 {
            let shift = day_shift(day).as_str().into();
            let stored = self.store.shift(roster, &shift).await.expect("it is open");
            if stored.spots.len() == 1 {
                return day;
            }
        }
        panic!("two people work ten days of twelve")
    }

    /// Stores a plan as no version of the program does.
    pub async fn spoil(&self, roster: &RosterId) {
        let newest = self.store.witness(roster, None, None).await;
        let newest = newest.expect("it is stored");
        let body: serde_json::Value = serde_json::from_str(&newest.body).expect("JSON");
        let bare = WitnessRow {
            version: newest.version + 1,
            body: body["whole"].to_string(),
            ..newest
        };
        let decision = Decision {
            now: self.clock.now(),
            touches: Vec::new(),
            changes: vec![Change::Witness(bare)],
            entries: vec![entry(roster)],
            answer: None,
        };
        self.store.commit(decision).await.expect("it is the next");
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

/// A line of the log about something done to a roster.
pub fn entry(roster: &RosterId) -> AuditEntry {
    AuditEntry {
        actor: Actor {
            role: "hr".to_string(),
            id: String::new(),
        },
        action: "roster.publish".to_string(),
        subject: format!("rosters/{roster}"),
        roster: Some(roster.clone()),
        hall: None,
        employee: None,
        reason: String::new(),
        verdict: String::new(),
    }
}

/// A claim of a day's shift.
async fn claim(service: &Service, who: &str, roster: &RosterId, day: u32) -> Result<Claim, Fault> {
    let asked = ClaimAsked {
        roster: roster.clone(),
        shift: day_shift(day).as_str().into(),
        employee: None,
    };
    service.claim(&Call::by(Caller::staff(who)), &asked).await
}

fn day_shift(day: u32) -> String {
    format!("hall-2026-03-{day:02}-day-1")
}

#[tokio::test]
async fn of_two_rosters_published_at_once_with_the_same_people_one_is() {
    let site = Site::open().await;
    let one = site.solved("one", &week()).await;
    let two = site.solved("two", &week()).await;
    let (first, second) = tokio::join!(site.publish(&one), site.publish(&two));
    let reasons = [first, second].map(|done| done.map_err(|fault| fault.reason));
    assert!(
        matches!(
            reasons,
            [
                Ok(()),
                Err(Reason::ChangedMeanwhile | Reason::PeopleElsewhere)
            ] | [
                Err(Reason::ChangedMeanwhile | Reason::PeopleElsewhere),
                Ok(())
            ]
        ),
        "{reasons:?}"
    );
    let (winner, loser) = if reasons[0].is_ok() {
        (one, two)
    } else {
        (two, one)
    };
    let again = site.publish(&loser).await.map_err(|fault| fault.reason);
    assert_eq!(again, Err(Reason::PeopleElsewhere));
    let hr = Call::by(Caller::hr());
    let taken_back = site.service.unpublish(&hr, &winner).await;
    taken_back.expect("nobody has claimed");
    site.publish(&loser).await.expect("the other is a draft");
    let again = site.publish(&winner).await.map_err(|fault| fault.reason);
    assert_eq!(again, Err(Reason::PeopleElsewhere), "published again");
}

#[tokio::test]
async fn claims_on_a_shift_that_another_publication_has_not_are_still_listed() {
    let site = Site::open().await;
    let mut halves = week();
    for (id, start, length) in [("am", "09:00", 180), ("pm", "13:00", 300)] {
        let mut half = halves.shift_templates[0].clone();
        (half.id, half.start) = (id.to_string(), start.to_string());
        half.length_minutes = length;
        half.breaks.clear();
        halves.shift_templates.push(half);
    }
    let roster = site.solved("w", &halves).await;
    let hr = Call::by(Caller::hr());
    let edit = |employee: &str, template: Option<&str>| DayEdit {
        employee: employee.into(),
        date: "2026-03-09".parse().expect("a date"),
        day: template.map_or(EditedDay::Rest, |template| EditedDay::Duty {
            hall: "hall".to_string(),
            template: template.to_string(),
        }),
        pinned: false,
    };
    let whole = [edit("E1", Some("day")), edit("E2", None)];
    let edited = site.service.edit(&hr, &roster, &whole).await;
    edited.expect("legal");
    site.publish(&roster).await.expect("legal");
    let claimed = site.claim("E1", &roster, 9).await.expect("allowed");
    let refused = site.claim("E2", &roster, 9).await;
    let refused = refused.expect_err("it is taken");
    assert!(!refused.nearest.is_empty());
    let own = Call::by(Caller::staff("E1"));
    let back = site.service.withdraw(&own, &claimed.id).await;
    back.expect("the other can stand in");
    let back = site.service.unpublish(&hr, &roster).await;
    back.expect("nobody has claimed");
    let halved = [edit("E1", Some("am")), edit("E2", Some("pm"))];
    site.service
        .edit(&hr, &roster, &halved)
        .await
        .expect("legal");
    site.publish(&roster).await.expect("legal");
    let claims = site
        .service
        .list_claims(&Caller::hr(), &roster, None, None, 0, "")
        .await;
    let claims = claims.expect("they are listed").rows;
    assert_eq!(claims.len(), 2);
    for claim in claims {
        assert_eq!(claim.shift.id.as_str(), day_shift(9));
        assert_eq!(claim.shift.state, ShiftState::Cancelled);
        assert_eq!(
            (claim.shift.start.as_str(), claim.shift.hall.as_str()),
            ("09:00", "hall")
        );
        for near in &claim.verdict.nearest {
            let reader = Caller::staff("E2");
            let open = site.service.get_open_shift(&reader, &roster, near, None);
            open.await.expect("what is told is there");
        }
    }
}

/// A clock that leaps two weeks after it was read so many times.
struct Leaping {
    from: DateTime<Utc>,
    reads: AtomicUsize,
}

impl Clock for Leaping {
    fn now(&self) -> DateTime<Utc> {
        let left = |reads: usize| Some(reads.saturating_sub(1));
        match self
            .reads
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, left)
        {
            Ok(0) => self.from + chrono::Duration::days(14),
            _ => self.from,
        }
    }
}

#[tokio::test]
async fn no_claim_is_awarded_and_none_given_back_after_the_freeze_began_while_it_was_judged() {
    let site = Site::open().await;
    let roster = site.solved("w", &week()).await;
    site.publish(&roster).await.expect("legal");
    // Where both are needed nobody could stand in.
    let day = site.single(&roster).await;
    let at = |reads: usize| {
        let clock = Leaping {
            from: site.clock.now(),
            reads: AtomicUsize::new(reads),
        };
        let wake = Arc::new(Notify::new());
        Service::new(site.store.clone(), Arc::new(clock), limits(), wake)
    };
    let frozen = site.clock.now() + chrono::Duration::days(1);
    let (mut late, mut awarded) = (0, None);
    for reads in 0..12 {
        match claim(&at(reads), "E1", &roster, day).await {
            Err(fault) => {
                assert_eq!(fault.reason, Reason::ClaimRefused, "{fault}");
                late += 1;
            }
            Ok(claim) => {
                assert_eq!(claim.state, ClaimState::Accepted);
                assert!(claim.updated_at < frozen, "awarded at {}", claim.updated_at);
                awarded = Some(claim.id);
                break;
            }
        }
    }
    assert!(late > 1, "it leapt before it was judged, and after");
    let id = awarded.expect("there is time enough in the end");
    let own = Call::by(Caller::staff("E1"));
    let mut late = 0;
    for reads in 0..12 {
        match at(reads).withdraw(&own, &id).await {
            Err(fault) => {
                assert_eq!(fault.reason, Reason::WithdrawalRefused, "{fault}");
                late += 1;
            }
            Ok(claim) => {
                assert!(
                    claim.updated_at < frozen,
                    "given back at {}",
                    claim.updated_at
                );
                assert!(late > 1, "it leapt before it was judged, and after");
                return;
            }
        }
    }
    panic!("there is time enough in the end");
}

#[tokio::test]
async fn a_plan_that_another_version_stored_is_refused_with_what_to_do() {
    let site = Site::open().await;
    let roster = site.solved("w", &week()).await;
    site.publish(&roster).await.expect("legal");
    site.spoil(&roster).await;
    let wake = Arc::new(Notify::new());
    let service = Service::new(site.store.clone(), site.clock.clone(), limits(), wake);
    let shown = service.get_roster(&Caller::hr(), &roster).await;
    let fault = shown.err().expect("it cannot be read");
    assert_eq!(fault.reason, Reason::StoredOtherwise);
    assert!(fault.reason.en().contains("--data"), "it says what to do");
    let claimed = claim(&service, "E1", &roster, 9).await;
    let reason = claimed
        .map(|claim| claim.state)
        .map_err(|fault| fault.reason);
    assert_eq!(reason, Err(Reason::StoredOtherwise));
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
    site.clock.advance(chrono::Duration::days(15));
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
    let held = claims.len() - 1;
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
    let mine = site
        .service
        .my_roster(&Caller::staff("E2"), &roster, None)
        .await;
    let mine = mine.expect("it is E2's own").days;
    let linked = mine.iter().filter(|day| day.claim.is_some()).count();
    assert_eq!(linked, held, "all but the one that expired: {mine:?}");
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
