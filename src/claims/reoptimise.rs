//! A plan made to fit again after something has happened, with as little disruption as it is worth.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::call::{Uncovered, uncovered};
use super::changes::{self, changed, releases};
use super::desk::{Desk, Ground};
use super::plan::{MendedDay, PublishedPlan, ShiftIx, shift_of};
use super::relist::{List, relist};
use super::serve::promise_of;
use crate::checker::{
    Agreed, Audit, AuditFinding, PremiumOwed, StepJudged, Versions, audit_agreed, changing,
};
use crate::domain::{Consent, EmployeeIx, Finding, Instance, Problem};
use crate::milp::{Limits, StopSignal};
use crate::model::{MovePrices, Planned, build_within, share_out};
use crate::paths::{self, Improvement, Stage, Start};
use crate::roster::{Activity, Change, Roster, diff};
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

/// A plan that fits again.
#[derive(Clone, Debug)]
pub struct Reoptimised {
    /// The instance after the changes; the new plan refers to it.
    pub instance: Arc<Instance>,
    /// The next version of the plan.
    pub plan: PublishedPlan,
    /// Everybody's changed days, with why.
    pub moves: Vec<PlanMove>,
    /// Shifts with more spots than before, with how many more.
    pub added: Vec<(ShiftIx, usize)>,
    /// Shifts with fewer spots than before, with how many fewer.
    pub cancelled: Vec<(ShiftIx, usize)>,
    /// What the plan costs with the price of its moves.
    pub objective: Money,
    /// No plan within the same limits costs less, moves included.
    pub objective_bound: Money,
    /// Hours without enough heads, with people to call.
    pub uncovered: Vec<Uncovered>,
    /// What the law says of the notice of these changes, such as whose agreement they need.
    pub notices: Vec<AuditFinding>,
    /// Extra pay for changes that come late; not in the plan's cost.
    pub late_pay: Vec<PremiumOwed>,
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

impl Reoptimised {
    /// (objective - bound) / objective.
    pub fn relative_gap(&self) -> f64 {
        let (cost, bound) = (self.objective.0 as f64, self.objective_bound.0 as f64);
        if cost == 0.0 {
            0.0
        } else {
            (cost - bound) / cost
        }
    }

    /// People other than those of the changes who work elsewhere, on other shifts or on other days; other breaks are no move.
    pub fn people_moved(&self) -> usize {
        let work = |at: Option<ShiftIx>| {
            let shift = at.and_then(|at| self.plan.shift(at));
            shift.map(|shift| (shift.hall, shift.template))
        };
        let moved = self
            .moves
            .iter()
            .filter(|step| step.why == Why::Cover && work(step.from) != work(step.to));
        let mut people: Vec<EmployeeIx> = moved.map(|step| step.employee).collect();
        people.dedup();
        people.len()
    }
}

/// One person's changed day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanMove {
    /// Who.
    pub employee: EmployeeIx,
    /// When.
    pub date: NaiveDate,
    /// The shift before.
    pub from: Option<ShiftIx>,
    /// The shift after.
    pub to: Option<ShiftIx>,
    /// Why.
    pub why: Why,
}

/// Why somebody's day changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The person is absent.
    Absent,
    /// The person was released from the shift.
    Withdrawn,
    /// HR pinned the day.
    Pinned,
    /// To cover hours that others left or that a forecast asks for.
    Cover,
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
    let instance = Arc::new(changed(&ground.instance, plan, changes)?);
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

/// Searches a plan as it stands, for a few seconds on one thread, for what the next re-optimisation begins from; at once when
/// that is known or was looked for. Without it the first one has to find that out itself. Plans too large for it are left alone.
pub fn learn(ground: &Ground, plan: &PublishedPlan, now: i64, stop: &StopSignal) {
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
    let (stop, deadline) = (stop.part(), Instant::now() + LEARNING);
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

struct Task<'t> {
    desk: Desk<'t>,
    after: &'t Ground,
    changes: &'t [changes::Change],
    now: i64,
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

    /// What the law says of changing the published roster now.
    fn step(&self, roster: &Roster) -> StepJudged {
        let instance = &self.after.instance;
        // Who is absent or was let go asked for that change.
        let asked = |employee: EmployeeIx, day: usize| {
            let date = instance.horizon.date(day as i64);
            let away = instance.employees[employee.0].leave_on(date).is_some();
            away || self.is_released(employee, day)
        };
        let versions = Versions {
            published: &self.desk.plan.first_published(),
            before: &self.desk.plan.witness,
            after: roster,
        };
        changing(instance, &versions, &asked, self.now)
    }

    /// The days that differ from what was published once this roster stands.
    fn mended(&self, roster: &Roster) -> Vec<MendedDay> {
        let mut mended = self.desk.plan.mended.clone();
        let changes = diff(&self.desk.plan.witness, roster).into_iter();
        for change in changes.filter(Change::is_other_work) {
            let (employee, day) = (change.employee, change.day);
            let known = |known: &MendedDay| (known.employee, known.day) == (employee, day);
            if !mended.iter().any(known) {
                mended.push(MendedDay {
                    employee,
                    day,
                    published: change.before,
                });
            }
        }
        mended
    }

    fn is_released(&self, employee: EmployeeIx, day: usize) -> bool {
        let date = self.after.instance.horizon.date(day as i64);
        releases(self.changes, self.desk.plan, employee, date)
    }

    /// Whether a day stays as it is: it has passed, is committed, or its shift is frozen.
    fn stays(&self, employee: EmployeeIx, day: usize) -> bool {
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
        !self.desk.plan.terms.is_frozen(start, self.now) && !self.gives_back(who, day, planned)
    }

    /// Whether it is the very shift that the person was released from.
    fn gives_back(&self, who: EmployeeIx, day: usize, planned: Planned) -> bool {
        let Planned::Duty { hall, template, .. } = planned else {
            return false;
        };
        self.changes.iter().any(|change| match change {
            changes::Change::Withdrawal { employee, shift } if *employee == who => {
                let shift = self.desk.shift(*shift);
                (shift.day, shift.hall, shift.template) == (day, hall, template)
            }
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
        for (employee, _) in &self.desk.agreed {
            let person = &mut problem.employees[employee.0];
            for consent in [Consent::Overtime, Consent::RestDayWork] {
                if !person.consents_to(consent) {
                    person.consents.push(consent);
                }
            }
        }
        Instance::new(problem)
    }

    /// The solved roster with the breaks that were published where that costs nothing, queues shared out anew, and judged.
    fn settle(
        &self,
        before: &Roster,
        solved: &Roster,
    ) -> Result<(Roster, Audit, Agreed), Vec<Finding>> {
        let agreed: Agreed = (self.desk.agreed.iter().copied())
            .filter(|(who, day)| self.stays(*who, *day))
            .collect();
        let keep_all = |_: EmployeeIx, _: usize| true;
        let keep_fixed = |who: EmployeeIx, day: usize| self.stays(who, day);
        let keeps: [&dyn Fn(EmployeeIx, usize) -> bool; 2] = [&keep_all, &keep_fixed];
        let (mut best, mut why) = (None::<(Roster, Audit)>, Vec::new());
        for keep in keeps {
            let mut roster = with_breaks(before, solved, keep);
            share_out(&self.after.instance, &self.after.asked.needs, &mut roster);
            let audit = audit_agreed(
                &self.after.instance,
                &self.after.asked.needs,
                &roster,
                &agreed,
            );
            if audit.is_clean() {
                let least = best.as_ref().map(|best| best.1.cost.total);
                if least.is_none_or(|least| audit.cost.total < least) {
                    best = Some((roster, audit));
                }
                continue;
            }
            why = audit
                .violations()
                .map(|finding| {
                    let told = format!("{} {}", finding.en, finding.zh);
                    Finding::new("no_plan", finding.code, told)
                })
                .collect();
        }
        let (roster, audit) = best.ok_or(why)?;
        Ok((roster, audit, agreed))
    }

    fn told(
        &self,
        before: &Roster,
        roster: Roster,
        audit: &Audit,
        agreed: &Agreed,
        bound: Money,
        limits: &ReoptimiseLimits,
    ) -> Reoptimised {
        let list = relist(&self.desk.plan.shifts, &self.after.instance, &roster);
        let moves = self.moves(&roster, &list);
        let price = disruption(before, &roster, limits);
        let cost = audit.cost.total;
        let plan = PublishedPlan {
            version: self.desk.plan.version + 1,
            state: self.desk.plan.state,
            promise: promise_of(&self.after.instance, &roster),
            mended: self.mended(&roster),
            witness: roster,
            terms: self.desk.plan.terms.clone(),
            cost,
            bound: audit.cost.constant().max(bound - price.most).min(cost),
            shifts: list.shifts,
        };
        let uncovered = uncovered(self.after, &plan, &audit.gaps, agreed, self.now);
        Reoptimised {
            instance: self.after.instance.clone(),
            plan,
            moves,
            added: list.added,
            cancelled: list.cancelled,
            objective: cost + price.paid,
            objective_bound: bound.min(cost + price.paid),
            uncovered,
            notices: Vec::new(),
            late_pay: Vec::new(),
        }
    }

    fn moves(&self, roster: &Roster, list: &List) -> Vec<PlanMove> {
        let changes = diff(&self.desk.plan.witness, roster).into_iter();
        let other_work = changes.filter(Change::is_other_work);
        let told = other_work.map(|change| {
            let Change { employee, day, .. } = change;
            let date = self.after.instance.horizon.date(day as i64);
            PlanMove {
                employee,
                date,
                from: self.desk.holds[employee.0][day],
                to: (change.after.duty()).and_then(|duty| shift_of(&list.shifts, day, duty)),
                why: self.why(employee, date),
            }
        });
        told.collect()
    }

    fn why(&self, who: EmployeeIx, date: NaiveDate) -> Why {
        let mine = |change: &&changes::Change| {
            releases(std::slice::from_ref(*change), self.desk.plan, who, date)
        };
        match self.changes.iter().find(mine) {
            Some(changes::Change::Absence { .. }) => Why::Absent,
            Some(changes::Change::Withdrawal { .. }) => Why::Withdrawn,
            Some(changes::Change::Pin(_)) => Why::Pinned,
            Some(changes::Change::Forecast { .. }) | None => Why::Cover,
        }
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

/// The solved days with the breaks of duties that stay where they are, where `keep` says so.
fn with_breaks(
    before: &Roster,
    solved: &Roster,
    keep: &dyn Fn(EmployeeIx, usize) -> bool,
) -> Roster {
    let mut roster = solved.clone();
    for (employee, row) in roster.days.iter_mut().enumerate() {
        for (day, activity) in row.iter_mut().enumerate() {
            let Activity::Duty(duty) = activity else {
                continue;
            };
            duty.serving.clear();
            let old = before.days[employee][day].duty();
            let same = old.filter(|old| (old.hall, old.template) == (duty.hall, duty.template));
            if let (Some(old), true) = (same, keep(EmployeeIx(employee), day)) {
                duty.breaks.clone_from(&old.breaks);
            }
        }
    }
    roster
}

/// What moves cost.
struct Disruption {
    paid: Money,
    /// If everybody's every day were moved.
    most: Money,
}

fn disruption(before: &Roster, after: &Roster, limits: &ReoptimiseLimits) -> Disruption {
    let mut moved: Vec<EmployeeIx> = (diff(before, after).iter())
        .filter(|change| change.is_move())
        .map(|change| change.employee)
        .collect();
    let duties = moved.len() as i64;
    moved.dedup();
    let cells: usize = before.days.iter().map(Vec::len).sum();
    Disruption {
        paid: limits.per_duty * duties + limits.per_person * moved.len() as i64,
        most: limits.per_duty * cells as i64 + limits.per_person * before.days.len() as i64,
    }
}
