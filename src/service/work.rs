//! What the service does as jobs: solves, re-optimisations, decisions of pending claims.

use std::collections::HashMap;
use std::sync::Arc;

use super::Service;
use super::fault::Fault;
use super::pending::DecideRequest;
use crate::jobs::{End, JobKind};
use crate::storage::StoreError;
use crate::worker::{Desk, Ending, Solve, Work};
use async_trait::async_trait;

/// The work of every kind of job.
pub fn works(service: &Arc<Service>) -> HashMap<JobKind, Arc<dyn Work>> {
    let solve = Solve {
        time_max: service.limits().solve_max,
        threads: 1,
    };
    let works: [(JobKind, Arc<dyn Work>); 3] = [
        (JobKind::Solve, Arc::new(solve)),
        (JobKind::Reoptimize, Arc::new(Mending(service.clone()))),
        (JobKind::DecideClaim, Arc::new(Deciding(service.clone()))),
    ];
    works.into_iter().collect()
}

/// Makes a published roster fit again.
struct Mending(Arc<Service>);

#[async_trait]
impl Work for Mending {
    async fn run(&self, desk: &Desk) -> Result<(), StoreError> {
        let job = desk.job();
        let Some(roster) = job.roster.clone() else {
            return desk
                .end(Ending::of(End::Failed("a job of no roster".to_string())))
                .await;
        };
        // In turn with the claims of the roster.
        let seat = self.0.seat(&roster);
        let _turn = seat.still().await;
        let mended = self.0.mend(desk, &roster).await;
        let (ending, released) = match (desk.given_up(), mended) {
            // Half a search changes nothing that is published.
            (Some(end), _) => (Ending::of(end), Vec::new()),
            (None, Ok(found)) => found,
            (None, Err(fault)) => (again(&fault), Vec::new()),
        };
        let done = desk.end(ending).await;
        self.0.mended(&roster);
        if done.is_ok() {
            for claim in &released {
                self.0.tell_claim(claim);
            }
        }
        done
    }
}

/// Decides a claim that could not be decided at once.
struct Deciding(Arc<Service>);

#[async_trait]
impl Work for Deciding {
    async fn run(&self, desk: &Desk) -> Result<(), StoreError> {
        let asked: DecideRequest = match serde_json::from_str(&desk.job().request) {
            Ok(asked) => asked,
            Err(error) => return desk.end(Ending::of(End::Failed(error.to_string()))).await,
        };
        let ending = match self.0.decide_pending(&asked.claim, desk.stop()).await {
            Ok(()) => Ending::of(End::Succeeded("{}".to_string())),
            Err(fault) => desk.given_up().map_or_else(|| again(&fault), Ending::of),
        };
        desk.end(ending).await
    }

    async fn tidy(&self) {
        // What cannot be done now is done at the next beat.
        let _ = self.0.expire_undecided().await;
    }
}

fn again(fault: &Fault) -> Ending {
    let why = serde_json::json!({ "code": fault.reason.code(), "why": fault.subject });
    Ending::of(End::TryAgain(why.to_string()))
}
