//! What identifiers and names stand for, before any of them is looked up.

use std::collections::{HashMap, HashSet};

use super::head::Table;
use super::table::Target;
use super::value::value;

/// Identifiers and names of one kind, of one hall where the kind lives in halls.
#[derive(Default)]
struct Known {
    ids: HashSet<String>,
    /// By name the identifiers that carry it.
    names: HashMap<String, Vec<String>>,
}

/// All that can be referred to.
#[derive(Default)]
pub struct Names(HashMap<(Target, String), Known>);

/// The sheets that define something, halls before what lives in them.
const DEFINED: [(&str, Target); 8] = [
    ("skills", Target::Skill),
    ("halls", Target::Hall),
    ("shift_templates", Target::Template),
    ("contracts", Target::Contract),
    ("employees", Target::Employee),
    ("customer_classes", Target::Class),
    ("queues", Target::Queue),
    ("posts", Target::Post),
];

impl Names {
    /// Collects what the sheets define.
    pub fn of(tables: &[Table]) -> Names {
        let mut names = Names::default();
        for (key, target) in DEFINED {
            for table in tables.iter().filter(|table| table.sheet.key == key) {
                names.collect(table, target);
            }
        }
        names
    }

    fn collect(&mut self, table: &Table, target: Target) {
        let text = |row: &super::grid::Row, key: &str| {
            let position = table.sheet.column(key)?;
            let cell = row.cell(table.at[position]?)?;
            let read = value(table.sheet.columns[position].kind, cell).ok()?;
            read.as_str().map(str::to_owned)
        };
        for row in table.rows() {
            let hall = text(row, "hall").unwrap_or_default();
            let scope = match self.resolve(Target::Hall, "", &hall) {
                Ok(hall) if is_local(target) => hall,
                _ => String::new(),
            };
            let Some(id) = text(row, "id") else { continue };
            let kinds = match target {
                Target::Queue | Target::Post => vec![target, Target::Served],
                _ => vec![target],
            };
            for kind in kinds {
                let known = self.0.entry((kind, scope.clone())).or_default();
                if let Some(name) = text(row, "name") {
                    let ids = known.names.entry(name).or_default();
                    if !ids.contains(&id) {
                        ids.push(id.clone());
                    }
                }
                known.ids.insert(id.clone());
            }
        }
    }

    /// The identifier that a text stands for: itself, or the one that carries it as its name.
    ///
    /// A text that stands for nothing is given back as it is.
    ///
    /// # Errors
    /// The identifiers that share the name.
    pub fn resolve(&self, target: Target, hall: &str, text: &str) -> Result<String, Vec<String>> {
        let Some(known) = self.known(target, hall) else {
            return Ok(text.to_owned());
        };
        match known.names.get(text) {
            Some(ids) if !known.ids.contains(text) => match &ids[..] {
                [id] => Ok(id.clone()),
                _ => Err(ids.clone()),
            },
            _ => Ok(text.to_owned()),
        }
    }

    /// Identifiers of a kind, sorted.
    pub fn ids(&self, target: Target, hall: &str) -> Vec<&str> {
        let known = self.known(target, hall);
        let mut ids: Vec<&str> = known.map_or_else(Vec::new, |known| {
            known.ids.iter().map(String::as_str).collect()
        });
        ids.sort_unstable();
        ids
    }

    fn known(&self, target: Target, hall: &str) -> Option<&Known> {
        let scope = if is_local(target) { hall } else { "" };
        self.0.get(&(target, scope.to_owned()))
    }
}

/// Whether the kind lives inside halls.
fn is_local(target: Target) -> bool {
    matches!(
        target,
        Target::Class | Target::Queue | Target::Post | Target::Served
    )
}
