//! Mean waits of each period's arrivals, without quadrature: the cohort of a period is followed as one.
//!
//! While the period lasts, its arrivals who still wait are a measure fed by the line; the time they spend is integrated
//! by the same jumps as the line itself. What is left of them at the period's end is weighed with the expected wait
//! from there, which one sweep backwards over the day supplies.

use super::chain::Chain;
use super::drain::drain;
use super::line::{Line, LineChain, NEGLIGIBLE, add};
use super::stages::{Slot, Stage};
use super::tagged;
use crate::queueing::poisson::PoissonWindow;

/// A class, with its patience or without.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Kind {
    pub slot: Slot,
    pub gives_up: bool,
}

/// A period of the line.
pub(super) struct PeriodRun {
    /// At its beginning, counters already changed.
    pub start: Line,
    /// At its end, counters not changed yet.
    pub end: Line,
    /// Integrated over it, in minutes.
    pub integral: Line,
    /// By kind: time spent by its arrivals within it, in minutes squared, and who still waits at its end.
    cohorts: Vec<(f64, Vec<f64>)>,
}

/// The line through all periods, and as it stands when the doors close; `None` when it got `late`.
pub(super) fn run(
    stages: &[Stage],
    opening: (usize, usize),
    kinds: &[Kind],
    late: &dyn Fn() -> bool,
) -> Option<(Vec<PeriodRun>, Line)> {
    let mut line = Line::opening(&stages[0].grid, opening, false);
    let mut runs = Vec::new();
    for ends in stages.windows(2) {
        let run = run_period(&ends[0], line, kinds, late)?;
        line = run.end.moved(&ends[0].grid, &ends[1].grid, false);
        runs.push(run);
    }
    Some((runs, line))
}

/// The line when a period begins, its counters already changed.
pub(super) fn start_of(stages: &[Stage], opening: (usize, usize), period: usize) -> Line {
    let mut line = Line::opening(&stages[0].grid, opening, false);
    for ends in stages[..=period].windows(2) {
        let chain = ends[0].line();
        let chain = LineChain {
            chain: &chain,
            saturated: false,
        };
        let end = chain.run(&line, ends[0].minutes, &[]).end;
        line = end.moved(&ends[0].grid, &ends[1].grid, false);
    }
    line
}

/// The measure of those who came in this period and still wait, by kind.
struct Cohort {
    chain: Chain,
    slot: Slot,
    now: Vec<f64>,
    next: Vec<f64>,
    end: Vec<f64>,
    spent: f64,
}

fn run_period(
    stage: &Stage,
    start: Line,
    kinds: &[Kind],
    late: &dyn Fn() -> bool,
) -> Option<PeriodRun> {
    let chain = stage.line();
    let pace = chain.jumps_per_minute;
    let window = PoissonWindow::above(pace * stage.minutes, NEGLIGIBLE);
    let tails = window.tails();
    let mut cohorts: Vec<Cohort> = kinds
        .iter()
        .map(|kind| {
            let empty = vec![0.0; stage.tagged_grid(kind.slot).len()];
            Cohort {
                chain: stage.tagged(kind.slot, kind.gives_up),
                slot: kind.slot,
                now: empty.clone(),
                next: empty.clone(),
                end: empty,
                spent: 0.0,
            }
        })
        .collect();
    let mut end = Line::empty(&stage.grid);
    let mut integral = end.clone();
    let line = LineChain {
        chain: &chain,
        saturated: false,
    };
    let mut stopped = false;
    line.jumps(&start, window.last(), |jump, line| {
        stopped = jump % tagged::JUMPS_BETWEEN_LOOKS == 0 && late();
        if stopped {
            return false;
        }
        let (weight, spell) = (window.weight(jump), tails[jump] / pace);
        integral.add(spell, line);
        if weight > 0.0 {
            end.add(weight, line);
        }
        let first_class = cohorts.iter().any(|cohort| cohort.slot == Slot::Over);
        let first_class = first_class.then(|| line.seen_by_first_class(&stage.grid));
        for cohort in &mut cohorts {
            cohort.spent += spell * cohort.now.iter().sum::<f64>();
            if weight > 0.0 {
                add(&mut cohort.end, weight, &cohort.now);
            }
            cohort.chain.forward(&cohort.now, &mut cohort.next);
            let arrivals = match (cohort.slot, &first_class) {
                (Slot::Over, Some(seen)) => seen,
                _ => &line.waiting,
            };
            add(&mut cohort.next, 1.0 / pace, arrivals);
            std::mem::swap(&mut cohort.now, &mut cohort.next);
        }
        true
    });
    (!stopped).then(|| PeriodRun {
        start,
        end,
        integral,
        cohorts: cohorts
            .into_iter()
            .map(|one| (one.spent, one.end))
            .collect(),
    })
}

/// Mean waits of one kind, in minutes: by period, and of the customers at the door by how many of their class are ahead.
#[derive(Clone, Debug, Default)]
pub(super) struct MeanWaits {
    pub periods: Vec<f64>,
    pub opening: Vec<f64>,
}

/// Mean waits of the kind at `place` among those the periods were run with; `None` when it got `late`.
pub(super) fn mean_waits(
    stages: &[Stage],
    runs: &[PeriodRun],
    kind: Kind,
    place: usize,
    opening: (usize, usize),
    late: &dyn Fn() -> bool,
) -> Option<MeanWaits> {
    let grid = |stage: &Stage| stage.tagged_grid(kind.slot);
    let closing = &stages[stages.len() - 1];
    let rates = closing.tagged_rates(kind.slot, kind.gives_up);
    let mut minutes = drain(&grid(closing), &rates, |_, _| 1.0, 0.0);
    let mut periods = vec![0.0; runs.len()];
    for (period, run) in runs.iter().enumerate().rev() {
        let (stage, next) = (&stages[period], &stages[period + 1]);
        let after = tagged::worth_before(&grid(stage), &grid(next), &minutes);
        let (spent, left) = &run.cohorts[place];
        periods[period] = (spent + tagged::dot(left, &after)) / stage.minutes;
        let chain = stage.tagged(kind.slot, kind.gives_up);
        minutes = tagged::minutes_to_wait(&chain, after, stage.minutes, late)?;
    }
    let first = grid(&stages[0]);
    let at_door = |ahead: usize| {
        let row = if kind.slot == Slot::Own { opening.0 } else { 0 };
        match first.settle(0, row, ahead, true) {
            super::grid::Moved::Waiting(cell) => minutes[cell],
            _ => 0.0,
        }
    };
    let waiting = if kind.slot == Slot::Own {
        opening.1
    } else {
        opening.0
    };
    Some(MeanWaits {
        periods,
        opening: (0..waiting).map(at_door).collect(),
    })
}
