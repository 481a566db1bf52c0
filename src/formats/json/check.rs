//! A JSON value held against the description of a message: all that does not fit, with its path.

use std::collections::HashMap;

use prost_reflect::{FieldDescriptor, Kind, MessageDescriptor, OneofDescriptor};
use serde_json::Value;

use super::{FINDINGS_MAX, Path, nearest, scalar};
use crate::domain::Finding;

/// Deepest nesting; the messages need six levels, and rule records a few more.
const DEPTH_MAX: usize = 24;

/// Checks a whole file.
pub fn message(descriptor: &MessageDescriptor, value: &Value, found: &mut Vec<Finding>) {
    check_message(descriptor, value, Path::ROOT, 0, found);
}

fn check_message(
    descriptor: &MessageDescriptor,
    value: &Value,
    path: Path<'_>,
    depth: usize,
    found: &mut Vec<Finding>,
) {
    let Value::Object(map) = value else {
        return wrong_type(
            path,
            &format!("an object ({})", descriptor.name()),
            value,
            found,
        );
    };
    if depth > DEPTH_MAX {
        return too_deep(path, found);
    }
    if descriptor.full_name() == "google.protobuf.Struct" {
        return free_form(value, path, depth, found);
    }
    let mut named: HashMap<u32, &str> = HashMap::new();
    let mut chosen: HashMap<String, &str> = HashMap::new();
    for (key, member) in map {
        if found.len() > FINDINGS_MAX {
            return;
        }
        let here = path.key(key);
        let Some(field) = field(descriptor, key) else {
            unknown(descriptor, key, here, found);
            continue;
        };
        if let Some(other) = named.insert(field.number(), key) {
            found.push(Finding::new(
                "duplicate_field",
                here,
                format!("it is the same field as `{other}`; keep one"),
            ));
        }
        if let Some(oneof) = field.containing_oneof().filter(|_| !member.is_null()) {
            one_of(&oneof, key, here, &mut chosen, found);
        }
        check_field(&field, member, here, depth, found);
    }
}

fn field(descriptor: &MessageDescriptor, key: &str) -> Option<FieldDescriptor> {
    descriptor
        .get_field_by_name(key)
        .or_else(|| descriptor.get_field_by_json_name(key))
}

fn check_field(
    field: &FieldDescriptor,
    value: &Value,
    path: Path<'_>,
    depth: usize,
    found: &mut Vec<Finding>,
) {
    // Null stands for "not given", except inside a list.
    if value.is_null() {
        return;
    }
    if !field.is_list() {
        return check_value(&field.kind(), value, path, depth, found);
    }
    let Value::Array(items) = value else {
        return wrong_type(path, "a list", value, found);
    };
    for (index, item) in items.iter().enumerate() {
        if found.len() > FINDINGS_MAX {
            return;
        }
        check_value(&field.kind(), item, path.index(index), depth, found);
    }
}

fn check_value(kind: &Kind, value: &Value, path: Path<'_>, depth: usize, found: &mut Vec<Finding>) {
    match kind {
        Kind::Message(descriptor) => check_message(descriptor, value, path, depth + 1, found),
        Kind::Enum(names) => {
            let known: Vec<String> = names
                .values()
                .map(|value| value.name().to_owned())
                .filter(|name| !name.ends_with("_UNSPECIFIED"))
                .collect();
            let holds = match value {
                Value::String(name) => names.get_value_by_name(name).is_some(),
                Value::Number(number) => number
                    .as_i64()
                    .and_then(|number| i32::try_from(number).ok())
                    .is_some_and(|number| names.get_value(number).is_some()),
                _ => false,
            };
            if !holds {
                found.push(Finding::new(
                    "unknown_value",
                    path,
                    format!(
                        "{} is not one of {}",
                        scalar::shown(value),
                        known.join(", ")
                    ),
                ));
            }
        }
        _ => {
            if let Err(fault) = scalar::check(kind, value) {
                match fault {
                    scalar::Fault::Type(expected) => wrong_type(path, expected, value, found),
                    scalar::Fault::Range(expected) => found.push(Finding::new(
                        "number_out_of_range",
                        path,
                        format!(
                            "{} is out of range; expected {expected}",
                            scalar::shown(value)
                        ),
                    )),
                }
            }
        }
    }
}

/// A rule record: any JSON, as long as it is not a maze.
fn free_form(value: &Value, path: Path<'_>, depth: usize, found: &mut Vec<Finding>) {
    if depth > DEPTH_MAX {
        return too_deep(path, found);
    }
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                free_form(item, path.index(index), depth + 1, found);
            }
        }
        Value::Object(map) => {
            for (key, member) in map {
                free_form(member, path.key(key), depth + 1, found);
            }
        }
        _ => {}
    }
}

fn one_of<'a>(
    oneof: &OneofDescriptor,
    key: &'a str,
    path: Path<'_>,
    chosen: &mut HashMap<String, &'a str>,
    found: &mut Vec<Finding>,
) {
    if let Some(other) = chosen.insert(oneof.name().to_owned(), key) {
        found.push(Finding::new(
            "only_one",
            path,
            format!("`{other}` is given too; keep one of the two"),
        ));
    }
}

fn unknown(descriptor: &MessageDescriptor, key: &str, path: Path<'_>, found: &mut Vec<Finding>) {
    let names: Vec<String> = descriptor
        .fields()
        .map(|field| field.name().to_owned())
        .collect();
    let remedy = match nearest(key, names.iter().map(String::as_str)) {
        Some(name) => format!("there is no such field; did you mean `{name}`?"),
        None => format!("there is no such field; there are: {}", names.join(", ")),
    };
    found.push(Finding::new("unknown_field", path, remedy));
}

fn too_deep(path: Path<'_>, found: &mut Vec<Finding>) {
    found.push(Finding::new(
        "too_deep",
        path,
        format!("objects are nested deeper than {DEPTH_MAX} levels; no field needs that"),
    ));
}

fn wrong_type(path: Path<'_>, expected: &str, value: &Value, found: &mut Vec<Finding>) {
    found.push(Finding::new(
        "wrong_type",
        path,
        format!("expected {expected}, not {}", scalar::shown(value)),
    ));
}
