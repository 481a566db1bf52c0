//! A week from its submission to its end.

use paiban::formats::proto::{self, longrunning, open_shift_event, roster_event};
use prost::Message;
use tonic::Code;
use tonic_types::StatusExt;

use super::running::{Running, create, instance, week};

/// A shift for one person that may be claimed; where both are needed the other could not be refused, nor stand in.
fn first(list: &proto::ListOpenShiftsResponse) -> &proto::OpenShift {
    use proto::claim_verdict::Decision;
    let allowed = |shift: &&proto::OpenShift| {
        let verdict = shift.my_verdict.as_ref().expect("each has a verdict");
        verdict.decision() == Decision::Allowed && shift.spot_count == 1
    };
    list.open_shifts
        .iter()
        .find(allowed)
        .expect("one may be claimed")
}

async fn open(service: &Running, employee: &str, id: &str) -> proto::ListOpenShiftsResponse {
    let mut staff = service.staff(employee).await;
    let request = proto::ListOpenShiftsRequest {
        parent: format!("rosters/{id}"),
        ..proto::ListOpenShiftsRequest::default()
    };
    let list = staff.list_open_shifts(request).await;
    list.expect("it is published").into_inner()
}

fn claim_of(shift: &proto::OpenShift, request_id: &str) -> proto::CreateClaimRequest {
    proto::CreateClaimRequest {
        parent: shift.name.clone(),
        claim: None,
        request_id: request_id.to_string(),
        validate_only: false,
    }
}

#[tokio::test]
async fn a_week_is_solved_watched_published_claimed_given_back_and_closed() {
    let service = Running::start();
    let mut hr = service.hr().await;
    let solved = service.solved("w11", week()).await;
    assert_eq!(solved.state(), proto::roster::State::Draft);
    assert!(!solved.witness.is_empty(), "it has a plan");

    let request = proto::WatchRosterRequest {
        name: solved.name.clone(),
    };
    let mut events = hr.watch_roster(request).await.expect("HR may").into_inner();
    let event = events.message().await.expect("it lives").expect("an event");
    assert!(
        matches!(event.event, Some(roster_event::Event::Progress(_))),
        "{event:?}"
    );

    let request = proto::PublishRosterRequest {
        name: solved.name.clone(),
        etag: solved.etag.clone(),
        ..proto::PublishRosterRequest::default()
    };
    let published = hr.publish_roster(request).await.expect("it is legal");
    assert_eq!(
        published.into_inner().state(),
        proto::roster::State::Published
    );

    let list = open(&service, "E1", "w11").await;
    assert_eq!(list.open_shifts.len(), 6, "one shift on each day");
    let shift = first(&list);
    let mut staff = service.staff("E1").await;
    let id = "6a6f0c9e-2f43-4b0f-9a3e-0d6a1c1f5a01";
    let claimed = staff.create_claim(claim_of(shift, id)).await;
    let claimed = claimed.expect("it is allowed").into_inner();
    assert_eq!(claimed.state(), proto::claim::State::Accepted);
    let again = staff.create_claim(claim_of(shift, id)).await;
    assert_eq!(again.expect("the first answer").into_inner(), claimed);

    let request = proto::GetMyRosterRequest {
        name: solved.name.clone(),
        employee: String::new(),
    };
    let mine = staff
        .get_my_roster(request)
        .await
        .expect("own")
        .into_inner();
    assert_eq!(mine.days.len(), 1);
    assert_eq!(mine.days[0].claim, claimed.name);

    let refused = service
        .staff("E2")
        .await
        .create_claim(claim_of(shift, ""))
        .await;
    let refused = refused.expect_err("it is taken");
    assert_eq!(refused.code(), Code::FailedPrecondition);
    let details = refused.get_error_details();
    assert_eq!(
        details.error_info().expect("a reason").reason,
        "CLAIM_REFUSED"
    );

    let request = proto::WithdrawClaimRequest {
        name: claimed.name.clone(),
        etag: claimed.etag.clone(),
        ..proto::WithdrawClaimRequest::default()
    };
    let withdrawn = staff
        .withdraw_claim(request)
        .await
        .expect("E2 can stand in");
    assert_eq!(
        withdrawn.into_inner().state(),
        proto::claim::State::Withdrawn
    );
    let list = open(&service, "E1", "w11").await.open_shifts;
    let free = list.iter().find(|again| again.name == shift.name);
    assert_eq!(free.expect("it is listed").filled_count, 0);

    let request = proto::CloseRosterRequest {
        name: solved.name.clone(),
        ..proto::CloseRosterRequest::default()
    };
    let closed = hr.close_roster(request).await.expect("it is published");
    assert_eq!(closed.into_inner().state(), proto::roster::State::Closed);

    let request = proto::ListAuditEntriesRequest {
        parent: solved.name.clone(),
        ..proto::ListAuditEntriesRequest::default()
    };
    let log = hr
        .list_audit_entries(request)
        .await
        .expect("HR may")
        .into_inner();
    let actions: Vec<&str> = log
        .audit_entries
        .iter()
        .map(|e| e.action.as_str())
        .collect();
    for action in [
        "roster.create",
        "roster.publish",
        "claim.accept",
        "claim.decline",
        "claim.withdraw",
        "roster.close",
    ] {
        assert!(actions.contains(&action), "{action} in {actions:?}");
    }
}

#[tokio::test]
async fn a_week_that_cannot_be_staffed_comes_back_partial_with_the_rule_to_blame() {
    let service = Running::start();
    let infeasible = instance("infeasible/pinned-seventh-day.json");
    let operation = service
        .hr()
        .await
        .create_roster(create("w12", infeasible))
        .await;
    let operation = service
        .finished(operation.expect("accepted").into_inner())
        .await;
    let Some(longrunning::operation::Result::Response(answer)) = operation.result else {
        panic!("an infeasible week is an answer: {operation:?}");
    };
    let roster = proto::Roster::decode(answer.value.as_slice()).expect("a roster");
    assert!(
        !roster.witness.is_empty() && !roster.gaps.is_empty(),
        "partial, with gaps"
    );
    assert!(!roster.blamed_rules.is_empty(), "with the rules to blame");
}

#[tokio::test]
async fn an_edit_is_judged_at_once() {
    use proto::roster_edit::Change;
    let service = Running::start();
    let solved = service.solved("w13", week()).await;
    let mut hr = service.hr().await;
    let edit = |employee: &str, date: &str, change| proto::RosterEdit {
        employee: employee.to_string(),
        date: date.to_string(),
        pinned: true,
        change: Some(change),
    };
    let duty = Change::Duty(proto::EditedDuty {
        hall: "hall".to_string(),
        shift_template: "day".to_string(),
    });
    let mut request = proto::EditRosterRequest {
        name: solved.name.clone(),
        edits: vec![edit("E1", "2026-03-09", Change::Rest(()))],
        ..proto::EditRosterRequest::default()
    };
    let edited = hr
        .edit_roster(request.clone())
        .await
        .expect("legal")
        .into_inner();
    let after = edited.roster.expect("as it is now");
    assert_ne!(after.etag, solved.etag);

    let days = 9..=15;
    request.edits = days
        .map(|day| edit("E2", &format!("2026-03-{day:02}"), duty.clone()))
        .collect();
    let refused = hr
        .edit_roster(request)
        .await
        .expect_err("seven days in a row");
    let details = refused.get_error_details();
    assert_eq!(
        details.error_info().expect("a reason").reason,
        "RULES_BROKEN"
    );
    let rules = &details
        .precondition_failure()
        .expect("the rules")
        .violations;
    assert!(!rules.is_empty(), "{refused:?}");
}

#[tokio::test]
async fn an_absence_is_mended_around_the_claims() {
    let service = Running::start();
    service.published("w14").await;
    let list = open(&service, "E1", "w14").await;
    let shift = first(&list).clone();
    let mut staff = service.staff("E1").await;
    staff
        .create_claim(claim_of(&shift, ""))
        .await
        .expect("allowed");
    let request = proto::ReoptimizeRosterRequest {
        name: "rosters/w14".to_string(),
        absences: vec![proto::Absence {
            employee: "E1".to_string(),
            from_date: shift.date.clone(),
            to_date: shift.date.clone(),
            reason: "sick".to_string(),
        }],
        ..proto::ReoptimizeRosterRequest::default()
    };
    let watch = proto::WatchOpenShiftsRequest {
        parent: "rosters/w14".to_string(),
    };
    let mut events = staff.watch_open_shifts(watch).await.expect("published");
    let mut hr = service.hr().await;
    let operation = hr.reoptimize_roster(request).await.expect("accepted");
    let operation = service.finished(operation.into_inner()).await;
    let metadata = operation.metadata.expect("told");
    let metadata = proto::SolveMetadata::decode(metadata.value.as_slice()).expect("metadata");
    assert_eq!(
        metadata.state(),
        proto::solve_metadata::State::Succeeded,
        "{metadata:?}"
    );
    for figure in [metadata.relative_gap, metadata.coverage] {
        assert!(
            figure.is_some_and(|share| (0.0..=1.0).contains(&share)),
            "{metadata:?}"
        );
    }
    assert!(metadata.bound_cents.is_some() && metadata.bound_cents <= metadata.cost_cents);
    let mended = metadata.reoptimization.expect("who moves");
    assert!(
        mended.moves.iter().any(|step| step.employee == "E1"),
        "{mended:?}"
    );
    let request = proto::ListClaimsRequest {
        parent: "rosters/w14/openShifts/-".to_string(),
        ..proto::ListClaimsRequest::default()
    };
    let claims = staff
        .list_claims(request)
        .await
        .expect("own")
        .into_inner()
        .claims;
    assert_eq!(claims[0].state(), proto::claim::State::Withdrawn);
    let told = loop {
        let event = events.get_mut().message().await.expect("it lives");
        if let Some(open_shift_event::Event::Claim(claim)) = event.expect("it goes on").event {
            break claim;
        }
    };
    assert_eq!(
        (&told.name, told.state()),
        (&claims[0].name, claims[0].state()),
        "whoever watches hears of it"
    );
    let request = proto::ListAuditEntriesRequest {
        parent: "rosters/w14".to_string(),
        ..proto::ListAuditEntriesRequest::default()
    };
    let log = hr.list_audit_entries(request).await.expect("HR may");
    let log = log.into_inner().audit_entries;
    let ended = log.iter().find(|entry| entry.action == "claim.withdraw");
    let ended = ended.expect("that the claim ended is in the log");
    assert_eq!(
        (&ended.subject, ended.reason.as_str()),
        (&told.name, "sick")
    );
}

#[tokio::test]
async fn what_was_answered_is_there_after_a_kill() {
    let mut service = Running::start();
    service.published("w15").await;
    let list = open(&service, "E1", "w15").await;
    let shift = first(&list).clone();
    let claimed = service
        .staff("E1")
        .await
        .create_claim(claim_of(&shift, ""))
        .await;
    let claimed = claimed.expect("allowed").into_inner();
    service.kill_and_restart();
    let request = proto::GetClaimRequest {
        name: claimed.name.clone(),
    };
    let found = service.staff("E1").await.get_claim(request).await;
    assert_eq!(found.expect("nothing is lost").into_inner(), claimed);
    let refused = service
        .staff("E2")
        .await
        .create_claim(claim_of(&shift, ""))
        .await;
    assert_eq!(
        refused.expect_err("nothing is doubled").code(),
        Code::FailedPrecondition
    );
}
