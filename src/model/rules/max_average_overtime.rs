//! Average overtime, read strictly: each month of the horizon keeps what the months before it leave.

use chrono::{Datelike, Months, NaiveDate};

use crate::law::DayOfWeek;
use crate::law::RuleRecord;
use crate::law::kinds::max_average_overtime::MaxAverageOvertime;
use crate::law::kinds::max_overtime_per::{MaxOvertimePer, OvertimePer};
use crate::law::params::Compare;
use crate::model::draft::PersonDraft;

use super::max_overtime_per;

pub fn post(
    rule: &MaxAverageOvertime,
    record: &RuleRecord,
    draft: &mut PersonDraft<'_, '_>,
) -> Result<(), String> {
    let mut month = MaxOvertimePer {
        per: OvertimePer::Month,
        limit_min: rule.limit_min_per_month,
        normal: rule.normal,
        week_start: DayOfWeek::Monday,
        rest_day_hours: rule.rest_day_hours,
        holiday_hours: rule.holiday_hours,
        compare: Compare::Le,
    };
    // With every month at the limit or below, later months of the horizon can only be helped by the first.
    let start = draft.instance().horizon.start;
    let first = start.with_day(1).unwrap_or(start);
    for months in &rule.months {
        let earlier: i64 = (1..*months)
            .map(|back| overtime_of(&month, draft, first, back))
            .sum();
        let left = rule.limit_min_per_month * months - earlier;
        month.limit_min = month.limit_min.min(left).max(0);
    }
    max_overtime_per::post(&month, record, draft)
}

/// Overtime of the month so many months before `first`.
fn overtime_of(
    month: &MaxOvertimePer,
    draft: &PersonDraft<'_, '_>,
    first: NaiveDate,
    back: i64,
) -> i64 {
    let ago = |months: i64| {
        let months = Months::new(u32::try_from(months).unwrap_or(0));
        first.checked_sub_months(months).unwrap_or(first)
    };
    max_overtime_per::known_before(month, draft, ago(back), ago(back - 1))
}
