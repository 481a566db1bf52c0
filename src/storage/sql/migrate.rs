//! Bringing a database to the schema of this program, step by numbered step.

use chrono::{DateTime, Utc};

use super::database::{Columns, Database, Transaction, Value};
use crate::storage::StoreError;

/// One step of the schema.
struct Migration {
    number: u64,
    title: &'static str,
    /// What every database understands, then what is said in the words of one.
    scripts: &'static [&'static str],
}

const MIGRATIONS: &[Migration] = &[
    Migration {
        number: 1,
        title: "tables and guards",
        scripts: &[
            include_str!("../migrations/0001_tables.sql"),
            super::sqlite::GUARDS,
        ],
    },
    Migration {
        number: 2,
        title: "pending claims",
        scripts: &[include_str!("../migrations/0002_pending_claims.sql")],
    },
    Migration {
        number: 3,
        title: "versions of rosters",
        scripts: &[include_str!("../migrations/0003_versions_of_rosters.sql")],
    },
];

/// Makes all steps that the database has not made yet, in one transaction.
pub async fn migrate(database: &dyn Database, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut tx = database.write().await?;
    match make_steps(tx.as_mut(), now).await {
        Ok(()) => tx.commit().await,
        Err(error) => {
            tx.roll_back().await;
            Err(error)
        }
    }
}

async fn make_steps(tx: &mut dyn Transaction, now: DateTime<Utc>) -> Result<(), StoreError> {
    tx.script(
        "CREATE TABLE IF NOT EXISTS schema_steps (
            number BIGINT NOT NULL PRIMARY KEY, title TEXT NOT NULL, made_at BIGINT NOT NULL)",
    )
    .await?;
    let found = newest(tx).await?;
    let known = MIGRATIONS.last().map_or(0, |last| last.number);
    if found > known {
        return Err(StoreError::NewerSchema { found, known });
    }
    for step in MIGRATIONS.iter().filter(|step| step.number > found) {
        for script in step.scripts {
            tx.script(script).await?;
        }
        let values: Vec<Value> = vec![step.number.into(), step.title.into(), now.into()];
        let sql = "INSERT INTO schema_steps (number, title, made_at) VALUES ($1, $2, $3)";
        tx.run(sql.to_string(), values).await?;
    }
    Ok(())
}

async fn newest(tx: &mut dyn Transaction) -> Result<u64, StoreError> {
    let sql = "SELECT COALESCE(MAX(number), 0) FROM schema_steps".to_string();
    match tx.run(sql, Vec::new()).await?.pop() {
        Some(record) => Columns::of("schema_steps", record).count(),
        None => Ok(0),
    }
}
