//! What a week costs and asks of one person: pay, overtime, idle time, work on rest days, changes of start.

use chrono::{Duration, NaiveDate};

use crate::domain::{Contract, PayBasis, WeekNorm, week_norm};
use crate::law::RuleKind;
use crate::law::kinds::premium_class::{PayRegime, PremiumClasses};
use crate::paths::{Automaton, RowIx, Step};
use crate::roster::week_starts;
use crate::units::{Minutes, Money};

use super::draft::PersonDraft;
use super::options::{DayOption, Planned};

/// Daily and weekly norm above which work is overtime.
#[derive(Clone, Copy)]
struct OvertimeNorm {
    daily: Option<i64>,
    weekly: Option<i64>,
    percent: i64,
}

/// Adds pay, norms and overtime of every week that meets the horizon.
pub fn add(draft: &mut PersonDraft<'_, '_>) {
    let instance = draft.instance();
    let person = draft.person();
    let contract = instance.contract_of(person);
    pay(draft, contract);
    let norm = overtime_norm(contract, instance.horizon.start);
    let mut rest_days = Vec::new();
    for monday in week_starts(instance) {
        let owed = week_norm(instance, person, monday);
        if contract.pay == PayBasis::Salaried {
            let base = person.hourly_wage.hourly_pay(owed.paid, 100);
            draft.draft.problem.constant += base.0;
            idle(draft, monday, &owed);
        }
        if let Some(norm) = norm {
            weekly_overtime(draft, monday, norm, contract);
        }
        if contract.repays_rest_days() {
            rest_days.push(RestDays::of(draft, monday, &owed));
        }
    }
    if !rest_days.is_empty() {
        let automaton = NormDays::of(draft, rest_days);
        draft.watch("rest_day_work", automaton);
    }
    start_changes(draft);
}

/// Norms of overtime: those of the pay terms, else of a limit on overtime.
fn overtime_norm(contract: &Contract, date: NaiveDate) -> Option<OvertimeNorm> {
    if let Some(terms) = contract.premiums_on(date) {
        let factor = terms.factors_pct.workday_overtime?;
        if terms.regime != PayRegime::Standard {
            return None;
        }
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
fn pay(draft: &mut PersonDraft<'_, '_>, contract: &Contract) {
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
            cost += premium(contract, terms, day, option, wage, instance);
        }
        cost.0
    });
}

/// Holiday minutes at the holiday factor; on other days what exceeds the daily norm.
fn premium(
    contract: &Contract,
    terms: &PremiumClasses,
    day: usize,
    option: &DayOption,
    wage: Money,
    instance: &crate::domain::Instance,
) -> Money {
    let Some(work) = option.work else {
        return Money::ZERO;
    };
    let horizon = &instance.horizon;
    let date = horizon.date(day as i64);
    let next = horizon.date(day as i64 + 1);
    let midnight = horizon.instant(next, 0);
    // Breaks of a duty over midnight are taken to lie before it, where they mostly do.
    let late = (work.end - midnight).clamp(0, work.minutes);
    let early = work.minutes - late;
    let mut cost = Money::ZERO;
    for (date, minutes) in [(date, early), (next, late)] {
        if contract.is_statutory_holiday(date) {
            if let Some(factor) = terms.factors_pct.statutory_holiday {
                cost += wage.hourly_pay(Minutes(minutes), premium_percent(contract, factor));
            }
        } else if terms.regime == PayRegime::Standard && !option.is_rest_day_work() {
            let over = terms
                .normal
                .daily_min
                .map_or(0, |norm| (minutes - norm).max(0));
            if let Some(factor) = terms.factors_pct.workday_overtime {
                cost += wage.hourly_pay(Minutes(over), premium_percent(contract, factor));
            }
        }
    }
    cost
}

/// Salaried time that is paid but not rostered.
fn idle(draft: &mut PersonDraft<'_, '_>, monday: NaiveDate, owed: &WeekNorm) {
    let instance = draft.instance();
    let person = draft.person();
    let left = (owed.minutes - owed.worked_before).0;
    if left <= 0 {
        return;
    }
    let tag = format!("norm {} {monday}", person.id);
    let row = draft.row(tag, (left as f64, f64::INFINITY), |day, option| {
        if in_week(instance, day, monday) {
            credited(option) as f64
        } else {
            0.0
        }
    });
    let percent = instance.prices.idle_percent;
    let per_minute = person.hourly_wage.0 as f64 * percent as f64 / 6000.0;
    draft.draft.slack(row, 1.0, left as f64, per_minute);
}

/// Minutes that count towards the norm.
fn credited(option: &DayOption) -> i64 {
    match option.planned {
        Planned::Comp(length) => length.0,
        _ => option.work.map_or(0, |work| work.minutes),
    }
}

fn in_week(instance: &crate::domain::Instance, day: usize, monday: NaiveDate) -> bool {
    let date = instance.horizon.date(day as i64);
    monday <= date && date < monday + Duration::days(7)
}

/// Work up to the daily norm on ordinary days beyond the weekly norm; needs consent on file.
fn weekly_overtime(
    draft: &mut PersonDraft<'_, '_>,
    monday: NaiveDate,
    norm: OvertimeNorm,
    contract: &Contract,
) {
    let Some(weekly) = norm.weekly else { return };
    let instance = draft.instance();
    let person = draft.person();
    let within = |minutes: i64| norm.daily.map_or(minutes, |daily| minutes.min(daily));
    let before: i64 = person
        .history
        .shifts
        .iter()
        .filter(|shift| {
            let (date, _) = instance.horizon.local(shift.span.start);
            monday <= date && date < instance.horizon.start && !contract.is_statutory_holiday(date)
        })
        .map(|shift| within(shift.work_minutes().0))
        .sum();
    let tag = format!("weekly overtime {} {monday}", person.id);
    let row = draft.row(
        tag,
        (f64::NEG_INFINITY, (weekly - before).max(0) as f64),
        |day, option| {
            let date = instance.horizon.date(day as i64);
            let ordinary = !option.is_rest_day_work() && !contract.is_statutory_holiday(date);
            match option.work {
                Some(work) if ordinary && in_week(instance, day, monday) => {
                    within(work.minutes) as f64
                }
                _ => 0.0,
            }
        },
    );
    let upper = if person.consents_to(crate::domain::Consent::Overtime) {
        WEEK_MINUTES as f64
    } else {
        0.0
    };
    let per_minute = person.hourly_wage.0 as f64 * norm.percent as f64 / 6000.0;
    let column = draft.draft.slack(row, -1.0, upper, per_minute);
    draft.week_overtime.push((monday, column));
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

/// More than any week holds.
const WEEK_MINUTES: i64 = 10_080;

impl RestDays {
    fn of(draft: &mut PersonDraft<'_, '_>, monday: NaiveDate, owed: &WeekNorm) -> RestDays {
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
    fn of(draft: &PersonDraft<'_, '_>, weeks: Vec<RestDays>) -> NormDays {
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

/// A price for starting at another time than on the day before.
fn start_changes(draft: &mut PersonDraft<'_, '_>) {
    let instance = draft.instance();
    let price = instance.prices.start_change.0;
    if price <= 0 {
        return;
    }
    let horizon = &instance.horizon;
    // Duties only: a training has its own time.
    let start_of = |option: &DayOption| match option.planned {
        Planned::Duty { template, .. } => Some(instance.templates[template.0].start),
        _ => None,
    };
    let starts: Vec<Vec<i64>> = draft
        .options()
        .iter()
        .map(|day| {
            day.iter()
                .map(|option| start_of(option).map_or(-1, |minute| minute))
                .collect()
        })
        .collect();
    let yesterday = draft
        .person()
        .history
        .shifts
        .iter()
        .rev()
        .find_map(|shift| {
            let (date, minute) = horizon.local(shift.span.start);
            (horizon.day(date) == -1).then_some(minute)
        });
    draft.watch(
        "start_change",
        StartChange {
            starts,
            price,
            yesterday: yesterday.unwrap_or(-1),
        },
    );
}

/// Start of yesterday's duty as a minute of the day, -1 without one.
struct StartChange {
    starts: Vec<Vec<i64>>,
    price: i64,
    yesterday: i64,
}

impl Automaton for StartChange {
    fn start(&self) -> i64 {
        self.yesterday
    }

    fn letter(&self, layer: usize, choice: usize) -> i64 {
        self.starts[layer][choice]
    }

    fn step(&self, _layer: usize, state: i64, letter: i64) -> Option<Step> {
        let changed = state >= 0 && letter >= 0 && state != letter;
        Some(Step {
            state: letter,
            cost: if changed { self.price } else { 0 },
            uses: Vec::new(),
        })
    }

    fn end(&self, _state: i64) -> Option<i64> {
        Some(0)
    }
}
