//! So many untouched days in every window.

use crate::law::RuleRecord;
use crate::law::kinds::min_rest_days_per_window::MinRestDaysPerWindow;
use crate::model::draft::PersonDraft;

use super::min_rest_per_window::keep_days_free;

pub fn post(
    rule: &MinRestDaysPerWindow,
    record: &RuleRecord,
    draft: &mut PersonDraft<'_>,
) -> Result<(), String> {
    keep_days_free(&rule.window, rule.min_days, record, draft);
    Ok(())
}
