//! Exchanges: the shift changes hands, and one or two other people change theirs.
//!
//! The search is exact: fewest changed days first, then fewest people, then the least cost. Where it ends without an
//! answer, there is no completion in which at most two others change.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use super::desk::Desk;
use super::judged::{Judged, Row, Rows, UsedUp};
use super::plan::ShiftIx;
use crate::domain::EmployeeIx;
use crate::roster::Roster;
use crate::units::Money;

/// Most other people who change.
const OTHERS_MAX: usize = 2;

/// Questions that sharing the queues of a day out anew stands for.
const SHARING: usize = 20;

/// What is wanted of a completion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Goal {
    pub employee: EmployeeIx,
    pub shift: ShiftIx,
    pub wish: Wish,
}

/// What becomes of the shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// The person works a shift that the witness fills anyway.
    Take,
    /// The person works a shift that nobody works yet.
    TakeExtra,
    /// Somebody else works it.
    Leave,
    /// Nobody works it any more.
    LeaveExtra,
}

impl Goal {
    /// Whether the person is to work the shift.
    pub fn takes(self) -> bool {
        matches!(self.wish, Wish::Take | Wish::TakeExtra)
    }

    /// Whether a person's shift of the goal's day fulfils it.
    fn is_met(self, works: Option<ShiftIx>) -> bool {
        (works == Some(self.shift)) == self.takes()
    }
}

/// How a search ended.
pub(super) enum Found {
    /// A completion.
    Witness(Rows, Box<Roster>),
    /// There is none with at most two others.
    Nothing,
    /// Not known: the questions are used up.
    UsedUp,
}

/// Searches for the least exchange that fulfils the goal.
pub(super) fn search(desk: &Desk<'_>, judged: &Judged<'_, '_>, goal: Goal, now: i64) -> Found {
    let search = Search {
        desk,
        judged,
        goal,
        now,
    };
    match search.run() {
        Ok(Some((rows, witness))) => Found::Witness(rows, Box::new(witness)),
        Ok(None) => Found::Nothing,
        Err(UsedUp) => Found::UsedUp,
    }
}

struct Search<'s, 'd, 'a> {
    desk: &'s Desk<'a>,
    judged: &'s Judged<'d, 'a>,
    goal: Goal,
    now: i64,
}

/// Who works what among some people on one day, in their order.
type Deal = Vec<Option<ShiftIx>>;

/// Everything that some people can do among themselves.
struct Table {
    people: Vec<EmployeeIx>,
    /// Deals of the goal's day that fulfil the goal.
    goal_deals: Vec<Deal>,
    /// Other days on which something can change, with the deals that change it; once they are asked for.
    others: OnceCell<Vec<(usize, Vec<Deal>)>>,
}

impl Search<'_, '_, '_> {
    fn run(&self) -> Result<Option<(Rows, Roster)>, UsedUp> {
        // Larger groups are only looked at when smaller ones with as few changed days have failed.
        let groups: [OnceCell<Vec<Table>>; OTHERS_MAX + 1] = Default::default();
        for more in 0..self.desk.instance().horizon.day_count {
            for (others, tables) in groups.iter().enumerate() {
                let tables = tables.get_or_init(|| self.groups(others));
                let mut found: Vec<(Money, Rows)> = Vec::new();
                for table in tables {
                    self.deals(table, more, &mut found)?;
                }
                found.sort();
                for (_, rows) in found {
                    self.judged.spend(SHARING)?;
                    if let Ok(witness) = self.judged.witness(&rows) {
                        return Ok(Some((rows, witness)));
                    }
                }
            }
        }
        Ok(None)
    }

    /// Tables of the claimant with that many others.
    fn groups(&self, others: usize) -> Vec<Table> {
        let day = self.desk.shift(self.goal.shift).day;
        let claimant = self.goal.employee;
        let may_help = |employee: &EmployeeIx| *employee != claimant && self.is_near(*employee);
        let staff: Vec<EmployeeIx> = (self.desk.instance().staff())
            .map(|(employee, _)| employee)
            .filter(may_help)
            .collect();
        let holders: Vec<EmployeeIx> = (staff.iter().copied())
            .filter(|who| {
                self.desk.holds[who.0][day] == Some(self.goal.shift) && self.is_free(*who, day)
            })
            .collect();
        let mut sets: BTreeSet<Vec<EmployeeIx>> = BTreeSet::new();
        match (self.goal.wish, others) {
            (Wish::Take | Wish::Leave, 0) => {}
            (_, 0) => {
                sets.insert(Vec::new());
            }
            (Wish::Take, 1) => sets.extend(holders.iter().map(|who| vec![*who])),
            (_, 1) => sets.extend(staff.iter().map(|who| vec![*who])),
            (Wish::Take, _) => {
                for holder in &holders {
                    let others = staff.iter().filter(|who| *who != holder);
                    sets.extend(others.map(|who| pair(*holder, *who)));
                }
            }
            _ => {
                for (at, first) in staff.iter().enumerate() {
                    sets.extend(staff[at + 1..].iter().map(|second| pair(*first, *second)));
                }
            }
        }
        sets.into_iter().map(|set| self.table(set)).collect()
    }

    /// Whether a person could work in a hall that the claimant's shifts are in.
    fn is_near(&self, employee: EmployeeIx) -> bool {
        let person = &self.desk.instance().employees[employee.0];
        let claimant = &self.desk.instance().employees[self.goal.employee.0];
        person
            .halls
            .iter()
            .any(|hall| claimant.halls.contains(hall))
    }

    fn is_free(&self, employee: EmployeeIx, day: usize) -> bool {
        !self.desk.is_fixed(employee, day, self.now)
    }

    fn table(&self, others: Vec<EmployeeIx>) -> Table {
        let mut people = vec![self.goal.employee];
        people.extend(others);
        Table {
            goal_deals: self.goal_deals(&people, self.desk.shift(self.goal.shift).day),
            others: OnceCell::new(),
            people,
        }
    }

    fn others(&self, people: &[EmployeeIx]) -> Vec<(usize, Vec<Deal>)> {
        let goal_day = self.desk.shift(self.goal.shift).day;
        let days = self.desk.instance().horizon.day_count;
        let changes = (0..days).filter(|day| *day != goal_day).filter_map(|day| {
            let now = self.worked(people, day);
            let deals = deal(&now, &self.fixed(people, day), &now);
            let other: Vec<Deal> = deals.into_iter().filter(|deal| *deal != now).collect();
            (!other.is_empty()).then_some((day, other))
        });
        changes.collect()
    }

    fn goal_deals(&self, people: &[EmployeeIx], day: usize) -> Vec<Deal> {
        let now = self.worked(people, day);
        let mut fixed = self.fixed(people, day);
        let mut shifts = now.clone();
        match self.goal.wish {
            Wish::TakeExtra => shifts.push(Some(self.goal.shift)),
            Wish::LeaveExtra => {
                if let Some(at) = shifts
                    .iter()
                    .position(|shift| *shift == Some(self.goal.shift))
                {
                    shifts.remove(at);
                }
            }
            Wish::Take | Wish::Leave => {}
        }
        // Giving a commitment back frees the day.
        fixed[0] &= self.goal.takes();
        let mut deals = deal(&now, &fixed, &shifts);
        deals.retain(|deal| self.goal.is_met(deal[0]));
        deals
    }

    fn worked(&self, people: &[EmployeeIx], day: usize) -> Deal {
        people
            .iter()
            .map(|who| self.desk.holds[who.0][day])
            .collect()
    }

    fn fixed(&self, people: &[EmployeeIx], day: usize) -> Vec<bool> {
        people.iter().map(|who| !self.is_free(*who, day)).collect()
    }

    /// Every lawful way to change exactly `more` days besides the goal's in which everybody changes.
    fn deals(
        &self,
        table: &Table,
        more: usize,
        found: &mut Vec<(Money, Rows)>,
    ) -> Result<(), UsedUp> {
        let few = |table: &Table| {
            let others = table.others.get_or_init(|| self.others(&table.people));
            others.len() < more
        };
        if table.goal_deals.is_empty() || (more > 0 && few(table)) {
            return Ok(());
        }
        let day = self.desk.shift(self.goal.shift).day;
        for deal in &table.goal_deals {
            let mut rows: Vec<Row> = (table.people.iter())
                .map(|who| self.desk.holds[who.0].clone())
                .collect();
            lay(&mut rows, day, deal);
            self.extend(table, 0, more, &mut rows, found)?;
        }
        Ok(())
    }

    fn extend(
        &self,
        table: &Table,
        from: usize,
        more: usize,
        rows: &mut Vec<Row>,
        found: &mut Vec<(Money, Rows)>,
    ) -> Result<(), UsedUp> {
        if more == 0 {
            return self.judge(table, rows, found);
        }
        let others = table.others.get_or_init(|| self.others(&table.people));
        let last = others.len() - more;
        for (at, (day, deals)) in others.iter().enumerate().take(last + 1).skip(from) {
            let before: Deal = rows.iter().map(|row| row[*day]).collect();
            for deal in deals {
                lay(rows, *day, deal);
                self.extend(table, at + 1, more - 1, rows, found)?;
            }
            lay(rows, *day, &before);
        }
        Ok(())
    }

    fn judge(
        &self,
        table: &Table,
        rows: &[Row],
        found: &mut Vec<(Money, Rows)>,
    ) -> Result<(), UsedUp> {
        let mut people = table.people.iter().zip(rows).skip(1);
        if people.any(|(who, row)| self.desk.holds[who.0] == *row) {
            return Ok(());
        }
        let mut cost = Money::ZERO;
        for (who, row) in table.people.iter().zip(rows) {
            match self.judged.cost(*who, row)? {
                Some(own) => cost += own,
                None => return Ok(()),
            }
            let before = self.judged.cost(*who, &self.desk.holds[who.0])?;
            cost += -before.unwrap_or(Money::ZERO);
        }
        let rows = table.people.iter().copied().zip(rows.iter().cloned());
        found.push((cost, rows.collect()));
        Ok(())
    }
}

fn pair(one: EmployeeIx, other: EmployeeIx) -> Vec<EmployeeIx> {
    vec![one.min(other), one.max(other)]
}

fn lay(rows: &mut [Row], day: usize, deal: &Deal) {
    for (row, shift) in rows.iter_mut().zip(deal) {
        row[day] = *shift;
    }
}

/// Every way to give the shifts to people, one each at most, in which the fixed keep theirs and no shift is left.
fn deal(now: &Deal, fixed: &[bool], shifts: &Deal) -> Vec<Deal> {
    let mut left: Vec<ShiftIx> = shifts.iter().flatten().copied().collect();
    for (shift, fixed) in now.iter().zip(fixed) {
        if let (Some(shift), true) = (shift, fixed) {
            let Some(at) = left.iter().position(|other| other == shift) else {
                return Vec::new();
            };
            left.remove(at);
        }
    }
    left.sort();
    let mut deals = Vec::new();
    give(now, fixed, &mut left, &mut Vec::new(), &mut deals);
    deals
}

fn give(
    now: &Deal,
    fixed: &[bool],
    left: &mut Vec<ShiftIx>,
    given: &mut Deal,
    deals: &mut Vec<Deal>,
) {
    let at = given.len();
    if at == now.len() {
        if left.is_empty() {
            deals.push(given.clone());
        }
        return;
    }
    if fixed[at] {
        given.push(now[at]);
        give(now, fixed, left, given, deals);
        given.pop();
        return;
    }
    given.push(None);
    give(now, fixed, left, given, deals);
    given.pop();
    for index in 0..left.len() {
        if index > 0 && left[index] == left[index - 1] {
            continue;
        }
        let shift = left.remove(index);
        given.push(Some(shift));
        give(now, fixed, left, given, deals);
        given.pop();
        left.insert(index, shift);
    }
}
