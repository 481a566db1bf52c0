//! Who calls, read from the metadata of a call.
//!
//! The one place to change when signed tokens come; until then only loopback is listened on.

use tonic::metadata::MetadataMap;

use super::status::Language;
use crate::service::{Caller, Fault, Reason, Role};
use crate::units::{EmployeeId, HallId};

/// `hr`, `staff` or `planner`.
const ROLE: &str = "paiban-role";
/// The employee's id; staff must say it.
const EMPLOYEE: &str = "paiban-employee";
/// Ids of the halls looked after, with commas between.
const HALLS: &str = "paiban-halls";
/// `zh` or `en`.
const LANGUAGE: &str = "paiban-language";

/// Longest value of a field.
const LENGTH_MAX: usize = 4_096;

/// The caller, or why there is none.
pub fn caller(metadata: &MetadataMap) -> Result<Caller, Fault> {
    let role = text(metadata, ROLE)?.ok_or_else(|| Fault::new(Reason::CallerMissing, ROLE))?;
    let role = Role::named(&role).ok_or_else(|| Fault::new(Reason::CallerInvalid, ROLE))?;
    let employee = text(metadata, EMPLOYEE)?.map(EmployeeId);
    if role == Role::Staff && employee.is_none() {
        return Err(Fault::new(Reason::CallerInvalid, EMPLOYEE));
    }
    let halls = text(metadata, HALLS)?.unwrap_or_default();
    let halls = halls.split(',').map(str::trim);
    Ok(Caller {
        role,
        employee,
        halls: halls
            .filter(|hall| !hall.is_empty())
            .map(HallId::from)
            .collect(),
    })
}

/// The reader's language; English when nobody says.
pub fn language(metadata: &MetadataMap) -> Language {
    match text(metadata, LANGUAGE) {
        Ok(Some(language)) if language.starts_with("zh") => Language::Chinese,
        _ => Language::English,
    }
}

/// A field: as text, or percent-encoded where it is not ASCII.
fn text(metadata: &MetadataMap, key: &'static str) -> Result<Option<String>, Fault> {
    let Some(value) = metadata.get(key) else {
        return Ok(None);
    };
    let invalid = || Fault::new(Reason::CallerInvalid, key);
    let value = value.to_str().map_err(|_| invalid())?;
    if value.is_empty() || value.len() > LENGTH_MAX {
        return Err(invalid());
    }
    decoded(value).ok_or_else(invalid).map(Some)
}

fn decoded(value: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            let digits = std::str::from_utf8(&digits).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// A value as metadata carries it.
pub fn encoded(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_graphic() && byte != b'%' {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(fields: &[(&'static str, &str)], expected: Result<Caller, Reason>) {
        let mut metadata = MetadataMap::new();
        for (key, value) in fields {
            metadata.insert(*key, value.parse().expect("ASCII"));
        }
        assert_eq!(caller(&metadata).map_err(|fault| fault.reason), expected);
    }

    #[test]
    fn a_call_without_a_role_has_no_caller() {
        check(&[], Err(Reason::CallerMissing));
        check(&[(ROLE, "boss")], Err(Reason::CallerInvalid));
    }

    #[test]
    fn staff_say_who_they_are() {
        check(&[(ROLE, "staff")], Err(Reason::CallerInvalid));
        check(
            &[(ROLE, "staff"), (EMPLOYEE, "E03")],
            Ok(Caller::staff("E03")),
        );
    }

    #[test]
    fn names_may_be_chinese() {
        let name = encoded("员工 3%");
        check(
            &[(ROLE, "staff"), (EMPLOYEE, &name)],
            Ok(Caller::staff("员工 3%")),
        );
    }

    #[test]
    fn broken_encodings_are_refused() {
        for bad in ["%", "%4", "%zz", "%ff"] {
            let fields = [(ROLE, "staff"), (EMPLOYEE, bad)];
            check(&fields, Err(Reason::CallerInvalid));
        }
    }
}
