//! Contracts, employees, pins.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate};

use crate::domain::{Employee, Finding, Problem};
use crate::law::Span;

use super::{EMPLOYEES_MAX, YEARS, duplicates};

pub fn validate(problem: &Problem, found: &mut Vec<Finding>) {
    let ids = problem.contracts.iter().map(|c| c.id.as_str());
    duplicates("contracts", ids, found);
    for contract in &problem.contracts {
        let subject = format!("contract \"{}\"", contract.id);
        if !(0..=10_080).contains(&contract.weekly_norm.0)
            || !(0..=7).contains(&contract.weekly_norm_days)
            || !(0..=1440).contains(&contract.day_norm.0)
        {
            found.push(Finding::new(
                "contract_norm",
                subject,
                "the weekly norm lies between 0 and 10080 minutes on 0 to 7 days of at most 1440",
            ));
        }
    }
    calendar(problem, found);
    let ids = problem.employees.iter().map(|e| e.id.as_str());
    duplicates("employees", ids, found);
    if problem.employees.is_empty() {
        found.push(Finding::new(
            "no_employee",
            "employees",
            "name at least one employee",
        ));
    }
    if problem.employees.len() > EMPLOYEES_MAX {
        found.push(Finding::new(
            "too_many_employees",
            "employees",
            format!("at most {EMPLOYEES_MAX} in one instance; split it by hall"),
        ));
    }
    for employee in &problem.employees {
        validate_employee(problem, employee, found);
    }
    pins(problem, found);
}

/// The horizon lies inside the national calendar of every contract.
fn calendar(problem: &Problem, found: &mut Vec<Finding>) {
    for contract in problem.contracts.iter().filter(|c| c.calendar.is_some()) {
        let missing = problem
            .horizon
            .days()
            .take(super::DAYS_MAX)
            .find(|(_, date)| contract.is_outside_calendar(*date));
        if let Some((_, date)) = missing {
            found.push(Finding::new(
                "date_outside_calendar",
                format!("contract \"{}\"", contract.id),
                format!(
                    "holidays of {date} are not known; plan inside the years of the calendar, wait for new data, or say \"none\" as `holidays` of the contract"
                ),
            ));
        }
    }
}

fn validate_employee(problem: &Problem, employee: &Employee, found: &mut Vec<Finding>) {
    let subject = format!("employee \"{}\"", employee.id);
    if !(0..=100_000_000).contains(&employee.hourly_wage.0) {
        found.push(Finding::new(
            "wage_out_of_range",
            subject.clone(),
            "hourly_wage_cents lies between 0 and 100000000",
        ));
    }
    if employee.halls.is_empty() {
        found.push(Finding::new(
            "no_hall_of_employee",
            subject.clone(),
            "name the halls where the person may work, home first",
        ));
    }
    let mut leave: Vec<_> = employee.leave.iter().collect();
    leave.sort_by_key(|leave| leave.from);
    for period in &leave {
        let subject = format!("{subject} leave from {}", period.from);
        dates(&subject, period.from, period.to, found);
    }
    if let Some(pair) = leave.windows(2).find(|pair| pair[1].from <= pair[0].to) {
        found.push(Finding::new(
            "overlapping_leave",
            format!("{subject} leave from {}", pair[1].from),
            "two leaves cover the same day; keep one",
        ));
    }
    let ids = employee.training.iter().map(|t| t.id.as_str());
    duplicates(&format!("{subject} training"), ids, found);
    for training in &employee.training {
        let subject = format!("{subject} training \"{}\"", training.id);
        dates(&subject, training.from, training.to, found);
        let fields = [
            ("start", (0..1440).contains(&training.start)),
            ("length_minutes", (1..=1440).contains(&training.length.0)),
        ];
        for (field, _) in fields.into_iter().filter(|(_, good)| !good) {
            found.push(Finding::new(
                "training_time",
                format!("{subject} {field}"),
                "a training starts within its day and lasts 1 to 1440 minutes",
            ));
        }
    }
    for wish in &employee.wishes {
        let subject = format!("{subject} wish on {}", wish.date);
        if wish.price.0 < 0 {
            found.push(Finding::new(
                "negative_price",
                subject.clone(),
                "the price of a wish is not negative",
            ));
        }
        dates(&subject, wish.date, wish.date, found);
    }
    history(problem, employee, &subject, found);
}

fn dates(subject: &str, from: NaiveDate, to: NaiveDate, found: &mut Vec<Finding>) {
    if to < from {
        found.push(Finding::new(
            "dates_reversed",
            subject,
            format!("{to} lies before {from}; swap them"),
        ));
    }
    for date in [from, to] {
        if !YEARS.contains(&date.year()) {
            found.push(Finding::new(
                "date_out_of_range",
                subject,
                format!(
                    "{date} is outside the years {} to {}",
                    YEARS.start(),
                    YEARS.end()
                ),
            ));
        }
    }
}

fn history(problem: &Problem, employee: &Employee, subject: &str, found: &mut Vec<Finding>) {
    let start = problem.horizon.first_instant();
    let mut spans: Vec<_> = employee.history.shifts.iter().map(|s| s.span).collect();
    spans.sort();
    let worked = |shift: &Span| {
        let (date, _) = problem.horizon.local(shift.start);
        format!("{subject} shift on {date}")
    };
    for shift in &spans {
        let subject = worked(shift);
        if shift.end <= shift.start || shift.end - shift.start > 2880 {
            found.push(Finding::new(
                "history_shift",
                subject.clone(),
                "a worked shift lasts more than 0 and at most 48 hours",
            ));
        }
        if !YEARS.contains(&problem.horizon.local(shift.start).0.year()) {
            found.push(Finding::new(
                "date_out_of_range",
                subject.clone(),
                "a worked shift lies in another century; correct its date",
            ));
        }
        if shift.start >= start {
            found.push(Finding::new(
                "history_in_horizon",
                subject,
                "a worked shift starts inside the horizon; pin it instead",
            ));
        }
    }
    if let Some(pair) = spans.windows(2).find(|pair| pair[1].start < pair[0].end) {
        found.push(Finding::new(
            "overlapping_history",
            worked(&pair[1]),
            "two worked shifts overlap; correct their times",
        ));
    }
    let ids = employee.history.comp_lots.iter().map(|l| l.id.as_str());
    duplicates(&format!("{subject} comp_lots"), ids, found);
    for lot in &employee.history.comp_lots {
        let subject = format!("{subject} comp_lot \"{}\"", lot.id);
        dates(&subject, lot.earned, lot.due, found);
        if !(1..=1440).contains(&lot.minutes.0) {
            found.push(Finding::new(
                "comp_lot_minutes",
                subject.clone(),
                "a comp lot owes 1 to 1440 minutes",
            ));
        }
        if lot.earned >= problem.horizon.start {
            found.push(Finding::new(
                "history_in_horizon",
                subject,
                "a comp lot was earned inside the horizon; it would be counted twice",
            ));
        }
    }
    let counted = &employee.history;
    let worked = counted
        .work_minutes
        .iter()
        .map(|window| ("work_minutes", window));
    let overtime = counted
        .overtime_minutes
        .iter()
        .map(|window| ("overtime_minutes", window));
    for (list, window) in worked.chain(overtime) {
        let subject = format!("{subject} {list} from {}", window.from);
        dates(&subject, window.from, window.to, found);
        let until = window.until.unwrap_or(problem.horizon.start);
        let counts_days = window.from <= until && until <= problem.horizon.start;
        if window.from == window.to || window.from >= problem.horizon.start || !counts_days {
            found.push(Finding::new(
                "history_in_horizon",
                subject.clone(),
                "a window of counted minutes starts before the horizon and ends after it starts; they are counted until a day between",
            ));
        }
        if !(0..=600_000).contains(&window.minutes) {
            found.push(Finding::new(
                "history_minutes",
                subject,
                "minutes before the horizon lie between 0 and 600000",
            ));
        }
    }
}

fn pins(problem: &Problem, found: &mut Vec<Finding>) {
    let mut seen = HashSet::new();
    for pin in &problem.pins {
        let person = &problem.employees[pin.employee.0];
        let subject = format!("pin of \"{}\" on {}", person.id, pin.date);
        if problem.horizon.day_inside(pin.date).is_none() {
            found.push(Finding::new(
                "date_outside_horizon",
                subject.clone(),
                "pins lie inside the horizon",
            ));
        }
        if !seen.insert((pin.employee, pin.date)) {
            found.push(Finding::new(
                "duplicate_pin",
                subject.clone(),
                "the day is pinned twice; keep one",
            ));
        }
        if let Some((template, hall)) = pin.duty {
            let template = &problem.templates[template.0];
            if !template.halls.contains(&hall)
                || !template.days.holds(pin.date)
                || !person.halls.contains(&hall)
            {
                found.push(Finding::new(
                    "pin_not_offered",
                    subject.clone(),
                    "the shift is not offered there on that day, or the person may not work in that hall",
                ));
            }
            if person.leave_on(pin.date).is_some() {
                found.push(Finding::new(
                    "pin_on_leave",
                    subject,
                    "the person is on leave that day; remove the pin or the leave",
                ));
            }
        }
    }
}
