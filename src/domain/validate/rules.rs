//! Rules of contracts: their numbers, and the names they refer to.

use crate::domain::validate::DAYS_MAX;
use crate::domain::{Contract, Finding, Problem};
use crate::law::{RuleKind, RuleRecord, check_records};

pub fn validate(problem: &Problem, found: &mut Vec<Finding>) {
    for contract in &problem.contracts {
        let subject = format!("contract \"{}\"", contract.id);
        for fault in check_records(&contract.rules) {
            found.push(Finding::new(
                fault.code,
                format!("{subject} rule {}", fault.subject),
                fault.remedy,
            ));
        }
        names(problem, contract, found);
        unverified(contract, found);
    }
    permits(problem, found);
}

/// A law that nobody has read may not refuse anything until somebody takes it upon himself.
fn unverified(contract: &Contract, found: &mut Vec<Finding>) {
    let subject = format!("contract \"{}\"", contract.id);
    let acknowledged = |rule: &&RuleRecord| contract.acknowledged.contains(&rule.id);
    for rule in contract
        .rules
        .iter()
        .filter(|rule| rule.needs_acknowledgement())
    {
        if !acknowledged(&rule) {
            found.push(Finding::new(
                "unverified_law",
                format!("{subject} rule {}", rule.id),
                format!(
                    "the text of {} was not verified; have counsel confirm it and list the rule in `acknowledged_rules`, or let it warn",
                    rule.source.law
                ),
            ));
        }
    }
    for id in &contract.acknowledged {
        if !contract.rules.iter().any(|rule| rule.id == *id) {
            found.push(Finding::new(
                "unknown_rule",
                &subject,
                format!("it acknowledges \"{id}\", which is no rule of the contract"),
            ));
        }
    }
}

/// Permits that cannot hold, and people whose pack asks for one that is not on file.
fn permits(problem: &Problem, found: &mut Vec<Finding>) {
    for permit in &problem.permits {
        let subject = format!("permit \"{}\"", permit.name);
        if permit.name.trim().is_empty() {
            let remedy = "name it as the pack asks for it, such as cn.comprehensive_hours";
            found.push(Finding::new("empty_name", &subject, remedy));
        }
        if let (Some(from), Some(to)) = (permit.from, permit.to)
            && to <= from
        {
            let remedy = "let its last day be on or after its first";
            found.push(Finding::new("dates_reversed", &subject, remedy));
        }
    }
    if !(1..=DAYS_MAX).contains(&problem.horizon.day_count) {
        return;
    }
    for person in &problem.employees {
        let contract = problem.contracts.get(person.contract.0);
        let Some(permit) = contract.and_then(|contract| contract.needs_permit.as_ref()) else {
            continue;
        };
        let mut days = problem.horizon.days();
        if let Some((_, date)) = days.find(|(_, date)| !problem.permits_on(permit, person, *date)) {
            found.push(Finding::new(
                "permit_not_on_file",
                format!("employee \"{}\"", person.id),
                format!(
                    "on {date} the hours regime needs the permit {permit} for post \"{}\"; list it in `permits`, or use a pack of standard hours",
                    person.post
                ),
            ));
        }
    }
}

/// A rule about a hall or shift that does not exist would never judge anybody.
fn names(problem: &Problem, contract: &Contract, found: &mut Vec<Finding>) {
    for rule in &contract.rules {
        let subject = format!("contract \"{}\" rule {}", contract.id, rule.id);
        for hall in &rule.scope.halls {
            if !problem.halls.iter().any(|known| known.id == *hall) {
                found.push(Finding::new(
                    "unknown_hall",
                    &subject,
                    format!("its scope names \"{hall}\", which is no hall of the instance"),
                ));
            }
        }
        for shift in shift_types(rule) {
            if !problem.templates.iter().any(|known| known.id == *shift) {
                found.push(Finding::new(
                    "unknown_template",
                    &subject,
                    format!("it names \"{shift}\", which is no shift template of the instance"),
                ));
            }
        }
    }
}

/// Shift templates that a rule names.
fn shift_types(rule: &RuleRecord) -> Vec<&String> {
    match &rule.kind {
        RuleKind::MaxShiftsOfType(rule) => rule.shift_type.iter().collect(),
        RuleKind::MaxConsecutiveSameType(rule) => vec![&rule.shift_type],
        RuleKind::MinConsecutiveSameType(rule) => vec![&rule.shift_type],
        RuleKind::ForbiddenSuccession(rule) => {
            rule.pairs.iter().flat_map(|(a, b)| [a, b]).collect()
        }
        _ => Vec::new(),
    }
}
