//! Published plans kept at hand, one seat a roster.
//!
//! Claims of a hall are decided one after another, in the order in which they came; those of different halls side by
//! side, each on the plan as it stood when it was looked at. An answer holds as long as nothing has changed for the
//! people and halls that it touches, and is brought to the newest plan when it is stored. Readers wait for nobody.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use chrono::NaiveDate;
use tokio::sync::OwnedMutexGuard;

use super::Service;
use super::export::sheet;
use super::fault::{Fault, Reason};
use super::open_shifts::instant;
use super::stored_plan::stored_plan;
use crate::checker::Audit;
use crate::claims::{self, Ground, PublishedPlan, RosterState, ShiftIx, Touched};
use crate::domain::{Employee, EmployeeIx, Hall, HallIx, Instance, TemplateIx};
use crate::formats;
use crate::milp::StopSignal;
use crate::report::Sheet;
use crate::storage::{RosterRow, StoreError, Subject, Touch};
use crate::units::{EmployeeId, RosterId, ShiftId};

/// So many rosters are kept at hand before unused ones are let go.
pub(super) const SEATS_MAX: usize = 256;

/// A roster's place: a queue for each hall, one for new plans, and the plan as it stands.
#[derive(Default)]
pub(super) struct Seat {
    halls: Mutex<HashMap<HallIx, Arc<Queue>>>,
    /// Whoever makes a new plan holds it.
    pub newest: Queue,
    /// New plans that have not reached the disk yet hold it together.
    pub on_their_way: tokio::sync::RwLock<()>,
    held: Mutex<AtHand>,
}

/// The plan as it stands, and how often it was replaced.
#[derive(Default)]
struct AtHand {
    held: Option<Arc<Held>>,
    /// What verdicts looked up last: what searches left there lives on.
    last: Option<Arc<Ground>>,
    replaced: u64,
}

/// Those who wait are served in the order in which they came.
pub(super) type Queue = tokio::sync::Mutex<()>;

/// Nobody else makes a new plan meanwhile.
pub(super) type Alone<'s> = tokio::sync::MutexGuard<'s, ()>;

impl Seat {
    /// A turn among those who claim in a hall.
    pub async fn turn(&self, hall: HallIx) -> OwnedMutexGuard<()> {
        let queue = {
            let mut halls = self.halls.lock().unwrap_or_else(PoisonError::into_inner);
            halls.entry(hall).or_default().clone()
        };
        queue.lock_owned().await
    }

    /// Whoever was overtaken lets nobody overtake again: from the second attempt on plans wait for this one.
    pub async fn alone_after(&self, attempt: usize) -> Option<Alone<'_>> {
        if attempt == 0 {
            return None;
        }
        Some(self.newest.lock().await)
    }

    /// Nobody stores a new plan meanwhile, and all that were made have reached the disk.
    pub async fn still(&self) -> Alone<'_> {
        let alone = self.newest.lock().await;
        drop(self.on_their_way.write().await);
        alone
    }

    /// Takes a newer plan, or none: then it is read again.
    pub fn put(&self, held: Option<Arc<Held>>) {
        let mut at_hand = self.at_hand();
        if let Some(before) = at_hand.held.take() {
            at_hand.last = Some(before.ground.clone());
        }
        at_hand.held = held;
        at_hand.replaced += 1;
    }

    fn at_hand(&self) -> MutexGuard<'_, AtHand> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
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
    /// Versions of the instance's halls and of its people, in their order.
    versions: (Vec<u64>, Vec<u64>),
    /// The plan as the checker judges it, once somebody asks.
    audit: OnceLock<Audit>,
}

impl Held {
    /// The plan as the checker judges it.
    pub fn audit(&self) -> &Audit {
        self.audit
            .get_or_init(|| claims::audited(&self.ground, &self.plan))
    }

    /// The plan with what is printed beside it.
    pub fn sheet(&self) -> Sheet<'_> {
        let (plan, needs) = (&self.plan, &self.ground.asked);
        sheet(
            &self.instance,
            needs,
            &plan.witness,
            self.audit(),
            plan.bound,
        )
    }

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
    pub(super) fn touches(&self, touched: &Touched) -> Vec<Touch> {
        let halls = touched.halls.iter().map(|hall| Touch {
            subject: hall_of(&self.row.id, &self.instance.halls[hall.0]),
            version: self.versions.0[hall.0],
        });
        let people = touched.people.iter().map(|who| Touch {
            subject: person_of(&self.row.id, &self.instance.employees[who.0]),
            version: self.versions.1[who.0],
        });
        halls.chain(people).collect()
    }

    /// Whether nothing has changed since `before` for those whom a decision touches.
    pub(super) fn is_as(&self, before: &Held, touched: &Touched) -> bool {
        let (halls, people) = (&self.versions.0, &self.versions.1);
        Arc::ptr_eq(&self.ground, &before.ground)
            && self.plan.state == before.plan.state
            && (touched.halls.iter()).all(|hall| halls[hall.0] == before.versions.0[hall.0])
            && (touched.people.iter()).all(|who| people[who.0] == before.versions.1[who.0])
    }

    /// The same after a decision of our own.
    pub(super) fn after(&self, plan: PublishedPlan, touched: &Touched) -> Held {
        let mut versions = self.versions.clone();
        for hall in &touched.halls {
            versions.0[hall.0] += 1;
        }
        for who in &touched.people {
            versions.1[who.0] += 1;
        }
        Held {
            row: self.row.clone(),
            instance: self.instance.clone(),
            ground: self.ground.clone(),
            plan,
            versions,
            audit: OnceLock::new(),
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

/// Position of a hall, asked for in `field`.
pub(super) fn hall(instance: &Instance, id: &str, field: &str) -> Result<HallIx, Fault> {
    let at = instance.halls.iter().position(|hall| hall.id == id);
    at.map(HallIx)
        .ok_or_else(|| Fault::field(field, "there is no such hall", "没有该营业厅"))
}

/// Position of a shift template, asked for in `field`.
pub(super) fn template(instance: &Instance, id: &str, field: &str) -> Result<TemplateIx, Fault> {
    let mut templates = instance.templates.iter();
    let at = templates.position(|template| template.id == id);
    at.map(TemplateIx)
        .ok_or_else(|| Fault::field(field, "there is no such shift template", "没有该班次"))
}

/// Position of a day of the horizon, asked for in `field`.
pub(super) fn day(instance: &Instance, date: NaiveDate, field: &str) -> Result<usize, Fault> {
    instance.horizon.day_inside(date).ok_or_else(|| {
        Fault::field(
            field,
            "the date is no day of the horizon",
            "日期不在排班范围内",
        )
    })
}

impl Service {
    /// The published plan of a roster, at hand or read.
    ///
    /// # Errors
    /// [`Reason::WrongState`] for a roster that has never been published.
    pub(super) async fn held(&self, roster: &RosterId) -> Result<Arc<Held>, Fault> {
        let seat = self.seat(roster);
        let replaced = {
            let at_hand = seat.at_hand();
            if let Some(held) = &at_hand.held {
                return Ok(held.clone());
            }
            at_hand.replaced
        };
        let held = Arc::new(self.read_held(roster).await?);
        let mut at_hand = seat.at_hand();
        // What was replaced meanwhile was read too early to be kept.
        if at_hand.replaced == replaced {
            return Ok(at_hand.held.get_or_insert(held).clone());
        }
        Ok(held)
    }

    async fn read_held(&self, roster: &RosterId) -> Result<Held, Fault> {
        let row = self.store.roster(roster).await?;
        if row.state == RosterState::Draft {
            return Err(Fault::new(Reason::WrongState, row.state.name()));
        }
        let instance = Arc::new(self.instance(&row.instance_sha256).await?);
        // Versions first: then nothing can move unnoticed in between.
        let subjects = subjects(&row.id, &instance);
        let mut halls = self.store.versions(&subjects).await?;
        let people = halls.split_off(instance.halls.len());
        let plan = stored_plan(self.store.as_ref(), roster, None).await?;
        let last = self.seat(roster).at_hand().last.clone();
        let ground = Ground::new(instance.clone());
        let ground = Arc::new(match last {
            Some(last) => ground.following(&last),
            None => ground,
        });
        Ok(Held {
            row,
            instance,
            ground,
            plan,
            versions: (halls, people),
            audit: OnceLock::new(),
        })
    }

    /// Looks beforehand, beside everything else, for what the first re-optimisation of a published plan begins from.
    pub(super) async fn learn(&self, roster: &RosterId) {
        let Ok(held) = self.held(roster).await else {
            return;
        };
        let now = instant(self.clock.now());
        let (whole, stop) = (std::time::Duration::MAX, StopSignal::new());
        let learn = move || claims::learn(&held.ground, &held.plan, now, whole, &stop);
        // Nobody waits for it.
        drop(tokio::task::spawn_blocking(learn));
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
            .map_err(|findings| Fault::unreadable(sha256, format!("{} findings", findings.len())))
    }
}

/// Every hall and every person of a roster.
pub(super) fn subjects(roster: &RosterId, instance: &Instance) -> Vec<Subject> {
    let halls = instance.halls.iter().map(|hall| hall_of(roster, hall));
    let people = instance.employees.iter();
    halls
        .chain(people.map(|person| person_of(roster, person)))
        .collect()
}

fn hall_of(roster: &RosterId, hall: &Hall) -> Subject {
    Subject::Hall(roster.clone(), hall.id.as_str().into())
}

fn person_of(roster: &RosterId, person: &Employee) -> Subject {
    Subject::Employee(roster.clone(), person.id.as_str().into())
}
