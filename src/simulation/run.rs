//! Many days of one hall, and the difference between two.

use super::day::{self, DayRun};
use super::estimate::{Estimate, Tally, Z_999};
use super::hall::{Hall, SimulationError, limits, number};

/// How a hall is simulated.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Independent days, at least two: one day says nothing about how sure a mean is.
    pub days: u64,
    /// Equal seeds give equal customers, whoever serves them.
    pub seed: u64,
    /// Wait thresholds, in minutes.
    pub thresholds_minutes: Vec<f64>,
}

/// What was seen of one class in one period, or over the day; by period of arrival, without those at the door.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// Arrivals a day.
    pub arrivals: Estimate,
    /// Wait of customers as if they never gave up, in minutes.
    pub mean_virtual_wait_minutes: Estimate,
    /// Time from arrival to service or to giving up, in minutes.
    pub mean_wait_minutes: Estimate,
    /// Share who give up.
    pub p_abandon: Estimate,
    /// Mean number waiting over the period, whenever they came; 0 for the day.
    pub mean_queue: Estimate,
    /// By threshold, share whose virtual wait is at most that.
    pub p_virtual_wait_within: Vec<Estimate>,
    /// By threshold, share served within it.
    pub p_served_within: Vec<Estimate>,
}

/// What many days came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Days simulated.
    pub days: u64,
    /// By period and class.
    pub periods: Vec<Vec<Seen>>,
    /// By class, over the day.
    pub day: Vec<Seen>,
    /// By class, the virtual wait in minutes of those at the door.
    pub opening_wait_minutes: Vec<Estimate>,
    /// Time from closing until the last customer has left, in minutes.
    pub minutes_to_empty: Estimate,
    /// Probability that somebody is still in the hall at closing.
    pub p_not_empty: Estimate,
}

/// Columns of a day's figures for one class and period: arrivals, then these, then two for each threshold.
const VIRTUAL: usize = 1;
const WAIT: usize = 2;
const ABANDONED: usize = 3;
const QUEUE: usize = 4;
const THRESHOLDS: usize = 5;

/// One day's sums: by class, then by period with the whole day last, then by column.
struct Figures<'a> {
    hall: &'a Hall,
    thresholds: &'a [f64],
    sums: Vec<f64>,
    /// By class: customers at the door and their virtual wait.
    at_door: Vec<(f64, f64)>,
}

impl<'a> Figures<'a> {
    fn new(hall: &'a Hall, thresholds: &'a [f64]) -> Figures<'a> {
        let cells = hall.classes.len() * (hall.periods + 1);
        Figures {
            hall,
            thresholds,
            sums: vec![0.0; cells * (THRESHOLDS + 2 * thresholds.len())],
            at_door: vec![(0.0, 0.0); hall.classes.len()],
        }
    }

    fn columns(&self) -> usize {
        THRESHOLDS + 2 * self.thresholds.len()
    }

    fn cell(&self, class: usize, period: usize) -> usize {
        (class * (self.hall.periods + 1) + period) * self.columns()
    }

    fn read(&mut self, day: &DayRun) {
        self.sums.fill(0.0);
        self.at_door.fill((0.0, 0.0));
        let (length, periods) = (self.hall.period_minutes, self.hall.periods);
        for visit in &day.visits {
            let virtual_minutes = visit.called - visit.arrival;
            let left_line = visit.called.min(visit.gives_up);
            let wait = left_line - visit.arrival;
            let first = ((visit.arrival / length) as usize).min(periods - 1);
            for period in first..periods {
                let start = period as f64 * length;
                if start >= left_line {
                    break;
                }
                let waited = left_line.min(start + length) - visit.arrival.max(start);
                let cell = self.cell(visit.class, period);
                self.sums[cell + QUEUE] += waited.max(0.0);
            }
            if visit.at_door {
                let door = &mut self.at_door[visit.class];
                *door = (door.0 + 1.0, door.1 + virtual_minutes);
                continue;
            }
            let served = visit.called <= visit.gives_up;
            let thresholds = self.thresholds;
            for cell in [
                self.cell(visit.class, first),
                self.cell(visit.class, periods),
            ] {
                let sums = &mut self.sums[cell..];
                sums[0] += 1.0;
                sums[VIRTUAL] += virtual_minutes;
                sums[WAIT] += wait;
                sums[ABANDONED] += f64::from(u8::from(!served));
                for (place, threshold) in thresholds.iter().enumerate() {
                    let within = virtual_minutes <= *threshold;
                    let columns = &mut sums[THRESHOLDS + 2 * place..];
                    columns[0] += f64::from(u8::from(within));
                    columns[1] += f64::from(u8::from(within && served));
                }
            }
        }
    }
}

/// Simulates independent days of a hall.
///
/// Errors: a [`SimulationError`] for a hall or options beyond [`limits`], before the first day begins.
pub fn simulate(hall: &Hall, options: &Options) -> Result<Outcome, SimulationError> {
    let mut run = Run::new(hall, options)?;
    run.reach(options.days, &|| false)?;
    Ok(run.outcome())
}

/// Days of a hall simulated one after another: as many as are asked for, and later more.
pub struct Run<'a> {
    seed: u64,
    days: u64,
    figures: Figures<'a>,
    tallies: Vec<Tally>,
    arrivals: Vec<Tally>,
    opening: Vec<Tally>,
    to_empty: Tally,
    not_empty: Tally,
}

impl<'a> Run<'a> {
    /// No day yet; `options.days` is the most that [`Run::reach`] may be asked for.
    ///
    /// Errors as [`simulate`].
    pub fn new(hall: &'a Hall, options: &'a Options) -> Result<Run<'a>, SimulationError> {
        check(hall, options)?;
        let figures = Figures::new(hall, &options.thresholds_minutes);
        Ok(Run {
            seed: options.seed,
            days: 0,
            tallies: vec![Tally::default(); figures.sums.len()],
            arrivals: vec![Tally::default(); hall.classes.len() * (hall.periods + 1)],
            opening: vec![Tally::default(); hall.classes.len()],
            to_empty: Tally::default(),
            not_empty: Tally::default(),
            figures,
        })
    }

    /// Simulates on until there are so many days; given up between two of them when it is `late`:
    /// [`SimulationError::Stopped`].
    pub fn reach(&mut self, days: u64, late: &dyn Fn() -> bool) -> Result<(), SimulationError> {
        while self.days < days {
            if late() {
                return Err(SimulationError::Stopped);
            }
            self.one_more();
        }
        Ok(())
    }

    fn one_more(&mut self) {
        let hall = self.figures.hall;
        let run = day::run(hall, day::customers(hall, self.seed, self.days));
        self.days += 1;
        self.figures.read(&run);
        let columns = self.figures.columns();
        let cells =
            (self.figures.sums.chunks_exact(columns)).zip(self.tallies.chunks_exact_mut(columns));
        for ((cell, tallies), arrivals) in cells.zip(&mut self.arrivals) {
            arrivals.add(cell[0], 1.0);
            for (column, (sum, tally)) in cell.iter().zip(tallies).enumerate() {
                // Queue lengths are shared among minutes, all else among arrivals.
                let count = if column == QUEUE {
                    hall.period_minutes
                } else {
                    cell[0]
                };
                tally.add(*sum, count);
            }
        }
        for ((customers, minutes), tally) in self.figures.at_door.iter().zip(&mut self.opening) {
            tally.add(*minutes, *customers);
        }
        let late = (run.last_end - hall.minutes()).max(0.0);
        self.to_empty.add(late, 1.0);
        self.not_empty.add(f64::from(u8::from(late > 0.0)), 1.0);
    }

    /// What the days so far came to; nothing is sure before the second.
    pub fn outcome(&self) -> Outcome {
        let days = self.days as f64;
        let seen = |class: usize, period: usize| {
            let start = self.figures.cell(class, period);
            let column = |column: usize| self.tallies[start + column].estimate(days);
            let thresholds = 0..self.figures.thresholds.len();
            Seen {
                arrivals: self.arrivals[start / self.figures.columns()].estimate(days),
                mean_virtual_wait_minutes: column(VIRTUAL),
                mean_wait_minutes: column(WAIT),
                p_abandon: column(ABANDONED),
                mean_queue: column(QUEUE),
                p_virtual_wait_within: thresholds
                    .clone()
                    .map(|t| column(THRESHOLDS + 2 * t))
                    .collect(),
                p_served_within: thresholds.map(|t| column(THRESHOLDS + 2 * t + 1)).collect(),
            }
        };
        let hall = self.figures.hall;
        let classes = 0..hall.classes.len();
        Outcome {
            days: self.days,
            periods: (0..hall.periods)
                .map(|period| classes.clone().map(|class| seen(class, period)).collect())
                .collect(),
            day: classes.map(|class| seen(class, hall.periods)).collect(),
            opening_wait_minutes: (self.opening.iter())
                .map(|tally| tally.estimate(days))
                .collect(),
            minutes_to_empty: self.to_empty.estimate(days),
            p_not_empty: self.not_empty.estimate(days),
        }
    }
}

/// Days a first, short run takes to tell how many are needed.
const PILOT_DAYS: u64 = 2_000;

/// Simulates until the 99.9 % interval of each class's mean virtual wait over the day is at most so wide.
///
/// `relative_half_width` is half of it over the mean. A first run of 2,000 days tells how many are needed; the
/// answer then comes from that many days, whatever they say, so that nothing is stopped where it looks best. At most
/// `options.days`. Errors as [`simulate`].
pub fn simulate_until(
    hall: &Hall,
    options: &Options,
    relative_half_width: f64,
) -> Result<Outcome, SimulationError> {
    number("the relative half width", relative_half_width, 1e-4, 1.0)?;
    let affordable = (limits::CUSTOMERS_MAX / hall.customers().max(1.0)) as u64;
    let pilot_days = PILOT_DAYS.min(options.days).min(affordable);
    let with_days = |days| Options {
        days,
        ..options.clone()
    };
    let pilot = simulate(hall, &with_days(pilot_days))?;
    let needed = pilot.day.iter().map(|seen| {
        let wait = seen.mean_virtual_wait_minutes;
        if wait.mean <= 0.0 {
            return 1.0;
        }
        let ratio = wait.half_width(Z_999) / (relative_half_width * wait.mean);
        // A quarter more, since the pilot's own spread is uncertain.
        1.25 * ratio * ratio
    });
    let factor = needed.fold(1.0, f64::max);
    let days = ((pilot_days as f64 * factor).ceil() as u64).min(options.days);
    let days = days.min(affordable);
    if days <= pilot_days {
        return Ok(pilot);
    }
    simulate(hall, &with_days(days))
}

/// By class, how much longer the mean virtual wait over the day is in `other` than in `hall`, in minutes.
///
/// Both halls meet the same customers (common random numbers), so that far fewer days tell them apart. Errors as
/// [`simulate`]; the halls must have the same customers.
pub fn difference(
    hall: &Hall,
    other: &Hall,
    options: &Options,
) -> Result<Vec<Estimate>, SimulationError> {
    check(hall, options)?;
    check(other, options)?;
    let same = hall.classes == other.classes
        && hall.periods == other.periods
        && hall.period_minutes == other.period_minutes;
    if !same {
        return Err(SimulationError::OtherCustomers);
    }
    let mut tallies = vec![Tally::default(); hall.classes.len()];
    for day in 0..options.days {
        let visits = day::customers(hall, options.seed, day);
        let runs = [day::run(hall, visits.clone()), day::run(other, visits)];
        for (class, tally) in tallies.iter_mut().enumerate() {
            let [first, second] = runs.each_ref().map(|run| {
                let counted = run.visits.iter().filter(|v| v.class == class && !v.at_door);
                counted.fold((0.0, 0.0), |sum, v| {
                    (sum.0 + 1.0, sum.1 + v.called - v.arrival)
                })
            });
            tally.add(second.1 - first.1, first.0);
        }
    }
    let days = options.days as f64;
    Ok(tallies.iter().map(|tally| tally.estimate(days)).collect())
}

fn check(hall: &Hall, options: &Options) -> Result<(), SimulationError> {
    hall.check()?;
    number(
        "the number of days",
        options.days as f64,
        2.0,
        limits::DAYS_MAX as f64,
    )?;
    let thresholds = &options.thresholds_minutes;
    number(
        "the number of thresholds",
        thresholds.len() as f64,
        0.0,
        limits::THRESHOLDS_MAX as f64,
    )?;
    for threshold in thresholds {
        number(
            "a wait threshold in minutes",
            *threshold,
            0.0,
            limits::MINUTES_MAX,
        )?;
    }
    number(
        "the expected customers of the run",
        hall.customers() * options.days as f64,
        0.0,
        limits::CUSTOMERS_MAX,
    )
}
