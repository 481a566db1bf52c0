//! From a problem to a file.

mod contracts;
mod demand;
mod halls;
mod staff;
mod time;

use super::proto;
use crate::domain::Problem;

pub use time::{clock, minutes};

/// The message of a problem whose positions all exist.
pub fn instance(problem: &Problem) -> proto::Instance {
    let horizon = &problem.horizon;
    proto::Instance {
        id: problem.id.clone(),
        title: problem.title.clone(),
        horizon: Some(proto::Horizon {
            start_date: horizon.start.to_string(),
            day_count: time::small(horizon.day_count as i64),
            time_zone: horizon.zone.name().to_owned(),
            interval_minutes: minutes(horizon.interval),
        }),
        currency: problem.currency.clone(),
        skills: (problem.skills.iter())
            .map(|skill| proto::Skill {
                id: skill.id.clone(),
                name: skill.name.clone(),
            })
            .collect(),
        halls: (problem.halls.iter())
            .map(|hall| halls::hall(problem, hall))
            .collect(),
        shift_templates: (problem.templates.iter())
            .map(|template| halls::template(problem, template))
            .collect(),
        contracts: problem.contracts.iter().map(contracts::contract).collect(),
        employees: (problem.employees.iter())
            .map(|employee| staff::employee(problem, employee))
            .collect(),
        demand: demand::demand(problem),
        coverage: (problem.coverage.iter())
            .map(|need| demand::coverage(problem, need))
            .collect(),
        shift_cover: demand::shift_cover(problem),
        outlook: demand::outlook(problem),
        pins: (problem.pins.iter())
            .map(|pin| demand::pin(problem, pin))
            .collect(),
        prices: Some(demand::prices(&problem.prices)),
        permits: problem.permits.iter().map(contracts::permit).collect(),
    }
}
