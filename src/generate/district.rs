//! Several halls that share a float pool: each is generated like a single hall of its own, then they are joined.

use chrono::NaiveDate;

use super::arrivals::{self, Custom, LOAD_PERCENT};
use super::dice::{Dice, Stream};
use super::options::{DISTRICT_START, DistrictOptions};
use super::places::{PLACES, Place};
use super::site::HALL;
use super::{duties, rules, site, staff};
use crate::domain::{
    Contract, DemandInterval, Employee, Finding, HallIx, Horizon, OutlookDay, Prices, Problem,
    ShiftTemplate,
};
use crate::units::Minutes;

/// Least and most people of a hall.
const STAFF: (i64, i64) = (10, 16);
/// So many people of the halls bring one to the float pool.
const PEOPLE_PER_FLOAT: usize = 8;
/// Halls of a city whose people help out among each other.
const HALLS_PER_DISTRICT: usize = 7;
/// Grid of coverage and of forecasts.
const INTERVAL: i64 = 60;
/// Minutes by which a duty may begin before the doors open or end after they close.
const BEYOND_DOORS: i64 = 60;

/// Halls of one district and their float pool, by the recipe.
///
/// # Errors
/// Findings about options out of range, and about the rules of the land if those are not known to this program.
pub fn district(options: DistrictOptions) -> Result<Problem, Vec<Finding>> {
    joined("district", "片区", options, options.halls)
}

/// Halls of several districts, each with a float pool of its own, by the same recipe.
///
/// # Errors
/// As [`district`].
pub fn city(options: DistrictOptions) -> Result<Problem, Vec<Finding>> {
    joined("city", "全市", options, HALLS_PER_DISTRICT)
}

fn joined(
    kind: &str,
    kind_zh: &str,
    options: DistrictOptions,
    halls_per_pool: usize,
) -> Result<Problem, Vec<Finding>> {
    let findings = options.findings();
    if !findings.is_empty() {
        return Err(findings);
    }
    let contracts = rules::contracts()?;
    let mut whole = Problem {
        id: format!(
            "{kind}-{}x{}-seed-{}",
            options.halls, options.weeks, options.seed
        ),
        title: format!(
            "生成{kind_zh}：{} 个营业厅，{} 周，种子 {}",
            options.halls, options.weeks, options.seed
        ),
        ..empty(options, contracts)
    };
    let holidays = statutory(&whole.contracts[0], &whole.horizon);
    let mut dice = Dice::new(options.seed, Stream::Halls);
    let sizes: Vec<usize> = (0..options.halls)
        .map(|_| dice.between(STAFF.0, STAFF.1) as usize)
        .collect();
    let places: Vec<Place> = PLACES.iter().copied().cycle().take(options.halls).collect();
    whole.halls = (places.iter().zip(&sizes).enumerate())
        .map(|(index, (place, size))| place.hall(index + 1, *size, &holidays))
        .collect();
    whole.templates = templates(&places);
    for (index, size) in sizes.iter().enumerate() {
        let id = |person: usize| format!("H{:03}-{:02}", index + 1, person + 1);
        let hall = HallIx(index);
        let seed = seed_of(options.seed, index);
        whole.employees.extend(staff::people(
            seed,
            *size,
            (&id, &[hall]),
            &whole.horizon,
            &whole.templates,
        ));
    }
    let pools = pools(options.halls, halls_per_pool);
    for (pool, halls) in pools.iter().enumerate() {
        let people: usize = halls.iter().map(|hall| sizes[hall.0]).sum();
        whole
            .employees
            .extend(float_pool(options.seed, &whole, (pool, halls), people));
    }
    let dearest = whole
        .employees
        .iter()
        .map(|person| person.hourly_wage)
        .max();
    whole.prices = Prices::defaults(dearest.unwrap_or_default());
    for (index, place) in places.iter().enumerate() {
        let (demand, outlook) = customers(&whole, (HallIx(index), *place), options.seed)?;
        whole.demand.extend(demand);
        whole.outlook.extend(outlook);
    }
    Ok(whole)
}

fn empty(options: DistrictOptions, contracts: Vec<Contract>) -> Problem {
    Problem {
        id: String::new(),
        title: String::new(),
        horizon: Horizon {
            start: DISTRICT_START,
            day_count: options.weeks * 7,
            zone: chrono_tz::Asia::Shanghai,
            interval: Minutes(INTERVAL),
        },
        currency: "CNY".to_owned(),
        skills: site::skills(),
        halls: Vec::new(),
        templates: Vec::new(),
        contracts,
        employees: Vec::new(),
        demand: Vec::new(),
        coverage: Vec::new(),
        shift_cover: Vec::new(),
        outlook: Vec::new(),
        pins: Vec::new(),
        permits: Vec::new(),
        prices: Prices::defaults(Default::default()),
        input_sha256: String::new(),
    }
}

/// A seed of its own for each hall.
fn seed_of(seed: u64, hall: usize) -> u64 {
    seed.wrapping_mul(1_000).wrapping_add(hall as u64)
}

fn statutory(contract: &Contract, horizon: &Horizon) -> Vec<NaiveDate> {
    let days = horizon.days().map(|(_, date)| date);
    days.filter(|date| contract.arranged(*date).is_some_and(|day| day.statutory))
        .collect()
}

/// Duties of nine hours and of four that start on the hour, and six hours every other hour, each in the halls whose
/// doors are open meanwhile.
fn templates(places: &[Place]) -> Vec<ShiftTemplate> {
    let fits = |place: &Place, template: &ShiftTemplate| {
        let end = template.start + template.length.0;
        place.hours().iter().any(|(open, close)| {
            template.start >= open - BEYOND_DOORS && end <= close + BEYOND_DOORS
        })
    };
    let wanted = |template: &ShiftTemplate| match template.length.0 / 60 {
        9 | 4 => template.start % 60 == 0,
        6 => template.start % 120 == 0,
        _ => false,
    };
    let offered = |template: ShiftTemplate| ShiftTemplate {
        halls: (0..places.len())
            .filter(|hall| fits(&places[*hall], &template))
            .map(HallIx)
            .collect(),
        ..template
    };
    (duties::templates().into_iter().filter(wanted))
        .map(offered)
        .filter(|template| !template.halls.is_empty())
        .collect()
}

/// Halls whose people help out among each other.
fn pools(halls: usize, size: usize) -> Vec<Vec<HallIx>> {
    let all: Vec<HallIx> = (0..halls).map(HallIx).collect();
    all.chunks(size).map(<[HallIx]>::to_vec).collect()
}

/// People who may work in every hall of a pool; their homes go round.
fn float_pool(
    seed: u64,
    whole: &Problem,
    (pool, halls): (usize, &[HallIx]),
    people: usize,
) -> Vec<Employee> {
    let id = |index: usize| format!("F{:02}-{:02}", pool + 1, index + 1);
    let mut staff = staff::people(
        seed_of(seed, whole.halls.len() + pool),
        people / PEOPLE_PER_FLOAT,
        (&id, halls),
        &whole.horizon,
        &whole.templates,
    );
    for (index, person) in staff.iter_mut().enumerate() {
        person.halls.rotate_left(index % halls.len());
    }
    staff
}

/// Forecast and outlook of one hall, as if its own people and a share of the float pool were there for it alone.
fn customers(
    whole: &Problem,
    (hall, place): (HallIx, Place),
    seed: u64,
) -> Result<(Vec<DemandInterval>, Vec<OutlookDay>), Vec<Finding>> {
    let own = |person: &&Employee| person.halls == [hall];
    let here = |person: &Employee| Employee {
        halls: vec![HALL],
        wishes: Vec::new(),
        ..person.clone()
    };
    let alone = Problem {
        halls: vec![whole.halls[hall.0].clone()],
        templates: Vec::new(),
        employees: whole.employees.iter().filter(own).map(here).collect(),
        demand: Vec::new(),
        outlook: Vec::new(),
        ..whole.clone()
    };
    let contract = whole.contracts[0].clone();
    let on_day = |date: NaiveDate| {
        let day = contract.arranged(date);
        day.map_or(1.0, |day| place.custom_on(date, day.kind, day.statutory))
    };
    let custom = Custom {
        interval: INTERVAL,
        on_day: &on_day,
    };
    let load = LOAD_PERCENT + LOAD_PERCENT / PEOPLE_PER_FLOAT as i64;
    let filled = arrivals::fill(alone, seed_of(seed, hall.0), &custom, load)?;
    let mut demand = filled.demand;
    let mut outlook = filled.outlook;
    demand.iter_mut().for_each(|interval| interval.hall = hall);
    outlook.iter_mut().for_each(|day| day.hall = hall);
    Ok((demand, outlook))
}
