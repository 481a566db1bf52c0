//! Untouched days in every window, as a row over touched days; a stretch of rest by keeping enough days free.

use crate::law::RuleRecord;
use crate::law::kinds::min_rest_per_window::{MinRestPerWindow, RestAttribution, RestUnit};
use crate::law::params::Window;
use crate::model::draft::PersonDraft;
use crate::model::options::DayOption;
use crate::paths::{Automaton, RowIx, Step};

use super::long_rest;
use super::window::windows;

pub fn post(
    rule: &MinRestPerWindow,
    record: &RuleRecord,
    draft: &mut PersonDraft<'_>,
) -> Result<(), String> {
    if rule.latest_start.is_some() {
        return Err(
            "rest that must start before a moment is judged but cannot be planned for yet; set the rule to warn 限定最晚开始时刻的休息可以核查，但尚不能据以排班，请将该规则设为 warn（仅提示）"
                .to_string(),
        );
    }
    let days = match rule.unit {
        RestUnit::LocalDays => rule.min,
        RestUnit::Minutes => {
            let shortest = shortest_day(draft);
            let blocks = !matches!(rule.window, Window::RollingDays { .. });
            if rule.min > shortest && blocks && rule.attribution == RestAttribution::Inside {
                long_rest::watch(&rule.window, rule.min, record, draft);
                return Ok(());
            }
            if rule.min > shortest {
                return Err(format!(
                    "rest of {0} minutes is longer than one day and cannot be planned for yet; set the rule to warn {0} 分钟的休息超过一天，尚不能据以排班，请将该规则设为 warn（仅提示）",
                    rule.min
                ));
            }
            // One untouched day holds the whole stretch.
            i64::from(rule.min > 0)
        }
    };
    keep_days_free(&rule.window, days, record, draft);
    Ok(())
}

/// Length of the shortest local day of the horizon, in minutes.
fn shortest_day(draft: &PersonDraft<'_>) -> i64 {
    let horizon = &draft.instance().horizon;
    let lengths = horizon.days().map(|(day, date)| {
        let next = horizon.date(day as i64 + 1);
        horizon.instant(next, 0) - horizon.instant(date, 0)
    });
    lengths.min().unwrap_or(1440)
}

/// At least `days` of every window are touched by no duty.
pub fn keep_days_free(
    window: &Window,
    days: i64,
    record: &RuleRecord,
    draft: &mut PersonDraft<'_>,
) {
    let instance = draft.instance();
    let horizon = &instance.horizon;
    // One entry more than days: work of the last day may touch the one after.
    let mut rows: Vec<Vec<RowIx>> = vec![Vec::new(); horizon.day_count + 1];
    for (from, to) in windows(window, instance) {
        let length = (to - from).num_days();
        let touched = touched_before(draft, from);
        let person = draft.person();
        if !(0..horizon.day_count)
            .any(|day| super::binds(record, instance, person, horizon.date(day as i64)))
        {
            continue;
        }
        let tag = format!("{} {} {from}", record.id, person.id);
        // What history already did to the window cannot be undone.
        let inside = from <= horizon.start && horizon.start < to;
        let forced = i64::from(inside && carried_over(draft));
        let limit = (length - days - touched).max(forced) as f64;
        let row = draft.problem.row(tag, f64::NEG_INFINITY, limit);
        for (day, rows) in rows.iter_mut().enumerate() {
            let date = horizon.date(day as i64);
            if from <= date && date < to {
                rows.push(row);
            }
        }
    }
    let letters = draft
        .options()
        .iter()
        .enumerate()
        .map(|(day, options)| {
            options
                .iter()
                .map(|option| reach(instance, day, option))
                .collect()
        })
        .collect();
    let carried = carried_over(draft);
    draft.watch(
        &record.id,
        Touched {
            letters,
            rows,
            carried,
        },
    );
}

/// 0 without work, 1 with work that ends on its day, 2 with work that reaches into the next.
pub fn reach(instance: &crate::domain::Instance, day: usize, option: &DayOption) -> i64 {
    let midnight = instance
        .horizon
        .instant(instance.horizon.date(day as i64 + 1), 0);
    option
        .work
        .map_or(0, |work| if work.end > midnight { 2 } else { 1 })
}

/// Days of a window touched by work before the horizon.
fn touched_before(draft: &PersonDraft<'_>, from: chrono::NaiveDate) -> i64 {
    let horizon = &draft.instance().horizon;
    let mut days = std::collections::BTreeSet::new();
    for shift in &draft.person().history.shifts {
        let (first, _) = horizon.local(shift.span.start);
        let (last, _) = horizon.local(shift.span.end - 1);
        for date in first.iter_days().take_while(|date| *date <= last) {
            if from <= date && date < horizon.start {
                days.insert(date);
            }
        }
    }
    days.len() as i64
}

/// Whether the last shift before the horizon reaches into its first day.
fn carried_over(draft: &PersonDraft<'_>) -> bool {
    let start = draft.instance().horizon.first_instant();
    let shifts = &draft.person().history.shifts;
    shifts.iter().any(|shift| shift.span.end > start)
}

/// Counts touched days in rows; the state says whether the day before reaches into this one.
struct Touched {
    letters: Vec<Vec<i64>>,
    rows: Vec<Vec<RowIx>>,
    carried: bool,
}

impl Automaton for Touched {
    fn start(&self) -> i64 {
        i64::from(self.carried)
    }

    fn letter(&self, layer: usize, choice: usize) -> i64 {
        self.letters[layer][choice]
    }

    fn step(&self, layer: usize, state: i64, letter: i64) -> Option<Step> {
        let touched = state == 1 || letter > 0;
        let beyond = letter == 2 && layer + 1 == self.letters.len();
        let today = self.rows[layer].iter().filter(|_| touched);
        let after = self.rows[layer + 1].iter().filter(|_| beyond);
        let mut uses: Vec<(RowIx, f64)> = today.map(|&row| (row, 1.0)).collect();
        for &row in after {
            match uses.iter_mut().find(|used| used.0 == row) {
                Some(used) => used.1 += 1.0,
                None => uses.push((row, 1.0)),
            }
        }
        Some(Step {
            state: i64::from(letter == 2),
            cost: 0,
            uses,
        })
    }

    fn end(&self, _state: i64) -> Option<i64> {
        Some(0)
    }
}
