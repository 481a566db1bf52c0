//! Workers: what they lease they end, whatever happens meanwhile.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use paiban::checker;
use paiban::demand::requirements;
use paiban::formats;
use paiban::jobs::{Clock, End, Job, JobKind, JobState, ManualClock, NewJob, Terms};
use paiban::storage::{Change, InstanceRow, StoreError};
use paiban::worker::{Desk, Ending, Solve, Work, Worker, WorkerSettings};
use tokio::sync::Notify;

use super::town::{ROSTER, decision, make, now, roster};
use super::{AnyStore, check};

/// A worker with one kind of work, and the bell it listens to.
struct Site {
    store: AnyStore,
    clock: Arc<ManualClock>,
    wake: Arc<Notify>,
    worker: Worker,
}

impl Site {
    fn open(store: &AnyStore, work: impl Work + 'static) -> Site {
        let clock = Arc::new(ManualClock::at(now()));
        let wake = Arc::new(Notify::new());
        let works: HashMap<JobKind, Arc<dyn Work>> =
            HashMap::from([(JobKind::Solve, Arc::new(work) as Arc<dyn Work>)]);
        let settings = WorkerSettings {
            beat: Duration::from_millis(20),
            ..WorkerSettings::default()
        };
        let worker = Worker::start(store.clone(), clock.clone(), works, settings, wake.clone());
        Site {
            store: store.clone(),
            clock,
            wake,
            worker,
        }
    }

    async fn write(&self, change: Change) {
        let mut one = decision(vec![change]);
        one.now = self.clock.now();
        self.store.commit(one).await.expect("it is taken");
        self.wake.notify_one();
    }

    async fn ask(&self, kind: JobKind, request: &str) {
        let job = NewJob {
            id: "j1".into(),
            kind,
            roster: Some(ROSTER.into()),
            request: request.to_string(),
        };
        self.write(Change::Enqueue(job)).await;
    }

    /// The job, once it is as wanted.
    async fn once(&self, wanted: impl Fn(&Job) -> bool) -> Job {
        once(&self.store, wanted).await
    }
}

async fn once(store: &AnyStore, wanted: impl Fn(&Job) -> bool) -> Job {
    for _ in 0..6_000 {
        let job = store.job(&"j1".into()).await.expect("it is there");
        if wanted(&job) {
            return job;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{:?}", store.job(&"j1".into()).await);
}

const SOLVE: Solve = Solve {
    time_max: Duration::from_secs(120),
    threads: 1,
};

/// Stores a draft for an instance file of the repository.
async fn draft(store: &AnyStore, file: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("instances")
        .join(file);
    let body = std::fs::read_to_string(path).expect("it is readable");
    let sha256 = formats::read_instance(&body).map(|instance| instance.input_sha256.clone());
    let sha256 = sha256.unwrap_or_else(|_| "none".to_string());
    let mut row = roster(ROSTER, &[]);
    row.instance_sha256.clone_from(&sha256);
    let instance = InstanceRow { sha256, body };
    make(
        store.as_ref(),
        vec![Change::Instance(instance), Change::Roster(row)],
    )
    .await
    .expect("it is new");
}

/// The stored plan, judged again.
async fn plan_is_clean(store: &AnyStore) -> bool {
    let plan = store
        .plan(&ROSTER.into(), None)
        .await
        .expect("it is stored");
    let body = store
        .instance(&plan.instance_sha256)
        .await
        .expect("it is stored")
        .body;
    let instance = formats::read_instance(&body).expect("it is one");
    let claimed = formats::read_roster(&instance, plan.body.as_bytes()).expect("it is one");
    let audit = checker::audit(&instance, &requirements(&instance).needs, &claimed.roster);
    audit.is_clean() && audit.cost.total == plan.cost && plan.bound <= plan.cost
}

#[test]
fn a_solve_stores_an_audited_plan_and_tells_what_it_came_to() {
    check(async |store: AnyStore| {
        draft(&store, "tiny/break.json").await;
        let site = Site::open(&store, SOLVE);
        let mut heard = site.worker.listen();
        site.ask(JobKind::Solve, "{}").await;
        let job = site.once(Job::has_ended).await;
        assert_eq!(job.state, JobState::Succeeded, "{job:?}");
        assert!(plan_is_clean(&store).await);
        let plan = store
            .plan(&ROSTER.into(), None)
            .await
            .expect("it is stored");
        let progress = job.progress.expect("it made progress");
        assert_eq!(
            (progress.cost, progress.bound),
            (Some(plan.cost), Some(plan.bound))
        );
        assert_eq!(plan.job, Some("j1".into()));
        site.worker.drain().await;
        let mut states = Vec::new();
        while let Ok(job) = heard.recv().await {
            states.push(job.state.name());
        }
        assert_eq!(states.first(), Some(&"RUNNING"));
        assert_eq!(states.last(), Some(&"SUCCEEDED"));
    });
}

#[test]
fn a_job_that_makes_no_sense_fails_with_its_reason() {
    for (file, request, code) in [
        ("tiny/break.json", "{\"gaps\":0}", "bad_request"),
        ("tiny/break.json", "{\"gap\":-1}", "bad_request"),
        ("tiny/README.md", "{}", "bad_instance"),
    ] {
        check(async |store: AnyStore| {
            draft(&store, file).await;
            let site = Site::open(&store, SOLVE);
            site.ask(JobKind::Solve, request).await;
            let job = site.once(Job::has_ended).await;
            assert_eq!(job.state, JobState::Failed);
            let result = job.result.expect("it has a reason");
            assert!(result.contains(code), "{result}");
            site.worker.drain().await;
        });
    }
}

#[test]
fn work_that_nobody_here_does_fails() {
    check(async |store: AnyStore| {
        draft(&store, "tiny/break.json").await;
        let site = Site::open(&store, SOLVE);
        site.ask(JobKind::Reoptimize, "{}").await;
        let job = site.once(Job::has_ended).await;
        assert_eq!(job.state, JobState::Failed);
        site.worker.drain().await;
    });
}

#[test]
fn a_long_solve_keeps_its_best_roster_when_it_is_cancelled_and_when_the_worker_must_go() {
    for cancel in [true, false] {
        check(async |store: AnyStore| {
            draft(&store, "hall-week.json").await;
            let site = Site::open(&store, SOLVE);
            site.ask(JobKind::Solve, "{\"gap\":0,\"time_limit_ms\":120000}")
                .await;
            let found = |job: &Job| {
                job.progress
                    .as_ref()
                    .is_some_and(|progress| progress.cost.is_some())
            };
            site.once(|job| found(job) || job.has_ended()).await;
            if cancel {
                site.write(Change::CancelJob("j1".into())).await;
                site.once(Job::has_ended).await;
            }
            site.worker.drain().await;
            let job = store.job(&"j1".into()).await.expect("it is there");
            let ends = if cancel {
                JobState::Cancelled
            } else {
                JobState::Succeeded
            };
            assert_eq!(job.state, ends, "{job:?}");
            assert!(plan_is_clean(&store).await);
        });
    }
}

/// Works until it is stopped, and then says it is done.
struct Endless;

#[async_trait]
impl Work for Endless {
    async fn run(&self, desk: &Desk) -> Result<(), StoreError> {
        let until_stopped = |desk: &Desk| {
            while !desk.stop().is_stopped() {
                std::thread::sleep(Duration::from_millis(2));
            }
        };
        desk.apart(until_stopped).await.expect("it does not panic");
        let done = End::Succeeded("\"late\"".to_string());
        let end = desk.given_up().unwrap_or(done);
        desk.end(Ending::of(end)).await
    }
}

#[test]
fn work_without_a_result_is_given_back_when_the_worker_must_go() {
    check(async |store: AnyStore| {
        let site = Site::open(&store, Endless);
        site.ask(JobKind::Solve, "{}").await;
        site.once(|job| matches!(job.state, JobState::Running(_)))
            .await;
        site.worker.drain().await;
        let job = store.job(&"j1".into()).await.expect("it is there");
        assert!(matches!(job.state, JobState::Queued { .. }), "{job:?}");
        assert_eq!(job.attempts, 0);
    });
}

#[test]
fn heartbeats_keep_a_job_however_long_it_takes() {
    check(async |store: AnyStore| {
        let site = Site::open(&store, Endless);
        site.ask(JobKind::Solve, "{}").await;
        let until = |job: &Job| match &job.state {
            JobState::Running(lease) => Some(lease.until),
            _ => None,
        };
        let mut last = until(&site.once(|job| until(job).is_some()).await);
        for _ in 0..5 {
            site.clock.advance(Terms::default().lease / 2);
            last = until(&site.once(|job| until(job) > last).await);
        }
        let job = store.job(&"j1".into()).await.expect("it is there");
        assert_eq!((job.fence, job.attempts), (1, 1));
        site.write(Change::CancelJob("j1".into())).await;
        let job = site.once(Job::has_ended).await;
        assert_eq!(job.state, JobState::Cancelled);
        site.worker.drain().await;
    });
}

#[test]
fn a_job_taken_from_a_worker_is_stopped_there_and_its_late_result_is_refused() {
    check(async |store: AnyStore| {
        let site = Site::open(&store, Endless);
        site.ask(JobKind::Solve, "{}").await;
        site.once(|job| matches!(job.state, JobState::Running(_)))
            .await;
        // Somebody whose clock is far ahead takes the lease.
        let terms = Terms::default();
        let ahead = now() + terms.lease * 100;
        store.sweep(ahead, &terms).await.expect("it answers");
        let job = store
            .lease("other", ahead + terms.pause, &terms)
            .await
            .expect("it answers")
            .expect("it waits");
        assert_eq!(job.fence, 2);
        // The worker notices with its next heartbeat, and what it says then is not heard.
        tokio::time::sleep(Duration::from_millis(200)).await;
        let job = store.job(&"j1".into()).await.expect("it is there");
        assert!(
            matches!(&job.state, JobState::Running(lease) if lease.worker == "other"),
            "{job:?}"
        );
        site.worker.drain().await;
        let job = store.job(&"j1".into()).await.expect("it is there");
        assert!(
            matches!(&job.state, JobState::Running(lease) if lease.worker == "other"),
            "{job:?}"
        );
    });
}

/// Breaks off.
struct Panics;

#[async_trait]
impl Work for Panics {
    async fn run(&self, desk: &Desk) -> Result<(), StoreError> {
        let broken: Option<()> = desk.apart(|_| panic!("on purpose")).await;
        assert_eq!(broken, None);
        let end = End::TryAgain("\"it broke off\"".to_string());
        desk.end(Ending::of(end)).await
    }
}

#[test]
fn work_that_breaks_off_is_tried_again_and_then_given_up() {
    check(async |store: AnyStore| {
        let site = Site::open(&store, Panics);
        site.ask(JobKind::Solve, "{}").await;
        for attempt in 1..=Terms::default().attempts_max {
            let waits =
                |job: &Job| job.attempts == attempt && !matches!(job.state, JobState::Running(_));
            site.once(waits).await;
            site.clock.advance(Terms::default().pause * (1 << attempt));
        }
        let job = site.once(Job::has_ended).await;
        assert_eq!(
            (job.state, job.result),
            (JobState::Failed, Some("\"it broke off\"".to_string()))
        );
        site.worker.drain().await;
    });
}
