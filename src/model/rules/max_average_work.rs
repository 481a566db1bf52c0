//! Average work per worked day: a row in which every duty brings its own allowance.

use chrono::{Datelike, Weekday};

use crate::law::RuleRecord;
use crate::law::kinds::max_average_work::{AveragePer, MaxAverageWork};
use crate::law::params::Window;
use crate::model::draft::PersonDraft;
use crate::model::options::DayOption;

use super::counted::keep_between;
use super::max_work_per_window::worked_before;
use super::window::windows;

pub fn post(
    rule: &MaxAverageWork,
    record: &RuleRecord,
    draft: &mut PersonDraft<'_>,
) -> Result<(), String> {
    let instance = draft.instance();
    let horizon = &instance.horizon;
    let days = rule.reference.days.max(1);
    let window = match rule.reference.anchor {
        Some(anchor) => Window::Anchored { anchor, days },
        None => Window::RollingDays { days },
    };
    let spans = windows(&window, instance);
    let spans = match rule.reference.anchor {
        Some(_) => spans,
        // Without an anchor the reference period ends with the horizon.
        None => spans.into_iter().rev().take(1).collect(),
    };
    for (from, to) in spans {
        let inside = |day: usize| {
            let date = horizon.date(day as i64);
            from <= date && date < to
        };
        let tag = format!("{} {} {from}", record.id, draft.person().id);
        let before = worked_before(draft, from, to);
        let counted = match rule.per {
            AveragePer::WorkedDay => None,
            AveragePer::Week => Some(rule.limit_min.saturating_mul((to - from).num_days()) / 7),
            AveragePer::Werktag => {
                let days = from.iter_days().take_while(|date| *date < to);
                let werktage = days.filter(|date| date.weekday() != Weekday::Sun).count() as i64;
                Some(rule.limit_min.saturating_mul(werktage))
            }
        };
        if let Some(most) = counted {
            // Where history alone is above the average, only those who work add to it.
            let left = (most - before).max(0);
            let minutes = |day: usize, option: &DayOption| {
                option
                    .work
                    .filter(|_| inside(day))
                    .map_or(0, |work| work.minutes)
            };
            keep_between(&record.id, draft, (None, Some(left)), false, minutes);
            continue;
        }
        let worked_days = draft
            .person()
            .history
            .shifts
            .iter()
            .filter(|shift| {
                let (date, _) = horizon.local(shift.span.start);
                from <= date && date < horizon.start
            })
            .count() as i64;
        let allowance = rule.limit_min * worked_days - before;
        // Where history alone is above the average, whoever does not work breaks nothing; work only makes it stricter.
        let upper = allowance.max(0) as f64;
        draft.row(
            tag,
            (f64::NEG_INFINITY, upper),
            |day: usize, option: &DayOption| match option.work {
                Some(_) if inside(day) && allowance < 0 => 1.0,
                Some(work) if inside(day) => (work.minutes - rule.limit_min) as f64,
                _ => 0.0,
            },
        );
    }
    Ok(())
}
