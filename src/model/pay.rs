//! What the terms of pay ask for a day: every record in force is owed by itself, as the law's evaluation has it.

use chrono::NaiveDate;

use crate::domain::{Contract, Employee, Instance, PayBasis};
use crate::law::kinds::premium_class::{PayRegime, PremiumClasses, TierPer};
use crate::law::{RuleKind, RuleRecord};
use crate::units::{Minutes, Money};

use super::breaks::BreakPlaces;
use super::draft::PersonDraft;
use super::overnight;
use super::rules::concerns;
use super::week::OvertimeNorm;

/// One record of pay and the person it is asked about.
#[derive(Clone, Copy)]
pub struct PayTerms<'a> {
    rule: &'a RuleRecord,
    terms: &'a PremiumClasses,
    instance: &'a Instance,
    person: &'a Employee,
}

/// All records of pay in a person's contract.
pub fn terms_of<'a>(
    instance: &'a Instance,
    person: &'a Employee,
) -> impl Iterator<Item = PayTerms<'a>> {
    let rules = instance.contract_of(person).rules.iter();
    rules.filter_map(move |rule| match &rule.kind {
        RuleKind::PremiumClass(terms) => Some(PayTerms {
            rule,
            terms,
            instance,
            person,
        }),
        _ => None,
    })
}

impl PayTerms<'_> {
    /// Whether the record is in force on a date and has the person in its scope.
    pub fn hold_on(&self, date: NaiveDate) -> bool {
        concerns(self.rule, self.instance, self.person, date)
    }

    /// Whether a date is a statutory holiday that the record has a factor for; without one it is a day like any other.
    pub fn is_holiday(&self, date: NaiveDate) -> bool {
        self.terms.factors_pct.statutory_holiday.is_some()
            && self.contract().is_statutory_holiday(date)
    }

    /// Whether a seventh day worked in one week has factors of its own.
    pub fn has_seventh_day(&self) -> bool {
        self.terms.seventh_day.is_some()
    }

    /// The norm above which the record pays overtime, if it pays any on some day of the horizon.
    pub fn overtime(&self) -> Option<OvertimeNorm> {
        let factor = (self.terms.factors_pct.workday_overtime)
            .filter(|_| self.terms.regime == PayRegime::Standard)?;
        let mut dates = self.instance.horizon.days().map(|(_, date)| date);
        dates.any(|date| self.hold_on(date)).then(|| OvertimeNorm {
            daily: self.terms.normal.daily_min,
            weekly: self.terms.normal.weekly_min,
            week_start: self.terms.week_start,
            percent: premium_percent(self.contract(), factor),
            by_day: false,
        })
    }

    /// What overtime of one day costs.
    pub fn day_overtime(&self) -> DayOvertime {
        let norm = self.overtime();
        let daily = norm.and_then(|norm| norm.daily);
        DayOvertime {
            wage: self.person.hourly_wage,
            daily: daily.unwrap_or(i64::MAX / 2),
            percent: norm.map_or(0, |norm| norm.percent),
            tiers: daily.map_or(Vec::new(), |daily| self.tiers_above(daily)),
        }
    }

    /// Tiers of a day that take no other minutes than its own overtime, highest first. A seventh day worked has factors
    /// of its own: a tier that could be dearer than those is left to the evaluation, so that the bound stays one.
    fn tiers_above(&self, daily: i64) -> Vec<(i64, i64)> {
        let of_day = self.terms.tiers.iter().filter(|tier| {
            let seventh = self.terms.seventh_day;
            tier.per == TierPer::Day
                && tier.over_min >= daily
                && seventh.is_none_or(|seventh| {
                    seventh.over_min <= tier.over_min && seventh.over_factor_pct >= tier.factor_pct
                })
        });
        let percent = |factor| premium_percent(self.contract(), factor);
        let mut tiers: Vec<(i64, i64)> = of_day
            .map(|tier| (tier.over_min, percent(tier.factor_pct)))
            .collect();
        tiers.sort_by_key(|(over_min, _)| std::cmp::Reverse(*over_min));
        tiers
    }

    fn holiday(&self, minutes: i64) -> Money {
        let factor = self.terms.factors_pct.statutory_holiday.unwrap_or(0);
        let percent = premium_percent(self.contract(), factor);
        self.person
            .hourly_wage
            .hourly_pay(Minutes(minutes), percent)
    }

    fn contract(&self) -> &Contract {
        self.instance.contract_of(self.person)
    }
}

/// What working time of one day costs above the daily norm.
pub struct DayOvertime {
    wage: Money,
    /// Minutes that are no overtime.
    pub daily: i64,
    percent: i64,
    /// Minutes of the day's work above which a percentage holds instead, highest first.
    tiers: Vec<(i64, i64)>,
}

impl DayOvertime {
    /// The premium on a day's ordinary working time.
    pub fn price(&self, minutes: i64) -> Money {
        let mut ceiling = minutes;
        let mut sum = Money::ZERO;
        for &(over_min, percent) in &self.tiers {
            let part = (ceiling - over_min).max(0);
            sum += self.wage.hourly_pay(Minutes(part), percent);
            ceiling = ceiling.min(over_min);
        }
        let left = (ceiling - self.daily).max(0);
        sum + self.wage.hourly_pay(Minutes(left), self.percent)
    }
}

/// What a factor adds: for hourly people the first hundred percent is in their pay.
pub fn premium_percent(contract: &Contract, factor: i64) -> i64 {
    match contract.pay {
        PayBasis::Salaried => factor,
        PayBasis::Hourly => (factor - 100).max(0),
    }
}

/// Adds pay by the minute, holiday premiums and, where days stand for themselves, daily overtime: what a choice costs
/// by itself. What history has left on a statutory holiday is owed whatever is chosen.
pub fn add(draft: &mut PersonDraft<'_>, places: &BreakPlaces, overtime_by_day: bool) {
    let (instance, person) = (draft.instance(), draft.person());
    let horizon = &instance.horizon;
    let hourly = instance.contract_of(person).pay == PayBasis::Hourly;
    let records: Vec<(PayTerms<'_>, DayOvertime)> = terms_of(instance, person)
        .map(|terms| (terms, terms.day_overtime()))
        .collect();
    let tail = overnight::tail(draft);
    let owed = records.iter().map(|(terms, _)| *terms);
    let owed = owed.filter(|terms| terms.hold_on(horizon.start) && terms.is_holiday(horizon.start));
    draft.problem.constant += owed.map(|terms| terms.holiday(tail)).sum::<Money>().0;
    draft.add_cost(|day, option| {
        let Some(work) = option.work else { return 0 };
        let (date, next) = (horizon.date(day as i64), horizon.date(day as i64 + 1));
        let mut cost = Money::ZERO;
        if hourly {
            cost += person.hourly_wage.hourly_pay(Minutes(work.minutes), 100);
        }
        let by_itself = !overtime_by_day && !option.is_rest_day_work();
        let on_date = |date: NaiveDate, minutes: i64| -> Money {
            if date >= horizon.end() || minutes == 0 {
                return Money::ZERO;
            }
            let in_force = records.iter().filter(|(terms, _)| terms.hold_on(date));
            let owed = in_force.map(|(terms, overtime)| match terms.is_holiday(date) {
                true => terms.holiday(minutes),
                false if by_itself => overtime.price(minutes),
                false => Money::ZERO,
            });
            owed.sum()
        };
        // A break moves minutes over midnight: the cheapest placement is charged, so that the bound stays one.
        let late = overnight::late_minutes(instance, places, day, option);
        let prices =
            (late.into_iter()).map(|late| on_date(date, work.minutes - late) + on_date(next, late));
        cost += prices.min().unwrap_or_default();
        cost.0
    });
}
