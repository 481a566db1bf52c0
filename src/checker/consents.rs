//! Overtime and work on rest days need the person's written consent, or that the person took the duties that make it.

use std::collections::BTreeSet;

use super::bench::Bench;
use super::findings::{Findings, Subject};
use super::ledger::{Ledger, ledger};
use super::legality::{Owed, judge_one};
use super::view::View;
use super::words::who;
use crate::domain::{Consent, Employee, EmployeeIx};
use crate::law::PremiumClass;
use crate::roster::{Activity, Roster};
use crate::units::Minutes;

pub(super) fn check(
    view: &View<'_>,
    bench: &Bench,
    ledgers: &[Ledger],
    premiums: &[Vec<Owed>],
    found: &mut Findings,
) {
    for (employee, person) in view.staff() {
        let (ledger, premiums) = (&ledgers[employee.0], &premiums[employee.0]);
        let asks = Asks::of(person, ledger, premiums);
        if asks.none() {
            continue;
        }
        let own = taken_alone(view, bench, employee);
        report(view, employee, &asks, &own, found);
    }
}

/// What would need a consent that is not on file.
struct Asks<'a> {
    rest_days: &'a [usize],
    overtime: Vec<&'a Owed>,
}

impl<'a> Asks<'a> {
    fn of(person: &Employee, ledger: &'a Ledger, premiums: &'a [Owed]) -> Asks<'a> {
        let filed = |consent| person.consents_to(consent);
        let overtime = premiums.iter().filter(|owed| {
            owed.class == PremiumClass::WorkdayOvertime && owed.minutes > Minutes::ZERO
        });
        Asks {
            rest_days: if filed(Consent::RestDayWork) {
                &[]
            } else {
                &ledger.rest_days
            },
            overtime: if filed(Consent::Overtime) {
                Vec::new()
            } else {
                overtime.collect()
            },
        }
    }

    fn none(&self) -> bool {
        self.rest_days.is_empty() && self.overtime.is_empty()
    }
}

/// What the duties that a person took make by themselves.
struct Taken {
    rest_days: BTreeSet<usize>,
    overtime: Vec<(String, Minutes)>,
}

impl Taken {
    fn covers(&self, owed: &Owed) -> bool {
        let mut known = self.overtime.iter();
        known.any(|(place, minutes)| *place == owed.place && owed.minutes <= *minutes)
    }
}

/// Taking a duty is consent to what follows from the duties taken, and to nothing that others add to it. What was worked
/// before the horizon makes by itself asks nobody any more.
fn taken_alone(view: &View<'_>, bench: &Bench, employee: EmployeeIx) -> Taken {
    let mut days = view.roster.days[employee.0].clone();
    for (day, activity) in days.iter_mut().enumerate() {
        if !view.is_agreed(employee, day) && activity.duty().is_some() {
            *activity = Activity::Rest;
        }
    }
    let mut alone = Roster {
        days: vec![Vec::new(); view.instance.employees.len()],
    };
    alone.days[employee.0] = days;
    let only = BTreeSet::from([employee]);
    let view = View {
        roster: &alone,
        only: Some(&only),
        ..*view
    };
    let ledger = ledger(&view, employee);
    let premiums = judge_one(&view, bench, employee, &ledger, &mut Findings::default());
    let overtime = (premiums.into_iter())
        .filter(|owed| owed.class == PremiumClass::WorkdayOvertime)
        .map(|owed| (owed.place, owed.minutes));
    Taken {
        rest_days: ledger.rest_days.into_iter().collect(),
        overtime: overtime.collect(),
    }
}

fn report(
    view: &View<'_>,
    employee: EmployeeIx,
    asks: &Asks<'_>,
    taken: &Taken,
    found: &mut Findings,
) {
    let name = who(view.instance, employee);
    for day in asks.rest_days {
        if taken.rest_days.contains(day) {
            continue;
        }
        let date = view.instance.horizon.date(*day as i64);
        found.violation(
            "rest_day_without_consent",
            Subject::day(employee, date),
            format!(
                "{name} works on {date}, a rest day, without consent to rest-day work on file."
            ),
            format!("{name} {date} 在休息日上班，但未存有休息日工作同意书。"),
        );
    }
    for owed in asks.overtime.iter().filter(|owed| !taken.covers(owed)) {
        let mut subject = Subject::person(employee);
        subject.date = owed.date;
        let (minutes, place) = (owed.minutes, &owed.place);
        found.violation(
            "overtime_without_consent",
            subject,
            format!(
                "{name} works {minutes} h overtime ({place}) without consent to overtime on file."
            ),
            format!("{name} 加班 {minutes} 小时（{place}），但未存有加班同意书。"),
        );
    }
}
