//! Contracts: the pack's rules, then the company's.

use prost_reflect::prost_types;
use serde_json::{Map, Number, Value};

use super::Reading;
use super::staff::each;
use super::time::minutes;
use crate::domain::{Contract, NationalCalendar, PayBasis};
use crate::formats::json::Path;
use crate::formats::proto;
use crate::law::{Permit, RulePack, RuleRecord, lay};
use crate::units::Minutes;

/// Paid working time of a full week, and its working days, where a contract names none.
const WEEKLY_NORM_DEFAULT: i32 = 2400;
const WEEKLY_DAYS_DEFAULT: i32 = 5;

/// Every contract.
pub fn contracts(
    reading: &mut Reading<'_>,
    contracts: &[proto::Contract],
    at: Path<'_>,
) -> Vec<Contract> {
    contracts
        .iter()
        .enumerate()
        .map(|(index, contract)| read_contract(reading, contract, at.index(index)))
        .collect()
}

fn read_contract(reading: &mut Reading<'_>, contract: &proto::Contract, at: Path<'_>) -> Contract {
    let pack = pack(reading, &contract.rule_pack, at.key("rule_pack"));
    let list = at.key("rules");
    let own: Vec<RuleRecord> = (contract.rules.iter().enumerate())
        .filter_map(|(index, record)| rule(reading, record, list.index(index)))
        .collect();
    let beneath = pack.as_ref().map_or(&[][..], |pack| &pack.records);
    let (rules, refused) = lay(beneath, &own);
    for fault in refused {
        reading.fault(
            fault.code,
            list,
            format!("{}: {}", fault.subject, fault.remedy),
        );
    }
    let or = |number: i32, default: i32| if number == 0 { default } else { number };
    let weekly_norm = minutes(or(contract.weekly_norm_minutes, WEEKLY_NORM_DEFAULT));
    let weekly_norm_days = i64::from(or(contract.weekly_norm_days, WEEKLY_DAYS_DEFAULT));
    Contract {
        id: contract.id.clone(),
        name: contract.name.clone(),
        regime: pack
            .as_ref()
            .map(|pack| pack.regime.clone())
            .unwrap_or_default(),
        employment: contract.employment.clone(),
        needs_permit: pack.as_ref().and_then(|pack| pack.needs_permit.clone()),
        acknowledged: contract.acknowledged_rules.clone(),
        rule_pack: pack.as_ref().map(label).unwrap_or_default(),
        rules,
        pay: match contract.pay() {
            proto::PayBasis::PayUnspecified | proto::PayBasis::PaySalaried => PayBasis::Salaried,
            proto::PayBasis::PayHourly => PayBasis::Hourly,
        },
        weekly_norm,
        weekly_norm_days,
        day_norm: match contract.day_norm_minutes {
            0 => Minutes(weekly_norm.0 / weekly_norm_days),
            number => minutes(number),
        },
        calendar: calendar(reading, contract, pack.as_ref(), at.key("holidays")),
    }
}

/// The calendar that the contract names, else that of its pack.
fn calendar(
    reading: &mut Reading<'_>,
    contract: &proto::Contract,
    pack: Option<&RulePack>,
    at: Path<'_>,
) -> Option<NationalCalendar> {
    if contract.holidays == NationalCalendar::NONE {
        return None;
    }
    if contract.holidays.is_empty() {
        return NationalCalendar::named(pack?.holidays.as_deref()?);
    }
    let named = NationalCalendar::named(&contract.holidays);
    if named.is_none() {
        let known: Vec<&str> = NationalCalendar::names().collect();
        reading.fault(
            "unknown_holidays",
            at,
            format!(
                "no holidays of \"{}\" are held; there are: {}, and {}",
                contract.holidays,
                known.join(", "),
                NationalCalendar::NONE
            ),
        );
    }
    named
}

/// The pack of that name, if one is named.
fn pack(reading: &mut Reading<'_>, id: &str, at: Path<'_>) -> Option<RulePack> {
    if id.is_empty() {
        return None;
    }
    match RulePack::get(id) {
        Ok(pack) => Some(pack),
        Err(error) => {
            reading.fault(
                "unknown_pack",
                at,
                format!("{error}; see `paiban law list`"),
            );
            None
        }
    }
}

/// Every permit.
pub fn permits(reading: &mut Reading<'_>, permits: &[proto::Permit], at: Path<'_>) -> Vec<Permit> {
    each(permits, at, |permit, at| {
        let from = reading.open_date(&permit.from_date, at.key("from_date"));
        let to = reading.open_date(&permit.to_date, at.key("to_date"));
        Some(Permit {
            name: permit.name.clone(),
            number: permit.number.clone(),
            granted_by: permit.granted_by.clone(),
            posts: permit.posts.clone(),
            from: from?,
            // The file names the last day, the law the first day after.
            to: to?.and_then(|last| last.succ_opt()),
        })
    })
}

/// A pack with its version: `cn_standard 2025-01-01`.
pub fn label(pack: &RulePack) -> String {
    format!("{} {}", pack.id, pack.in_force_from)
}

fn rule(
    reading: &mut Reading<'_>,
    record: &prost_types::Struct,
    at: Path<'_>,
) -> Option<RuleRecord> {
    let value = object(record);
    match RuleRecord::from_value(value) {
        Ok(rule) => Some(rule),
        Err(error) => {
            reading.fault(
                "bad_rule",
                at,
                format!("{error}; write it as a record of a rule pack"),
            );
            None
        }
    }
}

fn object(record: &prost_types::Struct) -> Value {
    let members = record
        .fields
        .iter()
        .map(|(key, value)| (key.clone(), json(value)));
    Value::Object(members.collect::<Map<_, _>>())
}

/// Free-form JSON carries every number as a double; whole ones are turned back into integers.
fn json(value: &prost_types::Value) -> Value {
    use prost_types::value::Kind;
    match &value.kind {
        None | Some(Kind::NullValue(_)) => Value::Null,
        Some(Kind::BoolValue(flag)) => Value::Bool(*flag),
        Some(Kind::StringValue(text)) => Value::String(text.clone()),
        Some(Kind::NumberValue(number)) => {
            if number.fract() == 0.0 && number.abs() < 9e15 {
                Value::from(*number as i64)
            } else {
                Number::from_f64(*number).map_or(Value::Null, Value::Number)
            }
        }
        Some(Kind::ListValue(list)) => Value::Array(list.values.iter().map(json).collect()),
        Some(Kind::StructValue(record)) => object(record),
    }
}
