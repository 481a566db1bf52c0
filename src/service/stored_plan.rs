//! Published plans in the store: whole when they are published and once in a while after, steps in between.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::fault::Fault;
use crate::claims::{PlanStep, PublishedPlan};
use crate::storage::{Store, WitnessRow};
use crate::units::RosterId;

/// A plan is stored whole whenever its version is a multiple of this: reading one takes no more steps.
const WHOLE_EVERY: u64 = 50;

/// The body of a witness's row.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Body<'a> {
    Whole(std::borrow::Cow<'a, PublishedPlan>),
    Step(PlanStep),
}

/// The row of a whole plan.
pub(super) fn witness_row(
    roster: &RosterId,
    plan: &PublishedPlan,
    now: DateTime<Utc>,
) -> Result<WitnessRow, Fault> {
    row(
        roster,
        plan.version,
        &Body::Whole(std::borrow::Cow::Borrowed(plan)),
        now,
    )
}

/// The row of a plan that is one step from the one before, or whole when it is time for that.
pub(super) fn next_row(
    roster: &RosterId,
    before: &PublishedPlan,
    plan: &PublishedPlan,
    now: DateTime<Utc>,
) -> Result<WitnessRow, Fault> {
    let step = PlanStep::between(before, plan).filter(|step| step.version % WHOLE_EVERY != 0);
    match step {
        Some(step) => row(roster, plan.version, &Body::Step(step), now),
        None => witness_row(roster, plan, now),
    }
}

fn row(
    roster: &RosterId,
    version: u64,
    body: &Body<'_>,
    now: DateTime<Utc>,
) -> Result<WitnessRow, Fault> {
    Ok(WitnessRow {
        roster: roster.clone(),
        hall: None,
        version,
        body: serde_json::to_string(body).map_err(Fault::broken)?,
        created_at: now,
    })
}

/// A stored plan of a roster: the one with this version, or the newest.
///
/// # Errors
/// [`Reason::StoredOtherwise`](super::Reason::StoredOtherwise) when another version of the program stored it.
pub async fn stored_plan(
    store: &dyn Store,
    roster: &RosterId,
    version: Option<u64>,
) -> Result<PublishedPlan, Fault> {
    let mut steps = Vec::new();
    let mut row = store.witness(roster, None, version).await?;
    let mut plan = loop {
        let body = serde_json::from_str(&row.body);
        match body.map_err(|error| Fault::unreadable(roster.as_str(), error))? {
            Body::Whole(plan) => break plan.into_owned(),
            Body::Step(step) => steps.push(step),
        }
        let before = row.version.checked_sub(1);
        let before = before.ok_or_else(|| Fault::broken("a step from nowhere"))?;
        row = store.witness(roster, None, Some(before)).await?;
    };
    for step in steps.into_iter().rev() {
        let next = step.taken(plan);
        plan = next.ok_or_else(|| Fault::broken("a step of another plan"))?;
    }
    Ok(plan)
}
