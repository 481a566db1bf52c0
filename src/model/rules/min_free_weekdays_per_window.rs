//! Free Sundays, say: in each window so many of them may be touched by work.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use crate::law::kinds::min_free_weekdays_per_window::MinFreeWeekdaysPerWindow;
use crate::law::{DayOfWeek, RuleRecord};
use crate::model::draft::PersonDraft;
use crate::model::options::DayOption;

use super::counted::keep_between;
use super::min_rest_per_window::reach;
use super::window::windows;

pub fn post(
    rule: &MinFreeWeekdaysPerWindow,
    record: &RuleRecord,
    draft: &mut PersonDraft<'_>,
) -> Result<(), String> {
    let instance = draft.instance();
    let horizon = &instance.horizon;
    let named = |date: NaiveDate| DayOfWeek::from(date.weekday()) == rule.weekday;
    for (from, to) in windows(&rule.window, instance) {
        let inside = |date: NaiveDate| from <= date && date < to && named(date);
        let all = from.iter_days().take_while(|date| *date < to);
        let all = all.filter(|date| named(*date)).count() as i64;
        let mut before = BTreeSet::new();
        for shift in &draft.person().history.shifts {
            let (first, _) = horizon.local(shift.span.start);
            let (last, _) = horizon.local(shift.span.end - 1);
            let touched = first.iter_days().take_while(|date| *date <= last);
            before.extend(touched.filter(|date| *date < horizon.start && inside(*date)));
        }
        let left = all - rule.min_days - before.len() as i64;
        // Where history alone left too few, work on any day lets the law judge the window: there is none.
        let counts = |date: NaiveDate| match left {
            ..0 => from <= date && date < to,
            _ => inside(date),
        };
        let touches = |day: usize, option: &DayOption| {
            (0..reach(instance, day, option))
                .filter(|after| counts(horizon.date(day as i64 + after)))
                .count() as i64
        };
        keep_between(&record.id, draft, (None, Some(left.max(0))), true, touches);
    }
    Ok(())
}
