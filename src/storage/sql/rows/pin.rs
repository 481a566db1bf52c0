//! Pins as columns.

use crate::storage::sql::database::{Columns, Value, maybe};
use crate::storage::sql::table::Stored;
use crate::storage::{PinRow, StoreError};

impl Stored for PinRow {
    const TABLE: &'static str = "pins";
    const WHAT: &'static str = "pin";
    const KEYS: &'static [&'static str] = &["roster", "employee", "date"];
    const COLUMNS: &'static [&'static str] =
        &["roster", "employee", "date", "version", "hall", "template"];

    fn keys(&self) -> Vec<Value> {
        vec![
            self.roster.as_str().into(),
            self.employee.as_str().into(),
            self.date.into(),
        ]
    }

    fn version(&self) -> u64 {
        self.version
    }

    fn values(&self) -> Vec<Value> {
        let duty = self.duty.as_ref();
        vec![
            maybe(duty.map(|(hall, _)| hall.as_str())),
            maybe(duty.map(|(_, template)| template.as_str())),
        ]
    }

    fn read(columns: &mut Columns) -> Result<PinRow, StoreError> {
        Ok(PinRow {
            roster: columns.text()?.into(),
            employee: columns.text()?.into(),
            date: columns.date()?,
            version: columns.count()?,
            duty: columns
                .maybe_text()?
                .zip(columns.maybe_text()?)
                .map(|(hall, template)| (hall.into(), template)),
        })
    }
}
