//! A session lived through many times, with the people of the roster and each class's own service time.

use crate::demand::Session;
use crate::domain::WaitTarget;
use crate::simulation::{self, Class, Estimate, Hall, Options, Outcome, ServiceLaw, Z_999, limits};

use super::{Engine, met};

/// One person's stretches of calling customers, in minutes from opening.
pub(super) type Crew = Vec<(i64, i64)>;

/// Days of a first run.
const DAYS_FIRST: u64 = 2_000;

/// Most days, for sessions in which chance could still turn a judgement.
const DAYS_MAX: u64 = 16_000;

/// Most expected customers of a run: a second or so.
const CUSTOMERS_MAX: f64 = 4e6;

/// Equal customers for every roster.
const SEED: u64 = 2026;

/// What a simulation says of a session's promises.
#[derive(Debug)]
pub(super) struct Simulated {
    pub values: Vec<Option<f64>>,
}

/// Simulates until no judgement could be turned by chance (99.9 %), or as many days as may be spent.
pub(super) fn run(session: &Session, minutes: f64, crews: &[Crew]) -> Simulated {
    let nothing = || Simulated {
        values: vec![None; session.targets().count()],
    };
    let hall = hall(session, minutes, crews);
    let mut thresholds_minutes: Vec<f64> = session
        .targets()
        .filter_map(|(_, _, target)| match target {
            WaitTarget::ShareWithin { minutes, .. } => Some(minutes),
            WaitTarget::Mean { .. } => None,
        })
        .collect();
    thresholds_minutes.sort_by(f64::total_cmp);
    thresholds_minutes.dedup();
    let affordable = (CUSTOMERS_MAX / hall.customers().max(1.0)) as u64;
    let most = DAYS_MAX.min(affordable).max(2);
    let mut days = DAYS_FIRST.min(most);
    loop {
        let options = Options {
            days,
            seed: SEED,
            thresholds_minutes: thresholds_minutes.clone(),
        };
        let Ok(outcome) = simulation::simulate(&hall, &options) else {
            return nothing();
        };
        let seen: Vec<(WaitTarget, Estimate)> = session
            .targets()
            .map(|(period, rank, target)| {
                let estimate = estimate(&outcome, &thresholds_minutes, period, rank, target);
                (target, estimate)
            })
            .collect();
        if days >= most || !seen.iter().any(|(target, seen)| is_open(*target, *seen)) {
            return Simulated {
                values: seen.iter().map(|(_, seen)| Some(seen.mean)).collect(),
            };
        }
        days = (4 * days).min(most);
    }
}

/// Whether the interval of an estimate reaches over the line between kept and missed.
fn is_open(target: WaitTarget, seen: Estimate) -> bool {
    let width = seen.half_width(Z_999);
    let says = |value: f64| met(target, value, Engine::Simulation);
    says(seen.mean - width) != says(seen.mean + width)
}

fn estimate(
    outcome: &Outcome,
    thresholds: &[f64],
    period: usize,
    rank: usize,
    target: WaitTarget,
) -> Estimate {
    let seen = &outcome.periods[period][rank];
    // So few came that nobody was seen: nobody waited.
    let unseen = |mean| Estimate {
        mean,
        standard_error: 0.0,
    };
    match target {
        WaitTarget::ShareWithin { .. } if seen.arrivals.mean <= 0.0 => unseen(1.0),
        WaitTarget::ShareWithin { minutes, .. } => {
            let place = thresholds.iter().position(|&t| t == minutes);
            place.map_or(unseen(0.0), |place| seen.p_virtual_wait_within[place])
        }
        WaitTarget::Mean { .. } => seen.mean_virtual_wait_minutes,
    }
}

/// The hall of a session: who serves last stays until it is empty, and when nobody does somebody comes.
fn hall(session: &Session, minutes: f64, crews: &[Crew]) -> Hall {
    let length = session.periods() as f64 * minutes;
    let mut people: Vec<simulation::Crew> = crews
        .iter()
        .take(limits::CREWS_MAX - 1)
        .map(|stretches| {
            let spans: Vec<(f64, f64)> = stretches
                .iter()
                .map(|&(from, to)| {
                    // Whoever serves at the end stays.
                    let to = to as f64;
                    (from as f64, if to >= length { to + 1.0 } else { to })
                })
                .collect();
            simulation::Crew::named(vec![0], &spans)
        })
        .collect();
    let stays = crews.iter().flatten().any(|(_, to)| *to as f64 >= length);
    let mut periods = session.periods();
    if !stays {
        let end = length + minutes;
        people.push(simulation::Crew::named(vec![0], &[(length, end + 1.0)]));
        periods += 1;
    }
    let classes = session.classes.iter().enumerate().map(|(rank, class)| {
        let mut arrivals_per_hour = class.arrivals_per_hour.clone();
        arrivals_per_hour.resize(periods, 0.0);
        Class {
            queue: 0,
            rank: rank as u32,
            arrivals_per_hour,
            service: ServiceLaw::Exponential {
                mean_minutes: class.service_minutes,
            },
            patience_minutes: None,
            call_out_minutes: 0.0,
            opening_queue: 0,
        }
    });
    Hall {
        period_minutes: minutes,
        periods,
        classes: classes.collect(),
        crews: people,
    }
}
