//! A program killed at any moment: what it had answered is there, once, and its jobs go on.
//!
//! The child is this test binary again, told by an environment variable to claim spot after spot and to print every
//! claim that the store has acknowledged. `PAIBAN_KILLS` says how often it is killed.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use paiban::jobs::{End, JobKind, JobState, NewJob, Terms};
use paiban::storage::{
    Change, ClaimFilter, ClaimState, PageRequest, ShiftFilter, SqlStore, StoreError, StoreLimits,
};
use paiban::units::HallId;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sqlx::Connection;

use super::town::{ROSTER, award, make, now, publish};
use super::{AnyStore, run};

/// Tells the child where its store is.
const CHILD: &str = "PAIBAN_CLAIM_UNTIL_KILLED";

/// How often the child is killed.
const KILLS: &str = "PAIBAN_KILLS";

/// Kills in the everyday tests.
const KILLS_DAILY: u64 = 4;

/// Kills that one store goes through before it is full.
const KILLS_OF_A_STORE: u64 = 4;

const HALLS: [&str; 4] = ["H1", "H2", "H3", "H4"];
const SHIFTS: i64 = 60;
const SPOTS: u32 = 5;

#[test]
fn every_acknowledged_claim_survives_a_kill_and_none_is_doubled() {
    if std::env::var_os(CHILD).is_some() {
        return;
    }
    let kills = std::env::var(KILLS).map_or(KILLS_DAILY, |text| text.parse().expect("a number"));
    let mut folder = tempfile::tempdir().expect("a folder for the store");
    let mut told = BTreeSet::new();
    for round in 0..kills {
        if round % KILLS_OF_A_STORE == 0 {
            folder = tempfile::tempdir().expect("a folder for the store");
            told = BTreeSet::new();
            run(prepare(folder.path()));
        }
        let before = told.len();
        let mut moments = ChaCha8Rng::seed_from_u64(round);
        told.extend(claims_until_killed(folder.path(), &mut moments));
        run(inspect(folder.path(), &told, round));
        println!(
            "kill {}: {} claims acknowledged",
            round + 1,
            told.len() - before
        );
    }
}

async fn open(folder: &Path) -> AnyStore {
    let store = SqlStore::open(folder, StoreLimits::default(), now()).await;
    Arc::new(store.expect("the store opens"))
}

async fn prepare(folder: &Path) {
    let store = open(folder).await;
    publish(store.as_ref(), &HALLS, SHIFTS, SPOTS).await;
    let job = NewJob {
        id: "j1".into(),
        kind: JobKind::Solve,
        roster: Some(ROSTER.into()),
        request: "{}".to_string(),
    };
    make(store.as_ref(), vec![Change::Enqueue(job)])
        .await
        .expect("it is new");
    store.close().await;
}

/// Starts the child, kills it, and tells what it had printed.
fn claims_until_killed(folder: &Path, moments: &mut ChaCha8Rng) -> Vec<String> {
    let this = std::env::current_exe().expect("a test knows its binary");
    let mut child = Command::new(this)
        .args([
            "--exact",
            "store::crash::claims_until_it_is_killed",
            "--nocapture",
        ])
        .env(CHILD, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the child starts");
    let output = child.stdout.take().expect("it is piped");
    let reader = std::thread::spawn(move || {
        let lines = BufReader::new(output).lines().map_while(Result::ok);
        let told = lines.filter_map(|line| line.strip_prefix("accepted ").map(str::to_string));
        told.collect::<Vec<String>>()
    });
    std::thread::sleep(Duration::from_millis(moments.random_range(20..600)));
    child.kill().expect("it can be killed");
    child.wait().expect("it is gone");
    reader.join().expect("it reads")
}

/// What must hold after every kill.
async fn inspect(folder: &Path, told: &BTreeSet<String>, round: u64) {
    let path = folder.join("paiban.db");
    let mut raw = sqlx::SqliteConnection::connect(&path.to_string_lossy())
        .await
        .expect("it opens");
    let sound = sqlx::query_scalar::<_, String>("PRAGMA integrity_check");
    assert_eq!(
        sound.fetch_one(&mut raw).await.expect("it answers"),
        "ok",
        "round {round}"
    );
    raw.close().await.expect("it closes");

    let store = open(folder).await;
    let accepted = ClaimFilter {
        states: vec![ClaimState::Accepted],
        ..ClaimFilter::default()
    };
    let mut claims = Vec::new();
    let mut page = PageRequest::default();
    loop {
        let found = store.claims(&accepted, &page).await.expect("a page");
        claims.extend(found.rows);
        page.token = found.next;
        if page.token.is_empty() {
            break;
        }
    }
    let stored: BTreeSet<String> = claims.iter().map(|claim| claim.id.0.clone()).collect();
    let lost: Vec<&String> = told.difference(&stored).collect();
    assert!(lost.is_empty(), "round {round}: lost {lost:?}");
    let places: BTreeSet<_> = claims
        .iter()
        .map(|claim| (&claim.shift, claim.spot))
        .collect();
    assert_eq!(places.len(), claims.len(), "round {round}: a spot twice");
    let mut held = 0;
    for hall in HALLS {
        let hall: HallId = hall.into();
        let filter = ShiftFilter {
            roster: Some(ROSTER.into()),
            halls: vec![hall.clone()],
            ..ShiftFilter::default()
        };
        let shifts = (store.shifts(&filter, &PageRequest::default()).await).expect("a page");
        assert_eq!(shifts.next, "", "one page holds them");
        let spots = shifts.rows.iter().flat_map(|row| &row.spots);
        held += spots.filter(|spot| spot.holder.is_some()).count();
        let awards = claims.iter().filter(|claim| claim.hall == hall).count() as u64;
        let witness = store.witness(&ROSTER.into(), Some(&hall), None).await;
        assert_eq!(
            witness.map(|witness| witness.version),
            Ok(1 + awards),
            "round {round}: one witness an award"
        );
    }
    assert_eq!(held, claims.len(), "round {round}: one holder a claim");
    job_goes_on(&store, round).await;
    store.close().await;
}

/// The child's lease runs out: the job waits again, and the child's fencing number is worth nothing.
async fn job_goes_on(store: &AnyStore, round: u64) {
    let terms = Terms::default();
    let job = store.job(&"j1".into()).await.expect("it is there");
    if let JobState::Running(lease) = &job.state {
        let later = lease.until + chrono::Duration::milliseconds(1);
        store.sweep(later, &terms).await.expect("it answers");
        let waits = store.job(&"j1".into()).await.expect("it is there");
        assert!(
            matches!(waits.state, JobState::Queued { .. }),
            "round {round}"
        );
        let heard = store
            .heartbeat(&"j1".into(), job.fence, None, later, &terms)
            .await;
        assert_eq!(
            heard,
            Err(StoreError::LeaseLost("j1".into())),
            "round {round}"
        );
        // Given back, so that the attempts of the next child do not run out.
        let much_later = later + chrono::Duration::minutes(10);
        let job = store
            .lease("parent", much_later, &terms)
            .await
            .expect("it answers")
            .expect("it waits");
        let end = Change::EndJob {
            id: job.id,
            fence: job.fence,
            end: End::Released,
            terms,
        };
        make(store.as_ref(), vec![end]).await.expect("it is leased");
    }
}

/// The child. Without its variable it is a test of nothing, and says so by ending at once.
#[test]
fn claims_until_it_is_killed() {
    let Some(folder) = std::env::var_os(CHILD) else {
        return;
    };
    run(async {
        let store = open(Path::new(&folder)).await;
        let leased = store.lease("child", now(), &Terms::default()).await;
        leased.expect("it answers");
        let halls: Vec<_> = HALLS
            .map(|hall| tokio::spawn(claim_all(store.clone(), hall)))
            .into_iter()
            .collect();
        for hall in halls {
            hall.await.expect("it ends");
        }
        // Nothing is left to claim: wait for the end.
        std::thread::sleep(Duration::from_secs(60));
    });
}

async fn claim_all(store: AnyStore, hall: &str) {
    let free = ShiftFilter {
        halls: vec![hall.into()],
        claimable_at: Some(now()),
        ..ShiftFilter::default()
    };
    let shifts = store
        .shifts(&free, &PageRequest::default())
        .await
        .expect("a page");
    for row in shifts.rows {
        for spot in row.spots.iter().filter(|spot| spot.holder.is_none()) {
            let id = format!("c-{}-{}", row.shift.id, spot.number);
            let person = format!("E-{id}");
            let shift = row.shift.id.as_str();
            let decision = award(store.as_ref(), &id, &person, shift, spot.number).await;
            store
                .commit(decision.expect("it is free"))
                .await
                .expect("nobody else is there");
            let mut out = std::io::stdout().lock();
            writeln!(out, "accepted {id}")
                .and_then(|()| out.flush())
                .expect("somebody listens");
        }
    }
}
