//! Staff look at their own days, at who works with them, and at the rest they are owed.

use chrono::NaiveDate;

use super::Service;
use super::access::{self, Act};
use super::caller::Caller;
use super::fault::Fault;
use super::held::Held;
use super::open_shifts::instant;
use super::pages::all;
use super::told::{self, CompLot, Coworker, Ledger, MyDay, MyRoster};
use crate::claims::{ClaimState, CompLotState, PublishedShift, ShiftState};
use crate::domain::EmployeeIx;
use crate::roster::{Activity, CompDayState};
use crate::storage::{ClaimFilter, LotFilter};
use crate::units::{ClaimId, EmployeeId, Minutes, RosterId, ShiftId};

impl Service {
    /// The days that are certain: assigned, claimed, on leave. What the witness merely proves is not told.
    pub async fn my_roster(
        &self,
        caller: &Caller,
        roster: &RosterId,
        employee: Option<&EmployeeId>,
    ) -> Result<MyRoster, Fault> {
        let employee = access::person(caller, Act::ReadOwn, employee)?;
        let held = self.seen(caller, roster).await?;
        let who = held.employee(&employee)?;
        let claims = self.claims_of(roster, &employee).await?;
        let now = instant(self.clock.now());
        let mut days = Vec::new();
        for (day, date) in held.instance.horizon.days() {
            for shift in committed(&held, who).filter(|shift| shift.day == day) {
                let mut shown =
                    told::open_shift(roster, &held.instance, &held.plan.terms, shift, now);
                if shown.state == ShiftState::Open {
                    // To its holder it is a shift like any other; who else may come is not told here.
                    shown.state = ShiftState::Filled;
                }
                let id = ShiftId::from(shift.id.as_str());
                let claim = claims.iter().find(|(of, _)| *of == id);
                days.push(MyDay {
                    date,
                    shift: Some(shown),
                    claim: claim.map(|(_, claim)| claim.clone()),
                });
            }
            if matches!(held.plan.witness.activity(who, day), Activity::Leave) {
                days.push(MyDay {
                    date,
                    shift: None,
                    claim: None,
                });
            }
        }
        Ok(MyRoster {
            roster: roster.clone(),
            employee,
            state: held.row.state,
            days,
        })
    }

    /// Who is certain to work in the same hall at the same time on a day: names and hours, no more.
    pub async fn coworkers(
        &self,
        caller: &Caller,
        roster: &RosterId,
        date: NaiveDate,
        employee: Option<&EmployeeId>,
    ) -> Result<Vec<Coworker>, Fault> {
        let employee = access::person(caller, Act::ReadOwn, employee)?;
        let held = self.seen(caller, roster).await?;
        let who = held.employee(&employee)?;
        let own: Vec<&PublishedShift> = committed(&held, who)
            .filter(|shift| shift.date == date)
            .collect();
        let mut found = Vec::new();
        for (other, person) in held.instance.staff().filter(|(other, _)| *other != who) {
            let shifts = committed(&held, other);
            for shift in shifts.filter(|shift| own.iter().any(|mine| meet(mine, shift))) {
                found.push(Coworker {
                    name: person.name.clone(),
                    hall: held.instance.halls[shift.hall.0].id.clone(),
                    date,
                    start: held.instance.horizon.clock(shift.start, date),
                    length: Minutes(shift.end - shift.start),
                });
            }
        }
        Ok(found)
    }

    /// Rest that was owed before the roster and that accepted claims earn.
    pub async fn ledger(
        &self,
        caller: &Caller,
        roster: &RosterId,
        employee: Option<&EmployeeId>,
    ) -> Result<Ledger, Fault> {
        let employee = access::person(caller, Act::ReadOwn, employee)?;
        let held = self.seen(caller, roster).await?;
        let who = held.employee(&employee)?;
        let mut lots = owed_before(&held, who);
        let filter = &LotFilter {
            employee: Some(employee.clone()),
            roster: Some(roster.clone()),
            states: Vec::new(),
        };
        let earned = all(|page| async move { self.store.lots(filter, &page).await }).await?;
        let standing = earned
            .into_iter()
            .filter(|lot| lot.state != CompLotState::Void);
        lots.extend(standing.map(|lot| CompLot {
            id: lot.id.0,
            minutes: lot.minutes,
            earned: lot.earned_on,
            due: lot.due_on.unwrap_or(lot.earned_on),
            planned: lot.planned_on,
        }));
        Ok(Ledger { employee, lots })
    }

    /// The claims by which somebody has, or had, a shift.
    async fn claims_of(
        &self,
        roster: &RosterId,
        employee: &EmployeeId,
    ) -> Result<Vec<(ShiftId, ClaimId)>, Fault> {
        let filter = &ClaimFilter {
            roster: Some(roster.clone()),
            employee: Some(employee.clone()),
            states: vec![ClaimState::Accepted, ClaimState::Worked, ClaimState::NoShow],
            ..ClaimFilter::default()
        };
        let rows = all(|page| async move { self.store.claims(filter, &page).await }).await?;
        Ok(rows.into_iter().map(|row| (row.shift, row.id)).collect())
    }
}

/// The shifts a person is certain to work.
fn committed(held: &Held, who: EmployeeIx) -> impl Iterator<Item = &PublishedShift> {
    let shifts = held.plan.shifts.iter();
    shifts.filter(move |shift| {
        let mut holders = shift.spots.iter().filter_map(|spot| spot.committed());
        holders.any(|holder| holder == who)
    })
}

/// Whether two shifts share a hall and some time.
fn meet(one: &PublishedShift, other: &PublishedShift) -> bool {
    one.hall == other.hall && one.start < other.end && other.start < one.end
}

/// Lots from before the horizon, with the day that the plan gives back.
fn owed_before(held: &Held, who: EmployeeIx) -> Vec<CompLot> {
    let lots = &held.instance.employees[who.0].history.comp_lots;
    if lots.is_empty() {
        return Vec::new();
    }
    let day = |id: &str| {
        let mut own = held.audit().comp_days.iter();
        let found = own.find(|comp| comp.employee == who && comp.lot.id == id)?;
        match found.state {
            CompDayState::Scheduled(date) | CompDayState::Planned(date) => Some(date),
            CompDayState::Unplanned => None,
        }
    };
    let lots = lots.iter();
    lots.map(|lot| CompLot {
        id: lot.id.clone(),
        minutes: lot.minutes,
        earned: lot.earned,
        due: lot.due,
        planned: day(&lot.id),
    })
    .collect()
}
