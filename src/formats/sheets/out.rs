//! Sheets as CSV files and as one workbook.

use serde_json::Value;

use super::NamedFile;
use super::csv_in::guarded;
use super::table::{Column, Sheet};
use super::workbook::{Unwritten, workbook};
use super::write::{OutCell, filled};

/// A CSV file for each sheet that an instance fills: UTF-8 with a byte order mark, by which spreadsheets know it.
pub fn sheets_as_csv(root: &Value) -> Vec<NamedFile> {
    let file = |sheet: &super::write::OutSheet| {
        let rows = sheet.rows.iter().map(|row| texts(row));
        csv_file(sheet.sheet, rows)
    };
    filled(root).iter().map(file).collect()
}

/// One workbook with a tab for each sheet that an instance fills.
///
/// # Errors
/// When it holds more than a workbook can.
pub fn sheets_as_xlsx(root: &Value) -> Result<Vec<u8>, Unwritten> {
    workbook(&filled(root))
}

fn texts(row: &[OutCell]) -> Vec<String> {
    let text = |cell: &OutCell| match cell {
        OutCell::Text(text) => guarded(text),
        other => other.text().to_owned(),
    };
    row.iter().map(text).collect()
}

/// The file of a sheet with its heading and these rows.
pub fn csv_file(sheet: &Sheet, rows: impl Iterator<Item = Vec<String>>) -> NamedFile {
    let heading = sheet.columns.iter().map(Column::title).collect();
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    let mut writer = csv::Writer::from_writer(&mut bytes);
    for row in std::iter::once(heading).chain(rows) {
        // Writing to memory does not fail, and rows have one length.
        let written: csv::Result<()> = writer.write_record(&row);
        debug_assert!(written.is_ok());
    }
    drop(writer);
    (format!("{}.csv", sheet.key), bytes)
}
