//! The people: skills, facts, absences, wishes.

use chrono::Days;

use super::Reading;
use super::past::past;
use super::time::minutes;
use crate::domain::{
    Consent, ContractIx, Employee, HallIx, HeldSkill, Leave, Training, Wish, WishKind,
};
use crate::formats::json::Path;
use crate::formats::proto;
use crate::law::Attribute;
use crate::units::Money;

/// Every employee.
pub fn employees(
    reading: &mut Reading<'_>,
    employees: &[proto::Employee],
    at: Path<'_>,
) -> Vec<Employee> {
    employees
        .iter()
        .enumerate()
        .map(|(index, employee)| read_employee(reading, employee, at.index(index)))
        .collect()
}

fn read_employee(reading: &mut Reading<'_>, employee: &proto::Employee, at: Path<'_>) -> Employee {
    let list = at.key("halls");
    let mut halls: Vec<HallIx> = (employee.halls.iter().enumerate())
        .filter_map(|(index, hall)| reading.hall(hall, list.index(index)))
        .collect();
    // Halls that are misspelt have their finding; that the person has none would be another.
    if halls.is_empty() && !employee.halls.is_empty() {
        halls.push(HallIx(0));
    }
    Employee {
        id: employee.id.clone(),
        name: employee.name.clone(),
        contract: reading
            .contract(&employee.contract, at.key("contract"))
            .unwrap_or(ContractIx(0)),
        post: employee.post.clone(),
        hourly_wage: Money(employee.hourly_wage_cents),
        halls,
        skills: each(&employee.skills, at.key("skills"), |held, at| {
            held_skill(reading, held, at)
        }),
        attributes: each(&employee.attributes, at.key("attributes"), |fact, at| {
            attribute(reading, fact, at)
        }),
        consents: each(&employee.consents, at.key("consents"), |number, at| {
            consent(reading, *number, at)
        }),
        leave: each(&employee.leave, at.key("leave"), |entry, at| {
            leave(reading, entry, at)
        }),
        training: each(&employee.training, at.key("training"), |entry, at| {
            training(reading, entry, at)
        }),
        wishes: each(&employee.wishes, at.key("wishes"), |entry, at| {
            wish(reading, entry, at)
        }),
        history: employee
            .history
            .as_ref()
            .map(|history| past(reading, &employee.id, history, at.key("history")))
            .unwrap_or_default(),
    }
}

/// What can be read of a list.
pub fn each<T, U>(
    list: &[T],
    at: Path<'_>,
    mut read: impl FnMut(&T, Path<'_>) -> Option<U>,
) -> Vec<U> {
    list.iter()
        .enumerate()
        .filter_map(|(index, item)| read(item, at.index(index)))
        .collect()
}

fn held_skill(
    reading: &mut Reading<'_>,
    held: &proto::HeldSkill,
    at: Path<'_>,
) -> Option<HeldSkill> {
    let skill = reading.skill(&held.skill, at.key("skill"));
    let from = reading.open_date(&held.from_date, at.key("from_date"));
    let to = reading.open_date(&held.to_date, at.key("to_date"));
    Some(HeldSkill {
        skill: skill?,
        from: from?,
        to: to?,
    })
}

fn attribute(
    reading: &mut Reading<'_>,
    fact: &proto::Attribute,
    at: Path<'_>,
) -> Option<Attribute> {
    let from = reading.open_date(&fact.from_date, at.key("from_date"));
    let to = reading.open_date(&fact.to_date, at.key("to_date"));
    Some(Attribute {
        name: fact.name.clone(),
        from: from?,
        // The file names the last day, the law the first day after.
        to: to?.and_then(|last| last.checked_add_days(Days::new(1))),
        value: (fact.value != 0).then_some(i64::from(fact.value)),
    })
}

fn consent(reading: &mut Reading<'_>, number: i32, at: Path<'_>) -> Option<Consent> {
    match proto::Consent::try_from(number) {
        Ok(proto::Consent::Overtime) => Some(Consent::Overtime),
        Ok(proto::Consent::RestDayWork) => Some(Consent::RestDayWork),
        Ok(proto::Consent::Unspecified) | Err(_) => {
            reading.fault(
                "bad_consent",
                at,
                "name CONSENT_OVERTIME or CONSENT_REST_DAY_WORK",
            );
            None
        }
    }
}

fn leave(reading: &mut Reading<'_>, leave: &proto::Leave, at: Path<'_>) -> Option<Leave> {
    let from = reading.date(&leave.from_date, at.key("from_date"));
    let to = reading.date(&leave.to_date, at.key("to_date"));
    Some(Leave {
        from: from?,
        to: to?,
        reason: leave.reason.clone(),
        unpaid: leave.unpaid,
    })
}

fn training(
    reading: &mut Reading<'_>,
    training: &proto::Training,
    at: Path<'_>,
) -> Option<Training> {
    let from = reading.date(&training.from_date, at.key("from_date"));
    let to = reading.date(&training.to_date, at.key("to_date"));
    if let (Some(from), Some(to)) = (from, to)
        && (to < reading.horizon.start || from >= reading.horizon.end())
    {
        let remedy = "no day of its window is planned; leave it out or widen the window";
        reading.fault("date_outside_horizon", at, remedy);
    }
    let start = reading.time(&training.start, at.key("start"));
    Some(Training {
        id: training.id.clone(),
        name: training.name.clone(),
        from: from?,
        to: to?,
        start: start?,
        length: minutes(training.length_minutes),
        any_day: training.any_day,
    })
}

fn wish(reading: &mut Reading<'_>, wish: &proto::Wish, at: Path<'_>) -> Option<Wish> {
    let date = reading.date(&wish.date, at.key("date"));
    if date.is_some_and(|date| reading.horizon.day_inside(date).is_none()) {
        let remedy = "a wish is about a day that is planned; remove it or correct the date";
        reading.fault("date_outside_horizon", at.key("date"), remedy);
    }
    let kind = match wish.kind() {
        proto::WishKind::WishWork => Some(WishKind::Work),
        proto::WishKind::WishFree => Some(WishKind::Free),
        proto::WishKind::Unspecified => {
            reading.fault("bad_wish", at.key("kind"), "name WISH_WORK or WISH_FREE");
            None
        }
    };
    let template = if wish.shift_template.is_empty() {
        Some(None)
    } else {
        reading
            .template(&wish.shift_template, at.key("shift_template"))
            .map(Some)
    };
    Some(Wish {
        date: date?,
        kind: kind?,
        template: template?,
        price: match wish.price_cents {
            0 => reading.prices.wish,
            cents => Money(cents),
        },
    })
}
