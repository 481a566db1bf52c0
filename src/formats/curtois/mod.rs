//! The employee shift scheduling benchmark of Curtois and Qu: plain text in sections.
//!
//! Day 0 is a Monday; it becomes Monday 2024-01-01 in UTC. The whole staff works in one hall, `ward`. Every shift
//! starts at midnight, since the files give lengths only. A benchmark's cost unit is one hundredth of the currency
//! unit, so that the cost of a roster is the benchmark's number; all other prices are nothing. Fixed days off become
//! unpaid leave, and people with the same limits share a contract.

mod lines;
mod rules;
mod sections;
mod tables;

use chrono::{Days, NaiveDate};
use sha2::{Digest, Sha256};

use crate::domain::{
    ContractIx, Employee, Finding, Hall, HallIx, Horizon, Instance, Leave, OpenSpots, PastWork,
    Prices, Problem, ShiftCover, ShiftTemplate, TemplateIx, Wish, WishKind,
};
use crate::units::{Minutes, Money};
use tables::{Benchmark, Shift, Want};

/// What the id of an instance from such a file starts with; the name of the file follows.
pub const PREFIX: &str = "curtois:";

/// Reads a benchmark file; `name` becomes part of the instance's id. Every finding names its line.
pub fn read_curtois(name: &str, text: &str) -> Result<Instance, Vec<Finding>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let benchmark = sections::read(text)?;
    // Names of files may hold what no id may.
    let name: String = name
        .chars()
        .filter(|letter| !letter.is_control())
        .take(40)
        .collect();
    let name = name.trim();
    Instance::new(problem(name, &benchmark, digest(text)))
}

/// SHA-256 of what the file says: comments, blank lines and line ends aside.
fn digest(text: &str) -> String {
    let mut sha = Sha256::new();
    for (_, line) in lines::telling(text) {
        sha.update(line.as_bytes());
        sha.update(b"\n");
    }
    sha.finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn problem(name: &str, benchmark: &Benchmark, input_sha256: String) -> Problem {
    let (contracts, contract_of) = rules::contracts(benchmark);
    Problem {
        id: format!("{PREFIX}{name}"),
        title: format!("{name} of the employee shift scheduling benchmark"),
        horizon: Horizon {
            start: date(0),
            day_count: benchmark.days,
            zone: chrono_tz::UTC,
            interval: Minutes::HOUR,
        },
        currency: "XXX".to_owned(),
        skills: Vec::new(),
        halls: vec![Hall {
            id: "ward".to_owned(),
            name: "Ward".to_owned(),
            opening_hours: Vec::new(),
            queues: Vec::new(),
            classes: Vec::new(),
            posts: Vec::new(),
            patterns_max: None,
            open_spots: OpenSpots::All,
        }],
        templates: templates(benchmark),
        contracts,
        employees: employees(benchmark, &contract_of),
        demand: Vec::new(),
        coverage: Vec::new(),
        shift_cover: (benchmark.cover.iter())
            .map(|cover| ShiftCover {
                hall: HallIx(0),
                date: date(cover.day),
                template: TemplateIx(cover.shift),
                heads: cover.heads,
                under_price: Money(cover.under),
                over_price: Money(cover.over),
            })
            .collect(),
        outlook: Vec::new(),
        pins: Vec::new(),
        permits: Vec::new(),
        prices: Prices {
            gap_per_head_hour: Money::ZERO,
            idle_percent: 0,
            start_change: Money::ZERO,
            wish: Money::ZERO,
            training: Money::ZERO,
            missed_target: Money::ZERO,
            waiting_per_customer_hour: Money::ZERO,
            // Of a wage of nothing.
            comp_unplanned_percent: 100,
        },
        input_sha256,
    }
}

/// Date of a day counted from 0.
fn date(day: usize) -> NaiveDate {
    let monday = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap_or_default();
    monday
        .checked_add_days(Days::new(day as u64))
        .unwrap_or(NaiveDate::MAX)
}

fn templates(benchmark: &Benchmark) -> Vec<ShiftTemplate> {
    let template = |shift: &Shift| ShiftTemplate {
        id: shift.id.clone(),
        name: shift.id.clone(),
        halls: vec![HallIx(0)],
        start: 0,
        length: Minutes(shift.minutes),
        breaks: Vec::new(),
        days: Default::default(),
        // Forbidden successions are rules of the contracts, with the other limits.
        cannot_precede: Vec::new(),
        inconvenient: false,
    };
    benchmark.shifts.iter().map(template).collect()
}

fn employees(benchmark: &Benchmark, contract_of: &[ContractIx]) -> Vec<Employee> {
    let mut employees: Vec<Employee> = benchmark
        .staff
        .iter()
        .zip(contract_of)
        .map(|(person, contract)| Employee {
            post: String::new(),
            id: person.id.clone(),
            name: person.id.clone(),
            contract: *contract,
            hourly_wage: Money::ZERO,
            halls: vec![HallIx(0)],
            skills: Vec::new(),
            attributes: Vec::new(),
            consents: Vec::new(),
            leave: (person.days_off.iter())
                .map(|day| Leave {
                    from: date(*day),
                    to: date(*day),
                    reason: "day off".to_owned(),
                    unpaid: true,
                })
                .collect(),
            training: Vec::new(),
            wishes: Vec::new(),
            history: PastWork::default(),
        })
        .collect();
    for request in &benchmark.requests {
        employees[request.person].wishes.push(Wish {
            date: date(request.day),
            kind: match request.want {
                Want::On => WishKind::Work,
                Want::Off => WishKind::Free,
            },
            template: Some(TemplateIx(request.shift)),
            price: Money(request.weight),
        });
    }
    employees
}
