//! What people can ask for, in their words: rosters by HR, open shifts and claims by staff.
//!
//! Every call carries its [`Caller`]; what callers may do is decided in `access` alone. What is asked twice under one
//! request id is done once. Nothing here knows how calls arrive or how rows are stored.

mod access;
mod archive;
mod caller;
mod claims;
mod edit;
mod elsewhere;
mod events;
mod export;
mod fault;
mod held;
mod history;
mod mend;
mod mine;
mod open_shifts;
mod opening;
mod operations;
mod pages;
mod pending;
mod planning;
mod publish;
mod replace;
mod request;
mod rosters;
mod settings;
mod shown;
mod shown_claim;
mod solve_again;
mod stored_plan;
mod told;
mod withdraw;
mod work;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, broadcast};

use crate::jobs::Clock;
use crate::storage::Store;
use crate::units::RosterId;

pub use crate::worker::Blamed;

pub use access::{Act, may};
pub use caller::{Caller, Role};
pub use claims::ClaimAsked;
pub use edit::{DayEdit, Edited, EditedDay};
pub use events::{Event, EventKind};
pub use export::{ExportFormat, Exported};
pub use fault::{BrokenRule, Fault, FieldFault, Kind, Reason};
pub use held::Held;
pub use mend::{LatePay, Mended, Moved, StillUncovered};
pub use opening::{DatedShift, ExtraAsked, HallOpening};
pub use operations::Operation;
pub use planning::{Compared, Frontier, FrontierAsked, FrontierPoint, Planned, WaitsPage};
pub use publish::{PublicationAsked, WindowAsked, moment};
pub use request::{Call, RequestId};
pub use rosters::NewRoster;
pub use settings::SolveSettings;
pub use shown::{PlanShown, RosterShown};
pub use solve_again::{Absent, ChangesAsked, Forecast, MovePricesAsked, Pinned, Released};
pub use stored_plan::stored_plan;
pub use told::{
    BrokenWord, Claim, CompLot, Consequence, Coworker, Effect, Ledger, MyDay, MyRoster, OpenShift,
    Pause, RuleWord, Verdict, VerdictDecision, WaitWord,
};
pub use work::works;

/// Limits of the service itself; the store has its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most rows of one page.
    pub page_max: u32,
    /// Rows of a page when nobody says.
    pub page_default: u32,
    /// Most edits, missed claims, absences or shifts to open in one request.
    pub items_max: usize,
    /// Most forecasts in one request.
    pub forecasts_max: usize,
    /// Longest solve, whatever the request says.
    pub solve_max: Duration,
    /// Longest time that a claim waits for its proof before it is told to stay pending.
    pub verdict_max: Duration,
    /// Longest time of the solve that decides a pending claim.
    pub decide_max: Duration,
    /// Longest re-optimisation of a published roster; claims wait for it.
    pub mend_max: Duration,
    /// Longest time of an edit.
    pub edit_max: Duration,
    /// Longest time of a page of waits, once it holds something.
    pub waits_max: Duration,
    /// Longest time of a comparison, all its scenarios together, or of a frontier, both its curves together.
    pub planning_max: Duration,
    /// Most scenarios of a comparison.
    pub scenarios_max: usize,
    /// Most thresholds of a frontier.
    pub thresholds_max: usize,
    /// How long answers to request ids are remembered.
    pub answers_kept: Duration,
    /// Events kept for watchers who fall behind; whoever falls further behind looks at everything anew.
    pub events_kept: usize,
}

impl Default for Limits {
    /// 200 and 50 rows, 500 items, 50,000 forecasts, 10 min, 2 s, 60 s, 5 s, 10 s, 10 s, 10 min, 8 scenarios,
    /// 12 thresholds, 24 h, 1024 events.
    fn default() -> Limits {
        Limits {
            page_max: 200,
            page_default: 50,
            items_max: 500,
            forecasts_max: 50_000,
            solve_max: Duration::from_secs(600),
            verdict_max: Duration::from_secs(2),
            decide_max: Duration::from_secs(60),
            mend_max: Duration::from_secs(5),
            edit_max: Duration::from_secs(10),
            waits_max: Duration::from_secs(10),
            planning_max: Duration::from_secs(600),
            scenarios_max: 8,
            thresholds_max: 12,
            answers_kept: Duration::from_secs(86_400),
            events_kept: 1024,
        }
    }
}

/// The use cases over one store.
pub struct Service {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    limits: Limits,
    desks: Mutex<HashMap<RosterId, Arc<held::Seat>>>,
    events: broadcast::Sender<Event>,
    work: Arc<Notify>,
    /// Whoever solves while a caller waits holds it.
    solving: tokio::sync::Mutex<()>,
    /// Whoever works out for planners what would be holds it.
    planning: tokio::sync::Mutex<()>,
}

impl Service {
    /// Over a store. `work` is told when there is something for a worker to do.
    pub fn new(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        limits: Limits,
        work: Arc<Notify>,
    ) -> Service {
        let (events, _) = broadcast::channel(limits.events_kept.max(1));
        Service {
            store,
            clock,
            limits,
            desks: Mutex::new(HashMap::new()),
            events,
            work,
            solving: tokio::sync::Mutex::new(()),
            planning: tokio::sync::Mutex::new(()),
        }
    }

    /// Its limits.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Whether the store answers.
    pub async fn check(&self) -> Result<(), Fault> {
        Ok(self.store.check().await?)
    }

    fn seat(&self, roster: &RosterId) -> Arc<held::Seat> {
        let mut desks = self.desks.lock().unwrap_or_else(PoisonError::into_inner);
        if desks.len() > held::SEATS_MAX {
            // What nobody uses at the moment can be read again.
            desks.retain(|_, seat| Arc::strong_count(seat) > 1);
        }
        desks.entry(roster.clone()).or_default().clone()
    }
}
