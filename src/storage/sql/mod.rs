//! The store on a database that speaks SQL. What databases say differently stands in one file each.

mod database;
mod decide;
mod lease;
mod list;
mod migrate;
mod read;
mod rows;
mod sqlite;
mod table;
mod writer;

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{StoreError, StoreLimits};
use database::{Database, Transaction};
use sqlite::SqliteFile;
use writer::Writer;

/// Name of the database file inside the data folder.
const FILE: &str = "paiban.db";

/// A store on a SQL database. Made and used inside a tokio runtime.
pub struct SqlStore {
    database: Arc<dyn Database>,
    writer: Writer,
    limits: StoreLimits,
}

impl SqlStore {
    /// Opens the store in a folder, or makes both; brings an older database up to date.
    ///
    /// # Errors
    /// [`StoreError::NewerSchema`] when a newer program wrote it, [`StoreError::Corrupt`] when it is no database.
    pub async fn open(
        folder: &Path,
        limits: StoreLimits,
        now: DateTime<Utc>,
    ) -> Result<SqlStore, StoreError> {
        let file = SqliteFile::open(&folder.join(FILE), limits.database_bytes_max).await?;
        SqlStore::on(Arc::new(file), limits, now).await
    }

    /// A store in memory, gone with this value.
    pub async fn in_memory(
        limits: StoreLimits,
        now: DateTime<Utc>,
    ) -> Result<SqlStore, StoreError> {
        let memory = SqliteFile::in_memory(limits.database_bytes_max).await?;
        SqlStore::on(Arc::new(memory), limits, now).await
    }

    async fn on(
        database: Arc<dyn Database>,
        limits: StoreLimits,
        now: DateTime<Utc>,
    ) -> Result<SqlStore, StoreError> {
        migrate::migrate(database.as_ref(), now).await?;
        let writer = Writer::start(database.clone(), limits);
        Ok(SqlStore {
            database,
            writer,
            limits,
        })
    }

    async fn reading(&self) -> Result<Box<dyn Transaction>, StoreError> {
        self.database.read().await
    }
}
