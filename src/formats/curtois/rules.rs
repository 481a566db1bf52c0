//! Limits of people as contracts with rules that law and optimiser both understand.

use std::collections::HashMap;

use super::tables::{Benchmark, Limits};
use crate::domain::{Contract, ContractIx, PayBasis};
use crate::law::kinds::forbidden_succession::ForbiddenSuccession;
use crate::law::kinds::max_consecutive_work_days::MaxConsecutiveWorkDays;
use crate::law::kinds::max_shifts_of_type::MaxShiftsOfType;
use crate::law::kinds::max_weekends::MaxWeekends;
use crate::law::kinds::max_work_per_window::MaxWorkPerWindow;
use crate::law::kinds::min_consecutive_days_off::MinConsecutiveDaysOff;
use crate::law::kinds::min_consecutive_work_days::MinConsecutiveWorkDays;
use crate::law::kinds::min_work_per_window::MinWorkPerWindow;
use crate::law::params::{Boundary, DayFlag, Window, WorkAttribution};
use crate::law::{DayOfWeek, RuleKind, RuleRecord};
use crate::units::Minutes;

/// One contract for each distinct set of limits, and each person's.
pub fn contracts(benchmark: &Benchmark) -> (Vec<Contract>, Vec<ContractIx>) {
    let mut contracts = Vec::new();
    let mut known: HashMap<&Limits, ContractIx> = HashMap::new();
    let contract_of = benchmark.staff.iter().map(|person| {
        *known.entry(&person.limits).or_insert_with(|| {
            let id = format!("limits-{}", contracts.len() + 1);
            contracts.push(Contract {
                name: id.clone(),
                id,
                regime: String::new(),
                employment: String::new(),
                needs_permit: None,
                acknowledged: Vec::new(),
                rule_pack: String::new(),
                rules: rules(benchmark, &person.limits),
                pay: PayBasis::Salaried,
                weekly_norm: Minutes::ZERO,
                weekly_norm_days: 0,
                day_norm: Minutes::ZERO,
                calendar: None,
            });
            ContractIx(contracts.len() - 1)
        })
    });
    let contract_of = contract_of.collect();
    (contracts, contract_of)
}

/// The rules of one set of limits; a limit that cannot bind becomes none.
fn rules(benchmark: &Benchmark, limits: &Limits) -> Vec<RuleRecord> {
    let window = Window::Horizon {};
    let attribution = WorkAttribution::StartDay;
    let boundary = Boundary::AssumeSatisfied;
    let days = benchmark.days as i64;
    let mut rules = vec![RuleRecord::new(
        "max_minutes",
        RuleKind::MaxWorkPerWindow(MaxWorkPerWindow {
            limit_min: limits.minutes_max,
            window,
            attribution,
            filter: None,
            premium_pct: None,
        }),
    )];
    if limits.minutes_min > 0 {
        let kind = RuleKind::MinWorkPerWindow(MinWorkPerWindow {
            limit_min: limits.minutes_min,
            window,
            attribution,
        });
        rules.push(RuleRecord::new("min_minutes", kind));
    }
    for (shift, limit) in limits.shifts_max.iter().filter(|(_, limit)| *limit < days) {
        let id = &benchmark.shifts[*shift].id;
        let kind = RuleKind::MaxShiftsOfType(MaxShiftsOfType {
            shift_type: Some(id.clone()),
            limit: *limit,
            window,
        });
        rules.push(RuleRecord::new(format!("max_shifts.{id}"), kind));
    }
    if limits.run_max < days {
        let kind = RuleKind::MaxConsecutiveWorkDays(MaxConsecutiveWorkDays {
            limit: limits.run_max,
            day_flag: DayFlag::StartDay,
        });
        rules.push(RuleRecord::new("max_run", kind));
    }
    if limits.run_min > 1 {
        let kind = RuleKind::MinConsecutiveWorkDays(MinConsecutiveWorkDays {
            min: limits.run_min,
            boundary,
        });
        rules.push(RuleRecord::new("min_run", kind));
    }
    if limits.off_min > 1 {
        let kind = RuleKind::MinConsecutiveDaysOff(MinConsecutiveDaysOff {
            min: limits.off_min,
            boundary,
        });
        rules.push(RuleRecord::new("min_days_off", kind));
    }
    let kind = RuleKind::MaxWeekends(MaxWeekends {
        limit: limits.weekends_max,
        days: vec![DayOfWeek::Saturday, DayOfWeek::Sunday],
    });
    rules.push(RuleRecord::new("max_weekends", kind));
    let pairs = succession(benchmark);
    if !pairs.is_empty() {
        let kind = RuleKind::ForbiddenSuccession(ForbiddenSuccession { pairs });
        rules.push(RuleRecord::new("succession", kind));
    }
    rules
}

fn succession(benchmark: &Benchmark) -> Vec<(String, String)> {
    let id = |shift: usize| benchmark.shifts[shift].id.clone();
    (benchmark.shifts.iter())
        .flat_map(|shift| {
            (shift.cannot_precede.iter()).map(move |later| (shift.id.clone(), id(*later)))
        })
        .collect()
}
