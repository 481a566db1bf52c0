//! What staff call.

use std::pin::Pin;

use tokio_stream::Stream;
use tonic::{Request, Response, Status};

use super::caller::language;
use super::convert::{claim, date, given, page_size};
use super::edge::{Edge, call};
use super::grpc::staff_service_server::StaffService;
use super::{names, watch};
use crate::formats::proto;
use crate::service::{Act, ClaimAsked};

type Answer<T> = Result<Response<T>, Status>;

#[tonic::async_trait]
impl StaffService for Edge {
    async fn list_open_shifts(
        &self,
        request: Request<proto::ListOpenShiftsRequest>,
    ) -> Answer<proto::ListOpenShiftsResponse> {
        let work = |caller, asked: proto::ListOpenShiftsRequest| async move {
            let id = names::roster("parent", &asked.parent)?;
            let size = page_size(asked.page_size)?;
            let employee = given(&asked.employee);
            let token = &asked.page_token;
            let page = self
                .service
                .list_open_shifts(&caller, &id, employee.as_ref(), size, token)
                .await?;
            Ok(proto::ListOpenShiftsResponse {
                open_shifts: page.rows.iter().map(claim::open_shift).collect(),
                next_page_token: page.next,
            })
        };
        self.answer("ListOpenShifts", Act::ReadOwn, request, work)
            .await
    }

    async fn get_open_shift(
        &self,
        request: Request<proto::GetOpenShiftRequest>,
    ) -> Answer<proto::OpenShift> {
        let work = |caller, asked: proto::GetOpenShiftRequest| async move {
            let (id, shift) = names::open_shift("name", &asked.name)?;
            let employee = given(&asked.employee);
            let service = &self.service;
            let shown = service.get_open_shift(&caller, &id, &shift, employee.as_ref());
            Ok(claim::open_shift(&shown.await?))
        };
        self.answer("GetOpenShift", Act::ReadOwn, request, work)
            .await
    }

    async fn create_claim(
        &self,
        request: Request<proto::CreateClaimRequest>,
    ) -> Answer<proto::Claim> {
        let work = |caller, asked: proto::CreateClaimRequest| async move {
            let (roster, shift) = names::open_shift("parent", &asked.parent)?;
            let call = call(caller, &asked)?;
            let employee = asked
                .claim
                .as_ref()
                .and_then(|claim| given(&claim.employee));
            let new = ClaimAsked {
                roster,
                shift,
                employee,
            };
            let mut told = claim::claim(&self.service.claim(&call, &new).await?);
            if call.validate_only {
                // Nothing of that name is there.
                told.name.clear();
            }
            Ok(told)
        };
        self.answer("CreateClaim", Act::Claim, request, work).await
    }

    async fn get_claim(&self, request: Request<proto::GetClaimRequest>) -> Answer<proto::Claim> {
        let work = |caller, asked: proto::GetClaimRequest| async move {
            let id = names::claim("name", &asked.name)?;
            Ok(claim::claim(&self.service.get_claim(&caller, &id).await?))
        };
        self.answer("GetClaim", Act::ReadOwn, request, work).await
    }

    async fn list_claims(
        &self,
        request: Request<proto::ListClaimsRequest>,
    ) -> Answer<proto::ListClaimsResponse> {
        let work = |caller, asked: proto::ListClaimsRequest| async move {
            let (id, shift) = names::open_shift("parent", &asked.parent)?;
            let shift = Some(shift).filter(|shift| shift.as_str() != "-");
            let employee = given(&asked.employee);
            let size = page_size(asked.page_size)?;
            let (shift, employee, token) = (shift.as_ref(), employee.as_ref(), &asked.page_token);
            let page = self
                .service
                .list_claims(&caller, &id, shift, employee, size, token)
                .await?;
            Ok(proto::ListClaimsResponse {
                claims: page.rows.iter().map(claim::claim).collect(),
                next_page_token: page.next,
            })
        };
        self.answer("ListClaims", Act::ReadOwn, request, work).await
    }

    async fn withdraw_claim(
        &self,
        request: Request<proto::WithdrawClaimRequest>,
    ) -> Answer<proto::Claim> {
        let work = |caller, asked: proto::WithdrawClaimRequest| async move {
            let id = names::claim("name", &asked.name)?;
            let call = call(caller, &asked)?;
            Ok(claim::claim(&self.service.withdraw(&call, &id).await?))
        };
        self.answer("WithdrawClaim", Act::Claim, request, work)
            .await
    }

    async fn get_my_roster(
        &self,
        request: Request<proto::GetMyRosterRequest>,
    ) -> Answer<proto::MyRoster> {
        let work = |caller, asked: proto::GetMyRosterRequest| async move {
            let id = names::roster("name", &asked.name)?;
            let employee = given(&asked.employee);
            let mine = self.service.my_roster(&caller, &id, employee.as_ref());
            Ok(claim::my_roster(&mine.await?))
        };
        self.answer("GetMyRoster", Act::ReadOwn, request, work)
            .await
    }

    async fn list_coworkers(
        &self,
        request: Request<proto::ListCoworkersRequest>,
    ) -> Answer<proto::ListCoworkersResponse> {
        let work = |caller, asked: proto::ListCoworkersRequest| async move {
            let id = names::roster("parent", &asked.parent)?;
            let day = date("date", &asked.date)?;
            let employee = given(&asked.employee);
            let found = self.service.coworkers(&caller, &id, day, employee.as_ref());
            Ok(proto::ListCoworkersResponse {
                coworkers: found.await?.iter().map(claim::coworker).collect(),
            })
        };
        self.answer("ListCoworkers", Act::ReadOwn, request, work)
            .await
    }

    async fn get_comp_ledger(
        &self,
        request: Request<proto::GetCompLedgerRequest>,
    ) -> Answer<proto::CompLedger> {
        let work = |caller, asked: proto::GetCompLedgerRequest| async move {
            let id = names::roster("name", &asked.name)?;
            let employee = given(&asked.employee);
            let ledger = self.service.ledger(&caller, &id, employee.as_ref());
            Ok(claim::ledger(&ledger.await?))
        };
        self.answer("GetCompLedger", Act::ReadOwn, request, work)
            .await
    }

    type WatchOpenShiftsStream =
        Pin<Box<dyn Stream<Item = Result<proto::OpenShiftEvent, Status>> + Send>>;

    async fn watch_open_shifts(
        &self,
        request: Request<proto::WatchOpenShiftsRequest>,
    ) -> Answer<Self::WatchOpenShiftsStream> {
        let language = language(request.metadata());
        let work = |caller, asked: proto::WatchOpenShiftsRequest| async move {
            let id = names::roster("parent", &asked.parent)?;
            // Whoever may not see it hears so at once.
            watch::open_shifts(self.clone(), caller, id, language).await
        };
        self.answer("WatchOpenShifts", Act::ReadOwn, request, work)
            .await
    }
}
