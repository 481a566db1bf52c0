//! Published plans kept at hand, one seat a roster.
//!
//! Claims of a roster are decided one after another: whoever decides holds the seat's queue. Readers look at the
//! plan as it stands and wait for nobody.

use std::sync::{Arc, Mutex, PoisonError};

use super::Service;
use super::fault::{Fault, Reason};
use crate::claims::{Ground, PublishedPlan, RosterState, ShiftIx};
use crate::domain::{EmployeeIx, Instance};
use crate::formats;
use crate::storage::{RosterRow, StoreError, Subject, Touch};
use crate::units::{EmployeeId, RosterId, ShiftId};

/// So many rosters are kept at hand before unused ones are let go.
pub(super) const SEATS_MAX: usize = 256;

/// A roster's place: the queue of deciders, and the plan as it stands.
#[derive(Default)]
pub(super) struct Seat {
    pub queue: tokio::sync::Mutex<()>,
    held: Mutex<Option<Arc<Held>>>,
}

impl Seat {
    pub fn put(&self, held: Option<Arc<Held>>) {
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = held;
    }

    fn get(&self) -> Option<Arc<Held>> {
        self.held
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

/// A published plan with all that verdicts on it need.
pub struct Held {
    /// The roster's row when it was read.
    pub row: RosterRow,
    /// The problem.
    pub instance: Arc<Instance>,
    /// What verdicts look up.
    pub ground: Arc<Ground>,
    /// The plan.
    pub plan: PublishedPlan,
    /// Halls and people with their versions.
    versions: Vec<(Subject, u64)>,
}

impl Held {
    /// Position of an employee.
    pub fn employee(&self, id: &EmployeeId) -> Result<EmployeeIx, Fault> {
        employee(&self.instance, id)
    }

    /// Position of a shift.
    pub fn shift(&self, id: &ShiftId) -> Result<ShiftIx, Fault> {
        (self.plan.find(id.as_str()))
            .ok_or_else(|| Fault::new(Reason::OpenShiftNotFound, id.as_str()))
    }

    /// Versions of the halls and people that a decision touches.
    pub(super) fn touches(&self, touched: &crate::claims::Touched) -> Vec<Touch> {
        let halls = touched.halls.iter();
        let halls = halls.map(|hall| Subject::Hall(self.instance.halls[hall.0].id.as_str().into()));
        let people = touched.people.iter();
        let people =
            people.map(|who| Subject::Employee(self.instance.employees[who.0].id.as_str().into()));
        let subjects = halls.chain(people);
        subjects
            .map(|subject| Touch {
                version: self.version(&subject),
                subject,
            })
            .collect()
    }

    fn version(&self, subject: &Subject) -> u64 {
        let known = self.versions.iter().find(|(known, _)| known == subject);
        known.map_or(0, |(_, version)| *version)
    }

    /// The same after a decision of our own.
    pub(super) fn after(&self, plan: PublishedPlan, touches: &[Touch]) -> Held {
        let mut versions = self.versions.clone();
        for (subject, version) in &mut versions {
            if touches.iter().any(|touch| touch.subject == *subject) {
                *version += 1;
            }
        }
        Held {
            row: self.row.clone(),
            instance: self.instance.clone(),
            ground: self.ground.clone(),
            plan,
            versions,
        }
    }
}

/// Position of an employee of an instance.
pub(super) fn employee(instance: &Instance, id: &EmployeeId) -> Result<EmployeeIx, Fault> {
    let at = instance
        .employees
        .iter()
        .position(|employee| employee.id == id.0);
    at.map(EmployeeIx)
        .ok_or_else(|| Fault::new(Reason::EmployeeNotFound, id.as_str()))
}

impl Service {
    /// The published plan of a roster, at hand or read.
    ///
    /// # Errors
    /// [`Reason::WrongState`] for a roster that has never been published.
    pub(super) async fn held(&self, roster: &RosterId) -> Result<Arc<Held>, Fault> {
        let seat = self.seat(roster);
        if let Some(held) = seat.get() {
            return Ok(held);
        }
        let held = Arc::new(self.read_held(roster).await?);
        seat.put(Some(held.clone()));
        Ok(held)
    }

    async fn read_held(&self, roster: &RosterId) -> Result<Held, Fault> {
        let row = self.store.roster(roster).await?;
        if row.state == RosterState::Draft {
            return Err(Fault::new(Reason::WrongState, row.state.name()));
        }
        let instance = Arc::new(self.instance(&row.instance_sha256).await?);
        // Versions first: then nothing can move unnoticed in between.
        let subjects = subjects(&instance);
        let known = self.store.versions(&subjects).await?;
        let witness = self.store.witness(roster, None, None).await?;
        let plan: PublishedPlan = serde_json::from_str(&witness.body).map_err(Fault::broken)?;
        let ground = Arc::new(Ground::new(instance.clone()));
        Ok(Held {
            row,
            instance,
            ground,
            plan,
            versions: subjects.into_iter().zip(known).collect(),
        })
    }

    /// An instance as it was stored.
    pub(super) async fn instance(&self, sha256: &str) -> Result<Instance, Fault> {
        let stored = self
            .store
            .instance(sha256)
            .await
            .map_err(|error| match error {
                StoreError::NotFound { .. } => Fault::broken(error),
                other => other.into(),
            })?;
        formats::read_instance(&stored.body)
            .map_err(|findings| Fault::broken(format!("{} findings", findings.len())))
    }
}

/// Every hall and every person of an instance.
pub(super) fn subjects(instance: &Instance) -> Vec<Subject> {
    let halls = instance.halls.iter();
    let halls = halls.map(|hall| Subject::Hall(hall.id.as_str().into()));
    let people = instance.employees.iter();
    halls
        .chain(people.map(|person| Subject::Employee(person.id.as_str().into())))
        .collect()
}
