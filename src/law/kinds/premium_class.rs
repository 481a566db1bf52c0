//! `premium_class`.

use crate::law::check::ParamFaults;
use crate::law::days::Day;
use crate::law::judge::{Judge, on};
use crate::law::primitives::day_minutes::{DayMinutes, work_on};
use crate::law::primitives::overtime::{DayClass, Excess, day_class};
use crate::law::primitives::premium_tiers::{Overtime, tiered, worked_seventh};
use serde::{Deserialize, Serialize};

pub use crate::law::primitives::premium_tiers::{PremiumTier, SeventhDay, TierPer};

use crate::law::params::NormalHours;
use crate::law::{DayCalendar, DayOfWeek, PremiumClass};

/// Which minutes are paid at which factor; never broken.
///
/// Work is split at local midnight. On a statutory holiday all of it is paid at that factor, even
/// if given back; on a rest day all of it at that factor unless the class may be given back and the
/// shift is; on an ordinary day what exceeds the daily norm, and once a week, on its last day, what
/// the ordinary days' work up to the daily norm adds up to beyond the weekly norm. Overtime far
/// above the norm, and a seventh day worked in a week, may have factors of their own
/// ([`PremiumTier`], [`SeventhDay`]), never lower ones. A holiday without a factor is the day it would be without the holiday: its overtime
/// stays overtime. Under `comprehensive` and `flexible` hours only the holiday is owed. Labour Law Art. 44, 劳部发\[1995\]309号
/// item 62.
///
/// Each record is owed by itself: one that is laid over another without replacing it comes on top, so that an overlay
/// can only raise what is paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PremiumClasses {
    /// Which hours are owed at all.
    pub regime: PayRegime,
    /// Above which hours work is overtime.
    #[serde(default)]
    pub normal: NormalHours,
    /// First day of a week.
    #[serde(default)]
    pub week_start: DayOfWeek,
    /// Percent of the wage, by class.
    pub factors_pct: PremiumFactors,
    /// Classes that may be given back instead.
    #[serde(default)]
    pub substitutable: Vec<PremiumClass>,
    /// Higher factors for overtime far above the norm.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tiers: Vec<PremiumTier>,
    /// Factors of the seventh day worked in one week; none: a day like any other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seventh_day: Option<SeventhDay>,
}

/// Which hours are owed a premium.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayRegime {
    /// All three classes.
    Standard,
    /// Holidays only: a rest day is ordinary, and overtime is settled over the period.
    Comprehensive,
    /// Holidays only, where the place has a factor for them.
    Flexible,
}

/// Percent of the wage by class; a class without a factor is not owed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PremiumFactors {
    /// For hours above the norm on ordinary days.
    pub workday_overtime: Option<i64>,
    /// For hours on a rest day.
    pub rest_day: Option<i64>,
    /// For hours on a statutory holiday.
    pub statutory_holiday: Option<i64>,
}

/// Minutes of the few days that are not ordinary.
#[derive(Default)]
struct FewDays(Vec<(Day, i64)>);

impl FewDays {
    fn add(&mut self, day: Day, minutes: i64) {
        match self.0.iter_mut().rev().find(|known| known.0 == day) {
            Some((_, sum)) => *sum = sum.saturating_add(minutes),
            None => self.0.push((day, minutes)),
        }
    }

    fn in_order(mut self) -> Vec<(Day, i64)> {
        self.0.sort_unstable();
        self.0
    }
}

impl PremiumClasses {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.normal(self.normal);
        let factors = &self.factors_pct;
        for (field, factor) in [
            ("factors_pct.workday_overtime", factors.workday_overtime),
            ("factors_pct.rest_day", factors.rest_day),
            ("factors_pct.statutory_holiday", factors.statutory_holiday),
        ] {
            if let Some(factor) = factor {
                faults.positive(field, factor);
            }
        }
        for tier in &self.tiers {
            faults.not_negative("tiers.over_min", tier.over_min);
            faults.positive("tiers.factor_pct", tier.factor_pct);
        }
        if let Some(seventh) = &self.seventh_day {
            faults.not_negative("seventh_day.over_min", seventh.over_min);
            faults.positive("seventh_day.factor_pct", seventh.factor_pct);
            faults.positive("seventh_day.over_factor_pct", seventh.over_factor_pct);
        }
        let overtime = factors.workday_overtime.unwrap_or(0);
        let tiers = self.tiers.iter().map(|tier| ("tiers", tier.factor_pct));
        let seventh = self.seventh_day.iter().flat_map(|seventh| {
            [seventh.factor_pct, seventh.over_factor_pct].map(|factor| ("seventh_day", factor))
        });
        for (field, _) in tiers
            .chain(seventh)
            .filter(|(_, factor)| *factor < overtime)
        {
            faults.add(
                "lower_tier",
                field,
                "let the factor be at least `factors_pct.workday_overtime`, in whose place it stands",
            );
        }
        if factors == &PremiumFactors::default() {
            faults.add(
                "empty_list",
                "factors_pct",
                "give a factor for at least one class",
            );
        }
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let (time, days) = (judge.time, judge.days());
        let end = time.end.plus(7);
        let mut ordinary = DayMinutes::none(time.first, end);
        let (mut rest, mut holiday) = (FewDays::default(), FewDays::default());
        let given_back = |class| self.substitutable.contains(&class);
        for item in time.items.iter() {
            for day in item.day.until(item.last_day.next()) {
                let class = if day == item.day {
                    item.class
                } else {
                    day_class(time.case.calendar, day)
                };
                let class = self.class_of(class, time.case.calendar, day);
                let minutes = work_on(item, day, days);
                match class {
                    DayClass::StatutoryHoliday => {
                        if !(item.shift.compensated && given_back(PremiumClass::StatutoryHoliday)) {
                            holiday.add(day, minutes);
                        }
                    }
                    DayClass::RestDay => {
                        if !(item.shift.compensated && given_back(PremiumClass::RestDay)) {
                            rest.add(day, minutes);
                        }
                    }
                    DayClass::Workday => ordinary.add(day, minutes),
                }
            }
        }
        let factors = self.factors_pct;
        if let (PayRegime::Standard, Some(factor_pct)) = (self.regime, factors.workday_overtime) {
            let seventh = match self.seventh_day {
                Some(_) => worked_seventh(&mut ordinary, self.week_start),
                None => Vec::new(),
            };
            let mut excess = DayMinutes::none(time.first, end);
            let mut beyond = Excess::beyond(self.normal, self.week_start);
            for (day, minutes) in ordinary.days().filter(|(_, minutes)| *minutes > 0) {
                beyond.add(day, minutes, &mut excess);
            }
            beyond.close(&mut excess);
            let overtime = Overtime {
                ordinary: &ordinary,
                excess: &excess,
                seventh: &seventh,
                factor_pct,
            };
            for (day, minutes, factor) in tiered(judge, &self.tiers, self.seventh_day, &overtime) {
                if days.in_horizon(day) && judge.applies_on(day) {
                    judge.premium(PremiumClass::WorkdayOvertime, minutes, factor, &on(day));
                }
            }
        }
        for (class, minutes, factor) in [
            (PremiumClass::RestDay, rest, factors.rest_day),
            (
                PremiumClass::StatutoryHoliday,
                holiday,
                factors.statutory_holiday,
            ),
        ] {
            let Some(factor) = factor else { continue };
            for (day, minutes) in minutes.in_order() {
                if minutes > 0 && days.in_horizon(day) && judge.applies_on(day) {
                    judge.premium(class, minutes, factor, &on(day));
                }
            }
        }
    }

    /// What a day is for pay: a holiday without a factor is what it would be without the holiday.
    fn class_of(&self, class: DayClass, calendar: &DayCalendar, day: Day) -> DayClass {
        let class = match (class, self.factors_pct.statutory_holiday) {
            (DayClass::StatutoryHoliday, None) if calendar.rest_days.contains(&day.date()) => {
                DayClass::RestDay
            }
            (DayClass::StatutoryHoliday, None) => DayClass::Workday,
            (class, _) => class,
        };
        match (class, self.regime) {
            (DayClass::RestDay, PayRegime::Comprehensive | PayRegime::Flexible) => {
                DayClass::Workday
            }
            (class, _) => class,
        }
    }
}
