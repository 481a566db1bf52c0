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
use crate::planner::{
    self, Curve, Curves, MinutePrice, NoRoster, Plan, PlanOptions, TARGET_MAX, TARGET_MIN, WaitRule,
};
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
    /// The problem with its changes, planned.
    pub case: Planned,
}

/// A problem and what came of it.
pub struct Planned {
    /// The problem.
    pub instance: Instance,
    /// The plan, or why there is none.
    pub plan: Result<Plan, NoRoster>,
}

/// What is wanted of a frontier.
pub struct FrontierAsked {
    /// Busy thresholds in minutes; the usual ones when there is none.
    pub minutes: Vec<f64>,
    /// Whose; the class with most arrivals when `None`.
    pub class: Option<String>,
}

/// What each minute of a wait target costs.
pub struct Frontier {
    /// Whose target.
    pub class: String,
    /// Hours that halls with the class are open, over the horizon.
    pub hall_hours: f64,
    /// Everybody paid by the rostered minute.
    pub need: Vec<FrontierPoint>,
    /// Everybody paid as they are.
    pub staff: Vec<FrontierPoint>,
}

/// One threshold, the strictest in front.
pub struct FrontierPoint {
    /// In minutes.
    pub minutes: f64,
    /// The problem with it, planned.
    pub case: Planned,
    /// From here to the next threshold, where both were judged.
    pub price: Option<MinutePrice>,
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
        let row = self.readable(caller, id).await?;
        if scenarios.is_empty() {
            return Err(Fault::field(
                "scenarios",
                "send at least one scenario",
                "请至少提交一个情形",
            ));
        }
        at_most(scenarios.len(), self.limits.scenarios_max, "scenarios")?;
        let cases = cases(self.instance(&row.instance_sha256).await?, scenarios)?;
        let limit = solve.time_limit.min(self.limits.planning_max) / cases.len() as u32;
        let options = options(solve, limit);
        let work = move |stop: &StopSignal| {
            let planned = cases.into_iter().map(|(id, title, instance)| Compared {
                id,
                title,
                case: Planned {
                    plan: planner::plan(&instance, &options, stop, |_| {}),
                    instance,
                },
            });
            planned.collect()
        };
        self.in_turn(work).await
    }

    /// Plans a roster's problem for each threshold of a wait target; the time limit is for both curves together.
    ///
    /// # Errors
    /// [`Reason::InstanceInvalid`](super::Reason::InstanceInvalid) where the problem has no such target.
    pub async fn frontier(
        &self,
        caller: &Caller,
        id: &RosterId,
        asked: FrontierAsked,
        solve: &SolveSettings,
    ) -> Result<Frontier, Fault> {
        let row = self.readable(caller, id).await?;
        at_most(asked.minutes.len(), self.limits.thresholds_max, "minutes")?;
        let mut own = asked.minutes.iter();
        if !own.all(|minutes| (TARGET_MIN..=TARGET_MAX).contains(minutes)) {
            return Err(Fault::field(
                "minutes",
                &format!("a threshold is {TARGET_MIN} to {TARGET_MAX} minutes"),
                &format!("目标应为 {TARGET_MIN} 至 {TARGET_MAX} 分钟"),
            ));
        }
        let minutes = match asked.minutes.is_empty() {
            true => planner::TARGETS.to_vec(),
            false => asked.minutes,
        };
        let instance = self.instance(&row.instance_sha256).await?;
        let curves = Curves::of(&instance, asked.class, &minutes)
            .map_err(|findings| Fault::findings("customer_class", &findings))?;
        let options = options(solve, solve.time_limit.min(self.limits.planning_max));
        self.in_turn(move |stop: &StopSignal| {
            let (class, hall_hours) = (curves.class.clone(), curves.hall_hours);
            let [need, staff] = curves.plan(&options, stop, |_, _, _| {});
            Frontier {
                class,
                hall_hours,
                need: points(need, hall_hours),
                staff: points(staff, hall_hours),
            }
        })
        .await
    }

    /// Works something out for a planner, one at a time: claims and solves need the machine too. It ends with the call.
    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce(&StopSignal) -> T + Send + 'static,
    ) -> Result<T, Fault> {
        let _turn = self.planning.lock().await;
        let stop = StopSignal::new();
        let _gone = StopWhenGone(stop.clone());
        blocking(move || work(&stop)).await
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

fn points(curve: Curve, hall_hours: f64) -> Vec<FrontierPoint> {
    let mut prices = curve.minute_prices(hall_hours).into_iter();
    let point = |point: planner::Point| FrontierPoint {
        minutes: point.minutes,
        case: Planned {
            instance: point.instance,
            plan: point.planned,
        },
        price: prices.next().flatten(),
    };
    curve.points.into_iter().map(point).collect()
}

fn options(solve: &SolveSettings, limit: Duration) -> PlanOptions {
    PlanOptions {
        time_limit: Some(limit),
        work_limit: solve.work_limit,
        gap: solve.gap(),
        seed: solve.seed,
        waits: WaitRule::Exact,
        ..PlanOptions::default()
    }
}
