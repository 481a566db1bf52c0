//! Instances from a printed recipe: service halls of any size that look like real ones and belong to nobody.
//!
//! [`hall`] follows [`recipe`] to the letter, [`district`] and [`city`] [`district_recipe`]. Size and seed decide everything; the same options give the same bytes
//! on every machine.

mod arrivals;
mod dice;
mod district;
mod duties;
mod history;
mod options;
mod places;
mod recipe;
mod rules;
mod shape;
mod site;
mod staff;
mod wishes;

#[cfg(test)]
mod tests;

use crate::domain::{Finding, Horizon, Prices, Problem};
use crate::units::{Minutes, Money};

use arrivals::{Custom, LOAD_PERCENT};

pub use district::{city, district};
pub use options::{DistrictOptions, HallOptions};
pub use recipe::{district_recipe, recipe};

/// One hall with its staff, its customers and the week behind it, by the recipe.
///
/// # Errors
/// Findings about options out of range, and about the rules of the land if those are not known to this program.
pub fn hall(options: HallOptions) -> Result<Problem, Vec<Finding>> {
    let findings = options.findings();
    if !findings.is_empty() {
        return Err(findings);
    }
    let horizon = Horizon {
        start: options::START,
        day_count: options.weeks * 7,
        zone: chrono_tz::Asia::Shanghai,
        interval: Minutes(30),
    };
    let templates = duties::templates();
    let contracts = rules::contracts()?;
    let employees = staff::employees(options, &horizon, &templates);
    let dearest = employees.iter().map(|person| person.hourly_wage).max();
    let problem = Problem {
        id: format!(
            "hall-{}x{}-seed-{}",
            options.staff, options.weeks, options.seed
        ),
        title: format!(
            "生成营业厅：{} 人，{} 周，种子 {}",
            options.staff, options.weeks, options.seed
        ),
        horizon,
        currency: "CNY".to_owned(),
        skills: site::skills(),
        halls: vec![site::hall(options.staff)],
        templates,
        contracts,
        employees,
        demand: Vec::new(),
        coverage: Vec::new(),
        shift_cover: Vec::new(),
        outlook: Vec::new(),
        pins: Vec::new(),
        permits: Vec::new(),
        prices: Prices {
            start_change: Money::ZERO,
            ..Prices::defaults(dearest.unwrap_or_default())
        },
        input_sha256: String::new(),
    };
    let usual = Custom {
        interval: 30,
        on_day: &|_| 1.0,
    };
    arrivals::fill(problem, options.seed, &usual, LOAD_PERCENT)
}
