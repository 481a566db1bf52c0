//! What planners ask: waits as the library tells them, scenarios as the planner plans them.

use std::time::{Duration, Instant};

use paiban::checker::WaitJudge;
use paiban::formats::proto::longrunning;
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

/// Units of work for each curve: that ends a search alike wherever it runs.
const WORK: u64 = 200;

/// The same with customers on Monday only, and a promise about their wait; the stricter, the dearer.
fn promised(minutes: f64) -> proto::Instance {
    let mut week = visited();
    week.demand.retain(|part| part.date == "2026-03-09");
    week.halls[0].customer_classes[0].busy_target = Some(proto::WaitTarget {
        target: Some(proto::wait_target::Target::MeanMinutes(minutes)),
    });
    week
}

#[tokio::test]
async fn a_frontier_is_that_of_the_library_point_by_point() {
    let service = Running::start();
    let instance = formats::instance_from_proto(&promised(5.0)).expect("it is valid");
    service.solved("w", promised(5.0)).await;
    let mut planner = service.planner("planner").await;
    let mut request = tonic::Request::new(proto::TraceFrontierRequest {
        name: "rosters/w".to_string(),
        minutes: vec![60.0, 1.0],
        options: Some(proto::SolveOptions {
            work_limit: WORK as i64,
            time_limit: Some(prost_reflect::prost_types::Duration {
                seconds: 600,
                nanos: 0,
            }),
            ..proto::SolveOptions::default()
        }),
        ..proto::TraceFrontierRequest::default()
    });
    request.set_timeout(Duration::from_secs(600));
    let told = planner.trace_frontier(request).await;
    let told = told.expect("a planner may").into_inner();
    assert_eq!(
        (told.customer_class.as_str(), told.hall_hours),
        ("all", 54.0)
    );
    let options = PlanOptions {
        time_limit: None,
        work_limit: Some(WORK),
        waits: WaitRule::Exact,
        ..PlanOptions::default()
    };
    let curves = planner::Curves::of(&instance, None, &[1.0, 60.0]).expect("it has a target");
    let [need, staff] = curves.plan(&options, &StopSignal::new(), |_, _, _| {});
    for (told, curve) in [(&told.need, need), (&told.staff, staff)] {
        let minutes: Vec<f64> = told.iter().map(|point| point.minutes).collect();
        assert_eq!(minutes, [1.0, 60.0], "the strictest in front");
        for (told, point) in told.iter().zip(&curve.points) {
            let roster = told.roster.as_ref().expect("there is one");
            let plan = point
                .planned
                .as_ref()
                .unwrap_or_else(|_| panic!("a roster"));
            let cost = roster.cost.as_ref().map(|cost| cost.total_cents);
            assert_eq!(cost, Some(plan.audit.cost.total.0), "as much work was done");
            assert_eq!(roster.bound_cents, plan.bound.0);
            assert!(roster.witness.is_empty(), "nobody's days are told");
        }
        let prices = curve.minute_prices(54.0);
        let price = told[0].minute_price.expect("both were judged");
        let expected = prices[0].expect("both were judged");
        assert_eq!(price.cents, expected.price);
        assert!(price.least_cents <= price.cents && price.cents <= price.most_cents);
        assert!(told[1].minute_price.is_none(), "nothing is looser");
    }
    let dearer = told.need[0].minute_price.expect("told").cents;
    assert!(dearer > 0.0, "a stricter promise costs: {dearer}");
}

#[tokio::test]
async fn a_frontier_ends_with_its_call_and_keeps_nobody_waiting() {
    let service = Running::start();
    service.solved("w", week_of("E")).await;
    let mut hr = service.hr().await;
    let long = create("long", super::running::instance("hall-week.json"));
    let operation = hr.create_roster(long).await.expect("accepted");
    let name = operation.into_inner().name;
    let cancel = longrunning::CancelOperationRequest { name };
    let cancelled = service.operations().await.cancel_operation(cancel).await;
    cancelled.expect("HR may");
    let mut planner = service.planner("planner").await;
    let mut given_up = tonic::Request::new(proto::TraceFrontierRequest {
        name: "rosters/long".to_string(),
        minutes: vec![1.0],
        ..proto::TraceFrontierRequest::default()
    });
    given_up.set_timeout(Duration::from_millis(300));
    let late = planner.trace_frontier(given_up).await;
    let code = late.expect_err("there is no time").code();
    assert!(
        matches!(code, Code::Cancelled | Code::DeadlineExceeded),
        "{code:?}"
    );
    let begun = Instant::now();
    let next = planner.compare_scenarios(proto::CompareScenariosRequest {
        name: "rosters/w".to_string(),
        scenarios: vec![proto::Scenario::default()],
        options: None,
    });
    next.await.expect("whoever was given up is out of the way");
    assert!(begun.elapsed() < Duration::from_secs(20), "it had 30 s");
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
