//! Empty sheets to fill in: headings, and what each column means.

use super::NamedFile;
use super::catalogue::{SETTINGS, VALUES, sheets};
use super::head::NOTE;
use super::out::csv_file;
use super::table::{Column, Sheet};
use super::workbook::{Unwritten, explained_columns, workbook};
use super::write::{OutCell, OutSheet};

fn all() -> impl Iterator<Item = &'static Sheet> {
    std::iter::once(&SETTINGS).chain(sheets())
}

/// A CSV file for each sheet: the heading, and a row that explains it and is passed over when read.
pub fn template_as_csv() -> Vec<NamedFile> {
    all()
        .map(|sheet| {
            let note = note(sheet);
            let settings = VALUES
                .iter()
                .filter(|_| sheet.path.is_empty())
                .map(setting_row);
            csv_file(sheet, std::iter::once(note).chain(settings))
        })
        .collect()
}

fn note(sheet: &'static Sheet) -> Vec<String> {
    let told = explained_columns(sheet).take(sheet.columns.len());
    let mut cells: Vec<String> = told
        .map(|(column, (en, zh))| {
            let must = if column.needed { "* " } else { "" };
            format!("{must}{en} {zh}")
        })
        .collect();
    if let Some(first) = cells.first_mut() {
        *first = format!("{NOTE} {} {} | {first}", sheet.about.0, sheet.about.1);
    }
    cells
}

fn setting_row(setting: &Column) -> Vec<String> {
    vec![setting.title(), String::new()]
}

/// One workbook with a tab for each sheet, lists to choose from, and a tab that explains every column.
///
/// # Errors
/// None that a test has not seen; the writer of workbooks has them.
pub fn template_as_xlsx() -> Result<Vec<u8>, Unwritten> {
    let sheets: Vec<OutSheet> = all()
        .map(|sheet| OutSheet {
            sheet,
            rows: VALUES
                .iter()
                .filter(|_| sheet.path.is_empty())
                .map(|setting| vec![OutCell::Text(setting.title()), OutCell::Empty])
                .collect(),
        })
        .collect();
    workbook(&sheets)
}
