//! A benchmark's roster as its scorer reads it: `employee,day,shift`, duties only, days counted from 0.

use std::collections::HashMap;

use super::ClaimedRoster;
use crate::domain::{Finding, HallIx, Instance, TemplateIx};
use crate::formats::json::capped;
use crate::roster::{Activity, Duty, Roster};

/// Reads the table; days without a line are leave where the instance says so, else rest.
pub fn read(instance: &Instance, text: &str) -> Result<ClaimedRoster, Vec<Finding>> {
    let mut found = Vec::new();
    let mut roster = empty(instance);
    let mut worked = HashMap::new();
    let people: HashMap<&str, usize> = (instance.employees.iter().enumerate())
        .map(|(index, person)| (person.id.as_str(), index))
        .collect();
    let shifts: HashMap<&str, usize> = (instance.templates.iter().enumerate())
        .map(|(index, template)| (template.id.as_str(), index))
        .collect();
    let mut lines = text
        .lines()
        .map(str::trim)
        .enumerate()
        .filter(|(_, line)| !line.is_empty());
    if lines.next().map(|(_, header)| header) != Some("employee,day,shift") {
        let remedy = "the first line names the columns: employee,day,shift";
        found.push(Finding::new("table_header", "line 1", remedy));
    }
    for (index, line) in lines {
        let mut fault = |code, remedy: &str| {
            found.push(Finding::new(code, format!("line {}", index + 1), remedy));
        };
        let fields: Vec<&str> = line.split(',').map(unquoted).collect();
        let &[person, day, shift] = fields.as_slice() else {
            fault(
                "wrong_field_count",
                "a line has three fields: employee, day, shift",
            );
            continue;
        };
        let person = people.get(person).copied();
        if person.is_none() {
            fault("unknown_employee", "name an employee of the instance");
        }
        let template = shifts.get(shift).copied();
        if template.is_none() {
            fault("unknown_template", "name a shift of the instance");
        }
        let day = day
            .parse()
            .ok()
            .filter(|day| *day < instance.horizon.day_count);
        if day.is_none() {
            fault(
                "date_outside_horizon",
                "days are counted from 0 to the end of the horizon",
            );
        }
        let (Some(person), Some(template), Some(day)) = (person, template, day) else {
            continue;
        };
        if worked.insert((person, day), template).is_some() {
            fault(
                "duplicate_day",
                "the employee has two shifts on that day; keep one",
            );
        }
        roster.days[person][day] = duty(instance, template, day);
    }
    if found.is_empty() {
        Ok(ClaimedRoster {
            roster,
            cost: None,
            bound: None,
            standing: None,
            seed: 0,
            waits_judged: false,
        })
    } else {
        Err(capped(found))
    }
}

fn unquoted(field: &str) -> &str {
    let field = field.trim();
    let inside = field
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    inside.unwrap_or(field)
}

fn empty(instance: &Instance) -> Roster {
    let day = |person: &crate::domain::Employee, date| match person.leave_on(date) {
        Some(_) => Activity::Leave,
        None => Activity::Rest,
    };
    let days = |person| {
        instance
            .horizon
            .days()
            .map(|(_, date)| day(person, date))
            .collect()
    };
    Roster {
        days: instance.employees.iter().map(days).collect(),
    }
}

/// A shift as its template says; a benchmark has one hall and no breaks.
fn duty(instance: &Instance, template: usize, day: usize) -> Activity {
    let pattern = &instance.templates[template];
    let date = instance.horizon.date(day as i64);
    let start = instance.horizon.instant(date, pattern.start);
    Activity::Duty(Duty {
        hall: HallIx(0),
        template: TemplateIx(template),
        start,
        end: start + pattern.length.0,
        breaks: Vec::new(),
        serving: Vec::new(),
    })
}
