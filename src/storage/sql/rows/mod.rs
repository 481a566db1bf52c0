//! Rows as columns, one file a table.

mod audit;
mod claim;
mod job;
mod lot;
mod pin;
mod roster;
mod shift;
mod solved;

pub use audit::{AUDIT_COLUMNS, audit_row, audit_values};
pub use job::{JOB_COLUMNS, job_row, job_values};
pub use solved::{
    PLAN_COLUMNS, WITNESS_COLUMNS, plan_row, plan_values, witness_row, witness_values,
};
