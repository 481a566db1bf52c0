//! From a message to a roster, telling every fault.

use std::collections::HashMap;

use super::ClaimedRoster;
use super::duty::read_duty;
use crate::domain::{Employee, EmployeeIx, Finding, Instance};
use crate::formats::instance::parse_date;
use crate::formats::json::{Path, capped};
use crate::formats::proto;
use crate::report::Standing;
use crate::roster::{Activity, Roster};
use crate::units::{Minutes, Money};

/// A roster file being read.
pub struct Reading<'a> {
    /// What it is a roster of.
    pub instance: &'a Instance,
    /// What is wrong so far.
    pub found: Vec<Finding>,
}

impl Reading<'_> {
    /// Reports what is wrong at a place.
    pub fn fault(&mut self, code: &'static str, at: Path<'_>, remedy: impl Into<String>) {
        self.found.push(Finding::new(code, at, remedy));
    }
}

/// The claim of a message, or all that is wrong with it.
pub fn roster(instance: &Instance, file: &proto::Roster) -> Result<ClaimedRoster, Vec<Finding>> {
    let mut reading = Reading {
        instance,
        found: Vec::new(),
    };
    origin(&mut reading, file);
    cost(&mut reading, file);
    let roster = witness(&mut reading, &file.witness);
    if !reading.found.is_empty() {
        return Err(capped(reading.found));
    }
    Ok(ClaimedRoster {
        roster,
        cost: file.cost.as_ref().map(|cost| Money(cost.total_cents)),
        // Nothing is a bound that every roster keeps; the files do not write it.
        bound: Some(Money(file.bound_cents)).filter(|bound| *bound != Money::ZERO),
        standing: match file.status() {
            proto::SolveStatus::Unspecified => None,
            proto::SolveStatus::Optimal => Some(Standing::Proven),
            proto::SolveStatus::Feasible => Some(Standing::Stopped),
        },
        seed: u32::try_from(file.seed).unwrap_or(0),
        waits_judged: !file.waits.is_empty(),
    })
}

fn origin(reading: &mut Reading<'_>, file: &proto::Roster) {
    let instance = reading.instance;
    let root = Path::ROOT;
    if !file.instance_id.is_empty() && file.instance_id != instance.id {
        reading.fault(
            "other_instance",
            root.key("instance_id"),
            format!(
                "the roster answers another instance than \"{}\"",
                instance.id
            ),
        );
    } else if !file.input_sha256.is_empty() && file.input_sha256 != instance.input_sha256 {
        reading.fault(
            "other_instance",
            root.key("input_sha256"),
            "the instance has changed since; plan anew, or remove the field to hold the roster to the new one",
        );
    }
}

fn cost(reading: &mut Reading<'_>, file: &proto::Roster) {
    let Some(cost) = &file.cost else { return };
    let sum: i128 = cost.terms.iter().map(|term| i128::from(term.cents)).sum();
    if !cost.terms.is_empty() && sum != i128::from(cost.total_cents) {
        reading.fault(
            "cost_terms",
            Path::ROOT.key("cost"),
            format!("the terms add up to {sum}, not to {}", cost.total_cents),
        );
    }
}

fn witness(reading: &mut Reading<'_>, list: &[proto::PersonDay]) -> Roster {
    let instance = reading.instance;
    let known: HashMap<&str, EmployeeIx> = (instance.staff())
        .map(|(index, person)| (person.id.as_str(), index))
        .collect();
    let days = instance.horizon.day_count;
    let mut filled: Vec<Vec<Option<Activity>>> = vec![vec![None; days]; instance.employees.len()];
    let root = Path::ROOT.key("witness");
    for (index, entry) in list.iter().enumerate() {
        let at = root.index(index);
        let employee = known.get(entry.employee.as_str()).copied();
        if employee.is_none() {
            let id: String = entry.employee.chars().take(80).collect();
            let remedy = format!("the instance has no employee \"{id}\"");
            reading.fault("unknown_employee", at.key("employee"), remedy);
        }
        let date = parse_date(&entry.date);
        let day = date.and_then(|date| instance.horizon.day_inside(date));
        match (date, day) {
            (None, _) => reading.fault("bad_date", at.key("date"), "write the date as 2026-03-02"),
            (Some(date), None) => reading.fault(
                "date_outside_horizon",
                at.key("date"),
                format!("{date} is not a day of the horizon"),
            ),
            _ => {}
        }
        let (Some(employee), Some(date), Some(day)) = (employee, date, day) else {
            continue;
        };
        let person = &instance.employees[employee.0];
        let activity = match entry.activity() {
            proto::Activity::Duty => read_duty(reading, entry, date, at),
            _ => free_day(reading, person, entry, at),
        };
        // What cannot be read has its finding; that the day is missing would be another.
        let activity = activity.unwrap_or(Activity::Rest);
        if filled[employee.0][day].replace(activity).is_some() {
            let remedy = format!("{} has two entries on {date}; keep one", person.id);
            reading.fault("duplicate_day", at, remedy);
        }
    }
    missing(reading, &filled);
    let complete = |days: Vec<Option<Activity>>| {
        let days = days.into_iter();
        days.map(|day| day.unwrap_or(Activity::Rest)).collect()
    };
    Roster {
        days: filled.into_iter().map(complete).collect(),
    }
}

/// One finding for each person with days that nobody filled.
fn missing(reading: &mut Reading<'_>, filled: &[Vec<Option<Activity>>]) {
    for (employee, days) in filled.iter().enumerate() {
        let empty: Vec<usize> = (0..days.len()).filter(|day| days[*day].is_none()).collect();
        let Some(first) = empty.first() else { continue };
        let date = reading.instance.horizon.date(*first as i64);
        let person = &reading.instance.employees[employee];
        reading.found.push(Finding::new(
            "missing_day",
            format!("employee \"{}\"", person.id),
            format!(
                "{} days have no entry in the witness, the first is {date}; write REST for a free day",
                empty.len()
            ),
        ));
    }
}

/// Every activity but a duty.
fn free_day(
    reading: &mut Reading<'_>,
    person: &Employee,
    entry: &proto::PersonDay,
    at: Path<'_>,
) -> Option<Activity> {
    match entry.activity() {
        proto::Activity::Rest => Some(Activity::Rest),
        proto::Activity::Leave => Some(Activity::Leave),
        proto::Activity::Training => {
            let named = |training: &crate::domain::Training| training.id == entry.reference;
            let index = person.training.iter().position(named);
            if index.is_none() {
                let remedy = "name the training of this person that is placed on this day";
                reading.fault("unknown_training", at.key("reference"), remedy);
            }
            index.map(Activity::Training)
        }
        proto::Activity::CompDay if (1..=1440).contains(&entry.length_minutes) => {
            Some(Activity::CompDay(Minutes(i64::from(entry.length_minutes))))
        }
        proto::Activity::CompDay => {
            let remedy = "give the length of the rest, 1 to 1440 minutes";
            reading.fault("comp_day_length", at.key("length_minutes"), remedy);
            None
        }
        proto::Activity::Standby => {
            let remedy = "standby is not planned yet; write REST or DUTY";
            reading.fault("standby", at.key("activity"), remedy);
            None
        }
        proto::Activity::Unspecified | proto::Activity::Duty => {
            let remedy = "name DUTY, REST, LEAVE, TRAINING or COMP_DAY";
            reading.fault("missing_activity", at.key("activity"), remedy);
            None
        }
    }
}
