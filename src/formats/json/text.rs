//! Text to JSON value: size, encoding, syntax, and keys that stand twice.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::{FINDINGS_MAX, Path};
use crate::domain::Finding;

/// Largest file that is read, in bytes.
pub const BYTES_MAX: usize = 32 * 1024 * 1024;

/// The text of a file.
pub fn utf8(bytes: &[u8]) -> Result<&str, Finding> {
    // Measured before the text is looked at, since a wrong file is often a large one.
    small_enough(bytes.len())?;
    let text = std::str::from_utf8(bytes).map_err(|error| {
        Finding::new(
            "not_utf8",
            "the file",
            format!(
                "the byte at position {} is not UTF-8; save the file as UTF-8 text",
                error.valid_up_to()
            ),
        )
    })?;
    // Spreadsheets and editors like to put a byte order mark in front.
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Reads JSON text; keys that stand twice in one object come back as findings beside the value.
pub fn parse(text: &str) -> Result<(Value, Vec<Finding>), Finding> {
    let text = utf8(text.as_bytes())?;
    let found = RefCell::new(Vec::new());
    let root = Node {
        path: Path::ROOT,
        found: &found,
    };
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = root
        .deserialize(&mut reader)
        .and_then(|value| reader.end().map(|()| value))
        .map_err(|error| {
            Finding::new(
                "not_json",
                format!("line {} column {}", error.line(), error.column()),
                format!(
                    "the file is not JSON here ({}); correct it, or write the file anew",
                    cause(&error)
                ),
            )
        })?;
    Ok((value, found.into_inner()))
}

fn small_enough(length: usize) -> Result<(), Finding> {
    if length <= BYTES_MAX {
        return Ok(());
    }
    Err(Finding::new(
        "file_too_large",
        "the file",
        format!("it has {length} bytes; at most {BYTES_MAX} are read, so split it by hall or week"),
    ))
}

/// What the parser says, without the place, which the subject names already.
fn cause(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let cut = text.rfind(" at line ").unwrap_or(text.len());
    text[..cut].to_owned()
}

/// A place in the file whose value is about to be read.
struct Node<'a> {
    path: Path<'a>,
    found: &'a RefCell<Vec<Finding>>,
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        loop {
            let node = Node {
                path: self.path.index(list.len()),
                found: self.found,
            };
            match items.next_element_seed(node)? {
                Some(item) => list.push(item),
                None => return Ok(Value::Array(list)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let path = self.path.key(&key);
            let node = Node {
                path,
                found: self.found,
            };
            let value = entries.next_value_seed(node)?;
            let mut found = self.found.borrow_mut();
            if map.contains_key(&key) && found.len() < FINDINGS_MAX {
                found.push(Finding::new(
                    "duplicate_key",
                    path,
                    "the key stands twice in one object; keep one",
                ));
            }
            map.insert(key, value);
        }
        Ok(Value::Object(map))
    }
}
