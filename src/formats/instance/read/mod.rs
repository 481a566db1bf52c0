//! From a file to a problem, telling every fault on the way.
//!
//! What cannot be read is reported and either left out or given a stand-in, so that the validator can look at the
//! rest and its findings come in the same answer.

mod contracts;
mod demand;
mod halls;
mod horizon;
mod names;
mod past;
mod staff;
mod templates;
mod time;

use crate::domain::{Contract, Finding, Horizon, Instance, PayBasis, Prices, Problem, Skill};
use crate::formats::json::{Path, capped};
use crate::formats::proto;
use crate::units::Minutes;

use names::Names;
pub use time::{parse_date, parse_time};

/// A file being read.
pub struct Reading<'a> {
    /// What is wrong so far.
    found: Vec<Finding>,
    names: Names<'a>,
    horizon: Horizon,
    prices: Prices,
}

/// The instance of a message, or all that is wrong with it.
pub fn instance(file: &proto::Instance, input_sha256: String) -> Result<Instance, Vec<Finding>> {
    too_long(file)?;
    let mut found = Vec::new();
    let (horizon, horizon_known) = horizon::horizon(&mut found, file.horizon.as_ref());
    let mut reading = Reading {
        found,
        names: Names::of(file),
        horizon,
        prices: horizon::prices(file),
    };
    if let Some(prices) = &file.prices
        && prices.free_start_changes
        && prices.start_change_cents != 0
    {
        reading.fault(
            "contradiction",
            Path::ROOT.key("prices"),
            "start_change_cents is given although free_start_changes is set; keep one",
        );
    }
    let problem = problem(&mut reading, file, input_sha256);
    let mut found = reading.found;
    let answer = Instance::new(problem);
    if found.is_empty()
        && let Ok(instance) = answer
    {
        return Ok(instance);
    }
    found.extend(answer.err().into_iter().flatten());
    if !horizon_known {
        found.retain(|finding| !AFTER_HORIZON.contains(&finding.code));
    }
    Err(capped(found))
}

/// Findings that follow from a horizon that cannot be read.
const AFTER_HORIZON: [&str; 4] = [
    "date_outside_horizon",
    "date_outside_calendar",
    "outlook_inside_horizon",
    "history_in_horizon",
];

fn problem(reading: &mut Reading<'_>, file: &proto::Instance, input_sha256: String) -> Problem {
    let root = Path::ROOT;
    let mut problem = Problem {
        id: file.id.clone(),
        title: file.title.clone(),
        horizon: reading.horizon.clone(),
        currency: match file.currency.as_str() {
            "" => "CNY".to_owned(),
            currency => currency.to_owned(),
        },
        skills: (file.skills.iter())
            .map(|skill| Skill {
                id: skill.id.clone(),
                name: skill.name.clone(),
            })
            .collect(),
        halls: halls::halls(reading, &file.halls, root.key("halls")),
        templates: templates::templates(
            reading,
            &file.shift_templates,
            file.halls.len(),
            root.key("shift_templates"),
        ),
        contracts: contracts::contracts(reading, &file.contracts, root.key("contracts")),
        employees: staff::employees(reading, &file.employees, root.key("employees")),
        demand: demand::demand(reading, &file.demand, root.key("demand")),
        coverage: demand::coverage(reading, &file.coverage, root.key("coverage")),
        shift_cover: demand::shift_cover(reading, &file.shift_cover, root.key("shift_cover")),
        outlook: demand::outlook(reading, &file.outlook, root.key("outlook")),
        pins: demand::pins(reading, &file.pins, root.key("pins")),
        permits: contracts::permits(reading, &file.permits, root.key("permits")),
        prices: reading.prices,
        input_sha256,
    };
    stand_in(&mut problem);
    problem
}

/// Every position the validator may follow must exist, even where its name was unknown.
fn stand_in(problem: &mut Problem) {
    if problem.contracts.is_empty() && !problem.employees.is_empty() {
        problem.contracts.push(Contract {
            id: "?".to_owned(),
            name: String::new(),
            regime: String::new(),
            employment: String::new(),
            needs_permit: None,
            acknowledged: Vec::new(),
            rule_pack: String::new(),
            rules: Vec::new(),
            pay: PayBasis::Salaried,
            weekly_norm: Minutes::ZERO,
            weekly_norm_days: 0,
            day_norm: Minutes::ZERO,
            calendar: None,
        });
    }
    if problem.skills.is_empty()
        && problem
            .halls
            .iter()
            .any(|hall| !hall.queues.is_empty() || !hall.posts.is_empty())
    {
        problem.skills.push(Skill {
            id: "?".to_owned(),
            name: String::new(),
        });
    }
    if problem.halls.is_empty() {
        for employee in &mut problem.employees {
            employee.halls.clear();
        }
    }
}

impl Reading<'_> {
    /// Reports what is wrong at a place.
    fn fault(&mut self, code: &'static str, at: Path<'_>, remedy: impl Into<String>) {
        self.found.push(Finding::new(code, at, remedy));
    }

    /// A number of heads.
    fn count(&mut self, number: i32, at: Path<'_>) -> u32 {
        u32::try_from(number).unwrap_or_else(|_| {
            self.fault(
                "negative_number",
                at,
                format!("{number} cannot be counted; give 0 or more"),
            );
            0
        })
    }

    /// An upper limit; 0 stands for none.
    fn limit(&mut self, number: i32, at: Path<'_>) -> Option<u32> {
        Some(self.count(number, at)).filter(|number| *number > 0)
    }
}

/// Lists so long that looking at each pair of entries would take hours.
fn too_long(file: &proto::Instance) -> Result<(), Vec<Finding>> {
    let lists = [
        ("skills", file.skills.len(), 1_000),
        ("halls", file.halls.len(), 1_000),
        ("shift_templates", file.shift_templates.len(), 5_000),
        ("contracts", file.contracts.len(), 5_000),
        ("employees", file.employees.len(), 10_000),
        ("pins", file.pins.len(), 1_000_000),
        ("permits", file.permits.len(), 1_000),
    ];
    let inside = file.halls.iter().flat_map(|hall| {
        [
            ("opening_hours", hall.opening_hours.len(), 1_000),
            ("queues", hall.queues.len(), 1_000),
            ("customer_classes", hall.customer_classes.len(), 1_000),
            ("posts", hall.posts.len(), 1_000),
        ]
    });
    let of_person = |person: &proto::Employee| ("skills", person.skills.len(), 1_000);
    let found: Vec<Finding> = lists
        .into_iter()
        .chain(inside)
        .chain(file.employees.iter().map(of_person))
        .filter(|(_, length, most)| length > most)
        .map(|(list, length, most)| {
            Finding::new(
                "too_many_entries",
                list,
                format!("{length} entries; at most {most}, so split the instance"),
            )
        })
        .collect();
    if found.is_empty() { Ok(()) } else { Err(found) }
}
