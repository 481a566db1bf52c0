//! What planners ask: waits as the library tells them, scenarios as the planner plans them.

use std::time::{Duration, Instant};

use paiban::checker::WaitJudge;
use paiban::formats::{self, proto};
use paiban::milp::StopSignal;
use paiban::planner::{self, PlanOptions, WaitRule};
use paiban::scenario;
use tonic::Code;

use super::running::{Running, create, week_of};

/// The week with customers: six an hour, a target at all times.
fn visited() -> proto::Instance {
    let mut week = week_of("E");
    let hall = &mut week.halls[0];
    hall.customer_classes.push(proto::CustomerClass {
        id: "all".to_string(),
        service_minutes: 6.0,
        ..proto::CustomerClass::default()
    });
    hall.queues[0].customer_classes = vec!["all".to_string()];
    for day in 9..=14 {
        for hour in 9..18 {
            week.demand.push(proto::DemandInterval {
                hall: "hall".to_string(),
                customer_class: "all".to_string(),
                date: format!("2026-03-{day:02}"),
                start: format!("{hour:02}:00"),
                length_minutes: 60,
                expected_arrivals: 6.0,
                ..proto::DemandInterval::default()
            });
        }
    }
    week
}

#[tokio::test]
async fn waits_of_a_roster_are_those_of_the_library_page_by_page() {
    let service = Running::start();
    service.solved("w", visited()).await;
    let mut hr = service.hr().await;
    let file = hr
        .export_roster(proto::ExportRosterRequest {
            name: "rosters/w".to_string(),
            format: proto::export_roster_request::Format::Json.into(),
        })
        .await;
    let file = file.expect("it is solved").into_inner().content;
    let instance = formats::instance_from_proto(&visited()).expect("it is valid");
    let roster = formats::read_roster(&instance, &file)
        .expect("a roster")
        .roster;
    let seen = WaitJudge::of_all(&instance).seen(&roster, None, 0, &|_| false);
    let (expected, left) = (seen.sessions, seen.left_out);
    assert_eq!((expected.len(), left), (6, 0), "Monday to Saturday");

    let mut planner = service.planner("planner").await;
    let mut request = proto::QueryRosterWaitsRequest {
        name: "rosters/w".to_string(),
        page_size: 4,
        ..proto::QueryRosterWaitsRequest::default()
    };
    let mut told = Vec::new();
    loop {
        let page = planner.query_roster_waits(request.clone()).await;
        let page = page.expect("a planner may").into_inner();
        assert!((1..=4).contains(&page.queue_days.len()));
        told.extend(page.queue_days);
        if page.next_page_token.is_empty() {
            break;
        }
        request.page_token = page.next_page_token;
    }
    assert_eq!(told.len(), expected.len());
    for (told, expected) in told.iter().zip(&expected) {
        assert_eq!(told.date, expected.date.to_string());
        assert_eq!(told.intervals.len(), expected.intervals.len());
        for (told, expected) in told.intervals.iter().zip(&expected.intervals) {
            assert_eq!(told.heads as u32, expected.heads);
            let (told, expected) = (&told.classes[0], &expected.classes[0]);
            assert!(told.mean_minutes.is_some_and(|minutes| minutes > 0.0));
            assert_eq!(told.mean_minutes, expected.mean_minutes);
            assert_eq!(told.quantile_minutes, expected.quantile_minutes);
            assert_eq!(told.missed, expected.is_missed());
        }
    }
}

#[tokio::test]
async fn scenarios_stand_beside_what_is_and_nothing_is_stored() {
    let service = Running::start();
    let solved = service.solved("w", week_of("E")).await;
    let mut planner = service.planner("planner").await;
    let request = proto::CompareScenariosRequest {
        name: "rosters/w".to_string(),
        scenarios: vec![proto::Scenario {
            id: "three".to_string(),
            title: "one more like E1".to_string(),
            more_staff: vec![proto::MoreStaff {
                like: "E1".to_string(),
                count: 1,
            }],
            ..proto::Scenario::default()
        }],
        options: None,
    };
    let told = planner.compare_scenarios(request.clone()).await;
    let outcomes = told.expect("a planner may").into_inner().outcomes;
    assert_eq!(outcomes.len(), 2);
    let roster = |at: usize| outcomes[at].roster.as_ref().expect("there is one");
    let cost = |roster: &proto::Roster| roster.cost.as_ref().map(|cost| cost.total_cents);
    assert_eq!(cost(roster(0)), cost(&solved), "what is");
    assert_eq!(outcomes[1].id, "three");
    let changed = scenario::apply(&week_of("E"), &request.scenarios[0]).expect("it can be");
    let changed = formats::instance_from_proto(&changed).expect("it is valid");
    let options = PlanOptions {
        waits: WaitRule::Exact,
        ..PlanOptions::default()
    };
    let planned = planner::plan(&changed, &options, &StopSignal::new(), |_| {});
    let planned = planned.unwrap_or_else(|_| panic!("a roster"));
    assert_eq!(
        cost(roster(1)),
        Some(planned.audit.cost.total.0),
        "both are proven"
    );
    assert_ne!(cost(roster(1)), cost(&solved));
    assert!(roster(1).witness.is_empty(), "nobody's days are told");
    let caller = [("paiban-role", "planner"), ("paiban-halls", "elsewhere")];
    let wire = service.wire(&caller).await;
    let mut elsewhere =
        paiban::api::grpc::planning_service_client::PlanningServiceClient::new(wire);
    let refused = elsewhere.compare_scenarios(request.clone()).await;
    assert_eq!(
        refused.expect_err("not theirs").code(),
        Code::PermissionDenied
    );
    let mut hr = service.hr().await;
    let long = create("long", super::running::instance("hall-week.json"));
    hr.create_roster(long).await.expect("accepted");
    let mut given_up = tonic::Request::new(proto::CompareScenariosRequest {
        name: "rosters/long".to_string(),
        scenarios: vec![proto::Scenario::default()],
        options: None,
    });
    given_up.set_timeout(Duration::from_millis(200));
    let late = planner.compare_scenarios(given_up).await;
    let code = late.expect_err("there is no time").code();
    assert!(
        matches!(code, Code::Cancelled | Code::DeadlineExceeded),
        "{code:?}"
    );
    let begun = Instant::now();
    let next = planner.compare_scenarios(request).await;
    next.expect("whoever was given up is out of the way");
    assert!(begun.elapsed() < Duration::from_secs(20), "it had 30 s");
    hr.delete_roster(proto::DeleteRosterRequest {
        name: "rosters/long".to_string(),
        ..proto::DeleteRosterRequest::default()
    })
    .await
    .expect("it is a draft");
    let rosters = hr.list_rosters(proto::ListRostersRequest::default()).await;
    let rosters = rosters.expect("HR may").into_inner().rosters;
    assert_eq!(rosters.len(), 1);
    assert_eq!(rosters[0].etag, solved.etag);
}
