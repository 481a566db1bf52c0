//! Rosters as HR and planners see them.

use std::sync::Arc;

use super::Service;
use super::fault::Fault;
use super::held::Held;
use super::operations::Operation;
use super::settings::Settings;
use crate::claims::{ClaimTerms, RosterState};
use crate::domain::Instance;
use crate::formats;
use crate::roster::Roster;
use crate::storage::{PlanRow, RosterRow};
use crate::worker::Blamed;

/// A roster with what belongs to it.
pub struct RosterShown {
    /// Its row.
    pub row: RosterRow,
    /// Changes with every change.
    pub etag: String,
    /// The problem it answers.
    pub instance: Arc<Instance>,
    /// Its plan as it stands; `None` until the first solve ends.
    pub plan: Option<PlanShown>,
    /// The operation that works on it, or worked on it last.
    pub operation: Option<Operation>,
}

/// A plan.
pub enum PlanShown {
    /// A draft's newest plan, as it was stored.
    Draft(PlanRow),
    /// The published plan.
    Published(Arc<Held>),
}

impl RosterShown {
    /// The terms of claiming, once published.
    pub fn terms(&self) -> Option<&ClaimTerms> {
        match &self.plan {
            Some(PlanShown::Published(held)) => Some(&held.plan.terms),
            _ => None,
        }
    }

    /// The rules that keep the roster from being complete.
    pub fn blamed(&self) -> Vec<Blamed> {
        (self.operation.as_ref()).map_or_else(Vec::new, Operation::blamed)
    }
}

impl Service {
    pub(super) async fn shown(&self, row: RosterRow) -> Result<RosterShown, Fault> {
        let operation = match Settings::of(&row)?.job {
            None => None,
            Some(job) => Some(Operation::of(self.store.job(&job).await?)),
        };
        let etag = self.etag(&row).await?;
        let (instance, plan) = match row.state {
            RosterState::Draft if row.plan == 0 => {
                (Arc::new(self.instance(&row.instance_sha256).await?), None)
            }
            RosterState::Draft => {
                let plan = self.store.plan(&row.id, None).await?;
                let instance = Arc::new(self.instance(&plan.instance_sha256).await?);
                (instance, Some(PlanShown::Draft(plan)))
            }
            _ => {
                let held = self.held(&row.id).await?;
                let instance = held.instance.clone();
                (instance, Some(PlanShown::Published(held)))
            }
        };
        Ok(RosterShown {
            row,
            etag,
            instance,
            plan,
            operation,
        })
    }

    /// Changes with every change of the roster or its plan.
    pub(super) async fn etag(&self, row: &RosterRow) -> Result<String, Fault> {
        let plan = match row.state {
            RosterState::Draft => row.plan,
            _ => self.held(&row.id).await?.plan.version,
        };
        Ok(format!("{}.{plan}", row.version))
    }

    /// The problem and the plan of a roster as it stands.
    pub(super) async fn current_plan(
        &self,
        row: &RosterRow,
    ) -> Result<(Arc<Instance>, Roster), Fault> {
        if row.state != RosterState::Draft {
            let held = self.held(&row.id).await?;
            return Ok((held.instance.clone(), held.plan.witness.clone()));
        }
        if row.plan == 0 {
            return Err(Fault::new(super::Reason::NoPlanYet, row.id.as_str()));
        }
        let plan = self.store.plan(&row.id, None).await?;
        let instance = Arc::new(self.instance(&plan.instance_sha256).await?);
        let claimed = formats::read_roster(&instance, plan.body.as_bytes());
        let claimed = claimed.map_err(|findings| {
            Fault::unreadable(row.id.as_str(), format!("{} findings", findings.len()))
        })?;
        Ok((instance, claimed.roster))
    }
}
