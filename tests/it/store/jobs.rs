//! Jobs: leased to one worker at a time, by a clock that the test moves.

use chrono::Duration;
use paiban::jobs::{Clock, End, JobKind, JobState, Lease, ManualClock, NewJob, Progress, Terms};
use paiban::storage::{Change, JobFilter, StoreError, StoreLimits};
use paiban::units::Money;

use super::town::{decision, now};
use super::{AnyStore, check, check_limited};

fn asked(id: &str) -> NewJob {
    NewJob {
        id: id.into(),
        kind: JobKind::Solve,
        roster: Some("w30".into()),
        request: "{\"gap\":0.001}".to_string(),
    }
}

/// Writes one change at the time of the clock.
async fn write(store: &AnyStore, clock: &ManualClock, change: Change) -> Result<(), StoreError> {
    let mut one = decision(vec![change]);
    one.now = clock.now();
    store.commit(one).await.map(|_| ())
}

fn end(id: &str, fence: u64, end: End) -> Change {
    Change::EndJob {
        id: id.into(),
        fence,
        end,
        terms: Terms::default(),
    }
}

#[test]
fn jobs_are_leased_oldest_first_and_once() {
    check(async |store: AnyStore| {
        let (clock, terms) = (ManualClock::at(now()), Terms::default());
        for id in ["b", "a"] {
            write(&store, &clock, Change::Enqueue(asked(id)))
                .await
                .expect("it is new");
        }
        let twice = write(&store, &clock, Change::Enqueue(asked("a"))).await;
        assert!(matches!(
            twice,
            Err(StoreError::AlreadyExists { what: "job", .. })
        ));
        let leased = async |worker: &str| {
            let job = store
                .lease(worker, clock.now(), &terms)
                .await
                .expect("it answers");
            job.map(|job| (job.id.0, job.fence))
        };
        assert_eq!(leased("w1").await, Some(("b".to_string(), 1)));
        assert_eq!(leased("w2").await, Some(("a".to_string(), 1)));
        assert_eq!(leased("w1").await, None);
        let job = store.job(&"b".into()).await.expect("it is there");
        let lease = Lease {
            worker: "w1".to_string(),
            until: now() + terms.lease,
        };
        assert_eq!(
            (job.state, job.request, job.started_at),
            (JobState::Running(lease), asked("b").request, Some(now()))
        );
    });
}

#[test]
fn a_heartbeat_keeps_the_lease_and_tells_how_far_the_work_is() {
    check(async |store: AnyStore| {
        let (clock, terms) = (ManualClock::at(now()), Terms::default());
        write(&store, &clock, Change::Enqueue(asked("a")))
            .await
            .expect("it is new");
        store
            .lease("w1", clock.now(), &terms)
            .await
            .expect("it answers")
            .expect("it waits");
        let progress = Progress {
            cost: Some(Money(1_000)),
            bound: Some(Money(990)),
            relative_gap: Some(0.01),
            coverage: None,
            stage: "search".to_string(),
            seconds: 1.5,
        };
        for _ in 0..5 {
            clock.advance(terms.lease);
            let job = store
                .heartbeat(&"a".into(), 1, Some(progress.clone()), clock.now(), &terms)
                .await
                .expect("it is leased");
            assert_eq!(job.progress, Some(progress.clone()));
            assert!(
                store
                    .sweep(clock.now(), &terms)
                    .await
                    .expect("it answers")
                    .lapsed
                    .is_empty()
            );
        }
        let job = store
            .heartbeat(&"a".into(), 1, None, clock.now(), &terms)
            .await
            .expect("it is leased");
        assert_eq!(job.progress, Some(progress), "what is known stays known");
        let wrong = store
            .heartbeat(&"a".into(), 2, None, clock.now(), &terms)
            .await;
        assert_eq!(wrong, Err(StoreError::LeaseLost("a".into())));
    });
}

#[test]
fn a_silent_worker_loses_its_job_and_its_late_result_is_refused() {
    check(async |store: AnyStore| {
        let (clock, terms) = (ManualClock::at(now()), Terms::default());
        write(&store, &clock, Change::Enqueue(asked("a")))
            .await
            .expect("it is new");
        store
            .lease("w1", clock.now(), &terms)
            .await
            .expect("it answers")
            .expect("it waits");
        clock.advance(terms.lease + Duration::milliseconds(1));
        let swept = store.sweep(clock.now(), &terms).await.expect("it answers");
        assert_eq!(swept.lapsed, ["a".into()]);
        let late = end("a", 1, End::Succeeded("{}".to_string()));
        let lost = Err(StoreError::LeaseLost("a".into()));
        assert_eq!(
            write(&store, &clock, late.clone()).await,
            lost,
            "while it waits"
        );
        clock.advance(terms.pause);
        let job = store
            .lease("w2", clock.now(), &terms)
            .await
            .expect("it answers")
            .expect("it waits");
        assert_eq!((job.fence, job.attempts), (2, 2));
        assert_eq!(
            write(&store, &clock, late).await,
            lost,
            "while somebody else is at it"
        );
        write(
            &store,
            &clock,
            end("a", 2, End::Succeeded("{\"plan\":1}".to_string())),
        )
        .await
        .expect("it is leased");
        let job = store.job(&"a".into()).await.expect("it is there");
        assert_eq!(
            (job.state, job.result),
            (JobState::Succeeded, Some("{\"plan\":1}".to_string()))
        );
    });
}

#[test]
fn a_late_result_takes_nothing_else_of_its_decision_with_it() {
    check(async |store: AnyStore| {
        let mut both = decision(vec![
            Change::Instance(super::town::instance()),
            end("nobody", 1, End::Succeeded(String::new())),
        ]);
        both.entries = vec![super::town::entry("job.end")];
        assert!(matches!(
            store.commit(both).await,
            Err(StoreError::NotFound { what: "job", .. })
        ));
        assert!(
            store
                .instance(&super::town::instance().sha256)
                .await
                .is_err()
        );
    });
}

#[test]
fn a_job_is_tried_again_after_a_pause_and_not_for_ever() {
    check(async |store: AnyStore| {
        let (clock, terms) = (ManualClock::at(now()), Terms::default());
        write(&store, &clock, Change::Enqueue(asked("a")))
            .await
            .expect("it is new");
        for attempt in 1..=terms.attempts_max {
            let job = store
                .lease("w1", clock.now(), &terms)
                .await
                .expect("it answers")
                .expect("it waits");
            assert_eq!(job.attempts, attempt);
            let failed = end(
                "a",
                job.fence,
                End::TryAgain("{\"code\":\"full\"}".to_string()),
            );
            write(&store, &clock, failed).await.expect("it is leased");
            let soon = store
                .lease("w1", clock.now(), &terms)
                .await
                .expect("it answers");
            assert_eq!(soon, None, "there is a pause");
            clock.advance(terms.pause * (1 << (attempt - 1)));
        }
        let job = store.job(&"a".into()).await.expect("it is there");
        assert_eq!(
            (job.state, job.result),
            (JobState::Failed, Some("{\"code\":\"full\"}".to_string()))
        );
    });
}

#[test]
fn a_job_given_back_waits_as_if_nothing_had_been() {
    check(async |store: AnyStore| {
        let (clock, terms) = (ManualClock::at(now()), Terms::default());
        write(&store, &clock, Change::Enqueue(asked("a")))
            .await
            .expect("it is new");
        for fence in 1..6 {
            let job = store
                .lease("w1", clock.now(), &terms)
                .await
                .expect("it answers")
                .expect("it waits");
            assert_eq!((job.fence, job.attempts), (fence, 1));
            write(&store, &clock, end("a", fence, End::Released))
                .await
                .expect("it is leased");
        }
    });
}

#[test]
fn a_waiting_job_is_cancelled_at_once_a_running_one_by_its_worker() {
    check(async |store: AnyStore| {
        let (clock, terms) = (ManualClock::at(now()), Terms::default());
        for id in ["a", "b"] {
            write(&store, &clock, Change::Enqueue(asked(id)))
                .await
                .expect("it is new");
        }
        store
            .lease("w1", clock.now(), &terms)
            .await
            .expect("it answers")
            .expect("it waits");
        for id in ["a", "b"] {
            write(&store, &clock, Change::CancelJob(id.into()))
                .await
                .expect("it is alive");
        }
        assert_eq!(
            store.job(&"b".into()).await.map(|job| job.state),
            Ok(JobState::Cancelled)
        );
        let running = store
            .heartbeat(&"a".into(), 1, None, clock.now(), &terms)
            .await
            .expect("it is leased");
        assert!(running.cancel_asked);
        let kept = Some("{\"plan\":1}".to_string());
        write(&store, &clock, end("a", 1, End::Cancelled(kept.clone())))
            .await
            .expect("it is leased");
        let job = store.job(&"a".into()).await.expect("it is there");
        assert_eq!((job.state, job.result), (JobState::Cancelled, kept));
        let again = write(&store, &clock, Change::CancelJob("a".into())).await;
        assert_eq!(again, Err(StoreError::JobEnded("a".into())));
        let alive = JobFilter {
            alive: true,
            ..JobFilter::default()
        };
        assert!(
            store
                .jobs(&alive, &Default::default())
                .await
                .expect("a page")
                .rows
                .is_empty()
        );
    });
}

#[test]
fn a_cancelled_job_of_a_silent_worker_is_not_started_again() {
    check(async |store: AnyStore| {
        let (clock, terms) = (ManualClock::at(now()), Terms::default());
        write(&store, &clock, Change::Enqueue(asked("a")))
            .await
            .expect("it is new");
        store
            .lease("w1", clock.now(), &terms)
            .await
            .expect("it answers")
            .expect("it waits");
        write(&store, &clock, Change::CancelJob("a".into()))
            .await
            .expect("it is alive");
        clock.advance(terms.lease * 2);
        store.sweep(clock.now(), &terms).await.expect("it answers");
        assert_eq!(
            store.job(&"a".into()).await.map(|job| job.state),
            Ok(JobState::Cancelled)
        );
    });
}

#[test]
fn the_queue_has_an_end() {
    let limits = StoreLimits {
        jobs_max: 2,
        ..StoreLimits::default()
    };
    check_limited(limits, async |store: AnyStore| {
        let clock = ManualClock::at(now());
        for id in ["a", "b"] {
            write(&store, &clock, Change::Enqueue(asked(id)))
                .await
                .expect("there is room");
        }
        let full = write(&store, &clock, Change::Enqueue(asked("c"))).await;
        assert!(matches!(full, Err(StoreError::TooMuch { max: 2, .. })));
        write(&store, &clock, Change::CancelJob("a".into()))
            .await
            .expect("it is alive");
        write(&store, &clock, Change::Enqueue(asked("c")))
            .await
            .expect("there is room again");
    });
}

#[test]
fn many_workers_never_share_a_job() {
    check(async |store: AnyStore| {
        let (clock, terms) = (ManualClock::at(now()), Terms::default());
        for number in 0..40 {
            let one = asked(&format!("j{number}"));
            write(&store, &clock, Change::Enqueue(one))
                .await
                .expect("it is new");
        }
        let workers: Vec<_> = (0..8)
            .map(|number| {
                let (store, now) = (store.clone(), clock.now());
                tokio::spawn(async move {
                    let mut own = Vec::new();
                    let name = format!("w{number}");
                    while let Some(job) = store.lease(&name, now, &terms).await.expect("it answers")
                    {
                        own.push(job.id.0);
                    }
                    own
                })
            })
            .collect();
        let mut leased = Vec::new();
        for worker in workers {
            leased.extend(worker.await.expect("it ends"));
        }
        assert_eq!(leased.len(), 40);
        leased.sort();
        leased.dedup();
        assert_eq!(leased.len(), 40);
    });
}
