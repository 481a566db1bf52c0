//! A roster of some halls, shifts and spots, small enough to see at a glance.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use paiban::storage::{
    Actor, AuditEntry, Change, ClaimRow, ClaimState, ClaimWindow, Committed, Decision, InstanceRow,
    RosterRow, RosterState, ShiftRow, SpotKind, SpotRow, Store, StoreError, Touch, WitnessRow,
};

pub const ROSTER: &str = "w30";

/// Monday, the day before the week starts to be claimed.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_784_000_000, 0).expect("a moment")
}

pub fn day(number: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 7, 20).expect("a date") + Duration::days(number)
}

pub fn entry(action: &str) -> AuditEntry {
    AuditEntry {
        actor: Actor {
            role: "hr".to_string(),
            id: "chen".to_string(),
        },
        action: action.to_string(),
        subject: format!("rosters/{ROSTER}"),
        roster: Some(ROSTER.into()),
        hall: None,
        employee: None,
        reason: String::new(),
        verdict: String::new(),
    }
}

/// A decision about nobody in particular.
pub fn decision(changes: Vec<Change>) -> Decision {
    Decision {
        now: now(),
        touches: Vec::new(),
        changes,
        entries: vec![entry("test")],
        answer: None,
    }
}

pub async fn make(store: &dyn Store, changes: Vec<Change>) -> Result<Committed, StoreError> {
    store.commit(decision(changes)).await
}

pub fn instance() -> InstanceRow {
    InstanceRow {
        sha256: "ab".repeat(32),
        body: "{}".to_string(),
    }
}

pub fn roster(id: &str, halls: &[&str]) -> RosterRow {
    RosterRow {
        id: id.into(),
        version: 0,
        state: RosterState::Draft,
        title: "第三十周 week 30".to_string(),
        instance_sha256: instance().sha256,
        previous: None,
        halls: halls.iter().map(|hall| (*hall).into()).collect(),
        first_date: day(0),
        last_date: day(6),
        claim_window: Some(ClaimWindow {
            opens_at: now(),
            closes_at: now() + Duration::days(3),
        }),
        body: "{\"note\":\"’\"}".to_string(),
        plan: 0,
        created_at: now(),
        updated_at: now(),
    }
}

pub fn shift(hall: &str, number: i64) -> ShiftRow {
    let start = now() + Duration::days(7 + number);
    ShiftRow {
        roster: ROSTER.into(),
        id: format!("{hall}-{number}").into(),
        version: 0,
        hall: hall.into(),
        date: day(number % 7),
        start,
        end: start + Duration::hours(8),
        freeze_at: start - Duration::days(1),
        cancelled: false,
        body: "{}".to_string(),
    }
}

pub fn spot(shift: &ShiftRow, number: u32) -> SpotRow {
    SpotRow {
        roster: shift.roster.clone(),
        shift: shift.id.clone(),
        number,
        version: 0,
        kind: SpotKind::Open,
        holder: None,
    }
}

/// A claim, not yet stored.
pub fn claim(id: &str, employee: &str, spot: &SpotRow, state: ClaimState) -> ClaimRow {
    let holds = !matches!(state, ClaimState::Pending | ClaimState::Declined);
    let hall = spot.shift.as_str().split('-').next().unwrap_or_default();
    ClaimRow {
        id: id.into(),
        version: 0,
        roster: spot.roster.clone(),
        hall: hall.into(),
        shift: spot.shift.clone(),
        spot: holds.then_some(spot.number),
        employee: employee.into(),
        state,
        body: "{}".to_string(),
        created_at: now(),
        updated_at: now(),
    }
}

pub fn witness(hall: &str, version: u64) -> WitnessRow {
    WitnessRow {
        roster: ROSTER.into(),
        hall: Some(hall.into()),
        version,
        body: format!("{{\"version\":{version}}}"),
        created_at: now(),
    }
}

/// Stores a published roster: in each hall so many shifts with so many spots.
pub async fn publish(store: &dyn Store, halls: &[&str], shifts: i64, spots: u32) {
    let mut changes = vec![Change::Instance(instance())];
    let mut row = roster(ROSTER, halls);
    row.state = RosterState::Published;
    changes.push(Change::Roster(row));
    for hall in halls {
        changes.push(Change::Witness(witness(hall, 1)));
        for number in 0..shifts {
            let row = shift(hall, number);
            let places: Vec<SpotRow> = (0..spots).map(|number| spot(&row, number)).collect();
            changes.push(Change::Shift(row));
            changes.extend(places.into_iter().map(Change::Spot));
        }
    }
    make(store, changes).await.expect("it is published");
}

/// The decision that gives a free spot to somebody, on what was just read.
pub async fn award(
    store: &dyn Store,
    id: &str,
    employee: &str,
    shift: &str,
    number: u32,
) -> Result<Decision, StoreError> {
    use paiban::storage::Subject;
    let hall = shift.split('-').next().unwrap_or_default();
    let subjects = [
        Subject::Hall(ROSTER.into(), hall.into()),
        Subject::Employee(ROSTER.into(), employee.into()),
    ];
    let versions = store.versions(&subjects).await?;
    let newest = store
        .witness(&ROSTER.into(), Some(&hall.into()), None)
        .await?;
    let found = store.shift(&ROSTER.into(), &shift.into()).await?;
    let mut spot = found.spots[number as usize].clone();
    if spot.holder.is_some() {
        return Err(StoreError::SpotTaken {
            roster: ROSTER.into(),
            shift: shift.into(),
            spot: number,
        });
    }
    spot.holder = Some(employee.into());
    let touches = subjects.into_iter().zip(versions);
    Ok(Decision {
        touches: touches
            .map(|(subject, version)| Touch { subject, version })
            .collect(),
        ..decision(vec![
            Change::Claim(claim(id, employee, &spot, ClaimState::Accepted)),
            Change::Spot(spot),
            Change::Witness(witness(hall, newest.version + 1)),
        ])
    })
}
