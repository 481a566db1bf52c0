//! At most so much work in each window: a row, or a sum in the nodes for the horizon as a whole.

use crate::law::RuleRecord;
use crate::law::kinds::max_work_per_window::MaxWorkPerWindow;
use crate::law::params::Window;
use crate::model::draft::PersonDraft;
use crate::model::options::DayOption;

use super::counted::keep_between;
use super::window::windows;

pub fn post(
    rule: &MaxWorkPerWindow,
    record: &RuleRecord,
    draft: &mut PersonDraft<'_>,
) -> Result<(), String> {
    if rule.filter.is_some() {
        return Ok(());
    }
    let instance = draft.instance();
    let person = draft.person();
    for (from, to) in windows(&rule.window, instance) {
        // A record that binds on one day of the window judges all its work; a duty over midnight counts wholly, which
        // is stricter.
        let inside = |date| from <= date && date < to;
        let bound = |(_, date)| inside(date) && super::binds(record, instance, person, date);
        if !instance.horizon.days().any(bound) {
            continue;
        }
        let minutes = |day: usize, option: &DayOption| {
            option
                .work
                .filter(|_| inside(instance.horizon.date(day as i64)))
                .map_or(0, |work| work.minutes)
        };
        let left = (rule.limit_min - worked_before(draft, from, to)).max(0);
        let in_nodes = matches!(rule.window, Window::Horizon {});
        keep_between(&record.id, draft, (None, Some(left)), in_nodes, minutes);
    }
    Ok(())
}

/// Working time between `from` and the horizon, from the counter of that window and the shifts that it does not count.
pub fn worked_before(
    draft: &PersonDraft<'_>,
    from: chrono::NaiveDate,
    to: chrono::NaiveDate,
) -> i64 {
    let horizon = &draft.instance().horizon;
    let history = &draft.person().history;
    let counter = history
        .work_minutes
        .iter()
        .find(|past| past.from == from && past.to == to);
    let (counted, since) = match counter {
        Some(past) => (past.minutes, past.until.unwrap_or(horizon.start)),
        None => (0, from),
    };
    let inside = history.shifts.iter().filter(|shift| {
        let (date, _) = horizon.local(shift.span.start);
        from.max(since) <= date && date < to && date < horizon.start
    });
    counted + inside.map(|shift| shift.work_minutes().0).sum::<i64>()
}
