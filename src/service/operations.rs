//! Work under way: solves and re-optimisations.

use std::time::Duration;

use super::Service;
use super::access::{self, Act};
use super::caller::Caller;
use super::fault::{BrokenRule, Fault, Reason};
use super::mend::Mended;
use super::request::{Call, Entry};
use crate::jobs::Job;
use crate::storage::{Change, JobFilter, Page, StoreError};
use crate::units::{JobId, RosterId};
use crate::worker::Blamed;

/// What a solve leaves beside its plan.
#[derive(serde::Deserialize)]
struct SolveResult {
    #[serde(default)]
    blamed: Vec<Blamed>,
    mended: Option<Mended>,
}

/// How often a running operation is looked at by those who wait.
const LOOK: Duration = Duration::from_millis(100);

/// A job as callers see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// The job.
    pub job: Job,
}

impl Operation {
    pub(super) fn of(job: Job) -> Operation {
        Operation { job }
    }

    /// Whether it works, or waits to.
    pub fn is_alive(&self) -> bool {
        !self.job.has_ended()
    }

    /// The roster it works on.
    pub fn roster(&self) -> Option<&RosterId> {
        self.job.roster.as_ref()
    }

    /// Why it failed.
    pub fn failure(&self) -> Fault {
        let rules = self.blamed().into_iter();
        let result = self.job.result.clone();
        Fault {
            rules: rules
                .map(|blamed| BrokenRule {
                    rule: blamed.rule,
                    article: blamed.article,
                    en: blamed.en,
                    zh: blamed.zh,
                })
                .collect(),
            ..Fault::new(Reason::RulesBroken, result.unwrap_or_default())
        }
    }

    /// What a re-optimisation of a published roster changed.
    pub fn mended(&self) -> Option<Mended> {
        let told: SolveResult = serde_json::from_str(self.job.result.as_deref()?).ok()?;
        told.mended
    }

    /// The rules that keep its roster from being complete.
    pub fn blamed(&self) -> Vec<Blamed> {
        let result = self.job.result.as_deref().unwrap_or_default();
        let told: Option<SolveResult> = serde_json::from_str(result).ok();
        told.map_or_else(Vec::new, |told| told.blamed)
    }
}

impl Service {
    /// One operation.
    pub async fn get_operation(&self, caller: &Caller, id: &JobId) -> Result<Operation, Fault> {
        access::may(caller, Act::ReadRosters)?;
        let job = self.store.job(id).await?;
        self.may_see(caller, &job).await?;
        Ok(Operation::of(job))
    }

    /// Operations in the order they were asked for.
    pub async fn list_operations(
        &self,
        caller: &Caller,
        size: u32,
        token: &str,
    ) -> Result<Page<Operation>, Fault> {
        access::may(caller, Act::ReadRosters)?;
        let page = self.page(size, token);
        let page = self.store.jobs(&JobFilter::default(), &page).await?;
        let mut rows = Vec::new();
        for job in page.rows {
            if self.may_see(caller, &job).await.is_ok() {
                rows.push(Operation::of(job));
            }
        }
        Ok(Page {
            rows,
            next: page.next,
        })
    }

    /// Asks an operation to end; one that has ended stays as it is.
    pub async fn cancel_operation(&self, caller: &Caller, id: &JobId) -> Result<(), Fault> {
        access::may(caller, Act::ChangeRosters)?;
        let job = self.store.job(id).await?;
        self.may_see(caller, &job).await?;
        let Some(roster) = job.roster.clone().filter(|_| !job.has_ended()) else {
            return Ok(());
        };
        let entry = Entry::new("operation.cancel", format!("operations/{id}"));
        let changes = vec![Change::CancelJob(id.clone())];
        let call = Call::by(caller.clone());
        let cancelled = self.commit(&call, &roster, Vec::new(), changes, entry, String::new());
        match cancelled.await {
            Ok(_) => Ok(()),
            // It ended just now.
            Err(_) if self.store.job(id).await?.has_ended() => Ok(()),
            Err(fault) => Err(fault),
        }
    }

    /// The operation when it has ended, or when the time is over.
    pub async fn wait_operation(
        &self,
        caller: &Caller,
        id: &JobId,
        time: Duration,
    ) -> Result<Operation, Fault> {
        let until = tokio::time::Instant::now() + time;
        loop {
            let operation = self.get_operation(caller, id).await?;
            let now = tokio::time::Instant::now();
            if !operation.is_alive() || now >= until {
                return Ok(operation);
            }
            tokio::time::sleep(LOOK.min(until - now)).await;
        }
    }

    async fn may_see(&self, caller: &Caller, job: &Job) -> Result<(), Fault> {
        let Some(roster) = &job.roster else {
            return Ok(());
        };
        match self.store.roster(roster).await {
            Ok(row) => access::in_halls(caller, &row.halls),
            // Of a roster that is no more only those who see all halls may hear.
            Err(StoreError::NotFound { .. }) if caller.halls.is_empty() => Ok(()),
            Err(StoreError::NotFound { .. }) => {
                Err(Fault::new(Reason::OperationNotFound, job.id.as_str()))
            }
            Err(other) => Err(other.into()),
        }
    }
}
