//! What comes line by line: events and the log.

use chrono::DateTime;
use tonic::Status;

use super::name;
use super::shown::{line, progress};
use crate::cli::connection::Clients;
use crate::formats::proto::{self, roster_event};

/// Shows what happens to a roster.
pub(super) async fn watch(
    mut clients: Clients,
    roster: &str,
    until_solved: bool,
) -> Result<(), Status> {
    let request = proto::WatchRosterRequest { name: name(roster) };
    let mut events = clients.rosters.watch_roster(request).await?.into_inner();
    while let Some(event) = events.message().await? {
        clients.show("paiban.v1.RosterEvent", &event, |event| {
            match &event.event {
                Some(roster_event::Event::Progress(metadata)) => {
                    format!("{}\n", progress(metadata))
                }
                Some(roster_event::Event::Roster(roster)) => line(roster),
                Some(roster_event::Event::Claim(claim)) => {
                    format!("{} {}\n", claim.name, claim.state().as_str_name())
                }
                Some(roster_event::Event::Deleted(())) => "deleted 已删除\n".to_string(),
                None => String::new(),
            }
        });
        let ended = matches!(&event.event, Some(roster_event::Event::Progress(metadata)) if metadata.end_time.is_some());
        if until_solved && ended {
            break;
        }
    }
    Ok(())
}

/// Shows who did what.
pub(super) async fn log(mut clients: Clients, roster: &str) -> Result<(), Status> {
    let mut request = proto::ListAuditEntriesRequest {
        parent: name(roster),
        ..proto::ListAuditEntriesRequest::default()
    };
    let mut any = false;
    loop {
        let page = clients.rosters.list_audit_entries(request.clone()).await?;
        let page = page.into_inner();
        any |= !page.audit_entries.is_empty();
        clients.show("paiban.v1.ListAuditEntriesResponse", &page, |page| {
            let lines = page.audit_entries.iter().map(|entry| {
                let at = entry.event_time.unwrap_or_default();
                let at = DateTime::from_timestamp(at.seconds, 0).unwrap_or_default();
                format!(
                    "{} {:8} {:6} {:18} {}\n",
                    at.format("%Y-%m-%d %H:%M:%S"),
                    entry.role,
                    entry.employee,
                    entry.action,
                    entry.subject
                )
            });
            lines.collect()
        });
        if page.next_page_token.is_empty() {
            break;
        }
        request.page_token = page.next_page_token;
    }
    clients.unless(any, "nothing is on record", "没有操作记录");
    Ok(())
}
