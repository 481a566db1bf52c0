//! Days of a published roster that HR pins and releases.

use std::process::Command;

use paiban::formats::proto::{self, r#move::Reason};
use paiban::service::{
    Call, Caller, ChangesAsked, Fault, Pinned, Reason as Refused, Released, SolveSettings,
};
use paiban::units::RosterId;
use prost::Message;
use tonic::Code;
use tonic_types::StatusExt;

use super::in_process::Site;
use super::running::{Running, week};

const SHIFT: &str = "rosters/w/openShifts/hall-2026-03-09-day-1";

fn pin(employee: &str) -> proto::ReoptimizeRosterRequest {
    proto::ReoptimizeRosterRequest {
        name: "rosters/w".to_string(),
        pins: vec![proto::Pin {
            employee: employee.to_string(),
            date: "2026-03-09".to_string(),
            shift_template: "day".to_string(),
            hall: "hall".to_string(),
        }],
        ..proto::ReoptimizeRosterRequest::default()
    }
}

fn release(employee: &str, own_wish: bool) -> proto::ReoptimizeRosterRequest {
    proto::ReoptimizeRosterRequest {
        pins: Vec::new(),
        releases: vec![proto::Release {
            employee: employee.to_string(),
            date: "2026-03-09".to_string(),
            own_wish,
            reason: "moves house".to_string(),
        }],
        ..pin(employee)
    }
}

/// Makes the plan fit; who moves and why.
async fn fitted(
    service: &Running,
    request: proto::ReoptimizeRosterRequest,
) -> proto::Reoptimization {
    let operation = service.hr().await.reoptimize_roster(request).await;
    let operation = service
        .finished(operation.expect("taken").into_inner())
        .await;
    let metadata = operation.metadata.expect("told");
    let metadata = proto::SolveMetadata::decode(metadata.value.as_slice()).expect("metadata");
    let why = format!("{:?}", operation.result);
    metadata.reoptimization.unwrap_or_else(|| panic!("{why}"))
}

/// The pins of the roster's instance.
async fn pins(service: &Running) -> Vec<proto::Pin> {
    let request = proto::GetRosterRequest {
        name: "rosters/w".to_string(),
        view: proto::RosterView::Full.into(),
    };
    let roster = service.hr().await.get_roster(request).await;
    let roster = roster.expect("it is there").into_inner();
    roster.instance.expect("the full view has it").pins
}

async fn claim(service: &Running, who: &str) -> Result<proto::Claim, tonic::Status> {
    let request = proto::CreateClaimRequest {
        parent: SHIFT.to_string(),
        ..proto::CreateClaimRequest::default()
    };
    let claimed = service.staff(who).await.create_claim(request).await;
    claimed.map(tonic::Response::into_inner)
}

#[tokio::test]
async fn a_day_that_is_pinned_is_nobodys_to_claim_until_it_is_released() {
    let service = Running::start();
    let mut alone = week();
    for coverage in &mut alone.coverage {
        coverage.heads = 1;
    }
    service.solved("w", alone).await;
    service.publish("w").await;
    fitted(&service, pin("E2")).await;
    assert_eq!(pins(&service).await, pin("E2").pins);
    let refused = claim(&service, "E1").await.expect_err("it is E2's");
    assert_eq!(refused.code(), Code::FailedPrecondition, "{refused:?}");

    let freed = fitted(&service, release("E2", false)).await;
    assert!(freed.moves.is_empty(), "it is best where it is: {freed:?}");
    assert!(pins(&service).await.is_empty());
    let claimed = claim(&service, "E1")
        .await
        .expect("E2 can work another day");
    assert_eq!(claimed.state(), proto::claim::State::Accepted);

    let mut both = release("E1", true);
    both.absences.push(proto::Absence {
        employee: "E1".to_string(),
        from_date: "2026-03-15".to_string(),
        to_date: "2026-03-15".to_string(),
        reason: "dentist".to_string(),
    });
    let let_go = fitted(&service, both).await;
    let own =
        |step: &&proto::Move| (step.employee.as_str(), step.date.as_str()) == ("E1", "2026-03-09");
    let step = let_go
        .moves
        .iter()
        .find(own)
        .expect("E1 does not get it back");
    assert_eq!(step.reason(), Reason::Released);
    let request = proto::GetClaimRequest { name: claimed.name };
    let ended = service.staff("E1").await.get_claim(request).await;
    let ended = ended.expect("it is kept").into_inner();
    assert_eq!(ended.state(), proto::claim::State::Withdrawn);
    let request = proto::ListAuditEntriesRequest {
        parent: "rosters/w".to_string(),
        ..proto::ListAuditEntriesRequest::default()
    };
    let log = service.hr().await.list_audit_entries(request).await;
    let log = log.expect("HR may").into_inner().audit_entries;
    let said = |action: &str| {
        let last = log.iter().rfind(|entry| entry.action == action);
        last.map(|entry| entry.reason.clone())
    };
    assert_eq!(said("claim.withdraw").as_deref(), Some("moves house"));
    assert_eq!(
        said("roster.reoptimize").as_deref(),
        Some("E1: dentist; E1: moves house")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_word_rest_pins_a_day_off_at_the_command_line() {
    let service = Running::start();
    service.solved("w", week()).await;
    service.publish("w").await;
    let ask = |duty: &str| {
        Command::new(env!("CARGO_BIN_EXE_paiban"))
            .args(["roster", "reoptimize", "w", "--server", &service.address])
            .args(["--pin", &format!("E2:2026-03-15{duty}")])
            .output()
            .expect("it runs")
    };
    for part in ["", ":", ":/", ":hall", ":hall/", ":/day"] {
        let refused = ask(part);
        let told = String::from_utf8_lossy(&refused.stderr).to_string();
        assert!(!refused.status.success(), "{part}: {refused:?}");
        assert!(told.contains("a day off rest"), "{part}: {told}");
    }
    assert!(pins(&service).await.is_empty());
    let taken = ask(":rest");
    assert!(taken.status.success(), "{taken:?}");
    let off = proto::Pin {
        employee: "E2".to_string(),
        date: "2026-03-15".to_string(),
        ..proto::Pin::default()
    };
    assert_eq!(pins(&service).await, [off]);
}

/// E1 cannot come on the one day that E2 is free: whether E2 comes is a matter of what that is worth.
#[tokio::test]
async fn hr_says_what_a_move_costs() {
    let service = Running::start();
    let mut alone = week();
    for coverage in &mut alone.coverage {
        coverage.heads = 1;
    }
    service.solved("w", alone).await;
    let published = service.publish("w").await;
    let works = |who: &str, date: &str| {
        let mut days = published.witness.iter();
        days.any(|day| {
            (&*day.employee, &*day.date) == (who, date) && !day.shift_template.is_empty()
        })
    };
    let mut days = (9..=14).map(|day| format!("2026-03-{day:02}"));
    let day = days.find(|day| works("E1", day) && !works("E2", day));
    let day = day.expect("five days each, and six days");
    let mut absent = proto::ReoptimizeRosterRequest {
        absences: vec![proto::Absence {
            employee: "E1".to_string(),
            from_date: day.clone(),
            to_date: day.clone(),
            ..proto::Absence::default()
        }],
        pins: Vec::new(),
        ..pin("E1")
    };
    let prices = |per_duty_cents, per_person_cents| proto::MovePrices {
        per_duty_cents,
        per_person_cents,
    };
    for one in [
        prices(Some(10_000_000), Some(0)),
        prices(Some(0), Some(10_000_000)),
    ] {
        absent.move_prices = Some(one);
        let dear = fitted(&service, absent.clone()).await;
        assert!(
            dear.moves.iter().all(|step| step.employee == "E1"),
            "{dear:?}"
        );
        assert!(!dear.uncovered.is_empty(), "{dear:?}");
    }
    for too_much in [prices(Some(-1), None), prices(None, Some(10_000_001))] {
        absent.move_prices = Some(too_much);
        let answer = service.hr().await.reoptimize_roster(absent.clone()).await;
        let refused = answer.expect_err("out of range");
        let details = refused.get_error_details();
        let fields = &details.bad_request().expect("fields").field_violations;
        assert_eq!(fields.len(), 1, "{fields:?}");
        assert!(
            fields[0].field.starts_with("move_prices.per_"),
            "{fields:?}"
        );
    }
    absent.move_prices = None;
    let usual = fitted(&service, absent).await;
    let comes = |step: &proto::Move| step.employee == "E2" && step.date == day;
    assert!(usual.moves.iter().any(comes), "{usual:?}");
    assert!(usual.uncovered.is_empty(), "{usual:?}");
}

#[tokio::test]
async fn the_past_and_what_stands_still_is_not_pinned_or_released() {
    let site = Site::open().await;
    let roster = site.solved("w", &week()).await;
    site.publish(&roster).await.expect("legal");
    let now = |site: &Site| site.service.now().date_naive();
    site.clock.advance(chrono::Duration::days(8));
    assert_eq!(now(&site).to_string(), "2026-03-10");
    for date in ["2026-03-09", "2026-03-14"] {
        let date: chrono::NaiveDate = date.parse().expect("a date");
        let (mut pinned, mut released) = (ChangesAsked::default(), ChangesAsked::default());
        pinned.pins.push(Pinned {
            employee: "E1".into(),
            date,
            duty: None,
        });
        released.releases.push(Released {
            employee: "E1".into(),
            date,
            own_wish: false,
            reason: String::new(),
        });
        let past = date < now(&site);
        assert_eq!(
            field(asked(&site, &roster, &pinned).await),
            past.then_some("pins[0]".to_string())
        );
        let released = field(asked(&site, &roster, &released).await);
        assert_eq!(released.is_some(), past, "{released:?}");
    }
}

/// Judged only: nothing is changed.
async fn asked(site: &Site, roster: &RosterId, changes: &ChangesAsked) -> Result<(), Fault> {
    let hr = Call {
        validate_only: true,
        ..Call::by(Caller::hr())
    };
    let settings = SolveSettings::default();
    let asked = site.service.solve_again(&hr, roster, changes, &settings);
    asked.await.map(|_| ())
}

/// The field that is refused.
fn field(answer: Result<(), Fault>) -> Option<String> {
    let fault = answer.err()?;
    assert_eq!(fault.reason, Refused::FieldInvalid);
    Some(fault.fields[0].field.clone())
}
