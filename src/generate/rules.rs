//! Terms of employment: the rule packs of the land, and what the company adds.

use crate::domain::{Contract, ContractIx, Finding, NationalCalendar, PayBasis};
use crate::law::kinds::max_work_per_day::MaxWorkPerDay;
use crate::law::kinds::min_consecutive_days_off::MinConsecutiveDaysOff;
use crate::law::params::{Boundary, DayAttribution};
use crate::law::{RuleKind, RulePack, RuleRecord};
use crate::units::Minutes;

pub(super) const FULL_TIME: ContractIx = ContractIx(0);
pub(super) const PART_TIME: ContractIx = ContractIx(1);

/// Full time and part time, in this order.
pub(super) fn contracts() -> Result<Vec<Contract>, Vec<Finding>> {
    let full_time = contract(Terms {
        id: "full-time",
        name: "标准工时",
        pack: "cn_standard",
        company: vec![two_days_off()],
        pay: PayBasis::Salaried,
        day_norm: Minutes(480),
    });
    let part_time = contract(Terms {
        id: "part-time",
        name: "非全日制",
        pack: "cn_part_time",
        company: vec![two_days_off(), four_hours_a_day()],
        pay: PayBasis::Hourly,
        day_norm: Minutes(240),
    });
    match (full_time, part_time) {
        (Ok(full_time), Ok(part_time)) => Ok(vec![full_time, part_time]),
        (full_time, part_time) => Err([full_time, part_time]
            .into_iter()
            .filter_map(Result::err)
            .collect()),
    }
}

struct Terms {
    id: &'static str,
    name: &'static str,
    pack: &'static str,
    company: Vec<RuleRecord>,
    pay: PayBasis,
    day_norm: Minutes,
}

fn contract(terms: Terms) -> Result<Contract, Finding> {
    let pack = RulePack::get(terms.pack).map_err(|error| {
        let remedy = format!("{error}; halls are generated under this pack");
        Finding::new("unknown_pack", terms.pack, remedy)
    })?;
    let mut rules = pack.records;
    rules.extend(terms.company);
    Ok(Contract {
        id: terms.id.to_owned(),
        name: terms.name.to_owned(),
        rule_pack: format!("{} {}", pack.id, pack.in_force_from),
        regime: pack.regime,
        employment: String::new(),
        needs_permit: pack.needs_permit,
        acknowledged: Vec::new(),
        rules,
        pay: terms.pay,
        weekly_norm: Minutes(5 * terms.day_norm.0),
        weekly_norm_days: 5,
        day_norm: terms.day_norm,
        calendar: Some(NationalCalendar::China),
    })
}

/// A single day off is no rest. A sixth working day stays possible where a free stretch reaches into the next week.
fn two_days_off() -> RuleRecord {
    let rule = MinConsecutiveDaysOff {
        min: 2,
        boundary: Boundary::UseHistory,
    };
    RuleRecord::new("house.two_days_off", RuleKind::MinConsecutiveDaysOff(rule))
}

/// The law asks for four hours a day on average; the company keeps it day by day.
fn four_hours_a_day() -> RuleRecord {
    let rule = MaxWorkPerDay {
        limit_min: 240,
        attribution: DayAttribution::StartDay,
        filter: None,
        days_with_flag: None,
    };
    RuleRecord::new("house.part_time_day", RuleKind::MaxWorkPerDay(rule))
}
