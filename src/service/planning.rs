//! What planners ask: how long customers wait with a roster, and what would be otherwise. Nothing is stored.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Service;
use super::access::{self, Act};
use super::caller::Caller;
use super::fault::{Fault, at_most};
use super::open_shifts::{StopWhenGone, blocking};
use super::pages::{page_token, place};
use super::settings::SolveSettings;
use crate::checker::{SessionWaits, WaitJudge};
use crate::domain::Instance;
use crate::formats;
use crate::formats::proto::Scenario;
use crate::milp::StopSignal;
use crate::planner::{self, NoRoster, Plan, PlanOptions, WaitRule};
use crate::scenario;
use crate::storage::RosterRow;
use crate::units::RosterId;

/// Days of queues with what customers wait on them.
pub struct WaitsPage {
    /// The problem that they belong to.
    pub instance: Arc<Instance>,
    /// In order of hall, queue and day.
    pub days: Vec<SessionWaits>,
    /// Token of the next page; empty on the last.
    pub next: String,
}

/// One of the things compared.
pub struct Compared {
    /// The scenario's id; empty for what is.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The problem with its changes.
    pub instance: Instance,
    /// The plan, or why there is none.
    pub planned: Result<Plan, NoRoster>,
}

impl Service {
    /// What customers wait with a roster as it stands, a page of queues and days at a time.
    ///
    /// A page holds fewer than asked for when working them out takes long, and ends with the call.
    pub async fn waits(
        &self,
        caller: &Caller,
        id: &RosterId,
        size: u32,
        token: &str,
    ) -> Result<WaitsPage, Fault> {
        let row = self.readable(caller, id).await?;
        let (instance, roster) = self.current_plan(&row).await?;
        let page = self.page(size, token);
        let list = (id.as_str(), instance.input_sha256.as_str());
        let first = place(list, &page.token)?.map_or(0, |(_, at)| at);
        let stop = StopSignal::new();
        let _gone = StopWhenGone(stop.clone());
        let (judged, longest) = (instance.clone(), self.limits.waits_max);
        let told = blocking(move || {
            let begun = Instant::now();
            let late = |told: usize| {
                let enough = told == page.size as usize || begun.elapsed() > longest;
                stop.is_stopped() || (told > 0 && enough)
            };
            WaitJudge::of_all(&judged).seen(&roster, None, first, &late)
        });
        let seen = told.await?;
        let (days, left) = (seen.sessions, seen.left_out);
        let next = match left {
            0 => String::new(),
            _ => page_token(list, (0, first + days.len())),
        };
        Ok(WaitsPage {
            instance,
            days,
            next,
        })
    }

    /// Plans a roster's problem as it is and with each scenario's changes; the time limit is for all together.
    ///
    /// # Errors
    /// [`Reason::InstanceInvalid`](super::Reason::InstanceInvalid) for a scenario that cannot be.
    pub async fn compare(
        &self,
        caller: &Caller,
        id: &RosterId,
        scenarios: &[Scenario],
        solve: &SolveSettings,
    ) -> Result<Vec<Compared>, Fault> {
        if scenarios.is_empty() {
            return Err(Fault::field(
                "scenarios",
                "send at least one scenario",
                "请至少提交一个情形",
            ));
        }
        at_most(scenarios.len(), self.limits.scenarios_max, "scenarios")?;
        let row = self.readable(caller, id).await?;
        let cases = cases(self.instance(&row.instance_sha256).await?, scenarios)?;
        let limit = solve.time_limit.min(self.limits.compare_max) / cases.len() as u32;
        let options = options(solve, limit);
        // One at a time: claims and solves need the machine too.
        let _turn = self.planning.lock().await;
        let stop = StopSignal::new();
        let _gone = StopWhenGone(stop.clone());
        blocking(move || {
            let planned = cases.into_iter().map(|(id, title, instance)| Compared {
                planned: planner::plan(&instance, &options, &stop, |_| {}),
                id,
                title,
                instance,
            });
            planned.collect()
        })
        .await
    }

    async fn readable(&self, caller: &Caller, id: &RosterId) -> Result<RosterRow, Fault> {
        access::may(caller, Act::ReadRosters)?;
        let row = self.store.roster(id).await?;
        access::in_halls(caller, &row.halls)?;
        Ok(row)
    }
}

type Case = (String, String, Instance);

fn cases(instance: Instance, scenarios: &[Scenario]) -> Result<Vec<Case>, Fault> {
    let base = formats::instance_to_proto(&instance);
    let mut cases = vec![(String::new(), String::new(), instance)];
    for (at, asked) in scenarios.iter().enumerate() {
        let changed = scenario::apply(&base, asked)
            .and_then(|message| formats::instance_from_proto(&message))
            .map_err(|findings| Fault::findings(&format!("scenarios[{at}]"), &findings))?;
        cases.push((asked.id.clone(), asked.title.clone(), changed));
    }
    Ok(cases)
}

fn options(solve: &SolveSettings, limit: Duration) -> PlanOptions {
    PlanOptions {
        time_limit: Some(limit),
        work_limit: solve.work_limit,
        gap: solve.relative_gap,
        seed: solve.seed,
        waits: WaitRule::Exact,
        ..PlanOptions::default()
    }
}
