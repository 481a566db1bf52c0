//! Daily rest, read strictly: no duty longer than the period leaves room for, and the whole rest before the next.

use crate::law::RuleRecord;
use crate::law::kinds::min_daily_rest::MinDailyRest;
use crate::model::draft::PersonDraft;

use super::{Candidate, min_rest_between_shifts};

pub fn allows(rule: &MinDailyRest, duty: &Candidate<'_>) -> bool {
    duty.end - duty.start <= rule.period_hours * 60 - rule.min_minutes
}

pub fn post(
    rule: &MinDailyRest,
    record: &RuleRecord,
    draft: &mut PersonDraft<'_>,
) -> Result<(), String> {
    min_rest_between_shifts::watch(&record.id, rule.min_minutes, draft);
    Ok(())
}
