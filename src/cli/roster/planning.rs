//! What planners ask: waits, and what would be otherwise.

use std::time::Duration;

use tonic::{Request, Status};

use super::seconds as limited;
use super::shown::money;
use crate::cli::connection::{Clients, name};
use crate::formats::proto;

/// Prints every page of a roster's waits.
pub(super) async fn waits(mut clients: Clients, roster: &str) -> Result<(), Status> {
    let mut request = proto::QueryRosterWaitsRequest {
        name: name(roster),
        ..proto::QueryRosterWaitsRequest::default()
    };
    loop {
        let page = clients.planning.query_roster_waits(request.clone()).await?;
        let page = page.into_inner();
        clients.show("paiban.v1.QueryRosterWaitsResponse", &page, |page| {
            page.queue_days.iter().map(day).collect()
        });
        if page.next_page_token.is_empty() {
            return Ok(());
        }
        request.page_token = page.next_page_token;
    }
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
    let mut request = Request::new(proto::CompareScenariosRequest {
        name: name(roster),
        scenarios,
        options: Some(limited(seconds)),
    });
    // The last judgement of waits may take a little longer than the search.
    request.set_timeout(Duration::from_secs(2 * u64::from(seconds) + 60));
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
    let total = roster.cost.as_ref().map_or(0, |cost| cost.total_cents);
    let mut text = format!(
        "{id} {} cost 成本 {} bound 下界 {} gap 差距 {:.2} % gaps 缺口 {}\n",
        case.title,
        money(total),
        money(roster.bound_cents),
        roster.relative_gap * 100.0,
        roster.gaps.len(),
    );
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
    for warning in &roster.warnings {
        text.push_str(&format!("  {warning}\n"));
    }
    text
}
