//! Many people claim at once: no spot goes twice, no claim is lost, and every accepted one has its witness.
//!
//! `PAIBAN_CLAIMS` says how many claims, on as many spots for ten of them; from 10,000 on that is 40 halls with 1,000
//! spots. `PAIBAN_RATE` says how many a second, 200 when not set; 0 is as fast as everybody gets answers. Latencies and
//! claims per second are printed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::Utc;
use paiban::api::grpc::staff_service_client::StaffServiceClient;
use paiban::claims::{Ground, Spot, faults};
use paiban::domain::Instance;
use paiban::formats::{self, proto};
use paiban::service::stored_plan;
use paiban::storage::{
    ClaimFilter, ClaimRow, ClaimState, PageRequest, SqlStore, Store, StoreLimits,
};
use paiban::units::RosterId;
use prost_reflect::prost_types;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use tokio::sync::Mutex;
use tonic::transport::Channel;
use tonic::{Code, Request};

use super::running::{Running, create};

/// How many claims are made.
const CLAIMS: &str = "PAIBAN_CLAIMS";

/// Claims in the everyday tests.
const CLAIMS_USUAL: usize = 400;

/// Spots of one hall in a week: five people of its own, five days each.
const SPOTS: usize = 25;

/// People who claim at the same time.
const CLIENTS: usize = 64;

/// How many claims a second.
const RATE: &str = "PAIBAN_RATE";

/// When nobody says.
const RATE_USUAL: f64 = 200.0;

const DATES: [&str; 6] = [
    "2026-03-09",
    "2026-03-10",
    "2026-03-11",
    "2026-03-12",
    "2026-03-13",
    "2026-03-14",
];

/// Halls of one counter hall each, and for every four of them one person who works in all four.
pub fn town(halls: usize) -> Value {
    let hall = |at: usize| {
        json!({
            "id": format!("H{at}"),
            "name": format!("营业厅{at}"),
            "opening_hours": [{ "days": { "dates": DATES }, "open": "09:00", "close": "18:00" }],
            "queues": [{ "id": "counter", "name": "台席", "skill": "counter" }],
        })
    };
    let person = |id: String, halls: Vec<String>| {
        json!({
            "id": id,
            "contract": "standard",
            "hourly_wage_cents": 3000,
            "halls": halls,
            "skills": [{ "skill": "counter" }],
        })
    };
    let mut people: Vec<Value> = (0..halls)
        .flat_map(|at| (0..5).map(move |one| (at, one)))
        .map(|(at, one)| person(format!("E{at}-{one}"), vec![format!("H{at}")]))
        .collect();
    for first in (0..halls).step_by(4) {
        let own = first..halls.min(first + 4);
        people.push(person(
            format!("F{first}"),
            own.map(|at| format!("H{at}")).collect(),
        ));
    }
    let mut coverage = Vec::new();
    for at in 0..halls {
        for (day, date) in DATES.iter().enumerate() {
            for (start, end) in [("09:00", "12:00"), ("13:00", "18:00")] {
                coverage.push(json!({
                    "hall": format!("H{at}"),
                    "queue": "counter",
                    "window": { "days": { "dates": [date] }, "start": start, "end": end },
                    // Four on weekdays and five on Saturday: the 25 spots of five people.
                    "heads": if day == 5 { 5 } else { 4 },
                }));
            }
        }
    }
    json!({
        "id": "town",
        "title": "Claims of a whole town",
        "horizon": {
            "start_date": DATES[0], "day_count": 7, "time_zone": "Asia/Shanghai", "interval_minutes": 60
        },
        "skills": [{ "id": "counter" }],
        "halls": (0..halls).map(hall).collect::<Vec<_>>(),
        "shift_templates": [{
            "id": "day", "start": "09:00", "length_minutes": 540,
            "breaks": [{ "length_minutes": 60, "earliest_after_minutes": 180, "latest_after_minutes": 180 }],
        }],
        "contracts": [{ "id": "standard", "name": "标准工时", "rule_pack": "cn_standard", "pay": "PAY_SALARIED" }],
        "employees": people,
        "coverage": coverage,
    })
}

/// Names of claims with the state that was told.
pub type Answers = BTreeMap<String, proto::claim::State>;

/// What the callers were told.
#[derive(Default)]
struct Told {
    /// Claims that are not declined, by name.
    claims: Answers,
    times: Vec<Duration>,
    codes: BTreeMap<String, usize>,
}

/// A published town.
pub struct Site {
    /// (hall, shift) of every shift with spots.
    shifts: Vec<(String, String)>,
    /// (person, halls).
    people: Vec<(String, Vec<String>)>,
}

impl Site {
    /// Somebody, and a shift in one of his or her halls.
    pub fn claim(&self, rng: &mut ChaCha8Rng) -> (String, String) {
        let (person, halls) = &self.people[rng.random_range(0..self.people.len())];
        let open: Vec<&String> = (self.shifts.iter())
            .filter(|(hall, _)| halls.contains(hall))
            .map(|(_, shift)| shift)
            .collect();
        let shift = open[rng.random_range(0..open.len())];
        (person.clone(), format!("rosters/town/openShifts/{shift}"))
    }
}

/// A claim by an employee.
pub fn claim(person: &str, parent: &str, request_id: &str) -> Request<proto::CreateClaimRequest> {
    let mut request = Request::new(proto::CreateClaimRequest {
        parent: parent.to_string(),
        request_id: request_id.to_string(),
        ..proto::CreateClaimRequest::default()
    });
    let metadata = request.metadata_mut();
    metadata.insert("paiban-role", "staff".parse().expect("ASCII"));
    metadata.insert("paiban-employee", person.parse().expect("ASCII"));
    request
}

#[tokio::test(flavor = "multi_thread")]
async fn many_people_claim_at_once_and_every_answer_holds() {
    let claims = std::env::var(CLAIMS).map_or(CLAIMS_USUAL, |text| text.parse().expect("a number"));
    let halls = claims.div_ceil(10 * SPOTS).max(2);
    let instance = formats::read_instance(&town(halls).to_string()).expect("it is valid");
    let mut service = Running::start();
    let site = publish(&service, &instance).await;
    let told = storm(&service, &site, claims).await;
    assert_eq!(told.times.len(), claims, "every claim is answered");
    service.stop();
    let store = SqlStore::open(service.data(), StoreLimits::default(), Utc::now()).await;
    let store = store.expect("it is whole");
    whole(&store, &told.claims).await;
    store.close().await;
}

/// Solves and publishes a town.
pub async fn publish(service: &Running, instance: &Instance) -> Site {
    let mut hr = service.hr().await;
    let mut request = create("town", formats::instance_to_proto(instance));
    request.options = Some(proto::SolveOptions {
        time_limit: Some(prost_types::Duration {
            seconds: 20,
            nanos: 0,
        }),
        relative_gap: 0.2,
        ..proto::SolveOptions::default()
    });
    let operation = hr.create_roster(request).await.expect("accepted");
    service.finished(operation.into_inner()).await;
    let shifts = service.publish("town").await.shifts.into_iter();
    Site {
        shifts: shifts.map(|shift| (shift.hall, shift.id)).collect(),
        people: (instance.employees.iter())
            .map(|person| {
                let halls = person.halls.iter();
                let halls = halls.map(|hall| instance.halls[hall.0].id.clone());
                (person.id.clone(), halls.collect())
            })
            .collect(),
    }
}

/// The claims, so many a second.
async fn storm(service: &Running, site: &Site, claims: usize) -> Told {
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let asked: Vec<(String, String)> = (0..claims).map(|_| site.claim(&mut rng)).collect();
    let asked = Arc::new(Mutex::new(asked.into_iter().enumerate()));
    let rate = std::env::var(RATE).map_or(RATE_USUAL, |text| text.parse().expect("a number"));
    let started = Instant::now();
    let mut clients = tokio::task::JoinSet::new();
    for _ in 0..CLIENTS {
        let channel = service.channel().await;
        clients.spawn(client(channel, asked.clone(), (started, rate)));
    }
    let mut told = Told::default();
    while let Some(own) = clients.join_next().await {
        let own = own.expect("no client fails");
        told.claims.extend(own.claims);
        told.times.extend(own.times);
        for (code, count) in own.codes {
            *told.codes.entry(code).or_default() += count;
        }
    }
    let took = started.elapsed();
    told.times.sort();
    let at = |share: f64| told.times[((told.times.len() - 1) as f64 * share) as usize];
    println!(
        "{claims} claims, {rate} a second asked, on {} shifts in {took:.1?}: {:.0} a second, p50 {:.1?}, p99 {:.1?}, longest {:.1?}; {:?}",
        site.shifts.len(),
        claims as f64 / took.as_secs_f64(),
        at(0.5),
        at(0.99),
        at(1.0),
        told.codes
    );
    told
}

type Asked = Arc<Mutex<std::iter::Enumerate<std::vec::IntoIter<(String, String)>>>>;

async fn client(channel: Channel, asked: Asked, (started, rate): (Instant, f64)) -> Told {
    let mut told = Told::default();
    let mut staff = StaffServiceClient::new(channel);
    loop {
        let Some((at, (person, parent))) = asked.lock().await.next() else {
            return told;
        };
        let due = match rate {
            0.0 => Instant::now(),
            rate => started + Duration::from_secs_f64(at as f64 / rate),
        };
        tokio::time::sleep_until(due.into()).await;
        // From when it was due: a service that falls behind does not make its own times look short.
        let answer = staff.create_claim(claim(&person, &parent, "")).await;
        told.times.push(due.elapsed());
        let code = match answer {
            Ok(claim) => {
                let claim = claim.into_inner();
                let state = claim.state();
                told.claims.insert(claim.name, state);
                state.as_str_name().to_string()
            }
            Err(status) => {
                assert_eq!(status.code(), Code::FailedPrecondition, "{status:?}");
                "DECLINED".to_string()
            }
        };
        *told.codes.entry(code).or_default() += 1;
    }
}

/// Looks at what is stored: the claims told, each on a spot of its own, each with a witness that is whole.
pub async fn whole(store: &SqlStore, told: &Answers) {
    let roster = RosterId::from("town");
    let filter = ClaimFilter {
        roster: Some(roster.clone()),
        states: vec![ClaimState::Accepted],
        ..ClaimFilter::default()
    };
    let mut accepted: Vec<ClaimRow> = Vec::new();
    let mut page = PageRequest::default();
    loop {
        let found = store.claims(&filter, &page).await.expect("a page");
        accepted.extend(found.rows);
        page.token = found.next;
        if page.token.is_empty() {
            break;
        }
    }
    let stored: BTreeSet<&str> = accepted.iter().map(|claim| claim.id.as_str()).collect();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for (name, state) in told {
        let id = name.rsplit('/').next().expect("a name has a last part");
        let lost = *state == proto::claim::State::Accepted && !stored.contains(id);
        assert!(!lost, "{name} was told to be accepted");
        known.insert(id);
    }
    let doubled: Vec<_> = stored.difference(&known).collect();
    assert!(doubled.is_empty(), "nobody was told of {doubled:?}");
    let spots: BTreeSet<_> = accepted
        .iter()
        .map(|claim| (&claim.shift, claim.spot))
        .collect();
    assert_eq!(spots.len(), accepted.len(), "no spot twice");
    assert!(!accepted.is_empty());
    let row = store.roster(&roster).await.expect("it is there");
    let instance = store.instance(&row.instance_sha256).await.expect("stored");
    let instance = formats::read_instance(&instance.body).expect("it is valid");
    let ground = Ground::new(Arc::new(instance));
    for claim in &accepted {
        let plan = stored_plan(store, &roster, Some(witness_of(claim))).await;
        let plan = plan.expect("it is stored");
        let who = ground
            .instance
            .employees
            .iter()
            .position(|person| person.id == claim.employee.0);
        let at = plan.find(claim.shift.as_str()).expect("it is of the list");
        let spot = plan.shifts[at.0].spots[claim.spot.expect("an accepted claim has one") as usize];
        assert!(
            matches!(spot, Spot::Claimed(_) | Spot::ClaimedExtra(_)),
            "{claim:?}"
        );
        assert_eq!(spot.claimed().map(|who| who.0), who, "{claim:?}");
        assert_eq!(faults(&ground, &plan), Vec::new(), "{claim:?}");
    }
}

/// The version of the plan that a claim was granted with.
fn witness_of(claim: &ClaimRow) -> u64 {
    let body: Value = serde_json::from_str(&claim.body).expect("JSON");
    let version = &body["verdict"]["plan_version"];
    version.as_u64().expect("a number") + 1
}
