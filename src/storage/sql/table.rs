//! Reading and writing rows of any table, versions compared.

use super::database::{Columns, Fault, Record, Transaction, Value};
use crate::storage::StoreError;

/// A row with a version.
pub trait Stored: Sized + Send {
    /// Its table.
    const TABLE: &'static str;
    /// What people call it.
    const WHAT: &'static str;
    /// Columns of its primary key.
    const KEYS: &'static [&'static str];
    /// Its columns: keys first, then `version`, then those that change.
    const COLUMNS: &'static [&'static str];
    /// Columns that are written by others, read behind the rest.
    const BY_OTHERS: &'static [&'static str] = &[];

    /// Values of the keys.
    fn keys(&self) -> Vec<Value>;

    /// The version read, 0 for a new row.
    fn version(&self) -> u64;

    /// Values of the columns after keys and version, in their order.
    fn values(&self) -> Vec<Value>;

    /// The row of a record.
    fn read(columns: &mut Columns) -> Result<Self, StoreError>;
}

/// Creates a row (version 0) or changes it, if it still has the version that was read.
pub async fn put<T: Stored>(
    tx: &mut dyn Transaction,
    row: &T,
    position: Option<u64>,
) -> Result<(), Fault> {
    if row.version() == 0 {
        insert(tx, row, position).await
    } else {
        update(tx, row).await
    }
}

async fn insert<T: Stored>(
    tx: &mut dyn Transaction,
    row: &T,
    position: Option<u64>,
) -> Result<(), Fault> {
    let mut columns = T::COLUMNS.to_vec();
    let mut values = row.keys();
    values.push(1_u64.into());
    values.extend(row.values());
    if let Some(position) = position {
        columns.push("position");
        values.push(position.into());
    }
    let sql = format!(
        "INSERT INTO {} ({}) VALUES ({}) ON CONFLICT ({}) DO NOTHING RETURNING version",
        T::TABLE,
        columns.join(", "),
        places(1, columns.len()),
        T::KEYS.join(", "),
    );
    if tx.run(sql, values).await?.is_empty() {
        return Err(already_exists::<T>(row).into());
    }
    Ok(())
}

async fn update<T: Stored>(tx: &mut dyn Transaction, row: &T) -> Result<(), Fault> {
    let changed = &T::COLUMNS[T::KEYS.len() + 1..];
    let sets: Vec<String> = (changed.iter().enumerate())
        .map(|(at, column)| format!("{column} = ${}", at + 1))
        .collect();
    let next = changed.len() + 1;
    let sql = format!(
        "UPDATE {} SET version = version + 1, {} WHERE {} AND version = ${} RETURNING version",
        T::TABLE,
        sets.join(", "),
        same_keys(T::KEYS, next),
        next + T::KEYS.len(),
    );
    let mut values = row.values();
    values.extend(row.keys());
    values.push(row.version().into());
    if tx.run(sql, values).await?.is_empty() {
        return Err(moved_on::<T>(tx, row).await?.into());
    }
    Ok(())
}

/// Deletes a row, if it still has the version that was read.
pub async fn delete<T: Stored>(
    tx: &mut dyn Transaction,
    keys: Vec<Value>,
    version: u64,
) -> Result<(), Fault> {
    let sql = format!(
        "DELETE FROM {} WHERE {} AND version = ${} RETURNING version",
        T::TABLE,
        same_keys(T::KEYS, 1),
        T::KEYS.len() + 1,
    );
    let mut values = keys.clone();
    values.push(version.into());
    if tx.run(sql, values).await?.is_empty() {
        return Err(conflict::<T>(tx, keys, version).await?.into());
    }
    Ok(())
}

/// A row by its keys.
pub async fn get<T: Stored>(tx: &mut dyn Transaction, keys: Vec<Value>) -> Result<T, StoreError> {
    let sql = format!(
        "SELECT {} FROM {} WHERE {}",
        columns_of::<T>().join(", "),
        T::TABLE,
        same_keys(T::KEYS, 1),
    );
    let found = tx.run(sql, keys.clone()).await?.into_iter().next();
    let record = found.ok_or_else(|| not_found(T::WHAT, &keys))?;
    row_of(record)
}

/// The columns that [`Stored::read`] reads.
pub fn columns_of<T: Stored>() -> Vec<&'static str> {
    [T::COLUMNS, T::BY_OTHERS].concat()
}

/// The row of a record.
pub fn row_of<T: Stored>(record: Record) -> Result<T, StoreError> {
    T::read(&mut Columns::of(T::TABLE, record))
}

async fn moved_on<T: Stored>(tx: &mut dyn Transaction, row: &T) -> Result<StoreError, StoreError> {
    conflict::<T>(tx, row.keys(), row.version()).await
}

async fn conflict<T: Stored>(
    tx: &mut dyn Transaction,
    keys: Vec<Value>,
    read: u64,
) -> Result<StoreError, StoreError> {
    match get::<T>(tx, keys.clone()).await {
        Ok(found) => Ok(StoreError::Conflict {
            what: T::WHAT,
            id: name(&keys),
            read,
            found: found.version(),
        }),
        Err(missing @ StoreError::NotFound { .. }) => Ok(missing),
        Err(error) => Err(error),
    }
}

fn already_exists<T: Stored>(row: &T) -> StoreError {
    StoreError::AlreadyExists {
        what: T::WHAT,
        id: name(&row.keys()),
    }
}

/// There is no such row.
pub fn not_found(what: &'static str, keys: &[Value]) -> StoreError {
    StoreError::NotFound {
        what,
        id: name(keys),
    }
}

/// Keys as people read them, parts divided by slashes.
fn name(keys: &[Value]) -> String {
    let parts: Vec<String> = keys
        .iter()
        .map(|key| match key {
            Value::Int(number) => number.map_or_else(String::new, |number| number.to_string()),
            Value::Text(text) => text.clone().unwrap_or_default(),
        })
        .collect();
    parts.join("/")
}

fn same_keys(keys: &[&str], first: usize) -> String {
    let terms: Vec<String> = (keys.iter().enumerate())
        .map(|(at, key)| format!("{key} = ${}", first + at))
        .collect();
    terms.join(" AND ")
}

/// `$first, ...`, so many.
pub fn places(first: usize, count: usize) -> String {
    let places: Vec<String> = (first..first + count).map(|at| format!("${at}")).collect();
    places.join(", ")
}
