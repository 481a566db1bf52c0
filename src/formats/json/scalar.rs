//! Single values: which JSON fits which kind of field.

use prost_reflect::Kind;
use serde_json::Value;

/// Why a value does not fit, with what was expected.
pub enum Fault {
    /// It is of another type.
    Type(&'static str),
    /// It is a number beyond what the field holds.
    Range(&'static str),
}

/// Whether a value fits a field that holds neither a message nor an enum.
pub fn check(kind: &Kind, value: &Value) -> Result<(), Fault> {
    match kind {
        Kind::Bool => match value {
            Value::Bool(_) => Ok(()),
            _ => Err(Fault::Type("true or false")),
        },
        Kind::String | Kind::Bytes => match value {
            Value::String(_) => Ok(()),
            _ => Err(Fault::Type("text in quotes")),
        },
        Kind::Double | Kind::Float => real(value),
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => integer(
            value,
            (i32::MIN.into(), i32::MAX.into()),
            "a whole number between -2147483648 and 2147483647",
        ),
        Kind::Uint32 | Kind::Fixed32 => integer(
            value,
            (0, u32::MAX.into()),
            "a whole number between 0 and 4294967295",
        ),
        Kind::Uint64 | Kind::Fixed64 => integer(
            value,
            (0, u64::MAX.into()),
            "a whole number between 0 and 18446744073709551615",
        ),
        _ => integer(
            value,
            (i64::MIN.into(), i64::MAX.into()),
            "a whole number between -9223372036854775808 and 9223372036854775807",
        ),
    }
}

fn integer(
    value: &Value,
    (least, most): (i128, i128),
    expected: &'static str,
) -> Result<(), Fault> {
    let number = match value {
        Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(whole), _, _) => i128::from(whole),
            (_, Some(whole), _) => i128::from(whole),
            // 7.0 is a whole number; beyond 2^53 a decimal no longer says which one is meant.
            (_, _, Some(real)) if real.fract() == 0.0 && real.abs() < 9e15 => real as i128,
            (_, _, Some(real)) if real.abs() >= 9e15 => return Err(Fault::Range(expected)),
            _ => return Err(Fault::Type(expected)),
        },
        Value::String(text) => {
            let digits = text.strip_prefix('-').unwrap_or(text);
            if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(Fault::Type(expected));
            }
            text.parse().map_err(|_| Fault::Range(expected))?
        }
        _ => return Err(Fault::Type(expected)),
    };
    if (least..=most).contains(&number) {
        Ok(())
    } else {
        Err(Fault::Range(expected))
    }
}

fn real(value: &Value) -> Result<(), Fault> {
    let expected = "a number such as 12.5";
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.parse::<f64>().ok(),
        _ => return Err(Fault::Type(expected)),
    };
    match number {
        Some(number) if number.is_finite() => Ok(()),
        Some(_) => Err(Fault::Range("a finite number")),
        None => Err(Fault::Type(expected)),
    }
}

/// A value as a finding shows it, shortened.
pub fn shown(value: &Value) -> String {
    let short = |text: &str| -> String {
        let mut letters = text.chars();
        let head: String = letters.by_ref().take(40).collect();
        match letters.next() {
            Some(_) => format!("\"{head}...\""),
            None => format!("\"{head}\""),
        }
    };
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => short(text),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use prost_reflect::Kind;
    use serde_json::json;

    #[test]
    fn integers_may_be_numbers_or_strings_but_not_fractions() {
        for good in [json!(7), json!(-7), json!("7"), json!("-7"), json!(7.0)] {
            assert!(check(&Kind::Int32, &good).is_ok(), "{good}");
        }
        let bad = [
            json!(7.5),
            json!("7.5"),
            json!(""),
            json!("+7"),
            json!("seven"),
            json!(true),
            json!(3_000_000_000_i64),
            json!("99999999999999999999999999999999999999999999"),
            json!(1e300),
        ];
        for bad in bad {
            assert!(check(&Kind::Int32, &bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_number_that_is_none_is_refused() {
        for bad in ["NaN", "Infinity", "-inf", "1e999", "x", ""] {
            assert!(check(&Kind::Double, &json!(bad)).is_err(), "{bad}");
        }
        assert!(check(&Kind::Double, &json!("1.5")).is_ok());
    }
}
