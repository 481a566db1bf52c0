//! A plan made to fit again after something has happened, with as little disruption as it is worth.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;

use super::changes::{self, changed, releases};
use super::desk::{Desk, Ground};
use super::plan::{PublishedPlan, PublishedShift};
use super::reoptimised::Reoptimised;
use crate::checker::{Agreed, AuditFinding};
use crate::domain::{Consent, EmployeeIx, Finding, Instance, Problem};
use crate::milp::{Limits, StopSignal};
use crate::model::{MovePrices, Planned, build_within};
use crate::paths::{self, Improvement, Stage, Start};
use crate::roster::{Activity, Roster};
use crate::units::Money;

/// How far re-optimisation may go, and what a move is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct ReoptimiseLimits {
    /// Longest time.
    pub time: Duration,
    /// Most units of work.
    pub work: Option<u64>,
    /// Stop when cost and bound, prices of moves included, are this close, relative to the cost.
    pub gap: f64,
    /// Threads of the search; more than one finds other plans of the same cost from run to run.
    pub threads: u32,
    /// Seed of the search.
    pub seed: u32,
    /// Price of each duty that differs.
    pub per_duty: Money,
    /// Price of each person with such a duty.
    pub per_person: Money,
}

impl Default for ReoptimiseLimits {
    /// One second, 0.5 %, two threads, 20 a duty, 50 a person.
    fn default() -> ReoptimiseLimits {
        ReoptimiseLimits {
            time: Duration::from_secs(1),
            work: None,
            gap: 0.005,
            threads: 2,
            seed: 0,
            per_duty: Money::units(20),
            per_person: Money::units(50),
        }
    }
}

/// Why a plan was not made to fit.
#[derive(Clone, Debug, PartialEq)]
pub enum NotFitted {
    /// What is wrong with the changes; `no_plan` when no lawful plan was found within the limits.
    NoPlan(Vec<Finding>),
    /// What the law forbids of the changes at this moment.
    Forbidden(Vec<AuditFinding>),
}

impl From<Vec<Finding>> for NotFitted {
    fn from(findings: Vec<Finding>) -> NotFitted {
        NotFitted::NoPlan(findings)
    }
}

/// Makes a published plan fit again. Past days, frozen shifts, accepted claims, assigned shifts and pins stay.
///
/// Nobody who is committed is moved: where only they could help, they stand among the people to call.
///
/// # Errors
/// What is wrong with the changes, that no lawful plan was found within the limits, and what the law forbids of changing now.
pub fn reoptimise(
    ground: &Ground,
    plan: &PublishedPlan,
    changes: &[changes::Change],
    now: i64,
    limits: &ReoptimiseLimits,
    stop: &StopSignal,
) -> Result<Reoptimised, NotFitted> {
    let deadline = Instant::now() + limits.time;
    let instance = Arc::new(changed(&ground.instance, plan, changes, now)?);
    let after = Ground::new(instance).following(ground);
    let task = Task {
        desk: Desk::new(ground, plan),
        after: &after,
        changes,
        now,
    };
    let before = task.before();
    let (roster, bound) = task.solve(&before, deadline, limits, stop, |_| ())?;
    after
        .known()
        .into_iter()
        .for_each(|known| ground.keep(known));
    let (roster, audit, agreed) = task.settle(&before, &roster)?;
    let step = task.step(&roster);
    if !step.forbidden.is_empty() {
        return Err(NotFitted::Forbidden(step.forbidden));
    }
    let mut told = task.told(&before, roster, &audit, &agreed, bound, limits);
    (told.notices, told.late_pay) = (step.told, step.premiums);
    Ok(told)
}

/// Longest time for what the first re-optimisation of a plan begins from, and most days of people of such a plan: about a
/// month of one hall.
const LEARNING: Duration = Duration::from_secs(5);
const LEARNT_MAX: usize = 1_000;

/// Searches a plan as it stands, for a few seconds on one thread and no longer than `time`, for what the next re-optimisation
/// begins from; at once when that is known or was looked for. Without it the first one has to find that out itself. Plans too
/// large for it are left alone.
pub fn learn(ground: &Ground, plan: &PublishedPlan, now: i64, time: Duration, stop: &StopSignal) {
    let deadline = Instant::now() + LEARNING.min(time);
    let size = ground.instance.employees.len() * ground.instance.horizon.day_count;
    let unneeded = size > LEARNT_MAX || ground.known().is_some();
    if unneeded || ground.looked.set(()).is_err() {
        return;
    }
    let task = Task {
        desk: Desk::new(ground, plan),
        after: ground,
        changes: &[],
        now,
    };
    let limits = ReoptimiseLimits {
        time: LEARNING,
        threads: 1,
        ..ReoptimiseLimits::default()
    };
    let stop = stop.part();
    // Whatever it ends with: what it learnt on the way is kept, and after the prices nothing more is learnt.
    let told = |step: Improvement<'_>| {
        if matches!(step.stage, Stage::Windows | Stage::Target) {
            stop.stop();
        }
    };
    let _ = task.solve(&task.before(), deadline, &limits, &stop, told);
}

fn no_plan(why: impl Into<String>) -> Vec<Finding> {
    vec![Finding::new("no_plan", "plan", why)]
}

/// A published plan, what has happened to it, and the ground it is to stand on.
pub(super) struct Task<'t> {
    pub desk: Desk<'t>,
    pub after: &'t Ground,
    pub changes: &'t [changes::Change],
    pub now: i64,
}

impl Task<'_> {
    /// The witness as it stands once the absent are away.
    fn before(&self) -> Roster {
        let mut roster = self.desk.plan.witness.clone();
        for (employee, person) in self.after.instance.staff() {
            for (day, date) in self.after.instance.horizon.days() {
                let away = person.leave_on(date).is_some();
                let activity = &mut roster.days[employee.0][day];
                if away {
                    *activity = Activity::Leave;
                }
            }
        }
        roster
    }

    pub(super) fn is_released(&self, employee: EmployeeIx, day: usize) -> bool {
        let date = self.after.instance.horizon.date(day as i64);
        releases(self.changes, employee, date)
    }

    /// Whether a day stays as it is: it has passed, is committed, or its shift is frozen.
    pub(super) fn stays(&self, employee: EmployeeIx, day: usize) -> bool {
        let horizon = &self.after.instance.horizon;
        if self.is_released(employee, day) {
            return false;
        }
        let (today, _) = horizon.local(self.now);
        let terms = &self.desk.plan.terms;
        let frozen = self.desk.holds[employee.0][day]
            .is_some_and(|held| terms.is_frozen(self.desk.shift(held).start, self.now));
        horizon.date(day as i64) < today || frozen || self.desk.committed[employee.0][day].is_some()
    }

    fn allows(&self, before: &Roster, who: EmployeeIx, day: usize, planned: Planned) -> bool {
        let was = before.activity(who, day);
        if self.stays(who, day) {
            return is_planned(was, planned);
        }
        let Planned::Duty { template, .. } = planned else {
            return true;
        };
        let instance = &self.after.instance;
        let date = instance.horizon.date(day as i64);
        let start = instance
            .horizon
            .instant(date, instance.templates[template.0].start);
        !self.desk.plan.terms.is_frozen(start, self.now) && !self.asked_to_go(who, date)
    }

    /// The committed duties of claimants whose agreement still stands: days that nothing lifts, and those that a pin keeps on
    /// the shift that was agreed to.
    pub(super) fn agreed(&self) -> Agreed {
        let stands = |who: EmployeeIx, day: usize| {
            let keeps = |at| self.is_pinned_to(who, self.desk.shift(at));
            self.stays(who, day) || self.desk.committed[who.0][day].is_some_and(keeps)
        };
        let agreed = self.desk.agreed.iter().copied();
        agreed.filter(|(who, day)| stands(*who, *day)).collect()
    }

    fn is_pinned_to(&self, who: EmployeeIx, shift: &PublishedShift) -> bool {
        let duty = Some((shift.template, shift.hall));
        let mut pins = self.after.instance.pins.iter();
        pins.any(|pin| (pin.employee, pin.date, pin.duty) == (who, shift.date, duty))
    }

    /// Whether somebody is released from a day at his or her own wish: nothing else takes the place of the shift unasked.
    pub(super) fn asked_to_go(&self, who: EmployeeIx, day: NaiveDate) -> bool {
        self.changes.iter().any(|change| match change {
            changes::Change::Release {
                employee,
                date,
                own_wish,
            } => *own_wish && (*employee, *date) == (who, day),
            _ => false,
        })
    }

    fn solve(
        &self,
        before: &Roster,
        deadline: Instant,
        limits: &ReoptimiseLimits,
        stop: &StopSignal,
        told: impl FnMut(Improvement<'_>),
    ) -> Result<(Roster, Money), Vec<Finding>> {
        let instance = self.with_consents()?;
        let (needs, quiet) = (&self.after.asked.needs, self.after.bench.quiet());
        let allows = |who, day, planned| self.allows(before, who, day, planned);
        let moves = MovePrices {
            from: before,
            per_duty: limits.per_duty,
            per_person: limits.per_person,
        };
        let model = build_within(&instance, needs, quiet, &allows, Some(&moves));
        let model = model.map_err(|blocked| {
            let told = blocked.iter().map(|one| {
                let why = format!("{} ({})", one.why, one.rules.join(", "));
                Finding::new("no_plan", &one.employee, why)
            });
            told.collect::<Vec<Finding>>()
        })?;
        let known = self.after.known();
        let prices = known.map(|known| model.recall(&known));
        let solution = model.encode(&instance, before);
        let start = Start {
            solution: Some(&solution),
            prices: prices.as_ref(),
            ..Start::default()
        };
        let limits = Limits {
            deadline: Some(deadline),
            work: limits.work,
            seed: limits.seed,
            relative_gap: limits.gap,
            absolute_gap: 0.99,
            threads: limits.threads,
            ..Limits::default()
        };
        let answer = paths::solve(&model.problem, start, &limits, stop, told);
        if let Some(prices) = &answer.prices {
            self.after.keep(Arc::new(model.row_prices(prices)));
        }
        match answer.solution {
            Some(solution) => {
                let bound = Money((answer.bound.max(0.0) - 1e-3).ceil() as i64);
                Ok((
                    model.decode(&instance, needs, &solution, Some(before)),
                    bound,
                ))
            }
            None if answer.infeasible => Err(no_plan(
                "the rules leave no plan after these changes; release somebody or undo a pin 变更后没有合法班表，请解除某人的班务或固定安排",
            )),
            None => Err(no_plan(
                "no plan was found in time; allow more 未能在时限内找到班表，请给更多时间",
            )),
        }
    }

    /// Claimants' agreement as consents on file: looser than the checker, which settles what counts.
    fn with_consents(&self) -> Result<Instance, Vec<Finding>> {
        let mut problem: Problem = (**self.after.instance).clone();
        for (employee, _) in self.agreed() {
            let person = &mut problem.employees[employee.0];
            for consent in [Consent::Overtime, Consent::RestDayWork] {
                if !person.consents_to(consent) {
                    person.consents.push(consent);
                }
            }
        }
        Instance::new(problem)
    }
}

/// Whether a day stays what it was.
fn is_planned(was: &Activity, planned: Planned) -> bool {
    match (was, planned) {
        (Activity::Duty(duty), Planned::Duty { hall, template, .. }) => {
            (duty.hall, duty.template) == (hall, template)
        }
        (Activity::Rest, Planned::Rest) | (Activity::Leave, Planned::Leave) => true,
        (Activity::Training(was), Planned::Training(index)) => *was == index,
        (Activity::CompDay(was), Planned::Comp(length)) => *was == length,
        _ => false,
    }
}
