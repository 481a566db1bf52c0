//! No answer to staff carries another person's pay, attribute, leave reason or wish.

use std::collections::BTreeSet;

use paiban::formats::proto;
use prost_reflect::{DescriptorPool, MessageDescriptor};
use tonic_types::StatusExt;

use super::running::{Running, week};

/// Every message that an answer can hold.
fn reachable(message: &MessageDescriptor, seen: &mut BTreeSet<String>) {
    if !seen.insert(message.full_name().to_string()) {
        return;
    }
    for field in message.fields() {
        if let Some(inner) = field.kind().as_message() {
            reachable(inner, seen);
        }
    }
}

#[test]
fn answers_to_staff_have_no_field_for_what_is_private() {
    let pool = DescriptorPool::decode(proto::DESCRIPTORS).expect("own files");
    let service = pool.get_service_by_name("paiban.v1.StaffService");
    let service = service.expect("staff have a service");
    let mut seen = BTreeSet::new();
    for method in service.methods() {
        reachable(&method.output(), &mut seen);
    }
    assert!(seen.contains("paiban.v1.OpenShift"), "{seen:?}");
    for private in [
        "Instance",
        "Employee",
        "Attribute",
        "Leave",
        "Wish",
        "Roster",
        "Cost",
        "Spot",
    ] {
        let name = format!("paiban.v1.{private}");
        assert!(!seen.contains(&name), "{name} reaches staff");
    }
    for name in &seen {
        let message = pool.get_message_by_name(name).expect("it was reached");
        for field in message.fields() {
            for private in ["wage", "reason", "attribute", "wish", "cost"] {
                assert!(!field.name().contains(private), "{name}.{}", field.name());
            }
        }
    }
}

#[tokio::test]
async fn nothing_private_is_said_to_others_in_a_whole_story() {
    let service = Running::start();
    let mut secret = week();
    secret.employees[1].hourly_wage_cents = 4_567;
    secret.employees[1].leave = vec![proto::Leave {
        from_date: "2026-03-10".to_string(),
        to_date: "2026-03-10".to_string(),
        reason: "SECRET-LEAVE".to_string(),
        unpaid: false,
    }];
    secret.employees[1].attributes = vec![proto::Attribute {
        name: "SECRET-ATTRIBUTE".to_string(),
        ..proto::Attribute::default()
    }];
    service.solved("w21", secret).await;
    let published = service.publish("w21").await;
    let together = published.shifts.iter().find(|shift| shift.spots.len() > 1);
    let together = together.expect("a day for both");
    let claim = proto::CreateClaimRequest {
        parent: format!("rosters/w21/openShifts/{}", together.id),
        ..proto::CreateClaimRequest::default()
    };
    let mut other = service.staff("E2").await;
    other.create_claim(claim).await.expect("it is free");
    let mut staff = service.staff("E1").await;
    let (name, nobody) = ("rosters/w21".to_string(), String::new);
    let mut said: Vec<(&str, String)> = Vec::new();
    let watch = proto::WatchOpenShiftsRequest {
        parent: name.clone(),
    };
    let mut events = staff.watch_open_shifts(watch).await.expect("published");
    let list = proto::ListOpenShiftsRequest {
        parent: name.clone(),
        ..proto::ListOpenShiftsRequest::default()
    };
    let list = staff.list_open_shifts(list).await.expect("published");
    let list = list.into_inner();
    said.push(("ListOpenShifts", format!("{list:?}")));
    let mut accepted = Vec::new();
    for shift in &list.open_shifts {
        let one = proto::GetOpenShiftRequest {
            name: shift.name.clone(),
            employee: nobody(),
        };
        let one = staff.get_open_shift(one).await.expect("it is listed");
        said.push(("GetOpenShift", format!("{:?}", one.into_inner())));
        let claim = proto::CreateClaimRequest {
            parent: shift.name.clone(),
            ..proto::CreateClaimRequest::default()
        };
        let told = match staff.create_claim(claim).await {
            Ok(claim) => {
                accepted.push(claim.into_inner());
                format!("{:?}", accepted.last())
            }
            Err(status) => format!("{status:?} {:?}", status.get_error_details_vec()),
        };
        said.push(("CreateClaim", told));
    }
    assert!(!accepted.is_empty(), "{said:?}");
    let event = events.get_mut().message().await.expect("it lives");
    said.push(("WatchOpenShifts", format!("{event:?}")));
    for own in &accepted {
        let name = own.name.clone();
        let found = staff.get_claim(proto::GetClaimRequest { name }).await;
        said.push((
            "GetClaim",
            format!("{:?}", found.expect("own").into_inner()),
        ));
    }
    let claims = proto::ListClaimsRequest {
        parent: format!("{name}/openShifts/-"),
        ..proto::ListClaimsRequest::default()
    };
    let claims = staff.list_claims(claims).await.expect("own").into_inner();
    said.push(("ListClaims", format!("{claims:?}")));
    let mine = proto::GetMyRosterRequest {
        name: name.clone(),
        employee: nobody(),
    };
    let mine = staff.get_my_roster(mine).await.expect("own").into_inner();
    assert!(!mine.days.is_empty());
    said.push(("GetMyRoster", format!("{mine:?}")));
    let ledger = proto::GetCompLedgerRequest {
        name: name.clone(),
        employee: nobody(),
    };
    let ledger = staff.get_comp_ledger(ledger).await.expect("own");
    said.push(("GetCompLedger", format!("{:?}", ledger.into_inner())));
    let with = proto::ListCoworkersRequest {
        parent: name,
        date: together.date.clone(),
        employee: nobody(),
    };
    let with = staff.list_coworkers(with).await.expect("their own day");
    let with = with.into_inner();
    assert!(!with.coworkers.is_empty(), "{mine:?}");
    said.push(("ListCoworkers", format!("{with:?}")));
    for own in &accepted {
        let back = proto::WithdrawClaimRequest {
            name: own.name.clone(),
            ..proto::WithdrawClaimRequest::default()
        };
        let told = match staff.withdraw_claim(back).await {
            Ok(claim) => format!("{:?}", claim.into_inner()),
            Err(status) => format!("{status:?} {:?}", status.get_error_details_vec()),
        };
        said.push(("WithdrawClaim", told));
    }
    for (method, text) in &said {
        for secret in ["SECRET", "4567", "45.67", "E2"] {
            assert!(!text.contains(secret), "{method} tells {secret}: {text}");
        }
    }
    let pool = DescriptorPool::decode(proto::DESCRIPTORS).expect("own files");
    let methods = pool.get_service_by_name("paiban.v1.StaffService");
    let methods = methods.expect("staff have a service");
    let all: BTreeSet<String> = (methods.methods())
        .map(|method| method.name().to_string())
        .collect();
    let heard: BTreeSet<String> = said.iter().map(|(method, _)| method.to_string()).collect();
    assert_eq!(heard, all, "every method is called");
}
