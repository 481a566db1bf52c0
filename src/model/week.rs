//! What a week costs and asks of one person: pay, overtime, idle time, work on rest days.

use std::collections::BTreeSet;

use chrono::{Duration, NaiveDate};

use crate::domain::{Contract, Instance, PayBasis, WeekNorm, week_norm};
use crate::law::RuleKind;
use crate::law::kinds::premium_class::{PayRegime, PremiumClasses};
use crate::roster::week_starts;
use crate::units::{Minutes, Money};

use super::breaks::BreakPlaces;
use super::draft::PersonDraft;
use super::options::{DayOption, Planned};
use super::{start_change, week_nodes, week_rows};

/// More than any week holds.
pub const WEEK_MINUTES: i64 = 10_080;

/// Most different sums of working time in a week that nodes carry; above it they become rows.
const SUMS_MAX: usize = 48;

/// Daily and weekly norm above which work is overtime.
#[derive(Clone, Copy)]
pub struct OvertimeNorm {
    /// Minutes of a day.
    pub daily: Option<i64>,
    /// Minutes of a week.
    pub weekly: Option<i64>,
    /// What a minute beyond costs, in percent of the wage.
    pub percent: i64,
}

/// Adds pay, norms and overtime of every week that meets the horizon.
///
/// Sums of a week are carried in the nodes, where each path pays exactly what its week costs. That makes the
/// relaxation much tighter than rows, which let half a long week make up for half a short one.
pub fn add(draft: &mut PersonDraft<'_, '_>, places: &BreakPlaces) {
    let instance = draft.instance();
    let person = draft.person();
    let contract = instance.contract_of(person);
    pay(draft, contract, places);
    let norm = overtime_norm(contract, instance.horizon.start);
    let owed: Vec<WeekNorm> = week_starts(instance)
        .into_iter()
        .map(|monday| week_norm(instance, person, monday))
        .collect();
    if contract.pay == PayBasis::Salaried {
        let base = owed
            .iter()
            .map(|week| person.hourly_wage.hourly_pay(week.paid, 100));
        draft.draft.problem.constant += base.sum::<Money>().0;
    }
    if sums(draft) <= SUMS_MAX {
        week_nodes::add(draft, &owed, norm);
    } else {
        week_rows::add(draft, &owed, norm);
    }
    if contract.pay == PayBasis::Salaried && contract.averages_weeks() {
        week_rows::idle_over_horizon(draft, &owed);
    }
    start_change::add(draft);
}

/// Different sums of working time that up to seven days can have.
fn sums(draft: &PersonDraft<'_, '_>) -> usize {
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

/// Norms of overtime: those of the pay terms, else of a limit on overtime.
fn overtime_norm(contract: &Contract, date: NaiveDate) -> Option<OvertimeNorm> {
    let paid = contract
        .premiums_on(date)
        .filter(|terms| terms.regime == PayRegime::Standard)
        .and_then(|terms| Some((terms, terms.factors_pct.workday_overtime?)));
    if let Some((terms, factor)) = paid {
        return Some(OvertimeNorm {
            daily: terms.normal.daily_min,
            weekly: terms.normal.weekly_min,
            percent: premium_percent(contract, factor),
        });
    }
    contract.rules.iter().find_map(|rule| match &rule.kind {
        RuleKind::MaxOvertimePer(limit) => Some(OvertimeNorm {
            daily: limit.normal.daily_min,
            weekly: limit.normal.weekly_min,
            percent: 0,
        }),
        _ => None,
    })
}

/// What a factor adds: for hourly people the first hundred percent is in their pay.
fn premium_percent(contract: &Contract, factor: i64) -> i64 {
    match contract.pay {
        PayBasis::Salaried => factor,
        PayBasis::Hourly => (factor - 100).max(0),
    }
}

/// Pay by the minute, holiday premiums and daily overtime: what a choice costs by itself.
fn pay(draft: &mut PersonDraft<'_, '_>, contract: &Contract, places: &BreakPlaces) {
    let instance = draft.instance();
    let person = draft.person();
    let wage = person.hourly_wage;
    draft.add_cost(|day, option| {
        let Some(work) = option.work else { return 0 };
        let date = instance.horizon.date(day as i64);
        let mut cost = Money::ZERO;
        if contract.pay == PayBasis::Hourly {
            cost += wage.hourly_pay(Minutes(work.minutes), 100);
        }
        if let Some(terms) = contract.premiums_on(date) {
            cost += premium(contract, terms, (day, option), wage, (instance, places));
        }
        cost.0
    });
}

/// Holiday minutes at the holiday factor; on other days what exceeds the daily norm.
///
/// A break moves minutes of a duty over midnight from one day to the other: the cheapest placement is charged, so that
/// the bound stays one.
fn premium(
    contract: &Contract,
    terms: &PremiumClasses,
    (day, option): (usize, &DayOption),
    wage: Money,
    (instance, places): (&Instance, &BreakPlaces),
) -> Money {
    let Some(work) = option.work else {
        return Money::ZERO;
    };
    let horizon = &instance.horizon;
    let date = horizon.date(day as i64);
    let next = horizon.date(day as i64 + 1);
    let midnight = horizon.instant(next, 0);
    let late_minutes = |place: usize| {
        let after = (work.end - midnight).max(0);
        let Some(template) = work.template.filter(|_| after > 0) else {
            return after;
        };
        let breaks = places.breaks(instance, template, place, work.start);
        let unpaid = breaks.iter().filter(|pause| !pause.paid);
        let rest: i64 = unpaid
            .map(|pause| (pause.end - pause.start.max(midnight)).max(0))
            .sum();
        after - rest
    };
    let price = |late: i64| {
        let mut cost = Money::ZERO;
        for (date, minutes) in [(date, work.minutes - late), (next, late)] {
            if date >= horizon.end() {
                continue;
            }
            if contract.is_statutory_holiday(date) {
                if let Some(factor) = terms.factors_pct.statutory_holiday {
                    cost += wage.hourly_pay(Minutes(minutes), premium_percent(contract, factor));
                }
            } else if terms.regime == PayRegime::Standard && !option.is_rest_day_work() {
                let norm = terms.normal.daily_min;
                let over = norm.map_or(0, |norm| (minutes - norm).max(0));
                if let Some(factor) = terms.factors_pct.workday_overtime {
                    cost += wage.hourly_pay(Minutes(over), premium_percent(contract, factor));
                }
            }
        }
        cost
    };
    let placed = option.places.iter().map(|&place| late_minutes(place));
    let late = if option.places.is_empty() {
        vec![late_minutes(0)]
    } else {
        placed.collect()
    };
    late.into_iter().map(price).min().unwrap_or(Money::ZERO)
}
