//! Making a decision, inside one transaction.

use super::database::{Columns, Fault, Transaction, Value};
use super::rows::{
    AUDIT_COLUMNS, PLAN_COLUMNS, WITNESS_COLUMNS, audit_values, plan_values, witness_values,
};
use super::table::{Stored, delete, not_found, places, put};
use super::{lease, table};
use crate::claims::RosterState;
use crate::storage::{
    Answer, Change, ClaimRow, Committed, Decision, InstanceRow, PinRow, PlanRow, RequestKey,
    RosterRow, StoreError, StoreLimits, Subject, Touch, WitnessRow,
};
use crate::units::RosterId;

/// Log numbers are shifted by so many bits to make places for the rows of one decision.
const PLACE_BITS: u32 = 20;

/// Makes a decision; an error leaves the transaction half-made, to be rolled back.
pub async fn decide(
    tx: &mut dyn Transaction,
    decision: &Decision,
    limits: &StoreLimits,
) -> Result<Committed, StoreError> {
    let numbers = log_numbers(tx, decision.entries.len()).await?;
    if let Some(wanted) = &decision.answer {
        let first = answer(tx, &wanted.key).await?;
        if let Some(first) = first.filter(|first| first.expires_at > decision.now) {
            if first.fingerprint != wanted.fingerprint {
                return Err(StoreError::RequestIdReused(wanted.key.request_id.clone()));
            }
            return Ok(Committed::Repeated(first));
        }
    }
    let mut touches: Vec<&Touch> = decision.touches.iter().collect();
    touches.sort_by(|a, b| a.subject.cmp(&b.subject));
    for one in touches {
        touch(tx, one).await?;
    }
    for (place, change) in decision.changes.iter().enumerate() {
        let position = (numbers[0] << PLACE_BITS) + place as u64;
        make(tx, change, decision, position, limits).await?;
    }
    for (number, entry) in numbers.iter().zip(&decision.entries) {
        let values = audit_values(*number, decision.now, entry);
        add(tx, "audit", AUDIT_COLUMNS, values).await?;
    }
    if let Some(answer) = &decision.answer {
        remember(tx, answer).await?;
    }
    Ok(Committed::Done(numbers))
}

/// Takes numbers for log entries. The counter's row also makes decisions wait for each other where a database would
/// let several write at once: versions and request ids are then compared one decision after another.
async fn log_numbers(tx: &mut dyn Transaction, count: usize) -> Result<Vec<u64>, StoreError> {
    let sql = "UPDATE counters SET value = value + $1 WHERE name = 'audit' RETURNING value";
    let record = tx
        .run(sql.to_string(), vec![(count as u64).into()])
        .await?
        .pop();
    let last = match record {
        Some(record) => Columns::of("counters", record).count()?,
        None => return Err(StoreError::Corrupt("the log has no counter".to_string())),
    };
    Ok((last + 1 - count as u64..=last).collect())
}

/// Raises a version that is still the one read.
async fn touch(tx: &mut dyn Transaction, touch: &Touch) -> Result<(), StoreError> {
    let sql = "INSERT INTO versions (roster, kind, id, version) VALUES ($1, $2, $3, 1)
        ON CONFLICT (roster, kind, id) DO UPDATE SET version = versions.version + 1 RETURNING version";
    let values = subject_values(&touch.subject);
    let record = tx.run(sql.to_string(), values).await?.pop();
    let raised = Columns::of("versions", record.unwrap_or_default()).count()?;
    let found = raised.saturating_sub(1);
    if found != touch.version {
        return Err(StoreError::Conflict {
            what: touch.subject.what(),
            id: touch.subject.id().to_string(),
            read: touch.version,
            found,
        });
    }
    Ok(())
}

pub fn subject_values(subject: &Subject) -> Vec<Value> {
    let kind = match subject {
        Subject::Hall(..) => "HALL",
        Subject::Employee(..) => "EMPLOYEE",
        Subject::Person(_) => "PERSON",
    };
    let roster = subject.roster().map_or("", |roster| roster.as_str());
    vec![roster.into(), kind.into(), subject.id().into()]
}

async fn make(
    tx: &mut dyn Transaction,
    change: &Change,
    decision: &Decision,
    position: u64,
    limits: &StoreLimits,
) -> Result<(), StoreError> {
    match change {
        Change::Instance(row) => instance(tx, row).await,
        Change::Roster(row) => roster(tx, row, position).await,
        Change::DeleteRoster(id, version) => delete_roster(tx, id, *version).await,
        Change::Plan(row) => plan(tx, row, decision).await,
        Change::Witness(row) => witness(tx, row).await,
        Change::Shift(row) => known(put(tx, row, None).await, "roster", row.roster.as_str()),
        Change::Spot(row) => match put(tx, row, None).await {
            Err(Fault::Duplicate) => {
                Err(invalid("spot", "the holder has another spot of the shift"))
            }
            done => known(done, "shift", row.shift.as_str()),
        },
        Change::Claim(row) => claim(tx, row, position).await,
        Change::Lot(row) => Ok(put(tx, row, None).await?),
        Change::Pin(row) => known(put(tx, row, None).await, "roster", row.roster.as_str()),
        Change::Unpin(row) => Ok(delete::<PinRow>(tx, row.keys(), row.version).await?),
        Change::Enqueue(job) => {
            lease::enqueue(tx, job, decision.now, position, limits.jobs_max).await
        }
        Change::CancelJob(id) => lease::cancel(tx, id, decision.now).await,
        Change::EndJob {
            id,
            fence,
            end,
            terms,
        } => lease::end(tx, id, *fence, end, decision.now, terms).await,
    }
}

async fn instance(tx: &mut dyn Transaction, row: &InstanceRow) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO instances (sha256, body) VALUES ($1, $2) ON CONFLICT (sha256) DO NOTHING";
    let values = vec![row.sha256.as_str().into(), row.body.as_str().into()];
    tx.run(sql.to_string(), values).await?;
    Ok(())
}

async fn roster(
    tx: &mut dyn Transaction,
    row: &RosterRow,
    position: u64,
) -> Result<(), StoreError> {
    let position = (row.version == 0).then_some(position);
    known(
        put(tx, row, position).await,
        "instance",
        &row.instance_sha256,
    )?;
    let id: Value = row.id.as_str().into();
    let sql = "DELETE FROM roster_halls WHERE roster = $1".to_string();
    tx.run(sql, vec![id.clone()]).await?;
    for hall in &row.halls {
        let sql = "INSERT INTO roster_halls (roster, hall) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        tx.run(sql.to_string(), vec![id.clone(), hall.as_str().into()])
            .await?;
    }
    if row.state == RosterState::Archived {
        forget_old_witnesses(tx, id).await?;
    }
    Ok(())
}

/// History needs the last witness only.
async fn forget_old_witnesses(tx: &mut dyn Transaction, roster: Value) -> Result<(), StoreError> {
    let sql = "DELETE FROM witnesses WHERE roster = $1 AND version < (
        SELECT MAX(newer.version) FROM witnesses AS newer
        WHERE newer.roster = witnesses.roster AND newer.hall = witnesses.hall)";
    tx.run(sql.to_string(), vec![roster]).await?;
    Ok(())
}

async fn delete_roster(
    tx: &mut dyn Transaction,
    id: &RosterId,
    version: u64,
) -> Result<(), StoreError> {
    match delete::<RosterRow>(tx, vec![id.as_str().into()], version).await {
        Err(Fault::Reference) => {
            return Err(StoreError::InUse {
                what: RosterRow::WHAT,
                id: id.to_string(),
            });
        }
        done => done?,
    }
    let sql = "DELETE FROM versions WHERE roster = $1".to_string();
    tx.run(sql, vec![id.as_str().into()]).await?;
    Ok(())
}

async fn plan(
    tx: &mut dyn Transaction,
    row: &PlanRow,
    decision: &Decision,
) -> Result<(), StoreError> {
    let sql = "UPDATE rosters SET plan = $1, version = version + 1, updated_at = $2
        WHERE id = $3 AND plan = $4 RETURNING version";
    let before = row.number.saturating_sub(1);
    let id: Value = row.roster.as_str().into();
    let values = vec![
        row.number.into(),
        decision.now.into(),
        id.clone(),
        before.into(),
    ];
    if tx.run(sql.to_string(), values).await?.is_empty() {
        let roster: RosterRow = table::get(tx, vec![id]).await?;
        return Err(StoreError::Conflict {
            what: "plan",
            id: row.roster.to_string(),
            read: before,
            found: roster.plan,
        });
    }
    let added = add(tx, "plans", PLAN_COLUMNS, plan_values(row)).await;
    known(added, "instance", &row.instance_sha256)
}

async fn witness(tx: &mut dyn Transaction, row: &WitnessRow) -> Result<(), StoreError> {
    let hall = row.hall.as_ref().map_or("", |hall| hall.as_str());
    let sql = "SELECT COALESCE(MAX(version), 0) FROM witnesses WHERE roster = $1 AND hall = $2";
    let values = vec![row.roster.as_str().into(), hall.into()];
    let record = tx.run(sql.to_string(), values).await?.pop();
    let found = Columns::of("witnesses", record.unwrap_or_default()).count()?;
    let read = row.version.saturating_sub(1);
    if found != read {
        return Err(StoreError::Conflict {
            what: "witness",
            id: format!("{}/{hall}", row.roster),
            read,
            found,
        });
    }
    let added = add(tx, "witnesses", WITNESS_COLUMNS, witness_values(row)).await;
    known(added, "roster", row.roster.as_str())
}

async fn claim(tx: &mut dyn Transaction, row: &ClaimRow, position: u64) -> Result<(), StoreError> {
    let position = (row.version == 0).then_some(position);
    match (put(tx, row, position).await, row.spot) {
        (Err(Fault::Duplicate), Some(spot)) => Err(StoreError::SpotTaken {
            roster: row.roster.clone(),
            shift: row.shift.clone(),
            spot,
        }),
        (done, _) => known(done, "shift", row.shift.as_str()),
    }
}

/// The first answer to a request, past its time or not.
pub async fn answer(
    tx: &mut dyn Transaction,
    key: &RequestKey,
) -> Result<Option<Answer>, StoreError> {
    let sql =
        "SELECT fingerprint, body, expires_at FROM answers WHERE caller = $1 AND request_id = $2";
    let values = vec![key.caller.as_str().into(), key.request_id.as_str().into()];
    let Some(record) = tx.run(sql.to_string(), values).await?.pop() else {
        return Ok(None);
    };
    let mut columns = Columns::of("answers", record);
    Ok(Some(Answer {
        key: key.clone(),
        fingerprint: columns.text()?,
        body: columns.text()?,
        expires_at: columns.moment()?,
    }))
}

async fn remember(tx: &mut dyn Transaction, answer: &Answer) -> Result<(), StoreError> {
    let sql = "INSERT INTO answers (caller, request_id, fingerprint, body, expires_at)
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (caller, request_id) DO UPDATE SET
        fingerprint = excluded.fingerprint, body = excluded.body, expires_at = excluded.expires_at";
    let values = vec![
        answer.key.caller.as_str().into(),
        answer.key.request_id.as_str().into(),
        answer.fingerprint.as_str().into(),
        answer.body.as_str().into(),
        answer.expires_at.into(),
    ];
    tx.run(sql.to_string(), values).await?;
    Ok(())
}

async fn add(
    tx: &mut dyn Transaction,
    table: &str,
    columns: &[&str],
    values: Vec<Value>,
) -> Result<(), Fault> {
    let sql = format!(
        "INSERT INTO {table} ({}) VALUES ({})",
        columns.join(", "),
        places(1, columns.len())
    );
    tx.run(sql, values).await.map(|_| ())
}

/// A row whose reference failed names something that is not there.
fn known(done: Result<(), Fault>, what: &'static str, id: &str) -> Result<(), StoreError> {
    match done {
        Err(Fault::Reference) => Err(not_found(what, &[id.into()])),
        done => Ok(done?),
    }
}

fn invalid(what: &str, why: &str) -> StoreError {
    StoreError::Invalid {
        what: what.to_string(),
        why: why.to_string(),
    }
}
