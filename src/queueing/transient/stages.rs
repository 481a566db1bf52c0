//! The day cut into stages of constant rates, each with a grid just large enough.

use super::chain::{Chain, Rates};
use super::day::{Day, day_limits};
use super::grid::Grid;
use super::line::{Line, LineChain};
use crate::queueing::QueueError;

/// Probability of longer queues that is left out, at any time of a stage.
const LEFT_OUT: f64 = 1e-10;

/// The class called first of two, or the other one; the only class of a day is the other one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Over,
    Own,
}

/// A period, or what follows the last one.
#[derive(Clone, Debug)]
pub(super) struct Stage {
    /// Length; without end after closing.
    pub minutes: f64,
    pub grid: Grid,
    /// Rates of the whole line, per minute.
    pub rates: Rates,
    /// Jumps per minute that cover the line and every tagged customer.
    pub jumps_per_minute: f64,
}

impl Stage {
    fn new(minutes: f64, grid: Grid, rates: Rates) -> Stage {
        let impatience = rates.over_gives_up.max(rates.own_gives_up);
        // Some pace is needed even where nothing ever happens.
        let jumps_per_minute = (rates.out_of(&grid) + impatience).max(1e-3);
        Stage {
            minutes,
            grid,
            rates,
            jumps_per_minute,
        }
    }

    /// About the number of jumps that a run over so many minutes takes.
    pub fn jumps_within(&self, minutes: f64) -> f64 {
        let mean = self.jumps_per_minute * minutes;
        mean + 8.0 * mean.sqrt() + 10.0
    }

    /// The chain of the whole line.
    pub fn line(&self) -> Chain {
        self.line_within(self.grid)
    }

    /// The same with fewer layers.
    pub fn line_within(&self, grid: Grid) -> Chain {
        Chain::new(grid, &self.rates, self.jumps_per_minute)
    }

    /// The grid on which a tagged customer of a class stands.
    pub fn tagged_grid(&self, slot: Slot) -> Grid {
        match slot {
            Slot::Own => self.grid,
            Slot::Over => self.grid.of_first_class(),
        }
    }

    /// Rates that matter to a tagged customer, who may or may not give up.
    pub fn tagged_rates(&self, slot: Slot, gives_up: bool) -> Rates {
        let all = self.rates;
        let patience = |rate: f64| if gives_up { rate } else { 0.0 };
        match slot {
            Slot::Own => Rates {
                own: 0.0,
                tagged_gives_up: patience(all.own_gives_up),
                ..all
            },
            Slot::Over => Rates {
                over: 0.0,
                own: 0.0,
                service: all.service,
                over_gives_up: 0.0,
                own_gives_up: all.over_gives_up,
                tagged_gives_up: patience(all.over_gives_up),
            },
        }
    }

    /// The chain of a tagged customer.
    pub fn tagged(&self, slot: Slot, gives_up: bool) -> Chain {
        let rates = self.tagged_rates(slot, gives_up);
        Chain::new(self.tagged_grid(slot), &rates, self.jumps_per_minute)
    }

    /// The chain of a tagged customer who never gives up, with fewer layers.
    pub fn tagged_within(&self, slot: Slot, grid: Grid) -> Chain {
        Chain::new(grid, &self.tagged_rates(slot, false), self.jumps_per_minute)
    }

    /// What an arrival of a class finds when it must wait, on its tagged grid.
    pub fn seen_by(&self, slot: Slot, line: &Line) -> Vec<f64> {
        match slot {
            Slot::Own => line.waiting.clone(),
            Slot::Over => {
                let per_layer = self.grid.rows * self.grid.stride();
                let layers = line.waiting.len() / per_layer;
                line.seen_by_first_class(&Grid {
                    layers,
                    ..self.grid
                })
            }
        }
    }
}

/// Periods of a day and the time after closing, in order.
pub(super) fn stages(day: &Day) -> Result<Vec<Stage>, QueueError> {
    let (over, own) = slots(day);
    let total = Stream {
        per_minute: (0..day.servers.len())
            .map(|i| over.per_minute[i] + own.per_minute[i])
            .collect(),
        gives_up: over.gives_up.min(own.gives_up),
        opening: over.opening + own.opening,
    };
    // With less patience queues are shorter: the more patient class bounds them all.
    let total = if day.classes.len() == 1 {
        own.clone()
    } else {
        total
    };
    let lengths = sizes(day, &total, false)?;
    let first = match day.classes.len() {
        1 => None,
        _ => Some(sizes(day, &over, true)?),
    };
    let service = 1.0 / day.service_minutes;
    let stages = lengths.iter().enumerate().map(|(i, size)| {
        let grid = Grid {
            servers: size.servers,
            layers: size.layers,
            rows: first.as_ref().map_or(1, |first| first[i].queue + 1),
            cols: size.queue + 1,
        };
        let open = i < day.servers.len();
        let arrivals = |stream: &Stream| if open { stream.per_minute[i] } else { 0.0 };
        let rates = Rates {
            over: arrivals(&over),
            own: arrivals(&own),
            service,
            over_gives_up: over.gives_up,
            own_gives_up: own.gives_up,
            tagged_gives_up: 0.0,
        };
        Stage::new(
            if open {
                day.period_minutes
            } else {
                f64::INFINITY
            },
            grid,
            rates,
        )
    });
    Ok(stages.collect())
}

/// Arrivals of a class or of both, per minute.
#[derive(Clone, Debug)]
struct Stream {
    per_minute: Vec<f64>,
    gives_up: f64,
    opening: usize,
}

fn slots(day: &Day) -> (Stream, Stream) {
    let stream = |class: &super::DayClass| Stream {
        per_minute: class.arrivals_per_hour.iter().map(|a| a / 60.0).collect(),
        gives_up: class
            .patience_minutes
            .map_or(0.0, |patience| 1.0 / patience),
        opening: class.opening_queue as usize,
    };
    let own = stream(&day.classes[day.classes.len() - 1]);
    let over = match day.classes.len() {
        1 => Stream {
            per_minute: vec![0.0; day.servers.len()],
            gives_up: 0.0,
            opening: 0,
        },
        _ => stream(&day.classes[0]),
    };
    (over, own)
}

/// What one stage needs room for.
struct Size {
    servers: usize,
    layers: usize,
    queue: usize,
}

/// How long the queue of one stream gets in each stage, from a chain without classes.
///
/// `saturated` keeps every counter busy: the queue of the class called first is then at least as long as in any mix.
fn sizes(day: &Day, stream: &Stream, saturated: bool) -> Result<Vec<Size>, QueueError> {
    let mut longest = room_guess(day, stream);
    loop {
        match sizes_within(day, stream, saturated, longest)? {
            Some(sizes) => return Ok(sizes),
            None => longest *= 2,
        }
    }
}

/// The fluid backlog at its longest, with a wide margin for chance.
fn room_guess(day: &Day, stream: &Stream) -> usize {
    let mut backlog = stream.opening as f64;
    let (mut longest, mut arrivals) = (backlog, 0.0);
    for (servers, per_minute) in day.servers.iter().zip(&stream.per_minute) {
        let served = f64::from(*servers) / day.service_minutes;
        let flow = (per_minute - served) * day.period_minutes;
        arrivals += per_minute * day.period_minutes;
        backlog = (backlog + flow).max(0.0);
        // Patience holds a queue near the length at which as many give up as come.
        if stream.gives_up > 0.0 {
            let balance = ((per_minute - served) / stream.gives_up).max(stream.opening as f64);
            backlog = backlog.min(balance);
        }
        longest = longest.max(backlog);
    }
    // No call for more than could ever come.
    (longest + 4.0 * f64::sqrt(arrivals.min(100.0 * longest + 10_000.0)) + 40.0) as usize
}

/// `None` when the queue outgrows `longest`.
fn sizes_within(
    day: &Day,
    stream: &Stream,
    saturated: bool,
    longest: usize,
) -> Result<Option<Vec<Size>>, QueueError> {
    let mut sizes: Vec<Size> = Vec::new();
    let mut before: Option<(Grid, Line)> = None;
    let mut work = 0.0;
    for (period, servers) in day.servers.iter().enumerate() {
        let grid = next_grid(before.as_ref(), *servers as usize, longest);
        let rates = Rates {
            over: 0.0,
            own: stream.per_minute[period],
            service: 1.0 / day.service_minutes,
            over_gives_up: 0.0,
            own_gives_up: stream.gives_up,
            tagged_gives_up: 0.0,
        };
        let stage = Stage::new(day.period_minutes, grid, rates);
        work += stage.jumps_per_minute * stage.minutes * grid.len() as f64;
        // Only a sketch of the real work, which is at least that many times larger.
        if 20.0 * work > day_limits::WORK_MAX {
            return Err(QueueError::DayTooLarge(20.0 * work));
        }
        let start = match before {
            None => Line::opening(&grid, (0, stream.opening), saturated),
            Some((from, line)) => line.moved(&from, &grid, saturated),
        };
        let chain = stage.line();
        let chain = LineChain {
            chain: &chain,
            saturated,
        };
        let stretch = chain.run(&start, stage.minutes, &[]);
        let mut mean = stretch.integral;
        mean.waiting
            .iter_mut()
            .for_each(|share| *share /= stage.minutes);
        let ends = [&start, &mean, &stretch.end];
        let queue = ends.iter().map(|line| queue_bound(line, &grid)).max();
        let queue = queue.unwrap_or(0);
        if queue + 1 >= longest {
            return Ok(None);
        }
        sizes.push(Size {
            servers: grid.servers,
            layers: grid.layers,
            queue,
        });
        let grid = Grid {
            layers: stretch.end.layers_in_use(&grid),
            ..grid
        };
        let end = stretch.end.trimmed(&grid);
        before = Some((grid, end));
    }
    // After closing the queue only shrinks and the counters stay.
    if let Some((grid, line)) = before {
        sizes.push(Size {
            servers: grid.servers,
            layers: grid.layers,
            queue: queue_bound(&line, &grid),
        });
    }
    Ok(Some(sizes))
}

/// The grid that follows when counters change to `servers`.
fn next_grid(before: Option<&(Grid, Line)>, servers: usize, longest: usize) -> Grid {
    let busy_max = before.map_or(0, |(grid, _)| grid.servers + grid.layers - 1);
    Grid {
        servers,
        layers: (busy_max + 1).saturating_sub(servers).max(1),
        rows: 1,
        cols: longest + 1,
    }
}

/// The shortest length beyond which queues are too rare to count.
fn queue_bound(line: &Line, grid: &Grid) -> usize {
    let mut beyond = 0.0;
    for col in (0..grid.cols).rev() {
        let here = (0..grid.layers).map(|layer| line.waiting[grid.cell(layer, 0, col)]);
        beyond += here.sum::<f64>();
        if beyond > LEFT_OUT {
            return col;
        }
    }
    0
}
