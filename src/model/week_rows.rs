//! A week's norm, overtime and rest-day work as rows, for weeks with too many different working times.

use chrono::NaiveDate;

use crate::domain::{Contract, PayBasis, WeekNorm};
use crate::paths::{Automaton, RowIx, Step};
use crate::roster::week_starts;

use super::draft::PersonDraft;
use super::options::{DayOption, Planned};
use super::week::{OvertimeNorm, WEEK_MINUTES, credited, in_week};

/// Adds the rows of every week; see the automaton for what a day may be.
pub fn add(draft: &mut PersonDraft<'_>, owed: &[WeekNorm], norm: Option<OvertimeNorm>) {
    let instance = draft.instance();
    let contract = instance.contract_of(draft.person());
    let mut rest_days = Vec::new();
    for (monday, owed) in week_starts(instance).into_iter().zip(owed) {
        if contract.pay == PayBasis::Salaried && !contract.averages_weeks() {
            idle(draft, monday, owed);
        }
        if contract.repays_rest_days() {
            rest_days.push(RestDays::of(draft, monday, owed));
        }
    }
    if let Some(norm) = norm {
        weekly_overtime(draft, norm, contract);
    }
    if !rest_days.is_empty() {
        let automaton = NormDays::of(draft, rest_days);
        draft.watch("rest_day_work", automaton);
    }
}

/// Salaried time that is paid but not rostered.
fn idle(draft: &mut PersonDraft<'_>, monday: NaiveDate, owed: &WeekNorm) {
    let instance = draft.instance();
    let person = draft.person();
    let left = (owed.minutes - owed.worked_before).0;
    let tag = format!("norm {} {monday}", person.id);
    fall_short(draft, tag, left, |day| in_week(instance, day, monday));
}

/// The same over all weeks together, where hours are averaged over more than a week.
pub fn idle_over_horizon(draft: &mut PersonDraft<'_>, owed: &[WeekNorm]) {
    let weeks = owed
        .iter()
        .map(|week| (week.minutes - week.worked_before).0);
    let tag = format!("norm {}", draft.person().id);
    fall_short(draft, tag, weeks.sum(), |_| true);
}

/// Prices what the credited minutes of some days fall short of `left`.
fn fall_short(draft: &mut PersonDraft<'_>, tag: String, left: i64, counts: impl Fn(usize) -> bool) {
    if left <= 0 {
        return;
    }
    let row = draft.row(tag, (left as f64, f64::INFINITY), |day, option| {
        if counts(day) {
            credited(option) as f64
        } else {
            0.0
        }
    });
    let percent = draft.instance().prices.idle_percent;
    let per_minute = per_minute(draft, percent);
    draft.slack(row, 1.0, left as f64, per_minute);
}

/// Work up to the daily norm on ordinary days beyond the weekly norm; needs consent on file.
fn weekly_overtime(draft: &mut PersonDraft<'_>, norm: OvertimeNorm, contract: &Contract) {
    let instance = draft.instance();
    let upper = if norm.by_day || draft.person().consents_to(crate::domain::Consent::Overtime) {
        WEEK_MINUTES as f64
    } else {
        0.0
    };
    for (first, row) in beyond_weekly_norm(draft, norm, contract) {
        // The law dates it to the week's last day.
        let paid = first + chrono::Duration::days(7) <= instance.horizon.end();
        let per_minute = per_minute(draft, if paid { norm.percent } else { 0 });
        let column = draft.slack(row, -1.0, upper, per_minute);
        draft.week_overtime.push((first, column));
    }
}

/// A row for each week of overtime, kept as long as the work up to the daily norm is within the weekly one.
pub fn beyond_weekly_norm(
    draft: &mut PersonDraft<'_>,
    norm: OvertimeNorm,
    contract: &Contract,
) -> Vec<(NaiveDate, RowIx)> {
    let Some(weekly) = norm.weekly else {
        return Vec::new();
    };
    let instance = draft.instance();
    let horizon = &instance.horizon;
    let within = |minutes: i64| norm.daily.map_or(minutes, |daily| minutes.min(daily));
    let mut rows = Vec::new();
    for first in norm.weeks(instance) {
        let history = draft.person().history.shifts.iter().filter(|shift| {
            let (date, _) = horizon.local(shift.span.start);
            first <= date && date < horizon.start && !contract.is_statutory_holiday(date)
        });
        let before: i64 = history.map(|shift| within(shift.work_minutes().0)).sum();
        let tag = format!("weekly overtime {} {first}", draft.person().id);
        let left = (weekly - before).max(0) as f64;
        let row = draft.row(tag, (f64::NEG_INFINITY, left), |day, option| {
            let date = horizon.date(day as i64);
            let ordinary = !option.is_rest_day_work() && !contract.is_statutory_holiday(date);
            match option.work {
                Some(work) if ordinary && in_week(instance, day, first) => {
                    within(work.minutes) as f64
                }
                _ => 0.0,
            }
        });
        rows.push((first, row));
    }
    rows
}

/// Price of a minute; where whole hundredths are only reached by rounding, the bound must stay below what is rounded.
pub fn per_minute(draft: &mut PersonDraft<'_>, percent: i64) -> f64 {
    let hours = draft.person().hourly_wage.0 * percent;
    draft.problem.constant -= i64::from(hours % 6000 != 0);
    hours as f64 / 6000.0
}

/// One week's norm days, with the rows that tell rest-day work from a sixth short day.
struct RestDays {
    monday: NaiveDate,
    days: i64,
    before: i64,
    /// Minutes of the norm that are left for the horizon.
    left: i64,
    /// A week with a surplus day holds more than the norm.
    surplus: RowIx,
    /// A week with a plain extra day holds at most the norm.
    plain: RowIx,
}

impl RestDays {
    fn of(draft: &mut PersonDraft<'_>, monday: NaiveDate, owed: &WeekNorm) -> RestDays {
        let instance = draft.instance();
        let id = &draft.person().id;
        let minutes = |day: usize, option: &DayOption| {
            if in_week(instance, day, monday) {
                credited(option) as f64
            } else {
                0.0
            }
        };
        let at_least = (0.0, f64::INFINITY);
        let at_most = (f64::NEG_INFINITY, WEEK_MINUTES as f64);
        RestDays {
            monday,
            days: owed.days,
            before: owed.days_before,
            left: (owed.minutes - owed.worked_before).0,
            surplus: draft.row(format!("rest-day work {id} {monday}"), at_least, minutes),
            plain: draft.row(format!("extra day {id} {monday}"), at_most, minutes),
        }
    }

    /// What the first surplus day adds to its row: one minute more than the norm is then needed.
    fn surplus_use(&self) -> (RowIx, f64) {
        (self.surplus, -(self.left + 1).max(0) as f64)
    }

    /// What the first plain extra day adds to its row: no more than the norm is then left.
    fn plain_use(&self) -> (RowIx, f64) {
        (self.plain, (WEEK_MINUTES - self.left.max(0)) as f64)
    }
}

/// Counts norm days used in the week, so that what comes after them is surplus.
struct NormDays {
    /// By layer: whether a week starts there.
    opens: Vec<Option<usize>>,
    /// By layer: which week.
    week: Vec<usize>,
    weeks: Vec<RestDays>,
    letters: Vec<Vec<i64>>,
}

const FREE: i64 = 0;
const WORKS: i64 = 1;
const COMP: i64 = 2;
const REST_DAY: i64 = 3;

/// States beyond the count of norm days.
const SURPLUS: i64 = 100;
const PLAIN: i64 = 101;

impl NormDays {
    fn of(draft: &PersonDraft<'_>, weeks: Vec<RestDays>) -> NormDays {
        let instance = draft.instance();
        let letters = draft
            .options()
            .iter()
            .map(|day| {
                day.iter()
                    .map(|option| match option.planned {
                        Planned::Rest | Planned::Leave => FREE,
                        Planned::Comp(_) => COMP,
                        Planned::Duty { rest_day: true, .. } => REST_DAY,
                        Planned::Duty { .. } | Planned::Training(_) => WORKS,
                    })
                    .collect()
            })
            .collect();
        let mut opens = Vec::new();
        let mut week = Vec::new();
        for (day, _) in instance.horizon.days() {
            let found = weeks.iter().position(|w| in_week(instance, day, w.monday));
            let number = found.unwrap_or(0);
            opens.push((week.last() != Some(&number)).then_some(number));
            week.push(number);
        }
        NormDays {
            opens,
            week,
            weeks,
            letters,
        }
    }
}

impl Automaton for NormDays {
    fn start(&self) -> i64 {
        0
    }

    fn letter(&self, layer: usize, choice: usize) -> i64 {
        self.letters[layer][choice]
    }

    fn step(&self, layer: usize, state: i64, letter: i64) -> Option<Step> {
        let week = &self.weeks[self.week[layer]];
        let state = match self.opens[layer] {
            Some(number) => self.weeks[number].before.min(week.days),
            None => state,
        };
        let used_up = state >= week.days;
        let with_row = |state, using: (RowIx, f64)| {
            Some(Step {
                state,
                cost: 0,
                uses: vec![using],
            })
        };
        match letter {
            FREE => Step::to(state),
            COMP => (!used_up).then(|| Step::to(state + 1))?,
            WORKS if !used_up => Step::to(state + 1),
            WORKS if state == PLAIN => Step::to(PLAIN),
            WORKS if state == SURPLUS => None,
            WORKS => with_row(PLAIN, week.plain_use()),
            _ if !used_up || state == PLAIN => None,
            _ if state == SURPLUS => Step::to(SURPLUS),
            _ => with_row(SURPLUS, week.surplus_use()),
        }
    }

    fn end(&self, _state: i64) -> Option<i64> {
        Some(0)
    }
}
