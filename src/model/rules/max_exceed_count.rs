//! Months above a threshold, read strictly: no month of the horizon is one.

use crate::law::DayOfWeek;
use crate::law::RuleRecord;
use crate::law::kinds::max_exceed_count::MaxExceedCount;
use crate::law::kinds::max_overtime_per::{MaxOvertimePer, OvertimePer};
use crate::law::params::Compare;
use crate::model::draft::PersonDraft;

use super::max_overtime_per;

pub fn post(
    rule: &MaxExceedCount,
    record: &RuleRecord,
    draft: &mut PersonDraft<'_>,
) -> Result<(), String> {
    let month = MaxOvertimePer {
        per: OvertimePer::Month,
        limit_min: rule.threshold_min,
        normal: rule.normal,
        week_start: DayOfWeek::Monday,
        rest_day_hours: rule.rest_day_hours,
        holiday_hours: rule.holiday_hours,
        compare: Compare::Le,
    };
    max_overtime_per::post(&month, record, draft)
}
