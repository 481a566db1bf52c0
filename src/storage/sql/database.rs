//! What is asked of a database: statements in, records out. One file per database answers it.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};

use crate::storage::StoreError;

/// A value that goes into a statement, or `NULL` of its type.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// BIGINT.
    Int(Option<i64>),
    /// TEXT.
    Text(Option<String>),
}

/// A row that comes out, column by column.
pub type Record = Vec<Value>;

/// A database that speaks SQL with `$1` for its first value.
#[async_trait]
pub trait Database: Send + Sync {
    /// Begins to read: everything read in it is of one moment.
    async fn read(&self) -> Result<Box<dyn Transaction>, StoreError>;

    /// Begins to write: what others write meanwhile waits.
    async fn write(&self) -> Result<Box<dyn Transaction>, StoreError>;

    /// Lets go of files and connections.
    async fn close(&self);
}

/// Statements that belong together. One that writes must come to an end: `commit` or `roll_back`.
#[async_trait]
pub trait Transaction: Send {
    /// Runs one statement.
    async fn run(&mut self, sql: String, values: Vec<Value>) -> Result<Vec<Record>, Fault>;

    /// Runs a script of statements without values.
    async fn script(&mut self, sql: &'static str) -> Result<(), Fault>;

    /// Keeps what was written.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;

    /// Forgets what was written.
    async fn roll_back(self: Box<Self>);
}

/// Why a statement failed.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// Such a row is there already.
    Duplicate,
    /// A row it refers to is not there, or is referred to.
    Reference,
    /// Everything else.
    Store(StoreError),
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Fault {
        Fault::Store(error)
    }
}

/// For statements that cannot meet a constraint: if they do, the database is not what it should be.
impl From<Fault> for StoreError {
    fn from(fault: Fault) -> StoreError {
        match fault {
            Fault::Store(error) => error,
            other => StoreError::Corrupt(format!("unexpected {other:?}")),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(Some(text.to_string()))
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Value {
        Value::Int(Some(number as i64))
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Int(Some(number))
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Value {
        Value::Int(Some(flag.into()))
    }
}

impl From<DateTime<Utc>> for Value {
    fn from(moment: DateTime<Utc>) -> Value {
        Value::Int(Some(moment.timestamp_millis()))
    }
}

impl From<NaiveDate> for Value {
    fn from(date: NaiveDate) -> Value {
        Value::Text(Some(date.to_string()))
    }
}

/// Text that may be missing.
pub fn maybe(text: Option<&str>) -> Value {
    Value::Text(text.map(str::to_string))
}

/// A moment that may be missing.
pub fn maybe_moment(moment: Option<DateTime<Utc>>) -> Value {
    Value::Int(moment.map(|moment| moment.timestamp_millis()))
}

/// Takes a record apart, column after column.
pub struct Columns {
    table: &'static str,
    values: std::vec::IntoIter<Value>,
}

impl Columns {
    /// The columns of a record of `table`.
    pub fn of(table: &'static str, record: Record) -> Columns {
        Columns {
            table,
            values: record.into_iter(),
        }
    }

    /// What somebody else wrote there, or a file that lost its content.
    pub fn damaged(&self) -> StoreError {
        StoreError::Corrupt(format!("a row of {} cannot be read", self.table))
    }

    pub fn maybe_text(&mut self) -> Result<Option<String>, StoreError> {
        match self.values.next() {
            Some(Value::Text(text)) => Ok(text),
            Some(Value::Int(None)) => Ok(None),
            _ => Err(self.damaged()),
        }
    }

    pub fn maybe_int(&mut self) -> Result<Option<i64>, StoreError> {
        match self.values.next() {
            Some(Value::Int(number)) => Ok(number),
            Some(Value::Text(None)) => Ok(None),
            _ => Err(self.damaged()),
        }
    }

    pub fn text(&mut self) -> Result<String, StoreError> {
        self.maybe_text()?.ok_or_else(|| self.damaged())
    }

    pub fn int(&mut self) -> Result<i64, StoreError> {
        self.maybe_int()?.ok_or_else(|| self.damaged())
    }

    pub fn count(&mut self) -> Result<u64, StoreError> {
        u64::try_from(self.int()?).map_err(|_| self.damaged())
    }

    pub fn flag(&mut self) -> Result<bool, StoreError> {
        Ok(self.int()? != 0)
    }

    pub fn moment(&mut self) -> Result<DateTime<Utc>, StoreError> {
        self.maybe_moment()?.ok_or_else(|| self.damaged())
    }

    pub fn maybe_moment(&mut self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let Some(millis) = self.maybe_int()? else {
            return Ok(None);
        };
        DateTime::from_timestamp_millis(millis)
            .map(Some)
            .ok_or_else(|| self.damaged())
    }

    pub fn date(&mut self) -> Result<NaiveDate, StoreError> {
        self.maybe_date()?.ok_or_else(|| self.damaged())
    }

    pub fn maybe_date(&mut self) -> Result<Option<NaiveDate>, StoreError> {
        let Some(text) = self.maybe_text()? else {
            return Ok(None);
        };
        text.parse().map(Some).map_err(|_| self.damaged())
    }

    /// A word that `named` knows.
    pub fn word<T>(&mut self, named: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
        let text = self.text()?;
        named(&text).ok_or_else(|| self.damaged())
    }

    /// JSON.
    pub fn json<T: serde::de::DeserializeOwned>(&mut self) -> Result<T, StoreError> {
        let text = self.text()?;
        serde_json::from_str(&text).map_err(|_| self.damaged())
    }
}
