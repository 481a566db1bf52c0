//! Average overtime, read strictly: the months of the horizon share evenly what the months before them leave.

use chrono::{Datelike, Months, NaiveDate};

use crate::law::DayOfWeek;
use crate::law::RuleRecord;
use crate::law::kinds::max_average_overtime::MaxAverageOvertime;
use crate::law::kinds::max_overtime_per::{MaxOvertimePer, OvertimePer};
use crate::law::params::{Compare, Window};
use crate::model::draft::PersonDraft;

use super::max_overtime_per;
use super::window::windows;

pub fn post(
    rule: &MaxAverageOvertime,
    record: &RuleRecord,
    draft: &mut PersonDraft<'_>,
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
    let instance = draft.instance();
    let start = instance.horizon.start;
    let first = start.with_day(1).unwrap_or(start);
    let in_horizon = windows(&Window::CalendarMonth {}, instance).len() as i64;
    let longest = rule.months.iter().copied().max().unwrap_or(1);
    let earlier: Vec<i64> = (1..longest)
        .map(|back| overtime_of(&month, draft, first, back))
        .collect();
    month.limit_min = most_a_month(rule, in_horizon, &earlier);
    max_overtime_per::post(&month, record, draft)
}

/// The overtime that every month of the horizon may have, so that each average that ends in one of them is kept;
/// negative where the months before leave less than none.
///
/// `earlier` is the overtime of the months before, the nearest first.
fn most_a_month(rule: &MaxAverageOvertime, in_horizon: i64, earlier: &[i64]) -> i64 {
    let limit = rule.limit_min_per_month;
    let mut most = limit;
    for length in &rule.months {
        for own in 1..=in_horizon.min(*length) {
            let past = earlier.iter().take((length - own) as usize).sum::<i64>();
            most = most.min((limit.saturating_mul(*length) - past).div_euclid(own));
        }
    }
    most
}

/// Overtime of the month so many months before `first`.
fn overtime_of(
    month: &MaxOvertimePer,
    draft: &PersonDraft<'_>,
    first: NaiveDate,
    back: i64,
) -> i64 {
    let ago = |months: i64| {
        let months = Months::new(u32::try_from(months).unwrap_or(0));
        first.checked_sub_months(months).unwrap_or(first)
    };
    max_overtime_per::known_before(month, draft, ago(back), ago(back - 1))
}

#[cfg(test)]
mod tests {
    use super::most_a_month;
    use crate::law::kinds::max_average_overtime::MaxAverageOvertime;

    fn rule(months: &[i64]) -> MaxAverageOvertime {
        MaxAverageOvertime {
            months: months.to_vec(),
            limit_min_per_month: 80,
            normal: Default::default(),
            rest_day_hours: Default::default(),
            holiday_hours: Default::default(),
        }
    }

    #[test]
    fn a_month_may_have_what_the_months_before_leave_and_never_more_than_the_limit() {
        assert_eq!(most_a_month(&rule(&[2]), 1, &[60]), 80);
        assert_eq!(most_a_month(&rule(&[2]), 1, &[90]), 70);
        assert_eq!(most_a_month(&rule(&[2, 3]), 1, &[90, 100]), 50);
        assert_eq!(most_a_month(&rule(&[2]), 1, &[200]), -40);
    }

    #[test]
    fn months_of_one_horizon_share_what_is_left_to_an_average_that_holds_them_all() {
        // Six months may have 480: 470 of them were the four before the last, which had none.
        let earlier = [0, 120, 120, 120, 110];
        assert_eq!(most_a_month(&rule(&[6]), 1, &earlier), 10);
        let earlier = [120, 120, 120, 110, 0];
        let most = most_a_month(&rule(&[6]), 2, &earlier);
        assert!(earlier[..4].iter().sum::<i64>() + 2 * most <= 480, "{most}");
        assert_eq!(most, 5);
    }
}
