//! Rules of contracts: their numbers, and the names they refer to.

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
