//! HR solves again: with other options, without people who cannot come, for another forecast.
//!
//! A draft is solved as a whole, its pins stay. A published roster is mended: see `mend`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Service;
use super::access::{self, Act};
use super::edit::renewed;
use super::events::EventKind;
use super::fault::{Fault, Reason, at_most};
use super::held;
use super::mend::MendRequest;
use super::request::{Call, Entry};
use super::rosters::stored;
use super::settings::{Settings, SolveSettings};
use crate::claims::{self, RosterState};
use crate::domain::{ClassIx, DemandInterval, HallIx, Instance, Problem};
use crate::jobs::{JobKind, NewJob};
use crate::storage::Change;
use crate::units::{EmployeeId, JobId, Minutes, RosterId};

/// A person who cannot come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absent {
    /// Who.
    pub employee: EmployeeId,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Why; for HR.
    pub reason: String,
}

/// What is different from before.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ChangesAsked {
    /// People who cannot come.
    pub absences: Vec<Absent>,
    /// Forecasts that take the place of those of the same hall, class and start.
    pub demand: Vec<Forecast>,
}

impl ChangesAsked {
    /// Why somebody cannot come, as HR wrote it; empty where HR did not.
    pub(super) fn reason_of(&self, employee: &EmployeeId) -> String {
        let mut absences = self.absences.iter();
        let absent = absences.find(|absent| absent.employee == *employee);
        absent.map_or_else(String::new, |absent| absent.reason.clone())
    }
}

/// Expected arrivals of one class in one interval.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// Id of the hall.
    pub hall: String,
    /// Id of the class.
    pub class: String,
    /// Local day.
    pub date: NaiveDate,
    /// Minute of the local day.
    pub start: i64,
    /// How long.
    pub length: Minutes,
    /// Expected number of arrivals.
    pub expected_arrivals: f64,
    /// HR's mark.
    pub busy: Option<bool>,
}

impl Service {
    /// Asks for another solve of a draft, or for a published roster to be made to fit again.
    pub async fn solve_again(
        &self,
        call: &Call,
        id: &RosterId,
        asked: &ChangesAsked,
        solve: &SolveSettings,
    ) -> Result<JobId, Fault> {
        access::may(&call.caller, Act::ChangeRosters)?;
        at_most(asked.absences.len(), self.limits.items_max, "absences")?;
        at_most(asked.demand.len(), self.limits.forecasts_max, "demand")?;
        if let Some(first) = self.answered(call).await? {
            return Ok(first.into());
        }
        let mut row = self.changeable(call, id).await?;
        if !matches!(row.state, RosterState::Draft | RosterState::Published) {
            return Err(Fault::new(Reason::WrongState, row.state.name()));
        }
        self.idle(&row).await?;
        let instance = self.instance(&row.instance_sha256).await?;
        // Judged here for both, so that what is wrong is told at once.
        let instance = renewed(changed(&instance, asked)?)?;
        let job = JobId(Uuid::new_v4().to_string());
        let published = row.state == RosterState::Published;
        if call.validate_only {
            return Ok(job);
        }
        let mut changes = Vec::new();
        if !published {
            row.instance_sha256.clone_from(&instance.input_sha256);
            changes.push(Change::Instance(stored(&instance)));
        }
        row.body = Settings {
            job: Some(job.clone()),
        }
        .body()?;
        row.updated_at = self.clock.now();
        let new_job = if published {
            self.mend_job(&job, id, asked, solve)?
        } else {
            self.solve_job(&job, id, solve)?
        };
        changes.extend([Change::Roster(row), Change::Enqueue(new_job)]);
        let entry = Entry {
            reason: reasons(asked),
            ..Entry::new("roster.reoptimize", format!("rosters/{id}"))
        };
        let answer = self.commit(call, id, Vec::new(), changes, entry, job.0);
        let answer = answer.await?;
        self.work.notify_one();
        self.tell(id, EventKind::Roster);
        Ok(answer.as_str().into())
    }

    fn mend_job(
        &self,
        job: &JobId,
        roster: &RosterId,
        asked: &ChangesAsked,
        solve: &SolveSettings,
    ) -> Result<NewJob, Fault> {
        let request = MendRequest {
            changes: asked.clone(),
            time_limit_ms: solve.time_limit.min(self.limits.mend_max).as_millis() as u64,
            work_limit: solve.work_limit,
            gap: solve.relative_gap,
            seed: solve.seed,
        };
        Ok(NewJob {
            id: job.clone(),
            kind: JobKind::Reoptimize,
            roster: Some(roster.clone()),
            request: serde_json::to_string(&request).map_err(Fault::broken)?,
        })
    }
}

/// Why people cannot come, as HR wrote it: `E1: sick; E2: training`.
fn reasons(asked: &ChangesAsked) -> String {
    let absences = asked.absences.iter().filter(|one| !one.reason.is_empty());
    let told: Vec<String> = absences
        .map(|one| format!("{}: {}", one.employee, one.reason))
        .collect();
    told.join("; ")
}

fn changed(instance: &Instance, asked: &ChangesAsked) -> Result<Problem, Fault> {
    let mut problem: Problem = (**instance).clone();
    for (at, absent) in asked.absences.iter().enumerate() {
        if absent.to < absent.from {
            return Err(Fault::field(
                &format!("absences[{at}].to_date"),
                "the absence ends before it begins",
                "缺勤的结束早于开始",
            ));
        }
        let who = held::employee(instance, &absent.employee)?;
        let days = (absent.from, absent.to);
        claims::absent(&mut problem, who, days, &absent.reason);
    }
    for (at, new) in asked.demand.iter().enumerate() {
        let new = interval(instance, at, new)?;
        let key = |one: &DemandInterval| (one.hall, one.class, one.date, one.start);
        problem.demand.retain(|known| key(known) != key(&new));
        problem.demand.push(new);
    }
    Ok(problem)
}

pub(super) fn interval(
    instance: &Instance,
    at: usize,
    new: &Forecast,
) -> Result<DemandInterval, Fault> {
    let hall = instance.halls.iter().position(|hall| hall.id == new.hall);
    let hall = hall.ok_or_else(|| {
        Fault::field(
            &format!("demand[{at}].hall"),
            "there is no such hall",
            "没有该营业厅",
        )
    })?;
    let classes = &instance.halls[hall].classes;
    let class = classes.iter().position(|class| class.id == new.class);
    let class = class.ok_or_else(|| {
        let field = format!("demand[{at}].customer_class");
        Fault::field(&field, "there is no such customer class", "没有该客户类别")
    })?;
    Ok(DemandInterval {
        hall: HallIx(hall),
        class: ClassIx(class),
        date: new.date,
        start: new.start,
        length: new.length,
        expected_arrivals: new.expected_arrivals,
        busy: new.busy,
    })
}
