//! What a week costs and asks of one person: overtime, idle time, work on rest days.

use std::collections::BTreeSet;

use chrono::{Duration, NaiveDate};

use crate::domain::{Contract, Instance, PayBasis, WeekNorm, week_norm};
use crate::law::params::{NormalHours, Window};
use crate::law::{DayOfWeek, RuleKind};
use crate::roster::week_starts;
use crate::units::Money;

use super::breaks::BreakPlaces;
use super::draft::PersonDraft;
use super::options::{DayOption, Planned};
use super::pay::{self, PayTerms};
use super::rules::window::windows;
use super::{overnight, period, seventh_day, start_change, week_nodes, week_rows};

/// More than any week holds.
pub const WEEK_MINUTES: i64 = 10_080;

/// Most different sums of working time in a week that nodes carry; above it they become rows.
const SUMS_MAX: usize = 48;

/// Daily and weekly norm above which work is overtime.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct OvertimeNorm {
    /// Minutes of a day.
    pub daily: Option<i64>,
    /// Minutes of a week.
    pub weekly: Option<i64>,
    /// The day on which such a week begins.
    pub week_start: DayOfWeek,
    /// What a minute beyond costs, in percent of the wage.
    pub percent: i64,
    /// Priced and kept to consent by `overnight`, day by day.
    pub by_day: bool,
}

impl OvertimeNorm {
    /// The first days of the weeks of overtime that meet the horizon.
    pub fn weeks(&self, instance: &Instance) -> Vec<NaiveDate> {
        let week = Window::CalendarWeek {
            week_start: self.week_start,
        };
        let weeks = windows(&week, instance).into_iter();
        weeks.map(|(first, _)| first).collect()
    }

    /// Whether these weeks hold the minutes of overtime that a rule counts.
    pub fn counts_as(&self, normal: NormalHours, week_start: DayOfWeek) -> bool {
        let own = (self.daily, self.weekly, self.week_start);
        own == (normal.daily_min, normal.weekly_min, week_start)
    }
}

/// Adds pay, norms and overtime of every week that meets the horizon.
///
/// Sums of a week are carried in the nodes, where each path pays exactly what its week costs. That makes the
/// relaxation much tighter than rows, which let half a long week make up for half a short one.
pub fn add(draft: &mut PersonDraft<'_>, places: &BreakPlaces) {
    let instance = draft.instance();
    let person = draft.person();
    let contract = instance.contract_of(person);
    let paid: Vec<PayTerms<'_>> = pay::terms_of(instance, person)
        .filter(|terms| terms.overtime().is_some())
        .collect();
    let always =
        |terms: &PayTerms<'_>| instance.horizon.days().all(|(_, date)| terms.hold_on(date));
    // Several records, or one that not every day is under, are priced by local days as nights are.
    let plain = paid.len() <= 1 && paid.iter().all(always) && !overnight::happens(draft);
    pay::add(draft, places, !plain);
    for terms in &paid {
        seventh_day::add(draft, *terms, places);
    }
    let first = paid.first().and_then(PayTerms::overtime);
    let norm = match first {
        Some(norm) if !plain => {
            for terms in &paid {
                overnight::add(draft, *terms, places);
            }
            Some(OvertimeNorm {
                percent: 0,
                by_day: true,
                ..norm
            })
        }
        first => first.or_else(|| limited_overtime(contract)),
    };
    let owed: Vec<WeekNorm> = week_starts(instance)
        .into_iter()
        .map(|monday| week_norm(instance, person, monday))
        .collect();
    if contract.pay == PayBasis::Salaried {
        let base = owed
            .iter()
            .map(|week| person.hourly_wage.hourly_pay(week.paid, 100));
        draft.problem.constant += base.sum::<Money>().0;
    }
    draft.overtime_norm = norm;
    // Norm and overtime in weeks of their own are carried side by side.
    let apart = norm.is_some_and(|norm| norm.week_start != DayOfWeek::Monday);
    let salaried = contract.pay == PayBasis::Salaried;
    let sums = sums(draft);
    let carried = if apart && salaried { sums * sums } else { sums };
    if carried <= SUMS_MAX {
        week_nodes::add(draft, &owed, norm);
    } else {
        week_rows::add(draft, &owed, norm);
    }
    if contract.pay == PayBasis::Salaried && contract.averages_weeks() {
        week_rows::idle_over_horizon(draft, &owed);
    }
    period::add(draft);
    start_change::add(draft);
}

/// Different sums of working time that up to seven days can have.
fn sums(draft: &PersonDraft<'_>) -> usize {
    let lengths: BTreeSet<i64> = draft.options().iter().flatten().map(credited).collect();
    let mut sums = BTreeSet::from([0]);
    for _ in 0..7 {
        let longer: Vec<i64> = sums
            .iter()
            .flat_map(|sum| lengths.iter().map(move |length| sum + length))
            .collect();
        sums.extend(longer);
        if sums.len() > SUMS_MAX {
            break;
        }
    }
    sums.len()
}

/// Minutes that count towards the norm.
pub fn credited(option: &DayOption) -> i64 {
    match option.planned {
        Planned::Comp(length) => length.0,
        _ => option.work.map_or(0, |work| work.minutes),
    }
}

/// Whether a day of the horizon lies in the week that starts on `monday`.
pub fn in_week(instance: &Instance, day: usize, monday: NaiveDate) -> bool {
    let date = instance.horizon.date(day as i64);
    monday <= date && date < monday + Duration::days(7)
}

/// Norms of overtime by a limit on it, where pay knows none.
fn limited_overtime(contract: &Contract) -> Option<OvertimeNorm> {
    contract.rules.iter().find_map(|rule| match &rule.kind {
        RuleKind::MaxOvertimePer(limit) => Some(OvertimeNorm {
            daily: limit.normal.daily_min,
            weekly: limit.normal.weekly_min,
            week_start: limit.week_start,
            percent: 0,
            by_day: false,
        }),
        _ => None,
    })
}
