//! What follows from a completion: who moves, what it costs, what waits do, what the claimant earns.

use std::collections::BTreeSet;

use super::complete::Complete;
use super::desk::Desk;
use super::plan::{ShiftIx, shift_of};
use super::verdict::{
    CompEarned, Completion, Consequence, CostChange, Move, PremiumEarned, Touched,
};
use super::waiting;
use crate::checker::{Agreed, PeopleAudit};
use crate::domain::{Consent, CoverageRequirement, EmployeeIx, HallIx};
use crate::law::PremiumClass;
use crate::roster::{Activity, Change, CompDayState, Roster};
use crate::units::{Minutes, Money};

/// A completion as it is told and stored.
pub(super) fn completion(
    desk: &Desk<'_>,
    claimant: EmployeeIx,
    found: &Complete,
    changes: &[Change],
) -> Completion {
    Completion {
        way: found.way,
        spot: found.spot,
        moves: moves(desk, claimant, changes),
        touched: touched(desk, claimant, changes),
        witness: found.witness.clone(),
    }
}

/// Whose shifts differ from the witness's, the claimant's first.
fn moves(desk: &Desk<'_>, claimant: EmployeeIx, changes: &[Change]) -> Vec<Move> {
    let other_work = changes.iter().filter(|change| change.is_other_work());
    let mut moves: Vec<Move> = other_work
        .map(|change| Move {
            employee: change.employee,
            date: desk.instance().horizon.date(change.day as i64),
            from: desk.holds[change.employee.0][change.day],
            to: (change.after.duty())
                .and_then(|duty| shift_of(&desk.plan.shifts, change.day, duty)),
        })
        .collect();
    moves.sort_by_key(|step| (step.employee != claimant, step.employee, step.date));
    moves
}

/// Everybody whose days change in any way, and the halls they work in then, in order of ids.
fn touched(desk: &Desk<'_>, claimant: EmployeeIx, changes: &[Change]) -> Touched {
    let instance = desk.instance();
    let mut people: Vec<EmployeeIx> = changes.iter().map(|change| change.employee).collect();
    people.push(claimant);
    let mut halls: Vec<HallIx> = changed_halls(changes).into_iter().collect();
    halls.extend(
        desk.holds[claimant.0]
            .iter()
            .flatten()
            .map(|shift| desk.shift(*shift).hall),
    );
    people.sort_by_key(|who| &instance.employees[who.0].id);
    people.dedup();
    halls.sort_by_key(|hall| &instance.halls[hall.0].id);
    halls.dedup();
    Touched { halls, people }
}

/// Halls in which somebody's duty differs, its queues included.
pub(super) fn changed_halls(changes: &[Change]) -> BTreeSet<HallIx> {
    let days = changes
        .iter()
        .flat_map(|change| [&change.before, &change.after]);
    days.filter_map(Activity::duty)
        .map(|duty| duty.hall)
        .collect()
}

/// How much dearer a plan becomes by a new witness.
pub(super) fn cost_change(
    desk: &Desk<'_>,
    claimant: EmployeeIx,
    agreed: &Agreed,
    found: &Complete,
    changes: &[Change],
) -> CostChange {
    let change = change_of_cost(desk, claimant, agreed, &found.witness, changes);
    let bound = match found.bound {
        Some(bound) => bound.max(bound_with(desk, claimant)),
        None => bound_with(desk, claimant),
    };
    CostChange {
        change,
        at_least: (bound - desk.plan.cost).min(change),
        at_most: (desk.plan.cost + change - desk.plan.bound).max(change),
    }
}

/// A bound that holds with a claim too: consent that the claim gives can allow what no roster could do before.
fn bound_with(desk: &Desk<'_>, claimant: EmployeeIx) -> Money {
    let person = &desk.instance().employees[claimant.0];
    let filed = |consent| person.consents_to(consent);
    if filed(Consent::Overtime) && filed(Consent::RestDayWork) {
        desk.plan.bound
    } else {
        desk.plan.bound.min(desk.ground.base_pay)
    }
}

fn change_of_cost(
    desk: &Desk<'_>,
    claimant: EmployeeIx,
    agreed: &Agreed,
    after: &Roster,
    changes: &[Change],
) -> Money {
    let (instance, bench) = (desk.instance(), &desk.ground.bench);
    let other_work = changes.iter().filter(|change| change.is_other_work());
    let mut people: BTreeSet<EmployeeIx> = other_work.map(|change| change.employee).collect();
    people.insert(claimant);
    let halls = changed_halls(changes);
    let asked = halls
        .iter()
        .filter_map(|hall| desk.ground.needs_by_hall.get(hall));
    let needs: Vec<CoverageRequirement> = asked.flatten().cloned().collect();
    let cost = |roster: &Roster, agreed: &Agreed| {
        let own = bench.people(instance, roster, agreed, &people).cost;
        own + bench.cost_of_halls(instance, &needs, roster, &halls)
    };
    cost(after, agreed) - cost(&desk.plan.witness, &desk.agreed)
}

/// All that follows from a claim.
pub(super) fn consequence(
    desk: &Desk<'_>,
    claimant: EmployeeIx,
    shift: ShiftIx,
    agreed: &Agreed,
    found: &Complete,
    changes: &[Change],
) -> Consequence {
    let work = desk.shift(shift).work_minutes();
    let earned = Earnings::of(desk, claimant, shift, agreed, &found.witness);
    let halls = changed_halls(changes);
    Consequence {
        cost: cost_change(desk, claimant, agreed, found, changes),
        waits: waiting::effect(desk, &found.witness, &halls),
        work,
        premiums: earned.premiums(desk, claimant),
        comp: earned.comp(desk.shift(shift).date),
    }
}

/// A claimant's witness with the shift and without it.
struct Earnings {
    with: PeopleAudit,
    without: PeopleAudit,
}

impl Earnings {
    fn of(
        desk: &Desk<'_>,
        claimant: EmployeeIx,
        shift: ShiftIx,
        agreed: &Agreed,
        witness: &Roster,
    ) -> Earnings {
        let (instance, bench) = (desk.instance(), &desk.ground.bench);
        let only = BTreeSet::from([claimant]);
        let mut bare = Roster {
            days: vec![Vec::new(); instance.employees.len()],
        };
        bare.days[claimant.0] = witness.days[claimant.0].clone();
        bare.days[claimant.0][desk.shift(shift).day] = Activity::Rest;
        Earnings {
            with: bench.people(instance, witness, agreed, &only),
            without: bench.people(instance, &bare, agreed, &only),
        }
    }

    /// Extra pay with the shift, less the same without it.
    fn premiums(&self, desk: &Desk<'_>, claimant: EmployeeIx) -> Vec<PremiumEarned> {
        let person = &desk.instance().employees[claimant.0];
        let mut classes: Vec<(PremiumClass, i64)> = (self.with.premiums.iter())
            .map(|owed| (owed.class, owed.factor_percent))
            .collect();
        classes.sort();
        classes.dedup();
        let sum = |audit: &PeopleAudit, key: (PremiumClass, i64)| {
            let own = audit.premiums.iter();
            let own = own.filter(|owed| (owed.class, owed.factor_percent) == key);
            own.fold((Minutes::ZERO, Money::ZERO), |(minutes, plain), owed| {
                (
                    minutes + owed.minutes,
                    plain + owed.amount.unwrap_or(Money::ZERO),
                )
            })
        };
        let more = classes.into_iter().map(|key| {
            let (with, without) = (sum(&self.with, key), sum(&self.without, key));
            let minutes = with.0 - without.0;
            let plain = with.1 - without.1;
            PremiumEarned {
                class: key.0,
                minutes,
                factor_percent: key.1,
                amount: plain + person.hourly_wage.hourly_pay(minutes, key.1),
            }
        });
        more.filter(|premium| premium.minutes > Minutes::ZERO || premium.amount > Money::ZERO)
            .collect()
    }

    /// The lot that the shift earns, with what is planned for it.
    fn comp(&self, date: chrono::NaiveDate) -> Option<CompEarned> {
        let lots = self.with.comp_days.iter();
        let own = lots.filter(|own| own.lot.earned == date).find(|own| {
            let mut before = self.without.comp_days.iter();
            before.all(|other| other.lot.id != own.lot.id)
        })?;
        Some(CompEarned {
            class: PremiumClass::RestDay,
            earned: date,
            minutes: own.lot.minutes,
            due: own.lot.due,
            planned: match own.state {
                CompDayState::Scheduled(date) | CompDayState::Planned(date) => Some(date),
                CompDayState::Unplanned => None,
            },
        })
    }
}
