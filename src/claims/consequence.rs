//! What follows from a completion: who moves, what it costs, what waits do, what the claimant earns.

use std::collections::BTreeSet;

use super::complete::Complete;
use super::desk::Desk;
use super::plan::ShiftIx;
use super::verdict::{
    CompEarned, Completion, Consequence, CostChange, Move, PremiumEarned, Touched,
};
use super::waiting;
use crate::checker::{Agreed, CoveredInterval, PeopleAudit};
use crate::domain::{Consent, EmployeeIx, HallIx, PayBasis};
use crate::law::PremiumClass;
use crate::roster::{Activity, CompDayState, Roster};
use crate::units::{Minutes, Money};

/// A completion as it is told and stored.
pub(super) fn completion(desk: &Desk<'_>, claimant: EmployeeIx, found: &Complete) -> Completion {
    Completion {
        way: found.way,
        spot: found.spot,
        moves: moves(desk, claimant, &found.witness),
        touched: touched(desk, claimant, &found.witness),
        witness: found.witness.clone(),
    }
}

/// Whose shifts differ from the witness's, the claimant's first.
fn moves(desk: &Desk<'_>, claimant: EmployeeIx, after: &Roster) -> Vec<Move> {
    let mut moves = Vec::new();
    for (employee, _) in desk.instance().staff() {
        for (day, date) in desk.instance().horizon.days() {
            let (old, new) = (
                desk.plan.witness.activity(employee, day),
                after.activity(employee, day),
            );
            if !is_same_work(old, new) {
                moves.push(Move {
                    employee,
                    date,
                    from: desk.holds[employee.0][day],
                    to: shift_of(desk, day, new),
                });
            }
        }
    }
    moves.sort_by_key(|step| (step.employee != claimant, step.employee, step.date));
    moves
}

/// Whether two days are the same but for the queues served.
pub(super) fn is_same_work(one: &Activity, other: &Activity) -> bool {
    match (one, other) {
        (Activity::Duty(one), Activity::Duty(other)) => {
            (one.hall, one.template, one.start, &one.breaks)
                == (other.hall, other.template, other.start, &other.breaks)
        }
        (one, other) => one == other,
    }
}

fn shift_of(desk: &Desk<'_>, day: usize, activity: &Activity) -> Option<ShiftIx> {
    let duty = activity.duty()?;
    let found = desk.plan.list().find(|(_, shift)| shift.is_of(day, duty));
    found.map(|(at, _)| at)
}

/// Everybody whose days change in any way, and the halls they work in then, in order of ids.
fn touched(desk: &Desk<'_>, claimant: EmployeeIx, after: &Roster) -> Touched {
    let instance = desk.instance();
    let mut people = vec![claimant];
    let mut halls = Vec::new();
    for (employee, _) in instance.staff() {
        let rows = desk.plan.witness.days[employee.0]
            .iter()
            .zip(&after.days[employee.0]);
        for (old, new) in rows.filter(|(old, new)| old != new) {
            people.push(employee);
            let duties = [old.duty(), new.duty()];
            halls.extend(duties.into_iter().flatten().map(|duty| duty.hall));
        }
    }
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
pub(super) fn changed_halls(desk: &Desk<'_>, after: &Roster) -> BTreeSet<HallIx> {
    let rows = desk.plan.witness.days.iter().zip(&after.days);
    let days = rows.flat_map(|(old, new)| old.iter().zip(new));
    days.filter(|(old, new)| old != new)
        .flat_map(|(old, new)| [old.duty(), new.duty()])
        .flatten()
        .map(|duty| duty.hall)
        .collect()
}

/// How much dearer a plan becomes by a new witness.
pub(super) fn cost_change(
    desk: &Desk<'_>,
    claimant: EmployeeIx,
    agreed: &Agreed,
    found: &Complete,
) -> CostChange {
    let change = change_of_cost(desk, claimant, agreed, &found.witness);
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
        desk.plan.bound.min(base_pay(desk))
    }
}

/// What salaried people are paid whatever happens.
fn base_pay(desk: &Desk<'_>) -> Money {
    use crate::domain::week_norm;
    use crate::roster::week_starts;
    let instance = desk.instance();
    let weeks = week_starts(instance);
    let salaried = instance
        .staff()
        .filter(|(_, person)| instance.contract_of(person).pay == PayBasis::Salaried);
    salaried
        .flat_map(|(_, person)| weeks.iter().map(move |monday| (person, *monday)))
        .map(|(person, monday)| {
            (person.hourly_wage).hourly_pay(week_norm(instance, person, monday).paid, 100)
        })
        .sum()
}

fn change_of_cost(desk: &Desk<'_>, claimant: EmployeeIx, agreed: &Agreed, after: &Roster) -> Money {
    let (instance, bench) = (desk.instance(), &desk.ground.bench);
    let mut people = BTreeSet::from([claimant]);
    for (employee, _) in instance.staff() {
        let old = &desk.plan.witness.days[employee.0];
        let mut days = old.iter().zip(&after.days[employee.0]);
        if days.any(|(old, new)| !is_same_work(old, new)) {
            people.insert(employee);
        }
    }
    let before = bench
        .people(instance, &desk.plan.witness, &desk.agreed, &people)
        .cost;
    let own = bench.people(instance, after, agreed, &people).cost - before;
    let halls = changed_halls(desk, after);
    if halls.is_empty() {
        return own;
    }
    let gaps = |roster: &Roster| -> Money {
        let covered = bench.coverage(instance, &desk.ground.needs, roster, &halls);
        covered.iter().map(|line| gap_price(desk, line)).sum()
    };
    let shifts = shift_cover(desk, after) - shift_cover(desk, &desk.plan.witness);
    own + gaps(after) - gaps(&desk.plan.witness) + shifts
}

fn gap_price(desk: &Desk<'_>, line: &CoveredInterval) -> Money {
    let price = desk.instance().prices.gap_per_head_hour;
    price.hourly_pay(Minutes(line.end - line.start), 100) * i64::from(line.missing())
}

fn shift_cover(desk: &Desk<'_>, roster: &Roster) -> Money {
    let instance = desk.instance();
    let price = |cover: &crate::domain::ShiftCover| {
        let Some(day) = instance.horizon.day_inside(cover.date) else {
            return Money::ZERO;
        };
        let duties = roster.days.iter().filter_map(|row| row[day].duty());
        let there = duties
            .filter(|duty| (duty.hall, duty.template) == (cover.hall, cover.template))
            .count() as i64;
        let asked = i64::from(cover.heads);
        cover.under_price * (asked - there).max(0) + cover.over_price * (there - asked).max(0)
    };
    instance.shift_cover.iter().map(price).sum()
}

/// All that follows from a claim.
pub(super) fn consequence(
    desk: &Desk<'_>,
    claimant: EmployeeIx,
    shift: ShiftIx,
    agreed: &Agreed,
    found: &Complete,
) -> Consequence {
    let work = desk.shift(shift).work_minutes();
    let earned = Earnings::of(desk, claimant, shift, agreed, &found.witness);
    let halls = changed_halls(desk, &found.witness);
    Consequence {
        cost: cost_change(desk, claimant, agreed, found),
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
