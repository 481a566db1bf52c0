//! The price of a roster, term by term, from the published definition of its cost.

use std::collections::BTreeSet;

use super::coverage::{CoveredInterval, heads_on_shifts};
use super::ledger::Ledger;
use super::legality::Owed;
use super::pay::{money, pay};
use super::view::View;
use crate::domain::{Employee, EmployeeIx, HallIx, PayBasis, Wish, WishKind, week_norm};
use crate::law::PremiumClass;
use crate::roster::{Activity, CompDayState, week_starts};
use crate::units::{Minutes, Money};

/// A term of the cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CostTerm {
    /// What salaried people are paid whatever they do.
    BasePay,
    /// Hourly people's duties and trainings.
    HourlyPay,
    /// Overtime, work on statutory holidays, rests that were agreed to be short, late changes.
    Premium,
    /// Rest owed and not repaid inside the horizon.
    Comp,
    /// Heads missing in queues and posts.
    Gap,
    /// Wait targets that are missed, where waits are judged.
    MissedTarget,
    /// Customers' time in queues, where waits are judged and it has a price.
    Waiting,
    /// Salaried time that is paid but not rostered.
    Idle,
    /// Wishes not met.
    Wish,
    /// Different starts on successive days.
    StartChange,
    /// Trainings not placed.
    Training,
    /// Heads missing or surplus on whole shifts.
    ShiftCover,
}

impl CostTerm {
    /// Every term in the order in which they are printed.
    pub const ALL: [CostTerm; 12] = [
        CostTerm::BasePay,
        CostTerm::HourlyPay,
        CostTerm::Premium,
        CostTerm::Comp,
        CostTerm::Gap,
        CostTerm::MissedTarget,
        CostTerm::Waiting,
        CostTerm::Idle,
        CostTerm::Wish,
        CostTerm::StartChange,
        CostTerm::Training,
        CostTerm::ShiftCover,
    ];

    /// Terms that only the judge of waits can tell.
    pub const OF_WAITS: [CostTerm; 2] = [CostTerm::MissedTarget, CostTerm::Waiting];

    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            CostTerm::BasePay => "base_pay",
            CostTerm::HourlyPay => "hourly_pay",
            CostTerm::Premium => "premium",
            CostTerm::Comp => "comp",
            CostTerm::Gap => "gap",
            CostTerm::MissedTarget => "missed_target",
            CostTerm::Waiting => "waiting",
            CostTerm::Idle => "idle",
            CostTerm::Wish => "wish",
            CostTerm::StartChange => "start_change",
            CostTerm::Training => "training",
            CostTerm::ShiftCover => "shift_cover",
        }
    }
}

/// One term with its amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CostLine {
    /// What for.
    pub term: CostTerm,
    /// How much.
    pub amount: Money,
}

/// The price of a roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Every term, in the order of [`CostTerm::ALL`].
    pub terms: Vec<CostLine>,
    /// Their sum.
    pub total: Money,
}

impl Cost {
    /// The amount of one term.
    pub fn of(&self, term: CostTerm) -> Money {
        let lines = self.terms.iter().filter(|line| line.term == term);
        lines.map(|line| line.amount).sum()
    }

    /// The sum of the terms that each person makes alone.
    pub fn of_people(&self) -> Money {
        let mut shared = CostTerm::OF_WAITS.to_vec();
        shared.extend([CostTerm::Gap, CostTerm::ShiftCover]);
        let own = self
            .terms
            .iter()
            .filter(|line| !shared.contains(&line.term));
        own.map(|line| line.amount).sum()
    }

    /// The cost with one term replaced.
    pub(super) fn with(mut self, term: CostTerm, amount: Money) -> Cost {
        for line in self.terms.iter_mut().filter(|line| line.term == term) {
            let total = i128::from(self.total.0) - i128::from(line.amount.0) + i128::from(amount.0);
            (line.amount, self.total) = (amount, money(total));
        }
        self
    }

    /// The part that no decision changes.
    pub fn constant(&self) -> Money {
        self.of(CostTerm::BasePay)
    }
}

/// Adds every term up.
pub(super) fn cost(
    view: &View<'_>,
    ledgers: &[Ledger],
    premiums: &[Vec<Owed>],
    coverage: &[CoveredInterval],
) -> Cost {
    let amount = |term| -> i128 {
        match term {
            CostTerm::BasePay => each_person(view, |employee| base_pay(view, employee)),
            CostTerm::HourlyPay => each_person(view, |employee| hourly_pay(view, employee)),
            CostTerm::Premium => each_person(view, |employee| {
                premium(view, employee, &premiums[employee.0])
            }),
            CostTerm::Comp => {
                each_person(view, |employee| comp(view, employee, &ledgers[employee.0]))
            }
            CostTerm::Gap => gap(view, coverage),
            // Joined by the judge of waits.
            CostTerm::MissedTarget | CostTerm::Waiting => 0,
            CostTerm::Idle => each_person(view, |employee| idle(view, employee)),
            CostTerm::Wish => each_person(view, |employee| wishes(view, employee)),
            CostTerm::StartChange => each_person(view, |employee| start_changes(view, employee)),
            CostTerm::Training => each_person(view, |employee| training(view, employee)),
            CostTerm::ShiftCover => shift_cover(view, None),
        }
    };
    let exact: Vec<(CostTerm, i128)> = CostTerm::ALL.map(|term| (term, amount(term))).to_vec();
    let total = money(exact.iter().map(|(_, sum)| sum).sum());
    let terms = exact.into_iter().map(|(term, sum)| CostLine {
        term,
        amount: money(sum),
    });
    Cost {
        terms: terms.collect(),
        total,
    }
}

/// What halls cost beside their people.
pub(super) fn of_halls(
    view: &View<'_>,
    coverage: &[CoveredInterval],
    halls: &BTreeSet<HallIx>,
) -> Money {
    money(gap(view, coverage) + shift_cover(view, Some(halls)))
}

/// What salaried people are paid, whatever they do.
pub(super) fn base_pay_of_all(view: &View<'_>) -> Money {
    money(each_person(view, |employee| base_pay(view, employee)))
}

fn each_person(view: &View<'_>, amount: impl Fn(EmployeeIx) -> i128) -> i128 {
    view.staff().map(|(employee, _)| amount(employee)).sum()
}

/// A person with how he or she is paid.
fn paid<'a>(view: &View<'a>, employee: EmployeeIx) -> (&'a Employee, PayBasis) {
    let person = &view.instance.employees[employee.0];
    (person, view.instance.contract_of(person).pay)
}

fn base_pay(view: &View<'_>, employee: EmployeeIx) -> i128 {
    let (person, PayBasis::Salaried) = paid(view, employee) else {
        return 0;
    };
    let weeks = week_starts(view.instance).into_iter();
    weeks
        .map(|monday| {
            pay(
                person.hourly_wage,
                week_norm(view.instance, person, monday).paid,
                100,
            )
        })
        .sum()
}

fn hourly_pay(view: &View<'_>, employee: EmployeeIx) -> i128 {
    let (person, PayBasis::Hourly) = paid(view, employee) else {
        return 0;
    };
    let days = view.days_of(employee);
    days.map(|(_, _, activity)| pay(person.hourly_wage, work_minutes(person, activity), 100))
        .sum()
}

/// Working time of a duty or training.
fn work_minutes(person: &Employee, activity: &Activity) -> Minutes {
    match activity {
        Activity::Duty(duty) => duty.work_minutes(),
        Activity::Training(index) => person.training[*index].length,
        Activity::Rest | Activity::Leave | Activity::CompDay(_) => Minutes::ZERO,
    }
}

/// Work on a rest day is not here: its pay is the comp lot.
fn premium(view: &View<'_>, employee: EmployeeIx, premiums: &[Owed]) -> i128 {
    let (person, basis) = paid(view, employee);
    let hourly = match basis {
        PayBasis::Salaried => 0,
        PayBasis::Hourly => 100,
    };
    let amounts = premiums.iter().filter_map(|owed| {
        let already_paid = match owed.class {
            PremiumClass::RestDay => return None,
            PremiumClass::WorkdayOvertime | PremiumClass::StatutoryHoliday => hourly,
            // The hours after a short rest are paid as any others, by salary or by the hour.
            PremiumClass::ShortRest => 100,
            // Owed on top of what is worked, or for what is not.
            PremiumClass::ScheduleChange => 0,
        };
        Some(match owed.amount {
            Some(amount) => i128::from(amount.0),
            None => pay(
                person.hourly_wage,
                owed.minutes,
                (owed.factor_percent - already_paid).max(0),
            ),
        })
    });
    amounts.sum()
}

fn comp(view: &View<'_>, employee: EmployeeIx, ledger: &Ledger) -> i128 {
    let wage = view.instance.employees[employee.0].hourly_wage;
    let lots = ledger.lots.iter().map(|own| match own.state {
        CompDayState::Scheduled(_) => 0,
        CompDayState::Planned(_) => pay(wage, own.lot.minutes, 100),
        CompDayState::Unplanned => pay(
            wage,
            own.lot.minutes,
            view.instance.prices.comp_unplanned_percent,
        ),
    });
    lots.sum()
}

/// Each head missing in each interval is one item.
fn gap(view: &View<'_>, coverage: &[CoveredInterval]) -> i128 {
    let price = view.instance.prices.gap_per_head_hour;
    let lines = coverage
        .iter()
        .map(|line| i128::from(line.missing()) * pay(price, Minutes(line.end - line.start), 100));
    lines.sum()
}

fn idle(view: &View<'_>, employee: EmployeeIx) -> i128 {
    let (person, PayBasis::Salaried) = paid(view, employee) else {
        return 0;
    };
    let weeks = week_starts(view.instance).into_iter().map(|monday| {
        let norm = week_norm(view.instance, person, monday);
        let next = monday + chrono::Duration::days(7);
        let filled: Minutes = view
            .days_of(employee)
            .filter(|(_, date, _)| monday <= *date && *date < next)
            .map(|(_, _, activity)| match activity {
                Activity::CompDay(length) => *length,
                other => work_minutes(person, other),
            })
            .sum();
        norm.minutes - norm.worked_before - filled
    });
    let priced = |short: Minutes| {
        let percent = view.instance.prices.idle_percent;
        pay(person.hourly_wage, short.max(Minutes::ZERO), percent)
    };
    // Where hours are averaged over more than a week, a long week makes up for a short one.
    if view.instance.contract_of(person).averages_weeks() {
        priced(weeks.sum())
    } else {
        weeks.map(priced).sum()
    }
}

/// A training is work, but no shift: it meets and breaks only wishes that name none.
fn wishes(view: &View<'_>, employee: EmployeeIx) -> i128 {
    let horizon = &view.instance.horizon;
    let missed = |wish: &&Wish| {
        let Some(day) = horizon.day_inside(wish.date) else {
            return false;
        };
        let works = match view.roster.activity(employee, day) {
            Activity::Duty(duty) => wish.template.is_none_or(|wanted| wanted == duty.template),
            Activity::Training(_) => wish.template.is_none(),
            Activity::Rest | Activity::Leave | Activity::CompDay(_) => false,
        };
        works != (wish.kind == WishKind::Work)
    };
    let wishes = view.instance.employees[employee.0].wishes.iter();
    wishes
        .filter(missed)
        .map(|wish| i128::from(wish.price.0))
        .sum()
}

/// The last day before the horizon counts too: its roster could not know of the first day of this one.
fn start_changes(view: &View<'_>, employee: EmployeeIx) -> i128 {
    let horizon = &view.instance.horizon;
    let past = &view.instance.employees[employee.0].history.shifts;
    let yesterday = past.iter().rev().find_map(|shift| {
        let (date, minute) = horizon.local(shift.span.start);
        (horizon.day(date) == -1).then_some(minute)
    });
    let today = view.days_of(employee).map(|(_, _, activity)| {
        let duty = activity.duty()?;
        Some(view.instance.templates[duty.template.0].start)
    });
    let starts: Vec<Option<i64>> = std::iter::once(yesterday).chain(today).collect();
    let changes = starts.windows(2).filter(|pair| match (pair[0], pair[1]) {
        (Some(first), Some(second)) => first != second,
        _ => false,
    });
    changes.count() as i128 * i128::from(view.instance.prices.start_change.0)
}

fn training(view: &View<'_>, employee: EmployeeIx) -> i128 {
    let days = view.days_of(employee);
    let placed: BTreeSet<usize> = days
        .filter_map(|(_, _, activity)| match activity {
            Activity::Training(at) => Some(*at),
            _ => None,
        })
        .collect();
    let wanted = view.instance.employees[employee.0].training.len();
    (wanted - placed.len()) as i128 * i128::from(view.instance.prices.training.0)
}

/// In some halls, or in all.
fn shift_cover(view: &View<'_>, halls: Option<&BTreeSet<HallIx>>) -> i128 {
    let asked = view.instance.shift_cover.iter().zip(heads_on_shifts(view));
    asked
        .filter(|(cover, _)| halls.is_none_or(|halls| halls.contains(&cover.hall)))
        .map(|(cover, heads)| {
            let (missing, surplus) = (
                cover.heads.saturating_sub(heads),
                heads.saturating_sub(cover.heads),
            );
            i128::from(missing) * i128::from(cover.under_price.0)
                + i128::from(surplus) * i128::from(cover.over_price.0)
        })
        .sum()
}
