//! At least so much work in each window that ends inside the horizon.

use crate::law::RuleRecord;
use crate::law::kinds::min_work_per_window::MinWorkPerWindow;
use crate::law::params::Window;
use crate::model::draft::PersonDraft;
use crate::model::options::DayOption;

use super::counted::keep_between;
use super::max_work_per_window::worked_before;
use super::window::windows;

pub fn post(
    rule: &MinWorkPerWindow,
    record: &RuleRecord,
    draft: &mut PersonDraft<'_>,
) -> Result<(), String> {
    let instance = draft.instance();
    for (from, to) in windows(&rule.window, instance) {
        if to > instance.horizon.end() {
            continue;
        }
        let minutes = |day: usize, option: &DayOption| {
            let date = instance.horizon.date(day as i64);
            let inside = from <= date && date < to;
            option
                .work
                .filter(|_| inside)
                .map_or(0, |work| work.minutes)
        };
        let owed = rule.limit_min - worked_before(draft, from, to);
        let in_nodes = matches!(rule.window, Window::Horizon {});
        keep_between(&record.id, draft, (Some(owed), None), in_nodes, minutes);
    }
    Ok(())
}
