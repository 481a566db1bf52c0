//! Spreadsheets: HR's tables to the file of an instance and back.
//!
//! `catalogue` says which sheets and columns there are; everything else follows it in both directions. Reading goes
//! `csv_in`, `xlsx_in`, `head`, `collect`, the reader of instances, whose findings `origin` leads back to cells. Writing
//! goes `write`, then `out` or `workbook`.

mod catalogue;
mod cell;
mod clock;
mod collect;
mod csv_in;
mod finding;
mod grid;
mod head;
mod list;
mod names;
mod origin;
mod out;
mod table;
mod template;
mod value;
mod words;
mod workbook;
mod write;
mod xlsx_in;

use serde_json::Value;

use super::{instance_from_proto, json, proto};
use crate::domain::{Finding, Instance};
use grid::{Grid, file_fault};
use head::Table;

pub use cell::Address;
pub use finding::{Place, SheetFinding};
pub use grid::{BYTES_MAX, FILES_MAX};
pub use out::{sheets_as_csv, sheets_as_xlsx};
pub use template::{template_as_csv, template_as_xlsx};

/// A file by its name and what is in it.
pub type NamedFile = (String, Vec<u8>);

/// What came of spreadsheets.
#[derive(Debug)]
pub struct Imported {
    /// The instance, validated.
    pub instance: Instance,
    /// The text of its JSON file.
    pub text: String,
}

/// Reads an instance from CSV files and workbooks; tells everything that is wrong at once, by cell.
///
/// What holds between sheets is judged when every file, sheet and column is there; until then each cell is judged
/// alone.
pub fn read_sheets(files: &[NamedFile]) -> Result<Imported, Vec<SheetFinding>> {
    let mut found = Vec::new();
    let grids = grids(files, &mut found);
    let mut tables: Vec<Table> = Vec::new();
    for grid in grids {
        tables.extend(head::table(grid, &mut found));
    }
    if !tables.iter().any(|table| table.sheet.path.is_empty()) {
        let remedy = "there is no sheet settings 设置, which names the days to plan; `paiban import --template DIR` writes one";
        found.push(file_fault("", "missing_sheet", remedy));
    }
    // With a sheet or a column missing, the rest would be full of names that nobody knows.
    let whole = found.is_empty();
    let collected = collect::collect(&tables, &mut found);
    if !whole {
        found.retain(|finding| {
            !finding.finding.code.starts_with("unknown_")
                || STRUCTURE.contains(&finding.finding.code)
        });
        return Err(capped(origin::told(found, Vec::new())));
    }
    let findings = match judged(collected.root) {
        Ok(imported) if found.is_empty() => return Ok(imported),
        Ok(_) => Vec::new(),
        Err(findings) => findings,
    };
    let lost = |finding: &SheetFinding| {
        let named = finding.finding.remedy.split('"').nth(1);
        finding.finding.code.starts_with("unknown_")
            && named.is_some_and(|name| collected.lost.contains(name))
    };
    let mut placed = collected.origins.place(&tables, findings);
    placed.retain(|finding| !lost(finding));
    Err(capped(origin::told(found, placed)))
}

/// Findings about what the files are rather than what they say.
const STRUCTURE: [&str; 4] = [
    "unknown_sheet",
    "unknown_column",
    "unknown_setting",
    "unknown_value",
];

/// The instance of a file's value, with the file's text.
fn judged(root: Value) -> Result<Imported, Vec<Finding>> {
    let file: proto::Instance = json::from_value(proto::message("Instance"), root)?;
    let instance = instance_from_proto(&file)?;
    let text = json::pretty(proto::message("Instance"), &file);
    Ok(Imported { instance, text })
}

/// Every tab of every file.
fn grids(files: &[NamedFile], found: &mut Vec<SheetFinding>) -> Vec<Grid> {
    let mut grids = Vec::new();
    if files.len() > FILES_MAX {
        let remedy = format!("{} files; at most {FILES_MAX} are read", files.len());
        found.push(file_fault("", "too_many_entries", remedy));
        return grids;
    }
    let mut cells = 0;
    for (name, bytes) in files {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let before = grids.len();
        match ending.to_lowercase().as_str() {
            "csv" => grids.extend(csv_in::read(name, bytes, found)),
            "xlsx" | "xlsm" => grids.extend(xlsx_in::read(name, bytes, found)),
            _ => found.push(file_fault(
                name,
                "wrong_kind_of_file",
                "it is neither .csv nor .xlsx; save it as one of them",
            )),
        }
        let of_grid = |grid: &Grid| grid.rows.iter().map(|row| row.cells.len()).sum::<usize>();
        cells += grids[before..].iter().map(of_grid).sum::<usize>();
        if cells > grid::CELLS_MAX {
            let remedy = format!(
                "all files together hold more than {} cells; split them",
                grid::CELLS_MAX
            );
            found.push(file_fault(name, "sheet_too_large", remedy));
            break;
        }
    }
    grids
}

/// Endings of files that are spreadsheets, readable or not; others in a folder are none of its business.
pub fn is_spreadsheet(name: &str) -> bool {
    let hidden = name.starts_with('.') || name.starts_with("~$");
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let endings = [
        "csv", "xlsx", "xlsm", "xls", "xlsb", "ods", "et", "tsv", "numbers",
    ];
    !hidden && endings.contains(&ending.to_lowercase().as_str())
}

/// As many findings as a file of an instance would have.
fn capped(mut found: Vec<SheetFinding>) -> Vec<SheetFinding> {
    if found.len() > json::FINDINGS_MAX {
        found.truncate(json::FINDINGS_MAX);
        let remedy = format!("more than {} faults; mend these first", json::FINDINGS_MAX);
        found.push(file_fault("", "too_many_findings", remedy));
    }
    found
}
