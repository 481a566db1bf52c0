//! Every way a method refuses, held against the table in `docs/errors.md`.

use std::collections::BTreeSet;

use paiban::api::grpc::roster_service_client::RosterServiceClient;
use paiban::formats::proto::{self, longrunning};
use serde_json::json;
use tonic::{Code, Status};
use tonic_types::StatusExt;

use super::errors_of_all::{self, Answer, Things};
use super::running::{Running, Wire, create, week, week_of, week_under};
use super::{errors_beneath, errors_of_plans};

/// Rows of the table: method, code, reason.
type Rows = BTreeSet<(String, String, String)>;

/// The rows that were seen.
#[derive(Default)]
pub struct Seen(Rows);

impl Seen {
    /// Holds an answer to its code and reason; every error has its reason, and its text in both languages.
    pub fn check<T: std::fmt::Debug>(
        &mut self,
        method: &str,
        answer: Result<tonic::Response<T>, Status>,
        code: Code,
        reason: &str,
    ) {
        let answer = answer.map(|answer| answer.map(|_| ()));
        self.check_of((method, code, reason), method, answer);
    }

    /// The same for a row that speaks of several methods.
    pub fn check_of(
        &mut self,
        (row, code, reason): (&str, Code, &str),
        method: &str,
        answer: Answer,
    ) {
        let status = answer.expect_err(method);
        let details = status.get_error_details();
        let info = details
            .error_info()
            .unwrap_or_else(|| panic!("{method}: {status:?}"));
        assert_eq!(
            (status.code(), info.reason.as_str()),
            (code, reason),
            "{method}: {status:?}"
        );
        let texts = status
            .get_error_details_vec()
            .into_iter()
            .filter(|detail| matches!(detail, tonic_types::ErrorDetail::LocalizedMessage(_)));
        assert_eq!(texts.count(), 2, "{method}: {status:?}");
        let row = (row.to_string(), name(code), reason.to_string());
        self.0.insert(row);
    }
}

/// A code as the protocol names it: `NOT_FOUND`.
fn name(code: Code) -> String {
    let mut name = String::new();
    for letter in format!("{code:?}").chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(letter.to_ascii_uppercase());
    }
    name
}

/// The rows of the table.
fn documented() -> Rows {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/errors.md");
    let text = std::fs::read_to_string(path).expect("the table is there");
    let rows = text.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let cells: Vec<&str> = row
            .split('|')
            .map(|cell| cell.trim().trim_matches('`'))
            .collect();
        (cells[1].into(), cells[2].into(), cells[3].into())
    })
    .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_refusal_is_as_the_table_says() {
    let service = Running::start();
    let mut seen = Seen::default();
    let draft = service.solved("draft", week()).await;
    service.published("open").await;
    rosters(&service, &mut seen, &draft).await;
    changes(&service, &mut seen).await;
    planning(&service, &mut seen).await;
    staff(&service, &mut seen).await;
    declined(&service, &mut seen).await;
    too_dear(&service, &mut seen).await;
    errors_of_plans::unsolved(&service, &mut seen).await;
    errors_of_plans::alone(&service, &mut seen).await;
    errors_of_plans::broken(&service, &mut seen).await;
    operations(&service, &mut seen, &draft).await;
    everywhere(&service, &mut seen).await;
    errors_beneath::all(&mut seen).await;
    assert_eq!(
        seen.0,
        documented(),
        "what is seen (left) is what docs/errors.md says (right)"
    );
}

async fn rosters(service: &Running, seen: &mut Seen, draft: &proto::Roster) {
    let mut hr = service.hr().await;
    let method = "CreateRoster";
    let answer = hr
        .create_roster(proto::CreateRosterRequest::default())
        .await;
    seen.check(method, answer, Code::InvalidArgument, "FIELD_INVALID");
    let mut bad = week();
    bad.employees[0].contract = "none".to_string();
    let answer = hr.create_roster(create("bad", bad)).await;
    seen.check(method, answer, Code::InvalidArgument, "INSTANCE_INVALID");
    let answer = hr.create_roster(create("draft", week())).await;
    seen.check(method, answer, Code::AlreadyExists, "ROSTER_EXISTS");
    let mut request = create("again", week());
    request.request_id = "0f6a2c55-5f0c-4f6e-8a35-111111111111".to_string();
    request.validate_only = false;
    request.previous_roster = "rosters/none".to_string();
    let answer = hr.create_roster(request).await;
    seen.check(method, answer, Code::NotFound, "ROSTER_NOT_FOUND");

    let request = proto::DeleteRosterRequest {
        name: "rosters/open".to_string(),
        ..proto::DeleteRosterRequest::default()
    };
    let answer = hr.delete_roster(request).await;
    seen.check(
        "DeleteRoster",
        answer,
        Code::FailedPrecondition,
        "WRONG_STATE",
    );
    let request = proto::ExportRosterRequest {
        name: draft.name.clone(),
        format: 0,
    };
    let answer = hr.export_roster(request).await;
    seen.check(
        "ExportRoster",
        answer,
        Code::InvalidArgument,
        "FIELD_INVALID",
    );
}

async fn changes(service: &Running, seen: &mut Seen) {
    use proto::roster_edit::Change;
    let mut hr = service.hr().await;
    let edit = |employee: &str| proto::EditRosterRequest {
        name: "rosters/draft".to_string(),
        edits: vec![proto::RosterEdit {
            employee: employee.to_string(),
            date: "2026-03-09".to_string(),
            pinned: false,
            change: Some(Change::Rest(())),
        }],
        ..proto::EditRosterRequest::default()
    };
    let mut none = edit("E1");
    none.edits.clear();
    let answer = hr.edit_roster(none).await;
    seen.check("EditRoster", answer, Code::InvalidArgument, "FIELD_INVALID");
    let answer = hr.edit_roster(edit("E9")).await;
    seen.check("EditRoster", answer, Code::NotFound, "EMPLOYEE_NOT_FOUND");
    let mut published = edit("E1");
    published.name = "rosters/open".to_string();
    let answer = hr.edit_roster(published).await;
    seen.check(
        "EditRoster",
        answer,
        Code::FailedPrecondition,
        "WRONG_STATE",
    );
    let mut week = week();
    week.employees[0].leave.push(proto::Leave {
        from_date: "2026-03-09".to_string(),
        to_date: "2026-03-09".to_string(),
        ..proto::Leave::default()
    });
    service.solved("leave", week).await;
    let mut away = edit("E1");
    away.name = "rosters/leave".to_string();
    away.edits[0].change = Some(Change::Duty(proto::EditedDuty {
        hall: "hall".to_string(),
        shift_template: "day".to_string(),
    }));
    let answer = hr.edit_roster(away).await;
    seen.check(
        "EditRoster",
        answer,
        Code::InvalidArgument,
        "INSTANCE_INVALID",
    );
    let mut long = edit("E2");
    long.edits = (9..=15)
        .map(|day| proto::RosterEdit {
            date: format!("2026-03-{day:02}"),
            change: Some(Change::Duty(proto::EditedDuty {
                hall: "hall".to_string(),
                shift_template: "day".to_string(),
            })),
            ..long.edits[0].clone()
        })
        .collect();
    let answer = hr.edit_roster(long).await;
    seen.check(
        "EditRoster",
        answer,
        Code::FailedPrecondition,
        "RULES_BROKEN",
    );

    let request = proto::ReoptimizeRosterRequest {
        name: "rosters/draft".to_string(),
        absences: vec![proto::Absence::default()],
        ..proto::ReoptimizeRosterRequest::default()
    };
    let answer = hr.reoptimize_roster(request.clone()).await;
    seen.check(
        "ReoptimizeRoster",
        answer,
        Code::InvalidArgument,
        "FIELD_INVALID",
    );
    let mut stranger = request.clone();
    stranger.absences[0] = proto::Absence {
        employee: "E9".to_string(),
        from_date: "2026-03-09".to_string(),
        to_date: "2026-03-09".to_string(),
        ..proto::Absence::default()
    };
    let answer = hr.reoptimize_roster(stranger).await;
    seen.check(
        "ReoptimizeRoster",
        answer,
        Code::NotFound,
        "EMPLOYEE_NOT_FOUND",
    );
    let request = proto::ReoptimizeRosterRequest {
        absences: vec![proto::Absence::default(); 501],
        ..request
    };
    let answer = hr.reoptimize_roster(request).await;
    seen.check(
        "ReoptimizeRoster",
        answer,
        Code::InvalidArgument,
        "FIELD_INVALID",
    );

    held_days(&mut hr, seen).await;

    let request = proto::PublishRosterRequest {
        name: "rosters/open".to_string(),
        ..proto::PublishRosterRequest::default()
    };
    let answer = hr.publish_roster(request.clone()).await;
    seen.check(
        "PublishRoster",
        answer,
        Code::FailedPrecondition,
        "WRONG_STATE",
    );
    let request = proto::PublishRosterRequest {
        name: "rosters/draft".to_string(),
        claim_window: Some(proto::ClaimWindow {
            freeze_minutes: -1,
            ..proto::ClaimWindow::default()
        }),
        ..request
    };
    let answer = hr.publish_roster(request.clone()).await;
    seen.check(
        "PublishRoster",
        answer,
        Code::InvalidArgument,
        "FIELD_INVALID",
    );
    let request = proto::PublishRosterRequest {
        claim_window: None,
        openings: vec![proto::HallOpening::default()],
        ..request
    };
    let answer = hr.publish_roster(request.clone()).await;
    seen.check(
        "PublishRoster",
        answer,
        Code::InvalidArgument,
        "FIELD_INVALID",
    );
    let request = proto::PublishRosterRequest {
        openings: Vec::new(),
        ..request
    };
    let answer = hr.publish_roster(request).await;
    let status = answer.as_ref().expect_err("E1 and E2 are in rosters/open");
    let details = status.get_error_details();
    let rules = &details.precondition_failure().expect("who").violations;
    assert_eq!(rules.len(), 1, "{rules:?}");
    assert_eq!(rules[0].subject, "rosters/open");
    for word in ["E1, E2", "2026-03-09", "2026-03-15"] {
        assert!(rules[0].description.contains(word), "{word} in {rules:?}");
    }
    seen.check(
        "PublishRoster",
        answer,
        Code::FailedPrecondition,
        "PEOPLE_ELSEWHERE",
    );

    let rule = json!([{
        "id": "notice", "kind": "min_publish_notice", "params": {"days": 99}, "outcome": "forbid",
    }]);
    service.solved("late", week_under("L", &rule)).await;
    let request = proto::PublishRosterRequest {
        name: "rosters/late".to_string(),
        ..proto::PublishRosterRequest::default()
    };
    let answer = hr.publish_roster(request).await;
    seen.check(
        "PublishRoster",
        answer,
        Code::FailedPrecondition,
        "RULES_BROKEN",
    );

    let request = proto::UnpublishRosterRequest {
        name: "rosters/draft".to_string(),
        ..proto::UnpublishRosterRequest::default()
    };
    let answer = hr.unpublish_roster(request).await;
    seen.check(
        "UnpublishRoster",
        answer,
        Code::FailedPrecondition,
        "WRONG_STATE",
    );
    let request = proto::CloseRosterRequest {
        name: "rosters/draft".to_string(),
        ..proto::CloseRosterRequest::default()
    };
    let answer = hr.close_roster(request).await;
    seen.check(
        "CloseRoster",
        answer,
        Code::FailedPrecondition,
        "WRONG_STATE",
    );
    let archive = |name: &str, missed: &[&str]| proto::ArchiveRosterRequest {
        name: name.to_string(),
        missed_claims: missed.iter().map(|claim| claim.to_string()).collect(),
        ..proto::ArchiveRosterRequest::default()
    };
    let (method, state) = ("ArchiveRoster", Code::FailedPrecondition);
    let answer = hr.archive_roster(archive("rosters/draft", &[])).await;
    seen.check(method, answer, state, "WRONG_STATE");
    let answer = hr.archive_roster(archive("rosters/draft", &["c1"])).await;
    seen.check(method, answer, Code::InvalidArgument, "FIELD_INVALID");
    let many = vec!["rosters/draft/openShifts/a/claims/c1"; 501];
    let answer = hr.archive_roster(archive("rosters/draft", &many)).await;
    seen.check(method, answer, Code::InvalidArgument, "FIELD_INVALID");
    service.solved("ended", week_of("L")).await;
    service.publish("ended").await;
    let close = proto::CloseRosterRequest {
        name: "rosters/ended".to_string(),
        ..proto::CloseRosterRequest::default()
    };
    hr.close_roster(close).await.expect("it is published");
    let again = proto::ReoptimizeRosterRequest {
        name: "rosters/ended".to_string(),
        ..proto::ReoptimizeRosterRequest::default()
    };
    let answer = hr.reoptimize_roster(again).await;
    seen.check("ReoptimizeRoster", answer, state, "WRONG_STATE");
    let answer = hr.archive_roster(archive("rosters/ended", &[])).await;
    seen.check(method, answer, state, "NOT_OVER");
}

/// Pins and releases that make no sense, of a draft and of a published roster.
async fn held_days(hr: &mut RosterServiceClient<Wire>, seen: &mut Seen) {
    let pin = |employee: &str, date: &str, hall: &str, shift_template: &str| proto::Pin {
        employee: employee.to_string(),
        date: date.to_string(),
        shift_template: shift_template.to_string(),
        hall: hall.to_string(),
    };
    let release = |employee: &str, date: &str| proto::Release {
        employee: employee.to_string(),
        date: date.to_string(),
        ..proto::Release::default()
    };
    let off = |employee: &str, date: &str| pin(employee, date, "", "");
    let (day, code) = ("2026-03-09", Code::InvalidArgument);
    type Asked = (Vec<proto::Pin>, Vec<proto::Release>);
    let wrong: [(Asked, Code, &str); 11] = [
        (
            (vec![pin("E1", day, "none", "day")], vec![]),
            code,
            "FIELD_INVALID",
        ),
        (
            (vec![pin("E1", day, "hall", "none")], vec![]),
            code,
            "FIELD_INVALID",
        ),
        (
            (vec![pin("E1", day, "hall", "")], vec![]),
            code,
            "FIELD_INVALID",
        ),
        (
            (vec![off("E1", "2026-04-09")], vec![]),
            code,
            "FIELD_INVALID",
        ),
        ((vec![off("E1", "soon")], vec![]), code, "FIELD_INVALID"),
        ((vec![], vec![release("E1", "soon")]), code, "FIELD_INVALID"),
        (
            (vec![off("E1", day)], vec![release("E1", day)]),
            code,
            "FIELD_INVALID",
        ),
        ((vec![off("E1", day); 501], vec![]), code, "FIELD_INVALID"),
        (
            (vec![], vec![release("E1", day); 501]),
            code,
            "FIELD_INVALID",
        ),
        (
            (vec![off("E9", day)], vec![]),
            Code::NotFound,
            "EMPLOYEE_NOT_FOUND",
        ),
        (
            (vec![], vec![release("E9", day)]),
            Code::NotFound,
            "EMPLOYEE_NOT_FOUND",
        ),
    ];
    let ask = |name: &str, (pins, releases): Asked| proto::ReoptimizeRosterRequest {
        name: name.to_string(),
        pins,
        releases,
        ..proto::ReoptimizeRosterRequest::default()
    };
    for (asked, code, reason) in wrong {
        for name in ["rosters/draft", "rosters/open"] {
            let answer = hr.reoptimize_roster(ask(name, asked.clone())).await;
            seen.check("ReoptimizeRoster", answer, code, reason);
        }
    }
    // A draft has no moves.
    let priced = proto::ReoptimizeRosterRequest {
        move_prices: Some(proto::MovePrices::default()),
        ..ask("rosters/draft", (vec![], vec![]))
    };
    let answer = hr.reoptimize_roster(priced).await;
    seen.check("ReoptimizeRoster", answer, code, "FIELD_INVALID");
    // A draft's days are held by nothing but pins.
    let free = (vec![], vec![release("E1", day)]);
    let answer = hr.reoptimize_roster(ask("rosters/draft", free)).await;
    seen.check("ReoptimizeRoster", answer, code, "FIELD_INVALID");
    let mut away = ask(
        "rosters/open",
        (vec![pin("E1", day, "hall", "day")], vec![]),
    );
    away.absences.push(proto::Absence {
        employee: "E1".to_string(),
        from_date: day.to_string(),
        to_date: day.to_string(),
        ..proto::Absence::default()
    });
    let answer = hr.reoptimize_roster(away).await;
    seen.check("ReoptimizeRoster", answer, code, "INSTANCE_INVALID");
}

async fn planning(service: &Running, seen: &mut Seen) {
    let mut planner = service.planner("planner").await;
    let waits = |name: &str| proto::QueryRosterWaitsRequest {
        name: name.to_string(),
        ..proto::QueryRosterWaitsRequest::default()
    };
    let method = "QueryRosterWaits";
    let mut hr = service.hr().await;
    let mut long = create("unsolved", super::running::instance("hall-week.json"));
    long.options = Some(proto::SolveOptions {
        relative_gap: 0.000_001,
        ..proto::SolveOptions::default()
    });
    let operation = hr.create_roster(long).await.expect("accepted");
    let answer = planner.query_roster_waits(waits("rosters/unsolved")).await;
    seen.check(method, answer, Code::FailedPrecondition, "NO_PLAN_YET");
    let request = longrunning::CancelOperationRequest {
        name: operation.into_inner().name,
    };
    let mut operations = service.operations().await;
    operations.cancel_operation(request).await.expect("HR may");
    let compare = |name: &str, scenarios: &[proto::Scenario]| proto::CompareScenariosRequest {
        name: name.to_string(),
        scenarios: scenarios.to_vec(),
        options: None,
    };
    let more = |like: &str| proto::Scenario {
        id: "more".to_string(),
        more_staff: vec![proto::MoreStaff {
            like: like.to_string(),
            count: 1,
        }],
        ..proto::Scenario::default()
    };
    let method = "CompareScenarios";
    for scenarios in [vec![], vec![more("E1"); 9]] {
        let request = compare("rosters/draft", &scenarios);
        let answer = planner.compare_scenarios(request).await;
        seen.check(method, answer, Code::InvalidArgument, "FIELD_INVALID");
    }
    let request = compare("rosters/draft", &[more("nobody")]);
    let answer = planner.compare_scenarios(request).await;
    seen.check(method, answer, Code::InvalidArgument, "INSTANCE_INVALID");

    let frontier = |name: &str, minutes: &[f64]| proto::TraceFrontierRequest {
        name: name.to_string(),
        minutes: minutes.to_vec(),
        ..proto::TraceFrontierRequest::default()
    };
    let method = "TraceFrontier";
    for minutes in [vec![0.0], vec![601.0], vec![f64::NAN], vec![5.0; 13]] {
        let request = frontier("rosters/draft", &minutes);
        let answer = planner.trace_frontier(request).await;
        seen.check(method, answer, Code::InvalidArgument, "FIELD_INVALID");
    }
    let answer = planner.trace_frontier(frontier("rosters/draft", &[])).await;
    seen.check(method, answer, Code::InvalidArgument, "INSTANCE_INVALID");
}

async fn staff(service: &Running, seen: &mut Seen) {
    let mut staff = service.staff("E1").await;
    let list = |parent: &str| proto::ListOpenShiftsRequest {
        parent: parent.to_string(),
        ..proto::ListOpenShiftsRequest::default()
    };
    let method = "ListOpenShifts";
    let answer = staff.list_open_shifts(list("rosters/draft")).await;
    seen.check(method, answer, Code::NotFound, "ROSTER_NOT_FOUND");

    let request = proto::GetOpenShiftRequest {
        name: "rosters/open/openShifts/none".to_string(),
        employee: String::new(),
    };
    let answer = staff.get_open_shift(request).await;
    seen.check(
        "GetOpenShift",
        answer,
        Code::NotFound,
        "OPEN_SHIFT_NOT_FOUND",
    );

    let open = staff
        .list_open_shifts(list("rosters/open"))
        .await
        .expect("published");
    // Where both are needed nobody could give a claim back.
    let open = open.into_inner().open_shifts;
    let single = open.iter().find(|shift| shift.spot_count == 1);
    let shift = single.expect("two days need one of both").name.clone();
    let claim = |parent: &str| proto::CreateClaimRequest {
        parent: parent.to_string(),
        ..proto::CreateClaimRequest::default()
    };
    let answer = staff.create_claim(claim("rosters/open")).await;
    seen.check(
        "CreateClaim",
        answer,
        Code::InvalidArgument,
        "FIELD_INVALID",
    );
    let answer = staff
        .create_claim(claim("rosters/open/openShifts/none"))
        .await;
    seen.check(
        "CreateClaim",
        answer,
        Code::NotFound,
        "OPEN_SHIFT_NOT_FOUND",
    );
    let claimed = staff
        .create_claim(claim(&shift))
        .await
        .expect("allowed")
        .into_inner();
    let answer = service.staff("E2").await.create_claim(claim(&shift)).await;
    seen.check(
        "CreateClaim",
        answer,
        Code::FailedPrecondition,
        "CLAIM_REFUSED",
    );

    let request = proto::ListClaimsRequest {
        parent: "rosters/draft/openShifts/-".to_string(),
        ..proto::ListClaimsRequest::default()
    };
    let answer = staff.list_claims(request).await;
    seen.check("ListClaims", answer, Code::NotFound, "ROSTER_NOT_FOUND");

    let request = proto::WithdrawClaimRequest {
        name: claimed.name.clone(),
        ..proto::WithdrawClaimRequest::default()
    };
    staff
        .withdraw_claim(request.clone())
        .await
        .expect("E2 can stand in");
    let answer = staff.withdraw_claim(request).await;
    seen.check(
        "WithdrawClaim",
        answer,
        Code::FailedPrecondition,
        "WRONG_STATE",
    );

    let name = "rosters/draft".to_string();
    let request = proto::GetMyRosterRequest {
        name: name.clone(),
        employee: String::new(),
    };
    let answer = staff.get_my_roster(request).await;
    seen.check("GetMyRoster", answer, Code::NotFound, "ROSTER_NOT_FOUND");
    let request = proto::ListCoworkersRequest {
        parent: "rosters/open".to_string(),
        date: "today".to_string(),
        employee: String::new(),
    };
    let answer = staff.list_coworkers(request).await;
    seen.check(
        "ListCoworkers",
        answer,
        Code::InvalidArgument,
        "FIELD_INVALID",
    );
    let request = proto::GetCompLedgerRequest {
        name: name.clone(),
        employee: String::new(),
    };
    let answer = staff.get_comp_ledger(request).await;
    seen.check("GetCompLedger", answer, Code::NotFound, "ROSTER_NOT_FOUND");
    let answer = staff
        .watch_open_shifts(proto::WatchOpenShiftsRequest { parent: name })
        .await;
    let answer = answer.map(|_| tonic::Response::new(()));
    seen.check(
        "WatchOpenShifts",
        answer,
        Code::NotFound,
        "ROSTER_NOT_FOUND",
    );
}

/// S2 has worked until midnight on Sunday.
async fn declined(service: &Running, seen: &mut Seen) {
    let mut strict = week_of("S");
    strict.employees[1].history = Some(proto::History {
        shifts: vec![proto::WorkedShift {
            date: "2026-03-08".to_string(),
            start: "16:00".to_string(),
            length_minutes: 480,
            ..proto::WorkedShift::default()
        }],
        ..proto::History::default()
    });
    service.solved("strict", strict).await;
    let publish = proto::PublishRosterRequest {
        name: "rosters/strict".to_string(),
        ..proto::PublishRosterRequest::default()
    };
    service
        .hr()
        .await
        .publish_roster(publish)
        .await
        .expect("legal");
    let claim = |day: i32| proto::CreateClaimRequest {
        parent: format!("rosters/strict/openShifts/hall-2026-03-{day:02}-day-1"),
        ..proto::CreateClaimRequest::default()
    };
    let answer = service.staff("S2").await.create_claim(claim(9)).await;
    let status = answer.as_ref().expect_err("nine hours of rest");
    let details = status.get_error_details();
    let rules = details
        .precondition_failure()
        .expect("the rule")
        .violations
        .clone();
    assert!(
        rules
            .iter()
            .any(|rule| rule.r#type == "cn.std.rest11" && rule.subject == "PRC-REST"),
        "{rules:?}"
    );
    seen.check(
        "CreateClaim",
        answer,
        Code::FailedPrecondition,
        "CLAIM_AGAINST_RULE",
    );
}

/// Whoever works six days earns a comp day, and HR tolerates no cent more.
async fn too_dear(service: &Running, seen: &mut Seen) {
    service.solved("thrifty", week_of("T")).await;
    let publish = proto::PublishRosterRequest {
        name: "rosters/thrifty".to_string(),
        claim_window: Some(proto::ClaimWindow {
            cost_tolerance_cents: Some(0),
            ..proto::ClaimWindow::default()
        }),
        ..proto::PublishRosterRequest::default()
    };
    let mut hr = service.hr().await;
    hr.publish_roster(publish).await.expect("legal");
    let mut staff = service.staff("T1").await;
    let answer = errors_of_plans::first_refused(&mut staff, "rosters/thrifty").await;
    let code = Code::FailedPrecondition;
    seen.check("CreateClaim", answer, code, "CLAIM_TOO_DEAR");
}

/// What every method refuses, asked with a claim of E1 in force.
async fn everywhere(service: &Running, seen: &mut Seen) {
    service.solved("all", week_of("E")).await;
    let unpublish = proto::UnpublishRosterRequest {
        name: "rosters/open".to_string(),
        ..proto::UnpublishRosterRequest::default()
    };
    let mut hr = service.hr().await;
    let back = hr.unpublish_roster(unpublish).await;
    back.expect("the only claim was given back");
    let operation = service.publish("all").await.operation;
    let shift = "rosters/all/openShifts/hall-2026-03-09-day-1";
    let claim = proto::CreateClaimRequest {
        parent: shift.to_string(),
        ..proto::CreateClaimRequest::default()
    };
    let claim = service.staff("E1").await.create_claim(claim).await;
    let things = Things {
        roster: "rosters/all",
        shift,
        claim: &claim.expect("it is free").into_inner().name,
        operation: &operation,
    };
    errors_of_all::everywhere(service, seen, &things).await;
}

async fn operations(service: &Running, seen: &mut Seen, draft: &proto::Roster) {
    let mut operations = service.operations().await;
    let request = longrunning::ListOperationsRequest {
        filter: "done".to_string(),
        ..longrunning::ListOperationsRequest::default()
    };
    let answer = operations.list_operations(request).await;
    seen.check(
        "ListOperations",
        answer,
        Code::InvalidArgument,
        "FIELD_INVALID",
    );
    let request = longrunning::WaitOperationRequest {
        name: draft.operation.clone(),
        timeout: Some(prost_reflect::prost_types::Duration {
            seconds: -1,
            nanos: 0,
        }),
    };
    let answer = operations.wait_operation(request).await;
    seen.check(
        "WaitOperation",
        answer,
        Code::InvalidArgument,
        "FIELD_INVALID",
    );
}
