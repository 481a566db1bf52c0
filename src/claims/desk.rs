//! A published plan made ready for questions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock};

use super::bonds::Bond;
use super::known::Known;
use super::plan::{PublishedPlan, PublishedShift, ShiftIx, Spot};
use super::weeks::Week;
use crate::checker::{Agreed, Bench};
use crate::demand::{Requirements, requirements};
use crate::domain::{CoverageRequirement, EmployeeIx, HallIx, Instance};
use crate::model::RowPrices;
use crate::roster::{Activity, Duty};
use crate::units::Money;

/// One instance made ready: keep it as long as its plan is published, and share it between threads.
#[derive(Debug)]
pub struct Ground {
    /// The problem that the plan answers.
    pub instance: Arc<Instance>,
    pub(super) bench: Bench,
    /// Heads that the forecast asks for, with what people should know about it; the promise may hold more or fewer.
    pub asked: Requirements,
    pub(super) needs_by_hall: ByHall,
    /// What salaried people are paid, whatever they do.
    pub(super) base_pay: Money,
    /// What the last search left for the next one.
    known: Mutex<Option<Arc<RowPrices>>>,
    /// Whether somebody has looked for that beforehand; small problems leave nothing.
    pub(super) looked: OnceLock<()>,
    /// What the checker has said weeks of single people cost; `None` for one that breaks a rule.
    pub(super) weeks: Known<Week, Option<Money>>,
    /// Whether commitments keep somebody from a shift, by lasting rules.
    pub(super) kept: Known<(Bond, ShiftIx), bool>,
    /// The most days that commitments leave somebody, where they could be counted.
    pub(super) most_days: Known<Bond, Option<usize>>,
}

impl Ground {
    /// Looks up what every question about the instance needs.
    pub fn new(instance: Arc<Instance>) -> Ground {
        let asked = requirements(&instance);
        let bench = Bench::of(&instance);
        Ground {
            base_pay: bench.base_pay(&instance),
            bench,
            needs_by_hall: by_hall(&asked.needs),
            weeks: Known::default(),
            kept: Known::default(),
            most_days: Known::default(),
            asked,
            instance,
            known: Mutex::new(None),
            looked: OnceLock::new(),
        }
    }

    /// What the last search left, if there was one.
    pub(super) fn known(&self) -> Option<Arc<RowPrices>> {
        let known = self.known.lock();
        known.unwrap_or_else(|broken| broken.into_inner()).clone()
    }

    /// Keeps what a search left for the next one.
    pub(super) fn keep(&self, found: Arc<RowPrices>) {
        let known = self.known.lock();
        *known.unwrap_or_else(|broken| broken.into_inner()) = Some(found);
    }

    /// Keeps what searches of an earlier version of the plan left.
    pub fn following(self, earlier: &Ground) -> Ground {
        if let Some(known) = earlier.known() {
            self.keep(known);
        }
        self
    }
}

/// One version of a plan made ready: who holds which shift, and who is committed to what.
#[derive(Debug)]
pub struct Desk<'a> {
    pub(super) ground: &'a Ground,
    pub(super) plan: &'a PublishedPlan,
    /// The shift that each person works in the witness, by employee and day.
    pub(super) holds: Vec<Vec<Option<ShiftIx>>>,
    /// The shift that each person is committed to, by employee and day.
    pub(super) committed: Vec<Vec<Option<ShiftIx>>>,
    /// The committed duties of everybody with an accepted claim.
    pub(super) agreed: Agreed,
    /// Days on which people are pinned free, as (who, day).
    pinned_free: BTreeSet<(EmployeeIx, usize)>,
    /// The promise, hall by hall, once somebody asks.
    promise: OnceLock<ByHall>,
}

/// Heads hall by hall, in order of time.
pub(super) type ByHall = BTreeMap<HallIx, Vec<CoverageRequirement>>;

fn by_hall(heads: &[CoverageRequirement]) -> ByHall {
    let mut halls = ByHall::new();
    for heads in heads {
        halls.entry(heads.hall).or_default().push(*heads);
    }
    for heads in halls.values_mut() {
        heads.sort_by_key(|heads| heads.start);
    }
    halls
}

impl<'a> Desk<'a> {
    /// Lays a plan on the ground of its instance.
    pub fn new(ground: &'a Ground, plan: &'a PublishedPlan) -> Desk<'a> {
        let days = ground.instance.horizon.day_count;
        let staff = ground.instance.employees.len();
        let holds = holds(plan, staff, days);
        let mut committed = vec![vec![None; days]; staff];
        let mut claimants = vec![false; staff];
        for (at, shift) in plan.list() {
            for spot in &shift.spots {
                if let Some(who) = spot.committed() {
                    committed[who.0][shift.day] = Some(at);
                }
                if let Some(who) = spot.claimed() {
                    claimants[who.0] = true;
                }
            }
        }
        let mut agreed = Agreed::new();
        for (employee, claims) in claimants.into_iter().enumerate() {
            if claims {
                agreed.extend(agreed_days(EmployeeIx(employee), &committed[employee]));
            }
        }
        let pins = ground.instance.pins.iter().filter(|pin| pin.duty.is_none());
        let pinned_free = pins.filter_map(|pin| {
            let day = ground.instance.horizon.day_inside(pin.date)?;
            Some((pin.employee, day))
        });
        Desk {
            ground,
            plan,
            holds,
            committed,
            agreed,
            pinned_free: pinned_free.collect(),
            promise: OnceLock::new(),
        }
    }

    /// The promise, hall by hall, in order of time.
    pub(super) fn promise(&self) -> &ByHall {
        self.promise.get_or_init(|| by_hall(&self.plan.promise))
    }

    /// The instance of the plan.
    pub fn instance(&self) -> &'a Instance {
        &self.ground.instance
    }

    pub(super) fn shift(&self, shift: ShiftIx) -> &'a PublishedShift {
        &self.plan.shifts[shift.0]
    }

    /// Whether a person's day may not be changed by any completion.
    ///
    /// Fixed are commitments, days that are neither free nor on duty, days pinned free, and shifts that are frozen.
    pub(super) fn is_fixed(&self, employee: EmployeeIx, day: usize, now: i64) -> bool {
        let frozen = |shift: ShiftIx| (self.plan.terms).is_frozen(self.shift(shift).start, now);
        match self.plan.witness.activity(employee, day) {
            Activity::Duty(_) => match self.holds[employee.0][day] {
                None => true,
                Some(held) => self.committed[employee.0][day].is_some() || frozen(held),
            },
            Activity::Rest => self.is_pinned_free(employee, day),
            Activity::Leave | Activity::Training(_) | Activity::CompDay(_) => true,
        }
    }

    pub(super) fn is_pinned_free(&self, employee: EmployeeIx, day: usize) -> bool {
        self.pinned_free.contains(&(employee, day))
    }

    /// Agreed duties when one person's commitments change.
    pub(super) fn agreed_with(
        &self,
        employee: EmployeeIx,
        committed: &[Option<ShiftIx>],
    ) -> Agreed {
        let mut agreed = self.agreed.clone();
        agreed.retain(|(who, _)| *who != employee);
        agreed.extend(agreed_days(employee, committed));
        agreed
    }
}

/// The committed days of one person, as agreed duties.
pub(super) fn agreed_days(
    employee: EmployeeIx,
    committed: &[Option<ShiftIx>],
) -> impl Iterator<Item = (EmployeeIx, usize)> + '_ {
    let days = committed.iter().enumerate();
    days.filter(|(_, shift)| shift.is_some())
        .map(move |(day, _)| (employee, day))
}

/// A duty on a shift that serves nothing yet.
pub(super) fn duty_on(shift: &PublishedShift) -> Activity {
    Activity::Duty(Duty {
        hall: shift.hall,
        template: shift.template,
        start: shift.start,
        end: shift.end,
        breaks: shift.breaks.clone(),
        serving: Vec::new(),
    })
}

/// The shift that each duty of the witness stands for.
///
/// Alike shifts can stand twice in the list, once with spots of the witness and once without: only the first count.
fn holds(plan: &PublishedPlan, staff: usize, days: usize) -> Vec<Vec<Option<ShiftIx>>> {
    let mut by_day: BTreeMap<(usize, HallIx), Vec<ShiftIx>> = BTreeMap::new();
    for (at, shift) in plan.list() {
        if shift.spots.iter().any(|spot| Spot::in_witness(*spot)) && shift.day < days {
            by_day.entry((shift.day, shift.hall)).or_default().push(at);
        }
    }
    let mut holds = vec![vec![None; days]; staff];
    for (employee, row) in plan.witness.days.iter().enumerate() {
        for (day, activity) in row.iter().enumerate() {
            let Some(duty) = activity.duty() else {
                continue;
            };
            let same = |at: &&ShiftIx| plan.shifts[at.0].is_of(day, duty);
            let mut there = by_day.get(&(day, duty.hall)).into_iter().flatten();
            holds[employee][day] = there.find(same).copied();
        }
    }
    holds
}
