//! Which sheet a tab is, and which column stands where.

use std::collections::HashSet;

use super::catalogue::{SETTINGS, sheets};
use super::cell::{Address, trim};
use super::csv_in;
use super::finding::{Place, SheetFinding};
use super::grid::{Grid, Row};
use super::table::{Column, Sheet};
use super::value::bare;
use crate::domain::Finding;
use crate::formats::json::nearest;

/// Rows above the heading, such as a title, among which it is looked for.
const LOOKED_AT: usize = 10;
/// How a row begins that explains the columns.
pub const NOTE: &str = "#说明 note:";

/// A tab whose columns are known.
pub struct Table {
    /// Where it stands.
    pub grid: Grid,
    /// What its rows are.
    pub sheet: &'static Sheet,
    /// Row of the heading.
    pub header: u32,
    /// Of each column of the sheet, where it stands.
    pub at: Vec<Option<u32>>,
    /// Index of the first row after the heading.
    first: usize,
}

impl Table {
    /// The rows under the heading.
    pub fn rows(&self) -> &[Row] {
        &self.grid.rows[self.first..]
    }

    /// The place of a cell: its row, and the position of its column in the sheet.
    pub fn place(&self, row: u32, position: usize) -> Place {
        let given = self.at.get(position).copied().flatten();
        let column = given.or_else(|| self.at.iter().flatten().min().copied());
        let named = given.and(self.sheet.columns.get(position));
        Place {
            file: self.grid.file.clone(),
            sheet: self.grid.tab.clone(),
            cell: column.map(|column| Address { row, column }),
            column: named.map(Column::title).unwrap_or_default(),
        }
    }

    /// A finding about one of its cells.
    pub fn fault(
        &self,
        row: u32,
        position: usize,
        code: &'static str,
        remedy: impl Into<String>,
    ) -> SheetFinding {
        let column = self.sheet.columns.get(position);
        let subject = column.map_or(self.sheet.title(), |column| {
            format!("{} {}", self.sheet.key, column.key)
        });
        SheetFinding {
            place: self.place(row, position),
            finding: Finding::new(code, subject, remedy),
        }
    }
}

/// The table of a tab; nothing for one that holds notes.
pub fn table(mut grid: Grid, found: &mut Vec<SheetFinding>) -> Option<Table> {
    if is_aside(&grid.tab) {
        return None;
    }
    let Some(sheet) = sheet_of(&grid.tab) else {
        if !grid.rows.is_empty() {
            found.push(unknown_sheet(&grid));
        }
        return None;
    };
    if csv_in::stem(&grid.file) == grid.tab {
        // A CSV file has no tab whose name a person could look for.
        grid.tab = sheet.title();
    }
    let Some(first) = header_row(sheet, &grid.rows) else {
        let remedy =
            "nothing stands here, not even a heading; fill it in from the template, or remove it";
        found.push(grid.fault(None, "empty_sheet", &sheet.title(), remedy));
        return None;
    };
    grid.rows.retain(|row| !is_note(row));
    let header = grid.rows[first].number;
    let at = columns(sheet, &grid, first, found);
    let table = Table {
        grid,
        sheet,
        header,
        at,
        first: first + 1,
    };
    missing(&table, found);
    cells_without_heading(&table, first, found);
    Some(table)
}

/// Tabs for people alone: notes, explanations, and what programs leave behind.
fn is_aside(tab: &str) -> bool {
    is_remark(tab) || trim(tab).starts_with(['_', '~'])
}

fn is_note(row: &Row) -> bool {
    let first = row.cells.first().map(|(_, cell)| cell.text());
    first.is_some_and(|text| {
        let text = text.to_lowercase();
        text.starts_with("#说明") || text.starts_with("#note")
    })
}

fn sheet_of(tab: &str) -> Option<&'static Sheet> {
    let asked = bare(tab);
    let called = |sheet: &&Sheet| {
        let names = [sheet.key, sheet.zh];
        bare(&sheet.title()) == asked
            || names
                .iter()
                .chain(sheet.also)
                .any(|name| bare(name) == asked)
    };
    std::iter::once(&SETTINGS).chain(sheets()).find(called)
}

fn unknown_sheet(grid: &Grid) -> SheetFinding {
    let all = || std::iter::once(&SETTINGS).chain(sheets());
    let asked = grid.tab.to_lowercase();
    let hint = nearest(&asked, all().flat_map(|sheet| [sheet.key, sheet.zh]));
    let remedy = match hint {
        Some(name) => format!("no sheet is called so; did you mean {name}?"),
        None => {
            let names: Vec<String> = all().map(Sheet::title).collect();
            format!(
                "no sheet is called so; put # before the name of one that holds notes; there are: {}",
                names.join(", ")
            )
        }
    };
    let tab: String = grid.tab.chars().take(80).collect();
    grid.fault(None, "unknown_sheet", &tab, remedy)
}

/// The column of a heading: its own names go before other words for it.
fn column_of(sheet: &Sheet, heading: &str) -> Option<usize> {
    let asked = bare(heading.split(['(', '（']).next().unwrap_or(heading));
    let own = |column: &Column| {
        [bare(column.key), bare(column.zh), bare(&column.title())].contains(&asked)
    };
    let also = |column: &Column| column.also.iter().any(|name| bare(name) == asked);
    sheet
        .columns
        .iter()
        .position(own)
        .or_else(|| sheet.columns.iter().position(also))
}

/// The row whose cells are headings, else the first one that is no note.
fn header_row(sheet: &Sheet, rows: &[Row]) -> Option<usize> {
    let known = |row: &Row| {
        let known = row
            .cells
            .iter()
            .filter(|(_, cell)| column_of(sheet, &cell.text()).is_some());
        2 * known.count() >= row.cells.len() && !is_note(row)
    };
    let top = || rows.iter().take(LOOKED_AT);
    top()
        .position(known)
        .or_else(|| top().position(|row| !is_note(row)))
        .map(|at| at - rows[..at].iter().filter(|row| is_note(row)).count())
}

fn columns(
    sheet: &Sheet,
    grid: &Grid,
    first: usize,
    found: &mut Vec<SheetFinding>,
) -> Vec<Option<u32>> {
    let mut at = vec![None; sheet.columns.len()];
    let row = grid.rows[first].number;
    for (column, cell) in &grid.rows[first].cells {
        let heading = cell.text();
        let here = Some(Address {
            row,
            column: *column,
        });
        if is_remark(&heading) {
            continue;
        }
        match column_of(sheet, &heading) {
            Some(position) if at[position].is_none() => at[position] = Some(*column),
            Some(position) => {
                let title = sheet.columns[position].title();
                let remedy = format!("two columns are {title}; keep one");
                found.push(grid.fault(here, "duplicate_column", &cell.shown(), remedy));
            }
            None => {
                let names = sheet
                    .columns
                    .iter()
                    .flat_map(|column| [column.key, column.zh]);
                let remedy = match nearest(&heading, names) {
                    Some(name) => format!("there is no such column; did you mean {name}?"),
                    None => format!(
                        "there is no such column; put # before a heading of your own; there are: {}",
                        titles(sheet)
                    ),
                };
                found.push(grid.fault(here, "unknown_column", &cell.shown(), remedy));
            }
        }
    }
    at
}

fn titles(sheet: &Sheet) -> String {
    let titles: Vec<String> = sheet.columns.iter().map(Column::title).collect();
    titles.join(", ")
}

/// Names that people give to what is for them alone, [`bare`].
const REMARKS: [&str; 11] = [
    "备注",
    "说明",
    "remark",
    "remarks",
    "note",
    "notes",
    "comment",
    "comments",
    "guide",
    "guide说明",
    "readme",
];

/// Columns and tabs for people alone.
fn is_remark(name: &str) -> bool {
    trim(name).starts_with('#') || REMARKS.contains(&bare(name).as_str())
}

fn missing(table: &Table, found: &mut Vec<SheetFinding>) {
    for (position, column) in table.sheet.columns.iter().enumerate() {
        if column.needed && table.at[position].is_none() {
            let remedy = format!(
                "the column {} is missing; add it to the heading",
                column.title()
            );
            found.push(table.fault(table.header, position, "missing_column", remedy));
        }
    }
}

/// Values under no heading at all would be lost; the first of each column is named.
fn cells_without_heading(table: &Table, first: usize, found: &mut Vec<SheetFinding>) {
    let header = &table.grid.rows[first];
    let mut told = HashSet::new();
    for row in table.rows() {
        for (column, cell) in &row.cells {
            if header.cell(*column).is_some() || !told.insert(*column) {
                continue;
            }
            let at = Address {
                row: row.number,
                column: *column,
            };
            let remedy = "the column has no heading; name it, put # there, or empty the cell";
            let fault = (table.grid).fault(Some(at), "cell_without_heading", &cell.shown(), remedy);
            found.push(fault);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::{REMARKS, SETTINGS, Sheet, bare, column_of, is_aside, is_remark, sheet_of, sheets};

    fn all() -> impl Iterator<Item = &'static Sheet> {
        std::iter::once(&SETTINGS).chain(sheets())
    }

    #[test]
    fn no_name_of_a_sheet_or_column_has_two_meanings() {
        let mut names: HashMap<String, &str> = HashMap::new();
        for sheet in all() {
            for name in [sheet.key, sheet.zh].iter().chain(sheet.also) {
                let other = names.insert(bare(name), sheet.key);
                assert!(
                    other.is_none_or(|other| other == sheet.key),
                    "{name}: {other:?}"
                );
            }
            let mut headings: HashMap<String, &str> = HashMap::new();
            for column in sheet.columns {
                for name in [column.key, column.zh].iter().chain(column.also) {
                    let other = headings.insert(bare(name), column.key);
                    assert!(
                        other.is_none_or(|other| other == column.key),
                        "{} {name}: {} and {other:?}",
                        sheet.key,
                        column.key
                    );
                }
            }
        }
    }

    #[test]
    fn what_is_for_people_alone_is_called_the_same_as_tab_and_as_heading() {
        for name in REMARKS
            .iter()
            .chain(&["#", " # own", " Note ", "Guide 说明"])
        {
            assert!(is_aside(name) && is_remark(name), "{name}");
            let column = all().find(|sheet| column_of(sheet, name).is_some());
            assert!(column.is_none() && sheet_of(name).is_none(), "{name}");
        }
        assert!(is_aside("~$paiban") && !is_remark("_hall") && !is_aside("员工"));
    }

    #[test]
    fn headings_are_known_in_both_languages_however_they_are_typed() {
        let employees = sheet_of("员工").expect("a sheet");
        let wage = employees.column("hourly_wage");
        for heading in [
            "hourly_wage",
            "Hourly Wage",
            "小时工资（元）",
            "hourly_wage 小时工资",
            "时薪*",
        ] {
            assert_eq!(column_of(employees, heading), wage, "{heading}");
        }
        assert!(sheet_of("Opening Hours").is_some() && sheet_of("Sheet1").is_none());
    }
}
