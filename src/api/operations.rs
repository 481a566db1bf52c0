//! Long-running operations.

use std::time::Duration;

use tonic::{Request, Response, Status};

use super::convert::{duration, page_size};
use super::edge::Edge;
use super::grpc::operations_server::Operations;
use super::names;
use crate::formats::proto::longrunning::{
    CancelOperationRequest, DeleteOperationRequest, GetOperationRequest, ListOperationsRequest,
    ListOperationsResponse, Operation, WaitOperationRequest,
};
use crate::service::{Act, Fault, Reason};

/// Longest wait in one call.
const WAIT_MAX: Duration = Duration::from_secs(50);

type Answer<T> = Result<Response<T>, Status>;

#[tonic::async_trait]
impl Operations for Edge {
    async fn list_operations(
        &self,
        request: Request<ListOperationsRequest>,
    ) -> Answer<ListOperationsResponse> {
        let work = |caller, asked: ListOperationsRequest| async move {
            if !asked.filter.is_empty() {
                return Err(Fault::field(
                    "filter",
                    "leave the filter empty",
                    "筛选条件应留空",
                ));
            }
            let size = page_size(asked.page_size)?;
            let page = self
                .service
                .list_operations(&caller, size, &asked.page_token);
            let page = page.await?;
            let mut operations = Vec::new();
            for found in &page.rows {
                operations.push(self.told(&caller, found).await?);
            }
            Ok(ListOperationsResponse {
                operations,
                next_page_token: page.next,
            })
        };
        self.answer("ListOperations", Act::ReadRosters, request, work)
            .await
    }

    async fn get_operation(&self, request: Request<GetOperationRequest>) -> Answer<Operation> {
        let work = |caller, asked: GetOperationRequest| async move {
            let id = names::operation("name", &asked.name)?;
            self.operation(&caller, &id).await
        };
        self.answer("GetOperation", Act::ReadRosters, request, work)
            .await
    }

    async fn delete_operation(&self, request: Request<DeleteOperationRequest>) -> Answer<()> {
        let work = |caller, asked: DeleteOperationRequest| async move {
            let id = names::operation("name", &asked.name)?;
            let found = self.service.get_operation(&caller, &id).await?;
            if found.is_alive() {
                return Err(Fault::new(Reason::SolveRunning, asked.name));
            }
            // It stays in the log of its roster; that nobody waits for it any more changes nothing.
            Ok(())
        };
        self.answer("DeleteOperation", Act::ChangeRosters, request, work)
            .await
    }

    async fn cancel_operation(&self, request: Request<CancelOperationRequest>) -> Answer<()> {
        let work = |caller, asked: CancelOperationRequest| async move {
            let id = names::operation("name", &asked.name)?;
            self.service.cancel_operation(&caller, &id).await
        };
        self.answer("CancelOperation", Act::ChangeRosters, request, work)
            .await
    }

    async fn wait_operation(&self, request: Request<WaitOperationRequest>) -> Answer<Operation> {
        let work = |caller, asked: WaitOperationRequest| async move {
            let id = names::operation("name", &asked.name)?;
            let time = match &asked.timeout {
                None => WAIT_MAX,
                Some(time) => duration("timeout", time)?.min(WAIT_MAX),
            };
            let found = self.service.wait_operation(&caller, &id, time).await?;
            self.told(&caller, &found).await
        };
        self.answer("WaitOperation", Act::ReadRosters, request, work)
            .await
    }
}
