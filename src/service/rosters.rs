//! HR submits a week, looks at it, throws it away.

use uuid::Uuid;

use super::access::{self, Act};
use super::caller::{Caller, Role};
use super::events::EventKind;
use super::fault::{Fault, Reason};
use super::held;
use super::pages::all;
use super::request::{Call, Entry};
use super::settings::{Settings, SolveSettings};
use super::shown::RosterShown;
use super::{Service, history};
use crate::claims::{ClaimState, RosterState};
use crate::domain::{Instance, Problem};
use crate::formats;
use crate::jobs::{JobKind, NewJob};
use crate::roster::Activity;
use crate::storage::{
    Change, ClaimFilter, InstanceRow, Page, RosterFilter, RosterRow, Subject, Touch,
};
use crate::units::{HallId, JobId, RosterId};

/// A week to be solved.
pub struct NewRoster {
    /// The problem.
    pub instance: Instance,
    /// Its name; made up when `None`.
    pub id: Option<String>,
    /// How far the solve goes.
    pub solve: SolveSettings,
    /// The roster whose last days become this one's history.
    pub previous: Option<RosterId>,
}

impl Service {
    /// Submits a week: a draft and the job that solves it.
    pub async fn create_roster(
        &self,
        call: &Call,
        asked: NewRoster,
    ) -> Result<(RosterId, JobId), Fault> {
        access::may(&call.caller, Act::ChangeRosters)?;
        let halls = halls(&asked.instance);
        access::in_halls(&call.caller, &halls)?;
        if let Some(first) = self.answered(call).await? {
            return created(&first);
        }
        let id = new_id(asked.id.as_deref())?;
        let instance = match &asked.previous {
            None => asked.instance,
            Some(previous) => {
                self.carry_over(&call.caller, previous, &asked.instance)
                    .await?
            }
        };
        let job = JobId(Uuid::new_v4().to_string());
        if call.validate_only {
            return Ok((id, job));
        }
        let now = self.clock.now();
        let stored = stored(&instance);
        let last = instance.horizon.day_count as i64 - 1;
        let row = RosterRow {
            id: id.clone(),
            version: 0,
            state: RosterState::Draft,
            title: instance.title.clone(),
            instance_sha256: stored.sha256.clone(),
            previous: asked.previous,
            halls,
            first_date: instance.horizon.start,
            last_date: instance.horizon.date(last),
            claim_window: None,
            body: Settings {
                job: Some(job.clone()),
            }
            .body()?,
            plan: 0,
            created_at: now,
            updated_at: now,
        };
        let changes = vec![
            Change::Instance(stored),
            Change::Roster(row),
            Change::Enqueue(self.solve_job(&job, &id, &asked.solve)?),
        ];
        let entry = Entry::new("roster.create", format!("rosters/{id}"));
        let answer = format!("{id} {job}");
        let answer = self.commit(call, &id, Vec::new(), changes, entry, answer);
        let answer = answer.await?;
        self.work.notify_one();
        self.tell(&id, EventKind::Roster);
        created(&answer)
    }

    /// A roster as the caller may see it whole.
    pub async fn get_roster(&self, caller: &Caller, id: &RosterId) -> Result<RosterShown, Fault> {
        access::may(caller, Act::ReadRosters)?;
        let row = self.store.roster(id).await?;
        access::in_halls(caller, &row.halls)?;
        self.shown(row).await
    }

    /// Rosters all of whose halls are the caller's, in the order they were created; a page may hold fewer than asked.
    pub async fn list_rosters(
        &self,
        caller: &Caller,
        size: u32,
        token: &str,
    ) -> Result<Page<RosterShown>, Fault> {
        access::may(caller, Act::ReadRosters)?;
        let filter = RosterFilter {
            halls: caller.halls.clone(),
            ..RosterFilter::default()
        };
        let page = self.store.rosters(&filter, &self.page(size, token)).await?;
        let mut rows = Vec::new();
        for row in page.rows {
            if access::in_halls(caller, &row.halls).is_err() {
                continue;
            }
            rows.push(self.shown(row).await?);
        }
        Ok(Page {
            rows,
            next: page.next,
        })
    }

    /// Throws a draft, or history, away; a solve that still runs is asked to stop.
    pub async fn delete_roster(&self, call: &Call, id: &RosterId) -> Result<(), Fault> {
        access::may(&call.caller, Act::ChangeRosters)?;
        if self.answered(call).await?.is_some() {
            return Ok(());
        }
        let row = self.changeable(call, id).await?;
        if !matches!(row.state, RosterState::Draft | RosterState::Archived) {
            return Err(Fault::new(Reason::WrongState, row.state.name()));
        }
        if call.validate_only {
            return Ok(());
        }
        let mut changes = Vec::new();
        if let Some(job) = Settings::of(&row)?.job
            && !self.store.job(&job).await?.has_ended()
        {
            changes.push(Change::CancelJob(job));
        }
        changes.push(Change::DeleteRoster(id.clone(), row.version));
        let entry = Entry::new("roster.delete", format!("rosters/{id}"));
        self.commit(call, id, Vec::new(), changes, entry, id.to_string())
            .await?;
        self.seat(id).put(None);
        self.tell(id, EventKind::Deleted);
        Ok(())
    }

    /// The row of a roster that the caller may change and has read in its newest form.
    pub(super) async fn changeable(&self, call: &Call, id: &RosterId) -> Result<RosterRow, Fault> {
        access::may(&call.caller, Act::ChangeRosters)?;
        let row = self.store.roster(id).await?;
        access::in_halls(&call.caller, &row.halls)?;
        call.check_etag(&self.etag(&row).await?)?;
        Ok(row)
    }

    /// A draft that nobody works on.
    pub(super) async fn idle_draft(&self, call: &Call, id: &RosterId) -> Result<RosterRow, Fault> {
        let row = self.changeable(call, id).await?;
        if row.state != RosterState::Draft {
            return Err(Fault::new(Reason::WrongState, row.state.name()));
        }
        self.idle(&row).await?;
        if row.plan == 0 {
            return Err(Fault::new(Reason::NoPlanYet, id.as_str()));
        }
        Ok(row)
    }

    /// Refuses while a job works on the roster.
    pub(super) async fn idle(&self, row: &RosterRow) -> Result<(), Fault> {
        if let Some(job) = Settings::of(row)?.job
            && !self.store.job(&job).await?.has_ended()
        {
            return Err(Fault::new(
                Reason::SolveRunning,
                format!("operations/{job}"),
            ));
        }
        Ok(())
    }

    /// Versions of all halls and people of a roster, as touches.
    pub(super) async fn all_touches(
        &self,
        roster: &RosterId,
        instance: &Instance,
    ) -> Result<Vec<Touch>, Fault> {
        self.touches(held::subjects(roster, instance)).await
    }

    /// Subjects with their versions.
    pub(super) async fn touches(&self, subjects: Vec<Subject>) -> Result<Vec<Touch>, Fault> {
        let versions = self.store.versions(&subjects).await?;
        let both = subjects.into_iter().zip(versions);
        Ok(both
            .map(|(subject, version)| Touch { subject, version })
            .collect())
    }

    async fn carry_over(
        &self,
        caller: &Caller,
        previous: &RosterId,
        next: &Instance,
    ) -> Result<Instance, Fault> {
        let row = self.store.roster(previous).await?;
        access::may_with(caller, Act::ReadRosters, &row)?;
        let (instance, mut roster) = self.current_plan(&row).await?;
        let missed = &ClaimFilter {
            roster: Some(previous.clone()),
            states: vec![ClaimState::NoShow],
            ..ClaimFilter::default()
        };
        let missed = all(|page| async move { self.store.claims(missed, &page).await }).await?;
        if !missed.is_empty() {
            // Who did not come did not work: no hours, no rest owed.
            let held = self.held(previous).await?;
            for claim in missed {
                let employee = held.employee(&claim.employee)?;
                let shift = held.shift(&claim.shift)?;
                roster.days[employee.0][held.plan.shifts[shift.0].day] = Activity::Rest;
            }
        }
        let mut problem: Problem = (**next).clone();
        history::carry(&instance, &roster, &mut problem);
        // With its history it is another problem, with another digest.
        let file = formats::instance_to_proto(&problem);
        formats::instance_from_proto(&file).map_err(|findings| Fault::instance(&findings))
    }

    pub(super) fn solve_job(
        &self,
        job: &JobId,
        roster: &RosterId,
        solve: &SolveSettings,
    ) -> Result<NewJob, Fault> {
        Ok(NewJob {
            id: job.clone(),
            kind: JobKind::Solve,
            roster: Some(roster.clone()),
            request: solve.request()?,
        })
    }
}

/// The row of an instance.
pub(super) fn stored(instance: &Instance) -> InstanceRow {
    InstanceRow {
        sha256: instance.input_sha256.clone(),
        body: formats::write_instance(instance),
    }
}

fn halls(instance: &Instance) -> Vec<HallId> {
    let ids = instance.halls.iter();
    ids.map(|hall| hall.id.as_str().into()).collect()
}

fn created(answer: &str) -> Result<(RosterId, JobId), Fault> {
    let (roster, job) = answer
        .split_once(' ')
        .ok_or_else(|| Fault::broken("an answer that is none"))?;
    Ok((roster.into(), job.into()))
}

fn new_id(asked: Option<&str>) -> Result<RosterId, Fault> {
    let Some(id) = asked else {
        let made = Uuid::new_v4().simple().to_string();
        return Ok(RosterId(format!("r{}", &made[..12])));
    };
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let good = (1..=63).contains(&id.len())
        && id.chars().all(inner)
        && id.starts_with(|c: char| c.is_ascii_lowercase())
        && !id.ends_with('-');
    if good {
        Ok(RosterId(id.to_string()))
    } else {
        Err(Fault::field(
            "roster_id",
            "use 1 to 63 lower-case letters, digits and hyphens, beginning with a letter",
            "请使用 1 至 63 个小写字母、数字或连字符，以字母开头",
        ))
    }
}

/// Whether the caller sees names of others and costs.
pub(super) fn sees_all(caller: &Caller) -> bool {
    matches!(caller.role, Role::Hr | Role::Planner)
}

#[cfg(test)]
mod tests {
    use super::new_id;

    #[test]
    fn a_roster_is_named_as_resources_are() {
        for good in ["w30", "wx-2026-w11", "a"] {
            assert!(new_id(Some(good)).is_ok(), "{good}");
        }
        let long = "a".repeat(64);
        for bad in ["", "W30", "-a", "a-", "3a", "a/b", "周", &long] {
            assert!(new_id(Some(bad)).is_err(), "{bad}");
        }
    }
}
