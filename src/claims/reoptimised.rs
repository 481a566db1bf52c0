//! A plan made to fit again, as it is told: who moves and why, what it costs, whom to call.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::call::{Uncovered, uncovered};
use super::changes::{self, releases};
use super::plan::{MendedDay, PublishedPlan, ShiftIx, shift_of};
use super::relist::{List, relist};
use super::reoptimise::{ReoptimiseLimits, Task};
use super::serve::promise_of;
use crate::checker::{Agreed, Audit, AuditFinding, PremiumOwed};
use crate::domain::{EmployeeIx, Instance};
use crate::roster::{Change, Roster, diff};
use crate::units::Money;

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
    /// HR ended what held the person.
    Released,
    /// HR pinned the day.
    Pinned,
    /// To cover hours that others left or that a forecast asks for.
    Cover,
}

impl Task<'_> {
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

    /// The plan of a settled roster.
    pub(super) fn told(
        &self,
        before: &Roster,
        roster: Roster,
        audit: &Audit,
        agreed: &Agreed,
        bound: Money,
        limits: &ReoptimiseLimits,
    ) -> Reoptimised {
        let list = relist(
            &self.desk.plan.shifts,
            &self.after.instance,
            &roster,
            &|who, day| self.is_released(who, day),
        );
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
        let mine = |change: &&changes::Change| releases(std::slice::from_ref(*change), who, date);
        match self.changes.iter().find(mine) {
            Some(changes::Change::Absence { .. }) => Why::Absent,
            Some(changes::Change::Release { .. }) => Why::Released,
            Some(changes::Change::Pin(_)) => Why::Pinned,
            Some(changes::Change::Forecast { .. }) | None => Why::Cover,
        }
    }
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
