//! From the value of an instance's file to rows of cells.

use serde_json::Value;

use super::catalogue::{SETTINGS, VALUES, sheets};
use super::list;
use super::table::{Column, Kind, Sheet, Word};
use super::value::WEEKDAYS;

/// What is written into a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum OutCell {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A number, in the digits it is to have.
    Number(String),
    /// A day, as `2026-03-02`.
    Day(String),
}

impl OutCell {
    /// As it stands in a CSV file.
    pub fn text(&self) -> &str {
        match self {
            OutCell::Empty => "",
            OutCell::Text(text) | OutCell::Number(text) | OutCell::Day(text) => text,
        }
    }
}

/// A sheet with the rows that an instance has for it.
pub struct OutSheet {
    /// Which sheet.
    pub sheet: &'static Sheet,
    /// Its rows, a cell for each column.
    pub rows: Vec<Vec<OutCell>>,
}

/// Every sheet that the file of an instance fills, the settings first.
pub fn filled(root: &Value) -> Vec<OutSheet> {
    let settings = OutSheet {
        sheet: &SETTINGS,
        rows: settings(root),
    };
    let rest = sheets().map(|sheet| {
        let mut rows = Vec::new();
        entries(sheet, 0, root, &mut Vec::new(), &mut rows);
        OutSheet { sheet, rows }
    });
    std::iter::once(settings)
        .chain(rest)
        .filter(|sheet| !sheet.rows.is_empty())
        .collect()
}

fn settings(root: &Value) -> Vec<Vec<OutCell>> {
    let row = |setting: &Column| {
        let value = at(root, setting.field)?;
        Some(vec![
            OutCell::Text(setting.title()),
            cell(setting.kind, value),
        ])
    };
    VALUES.iter().filter_map(row).collect()
}

/// The entries below `home`, with the identifiers of what they lie in.
fn entries(
    sheet: &'static Sheet,
    step: usize,
    home: &Value,
    parents: &mut Vec<OutCell>,
    rows: &mut Vec<Vec<OutCell>>,
) {
    let Some(Value::Array(list)) = at(home, sheet.path[step]) else {
        return;
    };
    for entry in list {
        if step + 1 == sheet.path.len() {
            let mut row = parents.clone();
            let own = sheet.columns[sheet.parents()..].iter();
            row.extend(own.map(|column| field(column, entry)));
            rows.push(row);
        } else {
            let id = entry.get("id").and_then(Value::as_str).unwrap_or_default();
            parents.push(OutCell::Text(id.to_owned()));
            entries(sheet, step + 1, entry, parents, rows);
            parents.pop();
        }
    }
}

/// A value some steps below an object.
fn at<'a>(value: &'a Value, field: &str) -> Option<&'a Value> {
    field
        .split('.')
        .try_fold(value, |value, step| value.get(step))
}

fn field(column: &Column, entry: &Value) -> OutCell {
    if matches!(column.kind, Kind::Record) {
        return OutCell::Text(entry.to_string());
    }
    if let Some(value) = at(entry, column.field) {
        return cell(column.kind, value);
    }
    // Files leave a zero out. Where a row must say it, or a wait target is at most no minutes, it is written.
    let target = column.field.strip_suffix("share_within.minutes");
    let target = target.is_some_and(|home| at(entry, &format!("{home}share_within")).is_some());
    let said = column.needed || target;
    match column.kind {
        Kind::Whole | Kind::Minutes | Kind::Number if said => OutCell::Number("0".to_owned()),
        _ => OutCell::Empty,
    }
}

fn cell(kind: Kind, value: &Value) -> OutCell {
    let text = value.as_str().unwrap_or_default();
    let texts = || {
        value
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
    };
    match kind {
        Kind::Id | Kind::Text | Kind::Ref(_) | Kind::Time => OutCell::Text(text.to_owned()),
        Kind::Date => OutCell::Day(text.to_owned()),
        Kind::Texts | Kind::Refs(_) | Kind::Dates => OutCell::Text(list::join(texts())),
        Kind::Minutes | Kind::Whole | Kind::Number | Kind::Share => OutCell::Number(
            value
                .as_f64()
                .map_or(String::new(), |number| format!("{number}")),
        ),
        Kind::Money => OutCell::Number(amount(value.as_i64().unwrap_or_default())),
        Kind::Flag => OutCell::Text(if value == true { "yes 是" } else { "no 否" }.to_owned()),
        Kind::Weekdays => {
            let names = texts().map(|day| {
                let known = WEEKDAYS.iter().find(|(name, _, _)| *name == day);
                known.map_or(day.to_owned(), |(_, en, zh)| format!("{en} {zh}"))
            });
            let names: Vec<String> = names.collect();
            OutCell::Text(list::join(names.iter().map(String::as_str)))
        }
        Kind::Word(words) => OutCell::Text(word(words, text)),
        Kind::Words(words) => {
            let names: Vec<String> = texts().map(|text| word(words, text)).collect();
            OutCell::Text(list::join(names.iter().map(String::as_str)))
        }
        Kind::Record => OutCell::Text(value.to_string()),
    }
}

fn word(words: &[Word], value: &str) -> String {
    let known = words.iter().find(|word| word.value == value);
    known.map_or(value.to_owned(), Word::title)
}

/// Hundredths as units with two decimals.
fn amount(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let all = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}", all / 100, all % 100)
}
