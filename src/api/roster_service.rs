//! What HR calls.

use std::pin::Pin;

use tokio_stream::Stream;
use tonic::{Request, Response, Status};

use super::convert::{given, operation, page_size, publish, roster, timestamp};
use super::edge::{Edge, call};
use super::grpc::roster_service_server::RosterService;
use super::{names, watch};
use crate::formats::proto::{self, longrunning};
use crate::service::{Act, ExportFormat, Fault, NewRoster};
use crate::units::{ClaimId, JobId, RosterId};

type Answer<T> = Result<Response<T>, Status>;

impl Edge {
    /// A job as its operation, with its roster once there is one.
    pub(super) async fn operation(
        &self,
        caller: &crate::service::Caller,
        id: &JobId,
    ) -> Result<longrunning::Operation, Fault> {
        let found = self.service.get_operation(caller, id).await?;
        self.told(caller, &found).await
    }

    pub(super) async fn told(
        &self,
        caller: &crate::service::Caller,
        found: &crate::service::Operation,
    ) -> Result<longrunning::Operation, Fault> {
        let shown = match found.roster().filter(|_| !found.is_alive()) {
            // A roster deleted since is none any more; that is no fault of the operation.
            Some(roster) => self.service.get_roster(caller, roster).await.ok(),
            None => None,
        };
        operation::operation(found, shown.as_ref())
    }

    async fn basic(
        &self,
        caller: &crate::service::Caller,
        id: &RosterId,
    ) -> Result<proto::Roster, Fault> {
        let shown = self.service.get_roster(caller, id).await?;
        roster::roster(&shown, roster::View::Basic)
    }
}

#[tonic::async_trait]
impl RosterService for Edge {
    async fn create_roster(
        &self,
        request: Request<proto::CreateRosterRequest>,
    ) -> Answer<longrunning::Operation> {
        let work = |caller, asked: proto::CreateRosterRequest| async move {
            let call = call(caller, &asked)?;
            let new = NewRoster {
                instance: roster::instance(asked.roster.as_ref())?,
                id: given(&asked.roster_id),
                solve: roster::solve(asked.options.as_ref())?,
                previous: match asked.previous_roster.as_str() {
                    "" => None,
                    name => Some(names::roster("previous_roster", name)?),
                },
            };
            let (id, job) = self.service.create_roster(&call, new).await?;
            if call.validate_only {
                return Ok(judged(&id));
            }
            self.operation(&call.caller, &job).await
        };
        self.answer("CreateRoster", Act::ChangeRosters, request, work)
            .await
    }

    async fn get_roster(&self, request: Request<proto::GetRosterRequest>) -> Answer<proto::Roster> {
        let work = |caller, asked: proto::GetRosterRequest| async move {
            let id = names::roster("name", &asked.name)?;
            let shown = self.service.get_roster(&caller, &id).await?;
            roster::roster(&shown, roster::View::of(asked.view()))
        };
        self.answer("GetRoster", Act::ReadRosters, request, work)
            .await
    }

    async fn list_rosters(
        &self,
        request: Request<proto::ListRostersRequest>,
    ) -> Answer<proto::ListRostersResponse> {
        let work = |caller, asked: proto::ListRostersRequest| async move {
            let size = page_size(asked.page_size)?;
            let page = self.service.list_rosters(&caller, size, &asked.page_token);
            let page = page.await?;
            let rows = page.rows.iter();
            let rows = rows.map(|shown| roster::roster(shown, roster::View::Basic));
            Ok(proto::ListRostersResponse {
                rosters: rows.collect::<Result<_, _>>()?,
                next_page_token: page.next,
            })
        };
        self.answer("ListRosters", Act::ReadRosters, request, work)
            .await
    }

    async fn delete_roster(&self, request: Request<proto::DeleteRosterRequest>) -> Answer<()> {
        let work = |caller, asked: proto::DeleteRosterRequest| async move {
            let id = names::roster("name", &asked.name)?;
            let call = call(caller, &asked)?;
            self.service.delete_roster(&call, &id).await
        };
        self.answer("DeleteRoster", Act::ChangeRosters, request, work)
            .await
    }

    async fn edit_roster(
        &self,
        request: Request<proto::EditRosterRequest>,
    ) -> Answer<proto::EditRosterResponse> {
        let work = |caller, asked: proto::EditRosterRequest| async move {
            let id = names::roster("name", &asked.name)?;
            let call = call(caller, &asked)?;
            let edits = roster::edits(&asked.edits)?;
            let edited = self.service.edit(&call, &id, &edits).await?;
            let shown = self.service.get_roster(&call.caller, &id).await?;
            Ok(proto::EditRosterResponse {
                roster: Some(roster::roster(&shown, roster::View::Plan)?),
                findings: (edited.notices.iter())
                    .map(|finding| roster::finding(&shown.instance, finding))
                    .collect(),
                cost_change_cents: edited.cost_change.0,
            })
        };
        self.answer("EditRoster", Act::ChangeRosters, request, work)
            .await
    }

    async fn reoptimize_roster(
        &self,
        request: Request<proto::ReoptimizeRosterRequest>,
    ) -> Answer<longrunning::Operation> {
        let work = |caller, asked: proto::ReoptimizeRosterRequest| async move {
            let id = names::roster("name", &asked.name)?;
            let call = call(caller, &asked)?;
            let solve = roster::solve(asked.options.as_ref())?;
            let changes = roster::changes(&asked)?;
            let job = self
                .service
                .solve_again(&call, &id, &changes, &solve)
                .await?;
            if call.validate_only {
                return Ok(judged(&id));
            }
            self.operation(&call.caller, &job).await
        };
        self.answer("ReoptimizeRoster", Act::ChangeRosters, request, work)
            .await
    }

    async fn publish_roster(
        &self,
        request: Request<proto::PublishRosterRequest>,
    ) -> Answer<proto::Roster> {
        let work = |caller, asked: proto::PublishRosterRequest| async move {
            let id = names::roster("name", &asked.name)?;
            let call = call(caller, &asked)?;
            let publication = publish::publication(&asked)?;
            let notices = self.service.publish(&call, &id, &publication).await?;
            let mut told = self.basic(&call.caller, &id).await?;
            told.notices = notices.iter().map(roster::blamed).collect();
            Ok(told)
        };
        self.answer("PublishRoster", Act::ChangeRosters, request, work)
            .await
    }

    async fn unpublish_roster(
        &self,
        request: Request<proto::UnpublishRosterRequest>,
    ) -> Answer<proto::Roster> {
        let work = |caller, asked: proto::UnpublishRosterRequest| async move {
            let id = names::roster("name", &asked.name)?;
            let call = call(caller, &asked)?;
            self.service.unpublish(&call, &id).await?;
            self.basic(&call.caller, &id).await
        };
        self.answer("UnpublishRoster", Act::ChangeRosters, request, work)
            .await
    }

    async fn close_roster(
        &self,
        request: Request<proto::CloseRosterRequest>,
    ) -> Answer<proto::Roster> {
        let work = |caller, asked: proto::CloseRosterRequest| async move {
            let id = names::roster("name", &asked.name)?;
            let call = call(caller, &asked)?;
            self.service
                .close(&call, &id, asked.leave_unclaimed_open)
                .await?;
            self.basic(&call.caller, &id).await
        };
        self.answer("CloseRoster", Act::ChangeRosters, request, work)
            .await
    }

    async fn archive_roster(
        &self,
        request: Request<proto::ArchiveRosterRequest>,
    ) -> Answer<proto::Roster> {
        let work = |caller, asked: proto::ArchiveRosterRequest| async move {
            let id = names::roster("name", &asked.name)?;
            let call = call(caller, &asked)?;
            let missed = asked.missed_claims.iter().enumerate();
            let missed =
                missed.map(|(at, name)| names::claim(&format!("missed_claims[{at}]"), name));
            let missed: Vec<ClaimId> = missed.collect::<Result<_, Fault>>()?;
            self.service.archive(&call, &id, &missed).await?;
            self.basic(&call.caller, &id).await
        };
        self.answer("ArchiveRoster", Act::ChangeRosters, request, work)
            .await
    }

    type WatchRosterStream = Pin<Box<dyn Stream<Item = Result<proto::RosterEvent, Status>> + Send>>;

    async fn watch_roster(
        &self,
        request: Request<proto::WatchRosterRequest>,
    ) -> Answer<Self::WatchRosterStream> {
        let language = super::caller::language(request.metadata());
        let work = |caller, asked: proto::WatchRosterRequest| async move {
            let id = names::roster("name", &asked.name)?;
            // Whoever may not see the roster hears so at once.
            self.service.get_roster(&caller, &id).await?;
            watch::roster(self.clone(), caller, id, language).await
        };
        self.answer("WatchRoster", Act::ReadRosters, request, work)
            .await
    }

    async fn list_audit_entries(
        &self,
        request: Request<proto::ListAuditEntriesRequest>,
    ) -> Answer<proto::ListAuditEntriesResponse> {
        let work = |caller, asked: proto::ListAuditEntriesRequest| async move {
            let id = names::roster("parent", &asked.parent)?;
            let size = page_size(asked.page_size)?;
            let page = self.service.list_log(&caller, &id, size, &asked.page_token);
            let page = page.await?;
            let rows = page.rows.into_iter();
            Ok(proto::ListAuditEntriesResponse {
                audit_entries: rows
                    .map(|row| proto::AuditEntry {
                        name: format!("rosters/{id}/auditEntries/{}", row.number),
                        event_time: Some(timestamp(row.at)),
                        role: row.entry.actor.role,
                        employee: row.entry.actor.id,
                        action: row.entry.action,
                        subject: row.entry.subject,
                        reason: row.entry.reason,
                        verdict: row.entry.verdict,
                    })
                    .collect(),
                next_page_token: page.next,
            })
        };
        self.answer("ListAuditEntries", Act::ReadLog, request, work)
            .await
    }

    async fn export_roster(
        &self,
        request: Request<proto::ExportRosterRequest>,
    ) -> Answer<proto::ExportRosterResponse> {
        use proto::export_roster_request::Format;
        let work = |caller, asked: proto::ExportRosterRequest| async move {
            let id = names::roster("name", &asked.name)?;
            let format = match asked.format() {
                Format::Json => ExportFormat::Json,
                Format::Csv => ExportFormat::Csv,
                Format::Text => ExportFormat::Text,
                Format::Unspecified => {
                    return Err(Fault::field(
                        "format",
                        "name a format: JSON, CSV or TEXT",
                        "请指定格式：JSON、CSV 或 TEXT",
                    ));
                }
            };
            let file = self.service.export(&caller, &id, format).await?;
            Ok(proto::ExportRosterResponse {
                filename: file.name,
                content_type: file.media_type.to_string(),
                content: file.text.into_bytes(),
            })
        };
        self.answer("ExportRoster", Act::ReadRosters, request, work)
            .await
    }
}

/// What a request that was only judged comes back with: an operation that did nothing and is done.
fn judged(id: &RosterId) -> longrunning::Operation {
    longrunning::Operation {
        metadata: Some(operation::packed(
            "paiban.v1.SolveMetadata",
            &proto::SolveMetadata {
                roster: format!("rosters/{id}"),
                ..proto::SolveMetadata::default()
            },
        )),
        done: true,
        result: Some(longrunning::operation::Result::Response(operation::packed(
            "paiban.v1.Roster",
            &proto::Roster {
                name: format!("rosters/{id}"),
                ..proto::Roster::default()
            },
        ))),
        ..longrunning::Operation::default()
    }
}
