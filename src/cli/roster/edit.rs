//! One day of one person, changed or pinned.

use tonic::Status;

use super::shown::money;
use super::{Command, name};
use crate::cli::connection::{Clients, request_id};
use crate::formats::proto;

/// Changes it, or says what it would come to.
pub(super) async fn edit(mut clients: Clients, command: &Command) -> Result<(), Status> {
    use proto::roster_edit::Change;
    let Command::Edit {
        roster,
        employee,
        date,
        duty,
        rest,
        pin,
        dry_run,
    } = command
    else {
        return Ok(());
    };
    let change = match (duty, rest) {
        (Some(duty), _) => {
            let (hall, template) = duty.split_once('/').unwrap_or((duty, ""));
            Change::Duty(proto::EditedDuty {
                hall: hall.to_string(),
                shift_template: template.to_string(),
            })
        }
        (None, true) => Change::Rest(()),
        (None, false) => Change::Keep(()),
    };
    let request = proto::EditRosterRequest {
        name: name(roster),
        edits: vec![proto::RosterEdit {
            employee: employee.clone(),
            date: date.to_string(),
            pinned: *pin,
            change: Some(change),
        }],
        request_id: request_id(),
        validate_only: *dry_run,
        ..proto::EditRosterRequest::default()
    };
    let edited = clients.rosters.edit_roster(request).await?.into_inner();
    clients.show("paiban.v1.EditRosterResponse", &edited, |edited| {
        let mut text = format!(
            "legal 合法; cost change 成本变化 {}\n",
            money(edited.cost_change_cents)
        );
        for finding in &edited.findings {
            let words = finding.text.clone().unwrap_or_default();
            text.push_str(&format!("  · {} {}\n", words.en, words.zh));
        }
        text
    });
    Ok(())
}
