//! What planners call.

use tonic::{Request, Response, Status};

use super::convert::{page_size, planning, roster};
use super::edge::Edge;
use super::grpc::planning_service_server::PlanningService;
use super::names;
use crate::formats::proto;
use crate::service::{Act, Fault, FrontierAsked, SolveSettings};

type Answer<T> = Result<Response<T>, Status>;

#[tonic::async_trait]
impl PlanningService for Edge {
    async fn query_roster_waits(
        &self,
        request: Request<proto::QueryRosterWaitsRequest>,
    ) -> Answer<proto::QueryRosterWaitsResponse> {
        let work = |caller, asked: proto::QueryRosterWaitsRequest| async move {
            let id = names::roster("name", &asked.name)?;
            let size = page_size(asked.page_size)?;
            let page = self.service.waits(&caller, &id, size, &asked.page_token);
            let page = page.await?;
            Ok(proto::QueryRosterWaitsResponse {
                queue_days: (page.days.iter())
                    .map(|day| planning::queue_day(&page.instance, day))
                    .collect(),
                next_page_token: page.next,
            })
        };
        self.answer("QueryRosterWaits", Act::ReadRosters, request, work)
            .await
    }

    async fn compare_scenarios(
        &self,
        request: Request<proto::CompareScenariosRequest>,
    ) -> Answer<proto::CompareScenariosResponse> {
        let work = |caller, asked: proto::CompareScenariosRequest| async move {
            let id = names::roster("name", &asked.name)?;
            let solve = solve(asked.options)?;
            let compared = self.service.compare(&caller, &id, &asked.scenarios, &solve);
            let compared = compared.await?;
            Ok(proto::CompareScenariosResponse {
                outcomes: compared.iter().map(planning::outcome).collect(),
            })
        };
        self.answer("CompareScenarios", Act::ReadRosters, request, work)
            .await
    }

    async fn trace_frontier(
        &self,
        request: Request<proto::TraceFrontierRequest>,
    ) -> Answer<proto::TraceFrontierResponse> {
        let work = |caller, asked: proto::TraceFrontierRequest| async move {
            let id = names::roster("name", &asked.name)?;
            let solve = solve(asked.options)?;
            let class = Some(asked.customer_class).filter(|class| !class.is_empty());
            let asked = FrontierAsked {
                minutes: asked.minutes,
                class,
            };
            let traced = self.service.frontier(&caller, &id, asked, &solve).await?;
            Ok(planning::frontier(&traced))
        };
        self.answer("TraceFrontier", Act::ReadRosters, request, work)
            .await
    }
}

/// How far to go.
fn solve(asked: Option<proto::SolveOptions>) -> Result<SolveSettings, Fault> {
    let mut asked = asked.unwrap_or_default();
    asked.time_limit.get_or_insert(planning::TIME_DEFAULT);
    roster::solve(Some(&asked))
}
