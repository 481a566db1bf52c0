//! Paid breaks of one purpose, so many minutes for each unit of the attribute.

use crate::law::RuleRecord;
use crate::law::kinds::min_paid_break::MinPaidBreak;

use super::Candidate;

pub fn allows(rule: &MinPaidBreak, record: &RuleRecord, duty: &Candidate<'_>) -> bool {
    let units = record
        .scope
        .for_attribute
        .as_ref()
        .and_then(|name| {
            let facts = &duty.person.attributes;
            facts
                .iter()
                .find(|fact| fact.name == *name && fact.holds_on(duty.date))
        })
        .and_then(|fact| fact.value)
        .unwrap_or(1);
    let given: i64 = duty
        .breaks
        .iter()
        .filter(|pause| pause.paid && pause.purpose == rule.purpose)
        .map(|pause| pause.end - pause.start)
        .sum();
    given >= rule.min_minutes_per_value.saturating_mul(units)
}
