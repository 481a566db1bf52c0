//! Refusals that depend on where a plan stands: none yet, a solve under way, claims in force.

use paiban::api::grpc::staff_service_client::StaffServiceClient;
use paiban::formats::proto::{self, export_roster_request::Format, longrunning};
use tonic::Code;

use super::errors::Seen;
use super::running::{Running, Wire, create, instance, week_of};

/// A draft whose first solve is under way.
pub async fn unsolved(service: &Running, seen: &mut Seen) {
    let name = || "rosters/solving".to_string();
    let mut hr = service.hr().await;
    let mut long = create("solving", instance("hall-week.json"));
    long.options = Some(proto::SolveOptions {
        relative_gap: 0.000_001,
        ..proto::SolveOptions::default()
    });
    let operation = hr.create_roster(long).await.expect("accepted");
    let edit = proto::EditRosterRequest {
        name: name(),
        edits: vec![proto::RosterEdit {
            employee: "E01".to_string(),
            date: "2026-03-09".to_string(),
            pinned: false,
            change: Some(proto::roster_edit::Change::Rest(())),
        }],
        ..proto::EditRosterRequest::default()
    };
    let answer = hr.edit_roster(edit).await;
    seen.check(
        "EditRoster",
        answer,
        Code::FailedPrecondition,
        "SOLVE_RUNNING",
    );
    let publish = proto::PublishRosterRequest {
        name: name(),
        ..proto::PublishRosterRequest::default()
    };
    let answer = hr.publish_roster(publish).await;
    seen.check(
        "PublishRoster",
        answer,
        Code::FailedPrecondition,
        "SOLVE_RUNNING",
    );
    let again = proto::ReoptimizeRosterRequest {
        name: name(),
        ..proto::ReoptimizeRosterRequest::default()
    };
    let answer = hr.reoptimize_roster(again).await;
    seen.check(
        "ReoptimizeRoster",
        answer,
        Code::FailedPrecondition,
        "SOLVE_RUNNING",
    );
    let export = proto::ExportRosterRequest {
        name: name(),
        format: Format::Text.into(),
    };
    let answer = hr.export_roster(export).await;
    seen.check(
        "ExportRoster",
        answer,
        Code::FailedPrecondition,
        "NO_PLAN_YET",
    );
    let name = operation.into_inner().name;
    let mut operations = service.operations().await;
    let request = longrunning::DeleteOperationRequest { name: name.clone() };
    let answer = operations.delete_operation(request).await;
    seen.check(
        "DeleteOperation",
        answer,
        Code::FailedPrecondition,
        "SOLVE_RUNNING",
    );
    let request = longrunning::CancelOperationRequest { name };
    operations.cancel_operation(request).await.expect("HR may");
}

/// Nobody can stand in for somebody who is alone.
pub async fn alone(service: &Running, seen: &mut Seen) {
    let mut week = week_of("W");
    week.employees.truncate(1);
    service.solved("alone", week).await;
    let published = service.publish("alone").await;
    let works = published.witness.iter().find(|day| !day.hall.is_empty());
    let date = &works.expect("somebody works").date;
    let mut staff = service.staff("W1").await;
    let claim = staff.create_claim(proto::CreateClaimRequest {
        parent: format!("rosters/alone/openShifts/hall-{date}-day-1"),
        ..proto::CreateClaimRequest::default()
    });
    let claim = claim.await.expect("the plan has W1 there").into_inner();
    let answer = staff.withdraw_claim(proto::WithdrawClaimRequest {
        name: claim.name,
        ..proto::WithdrawClaimRequest::default()
    });
    let code = Code::FailedPrecondition;
    seen.check("WithdrawClaim", answer.await, code, "WITHDRAWAL_REFUSED");
    let unpublish = proto::UnpublishRosterRequest {
        name: published.name,
        ..proto::UnpublishRosterRequest::default()
    };
    let answer = service.hr().await.unpublish_roster(unpublish).await;
    seen.check("UnpublishRoster", answer, code, "CLAIMS_ACCEPTED");
}

/// Each of two people is needed on five of six days, and nobody asks B2 for a sixth one who did not agree to it.
pub async fn broken(service: &Running, seen: &mut Seen) {
    service.solved("tight", week_of("B")).await;
    service.publish("tight").await;
    let mut staff = service.staff("B2").await;
    let answer = first_refused(&mut staff, "rosters/tight").await;
    let code = Code::FailedPrecondition;
    seen.check("CreateClaim", answer, code, "CLAIM_BREAKS_PLAN");
}

/// Claims Monday to Saturday, until one of them is refused: which one depends on the days that need both people.
pub async fn first_refused(
    staff: &mut StaffServiceClient<Wire>,
    roster: &str,
) -> Result<tonic::Response<proto::Claim>, tonic::Status> {
    for day in 9..=14 {
        let answer = staff.create_claim(proto::CreateClaimRequest {
            parent: format!("{roster}/openShifts/hall-2026-03-{day:02}-day-1"),
            ..proto::CreateClaimRequest::default()
        });
        answer.await?;
    }
    panic!("nobody works six days")
}
