//! Rosters as columns.

use crate::claims::RosterState;
use crate::storage::sql::database::{Columns, Value, maybe, maybe_moment};
use crate::storage::sql::table::Stored;
use crate::storage::{ClaimWindow, RosterRow, StoreError};

impl Stored for RosterRow {
    const TABLE: &'static str = "rosters";
    const WHAT: &'static str = "roster";
    const KEYS: &'static [&'static str] = &["id"];
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "version",
        "state",
        "title",
        "instance_sha256",
        "previous",
        "halls",
        "first_date",
        "last_date",
        "opens_at",
        "closes_at",
        "body",
        "created_at",
        "updated_at",
    ];

    const BY_OTHERS: &'static [&'static str] = &["plan"];

    fn keys(&self) -> Vec<Value> {
        vec![self.id.as_str().into()]
    }

    fn version(&self) -> u64 {
        self.version
    }

    fn values(&self) -> Vec<Value> {
        let halls: Vec<&str> = self.halls.iter().map(|hall| hall.as_str()).collect();
        let window = self.claim_window;
        vec![
            self.state.name().into(),
            self.title.as_str().into(),
            self.instance_sha256.as_str().into(),
            maybe(self.previous.as_ref().map(|id| id.as_str())),
            serde_json::Value::from(halls).to_string().as_str().into(),
            self.first_date.into(),
            self.last_date.into(),
            maybe_moment(window.map(|window| window.opens_at)),
            maybe_moment(window.map(|window| window.closes_at)),
            self.body.as_str().into(),
            self.created_at.into(),
            self.updated_at.into(),
        ]
    }

    fn read(columns: &mut Columns) -> Result<RosterRow, StoreError> {
        Ok(RosterRow {
            id: columns.text()?.into(),
            version: columns.count()?,
            state: columns.word(RosterState::named)?,
            title: columns.text()?,
            instance_sha256: columns.text()?,
            previous: columns.maybe_text()?.map(Into::into),
            halls: columns.json()?,
            first_date: columns.date()?,
            last_date: columns.date()?,
            claim_window: columns.maybe_moment()?.zip(columns.maybe_moment()?).map(
                |(opens_at, closes_at)| ClaimWindow {
                    opens_at,
                    closes_at,
                },
            ),
            body: columns.text()?,
            created_at: columns.moment()?,
            updated_at: columns.moment()?,
            plan: columns.count()?,
        })
    }
}
