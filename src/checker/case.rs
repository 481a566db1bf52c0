//! One person's roster in the words of the law.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, Weekday};

use super::ledger::{Ledger, earns_lot};
use super::view::View;
use crate::demand::QuietDays;
use crate::domain::{
    CompLot, Consent, Contract, Employee, EmployeeIx, HallIx, HeldSkill, Instance,
};
use crate::law::{
    self, Attribute, Case, CompRedemption, CompWork, DayCalendar, DayTable, Events, History,
    Outcome, Person, PremiumClass, RuleKind, RuleRecord, ShiftBreak, Span, WorkShift,
};
use crate::roster::{Activity, Duty};

/// Purposes of breaks that are no special protection: the law knows them as ordinary breaks.
const ORDINARY_BREAKS: [&str; 3] = ["", "meal", "rest"];

/// Days before the horizon for which holidays are looked up when history reaches back further: longer than a year.
const HOLIDAYS_BEFORE_MAX: i64 = 400;

/// What one person is judged on.
#[derive(Clone, Debug)]
pub struct Brief {
    /// The legal side of the person.
    pub person: Person,
    /// Duties and trainings of the horizon.
    pub shifts: Vec<WorkShift>,
    /// What was before it.
    pub history: History,
    /// Rest days, holidays, busy days.
    pub calendar: DayCalendar,
    /// Comp days, lots earned, Sundays worked.
    pub events: Events,
}

impl Brief {
    /// The case to be judged.
    pub fn case<'a>(&'a self, days: &'a DayTable) -> Case<'a> {
        Case {
            days,
            person: &self.person,
            shifts: &self.shifts,
            history: &self.history,
            calendar: &self.calendar,
            events: &self.events,
        }
    }
}

/// Dates that are the same for many people, worked out once.
#[derive(Debug)]
pub(super) struct Dates {
    holidays: Vec<BTreeSet<NaiveDate>>,
    busy: Vec<BTreeSet<NaiveDate>>,
}

impl Dates {
    /// Holidays by contract, busy days by hall.
    pub fn of(instance: &Instance, quiet: &QuietDays) -> Dates {
        let horizon = &instance.horizon;
        let shifts = instance
            .employees
            .iter()
            .flat_map(|person| &person.history.shifts);
        let earliest = shifts
            .map(|shift| horizon.day(horizon.local(shift.span.start).0))
            .min();
        let first = earliest.unwrap_or(0).clamp(-HOLIDAYS_BEFORE_MAX, 0);
        let last = horizon.day_count as i64 + 7;
        let holidays = |contract: &Contract| {
            (first..last)
                .map(|day| horizon.date(day))
                .filter(|date| contract.is_statutory_holiday(*date))
                .collect()
        };
        let busy = |hall| {
            let dates = horizon.days().map(|(_, date)| date);
            dates
                .filter(|date| !quiet.is_quiet(HallIx(hall), *date))
                .collect()
        };
        Dates {
            holidays: instance.contracts.iter().map(holidays).collect(),
            busy: (0..instance.halls.len()).map(busy).collect(),
        }
    }
}

/// Translates one person's roster.
pub(super) fn brief(
    view: &View<'_>,
    employee: EmployeeIx,
    ledger: &Ledger,
    dates: &Dates,
) -> Brief {
    let person = &view.instance.employees[employee.0];
    let date = |day: &usize| view.instance.horizon.date(*day as i64);
    let marks = [("busy".to_owned(), dates.busy[view.home(employee).0].clone())];
    Brief {
        person: legal_person(view, person),
        shifts: shifts(view, employee, ledger),
        history: history(person),
        calendar: DayCalendar {
            rest_days: ledger.rest_days.iter().map(date).collect(),
            statutory_holidays: dates.holidays[person.contract.0].clone(),
            flags: BTreeMap::from(marks),
        },
        events: events(view, employee, ledger),
    }
}

fn legal_person(view: &View<'_>, person: &Employee) -> Person {
    let contract = view.instance.contract_of(person);
    let skill = |held: &HeldSkill| Attribute {
        name: view.instance.skills[held.skill.0].id.clone(),
        from: held.from,
        // The domain names the last day, the law the first day after.
        to: held.to.and_then(|last| last.succ_opt()),
        value: None,
    };
    // Consent to overtime satisfies every rule that asks for it.
    let asks = contract.rules.iter().filter(|rule| {
        rule.outcome == Outcome::Consent && matches!(rule.kind, RuleKind::MaxOvertimePer(_))
    });
    let agreed = person.consents_to(Consent::Overtime);
    let consents = asks
        .filter(|_| agreed)
        .map(|rule| Attribute::always(&rule.id));
    Person {
        attributes: person.attributes.clone(),
        skills: person.skills.iter().map(skill).collect(),
        regime: told(&contract.regime),
        contract: told(&contract.employment),
        consents: consents.collect(),
        post: told(&person.post),
        permits: view.instance.permits.clone(),
    }
}

fn told(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

fn shifts(view: &View<'_>, employee: EmployeeIx, ledger: &Ledger) -> Vec<WorkShift> {
    let mut shifts = Vec::new();
    for (day, date, activity) in view.days_of(employee) {
        let Some((start, end)) = view.at_work(employee, date, activity) else {
            continue;
        };
        let id = format!("{}-{date}", view.instance.employees[employee.0].id);
        let plain = WorkShift::plain(id, Span::new(start, end));
        shifts.push(match activity.duty() {
            Some(duty) => {
                let on_rest_day = ledger.rest_days.contains(&day);
                WorkShift {
                    compensated: on_rest_day && ledger.gives_back(date),
                    consent: view.is_agreed(employee, day),
                    ..worked(view, duty, plain)
                }
            }
            None => WorkShift {
                tags: vec!["training".to_owned()],
                ..plain
            },
        });
    }
    shifts
}

fn worked(view: &View<'_>, duty: &Duty, plain: WorkShift) -> WorkShift {
    let pauses = duty.breaks.iter().map(|pause| ShiftBreak {
        span: Span::new(pause.start, pause.end),
        paid: pause.paid,
        purpose: Some(pause.purpose.clone())
            .filter(|purpose| !ORDINARY_BREAKS.contains(&purpose.as_str())),
    });
    WorkShift {
        breaks: pauses.collect(),
        shift_type: Some(view.instance.templates[duty.template.0].id.clone()),
        hall: Some(view.instance.halls[duty.hall.0].id.clone()),
        ..plain
    }
}

fn history(person: &Employee) -> History {
    let past = &person.history;
    let lot = |lot: &CompLot| law::CompLot {
        date: lot.earned,
        minutes: lot.minutes.0,
        class: PremiumClass::RestDay.name().to_owned(),
        due: Some(lot.due),
    };
    History {
        shifts: past.shifts.clone(),
        minutes_by_window: past.work_minutes.clone(),
        ot_minutes_by_window: past.overtime_minutes.clone(),
        comp_lots: past.comp_lots.iter().map(lot).collect(),
        ..History::default()
    }
}

fn events(view: &View<'_>, employee: EmployeeIx, ledger: &Ledger) -> Events {
    let person = &view.instance.employees[employee.0];
    let contract = view.instance.contract_of(person);
    let mut events = Events::default();
    for (day, date, activity) in view.days_of(employee) {
        match activity {
            Activity::CompDay(length) => events.comp_redemptions.push(CompRedemption {
                date,
                minutes: length.0,
                asked_by: None,
            }),
            Activity::Duty(duty)
                if ledger.rest_days.contains(&day) && earns_lot(contract, date) =>
            {
                events.comp_work.push(CompWork {
                    date,
                    minutes: duty.work_minutes().0,
                    class: PremiumClass::RestDay.name().to_owned(),
                    agreed_before: None,
                });
            }
            _ => {}
        }
    }
    let owes = |rule: &RuleRecord| matches!(rule.kind, RuleKind::SubstituteRestDay(_));
    if contract.rules.iter().any(owes) {
        sundays(view, employee, &mut events);
    }
    events
}

/// Sundays worked, and the free days from Monday to Saturday that may stand in for them.
///
/// Both reach back to the first shift that history tells of; of the days before nothing is known.
fn sundays(view: &View<'_>, employee: EmployeeIx, events: &mut Events) {
    let horizon = &view.instance.horizon;
    let past = &view.instance.employees[employee.0].history.shifts;
    let mut worked = BTreeSet::new();
    let mut touch = |start: i64, end: i64| {
        let (first, last) = (horizon.local(start).0, horizon.local(end - 1).0);
        worked.extend(first.iter_days().take_while(|date| *date <= last));
    };
    for shift in past
        .iter()
        .filter(|shift| shift.span.start < shift.span.end)
    {
        touch(shift.span.start, shift.span.end);
    }
    for (_, date, activity) in view.days_of(employee) {
        if let Some((start, end)) = view.at_work(employee, date, activity) {
            touch(start, end);
        }
    }
    let first = worked
        .first()
        .map_or(horizon.start, |date| *date.min(&horizon.start));
    for date in first.iter_days().take_while(|date| *date < horizon.end()) {
        let sunday = date.weekday() == Weekday::Sun;
        if sunday && worked.contains(&date) {
            events.comp_work.push(CompWork {
                date,
                minutes: 0,
                class: "sunday".to_owned(),
                agreed_before: None,
            });
        } else if !sunday && !worked.contains(&date) {
            events.substitute_rest_days.push(date);
        }
    }
}
