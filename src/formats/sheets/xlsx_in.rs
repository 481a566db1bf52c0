//! Workbooks: every tab as rows of cells, unpacked within limits.

use std::io::{Cursor, Read as _};

use calamine::{DataRef, Dimensions, Reader, Xlsx, XlsxError};

use super::cell::{Address, Cell};
use super::finding::SheetFinding;
use super::grid::{
    BYTES_MAX, CELL_MAX, CELLS_MAX, COLUMN_MAX, Grid, ROW_MAX, Row, UNPACKED_MAX, file_fault,
};
use super::value::Fault;

/// Days between the two epochs that workbooks count from.
const EPOCH_1904: f64 = 1462.0;

/// The tabs of a workbook; what cannot be read is told.
pub fn read(name: &str, bytes: &[u8], found: &mut Vec<SheetFinding>) -> Vec<Grid> {
    if bytes.len() > BYTES_MAX {
        let remedy = format!("it has {} bytes; at most {BYTES_MAX} are read", bytes.len());
        found.push(file_fault(name, "file_too_large", remedy));
        return Vec::new();
    }
    if let Err((code, remedy)) = unpacks_within_limits(bytes) {
        found.push(file_fault(name, code, remedy));
        return Vec::new();
    }
    let opened: Result<Xlsx<_>, XlsxError> = Xlsx::new(Cursor::new(bytes));
    let mut book = match opened {
        Ok(book) => book,
        Err(error) => {
            found.push(broken(name, &error));
            return Vec::new();
        }
    };
    let shift = if book.has_1904_epoch() {
        EPOCH_1904
    } else {
        0.0
    };
    let mut grids = Vec::new();
    for tab in book.sheet_names() {
        let mut grid = Grid {
            file: name.to_owned(),
            tab: tab.clone(),
            rows: Vec::new(),
        };
        let read = cells(&mut book, &mut grid, shift, found);
        match read.and_then(|()| book.merge_cells_by_sheet_name(&tab)) {
            Ok(merged) => spread_merged(&mut grid, &merged, found),
            Err(error) => found.push(broken(name, &error)),
        }
        grids.push(grid);
    }
    grids
}

fn broken(name: &str, error: &XlsxError) -> SheetFinding {
    let said: String = error.to_string().chars().take(200).collect();
    let remedy = format!("it cannot be read as a workbook ({said}); open it and save it as .xlsx");
    file_fault(name, "not_a_workbook", remedy)
}

/// A small file can unpack to a very large one; what it says of its own size is not believed.
fn unpacks_within_limits(bytes: &[u8]) -> Result<(), Fault> {
    let refused = |error: zip::result::ZipError| {
        let remedy = format!("it is no .xlsx file ({error}); open it and save it as .xlsx");
        ("not_a_workbook", remedy)
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(refused)?;
    let mut unpacked = 0;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(refused)?;
        let most = UNPACKED_MAX - unpacked + 1;
        let size = std::io::copy(&mut entry.take(most), &mut std::io::sink())
            .map_err(|error| refused(error.into()))?;
        unpacked += size;
        if unpacked > UNPACKED_MAX {
            let remedy = format!("it unpacks to more than {UNPACKED_MAX} bytes; split it");
            return Err(("file_too_large", remedy));
        }
    }
    Ok(())
}

/// Reads the cells one by one: a table of all places between the first and the last could be far too large.
fn cells(
    book: &mut Xlsx<Cursor<&[u8]>>,
    grid: &mut Grid,
    shift: f64,
    found: &mut Vec<SheetFinding>,
) -> Result<(), XlsxError> {
    let tab = grid.tab.clone();
    let mut reader = book.worksheet_cells_reader(&tab)?;
    let mut count = 0;
    while let Some(next) = reader.next_cell()? {
        let (row, column) = next.get_position();
        let at = Address { row, column };
        let Some(cell) = cell(next.get_value(), shift) else {
            continue;
        };
        count += 1;
        if row > ROW_MAX || column > COLUMN_MAX || count > CELLS_MAX {
            let remedy = format!(
                "cells beyond column {} or more than {CELLS_MAX} of them; remove what is not needed",
                COLUMN_MAX + 1
            );
            found.push(grid.fault(Some(at), "sheet_too_large", "the sheet", remedy));
            return Ok(());
        }
        if matches!(&cell, Cell::Text(text) if text.len() > CELL_MAX) {
            let remedy = "the cell is longer than any value; shorten it";
            found.push(grid.fault(Some(at), "cell_too_long", "the cell", remedy));
            continue;
        }
        if grid.rows.last().is_none_or(|last| last.number != row) {
            grid.rows.push(Row {
                number: row,
                cells: Vec::new(),
            });
        }
        if let Some(last) = grid.rows.last_mut() {
            last.cells.push((column, cell));
        }
    }
    // Files may list cells in any order.
    grid.rows.sort_by_key(|row| row.number);
    grid.rows.dedup_by(|later, earlier| {
        let same = later.number == earlier.number;
        if same {
            earlier.cells.append(&mut later.cells);
        }
        same
    });
    for row in &mut grid.rows {
        row.cells.sort_by_key(|(column, _)| *column);
        row.cells.dedup_by_key(|(column, _)| *column);
    }
    Ok(())
}

/// What a cell holds, nothing when it is empty.
fn cell(value: &DataRef<'_>, shift: f64) -> Option<Cell> {
    let cell = match value {
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Cell::of_text(text)
        }
        DataRef::SharedString(text) => Cell::of_text(text),
        DataRef::Bool(flag) => Cell::Flag(*flag),
        DataRef::DateTime(moment) => {
            // A time of day has no epoch.
            let days = moment.as_f64();
            Cell::Serial(if days >= 2.0 { days + shift } else { days })
        }
        DataRef::Error(error) => Cell::Error(error.to_string()),
        DataRef::Empty => return None,
    };
    (!cell.is_empty()).then_some(cell)
}

/// A value merged over several rows of one column holds for each of them; over columns it has no plain meaning.
fn spread_merged(grid: &mut Grid, merged: &[Dimensions], found: &mut Vec<SheetFinding>) {
    for area in merged {
        let ((top, left), (bottom, right)) = (area.start, area.end);
        let Ok(first) = grid.rows.binary_search_by_key(&top, |row| row.number) else {
            continue;
        };
        let Some(value) = grid.rows[first].cell(left).cloned() else {
            continue;
        };
        let alone = grid.rows[first].cells.len() == 1;
        if left != right && !(alone && first == 0) {
            let at = Address {
                row: top,
                column: left,
            };
            let remedy = "the cell is merged with others to its right; undo the merge and give each its value";
            found.push(grid.fault(Some(at), "merged_cells", "the cell", remedy));
            continue;
        }
        for row in grid.rows.iter_mut().skip(first + 1) {
            if row.number > bottom {
                break;
            }
            if let Err(at) = row.cells.binary_search_by_key(&left, |(column, _)| *column) {
                row.cells.insert(at, (left, value.clone()));
            }
        }
    }
}
