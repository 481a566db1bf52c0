//! Shifts handed on from person to person, along chains of any length.
//!
//! A plan is looked at as a flow: each spot goes to somebody whom no lasting rule keeps from it beside his or her
//! commitments, nobody has two on one day, and nobody works more days than the longest of his or her lawful rows. Every
//! completion is such a flow. So where there is none there is no completion; and where there is one, it is a completion
//! if the rows that it changes are lawful.

use std::collections::{BTreeMap, VecDeque};

use super::bonds::{is_kept_from, most_days};
use super::desk::Desk;
use super::exchange::{Goal, Wish};
use super::judged::{Judged, Row, Rows};
use super::part::Part;
use super::plan::{ShiftIx, Spot};
use crate::domain::EmployeeIx;
use crate::roster::Activity;

/// What came of handing shifts on.
pub(super) enum Handed {
    /// Every spot has somebody. Beside the claimant these people's rows differ from the witness's; each is lawful.
    On(Rows),
    /// There is no completion: this shift is one too many.
    Never(ShiftIx),
    /// Neither: what was found is not lawful, or moves more than shifts.
    Unknown,
}

/// Hands shifts on until the goal is met and every spot has somebody, or it is proven that some have nobody.
pub(super) fn relay(desk: &Desk<'_>, judged: &Judged<'_, '_>, goal: Goal, now: i64) -> Handed {
    let part = Part::around(desk, goal.employee);
    let mut committed = desk.committed[goal.employee.0].clone();
    committed[desk.shift(goal.shift).day] = goal.takes().then_some(goal.shift);
    let mut relay = Relay {
        desk,
        judged,
        goal,
        now,
        rows: part.people.iter().map(|_| Row::new()).collect(),
        most: vec![0; part.people.len()],
        part,
        committed,
    };
    relay.begin();
    let mut open = relay.open();
    while let Some(shift) = open.pop() {
        if !relay.hand_on(shift) {
            return Handed::Never(shift);
        }
    }
    relay.changed().map_or(Handed::Unknown, Handed::On)
}

struct Relay<'r, 'd, 'a> {
    desk: &'r Desk<'a>,
    judged: &'r Judged<'d, 'a>,
    goal: Goal,
    now: i64,
    /// Elsewhere nothing changes, and every spot has its holder.
    part: Part,
    /// The claimant's, with the goal.
    committed: Row,
    /// Who works what, by the part's people.
    rows: Vec<Row>,
    /// How many days each of them works at most.
    most: Vec<usize>,
}

/// A place on the way of a shift that is handed on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// Nobody has a spot of it.
    Open(ShiftIx),
    /// Somebody of the part takes what is open on a day, or gives up what he or she has on it.
    Day(usize, usize),
    /// Somebody of the part works a day more than before.
    Longer(usize),
}

impl Relay<'_, '_, '_> {
    /// The witness as far as it stands: with the goal, nobody above the most days, no shift with too many.
    fn begin(&mut self) {
        for at in 0..self.rows.len() {
            let who = self.part.people[at];
            let committed = self.committed(who);
            let most = most_days(self.judged, self.desk, who, committed);
            let held = self.desk.holds[who.0].iter().zip(committed);
            let row = held.map(|(held, own)| own.or(*held)).collect();
            (self.rows[at], self.most[at]) = (row, most.unwrap_or(usize::MAX));
        }
        let goal = self.part.position(self.goal.employee);
        if let (Some(goal), false) = (goal, self.goal.takes()) {
            self.rows[goal.0][self.desk.shift(self.goal.shift).day] = None;
        }
        for at in 0..self.rows.len() {
            for day in 0..self.rows[at].len() {
                let spare = self.rows[at][day].is_some_and(|shift| {
                    self.days(at) > self.most[at] || self.count(shift) > self.wanted(shift)
                });
                if spare && !self.is_fixed(at, day) {
                    self.rows[at][day] = None;
                }
            }
        }
    }

    fn committed(&self, who: EmployeeIx) -> &[Option<ShiftIx>] {
        match who == self.goal.employee {
            true => &self.committed,
            false => &self.desk.committed[who.0],
        }
    }

    fn days(&self, at: usize) -> usize {
        self.rows[at].iter().flatten().count()
    }

    /// People who have the shift.
    fn count(&self, shift: ShiftIx) -> usize {
        let day = self.desk.shift(shift).day;
        let own = self.rows.iter().filter(|row| row[day] == Some(shift));
        own.count()
    }

    /// People whom the shift needs.
    fn wanted(&self, shift: ShiftIx) -> usize {
        let spots = self.desk.shift(shift).spots.iter();
        let spots = spots.filter(|spot| Spot::in_witness(**spot)).count();
        match self.goal.wish {
            Wish::TakeExtra if shift == self.goal.shift => spots + 1,
            Wish::LeaveExtra if shift == self.goal.shift => spots.saturating_sub(1),
            _ => spots,
        }
    }

    /// Shifts with fewer people than they need, each as often as people are missing.
    fn open(&self) -> Vec<ShiftIx> {
        let own = self.desk.plan.list();
        let own = own.filter(|(_, shift)| self.part.halls.contains(&shift.hall));
        let missing = |shift| self.wanted(shift).saturating_sub(self.count(shift));
        own.flat_map(|(shift, _)| std::iter::repeat_n(shift, missing(shift)))
            .collect()
    }

    /// Whether a day stays as it is in every completion.
    fn is_fixed(&self, at: usize, day: usize) -> bool {
        let who = self.part.people[at];
        let held = self.desk.holds[who.0][day];
        let frozen =
            |held: ShiftIx| (self.desk.plan.terms).is_frozen(self.desk.shift(held).start, self.now);
        self.committed(who)[day].is_some()
            || (!self.is_left(who, day) && held.is_some_and(frozen))
            || *self.desk.plan.witness.activity(who, day) == Activity::Leave
            || self.desk.is_pinned_free(who, day)
    }

    /// Whether it is the day that the claimant gives up.
    fn is_left(&self, who: EmployeeIx, day: usize) -> bool {
        let goal = self.desk.shift(self.goal.shift).day;
        !self.goal.takes() && (who, day) == (self.goal.employee, goal)
    }

    /// Whether somebody could work a shift on a day that is not fixed.
    fn may(&self, at: usize, shift: ShiftIx) -> bool {
        let who = self.part.people[at];
        let hall = self.desk.shift(shift).hall;
        let gives_up = !self.goal.takes() && (who, shift) == (self.goal.employee, self.goal.shift);
        self.desk.instance().employees[who.0].halls.contains(&hall)
            && !gives_up
            && !is_kept_from(self.desk, who, self.committed(who), shift)
    }

    /// Hands shifts on, by as few steps as can be, until somebody takes an open one for whom it is one day more.
    fn hand_on(&mut self, open: ShiftIx) -> bool {
        let mut from: BTreeMap<Place, Place> = BTreeMap::new();
        let mut next = VecDeque::from([Place::Open(open)]);
        let mut longer = None;
        while let (Some(place), None) = (next.pop_front(), longer) {
            for to in self.steps(place) {
                if to == Place::Open(open) || from.contains_key(&to) {
                    continue;
                }
                from.insert(to, place);
                next.push_back(to);
                if let Place::Longer(at) = to
                    && self.days(at) < self.most[at]
                {
                    longer = Some(to);
                    break;
                }
            }
        }
        let Some(mut place) = longer else {
            return false;
        };
        while let Some(before) = from.get(&place) {
            match (*before, place) {
                (Place::Open(shift), Place::Day(at, day)) => self.rows[at][day] = Some(shift),
                (Place::Longer(_), Place::Day(at, day)) => self.rows[at][day] = None,
                _ => {}
            }
            place = *before;
        }
        true
    }

    fn steps(&self, place: Place) -> Vec<Place> {
        match place {
            Place::Open(shift) => {
                let day = self.desk.shift(shift).day;
                let people = (0..self.rows.len()).filter(|at| {
                    self.rows[*at][day] != Some(shift)
                        && !self.is_fixed(*at, day)
                        && self.may(*at, shift)
                });
                people.map(|at| Place::Day(at, day)).collect()
            }
            Place::Day(at, day) => vec![match self.rows[at][day] {
                Some(shift) => Place::Open(shift),
                None => Place::Longer(at),
            }],
            Place::Longer(at) => {
                let row = self.rows[at].iter().enumerate();
                row.filter(|(day, shift)| shift.is_some() && !self.is_fixed(at, *day))
                    .map(|(day, _)| Place::Day(at, day))
                    .collect()
            }
        }
    }

    /// Who works otherwise than in the witness, when that is lawful and moves nothing but shifts.
    fn changed(&self) -> Option<Rows> {
        let mut changed = Rows::new();
        for (who, row) in self.part.people.iter().zip(&self.rows) {
            let held = &self.desk.holds[who.0];
            let stays = |day| self.desk.is_fixed(*who, day, self.now) && !self.is_left(*who, day);
            let mut days = (0..row.len()).filter(|day| row[*day] != held[*day]);
            if row == held && *who != self.goal.employee {
                continue;
            }
            if days.any(stays) || self.judged.judge(*who, row).is_none() {
                return None;
            }
            changed.insert(*who, row.clone());
        }
        Some(changed)
    }
}
