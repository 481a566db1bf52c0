//! What a wait target costs: one plan for each, neighbours helping each other.

use std::collections::BTreeMap;
use std::time::Instant as Clock;

use crate::checker::{self, Engines, WaitJudge};
use crate::demand::promised_sessions;
use crate::domain::{CustomerClass, Finding, Instance, PayBasis, WaitTarget};
use crate::law::kinds::max_work_per_window::MaxWorkPerWindow;
use crate::law::params::{Window, WorkAttribution};
use crate::law::{DayOfWeek, RuleKind, RuleRecord};
use crate::milp::StopSignal;
use crate::roster::Roster;

use super::waits::{self, Known};
use super::{NoRoster, Plan, PlanOptions, plan};

/// Part of the time for searching; the rest is for judging rosters of stricter targets by looser ones.
const SEARCH_SHARE: f64 = 0.9;

/// Plans instances that differ in one wait threshold alone, the strictest in front; `starts` are rosters to beat, by instance.
///
/// The limits are those of all plans together. The loosest is planned first: its cuts and its bound hold for stricter ones,
/// its roster is one to beat there. A roster for a stricter target that turns out to cost less than the looser one's own takes
/// its place, so that costs do not rise as the target loosens. `planned` hears after each plan.
pub fn frontier(
    instances: &[Instance],
    starts: &[Option<Roster>],
    options: &PlanOptions,
    stop: &StopSignal,
    mut planned: impl FnMut(usize, &Result<Plan, NoRoster>),
) -> Vec<Result<Plan, NoRoster>> {
    let started = Clock::now();
    let mut known = Known::default();
    let mut plans = Vec::with_capacity(instances.len());
    for (at, instance) in instances.iter().enumerate().rev() {
        let search = options.time_limit.map(|limit| limit.mul_f64(SEARCH_SHARE));
        let own = PlanOptions {
            time_limit: search
                .map(|limit| limit.saturating_sub(started.elapsed()) / (at as u32 + 1)),
            work_limit: options.work_limit.map(|work| work / instances.len() as u64),
            ..options.clone()
        };
        known.rosters.extend(starts.get(at).cloned().flatten());
        let sessions = promised_sessions(instance);
        let found = match sessions.is_empty() {
            true => plan(instance, &own, stop, |_| ()),
            false => waits::plan(instance, &sessions, &own, stop, &mut known, &mut |_| ()),
        };
        planned(at, &found);
        plans.push(found);
    }
    plans.reverse();
    let deadline = options.time_limit.map(|limit| started + limit);
    let late = || stop.is_stopped() || deadline.is_some_and(|deadline| Clock::now() >= deadline);
    for at in 1..plans.len() {
        let (stricter, looser) = plans.split_at_mut(at);
        if let (Ok(stricter), Ok(looser)) = (&stricter[at - 1], &mut looser[0]) {
            take_over(&instances[at], stricter, looser, options.gap, &late);
        }
    }
    plans
}

/// Puts the roster of a stricter target in the place of one that costs more.
fn take_over(
    instance: &Instance,
    stricter: &Plan,
    looser: &mut Plan,
    gap: f64,
    late: &dyn Fn() -> bool,
) {
    let unjudged = |plan: &Plan| plan.audit.waits.is_none();
    let dearer = !unjudged(looser) && stricter.audit.cost.total >= looser.audit.cost.total;
    if unjudged(stricter) || dearer {
        return;
    }
    let mut judge = WaitJudge::new(instance);
    if let Some(verdict) = judge.judge_unless(late, &stricter.roster, Engines::Both) {
        // What is settled apart from waits is the same for both.
        let audit = checker::audit(instance, &stricter.needs.needs, &stricter.roster);
        looser.take(stricter, audit.with_waits(verdict), gap);
    }
}

/// The class with a busy target to which most arrivals of the forecast belong; the first by id of equals.
pub fn main_class(instance: &Instance) -> Option<String> {
    let mut arrivals: BTreeMap<&str, f64> = BTreeMap::new();
    for demand in &instance.demand {
        let class = &instance.halls[demand.hall.0].classes[demand.class.0];
        if class.busy_target.is_some() {
            *arrivals.entry(&class.id).or_default() += demand.expected_arrivals;
        }
    }
    let most = arrivals.values().copied().fold(0.0, f64::max);
    let main = arrivals.into_iter().find(|(_, sum)| *sum >= most);
    main.map(|(class, _)| class.to_owned())
}

/// The instance with another busy threshold of a class, in minutes, in every hall that has it; all else stands.
///
/// # Errors
/// No hall has a class of that id with a busy target, or the threshold is out of its limits.
pub fn with_busy_threshold(
    instance: &Instance,
    class: &str,
    minutes: f64,
) -> Result<Instance, Vec<Finding>> {
    let mut problem = (**instance).clone();
    let mut named = false;
    let halls = problem.halls.iter_mut();
    let meant = |own: &&mut CustomerClass| own.id == class;
    for own in halls.flat_map(|hall| &mut hall.classes).filter(meant) {
        named |= own.busy_target.is_some();
        own.busy_target = own.busy_target.map(|target| match target {
            WaitTarget::Mean { .. } => WaitTarget::Mean { minutes },
            WaitTarget::ShareWithin { share, .. } => WaitTarget::ShareWithin { minutes, share },
        });
    }
    match named {
        true => Instance::new(problem),
        false => Err(vec![Finding::new(
            "unknown_class",
            class,
            "no hall has a class of that id with a busy target; correct the id",
        )]),
    }
}

/// The instance as if everybody were paid by the rostered minute, nobody above the norm of a week.
///
/// # Errors
/// What is wrong with the instance then.
pub fn paid_by_the_minute(instance: &Instance) -> Result<Instance, Vec<Finding>> {
    let mut problem = (**instance).clone();
    for contract in &mut problem.contracts {
        if contract.pay == PayBasis::Hourly {
            continue;
        }
        contract.pay = PayBasis::Hourly;
        let ceiling = MaxWorkPerWindow {
            limit_min: contract.weekly_norm.0,
            window: Window::CalendarWeek {
                week_start: DayOfWeek::Monday,
            },
            attribution: WorkAttribution::StartDay,
            filter: None,
            premium_pct: None,
        };
        let kind = RuleKind::MaxWorkPerWindow(ceiling);
        contract.rules.push(RuleRecord::new("norm_ceiling", kind));
    }
    Instance::new(problem)
}
