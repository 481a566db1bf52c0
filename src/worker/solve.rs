//! A solve: the roster's instance planned, audited, stored as its next plan.

use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::partial::{self, Blamed, Partial};
use super::{Desk, Ending, Work};
use crate::domain::Finding;
use crate::formats;
use crate::jobs::{End, Job, Progress};
use crate::planner::{NoRoster, Plan, PlanOptions, Step, WaitRule};
use crate::report::{self, Standing};
use crate::storage::{Change, InstanceRow, PlanRow, RosterRow, RosterState, StoreError};
use crate::units::RosterId;

/// Plans the roster of a job.
#[derive(Clone, Copy, Debug)]
pub struct Solve {
    /// Longest solve, whatever a request says.
    pub time_max: Duration,
    /// Threads of one solve.
    pub threads: u32,
}

/// What a solve job asks for, JSON; what is missing has its default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SolveRequest {
    /// Longest time, in milliseconds.
    pub time_limit_ms: u64,
    /// Most units of work.
    pub work_limit: Option<u64>,
    /// Relative gap that is close enough.
    pub gap: f64,
    /// Seed of the search.
    pub seed: u32,
}

impl Default for SolveRequest {
    /// One minute, one thousandth, seed 0.
    fn default() -> SolveRequest {
        SolveRequest {
            time_limit_ms: 60_000,
            work_limit: None,
            gap: 0.001,
            seed: 0,
        }
    }
}

#[async_trait]
impl Work for Solve {
    async fn run(&self, desk: &Desk) -> Result<(), StoreError> {
        let (roster, options) = match self.asked(desk.job()) {
            Ok(asked) => asked,
            Err(why) => return desk.end(Ending::of(failed("bad_request", &why))).await,
        };
        let row = desk.store().roster(&roster).await?;
        let body = desk.store().instance(&row.instance_sha256).await?.body;
        let found = desk.apart(move |desk| solve(&body, &options, desk)).await;
        match found {
            None => {
                let reason = json!({ "code": "panicked", "why": "the search broke off" });
                let end = End::TryAgain(reason.to_string());
                desk.end(Ending::of(end)).await
            }
            Some(Found::Unreadable(findings)) => {
                let told: Vec<String> = findings.iter().map(Finding::to_string).collect();
                desk.end(Ending::of(failed("bad_instance", &told.join("\n"))))
                    .await
            }
            Some(Found::None(why)) => {
                let end = desk.given_up().unwrap_or(End::Failed(why));
                desk.end(Ending::of(end)).await
            }
            Some(Found::Solved(solved)) => keep(desk, &row, *solved).await,
        }
    }
}

impl Solve {
    fn asked(&self, job: &Job) -> Result<(RosterId, PlanOptions), String> {
        let asked: SolveRequest =
            serde_json::from_str(&job.request).map_err(|error| error.to_string())?;
        if !(0.0..=1.0).contains(&asked.gap) {
            return Err(format!("a gap of {} is none; give 0 to 1", asked.gap));
        }
        let roster = job.roster.clone().ok_or("a solve needs a roster")?;
        let limit = Duration::from_millis(asked.time_limit_ms).min(self.time_max);
        let options = PlanOptions {
            time_limit: Some(limit),
            work_limit: asked.work_limit,
            gap: asked.gap,
            threads: self.threads,
            seed: asked.seed,
            waits: WaitRule::Stationary,
        };
        Ok((roster, options))
    }
}

/// What the thread of a solve comes back with.
enum Found {
    Unreadable(Vec<Finding>),
    /// Why there is none, JSON.
    None(String),
    Solved(Box<Solved>),
}

/// A roster, ready to be stored.
struct Solved {
    /// What the plan is legal for.
    instance: InstanceRow,
    /// Whether something of what was asked for had to be left aside.
    relaxed: bool,
    plan: Plan,
    body: String,
    /// The rules that stood in the way.
    blamed: Vec<Blamed>,
}

/// Reads, plans, writes out; on a thread of its own.
fn solve(body: &str, options: &PlanOptions, desk: &Desk) -> Found {
    let instance = match formats::read_instance(body) {
        Ok(instance) => instance,
        Err(findings) => return Found::Unreadable(findings),
    };
    let report = |step: Step| desk.report(progress(&step));
    let asked_for = instance.input_sha256.clone();
    match partial::plan(instance, options, desk.stop(), report) {
        Err((none, blamed)) => Found::None(told(&none, &blamed)),
        Ok(Partial {
            instance,
            plan,
            blamed,
        }) => {
            desk.report(at_the_end(&plan));
            let body = formats::write_roster(&plan.sheet(&instance));
            let instance = InstanceRow {
                sha256: instance.input_sha256.clone(),
                body: formats::write_instance(&instance),
            };
            Found::Solved(Box::new(Solved {
                relaxed: instance.sha256 != asked_for,
                instance,
                plan,
                body,
                blamed,
            }))
        }
    }
}

fn progress(step: &Step) -> Progress {
    Progress {
        cost: step.cost,
        bound: step.bound,
        relative_gap: step.relative_gap(),
        coverage: None,
        stage: format!("{:?}", step.stage),
        seconds: step.seconds,
    }
}

fn at_the_end(plan: &Plan) -> Progress {
    let missing = plan.audit.gaps.iter().map(|gap| gap.head_minutes().0).sum();
    let cost = plan.audit.cost.total;
    Progress {
        cost: Some(cost),
        bound: Some(plan.bound),
        relative_gap: Some(report::relative_distance(cost, plan.bound)),
        coverage: plan.needs.share_present(missing),
        stage: "Ended".to_string(),
        seconds: plan.seconds,
    }
}

/// Stores the plan and ends the job, both or neither.
async fn keep(desk: &Desk, solved_for: &RosterRow, solved: Solved) -> Result<(), StoreError> {
    loop {
        let row = desk.store().roster(&solved_for.id).await?;
        if row.state != RosterState::Draft {
            let why = format!("roster {} is {} by now", row.id, row.state.name());
            return desk.end(Ending::of(failed("not_a_draft", &why))).await;
        }
        if row.instance_sha256 != solved_for.instance_sha256 {
            let why = format!("roster {} has another instance by now", row.id);
            return desk.end(Ending::of(failed("instance_changed", &why))).await;
        }
        let mut changes = Vec::new();
        if solved.relaxed {
            changes.push(Change::Instance(solved.instance.clone()));
        }
        changes.push(Change::Plan(plan_row(
            desk.job(),
            &row,
            &solved,
            desk.now(),
        )));
        let ending = Ending {
            changes,
            ..Ending::of(ended(desk, &row, &solved))
        };
        match desk.end(ending).await {
            // Another plan came first: this one is the next.
            Err(StoreError::Conflict { what: "plan", .. }) => {}
            done => return done,
        }
    }
}

fn plan_row(job: &Job, row: &RosterRow, solved: &Solved, now: DateTime<Utc>) -> PlanRow {
    PlanRow {
        roster: row.id.clone(),
        number: row.plan + 1,
        instance_sha256: solved.instance.sha256.clone(),
        job: Some(job.id.clone()),
        cost: solved.plan.audit.cost.total,
        bound: solved.plan.bound,
        body: solved.body.clone(),
        created_at: now,
    }
}

/// A solve that was cancelled keeps its plan too; one that had to go counts as done with what it has.
fn ended(desk: &Desk, row: &RosterRow, solved: &Solved) -> End {
    let plan = &solved.plan;
    let result = json!({
        "plan": row.plan + 1,
        "proven": plan.standing == Standing::Proven,
        "blamed": solved.blamed,
        "stopped_early": desk.stop().is_stopped() && plan.standing != Standing::Proven,
    })
    .to_string();
    if desk.is_cancelled() {
        End::Cancelled(Some(result))
    } else {
        End::Succeeded(result)
    }
}

/// Why there is no roster: in words, and rule by rule with its article.
fn told(none: &NoRoster, blamed: &[Blamed]) -> String {
    json!({ "code": "no_roster", "why": none.why, "blamed": blamed }).to_string()
}

fn failed(code: &str, why: &str) -> End {
    End::Failed(json!({ "code": code, "why": why }).to_string())
}
