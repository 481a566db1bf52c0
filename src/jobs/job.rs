//! A job and its transitions.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::units::{JobId, Money, RosterId};

/// What a job is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum JobKind {
    /// Find a roster.
    Solve,
    /// Mend a published roster with as little change as pays.
    Reoptimize,
    /// Prove or disprove that a pending claim leaves a plan.
    DecideClaim,
}

impl JobKind {
    /// Every kind.
    pub const ALL: &'static [JobKind] =
        &[JobKind::Solve, JobKind::Reoptimize, JobKind::DecideClaim];

    /// Its name in files and answers.
    pub const fn name(self) -> &'static str {
        match self {
            JobKind::Solve => "SOLVE",
            JobKind::Reoptimize => "REOPTIMIZE",
            JobKind::DecideClaim => "DECIDE_CLAIM",
        }
    }

    /// The kind with that name.
    pub fn named(name: &str) -> Option<JobKind> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// A job as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    /// Never used before.
    pub id: JobId,
    /// What to do.
    pub kind: JobKind,
    /// Which roster it is for.
    pub roster: Option<RosterId>,
    /// Options of the work, JSON; the kind says which.
    pub request: String,
}

/// Work that somebody asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Its name.
    pub id: JobId,
    /// What to do.
    pub kind: JobKind,
    /// Which roster it is for.
    pub roster: Option<RosterId>,
    /// Options of the work, JSON.
    pub request: String,
    /// Where in its life it is.
    pub state: JobState,
    /// How often it was leased and not given back unharmed.
    pub attempts: u32,
    /// Number of the last lease; each is higher than all before.
    pub fence: u64,
    /// Somebody wants it to end now.
    pub cancel_asked: bool,
    /// How far the work is.
    pub progress: Option<Progress>,
    /// What came of it, JSON: the result, or of a failure the reason.
    pub result: Option<String>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it was leased first.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
}

/// Where in its life a job is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobState {
    /// Waits for a worker, and for this moment.
    Queued {
        /// Not to be leased before.
        not_before: DateTime<Utc>,
    },
    /// A worker is at it.
    Running(Lease),
    /// Done.
    Succeeded,
    /// Given up.
    Failed,
    /// Ended on request; a result found until then is kept.
    Cancelled,
}

impl JobState {
    /// Its name in files and answers.
    pub const fn name(&self) -> &'static str {
        match self {
            JobState::Queued { .. } => "QUEUED",
            JobState::Running(_) => "RUNNING",
            JobState::Succeeded => "SUCCEEDED",
            JobState::Failed => "FAILED",
            JobState::Cancelled => "CANCELLED",
        }
    }
}

/// A worker's right to end a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// Who holds it.
    pub worker: String,
    /// Lost at this moment, unless a heartbeat comes first.
    pub until: DateTime<Utc>,
}

/// How far a search is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Cost of the best roster so far.
    pub cost: Option<Money>,
    /// No roster costs less.
    pub bound: Option<Money>,
    /// (cost - bound) / cost, when both are known.
    pub relative_gap: Option<f64>,
    /// Share of the wanted heads (head-minutes) that the best roster covers; known at the end.
    pub coverage: Option<f64>,
    /// What the search is doing, in its own word.
    pub stage: String,
    /// Since this attempt started.
    pub seconds: f64,
}

/// How a worker ends its lease.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// Done, with this result (JSON).
    Succeeded(String),
    /// Cannot be done, for this reason (JSON); trying again would not help.
    Failed(String),
    /// Went wrong for now, for this reason (JSON): try again.
    TryAgain(String),
    /// Stopped because somebody asked for it; a result found until then (JSON) is kept.
    Cancelled(Option<String>),
    /// Given back unharmed, because the worker must go: the attempt does not count.
    Released,
}

/// On which terms jobs are leased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// How long a lease lasts without a heartbeat.
    pub lease: Duration,
    /// How often a job is tried.
    pub attempts_max: u32,
    /// Wait before the second try; doubled with each further one.
    pub pause: Duration,
}

impl Default for Terms {
    /// 15 seconds, 3 attempts, 2 seconds.
    fn default() -> Terms {
        Terms {
            lease: Duration::seconds(15),
            attempts_max: 3,
            pause: Duration::seconds(2),
        }
    }
}

/// Why a transition is not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Refused {
    /// The lease is somebody else's by now, or nobody's.
    #[error("the lease with this fencing number is lost")]
    LeaseLost,
    /// It cannot be leased in this state, or not yet.
    #[error("the job is not waiting for a worker")]
    NotQueued,
    /// It has ended.
    #[error("the job has ended")]
    Ended,
}

impl Job {
    /// A job that waits for its first worker.
    pub fn new(asked: NewJob, now: DateTime<Utc>) -> Job {
        Job {
            id: asked.id,
            kind: asked.kind,
            roster: asked.roster,
            request: asked.request,
            state: JobState::Queued { not_before: now },
            attempts: 0,
            fence: 0,
            cancel_asked: false,
            progress: None,
            result: None,
            created_at: now,
            started_at: None,
            ended_at: None,
        }
    }

    /// Whether nothing can happen to it any more.
    pub fn has_ended(&self) -> bool {
        !matches!(self.state, JobState::Queued { .. } | JobState::Running(_))
    }

    /// Gives it to a worker, with a new fencing number.
    pub fn lease(
        &mut self,
        worker: &str,
        now: DateTime<Utc>,
        terms: &Terms,
    ) -> Result<(), Refused> {
        match &self.state {
            JobState::Queued { not_before } if *not_before <= now => {}
            _ => return Err(Refused::NotQueued),
        }
        self.fence += 1;
        self.attempts += 1;
        self.started_at.get_or_insert(now);
        self.progress = None;
        self.state = JobState::Running(Lease {
            worker: worker.to_string(),
            until: now + terms.lease,
        });
        Ok(())
    }

    /// Lengthens the lease and tells how far the work is.
    ///
    /// A lease past its end is still good while nobody noticed: nobody else works on the job then.
    pub fn heartbeat(
        &mut self,
        fence: u64,
        progress: Option<Progress>,
        now: DateTime<Utc>,
        terms: &Terms,
    ) -> Result<(), Refused> {
        let lease = self.leased(fence)?;
        lease.until = now + terms.lease;
        if progress.is_some() {
            self.progress = progress;
        }
        Ok(())
    }

    /// Ends the lease.
    pub fn end(
        &mut self,
        fence: u64,
        end: End,
        now: DateTime<Utc>,
        terms: &Terms,
    ) -> Result<(), Refused> {
        self.leased(fence)?;
        match end {
            End::Succeeded(result) => self.close(JobState::Succeeded, Some(result), now),
            End::Failed(reason) => self.close(JobState::Failed, Some(reason), now),
            End::Cancelled(result) => self.close(JobState::Cancelled, result, now),
            End::TryAgain(reason) => self.put_back(Some(reason), now, terms),
            End::Released => {
                self.attempts -= 1;
                self.put_back(None, now, terms);
            }
        }
        Ok(())
    }

    /// Asks it to end: at once while it waits, by its worker while it runs.
    pub fn cancel(&mut self, now: DateTime<Utc>) -> Result<(), Refused> {
        if self.has_ended() {
            return Err(Refused::Ended);
        }
        self.cancel_asked = true;
        if matches!(self.state, JobState::Queued { .. }) {
            self.close(JobState::Cancelled, None, now);
        }
        Ok(())
    }

    /// Takes it from a worker that has been silent for too long; `false` when there is nothing to take.
    pub fn lapse(&mut self, now: DateTime<Utc>, terms: &Terms) -> bool {
        match &self.state {
            JobState::Running(lease) if lease.until < now => {
                let reason = format!(
                    "{{\"code\":\"worker_lost\",\"worker\":{}}}",
                    quoted(&lease.worker)
                );
                self.put_back(Some(reason), now, terms);
                true
            }
            _ => false,
        }
    }

    fn leased(&mut self, fence: u64) -> Result<&mut Lease, Refused> {
        match &mut self.state {
            JobState::Running(lease) if self.fence == fence => Ok(lease),
            _ => Err(Refused::LeaseLost),
        }
    }

    fn close(&mut self, state: JobState, result: Option<String>, now: DateTime<Utc>) {
        self.state = state;
        self.result = result;
        self.ended_at = Some(now);
    }

    /// Back to the queue, or to an end when that is wanted or the attempts are used up.
    fn put_back(&mut self, reason: Option<String>, now: DateTime<Utc>, terms: &Terms) {
        if self.cancel_asked {
            self.close(JobState::Cancelled, None, now);
        } else if self.attempts >= terms.attempts_max {
            self.close(JobState::Failed, reason, now);
        } else {
            let doublings = self.attempts.saturating_sub(1).min(10);
            let pause = if self.attempts == 0 {
                Duration::zero()
            } else {
                terms.pause * (1 << doublings)
            };
            self.state = JobState::Queued {
                not_before: now + pause,
            };
        }
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::UNIX_EPOCH
    }

    /// A job in the state with this name, first attempt.
    fn job(state: &str) -> Job {
        let terms = Terms::default();
        let asked = NewJob {
            id: "j1".into(),
            kind: JobKind::Solve,
            roster: None,
            request: String::new(),
        };
        let mut job = Job::new(asked, now());
        if state == "QUEUED" {
            return job;
        }
        let leased = job.lease("w1", now(), &terms);
        let ended = match state {
            "SUCCEEDED" => job.end(1, End::Succeeded(String::new()), now(), &terms),
            "FAILED" => job.end(1, End::Failed(String::new()), now(), &terms),
            "CANCELLED" => job.end(1, End::Cancelled(None), now(), &terms),
            _ => Ok(()),
        };
        assert_eq!((leased, ended), (Ok(()), Ok(())));
        job
    }

    /// What a step makes of a job in `from`: the state after it, or why it is refused.
    fn check(
        from: &str,
        step: impl Fn(&mut Job) -> Result<(), Refused>,
        expected: Result<&str, Refused>,
    ) {
        let mut job = job(from);
        let before = job.clone();
        let done = step(&mut job);
        assert_eq!(done.map(|()| job.state.name()), expected, "from {from}");
        if done.is_err() {
            assert_eq!(job, before, "a refused step changes nothing");
        }
    }

    #[test]
    fn every_step_from_every_state() {
        let terms = &Terms::default();
        let lease = |job: &mut Job| job.lease("w2", now(), terms);
        let beat = |job: &mut Job| job.heartbeat(1, None, now(), terms);
        let succeed = |job: &mut Job| job.end(1, End::Succeeded(String::new()), now(), terms);
        let again = |job: &mut Job| job.end(1, End::TryAgain(String::new()), now(), terms);
        let cancel = |job: &mut Job| job.cancel(now());
        check("QUEUED", lease, Ok("RUNNING"));
        check("QUEUED", beat, Err(Refused::LeaseLost));
        check("QUEUED", succeed, Err(Refused::LeaseLost));
        check("QUEUED", cancel, Ok("CANCELLED"));
        check("RUNNING", lease, Err(Refused::NotQueued));
        check("RUNNING", beat, Ok("RUNNING"));
        check("RUNNING", succeed, Ok("SUCCEEDED"));
        check("RUNNING", again, Ok("QUEUED"));
        check("RUNNING", cancel, Ok("RUNNING"));
        for end in ["SUCCEEDED", "FAILED", "CANCELLED"] {
            check(end, lease, Err(Refused::NotQueued));
            check(end, beat, Err(Refused::LeaseLost));
            check(end, succeed, Err(Refused::LeaseLost));
            check(end, cancel, Err(Refused::Ended));
        }
    }

    #[test]
    fn a_lease_lapses_only_after_its_end() {
        let terms = Terms::default();
        let mut running = job("RUNNING");
        assert!(!running.lapse(now() + terms.lease, &terms));
        assert!(running.lapse(now() + terms.lease + Duration::milliseconds(1), &terms));
        assert_eq!(running.state.name(), "QUEUED");
    }
}
