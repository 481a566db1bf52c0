//! Average work per worked day: a row in which every duty brings its own allowance.

use crate::law::RuleRecord;
use crate::law::kinds::max_average_work::{AveragePer, MaxAverageWork};
use crate::law::params::Window;
use crate::model::draft::PersonDraft;
use crate::model::options::DayOption;

use super::max_work_per_window::worked_before;
use super::window::windows;

pub fn post(
    rule: &MaxAverageWork,
    record: &RuleRecord,
    draft: &mut PersonDraft<'_, '_>,
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
        if rule.per != AveragePer::WorkedDay {
            return Err(format!(
                "averages by {0:?} are judged but cannot be planned for yet; set the rule to warn 按 {0:?} 计算的平均工时可以核查，但尚不能据以排班，请将该规则设为 warn（仅提示）",
                rule.per
            ));
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
