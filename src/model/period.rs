//! Hours beyond the norm of an accounting period, paid as overtime: a row with a priced surplus for each period.

use chrono::Duration;

use crate::domain::Consent;
use crate::law::RuleKind;
use crate::law::kinds::max_work_per_window::MaxWorkPerWindow;

use super::draft::PersonDraft;
use super::pay::premium_percent;
use super::rules::max_work_per_window::worked_before;
use super::rules::{concerns, window::windows};
use super::week_rows::per_minute;

/// Adds the surplus of every period that meets the horizon; it needs consent on file.
pub fn add(draft: &mut PersonDraft<'_>) {
    let instance = draft.instance();
    let contract = instance.contract_of(draft.person());
    for rule in &contract.rules {
        // No duty of an instance carries a mark that a filter could ask for.
        if let RuleKind::MaxWorkPerWindow(norm) = &rule.kind
            && let (Some(factor), None) = (norm.premium_pct, &norm.filter)
        {
            for (from, to) in windows(&norm.window, instance) {
                let last = to.min(instance.horizon.end()) - Duration::days(1);
                if concerns(rule, instance, draft.person(), last) {
                    surplus(draft, norm, factor, (from, to));
                }
            }
        }
    }
}

fn surplus(
    draft: &mut PersonDraft<'_>,
    norm: &MaxWorkPerWindow,
    factor: i64,
    (from, to): (chrono::NaiveDate, chrono::NaiveDate),
) {
    let instance = draft.instance();
    let horizon = &instance.horizon;
    let person = draft.person();
    let contract = instance.contract_of(person);
    let counted = |date| from <= date && date < to && !contract.is_statutory_holiday(date);
    let mut before = worked_before(draft, from, to);
    let mut counters = person.history.work_minutes.iter();
    let counter = counters.find(|past| (past.from, past.to) == (from, to));
    let since = counter.map_or(from, |past| past.until.unwrap_or(horizon.start).max(from));
    let shifts = person.history.shifts.iter().map(|shift| {
        let (date, _) = horizon.local(shift.span.start);
        (date, shift.work_minutes().0)
    });
    let on_holidays = shifts.filter(|(date, _)| {
        since <= *date && *date < horizon.start && contract.is_statutory_holiday(*date)
    });
    before -= on_holidays.map(|(_, minutes)| minutes).sum::<i64>();
    let left = (norm.limit_min - before).max(0) as f64;
    let tag = format!("hours beyond the period {} {from}", person.id);
    let row = draft.row(tag, (f64::NEG_INFINITY, left), |day, option| {
        let minutes = option.work.map_or(0, |work| work.minutes);
        if counted(horizon.date(day as i64)) {
            minutes as f64
        } else {
            0.0
        }
    });
    let most = if person.consents_to(Consent::Overtime) {
        horizon.day_count as f64 * 1440.0
    } else {
        0.0
    };
    let price = per_minute(draft, premium_percent(contract, factor));
    draft.slack(row, -1.0, most, price);
}
