//! How many customers come: as many as keep 95 % of the staff's hours at work, by the shape of a bank branch.

use chrono::{Datelike, NaiveDate};

use super::dice::{Dice, Stream};
use super::shape;
use super::site::{FIRMS, FIRMS_FROM, FIRMS_TO, HALL, OTHERS, TOP_BRAND};
use crate::demand::requirements;
use crate::domain::{ClassIx, DemandInterval, Finding, Instance, OutlookDay, Problem, week_norm};
use crate::units::Minutes;

/// Head-hours required, of the hours that contracts and leave make available.
pub(super) const LOAD_PERCENT: i64 = 95;
/// Firms for each hundred other customers while both are served.
const FIRMS_PERCENT: f64 = 8.0;
/// Days by which the outlook reaches beyond the horizon.
const OUTLOOK_DAYS: i64 = 91;
/// Customers of a mean half-hour to start from; doubled until they are too many.
const FIRST_GUESS: f64 = 1.0;
/// Halvings of the guess: beyond this the arrivals, hundredths of a customer, no longer change.
const HALVINGS: usize = 24;

/// A stretch of time of one class with its share of the arrivals.
struct Flow {
    class: ClassIx,
    date: NaiveDate,
    start: i64,
    weight: f64,
}

/// How customers of a hall come: in intervals of so many minutes, more or fewer on a day than its weekday says.
pub(super) struct Custom<'a> {
    pub interval: i64,
    pub on_day: &'a dyn Fn(NaiveDate) -> f64,
}

/// Adds forecast and outlook to a hall that has everything else.
pub(super) fn fill(
    problem: Problem,
    seed: u64,
    custom: &Custom<'_>,
    load_percent: i64,
) -> Result<Problem, Vec<Finding>> {
    let mut dice = Dice::new(seed, Stream::Arrivals);
    let flows = flows(&mut dice, &problem, custom);
    let wanted = capacity(&Instance::new(problem.clone())?) * load_percent / 100;
    let load = |scale: f64| -> Result<(Problem, bool), Vec<Finding>> {
        let mut problem = problem.clone();
        problem.demand = demand(&flows, scale, custom.interval);
        let fits = required(&Instance::new(problem.clone())?) <= wanted;
        Ok((problem, fits))
    };
    let (mut fits, mut too_much) = (0.0, FIRST_GUESS);
    while load(too_much)?.1 {
        (fits, too_much) = (too_much, 2.0 * too_much);
    }
    for _ in 0..HALVINGS {
        let middle = 0.5 * (fits + too_much);
        if load(middle)?.1 {
            fits = middle;
        } else {
            too_much = middle;
        }
    }
    let (mut problem, _) = load(fits)?;
    problem.outlook = outlook(&mut dice, &problem);
    Ok(problem)
}

/// Working minutes that contracts and leave leave for the horizon.
fn capacity(instance: &Instance) -> i64 {
    let weeks = (0..instance.horizon.day_count as i64).step_by(7);
    weeks
        .map(|day| instance.horizon.date(day))
        .flat_map(|monday| {
            instance
                .staff()
                .map(move |(_, person)| week_norm(instance, person, monday).minutes.0)
        })
        .sum()
}

/// Minutes of heads that queues and posts require.
fn required(instance: &Instance) -> i64 {
    let needs = requirements(instance).needs;
    needs
        .iter()
        .map(|need| i64::from(need.heads) * (need.end - need.start))
        .sum()
}

fn demand(flows: &[Flow], scale: f64, interval: i64) -> Vec<DemandInterval> {
    flows
        .iter()
        .map(|flow| DemandInterval {
            hall: HALL,
            class: flow.class,
            date: flow.date,
            start: flow.start,
            length: Minutes(interval),
            expected_arrivals: (flow.weight * scale * 100.0).round() / 100.0,
            busy: None,
        })
        .collect()
}

/// Every interval of every class. A day strays from the shape as a whole, and each interval once more.
fn flows(dice: &mut Dice, problem: &Problem, custom: &Custom<'_>) -> Vec<Flow> {
    let top_brand_share = dice.between(20, 35) as f64 / 100.0;
    let mut flows = Vec::new();
    for (_, date) in problem.horizon.days() {
        let Some(hours) = problem.halls[HALL.0].open_on(date) else {
            continue;
        };
        let (open, open_for) = (hours.open, Minutes(hours.close - hours.open));
        let day = dice.around_one(6) * (custom.on_day)(date);
        for start in (open..hours.close).step_by(custom.interval as usize) {
            let middle = Minutes(start + custom.interval / 2 - open);
            let all = shape::at(date, middle, open_for) * day * dice.around_one(10);
            let mut add = |class, weight| {
                flows.push(Flow {
                    class,
                    date,
                    start,
                    weight,
                });
            };
            add(TOP_BRAND, all * top_brand_share);
            add(OTHERS, all * (1.0 - top_brand_share));
            if date.weekday().num_days_from_monday() < 5 && (FIRMS_FROM..FIRMS_TO).contains(&start)
            {
                add(FIRMS, all * FIRMS_PERCENT / 100.0);
            }
        }
    }
    flows
}

/// The days after the horizon: the load of the same weekday, which strays as days of the horizon do.
fn outlook(dice: &mut Dice, problem: &Problem) -> Vec<OutlookDay> {
    let days = problem.horizon.day_count as i64;
    let weeks = problem.horizon.day_count / 7;
    let mut by_weekday = [0.0; 7];
    for interval in &problem.demand {
        let service = problem.halls[HALL.0].classes[interval.class.0].service_minutes;
        let weekday = interval.date.weekday().num_days_from_monday() as usize;
        by_weekday[weekday] += interval.expected_arrivals * service / 60.0 / weeks as f64;
    }
    (days..days + OUTLOOK_DAYS)
        .map(|day| {
            let date = problem.horizon.date(day);
            let usual = by_weekday[date.weekday().num_days_from_monday() as usize];
            OutlookDay {
                hall: HALL,
                date,
                load_hours: (usual * dice.around_one(6) * 10.0).round() / 10.0,
            }
        })
        .collect()
}
