//! What is wrong with a spreadsheet, and in which cell.

use std::fmt;

use super::cell::Address;
use crate::domain::Finding;

/// Where in the files that were handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Name of the file; empty when no file can be blamed.
    pub file: String,
    /// Name of the tab, or of the kind of sheet for a CSV file.
    pub sheet: String,
    /// The cell, where one can be blamed.
    pub cell: Option<Address>,
    /// The column's heading, where there is one.
    pub column: String,
}

/// A finding and the cell that caused it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetFinding {
    /// Where to mend it.
    pub place: Place,
    /// What it is and what to do.
    pub finding: Finding,
}

/// One line in both languages: `employees.csv D7 (employees 员工, row 7, hourly_wage 小时工资): code: ...`.
impl fmt::Display for SheetFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = &self.place;
        if !place.file.is_empty() {
            f.write_str(&place.file)?;
            if let Some(cell) = place.cell {
                write!(f, " {cell}")?;
            }
            let mut inside: Vec<String> = Vec::new();
            if !place.sheet.is_empty() {
                inside.push(place.sheet.clone());
            }
            if let Some(cell) = place.cell {
                inside.push(format!("row 行 {}", cell.row + 1));
            }
            if !place.column.is_empty() {
                inside.push(place.column.clone());
            }
            if !inside.is_empty() {
                write!(f, " ({})", inside.join(", "))?;
            }
            f.write_str(": ")?;
        }
        write!(f, "{}", self.finding)
    }
}
