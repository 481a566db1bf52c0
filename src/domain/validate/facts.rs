//! What is known of each person: halls, skills, attributes, wishes.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate};

use crate::domain::{Employee, Finding, Problem};

use super::YEARS;

pub fn validate(problem: &Problem, found: &mut Vec<Finding>) {
    for person in &problem.employees {
        let subject = format!("employee \"{}\"", person.id);
        let mut fault = |code, inside: &str, remedy: String| {
            found.push(Finding::new(code, format!("{subject}{inside}"), remedy));
        };
        let mut halls = HashSet::new();
        if !person.halls.iter().all(|hall| halls.insert(hall)) {
            fault(
                "duplicate_hall",
                "",
                "a hall is named twice; keep one".to_owned(),
            );
        }
        skills(problem, person, &mut fault);
        attributes(person, &mut fault);
        wishes(person, &mut fault);
    }
}

fn skills(
    problem: &Problem,
    person: &Employee,
    fault: &mut impl FnMut(&'static str, &str, String),
) {
    for (index, held) in person.skills.iter().enumerate() {
        let name = problem
            .skills
            .get(held.skill.0)
            .map_or("?", |skill| skill.id.as_str());
        let place = format!(" skill \"{name}\"");
        period((&place, name), held.from, held.to, fault);
        let again = person.skills[..index].iter().any(|other| {
            other.skill == held.skill
                && other
                    .from
                    .is_none_or(|from| held.to.is_none_or(|to| from <= to))
                && held
                    .from
                    .is_none_or(|from| other.to.is_none_or(|to| from <= to))
        });
        if again {
            fault(
                "duplicate_skill",
                &place,
                format!("skill \"{name}\" is held twice at one time; keep one"),
            );
        }
    }
}

fn attributes(person: &Employee, fault: &mut impl FnMut(&'static str, &str, String)) {
    for attribute in &person.attributes {
        let place = format!(" attribute \"{}\"", attribute.name);
        if attribute.name.trim().is_empty() {
            fault(
                "missing_name",
                &place,
                "an attribute has no name; name the fact, such as nursing".to_owned(),
            );
        }
        // Its end is the first day after; an attribute of one day ends one day after it starts.
        let last = attribute.to.and_then(|to| to.pred_opt());
        period((&place, &attribute.name), attribute.from, last, fault);
        if attribute
            .value
            .is_some_and(|value| !(0..=1_000).contains(&value))
        {
            fault(
                "attribute_value",
                &place,
                format!(
                    "the value of \"{}\" lies between 0 and 1000",
                    attribute.name
                ),
            );
        }
    }
}

fn wishes(person: &Employee, fault: &mut impl FnMut(&'static str, &str, String)) {
    let mut seen = HashSet::new();
    for wish in &person.wishes {
        let place = format!(" wish on {}", wish.date);
        if !seen.insert((wish.date, wish.template)) {
            fault(
                "duplicate_wish",
                &place,
                format!(
                    "two wishes are about the same shift on {}; keep one",
                    wish.date
                ),
            );
        }
        if wish.price.0 > 1_000_000_000 {
            fault(
                "price_out_of_range",
                &place,
                "a price is at most 1000000000".to_owned(),
            );
        }
    }
}

fn period(
    (place, name): (&str, &str),
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    fault: &mut impl FnMut(&'static str, &str, String),
) {
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        fault(
            "dates_reversed",
            place,
            format!("\"{name}\" ends on {to}, before it starts on {from}; swap them"),
        );
    }
    for date in [from, to].into_iter().flatten() {
        if !YEARS.contains(&date.year()) {
            fault(
                "date_out_of_range",
                place,
                format!(
                    "{date} of \"{name}\" is outside the years {} to {}",
                    YEARS.start(),
                    YEARS.end()
                ),
            );
        }
    }
}
