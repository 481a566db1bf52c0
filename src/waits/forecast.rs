//! Waits of a profile by either engine, in one shape.

use super::profile::{Leavers, Profile};
use crate::domain::Finding;
use crate::queueing::{Day, DayClass, ExactDay, QueueError};
use crate::simulation::{
    Class, Crew, Estimate, Hall, Options, Seen, ServiceLaw, SimulationError, Z_999, simulate,
    simulate_until,
};

/// What works the waits out.
#[derive(Clone, Debug, PartialEq)]
pub enum Engine {
    /// The exact chain.
    Exact {
        /// Shares (0 to below 1) whose virtual wait is told.
        quantiles: Vec<f64>,
    },
    /// The simulation.
    Simulate {
        /// Equal seeds give equal answers.
        seed: u64,
        /// Days; `None` for as many as make the day's means sure to 1 %.
        days: Option<u64>,
    },
}

/// A figure; the simulation adds half the width of its 99.9 % interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figure {
    /// The figure.
    pub value: f64,
    /// Half the width of its interval; `None` for an exact one.
    pub half_width: Option<f64>,
}

/// One class in one period, or over the day.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassForecast {
    /// Expected arrivals in the period or over the day.
    pub arrivals: f64,
    /// Mean number waiting; `None` over the day.
    pub mean_queue: Option<Figure>,
    /// Mean number waiting at the end of the period; exact engine only.
    pub queue_at_end: Option<f64>,
    /// Mean wait of customers who never give up, in minutes.
    pub mean_virtual_wait_minutes: Figure,
    /// Mean time to service or giving up, in minutes; `None` for those who never give up.
    pub mean_wait_minutes: Option<Figure>,
    /// Share who give up; `None` for those who never do.
    pub p_abandon: Option<Figure>,
    /// By threshold: share whose virtual wait is at most that; empty where nobody was simulated.
    pub p_virtual_wait_within: Vec<Figure>,
    /// By threshold: share served within it; empty for those who never give up.
    pub p_served_within: Vec<Figure>,
    /// By quantile asked for: virtual wait in minutes, `None` beyond a week or too far off; empty over the day and from the simulation.
    pub quantiles_minutes: Vec<Option<f64>>,
    /// Little's law as a check, relative; exact engine, over the day only.
    pub little_check: Option<f64>,
    /// Mean virtual wait of those at the door, in minutes; over the day only, `None` without them.
    pub opening_wait_minutes: Option<f64>,
}

/// One period.
#[derive(Clone, Debug, PartialEq)]
pub struct PeriodForecast {
    /// Open counters.
    pub servers: u32,
    /// Offered load per counter; `None` without a counter.
    pub load: Option<f64>,
    /// Mean number in service; exact engine only.
    pub mean_busy: Option<f64>,
    /// By class.
    pub classes: Vec<ClassForecast>,
}

/// The waits of a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// `exact` or `simulate`.
    pub engine: &'static str,
    /// Days simulated.
    pub days: Option<u64>,
    /// Wait thresholds, in minutes.
    pub thresholds_minutes: Vec<f64>,
    /// Quantiles asked for.
    pub quantiles: Vec<f64>,
    /// By period.
    pub periods: Vec<PeriodForecast>,
    /// By class, over the day.
    pub day: Vec<ClassForecast>,
    /// Probability that somebody is in the hall when the doors close.
    pub p_not_empty_at_close: Figure,
    /// Mean time from closing to an empty hall, in minutes.
    pub mean_minutes_to_empty: Figure,
    /// Mean number in service when the doors close; exact engine only.
    pub mean_in_service_at_close: Option<f64>,
    /// Arrivals that the largest queues of the chain left out; exact engine only.
    pub arrivals_left_out: Option<f64>,
}

/// Works out the waits of a profile.
pub fn forecast(
    profile: &Profile,
    engine: &Engine,
    thresholds_minutes: &[f64],
) -> Result<Forecast, Vec<Finding>> {
    match engine {
        Engine::Exact { quantiles } => exact(profile, thresholds_minutes, quantiles),
        Engine::Simulate { seed, days } => simulated(profile, thresholds_minutes, *seed, *days),
    }
}

fn refused_by_chain(error: &QueueError) -> Vec<Finding> {
    let what = error.to_string();
    vec![match error {
        QueueError::DayTooLarge(_) | QueueError::SharesTooLarge(_) => {
            Finding::new("day_too_large", "profile", what)
        }
        _ => Finding::new("number_out_of_range", "profile", what),
    }]
}

fn refused_by_simulation(error: &SimulationError) -> Vec<Finding> {
    vec![Finding::new(
        "number_out_of_range",
        "profile",
        error.to_string(),
    )]
}

/// The chain has one service law, one mean and one rule for leavers; a profile with more must say so elsewhere.
fn beyond_the_chain(profile: &Profile) -> Vec<Finding> {
    let own_service = profile
        .classes
        .iter()
        .any(|class| class.service_minutes.is_some());
    let fields = [
        ("service_cv", profile.service_cv.is_some()),
        ("service1_min, service2_min", own_service),
        ("leavers", profile.leavers == Leavers::Named),
        ("call_out_min", profile.call_out_minutes > 0.0),
    ];
    let remedy = "the exact chain does not know it; use --engine simulate, or leave it out";
    let given = fields.iter().filter(|(_, given)| *given);
    given
        .map(|(field, _)| Finding::new("simulation_only", *field, remedy))
        .collect()
}

/// Most quantiles of one question: each takes ten looks at every period and class.
const QUANTILES_MAX: usize = 8;

fn exact(
    profile: &Profile,
    thresholds: &[f64],
    quantiles: &[f64],
) -> Result<Forecast, Vec<Finding>> {
    if quantiles.len() > QUANTILES_MAX {
        let remedy = format!("at most {QUANTILES_MAX} quantiles can be asked for at once");
        return Err(vec![Finding::new(
            "number_out_of_range",
            "--quantile",
            remedy,
        )]);
    }
    let beyond = beyond_the_chain(profile);
    if !beyond.is_empty() {
        return Err(beyond);
    }
    let classes = profile.classes.iter().map(|class| DayClass {
        arrivals_per_hour: class.arrivals_per_hour.clone(),
        patience_minutes: class.patience_minutes,
        opening_queue: class.opening_queue,
    });
    let day = Day {
        period_minutes: profile.period_minutes,
        servers: profile.servers.clone(),
        service_minutes: profile.service_minutes,
        classes: classes.collect(),
    };
    told_exactly(profile, &day, thresholds, quantiles).map_err(|error| refused_by_chain(&error))
}

fn told_exactly(
    profile: &Profile,
    day: &Day,
    thresholds: &[f64],
    quantiles: &[f64],
) -> Result<Forecast, QueueError> {
    let solved = ExactDay::new(day)?;
    let shares = solved.shares(thresholds)?;
    let plain = |value| Figure {
        value,
        half_width: None,
    };
    let mut periods = Vec::new();
    for (index, period) in solved.periods.iter().enumerate() {
        let mut classes = Vec::new();
        for (place, class) in period.classes.iter().enumerate() {
            let patience = profile.classes[place].patience_minutes;
            let quantile = |share: &f64| solved.wait_quantile_minutes(index, place, *share);
            let found: Result<Vec<_>, _> = quantiles.iter().map(quantile).collect();
            let shares = &shares.periods[index][place];
            let served =
                patience.map(|_| shares.iter().map(|s| plain(s.p_served_within)).collect());
            classes.push(ClassForecast {
                arrivals: class.arrivals_per_hour * profile.period_minutes / 60.0,
                mean_queue: Some(plain(class.mean_queue)),
                queue_at_end: Some(class.queue_at_end),
                mean_virtual_wait_minutes: plain(class.mean_virtual_wait_minutes),
                mean_wait_minutes: patience.map(|_| plain(class.mean_wait_minutes)),
                p_abandon: patience.map(|_| plain(class.p_abandon)),
                p_virtual_wait_within: shares
                    .iter()
                    .map(|s| plain(s.p_virtual_wait_within))
                    .collect(),
                p_served_within: served.unwrap_or_default(),
                quantiles_minutes: found?,
                little_check: None,
                opening_wait_minutes: None,
            });
        }
        periods.push(PeriodForecast {
            servers: period.servers,
            load: period.load,
            mean_busy: Some(period.mean_busy),
            classes,
        });
    }
    let day = solved.totals.iter().enumerate().map(|(place, total)| {
        let patience = profile.classes[place].patience_minutes;
        let shares = &shares.day[place];
        let served = patience.map(|_| shares.iter().map(|s| plain(s.p_served_within)).collect());
        ClassForecast {
            arrivals: total.expected_arrivals,
            mean_queue: None,
            queue_at_end: Some(solved.closing.mean_queue[place]),
            mean_virtual_wait_minutes: plain(total.mean_virtual_wait_minutes),
            mean_wait_minutes: patience.map(|_| plain(total.mean_wait_minutes)),
            p_abandon: patience.map(|_| plain(total.p_abandon)),
            p_virtual_wait_within: shares
                .iter()
                .map(|s| plain(s.p_virtual_wait_within))
                .collect(),
            p_served_within: served.unwrap_or_default(),
            quantiles_minutes: Vec::new(),
            little_check: Some(total.little_check),
            opening_wait_minutes: (total.opening.customers > 0)
                .then_some(total.opening.mean_virtual_wait_minutes),
        }
    });
    Ok(Forecast {
        engine: "exact",
        days: None,
        thresholds_minutes: thresholds.to_vec(),
        quantiles: quantiles.to_vec(),
        day: day.collect(),
        periods,
        p_not_empty_at_close: plain(solved.closing.p_not_empty),
        mean_minutes_to_empty: plain(solved.closing.mean_minutes_to_empty),
        mean_in_service_at_close: Some(solved.closing.mean_in_service),
        arrivals_left_out: Some(solved.arrivals_left_out),
    })
}

/// The hall that the simulation sees in a profile.
fn hall(profile: &Profile) -> Hall {
    let classes = profile.classes.iter().enumerate().map(|(rank, class)| {
        let mean_minutes = class.service_minutes.unwrap_or(profile.service_minutes);
        Class {
            queue: 0,
            rank: rank as u32,
            arrivals_per_hour: class.arrivals_per_hour.clone(),
            service: match profile.service_cv {
                None => ServiceLaw::Exponential { mean_minutes },
                Some(cv) => ServiceLaw::Lognormal { mean_minutes, cv },
            },
            patience_minutes: class.patience_minutes,
            call_out_minutes: profile.call_out_minutes,
            opening_queue: class.opening_queue,
        }
    });
    let (minutes, heads) = (profile.period_minutes, &profile.servers);
    Hall {
        period_minutes: minutes,
        periods: heads.len(),
        classes: classes.collect(),
        crews: match profile.leavers {
            Leavers::FirstFree => vec![Crew::first_free(vec![0], minutes, heads)],
            Leavers::Named => Crew::people(&[0], minutes, heads),
        },
    }
}

/// Half the width of the day's 99.9 % interval that a simulation aims at, over its mean.
const RELATIVE_HALF_WIDTH: f64 = 0.01;
/// Most days of a simulation that chooses their number itself.
const DAYS_MAX: u64 = 200_000;

fn simulated(
    profile: &Profile,
    thresholds: &[f64],
    seed: u64,
    days: Option<u64>,
) -> Result<Forecast, Vec<Finding>> {
    let hall = hall(profile);
    let options = |days| Options {
        days,
        seed,
        thresholds_minutes: thresholds.to_vec(),
    };
    let outcome = match days {
        Some(days) => simulate(&hall, &options(days)),
        None => simulate_until(&hall, &options(DAYS_MAX), RELATIVE_HALF_WIDTH),
    };
    let outcome = outcome.map_err(|error| refused_by_simulation(&error))?;
    let figure = |estimate: Estimate| Figure {
        value: estimate.mean,
        half_width: Some(estimate.half_width(Z_999)),
    };
    let figures = |list: &[Estimate]| list.iter().copied().map(figure).collect::<Vec<_>>();
    let told = |place: usize, seen: &Seen, arrivals: f64, queue: Option<Figure>| {
        let impatient = profile.classes[place].patience_minutes.is_some();
        ClassForecast {
            arrivals,
            mean_queue: queue,
            queue_at_end: None,
            mean_virtual_wait_minutes: figure(seen.mean_virtual_wait_minutes),
            mean_wait_minutes: impatient.then(|| figure(seen.mean_wait_minutes)),
            p_abandon: impatient.then(|| figure(seen.p_abandon)),
            // Of nobody there is no share.
            p_virtual_wait_within: match seen.arrivals.mean > 0.0 {
                true => figures(&seen.p_virtual_wait_within),
                false => Vec::new(),
            },
            p_served_within: if impatient && seen.arrivals.mean > 0.0 {
                figures(&seen.p_served_within)
            } else {
                Vec::new()
            },
            quantiles_minutes: Vec::new(),
            little_check: None,
            opening_wait_minutes: None,
        }
    };
    let hours = profile.period_minutes / 60.0;
    let mut periods = Vec::new();
    for (index, seen) in outcome.periods.iter().enumerate() {
        let rates = profile
            .classes
            .iter()
            .map(|class| class.arrivals_per_hour[index]);
        let servers = profile.servers[index];
        let work = hall.classes.iter().map(|class| {
            let (ServiceLaw::Exponential { mean_minutes }
            | ServiceLaw::Lognormal { mean_minutes, .. }) = class.service;
            class.arrivals_per_hour[index] * mean_minutes / 60.0
        });
        let classes = seen.iter().zip(rates).enumerate();
        periods.push(PeriodForecast {
            servers,
            load: (servers > 0).then_some(work.sum::<f64>() / f64::from(servers)),
            mean_busy: None,
            classes: classes
                .map(|(place, (seen, rate))| {
                    told(place, seen, rate * hours, Some(figure(seen.mean_queue)))
                })
                .collect(),
        });
    }
    let day = outcome.day.iter().enumerate().map(|(place, seen)| {
        let class = &profile.classes[place];
        let arrivals = class.arrivals_per_hour.iter().sum::<f64>() * hours;
        let door = outcome.opening_wait_minutes[place].mean;
        ClassForecast {
            opening_wait_minutes: (class.opening_queue > 0).then_some(door),
            ..told(place, seen, arrivals, None)
        }
    });
    Ok(Forecast {
        engine: "simulate",
        days: Some(outcome.days),
        thresholds_minutes: thresholds.to_vec(),
        quantiles: Vec::new(),
        day: day.collect(),
        periods,
        p_not_empty_at_close: figure(outcome.p_not_empty),
        mean_minutes_to_empty: figure(outcome.minutes_to_empty),
        mean_in_service_at_close: None,
        arrivals_left_out: None,
    })
}
