//! A session lived through many times, with the people of the roster and each class's own service time.

use crate::demand::Session;
use crate::domain::WaitTarget;
use crate::simulation::{
    self, Class, Estimate, Hall, Options, Outcome, Run, ServiceLaw, Z_95, Z_999, limits,
};

use super::{Engine, Late, UNSERVED_MINUTES, met};

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

/// What a simulation says of a promise.
#[derive(Clone, Copy, Debug)]
pub(super) struct Simulated {
    /// The share within its minutes, or the mean wait.
    pub value: f64,
    /// Whether chance (95 %) could still turn the judgement after as many days as may be spent.
    pub is_open: bool,
}

/// Simulates until no judgement could be turned by chance (99.9 %), or as many days as may be spent.
///
/// `kept` are the promises that the exact chain calls met: the others are missed whatever is seen here. By promise of the
/// session; inside `None` for halls that cannot be simulated, nothing at all when it got `late`.
pub(super) fn run(
    session: &Session,
    minutes: f64,
    crews: &[Crew],
    kept: &[bool],
    late: Late<'_>,
) -> Option<Vec<Option<Simulated>>> {
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
    let options = Options {
        days: most,
        seed: SEED,
        thresholds_minutes,
    };
    let Ok(mut run) = Run::new(&hall, &options) else {
        return Some(vec![None; session.targets().count()]);
    };
    loop {
        run.reach(days, late).ok()?;
        let outcome = run.outcome();
        let seen: Vec<(WaitTarget, Estimate)> = session
            .targets()
            .map(|(period, rank, target)| {
                let estimate =
                    estimate(&outcome, &options.thresholds_minutes, period, rank, target);
                (target, estimate)
            })
            .collect();
        let turns = |((target, seen), kept): (&(WaitTarget, Estimate), &bool)| {
            *kept && is_open(*target, *seen, Z_999)
        };
        if days >= most || !seen.iter().zip(kept).any(turns) {
            let told = seen.iter().map(|(target, seen)| {
                Some(Simulated {
                    value: seen.mean,
                    is_open: is_open(*target, *seen, Z_95),
                })
            });
            return Some(told.collect());
        }
        days = (2 * days).min(most);
    }
}

/// Whether the interval of an estimate reaches over the line between kept and missed.
fn is_open(target: WaitTarget, seen: Estimate, z: f64) -> bool {
    let width = seen.half_width(z);
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

/// The hall of a session: who serves last stays until it is empty; when nobody does, somebody comes much later.
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
        let unserved = (UNSERVED_MINUTES / minutes).ceil();
        periods += unserved as usize + 1;
        let (from, end) = (length + unserved * minutes, periods as f64 * minutes);
        people.push(simulation::Crew::named(vec![0], &[(from, end + 1.0)]));
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
