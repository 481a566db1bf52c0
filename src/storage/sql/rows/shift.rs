//! Shifts and spots as columns.

use crate::storage::sql::database::{Columns, Value, maybe};
use crate::storage::sql::table::Stored;
use crate::storage::{ShiftRow, SpotKind, SpotRow, StoreError};

impl Stored for ShiftRow {
    const TABLE: &'static str = "shifts";
    const WHAT: &'static str = "shift";
    const KEYS: &'static [&'static str] = &["roster", "id"];
    const COLUMNS: &'static [&'static str] = &[
        "roster",
        "id",
        "version",
        "hall",
        "date",
        "starts_at",
        "ends_at",
        "freeze_at",
        "cancelled",
        "body",
    ];

    fn keys(&self) -> Vec<Value> {
        vec![self.roster.as_str().into(), self.id.as_str().into()]
    }

    fn version(&self) -> u64 {
        self.version
    }

    fn values(&self) -> Vec<Value> {
        vec![
            self.hall.as_str().into(),
            self.date.into(),
            self.start.into(),
            self.end.into(),
            self.freeze_at.into(),
            self.cancelled.into(),
            self.body.as_str().into(),
        ]
    }

    fn read(columns: &mut Columns) -> Result<ShiftRow, StoreError> {
        Ok(ShiftRow {
            roster: columns.text()?.into(),
            id: columns.text()?.into(),
            version: columns.count()?,
            hall: columns.text()?.into(),
            date: columns.date()?,
            start: columns.moment()?,
            end: columns.moment()?,
            freeze_at: columns.moment()?,
            cancelled: columns.flag()?,
            body: columns.text()?,
        })
    }
}

impl Stored for SpotRow {
    const TABLE: &'static str = "spots";
    const WHAT: &'static str = "spot";
    const KEYS: &'static [&'static str] = &["roster", "shift", "number"];
    const COLUMNS: &'static [&'static str] =
        &["roster", "shift", "number", "version", "kind", "holder"];

    fn keys(&self) -> Vec<Value> {
        vec![
            self.roster.as_str().into(),
            self.shift.as_str().into(),
            i64::from(self.number).into(),
        ]
    }

    fn version(&self) -> u64 {
        self.version
    }

    fn values(&self) -> Vec<Value> {
        vec![
            self.kind.name().into(),
            maybe(self.holder.as_ref().map(|id| id.as_str())),
        ]
    }

    fn read(columns: &mut Columns) -> Result<SpotRow, StoreError> {
        Ok(SpotRow {
            roster: columns.text()?.into(),
            shift: columns.text()?.into(),
            number: u32::try_from(columns.int()?).map_err(|_| columns.damaged())?,
            version: columns.count()?,
            kind: columns.word(SpotKind::named)?,
            holder: columns.maybe_text()?.map(Into::into),
        })
    }
}
