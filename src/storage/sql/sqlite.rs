//! SQLite: everything that another database would say differently. The only file that names sqlx.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use sqlx::error::{DatabaseError, ErrorKind};
use sqlx::pool::PoolConnection;
use sqlx::sqlite::{
    Sqlite, SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool,
    SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{Arguments, AssertSqlSafe, Executor, Row, TypeInfo, ValueRef};

use super::database::{Database, Fault, Record, Transaction, Value};
use crate::storage::StoreError;

/// The guards of the tables, in SQLite's words.
pub const GUARDS: &str = include_str!("../migrations/0001_guards.sqlite.sql");

/// How long a statement waits for another program that holds the file.
const BUSY: Duration = Duration::from_secs(2);

/// How long a call waits for a connection.
const WAIT: Duration = Duration::from_secs(30);

/// Connections that read side by side.
const READERS: u32 = 4;

/// Bytes of a page, SQLite's own default.
const PAGE_BYTES: u64 = 4096;

/// A database in one file, or in memory.
pub struct SqliteFile {
    /// One connection: SQLite writes one transaction at a time, and a queue is fairer than its locks.
    writer: SqlitePool,
    readers: SqlitePool,
}

impl SqliteFile {
    /// Opens the file, or creates it, readable for its owner alone.
    ///
    /// A commit has reached the disk when it is answered (`synchronous = FULL`).
    pub async fn open(path: &Path, bytes_max: u64) -> Result<SqliteFile, StoreError> {
        prepare(path).map_err(|error| unavailable(&error))?;
        let options = options(bytes_max)
            .filename(path)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full);
        let writer = pool(1, options.clone()).await?;
        let readers = pool(READERS, options.pragma("query_only", "ON")).await?;
        Ok(SqliteFile { writer, readers })
    }

    /// A database that lives as long as this value.
    pub async fn in_memory(bytes_max: u64) -> Result<SqliteFile, StoreError> {
        let only = pool(1, options(bytes_max).filename(":memory:")).await?;
        Ok(SqliteFile {
            readers: only.clone(),
            writer: only,
        })
    }
}

fn options(bytes_max: u64) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .pragma(
            "max_page_count",
            (bytes_max / PAGE_BYTES).max(1).to_string(),
        )
}

async fn pool(size: u32, options: SqliteConnectOptions) -> Result<SqlitePool, StoreError> {
    SqlitePoolOptions::new()
        .min_connections(1)
        .max_connections(size)
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(WAIT)
        .connect_with(options)
        .await
        .map_err(error)
}

/// Folder and file hold personal data: nobody else may read them. SQLite's side files take after the file.
fn prepare(path: &Path) -> io::Result<()> {
    let mut folders = DirBuilder::new();
    let mut file = OpenOptions::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
        folders.mode(0o700);
        file.mode(0o600);
    }
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        folders.recursive(true).create(folder)?;
    }
    file.append(true).create(true).open(path).map(drop::<File>)
}

#[async_trait]
impl Database for SqliteFile {
    async fn read(&self) -> Result<Box<dyn Transaction>, StoreError> {
        let transaction = self.readers.begin().await.map_err(error)?;
        Ok(Box::new(Reading(transaction)))
    }

    async fn write(&self) -> Result<Box<dyn Transaction>, StoreError> {
        let mut connection = self.writer.acquire().await.map_err(error)?;
        script(&mut connection, "BEGIN IMMEDIATE").await?;
        Ok(Box::new(Writing(connection)))
    }

    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// Readers may be given up at any point: dropping this ends it.
struct Reading(sqlx::Transaction<'static, Sqlite>);

/// SQLite may end a transaction by itself when the disk is full, and sqlx would not notice: so it is spoken plainly.
struct Writing(PoolConnection<Sqlite>);

#[async_trait]
impl Transaction for Reading {
    async fn run(&mut self, sql: String, values: Vec<Value>) -> Result<Vec<Record>, Fault> {
        run(&mut self.0, sql, values).await
    }

    async fn script(&mut self, sql: &'static str) -> Result<(), Fault> {
        script(&mut self.0, sql).await
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.0.commit().await.map_err(error)
    }

    async fn roll_back(self: Box<Self>) {
        drop(self);
    }
}

#[async_trait]
impl Transaction for Writing {
    async fn run(&mut self, sql: String, values: Vec<Value>) -> Result<Vec<Record>, Fault> {
        run(&mut self.0, sql, values).await
    }

    async fn script(&mut self, sql: &'static str) -> Result<(), Fault> {
        script(&mut self.0, sql).await
    }

    async fn commit(mut self: Box<Self>) -> Result<(), StoreError> {
        let done = script(&mut self.0, "COMMIT").await;
        if done.is_err() {
            self.roll_back().await;
        }
        Ok(done?)
    }

    async fn roll_back(mut self: Box<Self>) {
        // Fails when SQLite has done it already.
        let _ = script(&mut self.0, "ROLLBACK").await;
    }
}

async fn run(
    connection: &mut SqliteConnection,
    sql: String,
    values: Vec<Value>,
) -> Result<Vec<Record>, Fault> {
    let mut arguments = SqliteArguments::default();
    for value in values {
        let added = match value {
            Value::Int(number) => arguments.add(number),
            Value::Text(text) => arguments.add(text),
        };
        added.map_err(|error| StoreError::Unavailable(error.to_string()))?;
    }
    let query = sqlx::query_with(AssertSqlSafe(sql), arguments);
    let rows = query.fetch_all(connection).await.map_err(fault)?;
    let records: Result<Vec<Record>, sqlx::Error> = rows.iter().map(record).collect();
    records.map_err(fault)
}

async fn script(connection: &mut SqliteConnection, sql: &'static str) -> Result<(), Fault> {
    let done = connection.execute(sqlx::raw_sql(sql)).await;
    done.map(|_| ()).map_err(fault)
}

fn record(row: &SqliteRow) -> Result<Record, sqlx::Error> {
    (0..row.len())
        .map(|at| {
            let raw = row.try_get_raw(at)?;
            Ok(match raw.type_info().name() {
                "INTEGER" => Value::Int(row.try_get_unchecked(at)?),
                _ => Value::Text(row.try_get_unchecked(at)?),
            })
        })
        .collect()
}

fn error(error: sqlx::Error) -> StoreError {
    fault(error).into()
}

fn fault(error: sqlx::Error) -> Fault {
    let store = match error {
        sqlx::Error::Database(error) => return database_fault(error.as_ref()),
        sqlx::Error::PoolTimedOut => StoreError::Busy,
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => {
            StoreError::Corrupt(error.to_string())
        }
        other => unavailable(&other),
    };
    Fault::Store(store)
}

/// By SQLite's result codes, <https://sqlite.org/rescode.html>; the lowest eight bits are the primary code.
fn database_fault(error: &dyn DatabaseError) -> Fault {
    match error.kind() {
        ErrorKind::UniqueViolation => return Fault::Duplicate,
        ErrorKind::ForeignKeyViolation => return Fault::Reference,
        _ => {}
    }
    let code: i32 = error.code().and_then(|code| code.parse().ok()).unwrap_or(1);
    let text = error.message();
    Fault::Store(match code & 0xff {
        5 | 6 => StoreError::Busy,
        11 | 26 => StoreError::Corrupt(text.to_string()),
        13 => StoreError::Full,
        18 => StoreError::Invalid {
            what: "text".to_string(),
            why: text.to_string(),
        },
        19 => StoreError::Invalid {
            what: "row".to_string(),
            why: text.to_string(),
        },
        _ => StoreError::Unavailable(text.to_string()),
    })
}

fn unavailable(error: &dyn std::error::Error) -> StoreError {
    StoreError::Unavailable(error.to_string())
}
