//! A sheet as it was found in a file: rows of cells, and the limits on what is read.

use super::cell::{Address, Cell};
use super::finding::{Place, SheetFinding};
use crate::domain::Finding;

/// Most files of one import.
pub const FILES_MAX: usize = 500;
/// Most bytes of one file, packed.
pub const BYTES_MAX: usize = 32 * 1024 * 1024;
/// Most bytes of one workbook, unpacked.
pub const UNPACKED_MAX: u64 = 256 * 1024 * 1024;
/// Most cells of one import.
pub const CELLS_MAX: usize = 8_000_000;
/// Last row and column that are read, counted from 0.
pub const ROW_MAX: u32 = 1_048_575;
/// See [`ROW_MAX`].
pub const COLUMN_MAX: u32 = 255;
/// Most bytes of one cell; spreadsheets hold 32,767 characters.
pub const CELL_MAX: usize = 131_072;

/// A sheet of a file.
#[derive(Debug)]
pub struct Grid {
    /// The file's name.
    pub file: String,
    /// The tab's name; of a CSV file its name without the ending.
    pub tab: String,
    /// Rows that hold something, from the first on.
    pub rows: Vec<Row>,
}

/// A row that holds something.
#[derive(Debug, Default)]
pub struct Row {
    /// Counted from 0.
    pub number: u32,
    /// Cells that are not empty, by column, from left to right.
    pub cells: Vec<(u32, Cell)>,
}

impl Row {
    /// The cell of a column.
    pub fn cell(&self, column: u32) -> Option<&Cell> {
        let at = self.cells.binary_search_by_key(&column, |(at, _)| *at);
        at.ok().map(|at| &self.cells[at].1)
    }
}

impl Grid {
    /// A finding about one of its cells.
    pub fn fault(
        &self,
        cell: Option<Address>,
        code: &'static str,
        subject: &str,
        remedy: impl Into<String>,
    ) -> SheetFinding {
        SheetFinding {
            place: Place {
                file: self.file.clone(),
                sheet: self.tab.clone(),
                cell,
                column: String::new(),
            },
            finding: Finding::new(code, subject, remedy),
        }
    }
}

/// A finding about a file as a whole.
pub fn file_fault(file: &str, code: &'static str, remedy: impl Into<String>) -> SheetFinding {
    SheetFinding {
        place: Place {
            file: file.to_owned(),
            ..Place::default()
        },
        finding: Finding::new(code, "the file", remedy),
    }
}
