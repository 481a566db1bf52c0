//! Rows of sheets to the value of an instance's file; every value remembers its cell.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::catalogue::{VALUES, sheets};
use super::finding::{Place, SheetFinding};
use super::grid::Row;
use super::head::Table;
use super::names::Names;
use super::origin::Origins;
use super::table::{Kind, Target};
use super::value::{bare, value};
use crate::formats::json::nearest;

/// What the sheets say, as far as it can be read.
pub struct Collected {
    /// The value of the file.
    pub root: Value,
    /// Where each entry came from.
    pub origins: Origins,
    /// Identifiers of rows that could not be given a place; that nobody knows them follows from that.
    pub lost: HashSet<String>,
}

/// Reads every table.
pub fn collect(tables: &[Table], found: &mut Vec<SheetFinding>) -> Collected {
    let names = Names::of(tables);
    let mut collected = Collected {
        root: Value::Object(Map::new()),
        origins: Origins::default(),
        lost: HashSet::new(),
    };
    let mut lists = Lists::default();
    for (index, table) in tables.iter().enumerate() {
        if table.sheet.path.is_empty() {
            settings(&mut collected, (index, table), found);
        }
    }
    for sheet in sheets() {
        let of_sheet = |(_, table): &(usize, &Table)| std::ptr::eq(table.sheet, sheet);
        for (index, table) in tables.iter().enumerate().filter(of_sheet) {
            for row in table.rows() {
                let mut reading = Reading {
                    table,
                    row,
                    names: &names,
                    found,
                };
                let entry = reading.entry();
                place_entry(&mut collected, &mut lists, (index, entry), &mut reading);
            }
        }
    }
    lists.into_root(&mut collected.root);
    collected
}

/// A row that was read.
struct Entry {
    fields: Map<String, Value>,
    /// Identifiers of what it belongs to; `None` where the cell says nothing usable.
    parents: Vec<Option<String>>,
}

struct Reading<'a> {
    table: &'a Table,
    row: &'a Row,
    names: &'a Names,
    found: &'a mut Vec<SheetFinding>,
}

impl Reading<'_> {
    fn entry(&mut self) -> Entry {
        let mut entry = Entry {
            fields: Map::new(),
            parents: Vec::new(),
        };
        let mut hall = String::new();
        let sheet = self.table.sheet;
        for (position, column) in sheet.columns.iter().enumerate() {
            let read = self
                .cell(position)
                .and_then(|read| self.referred(position, read, &hall));
            if column.key == "hall" {
                hall = (read.as_ref().and_then(Value::as_str))
                    .unwrap_or_default()
                    .to_owned();
            }
            if position < sheet.parents() {
                entry
                    .parents
                    .push(read.and_then(|id| id.as_str().map(str::to_owned)));
            } else if matches!(column.kind, Kind::Record) {
                if let Some(Value::Object(record)) = read {
                    entry.fields = record;
                }
            } else if let Some(read) = read {
                set(&mut entry.fields, column.field, read);
            }
        }
        self.either_or(&mut entry.fields);
        entry
    }

    /// The value of a cell; nothing when it is empty or cannot be read.
    fn cell(&mut self, position: usize) -> Option<Value> {
        let column = &self.table.sheet.columns[position];
        let Some(cell) = self.row.cell(self.table.at[position]?) else {
            if column.needed {
                let remedy = format!(
                    "the cell is empty; give {} ({})",
                    column.key, column.about.0
                );
                self.fault(position, "missing_cell", remedy);
            }
            return None;
        };
        match value(column.kind, cell) {
            Ok(Value::Null) => None,
            Ok(value) => Some(value),
            Err((code, remedy)) => {
                self.fault(position, code, remedy);
                None
            }
        }
    }

    /// Names in place of identifiers are looked up.
    fn referred(&mut self, position: usize, read: Value, hall: &str) -> Option<Value> {
        let target = match self.table.sheet.columns[position].kind {
            Kind::Ref(target) | Kind::Refs(target) => target,
            _ => return Some(read),
        };
        let mut one = |text: &str| match self.names.resolve(target, hall, text) {
            Ok(id) => Some(Value::String(id)),
            Err(ids) => {
                let remedy = format!("{} carry this name; give the id instead", ids.join(", "));
                self.fault(position, "ambiguous_name", remedy);
                None
            }
        };
        match &read {
            Value::String(text) => one(text),
            Value::Array(texts) => {
                let texts = texts.iter().filter_map(Value::as_str);
                Some(texts.filter_map(one).collect())
            }
            _ => Some(read),
        }
    }

    /// A wait target is a share within a time, or a mean.
    fn either_or(&mut self, fields: &mut Map<String, Value>) {
        for kind in ["busy", "quiet"] {
            let filled = |key: &str| {
                let position = self.table.sheet.column(&format!("{kind}_{key}"))?;
                self.row.cell(self.table.at[position]?).map(|_| position)
            };
            if let (Some(_), Some(mean)) = (filled("within_minutes"), filled("mean_minutes")) {
                let target = fields.get_mut(&format!("{kind}_target"));
                if let Some(target) = target.and_then(Value::as_object_mut) {
                    target.remove("mean_minutes");
                }
                let remedy = "a share within a time is given too; keep one of the two";
                self.fault(mean, "only_one", remedy);
            }
        }
    }

    fn fault(&mut self, position: usize, code: &'static str, remedy: impl Into<String>) {
        let fault = self.table.fault(self.row.number, position, code, remedy);
        self.found.push(fault);
    }

    /// The row names something that it should belong to and that does not exist.
    fn orphan(&mut self, position: usize, id: &str, hall: &str) {
        let (target, code, what) = match self.table.sheet.columns[position].kind {
            Kind::Ref(Target::Hall) => (Target::Hall, "unknown_hall", "hall"),
            Kind::Ref(Target::Queue) => (Target::Queue, "unknown_queue", "queue of this hall"),
            Kind::Ref(Target::Post) => (Target::Post, "unknown_queue", "post of this hall"),
            Kind::Ref(Target::Template) => (Target::Template, "unknown_template", "shift template"),
            Kind::Ref(Target::Contract) => (Target::Contract, "unknown_contract", "contract"),
            _ => (Target::Employee, "unknown_employee", "employee"),
        };
        let shown: String = id.chars().take(80).collect();
        let ids = self.names.ids(target, hall);
        let hint = match nearest(id, ids.iter().copied()) {
            Some(name) => format!("did you mean \"{name}\"?"),
            None => "add it to its sheet or correct the name".to_owned(),
        };
        self.fault(
            position,
            code,
            format!("there is no {what} \"{shown}\"; {hint}"),
        );
    }
}

/// Lists by their path, and the places of identifiers in them.
#[derive(Default)]
struct Lists {
    entries: HashMap<String, Vec<Value>>,
    positions: HashMap<(String, String), usize>,
}

impl Lists {
    /// Puts the lists into the root, inner ones before those they lie in.
    fn into_root(mut self, root: &mut Value) {
        let mut paths: Vec<String> = self.entries.keys().cloned().collect();
        paths.sort_by_key(|path| std::cmp::Reverse(path.matches('[').count()));
        for path in paths {
            let list = self.entries.remove(&path).unwrap_or_default();
            let (home, field) = match path.rsplit_once("].") {
                Some((home, field)) => (Some(home), field),
                None => (None, path.as_str()),
            };
            let entry = match home.and_then(|home| home.rsplit_once('[')) {
                Some((outer, index)) => {
                    let index = index.parse::<usize>().ok();
                    let list = self.entries.get_mut(outer);
                    list.zip(index)
                        .and_then(|(list, index)| list.get_mut(index))
                }
                None => Some(&mut *root),
            };
            if let Some(Value::Object(map)) = entry {
                set(map, field, Value::Array(list));
            }
        }
    }
}

fn place_entry(
    collected: &mut Collected,
    lists: &mut Lists,
    (index, entry): (usize, Entry),
    reading: &mut Reading<'_>,
) {
    let sheet = reading.table.sheet;
    let id = entry
        .fields
        .get("id")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let mut path = String::new();
    for (step, list) in sheet.path.iter().enumerate() {
        path.push_str(list);
        let Some(parent) = entry.parents.get(step) else {
            break;
        };
        let Some(parent) = parent else {
            collected.lost.extend(id);
            return;
        };
        let Some(position) = lists.positions.get(&(path.clone(), parent.clone())) else {
            let hall = entry.parents[0].clone().unwrap_or_default();
            if !collected.lost.contains(parent) {
                reading.orphan(step, parent, &hall);
            }
            collected.lost.extend(id);
            return;
        };
        path.push_str(&format!("[{position}]."));
    }
    let list = lists.entries.entry(path.clone()).or_default();
    let position = list.len();
    let parents: Vec<&str> = entry.parents.iter().flatten().map(String::as_str).collect();
    let row = reading.row.number;
    collected.origins.add(
        format!("{path}[{position}]"),
        (index, row),
        sheet.key,
        &parents,
        &entry.fields,
    );
    list.push(Value::Object(entry.fields));
    if let Some(id) = id {
        lists.positions.entry((path, id)).or_insert(position);
    }
}

/// Sets a field some steps below an object, making what is missing on the way.
fn set(map: &mut Map<String, Value>, field: &str, value: Value) {
    match field.split_once('.') {
        None => {
            map.insert(field.to_owned(), value);
        }
        Some((first, rest)) => {
            let inner = map
                .entry(first)
                .or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                set(inner, rest, value);
            }
        }
    }
}

/// The rows of a sheet of settings.
fn settings(
    collected: &mut Collected,
    (index, table): (usize, &Table),
    found: &mut Vec<SheetFinding>,
) {
    for row in table.rows() {
        let cell = |position: usize| table.at[position].and_then(|column| row.cell(column));
        let Some(name) = cell(0) else {
            if cell(1).is_some() {
                let remedy = "a value without a name; say which setting it is";
                found.push(table.fault(row.number, 0, "missing_cell", remedy));
            }
            continue;
        };
        let asked = bare(&name.text());
        let setting = VALUES.iter().find(|column| {
            let names = [column.key, column.zh];
            bare(&column.title()) == asked
                || (names.iter().chain(column.also)).any(|name| bare(name) == asked)
        });
        let Some(setting) = setting else {
            let names = VALUES.iter().flat_map(|column| [column.key, column.zh]);
            let hint = nearest(&name.text(), names).map_or_else(
                || format!("there are: {}", titles()),
                |name| format!("did you mean {name}?"),
            );
            let remedy = format!("there is no such setting; {hint}");
            found.push(table.fault(row.number, 0, "unknown_setting", remedy));
            continue;
        };
        if !collected
            .origins
            .add_setting(setting.field, (index, row.number))
        {
            let remedy = "the setting is given twice; keep one";
            found.push(table.fault(row.number, 0, "duplicate_setting", remedy));
            continue;
        }
        let Some(cell) = cell(1) else { continue };
        match value(setting.kind, cell) {
            Ok(value) => {
                if let Value::Object(root) = &mut collected.root {
                    set(root, setting.field, value);
                }
            }
            Err((code, remedy)) => found.push(table.fault(row.number, 1, code, remedy)),
        }
    }
}

fn titles() -> String {
    let titles: Vec<String> = VALUES.iter().map(super::table::Column::title).collect();
    titles.join(", ")
}

/// The place of the settings, for what they do not say.
pub fn settings_place(tables: &[Table]) -> Option<Place> {
    let table = tables.iter().find(|table| table.sheet.path.is_empty())?;
    Some(Place {
        cell: None,
        ..table.place(table.header, 1)
    })
}
