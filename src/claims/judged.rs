//! Whole weeks of single people, judged by the checker and remembered.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Instant;

use super::desk::{Desk, duty_on};
use super::plan::ShiftIx;
use super::serve::{Stretch, reroute};
use super::weeks::week;
use crate::checker::{Agreed, PeopleAudit};
use crate::domain::{CoverageRequirement, EmployeeIx, HallIx};
use crate::roster::{Activity, Roster};
use crate::units::Money;

/// The shift that one person works, by day.
pub(super) type Row = Vec<Option<ShiftIx>>;

/// People with changed rows.
pub(super) type Rows = BTreeMap<EmployeeIx, Row>;

/// Asks the checker about rows, each only once, up to a number of questions.
pub(super) struct Judged<'d, 'a> {
    desk: &'d Desk<'a>,
    agreed: Agreed,
    known: RefCell<HashMap<(EmployeeIx, Row), Option<Money>>>,
    scratch: RefCell<Roster>,
    left: RefCell<usize>,
    /// Rows that may be looked up again; each takes a small part of the time of a question.
    looks: RefCell<usize>,
    /// When no more may be asked, whatever is left.
    until: Cell<Option<Instant>>,
}

/// Rows that may be looked up for each question allowed.
const LOOKS: usize = 50;

/// The clock is read once in so many looks.
const CLOCKED: usize = 64;

/// The questions are used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct UsedUp;

impl<'d, 'a> Judged<'d, 'a> {
    pub fn new(desk: &'d Desk<'a>, agreed: Agreed, questions: usize) -> Judged<'d, 'a> {
        Judged {
            desk,
            agreed,
            known: RefCell::default(),
            scratch: RefCell::new(Roster {
                days: vec![Vec::new(); desk.instance().employees.len()],
            }),
            left: RefCell::new(questions),
            looks: RefCell::new(questions.saturating_mul(LOOKS)),
            until: Cell::new(None),
        }
    }

    /// Ends all asking then.
    pub fn end_at(&self, until: Option<Instant>) {
        self.until.set(until);
    }

    /// Allows some questions more.
    pub fn allow(&self, questions: usize) {
        *self.left.borrow_mut() += questions;
        *self.looks.borrow_mut() += questions.saturating_mul(LOOKS);
    }

    /// Uses up some questions.
    pub fn spend(&self, questions: usize) -> Result<(), UsedUp> {
        let mut left = self.left.borrow_mut();
        *left = left.checked_sub(questions).ok_or(UsedUp)?;
        Ok(())
    }

    /// What a person costs on a row; `None` when the row breaks a rule.
    pub fn cost(&self, employee: EmployeeIx, row: &Row) -> Result<Option<Money>, UsedUp> {
        let mut looks = self.looks.borrow_mut();
        *looks = looks.checked_sub(1).ok_or(UsedUp)?;
        let is_over = |until: Instant| Instant::now() >= until;
        if looks.is_multiple_of(CLOCKED) && self.until.get().is_some_and(is_over) {
            *looks = 0;
            return Err(UsedUp);
        }
        let key = (employee, row.clone());
        if let Some(known) = self.known.borrow().get(&key) {
            return Ok(*known);
        }
        self.spend(1)?;
        let cost = self.judge(employee, row);
        self.known.borrow_mut().insert(key, cost);
        Ok(cost)
    }

    /// The same, asked of nobody's questions.
    pub fn judge(&self, employee: EmployeeIx, row: &Row) -> Option<Money> {
        let days = days_of(self.desk, employee, row);
        let name = week(employee, row, &days, &self.agreed);
        let judge = || {
            let audit = self.audit(employee, days);
            audit.violations.is_empty().then_some(audit.cost)
        };
        match name {
            Some(name) => self.desk.ground.weeks.of(name, judge),
            None => judge(),
        }
    }

    /// Every rule that a row breaks, by its code.
    pub fn broken(&self, employee: EmployeeIx, row: &Row) -> Vec<&'static str> {
        let audit = self.audit(employee, days_of(self.desk, employee, row));
        audit.violations.iter().map(|found| found.code).collect()
    }

    fn audit(&self, employee: EmployeeIx, days: Vec<Activity>) -> PeopleAudit {
        let mut scratch = self.scratch.borrow_mut();
        scratch.days[employee.0] = days;
        let only = BTreeSet::from([employee]);
        let bench = &self.desk.ground.bench;
        bench.people(self.desk.instance(), &scratch, &self.agreed, &only)
    }

    /// Duties agreed to.
    pub fn agreed(&self) -> &Agreed {
        &self.agreed
    }

    /// The witness with some rows changed, when halls bear it and the promise is kept; else what is not kept.
    pub fn witness(&self, rows: &Rows) -> Result<Roster, Vec<CoverageRequirement>> {
        let mut roster = self.desk.plan.witness.clone();
        let mut changed = BTreeSet::new();
        for (&employee, row) in rows {
            let new = days_of(self.desk, employee, row);
            let old = &mut roster.days[employee.0];
            for (day, activity) in new.into_iter().enumerate() {
                if row[day] == self.desk.holds[employee.0][day] {
                    continue;
                }
                changed.extend(stretch_of(&old[day]));
                changed.extend(stretch_of(&activity));
                old[day] = activity;
            }
        }
        self.settled(roster, changed)
    }

    /// Whether some people's days of a whole roster break no rule.
    pub fn are_lawful(&self, roster: &Roster, people: &BTreeSet<EmployeeIx>) -> bool {
        let bench = &self.desk.ground.bench;
        let audit = bench.people(self.desk.instance(), roster, &self.agreed, people);
        audit.violations.is_empty()
    }

    /// A roster with its queues shared out anew around some stretches, held to halls and promise.
    pub fn settled(
        &self,
        mut roster: Roster,
        changed: BTreeSet<Stretch>,
    ) -> Result<Roster, Vec<CoverageRequirement>> {
        let halls: BTreeSet<HallIx> = changed.iter().map(|stretch| stretch.hall).collect();
        let broken = reroute(self.desk, &mut roster, &changed);
        if !broken.is_empty() {
            return Err(broken);
        }
        let bench = &self.desk.ground.bench;
        let bears = bench.halls(self.desk.instance(), &roster, &halls);
        if bears.is_empty() {
            Ok(roster)
        } else {
            Err(Vec::new())
        }
    }
}

/// The stretch of a duty.
pub(super) fn stretch_of(activity: &Activity) -> Option<Stretch> {
    let duty = activity.duty()?;
    Some(Stretch {
        hall: duty.hall,
        start: duty.start,
        end: duty.end,
    })
}

/// A person's days with the shifts of a row; days that change nothing stay as they are in the witness.
fn days_of(desk: &Desk<'_>, employee: EmployeeIx, row: &Row) -> Vec<Activity> {
    let before = &desk.plan.witness.days[employee.0];
    let days = before.iter().zip(&desk.holds[employee.0]).zip(row);
    days.map(|((witness, held), shift)| match shift {
        _ if held == shift => witness.clone(),
        Some(shift) => duty_on(desk.shift(*shift)),
        None => Activity::Rest,
    })
    .collect()
}
