//! Overtime of a day takes duties away; overtime of a longer stretch is a row over duties and weekly overtime.

use std::collections::BTreeMap;

use chrono::{Datelike, Duration, NaiveDate};

use crate::law::kinds::max_overtime_per::{MaxOvertimePer, OvertimePer};
use crate::law::params::{Compare, HolidayHours, RestDayHours, Window};
use crate::law::{DayOfWeek, RuleRecord};
use crate::model::draft::PersonDraft;
use crate::model::options::DayOption;
use crate::model::week::{OvertimeNorm, WEEK_MINUTES};
use crate::model::week_rows::beyond_weekly_norm;
use crate::paths::ColumnIx;

use super::min_rest_per_window::reach;
use super::window::windows;
use super::{Candidate, binds};

/// Minutes beyond the daily norm, or all of them on a statutory holiday that counts.
fn overtime(rule: &MaxOvertimePer, holiday: bool, work_minutes: i64) -> i64 {
    if holiday {
        return match rule.holiday_hours {
            HolidayHours::Count => work_minutes,
            HolidayHours::Exclude => 0,
        };
    }
    rule.normal
        .daily_min
        .map_or(0, |norm| (work_minutes - norm).max(0))
}

fn most(rule: &MaxOvertimePer) -> i64 {
    match rule.compare {
        Compare::Le => rule.limit_min,
        Compare::Lt => rule.limit_min - 1,
    }
}

pub fn allows(rule: &MaxOvertimePer, duty: &Candidate<'_>) -> bool {
    if rule.per != OvertimePer::Day {
        return true;
    }
    let contract = duty.instance.contract_of(duty.person);
    let holiday = contract.is_statutory_holiday(duty.date);
    overtime(rule, holiday, duty.work_minutes) <= most(rule)
}

/// Rest-day work that counts is overtime from its first minute; that it will be given back is not known yet.
pub fn allows_on_rest_day(rule: &MaxOvertimePer, duty: &Candidate<'_>) -> bool {
    let counted = rule.per == OvertimePer::Day && rule.rest_day_hours != RestDayHours::Exclude;
    !counted || duty.work_minutes <= most(rule)
}

pub fn post(
    rule: &MaxOvertimePer,
    record: &RuleRecord,
    draft: &mut PersonDraft<'_>,
) -> Result<(), String> {
    let window = match rule.per {
        OvertimePer::Day => return week_on_its_last_day(rule, record, draft),
        OvertimePer::Week => Window::CalendarWeek {
            week_start: rule.week_start,
        },
        OvertimePer::Month => Window::CalendarMonth {},
        OvertimePer::Quarter => Window::CalendarQuarter {},
        OvertimePer::Year => Window::CalendarYear {},
    };
    let instance = draft.instance();
    let person = draft.person();
    let contract = instance.contract_of(person);
    let weekly = weekly_columns(rule, draft);
    for (from, to) in windows(&window, instance) {
        let left = most(rule) - known_before(rule, draft, from, to);
        // Where history alone is above the limit, work of any length lets the law judge the window: there is none.
        let judged_from = match rule.per {
            OvertimePer::Week => from,
            _ => week_of(from, rule.week_start),
        };
        let judged = |date: NaiveDate| judged_from <= date && date < to;
        let counted = |day: usize, option: &DayOption| {
            let date = instance.horizon.date(day as i64);
            let Some(work) = option.work else { return 0.0 };
            if left < 0 {
                let mut touched =
                    (0..reach(instance, day, option)).map(|after| date + Duration::days(after));
                return f64::from(u8::from(touched.any(judged)));
            }
            if date < from || date >= to || !binds(record, instance, person, date) {
                return 0.0;
            }
            let holiday = contract.is_statutory_holiday(date);
            let minutes = if option.is_rest_day_work() && !holiday {
                // Rest-day work that is given back is no overtime; one that is not is kept out of the count
                // here only where the rule says so.
                match rule.rest_day_hours {
                    RestDayHours::Exclude => 0,
                    RestDayHours::Count | RestDayHours::Uncompensated => work.minutes,
                }
            } else {
                overtime(rule, holiday, work.minutes)
            };
            minutes as f64
        };
        let tag = format!("{} {} {from}", record.id, person.id);
        let row = draft.row(tag, (f64::NEG_INFINITY, left.max(0) as f64), counted);
        for &(first, column) in &weekly {
            let last = first + Duration::days(6);
            if from <= last && last < to && binds(record, instance, person, last) {
                draft.problem.columns[column.0].uses.push((row, 1.0));
            }
        }
    }
    Ok(())
}

/// Columns of the weeks' overtime by the weeks' first days: those of pay where it counts the same, or the rule's own.
fn weekly_columns(
    rule: &MaxOvertimePer,
    draft: &mut PersonDraft<'_>,
) -> Vec<(NaiveDate, ColumnIx)> {
    let counted = draft.overtime_norm;
    if counted.is_some_and(|norm| norm.counts_as(rule.normal, rule.week_start)) {
        return draft.week_overtime.clone();
    }
    let norm = OvertimeNorm {
        daily: rule.normal.daily_min,
        weekly: rule.normal.weekly_min,
        week_start: rule.week_start,
        percent: 0,
        by_day: false,
    };
    let contract = draft.instance().contract_of(draft.person());
    let rows = beyond_weekly_norm(draft, norm, contract).into_iter();
    rows.map(|(first, row)| {
        let column = draft.slack(row, -1.0, WEEK_MINUTES as f64, 0.0);
        (first, column)
    })
    .collect()
}

/// The first day of the week that holds a date.
fn week_of(date: NaiveDate, week_start: DayOfWeek) -> NaiveDate {
    let weekday = i64::from(date.weekday().num_days_from_monday());
    date - Duration::days((weekday - week_start as i64).rem_euclid(7))
}

/// Overtime of a window before the horizon: the counter of just that window with the listed shifts that it does not count, or
/// else the listed shifts.
pub fn known_before(
    rule: &MaxOvertimePer,
    draft: &PersonDraft<'_>,
    from: NaiveDate,
    to: NaiveDate,
) -> i64 {
    let counter = draft.person().history.overtime_minutes.iter();
    counter
        .filter(|past| past.from == from && past.to == to)
        .map(|past| {
            let since = past.until.map(|until| from.max(until));
            past.minutes + since.map_or(0, |since| worked_overtime(rule, draft, since, to))
        })
        .reduce(|sum, minutes| sum + minutes)
        .unwrap_or_else(|| worked_overtime(rule, draft, from, to))
}

/// Overtime of the listed shifts of a window that no counter covers: each day's, and that of every finished week.
fn worked_overtime(
    rule: &MaxOvertimePer,
    draft: &PersonDraft<'_>,
    from: NaiveDate,
    to: NaiveDate,
) -> i64 {
    let instance = draft.instance();
    let contract = instance.contract_of(draft.person());
    let horizon = &instance.horizon;
    let mut total = 0;
    let mut weeks: BTreeMap<NaiveDate, i64> = BTreeMap::new();
    for shift in &draft.person().history.shifts {
        let (date, _) = horizon.local(shift.span.start);
        if date >= horizon.start {
            continue;
        }
        let minutes = shift.work_minutes().0;
        let holiday = contract.is_statutory_holiday(date);
        if from <= date && date < to {
            total += overtime(rule, holiday, minutes);
        }
        if !holiday {
            let within = rule
                .normal
                .daily_min
                .map_or(minutes, |norm| minutes.min(norm));
            *weeks.entry(week_of(date, rule.week_start)).or_default() += within;
        }
    }
    for (first, minutes) in weeks {
        let last = first + Duration::days(6);
        if let Some(norm) = rule.normal.weekly_min
            && last < horizon.start
            && from <= last
            && last < to
        {
            total += (minutes - norm).max(0);
        }
    }
    total
}

/// The law dates a week's overtime to its last day: together with that day's own it keeps the daily limit.
fn week_on_its_last_day(
    rule: &MaxOvertimePer,
    record: &RuleRecord,
    draft: &mut PersonDraft<'_>,
) -> Result<(), String> {
    if rule.normal.weekly_min.is_none() {
        return Ok(());
    }
    let instance = draft.instance();
    let person = draft.person();
    let contract = instance.contract_of(person);
    for (first, column) in weekly_columns(rule, draft) {
        let last = first + Duration::days(6);
        if !binds(record, instance, person, last) {
            continue;
        }
        let holiday = contract.is_statutory_holiday(last);
        let tag = format!("{} {} {last}", record.id, person.id);
        let most = most(rule) as f64;
        let row = draft.row(tag, (f64::NEG_INFINITY, most), |day, option| {
            let here = instance.horizon.date(day as i64) == last;
            match option.work {
                Some(work) if here => overtime(rule, holiday, work.minutes) as f64,
                _ => 0.0,
            }
        });
        draft.problem.columns[column.0].uses.push((row, 1.0));
    }
    Ok(())
}
