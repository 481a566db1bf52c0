//! At most so many duties of one shift type: a limit of nought takes them away, others become rows.

use crate::law::RuleRecord;
use crate::law::kinds::max_shifts_of_type::MaxShiftsOfType;
use crate::law::params::Window;
use crate::model::draft::PersonDraft;
use crate::model::options::DayOption;

use super::Candidate;
use super::counted::keep_between;
use super::window::windows;

pub fn allows(rule: &MaxShiftsOfType, duty: &Candidate<'_>) -> bool {
    let id = duty
        .template
        .map(|template| &duty.instance.templates[template.0].id);
    rule.limit > 0
        || rule
            .shift_type
            .as_ref()
            .is_some_and(|name| Some(name) != id)
}

pub fn post(
    rule: &MaxShiftsOfType,
    record: &RuleRecord,
    draft: &mut PersonDraft<'_>,
) -> Result<(), String> {
    let instance = draft.instance();
    for (from, to) in windows(&rule.window, instance) {
        let horizon = &instance.horizon;
        let is_type = |name: Option<&str>| match (&rule.shift_type, name) {
            (None, _) => true,
            (Some(wanted), Some(name)) => wanted == name,
            (Some(_), None) => false,
        };
        let before = draft.person().history.shifts.iter().filter(|shift| {
            let (date, _) = horizon.local(shift.span.start);
            from <= date && date < to && is_type(shift.shift_type.as_deref())
        });
        let left = rule.limit - before.count() as i64;
        // Where history alone is above the limit, work of any type lets the law judge the window.
        let spent = left < 0;
        let left = left.max(0);
        let counted = |day: usize, option: &DayOption| {
            let date = horizon.date(day as i64);
            let inside = from <= date && date < to;
            let template = option.work.filter(|_| inside).map(|work| work.template);
            let name = template.map(|t| t.map(|t| instance.templates[t.0].id.as_str()));
            i64::from(name.is_some_and(|name| spent || is_type(name)))
        };
        let in_nodes = rule.shift_type.is_none() && matches!(rule.window, Window::Horizon {});
        keep_between(&record.id, draft, (None, Some(left)), in_nodes, counted);
    }
    Ok(())
}
