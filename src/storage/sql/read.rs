//! The contract, kept: reads go straight to the database, writes to the writer.

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::SqlStore;
use super::database::{Columns, Transaction, Value};
use super::decide::{answer, subject_values};
use super::lease;
use super::list::List;
use super::rows::{
    AUDIT_COLUMNS, JOB_COLUMNS, PLAN_COLUMNS, WITNESS_COLUMNS, audit_row, job_row, plan_row,
    witness_row,
};
use super::table::{Stored, columns_of, get, not_found, places, row_of};
use super::writer::{Write, Written};
use crate::jobs::{Job, Progress, Terms};
use crate::storage::*;
use crate::units::{ClaimId, HallId, JobId, RosterId, ShiftId};

#[async_trait]
impl Store for SqlStore {
    async fn commit(&self, decision: Decision) -> Result<Committed, StoreError> {
        check::decision(&decision, &self.limits)?;
        match self.writer.write(Write::Decide(Box::new(decision))).await? {
            Written::Decided(committed) => Ok(committed),
            _ => Err(crossed()),
        }
    }

    async fn answer(
        &self,
        key: &RequestKey,
        now: DateTime<Utc>,
    ) -> Result<Option<Answer>, StoreError> {
        let found = answer(self.reading().await?.as_mut(), key).await?;
        Ok(found.filter(|answer| answer.expires_at > now))
    }

    async fn versions(&self, subjects: &[Subject]) -> Result<Vec<u64>, StoreError> {
        let mut tx = self.reading().await?;
        let mut versions = Vec::with_capacity(subjects.len());
        for subject in subjects {
            let sql = "SELECT version FROM versions WHERE roster = $1 AND kind = $2 AND id = $3";
            let sql = sql.to_string();
            let found = tx.run(sql, subject_values(subject)).await?.pop();
            versions.push(match found {
                Some(record) => Columns::of("versions", record).count()?,
                None => 0,
            });
        }
        Ok(versions)
    }

    async fn instance(&self, sha256: &str) -> Result<InstanceRow, StoreError> {
        let sql = "SELECT sha256, body FROM instances WHERE sha256 = $1".to_string();
        let mut tx = self.reading().await?;
        let record = one(tx.as_mut(), sql, vec![sha256.into()], "instance").await?;
        let mut columns = Columns::of("instances", record);
        Ok(InstanceRow {
            sha256: columns.text()?,
            body: columns.text()?,
        })
    }

    async fn roster(&self, id: &RosterId) -> Result<RosterRow, StoreError> {
        get(self.reading().await?.as_mut(), vec![id.as_str().into()]).await
    }

    async fn rosters(
        &self,
        filter: &RosterFilter,
        page: &PageRequest,
    ) -> Result<Page<RosterRow>, StoreError> {
        let mut list = stored::<RosterRow>(&["position"], filter);
        list.one_of("state", filter.states.iter().map(|state| state.name()));
        list.only("first_date <= ?", filter.days.map(|days| days.1));
        list.only("last_date >= ?", filter.days.map(|days| days.0));
        let halls = filter.halls.iter().map(|hall| hall.as_str());
        list.one_of_in("id", "roster_halls", "roster", "hall", halls);
        self.page(list, page, RosterRow::read).await
    }

    async fn plan(&self, roster: &RosterId, number: Option<u64>) -> Result<PlanRow, StoreError> {
        let term = match number {
            Some(_) => "number = $2",
            None => "number = (SELECT plan FROM rosters WHERE id = $1)",
        };
        let columns = PLAN_COLUMNS.join(", ");
        let sql = format!("SELECT {columns} FROM plans WHERE roster = $1 AND {term}");
        let mut values: Vec<Value> = vec![roster.as_str().into()];
        values.extend(number.map(Value::from));
        let mut tx = self.reading().await?;
        let record = one(tx.as_mut(), sql, values, "plan").await?;
        plan_row(&mut Columns::of("plans", record))
    }

    async fn witness(
        &self,
        roster: &RosterId,
        hall: Option<&HallId>,
        version: Option<u64>,
    ) -> Result<WitnessRow, StoreError> {
        let mut tx = self.reading().await?;
        witness(tx.as_mut(), roster, hall, version).await
    }

    async fn shift(
        &self,
        roster: &RosterId,
        shift: &ShiftId,
    ) -> Result<ShiftWithSpots, StoreError> {
        let mut tx = self.reading().await?;
        let keys = vec![roster.as_str().into(), shift.as_str().into()];
        let row = get(tx.as_mut(), keys).await?;
        let mut shifts = with_spots(tx.as_mut(), vec![row]).await?;
        shifts.pop().ok_or_else(crossed)
    }

    async fn shifts(
        &self,
        filter: &ShiftFilter,
        page: &PageRequest,
    ) -> Result<Page<ShiftWithSpots>, StoreError> {
        let mut tx = self.reading().await?;
        let list = shift_list(filter);
        let most = self.limits.page_max;
        let shifts = list.page(tx.as_mut(), page, most, ShiftRow::read).await?;
        Ok(Page {
            rows: with_spots(tx.as_mut(), shifts.rows).await?,
            next: shifts.next,
        })
    }

    async fn claim(&self, id: &ClaimId) -> Result<ClaimRow, StoreError> {
        get(self.reading().await?.as_mut(), vec![id.as_str().into()]).await
    }

    async fn claims(
        &self,
        filter: &ClaimFilter,
        page: &PageRequest,
    ) -> Result<Page<ClaimRow>, StoreError> {
        self.page(claim_list(filter), page, ClaimRow::read).await
    }

    async fn lots(
        &self,
        filter: &LotFilter,
        page: &PageRequest,
    ) -> Result<Page<LotRow>, StoreError> {
        let mut list = stored::<LotRow>(&["due_order", "id"], filter);
        list.only(
            "employee = ?",
            filter.employee.as_ref().map(|id| id.as_str()),
        );
        list.only("roster = ?", filter.roster.as_ref().map(|id| id.as_str()));
        list.one_of("state", filter.states.iter().map(|state| state.name()));
        self.page(list, page, LotRow::read).await
    }

    async fn pins(
        &self,
        roster: &RosterId,
        page: &PageRequest,
    ) -> Result<Page<PinRow>, StoreError> {
        let mut list = stored::<PinRow>(&["employee", "date"], roster);
        list.only("roster = ?", Some(roster.as_str()));
        self.page(list, page, PinRow::read).await
    }

    async fn audit(
        &self,
        filter: &AuditFilter,
        page: &PageRequest,
    ) -> Result<Page<AuditRow>, StoreError> {
        let mut list = List::of("audit", AUDIT_COLUMNS, &["number"], filter);
        list.only("roster = ?", filter.roster.as_ref().map(|id| id.as_str()));
        list.one_of("hall", filter.halls.iter().map(|hall| hall.as_str()));
        list.only(
            "employee = ?",
            filter.employee.as_ref().map(|id| id.as_str()),
        );
        list.only("action = ?", filter.action.as_deref());
        list.only("at >= ?", filter.from);
        list.only("at < ?", filter.to);
        self.page(list, page, audit_row).await
    }

    async fn job(&self, id: &JobId) -> Result<Job, StoreError> {
        lease::get(self.reading().await?.as_mut(), id).await
    }

    async fn jobs(&self, filter: &JobFilter, page: &PageRequest) -> Result<Page<Job>, StoreError> {
        let mut list = List::of("jobs", JOB_COLUMNS, &["position"], filter);
        list.only("roster = ?", filter.roster.as_ref().map(|id| id.as_str()));
        list.only_if(filter.alive, "state IN ('QUEUED', 'RUNNING')");
        self.page(list, page, job_row).await
    }

    async fn lease(
        &self,
        worker: &str,
        now: DateTime<Utc>,
        terms: &Terms,
    ) -> Result<Option<Job>, StoreError> {
        let write = Write::Lease {
            worker: worker.to_string(),
            now,
            terms: *terms,
        };
        match self.writer.write(write).await? {
            Written::Leased(job) => Ok(job),
            _ => Err(crossed()),
        }
    }

    async fn heartbeat(
        &self,
        job: &JobId,
        fence: u64,
        progress: Option<Progress>,
        now: DateTime<Utc>,
        terms: &Terms,
    ) -> Result<Job, StoreError> {
        let write = Write::Heartbeat {
            job: job.clone(),
            fence,
            progress,
            now,
            terms: *terms,
        };
        match self.writer.write(write).await? {
            Written::Beaten(job) => Ok(job),
            _ => Err(crossed()),
        }
    }

    async fn sweep(&self, now: DateTime<Utc>, terms: &Terms) -> Result<Swept, StoreError> {
        let write = Write::Sweep { now, terms: *terms };
        match self.writer.write(write).await? {
            Written::Swept(swept) => Ok(swept),
            _ => Err(crossed()),
        }
    }

    async fn check(&self) -> Result<(), StoreError> {
        let sql = "SELECT value FROM counters".to_string();
        self.reading().await?.run(sql, Vec::new()).await?;
        Ok(())
    }

    async fn close(&self) {
        self.database.close().await;
    }
}

impl SqlStore {
    async fn page<T>(
        &self,
        list: List,
        page: &PageRequest,
        row: impl Fn(&mut Columns) -> Result<T, StoreError> + Send,
    ) -> Result<Page<T>, StoreError> {
        let mut tx = self.reading().await?;
        list.page(tx.as_mut(), page, self.limits.page_max, row)
            .await
    }
}

/// The list of a table with versions.
fn stored<T: Stored>(order: &'static [&'static str], filter: &impl std::hash::Hash) -> List {
    List::of(T::TABLE, &columns_of::<T>(), order, filter)
}

fn shift_list(filter: &ShiftFilter) -> List {
    let mut list = stored::<ShiftRow>(&["starts_at", "roster", "id"], filter);
    list.only("roster = ?", filter.roster.as_ref().map(|id| id.as_str()));
    list.one_of("hall", filter.halls.iter().map(|hall| hall.as_str()));
    list.only("date >= ?", filter.from);
    list.only("date <= ?", filter.to);
    list.only("freeze_at > ?", filter.claimable_at);
    let own = "SELECT 1 FROM spots WHERE spots.roster = shifts.roster AND spots.shift = shifts.id";
    let free = format!(
        "cancelled = 0 AND EXISTS ({own} AND holder IS NULL AND kind IN ('OPEN', 'EXTRA'))"
    );
    list.only_if(filter.claimable_at.is_some(), &free);
    let held = format!("EXISTS ({own} AND holder = ?)");
    list.only(&held, filter.holder.as_ref().map(|id| id.as_str()));
    list
}

fn claim_list(filter: &ClaimFilter) -> List {
    let mut list = stored::<ClaimRow>(&["position"], filter);
    list.only("roster = ?", filter.roster.as_ref().map(|id| id.as_str()));
    list.one_of("hall", filter.halls.iter().map(|hall| hall.as_str()));
    list.only("shift = ?", filter.shift.as_ref().map(|id| id.as_str()));
    list.only(
        "employee = ?",
        filter.employee.as_ref().map(|id| id.as_str()),
    );
    list.one_of("state", filter.states.iter().map(|state| state.name()));
    list
}

/// Shifts, each with its spots.
async fn with_spots(
    tx: &mut dyn Transaction,
    shifts: Vec<ShiftRow>,
) -> Result<Vec<ShiftWithSpots>, StoreError> {
    /// Shifts asked about at once: databases limit the values of a statement.
    const AT_ONCE: usize = 500;
    let mut spots: BTreeMap<(RosterId, ShiftId), Vec<SpotRow>> = BTreeMap::new();
    for some in shifts.chunks(AT_ONCE) {
        let pairs: Vec<String> = (0..some.len())
            .map(|at| format!("({})", places(2 * at + 1, 2)))
            .collect();
        let sql = format!(
            "SELECT {} FROM spots WHERE (roster, shift) IN (VALUES {}) ORDER BY number",
            columns_of::<SpotRow>().join(", "),
            pairs.join(", ")
        );
        let values = some.iter().flat_map(|shift| shift.keys()).collect();
        for record in tx.run(sql, values).await? {
            let spot: SpotRow = row_of(record)?;
            let key = (spot.roster.clone(), spot.shift.clone());
            spots.entry(key).or_default().push(spot);
        }
    }
    let found = shifts.into_iter().map(|shift| {
        let key = (shift.roster.clone(), shift.id.clone());
        let spots = spots.remove(&key).unwrap_or_default();
        ShiftWithSpots { shift, spots }
    });
    Ok(found.collect())
}

async fn witness(
    tx: &mut dyn Transaction,
    roster: &RosterId,
    hall: Option<&HallId>,
    version: Option<u64>,
) -> Result<WitnessRow, StoreError> {
    let term = match version {
        Some(_) => "version = $3",
        None => "version = (SELECT MAX(version) FROM witnesses WHERE roster = $1 AND hall = $2)",
    };
    let columns = WITNESS_COLUMNS.join(", ");
    let sql = format!("SELECT {columns} FROM witnesses WHERE roster = $1 AND hall = $2 AND {term}");
    let hall = hall.map_or("", |hall| hall.as_str());
    let mut values: Vec<Value> = vec![roster.as_str().into(), hall.into()];
    values.extend(version.map(Value::from));
    let record = one(tx, sql, values, "witness").await?;
    witness_row(&mut Columns::of("witnesses", record))
}

async fn one(
    tx: &mut dyn Transaction,
    sql: String,
    values: Vec<Value>,
    what: &'static str,
) -> Result<super::database::Record, StoreError> {
    let found = tx.run(sql, values.clone()).await?.pop();
    found.ok_or_else(|| not_found(what, &values))
}

/// The writer answered something else than was asked.
fn crossed() -> StoreError {
    StoreError::Corrupt("an answer went to the wrong question".to_string())
}
