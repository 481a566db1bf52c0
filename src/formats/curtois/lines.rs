//! Lines of a benchmark file, and the numbers in them.

use crate::domain::Finding;

/// Largest number a file may name: an hour short of overflow everywhere.
const NUMBER_MAX: i64 = 1_000_000_000;

/// Lines that say something, with their numbers from 1: comments, blank lines and line ends are gone.
pub fn telling(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line.trim()))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

/// A finding about a line.
pub fn fault(code: &'static str, line: usize, remedy: impl Into<String>) -> Finding {
    Finding::new(code, format!("line {line}"), remedy)
}

/// One line's fields, separated by commas.
pub struct Fields<'a> {
    /// Number of the line.
    pub line: usize,
    parts: Vec<&'a str>,
}

impl<'a> Fields<'a> {
    /// Splits a line; it must have so many fields, or one more that is empty.
    pub fn split(
        line: usize,
        text: &'a str,
        meaning: &str,
        found: &mut Vec<Finding>,
    ) -> Option<Fields<'a>> {
        let parts: Vec<&str> = text.split(',').map(str::trim).collect();
        let wanted = meaning.split(", ").count();
        let spare = parts.len() == wanted + 1 && parts.last().is_some_and(|part| part.is_empty());
        if parts.len() != wanted && !spare {
            found.push(fault(
                "wrong_field_count",
                line,
                format!("expected {meaning}, but it has {} fields", parts.len()),
            ));
            return None;
        }
        Some(Fields { line, parts })
    }

    /// Text of a field.
    pub fn text(&self, position: usize) -> &'a str {
        self.parts.get(position).copied().unwrap_or("")
    }

    /// A field that is a whole number, 0 or more.
    pub fn number(&self, position: usize, name: &str, found: &mut Vec<Finding>) -> Option<i64> {
        number(self.text(position), name, self.line, found)
    }
}

/// A whole number, 0 or more.
pub fn number(text: &str, name: &str, line: usize, found: &mut Vec<Finding>) -> Option<i64> {
    // Some published files count "-0" heads.
    let text = if text == "-0" { "0" } else { text };
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let value = digits.then(|| text.parse::<i64>().ok()).flatten();
    let value = value.filter(|value| *value <= NUMBER_MAX);
    if value.is_none() {
        let shown: String = text.chars().take(40).collect();
        found.push(fault(
            "bad_number",
            line,
            format!("{name} is \"{shown}\"; give a whole number from 0 to {NUMBER_MAX}"),
        ));
    }
    value
}
