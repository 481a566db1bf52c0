//! Plans and witnesses as columns: written once, never changed.

use crate::storage::sql::database::{Columns, Value, maybe};
use crate::storage::{PlanRow, StoreError, WitnessRow};
use crate::units::Money;

pub const PLAN_COLUMNS: &[&str] = &[
    "roster",
    "number",
    "instance_sha256",
    "job",
    "cost",
    "bound",
    "body",
    "created_at",
];

pub fn plan_values(row: &PlanRow) -> Vec<Value> {
    vec![
        row.roster.as_str().into(),
        row.number.into(),
        row.instance_sha256.as_str().into(),
        maybe(row.job.as_ref().map(|id| id.as_str())),
        row.cost.0.into(),
        row.bound.0.into(),
        row.body.as_str().into(),
        row.created_at.into(),
    ]
}

pub fn plan_row(columns: &mut Columns) -> Result<PlanRow, StoreError> {
    Ok(PlanRow {
        roster: columns.text()?.into(),
        number: columns.count()?,
        instance_sha256: columns.text()?,
        job: columns.maybe_text()?.map(Into::into),
        cost: Money(columns.int()?),
        bound: Money(columns.int()?),
        body: columns.text()?,
        created_at: columns.moment()?,
    })
}

pub const WITNESS_COLUMNS: &[&str] = &["roster", "hall", "version", "body", "created_at"];

pub fn witness_values(row: &WitnessRow) -> Vec<Value> {
    let hall = row.hall.as_ref().map_or("", |hall| hall.as_str());
    vec![
        row.roster.as_str().into(),
        hall.into(),
        row.version.into(),
        row.body.as_str().into(),
        row.created_at.into(),
    ]
}

pub fn witness_row(columns: &mut Columns) -> Result<WitnessRow, StoreError> {
    Ok(WitnessRow {
        roster: columns.text()?.into(),
        hall: Some(columns.text()?)
            .filter(|hall| !hall.is_empty())
            .map(Into::into),
        version: columns.count()?,
        body: columns.text()?,
        created_at: columns.moment()?,
    })
}
