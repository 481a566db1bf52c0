//! What is told about a day.

use super::day::{Day, day_limits};
use super::drain::drain;
use super::line::Line;
use super::means::{self, Kind, MeanWaits, PeriodRun};
use super::stages::{Slot, Stage, stages};
use super::tagged;
use crate::queueing::QueueError;

/// A day, solved; shares and quantiles are worked out when asked for.
#[derive(Debug)]
pub struct ExactDay {
    pub(super) stages: Vec<Stage>,
    pub(super) starts: Vec<Line>,
    pub(super) slots: Vec<Slot>,
    /// By period.
    pub periods: Vec<PeriodWaits>,
    /// By class.
    pub totals: Vec<DayTotal>,
    /// When the doors close.
    pub closing: Closing,
    /// Expected arrivals that the largest tabulated queues had to leave out, over the day.
    pub arrivals_left_out: f64,
}

/// One period of a day.
#[derive(Clone, Debug, PartialEq)]
pub struct PeriodWaits {
    /// Open counters.
    pub servers: u32,
    /// Offered load per counter; `None` without a counter.
    pub load: Option<f64>,
    /// Mean number in service over the period.
    pub mean_busy: f64,
    /// By class.
    pub classes: Vec<PeriodClass>,
}

/// One class in one period; means over arrival instants in the period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PeriodClass {
    /// Mean arrivals per hour.
    pub arrivals_per_hour: f64,
    /// Mean number waiting over the period.
    pub mean_queue: f64,
    /// Mean number waiting at its end.
    pub queue_at_end: f64,
    /// Mean wait of a customer who never gives up, in minutes.
    pub mean_virtual_wait_minutes: f64,
    /// Mean time from arrival to service or to giving up, over all arrivals, in minutes.
    pub mean_wait_minutes: f64,
    /// Share who give up.
    pub p_abandon: f64,
}

/// One class over the day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DayTotal {
    /// Expected arrivals, without those who waited at the door.
    pub expected_arrivals: f64,
    /// Mean virtual wait, weighted by arrivals, in minutes.
    pub mean_virtual_wait_minutes: f64,
    /// Mean time from arrival to service or to giving up, in minutes.
    pub mean_wait_minutes: f64,
    /// Share who give up.
    pub p_abandon: f64,
    /// Little's law as a check: total waiting from waits and from queues, relative difference.
    pub little_check: f64,
    /// The customers who waited at the door.
    pub opening: OpeningWait,
}

/// Customers who waited at the door when the day began.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OpeningWait {
    /// How many there were.
    pub customers: u32,
    /// Their mean virtual wait from opening, in minutes; 0 without customers.
    pub mean_virtual_wait_minutes: f64,
    /// Their mean time from opening to service or to giving up, in minutes.
    pub mean_wait_minutes: f64,
}

/// The hall when its doors close.
#[derive(Clone, Debug, PartialEq)]
pub struct Closing {
    /// Probability that somebody is still in the hall.
    pub p_not_empty: f64,
    /// Mean number waiting, by class.
    pub mean_queue: Vec<f64>,
    /// Mean number in service.
    pub mean_in_service: f64,
    /// Mean time until the last customer has left, in minutes; 0 where nobody is left.
    pub mean_minutes_to_empty: f64,
}

/// Mean waits of a class: of customers who never give up, and as they are.
struct ClassMeans {
    endless: MeanWaits,
    actual: MeanWaits,
}

impl ExactDay {
    /// Solves a day: mean waits, queues, abandonment, closing.
    ///
    /// Errors: a [`QueueError`] for input beyond [`day_limits`], or when the chain would be too large.
    pub fn new(day: &Day) -> Result<ExactDay, QueueError> {
        ExactDay::new_unless(day, &|| false)
    }

    /// [`ExactDay::new`], given up when it is `late`: [`QueueError::Stopped`].
    pub fn new_unless(day: &Day, late: &dyn Fn() -> bool) -> Result<ExactDay, QueueError> {
        day.check()?;
        let stages = stages(day)?;
        let slots = match day.classes.len() {
            1 => vec![Slot::Own],
            _ => vec![Slot::Over, Slot::Own],
        };
        let mut kinds = Vec::new();
        for (slot, class) in slots.iter().zip(&day.classes) {
            let kind = |gives_up| Kind {
                slot: *slot,
                gives_up,
            };
            kinds.push(kind(false));
            kinds.extend(class.patience_minutes.map(|_| kind(true)));
        }
        check_work(&stages, kinds.len())?;
        let door = |class: usize| day.classes[class].opening_queue as usize;
        let opening = match day.classes.len() {
            1 => (0, door(0)),
            _ => (door(0), door(1)),
        };
        let run = means::run(&stages, opening, &kinds, late);
        let (runs, close) = run.ok_or(QueueError::Stopped)?;
        let told = kinds.iter().enumerate();
        let waits: Vec<MeanWaits> = told
            .map(|(place, kind)| means::mean_waits(&stages, &runs, *kind, place, opening, late))
            .collect::<Option<_>>()
            .ok_or(QueueError::Stopped)?;
        // A class that never gives up has one kind: both its waits are the same.
        let waits: Vec<ClassMeans> = slots
            .iter()
            .map(|slot| {
                let mut of_class = kinds
                    .iter()
                    .zip(&waits)
                    .filter(|(kind, _)| kind.slot == *slot);
                let endless = of_class
                    .next()
                    .map(|(_, waits)| waits.clone())
                    .unwrap_or_default();
                let actual = of_class.next().map(|(_, waits)| waits.clone());
                ClassMeans {
                    actual: actual.unwrap_or_else(|| endless.clone()),
                    endless,
                }
            })
            .collect();
        let mut solved = ExactDay {
            periods: Vec::new(),
            totals: Vec::new(),
            closing: closing(&stages, &slots, &close),
            arrivals_left_out: left_out(&stages, &runs),
            starts: Vec::new(),
            stages,
            slots,
        };
        solved.tell_periods(day, &runs, &waits);
        solved.tell_totals(day, &close, &waits);
        solved.starts = runs.into_iter().map(|run| run.start).collect();
        Ok(solved)
    }
}

impl ExactDay {
    fn tell_periods(&mut self, day: &Day, runs: &[PeriodRun], waits: &[ClassMeans]) {
        for (period, run) in runs.iter().enumerate() {
            let stage = &self.stages[period];
            let minutes = stage.minutes;
            let queues = run.integral.mean_queues(&stage.grid);
            let at_end = run.end.mean_queues(&stage.grid);
            let classes = day.classes.iter().zip(&self.slots).zip(waits);
            let classes = classes.map(|((class, slot), waits)| {
                let mean_wait_minutes = waits.actual.periods[period];
                PeriodClass {
                    arrivals_per_hour: class.arrivals_per_hour[period],
                    mean_queue: of_slot(queues, *slot) / minutes,
                    queue_at_end: of_slot(at_end, *slot),
                    mean_virtual_wait_minutes: waits.endless.periods[period],
                    mean_wait_minutes,
                    p_abandon: class
                        .patience_minutes
                        .map_or(0.0, |mean| mean_wait_minutes / mean),
                }
            });
            let arrivals: f64 = day
                .classes
                .iter()
                .map(|c| c.arrivals_per_hour[period])
                .sum();
            let servers = day.servers[period];
            let load = arrivals * day.service_minutes / 60.0 / f64::from(servers);
            self.periods.push(PeriodWaits {
                servers,
                load: (servers > 0).then_some(load),
                mean_busy: run.integral.mean_busy(&stage.grid) / minutes,
                classes: classes.collect(),
            });
        }
    }

    fn tell_totals(&mut self, day: &Day, close: &Line, waits: &[ClassMeans]) {
        let hours = day.period_minutes / 60.0;
        let after = self.queue_minutes_after_closing(close);
        for (place, (class, waits)) in day.classes.iter().zip(waits).enumerate() {
            let weights = &class.arrivals_per_hour;
            let mean_wait_minutes = weighted_mean(weights, &waits.actual.periods);
            let expected_arrivals = weights.iter().sum::<f64>() * hours;
            let at_door = |waits: &[f64]| waits.iter().sum::<f64>() / waits.len().max(1) as f64;
            let opening = OpeningWait {
                customers: class.opening_queue,
                mean_virtual_wait_minutes: at_door(&waits.endless.opening),
                mean_wait_minutes: at_door(&waits.actual.opening),
            };
            let queued = self.periods.iter().map(|p| p.classes[place].mean_queue);
            let queued =
                queued.sum::<f64>() * day.period_minutes + of_slot(after, self.slots[place]);
            let waited = expected_arrivals * mean_wait_minutes
                + f64::from(class.opening_queue) * opening.mean_wait_minutes;
            self.totals.push(DayTotal {
                expected_arrivals,
                mean_virtual_wait_minutes: weighted_mean(weights, &waits.endless.periods),
                mean_wait_minutes,
                p_abandon: class
                    .patience_minutes
                    .map_or(0.0, |mean| mean_wait_minutes / mean),
                little_check: (waited - queued).abs() / queued.max(f64::MIN_POSITIVE),
                opening,
            });
        }
    }

    /// Expected customer-minutes of waiting after the doors have closed.
    fn queue_minutes_after_closing(&self, close: &Line) -> [f64; 2] {
        let stage = &self.stages[self.stages.len() - 1];
        let minutes = |reward: fn(usize, usize) -> f64| {
            tagged::dot(
                &close.waiting,
                &drain(&stage.grid, &stage.rates, reward, 0.0),
            )
        };
        [minutes(|row, _| row as f64), minutes(|_, col| col as f64)]
    }
}

/// The mean of `values`, weighted; a plain mean where all weights are 0.
pub(super) fn weighted_mean(weights: &[f64], values: &[f64]) -> f64 {
    let total: f64 = weights.iter().sum();
    if total > 0.0 {
        tagged::dot(weights, values) / total
    } else {
        values.iter().sum::<f64>() / values.len().max(1) as f64
    }
}

fn of_slot(both: [f64; 2], slot: Slot) -> f64 {
    match slot {
        Slot::Over => both[0],
        Slot::Own => both[1],
    }
}

fn closing(stages: &[Stage], slots: &[Slot], close: &Line) -> Closing {
    let stage = &stages[stages.len() - 1];
    let queues = close.mean_queues(&stage.grid);
    // A busy counter among b ends first after the mean service over b.
    let mut to_empty = vec![0.0];
    for busy in 1..stage.grid.servers {
        to_empty.push(to_empty[busy - 1] + 1.0 / (busy as f64 * stage.rates.service));
    }
    let after = to_empty[stage.grid.servers - 1];
    let waiting = drain(&stage.grid, &stage.rates, |_, _| 1.0, after);
    Closing {
        p_not_empty: (1.0 - close.idle[0]).max(0.0),
        mean_queue: slots.iter().map(|slot| of_slot(queues, *slot)).collect(),
        mean_in_service: close.mean_busy(&stage.grid),
        mean_minutes_to_empty: tagged::dot(&close.idle, &to_empty)
            + tagged::dot(&close.waiting, &waiting),
    }
}

/// Expected arrivals that met the edge of a grid.
fn left_out(stages: &[Stage], runs: &[PeriodRun]) -> f64 {
    let periods = stages.iter().zip(runs).map(|(stage, run)| {
        let grid = stage.grid;
        let edge = |(_, row, col, cell): (usize, usize, usize, usize)| {
            let over = if row + 1 == grid.rows {
                stage.rates.over
            } else {
                0.0
            };
            let own = if col + 1 == grid.cols {
                stage.rates.own
            } else {
                0.0
            };
            (over + own) * run.integral.waiting[cell]
        };
        grid.states().map(edge).sum::<f64>()
    });
    periods.sum()
}

/// Refuses means that would take too long, before they are begun.
pub(super) fn check_work(stages: &[Stage], kinds: usize) -> Result<(), QueueError> {
    let periods = &stages[..stages.len() - 1];
    let jumps = periods.iter().map(|stage| {
        stage.jumps_within(stage.minutes) * stage.grid.len() as f64 * (1 + 2 * kinds) as f64
    });
    let work = jumps.sum::<f64>();
    if work > day_limits::WORK_MAX {
        return Err(QueueError::DayTooLarge(work));
    }
    Ok(())
}
