//! Comp lots as columns.

use crate::claims::CompLotState;
use crate::storage::sql::database::{Columns, Value, maybe};
use crate::storage::sql::table::Stored;
use crate::storage::{LotRow, StoreError};
use crate::units::Minutes;

/// Behind all dates: lots that are never due.
const NEVER: &str = "9999-12-31";

impl Stored for LotRow {
    const TABLE: &'static str = "comp_lots";
    const WHAT: &'static str = "comp lot";
    const KEYS: &'static [&'static str] = &["id"];
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "version",
        "employee",
        "roster",
        "claim",
        "state",
        "minutes",
        "earned_on",
        "due_on",
        "planned_on",
        "body",
        "due_order",
    ];

    fn keys(&self) -> Vec<Value> {
        vec![self.id.as_str().into()]
    }

    fn version(&self) -> u64 {
        self.version
    }

    fn values(&self) -> Vec<Value> {
        let date = |date: Option<chrono::NaiveDate>| Value::Text(date.map(|date| date.to_string()));
        vec![
            self.employee.as_str().into(),
            maybe(self.roster.as_ref().map(|id| id.as_str())),
            maybe(self.claim.as_ref().map(|id| id.as_str())),
            self.state.name().into(),
            self.minutes.0.into(),
            self.earned_on.into(),
            date(self.due_on),
            date(self.planned_on),
            self.body.as_str().into(),
            self.due_on.map_or(NEVER.into(), Value::from),
        ]
    }

    fn read(columns: &mut Columns) -> Result<LotRow, StoreError> {
        Ok(LotRow {
            id: columns.text()?.into(),
            version: columns.count()?,
            employee: columns.text()?.into(),
            roster: columns.maybe_text()?.map(Into::into),
            claim: columns.maybe_text()?.map(Into::into),
            state: columns.word(CompLotState::named)?,
            minutes: Minutes(columns.int()?),
            earned_on: columns.date()?,
            due_on: columns.maybe_date()?,
            planned_on: columns.maybe_date()?,
            body: columns.text()?,
        })
    }
}
