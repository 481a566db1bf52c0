//! Claims as columns.

use crate::claims::ClaimState;
use crate::storage::sql::database::{Columns, Value};
use crate::storage::sql::table::Stored;
use crate::storage::{ClaimRow, StoreError};

impl Stored for ClaimRow {
    const TABLE: &'static str = "claims";
    const WHAT: &'static str = "claim";
    const KEYS: &'static [&'static str] = &["id"];
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "version",
        "roster",
        "hall",
        "shift",
        "spot",
        "employee",
        "state",
        "body",
        "created_at",
        "updated_at",
    ];

    fn keys(&self) -> Vec<Value> {
        vec![self.id.as_str().into()]
    }

    fn version(&self) -> u64 {
        self.version
    }

    fn values(&self) -> Vec<Value> {
        vec![
            self.roster.as_str().into(),
            self.hall.as_str().into(),
            self.shift.as_str().into(),
            Value::Int(self.spot.map(i64::from)),
            self.employee.as_str().into(),
            self.state.name().into(),
            self.body.as_str().into(),
            self.created_at.into(),
            self.updated_at.into(),
        ]
    }

    fn read(columns: &mut Columns) -> Result<ClaimRow, StoreError> {
        Ok(ClaimRow {
            id: columns.text()?.into(),
            version: columns.count()?,
            roster: columns.text()?.into(),
            hall: columns.text()?.into(),
            shift: columns.text()?.into(),
            spot: match columns.maybe_int()? {
                Some(spot) => Some(u32::try_from(spot).map_err(|_| columns.damaged())?),
                None => None,
            },
            employee: columns.text()?.into(),
            state: columns.word(ClaimState::named)?,
            body: columns.text()?,
            created_at: columns.moment()?,
            updated_at: columns.moment()?,
        })
    }
}
