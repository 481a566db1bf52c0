//! Prices without a master program: the bound that prices give is climbed along what rows miss.
//!
//! Long problems have masters of thousands of dense rows, whose every solve takes fifty times longer than asking all
//! walkers. Here walkers are asked hundreds of times instead (subgradients: steps of Polyak 1969, deflected after Camerini,
//! Fratta and Maffioli 1975; means of the prices on the way, after Barahona and Anbil 2000). What makes the climb smooth is
//! that prices stay where side columns neither gain nor lose: a row that only links walkers to side columns of its own gets
//! the price these columns make it worth, and no side column earns more than it costs.

use std::time::Instant;

use super::engine::{Run, Teller};
use super::flows::Stage;
use super::generation::Generated;
use super::links::{Link, Links};
use super::master::Path;
use super::pricer::Pricer;
use super::prices::Prices;
use super::problem::{PathProblem, RowIx};
use super::within_rows::Found;

/// How much of the direction before goes into the next one.
const KEPT: f64 = 0.95;

/// Steps without progress after which they get shorter, by how much, and when they are too short to go on.
const PATIENCE: usize = 20;
const SHORTER: f64 = 0.75;
const SHORTEST: f64 = 4e-3;

/// Part of the bound that counts as progress.
const PROGRESS: f64 = 1e-4;

/// How far above the bound the optimum is guessed to lie.
const GUESS: f64 = 0.05;

/// Part of the limits that a climb may use.
const SHARE: f64 = 0.35;

/// Part of each step's prices in the mean, and steps between two looks at the mean.
const IN_MEAN: f64 = 0.05;
const MEAN_EVERY: usize = 10;

/// Passes over side columns that earn too much, and shifts of each.
const PASSES: usize = 2;
const SHIFTS: usize = 4;

/// Work of asking one walker, in steps of a linear program.
const WORK: u64 = 2;

/// Rounding must not leave a column that may grow without end a little too cheap.
const ROUNDING: f64 = 1e-7;

/// How the prices of a problem hang together.
#[derive(Debug)]
pub(super) struct Ascent<'p> {
    problem: &'p PathProblem,
    links: Links,
    /// Side columns in no link.
    others: Vec<usize>,
    /// Whether a row's price is moved.
    steered: Vec<bool>,
}

/// Climbs until steps are too short or a limit is reached; `None` when prices give no bound at all.
pub(super) fn climb(
    run: &Run<'_>,
    pricer: &mut Pricer,
    teller: &mut Teller<'_>,
) -> Option<Generated> {
    let problem = run.problem;
    let ascent = Ascent::of(problem, &pricer.keeps);
    pricer.threads = run.limits.threads.max(1) as usize;
    let share = run.left().share(SHARE);
    let began = run.with(|known| known.work);
    let over = || {
        let late = |deadline| Instant::now() >= deadline;
        let spent = run.with(|known| known.work) - began;
        run.over()
            || share.deadline.is_some_and(late)
            || share.work.is_some_and(|work| spent >= work)
    };
    let mut ask = |prices: &Prices| {
        run.with(|known| known.work += WORK * problem.walkers.len() as u64);
        let (bound, priced) = pricer.price(problem, &[], prices);
        run.raise(bound);
        (bound, priced)
    };
    let mut at = ascent.brought_in(vec![0.0; problem.rows.len()]);
    let (mut bound, mut priced) = ask(&at);
    if !bound.is_finite() {
        pricer.threads = 1;
        return None;
    }
    let mut best = (bound, at.clone());
    let mut mean = at.0.clone();
    let mut direction = ascent.missing(&at, &priced);
    let (mut factor, mut in_vain, mut steps) = (1.0, 0, 0);
    while factor > SHORTEST && !over() {
        steps += 1;
        let missing = ascent.missing(&at, &priced);
        for (kept, missing) in direction.iter_mut().zip(&missing) {
            *kept = KEPT * *kept + (1.0 - KEPT) * missing;
        }
        let length: f64 = direction.iter().map(|by| by * by).sum();
        if length < ROUNDING {
            break;
        }
        let guess = best.0 + (GUESS * best.0.abs()).max(1.0);
        let cost = run.with(|known| known.best.as_ref().map_or(guess, |best| best.cost));
        let step = factor * (guess.min(cost) - bound).max(0.0) / length;
        let moved =
            at.0.iter()
                .zip(&direction)
                .map(|(price, by)| price + step * by);
        at = ascent.brought_in(moved.collect());
        (bound, priced) = ask(&at);
        if !bound.is_finite() {
            factor *= SHORTER;
            direction.fill(0.0);
            at = best.1.clone();
            (bound, priced) = ask(&at);
        }
        in_vain += 1;
        if bound > best.0 + PROGRESS * best.0.abs() {
            in_vain = 0;
        }
        if bound > best.0 {
            best = (bound, at.clone());
        }
        for (mean, price) in mean.iter_mut().zip(&at.0) {
            *mean += IN_MEAN * (price - *mean);
        }
        if steps % MEAN_EVERY == 0 {
            let middle = ascent.brought_in(mean.clone());
            let (bound, _) = ask(&middle);
            if bound > best.0 {
                best = (bound, middle);
            }
            teller.tell(run, Stage::Prices);
        }
        if in_vain >= PATIENCE {
            factor *= SHORTER;
            in_vain = 0;
        }
    }
    // Asked once more, so that multipliers are those of these prices.
    let (bound, priced) = ask(&best.1);
    run.price(bound, &best.1);
    pricer.threads = 1;
    teller.tell(run, Stage::Prices);
    Some(Generated {
        bound,
        prices: best.1,
        priced,
        sums: Vec::new(),
        work: 0,
    })
}

impl<'p> Ascent<'p> {
    pub fn of(problem: &'p PathProblem, keeps: &[bool]) -> Ascent<'p> {
        let links = Links::of(problem, keeps);
        // Sums of side columns follow from the others.
        let of_sums = problem.rows_of_sums();
        let steered = |row: usize| !keeps[row] && !of_sums[row] && links.of_row[row].is_none();
        let steered = (0..problem.rows.len()).map(steered).collect();
        let others = (0..problem.columns.len()).filter(|&column| !links.is_linked(column));
        Ascent {
            problem,
            others: others.collect(),
            links,
            steered,
        }
    }

    /// The column of a link that one walker more would use, and what that is worth.
    fn dearest(&self, link: &Link, prices: &[f64]) -> (usize, f64) {
        let worth = |&index: &usize| {
            let column = &self.problem.columns[index];
            let (mut worth, mut each) = (-column.cost, 1.0);
            for &(RowIx(row), by) in &column.uses {
                if row == link.row {
                    each = -by;
                } else {
                    worth += prices[row] * by;
                }
            }
            (index, worth / each)
        };
        let all = link.columns.iter().map(worth);
        all.fold((0, f64::NEG_INFINITY), |best, next| {
            if next.1 > best.1 { next } else { best }
        })
    }

    /// The nearest prices, roughly, at which side columns earn no more than they cost.
    pub fn brought_in(&self, prices: Vec<f64>) -> Prices {
        let Prices(mut prices) = Prices::clipped(self.problem, prices);
        for _ in 0..PASSES {
            for &column in &self.others {
                for _ in 0..SHIFTS {
                    if !self.shift(column, &mut prices) {
                        break;
                    }
                }
            }
        }
        for &column in &self.others {
            self.shrink(column, &mut prices);
        }
        for link in &self.links.links {
            let (_, worth) = self.dearest(link, &prices);
            prices[link.row] = worth + ROUNDING * (1.0 + worth.abs());
        }
        Prices(prices)
    }

    /// What a side column earns in steered rows, what it must not exceed, and the squares of its uses there.
    fn earns(&self, column: usize, prices: &[f64]) -> (f64, f64, f64) {
        let column = &self.problem.columns[column];
        let (mut gain, mut most, mut squares) = (0.0, column.cost, 0.0);
        for &(RowIx(row), by) in &column.uses {
            let worth = prices[row] * by;
            if worth > 0.0 && self.steered[row] {
                gain += worth;
                squares += by * by;
            } else {
                most -= worth;
            }
        }
        (
            gain,
            if column.upper > 0.0 {
                most.max(0.0)
            } else {
                f64::INFINITY
            },
            squares,
        )
    }

    /// Shifts the prices that a column earns too much by, each by the same; whether any was shifted.
    fn shift(&self, column: usize, prices: &mut [f64]) -> bool {
        let (gain, most, squares) = self.earns(column, prices);
        if gain <= most + ROUNDING {
            return false;
        }
        for &(RowIx(row), by) in &self.problem.columns[column].uses {
            if prices[row] * by > 0.0 && self.steered[row] {
                let shifted = prices[row] - (gain - most) / squares * by;
                prices[row] = if shifted * by > 0.0 { shifted } else { 0.0 };
            }
        }
        true
    }

    /// Shrinks the prices that a column still earns too much by.
    fn shrink(&self, column: usize, prices: &mut [f64]) {
        let (gain, most, _) = self.earns(column, prices);
        if gain > most {
            for &(RowIx(row), by) in &self.problem.columns[column].uses {
                if prices[row] * by > 0.0 && self.steered[row] {
                    prices[row] *= most / gain * (1.0 - ROUNDING);
                }
            }
        }
    }

    /// What each steered row misses (above nought) or has too much of, at what is cheapest at these prices.
    fn missing(&self, prices: &Prices, priced: &[Found]) -> Vec<f64> {
        let problem = self.problem;
        let mut used = vec![0.0; problem.rows.len()];
        let mut add = |uses: &[(RowIx, f64)], times: f64| {
            uses.iter().for_each(|&(row, by)| used[row.0] += by * times);
        };
        let mut takers = vec![0.0; problem.rows.len()];
        for (walker, found) in priced.iter().enumerate() {
            let path = found.path.clone();
            if let Some(path) = path.and_then(|taken| Path::of(problem, walker, taken)) {
                add(&path.uses, 1.0);
                path.uses.iter().for_each(|&(row, by)| takers[row.0] += by);
            }
        }
        for link in self
            .links
            .links
            .iter()
            .filter(|link| takers[link.row] != 0.0)
        {
            let (column, _) = self.dearest(link, &prices.0);
            let uses = &problem.columns[column].uses;
            add(uses, takers[link.row] / self.links.each[column]);
        }
        for &index in &self.others {
            let column = &problem.columns[index];
            let gains = prices.column_cost(column) < -ROUNDING && column.upper.is_finite();
            let value = if gains { column.upper } else { column.lower };
            if value != 0.0 && value.is_finite() {
                add(&column.uses, value);
            }
        }
        let rows = problem.rows.iter().zip(&used).zip(&prices.0);
        let missing = rows.map(|((row, &used), &price)| match () {
            () if used < row.lower || (price > 0.0 && row.lower.is_finite()) => row.lower - used,
            () if used > row.upper || (price < 0.0 && row.upper.is_finite()) => row.upper - used,
            () => 0.0,
        });
        let steered = missing.zip(&self.steered);
        steered
            .map(|(by, &steered)| if steered { by } else { 0.0 })
            .collect()
    }
}
