//! What planners ask: waits, what would be otherwise, and what a wait target costs.

use std::time::Duration;

use tonic::{Request, Status};

use super::limited;
use super::shown::money;
use crate::cli::connection::{Clients, name};
use crate::formats::proto;

/// Prints every page of a roster's waits.
pub(super) async fn waits(mut clients: Clients, roster: &str) -> Result<(), Status> {
    let mut request = proto::QueryRosterWaitsRequest {
        name: name(roster),
        ..proto::QueryRosterWaitsRequest::default()
    };
    let mut any = false;
    loop {
        let page = clients.planning.query_roster_waits(request.clone()).await?;
        let page = page.into_inner();
        any |= !page.queue_days.is_empty();
        clients.show("paiban.v1.QueryRosterWaitsResponse", &page, |page| {
            page.queue_days.iter().map(day).collect()
        });
        if page.next_page_token.is_empty() {
            break;
        }
        request.page_token = page.next_page_token;
    }
    clients.unless(
        any,
        "no waits: the roster has no forecast of arrivals",
        "没有等待数据：班表未含客流预测",
    );
    Ok(())
}

fn day(day: &proto::QueueDay) -> String {
    let mut text = format!("{} {} {}\n", day.hall, day.queue, day.date);
    for interval in &day.intervals {
        for class in &interval.classes {
            let minutes = |value: Option<f64>| match value {
                Some(minutes) => format!("{minutes:.1}"),
                None => "-".to_string(),
            };
            text.push_str(&format!(
                "  {}-{} heads 人数 {} {} arrivals 到达 {:.1} mean 平均 {} quantile 分位 {} min{}\n",
                interval.start,
                interval.end,
                interval.heads,
                class.customer_class,
                class.expected_arrivals,
                minutes(class.mean_minutes),
                minutes(class.quantile_minutes),
                if class.missed { " missed 未达标" } else { "" },
            ));
        }
    }
    text
}

/// Asks for a comparison and prints it.
pub(super) async fn compare(
    mut clients: Clients,
    roster: &str,
    scenarios: Vec<proto::Scenario>,
    seconds: u32,
) -> Result<(), Status> {
    let request = proto::CompareScenariosRequest {
        name: name(roster),
        scenarios,
        options: Some(limited(seconds)),
    };
    let request = in_time(request, seconds);
    let told = clients.planning.compare_scenarios(request).await?;
    clients.show(
        "paiban.v1.CompareScenariosResponse",
        &told.into_inner(),
        |told| told.outcomes.iter().map(outcome).collect(),
    );
    Ok(())
}

/// One case in a line, with the targets of each class.
fn outcome(case: &proto::ScenarioOutcome) -> String {
    let id = match case.id.as_str() {
        "" => "as it is 现状",
        id => id,
    };
    let Some(roster) = &case.roster else {
        let why = case.why.join("; ");
        return format!("{id} no roster 没有可用的班表: {why}\n");
    };
    let mut text = format!("{id} {} {}", case.title, figures(roster));
    for waits in &roster.waits {
        text.push_str(&format!(
            "  {} {} {} targets met 达标 {}/{}\n",
            waits.hall,
            waits.customer_class,
            if waits.busy { "busy 忙" } else { "quiet 闲" },
            waits.intervals_met,
            waits.intervals,
        ));
    }
    text + &warnings(roster)
}

fn warnings(roster: &proto::Roster) -> String {
    let lines = roster.warnings.iter();
    lines.map(|warning| format!("  {warning}\n")).collect()
}

/// Cost, bound, gap and missing heads, to the end of the line.
fn figures(roster: &proto::Roster) -> String {
    let total = roster.cost.as_ref().map_or(0, |cost| cost.total_cents);
    format!(
        "cost 成本 {} bound 下界 {} gap 差距 {:.2} % gaps 缺口 {}\n",
        money(total),
        money(roster.bound_cents),
        roster.relative_gap * 100.0,
        roster.gaps.len(),
    )
}

/// Asks for a frontier and prints both curves.
pub(super) async fn frontier(
    mut clients: Clients,
    request: proto::TraceFrontierRequest,
    seconds: u32,
) -> Result<(), Status> {
    let told = clients
        .planning
        .trace_frontier(in_time(request, seconds))
        .await?;
    let told = told.into_inner();
    clients.show("paiban.v1.TraceFrontierResponse", &told, |told| {
        let need = curve("what the hall would need 理想用工", &told.need);
        let staff = curve("today's staff 现有人员", &told.staff);
        format!("{}\n{need}{staff}", told.customer_class)
    });
    Ok(())
}

fn curve(title: &str, points: &[proto::FrontierPoint]) -> String {
    points.iter().fold(format!("{title}\n"), |text, point| {
        let minutes = point.minutes;
        let line = match &point.roster {
            None => format!("no roster 没有可用的班表: {}\n", point.why.join("; ")),
            Some(roster) => figures(roster) + &warnings(roster),
        };
        let price = point.minute_price.as_ref().map_or(String::new(), |price| {
            format!(
                "    a minute less, per hall and hour 每厅每小时少等一分钟 {:.2} ({:.2} to 至 {:.2})\n",
                price.cents / 100.0,
                price.least_cents / 100.0,
                price.most_cents / 100.0
            )
        });
        format!("{text}  <= {minutes} min {line}{price}")
    })
}

/// A request with its deadline: the last judgement of waits may take a little longer than the search.
fn in_time<T>(request: T, seconds: u32) -> Request<T> {
    let mut request = Request::new(request);
    request.set_timeout(Duration::from_secs(2 * u64::from(seconds) + 60));
    request
}
