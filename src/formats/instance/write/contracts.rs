//! Contracts: the pack by its name, and the rules beyond it.

use prost_reflect::prost_types;
use prost_types::value::Kind;
use serde_json::Value;

use super::time::{minutes, open_date, small};
use crate::domain::{Contract, NationalCalendar, PayBasis};
use crate::formats::proto;
use crate::law::{Permit, RulePack, RuleRecord};

/// A contract.
pub fn contract(contract: &Contract) -> proto::Contract {
    let pack = contract.rule_pack.split(' ').next().unwrap_or("");
    let beneath = RulePack::get(pack).ok();
    let own_calendar = contract
        .calendar
        .map_or(NationalCalendar::NONE, NationalCalendar::id);
    let of_pack = (beneath.as_ref()).and_then(|pack| pack.holidays.as_deref());
    let shipped = beneath.as_ref().map_or(&[][..], |pack| &pack.records);
    let beyond = match contract.rules.strip_prefix(shipped) {
        Some(beyond) => beyond.iter().collect::<Vec<_>>(),
        // Somebody changed the order; what the pack says anyway is still left out.
        // So is what a permit turned a record of the pack into: the record that did so is written.
        None => (contract.rules.iter())
            .filter(|rule| !shipped.iter().any(|known| known.id == rule.id))
            .collect(),
    };
    proto::Contract {
        id: contract.id.clone(),
        name: contract.name.clone(),
        rule_pack: pack.to_owned(),
        rules: beyond.into_iter().filter_map(rule).collect(),
        pay: match contract.pay {
            PayBasis::Salaried => proto::PayBasis::PaySalaried,
            PayBasis::Hourly => proto::PayBasis::PayHourly,
        }
        .into(),
        weekly_norm_minutes: minutes(contract.weekly_norm),
        weekly_norm_days: small(contract.weekly_norm_days),
        day_norm_minutes: minutes(contract.day_norm),
        employment: contract.employment.clone(),
        acknowledged_rules: contract.acknowledged.clone(),
        holidays: if own_calendar == of_pack.unwrap_or(NationalCalendar::NONE) {
            String::new()
        } else {
            own_calendar.to_owned()
        },
    }
}

/// A permit.
pub fn permit(permit: &Permit) -> proto::Permit {
    proto::Permit {
        name: permit.name.clone(),
        number: permit.number.clone(),
        granted_by: permit.granted_by.clone(),
        posts: permit.posts.clone(),
        from_date: open_date(permit.from),
        // The law names the first day after, the file the last day.
        to_date: open_date(permit.to.and_then(|to| to.pred_opt())),
    }
}

/// A record as it stands in a pack file, without what it does not say.
fn rule(rule: &RuleRecord) -> Option<prost_types::Struct> {
    match serde_json::to_value(rule).ok()? {
        Value::Object(members) => Some(object(members)),
        _ => None,
    }
}

fn object(members: serde_json::Map<String, Value>) -> prost_types::Struct {
    let said = members.into_iter().filter(|(key, value)| match value {
        Value::Null => false,
        Value::Object(inside) => key == "params" || !inside.values().all(Value::is_null),
        _ => true,
    });
    prost_types::Struct {
        fields: said.map(|(key, value)| (key, free(value))).collect(),
    }
}

fn free(value: Value) -> prost_types::Value {
    let kind = match value {
        Value::Null => Kind::NullValue(0),
        Value::Bool(flag) => Kind::BoolValue(flag),
        Value::Number(number) => Kind::NumberValue(number.as_f64().unwrap_or_default()),
        Value::String(text) => Kind::StringValue(text),
        Value::Array(items) => Kind::ListValue(prost_types::ListValue {
            values: items.into_iter().map(free).collect(),
        }),
        Value::Object(members) => Kind::StructValue(object(members)),
    };
    prost_types::Value { kind: Some(kind) }
}
