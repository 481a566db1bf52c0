//! Contracts: the pack's rules, then the company's.

use prost_reflect::prost_types;
use serde_json::{Map, Number, Value};

use super::Reading;
use super::time::minutes;
use crate::domain::{Contract, NationalCalendar, PayBasis};
use crate::formats::json::Path;
use crate::formats::proto;
use crate::law::{RulePack, RuleRecord};
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
    let (rule_pack, mut rules) = pack(reading, &contract.rule_pack, at.key("rule_pack"));
    let list = at.key("rules");
    for (index, record) in contract.rules.iter().enumerate() {
        rules.extend(rule(reading, record, list.index(index)));
    }
    let or = |number: i32, default: i32| if number == 0 { default } else { number };
    let weekly_norm = minutes(or(contract.weekly_norm_minutes, WEEKLY_NORM_DEFAULT));
    let weekly_norm_days = i64::from(or(contract.weekly_norm_days, WEEKLY_DAYS_DEFAULT));
    Contract {
        id: contract.id.clone(),
        name: contract.name.clone(),
        regime: crate::law::RulePack::get(&contract.rule_pack)
            .map_or_else(|_| String::new(), |pack| pack.regime),
        rule_pack,
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
        calendar: contract
            .rule_pack
            .starts_with("cn_")
            .then_some(NationalCalendar::China),
    }
}

/// A pack's label and rules.
fn pack(reading: &mut Reading<'_>, id: &str, at: Path<'_>) -> (String, Vec<RuleRecord>) {
    if id.is_empty() {
        return (String::new(), Vec::new());
    }
    match RulePack::get(id) {
        Ok(pack) => (label(&pack), pack.records),
        Err(error) => {
            reading.fault(
                "unknown_pack",
                at,
                format!("{error}; see `paiban law list`"),
            );
            (String::new(), Vec::new())
        }
    }
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
