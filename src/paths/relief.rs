//! The cheapest way to bring the rows of a cell inside their limits by its own side columns.

use super::prices::Prices;
use super::problem::PathProblem;

/// Most ways to relieve a cell that are tried before the best one seen is taken.
const TRIES: usize = 5_000;

/// Sums this close to a limit keep it.
const ROUNDING: f64 = 1e-6;

/// Most rows of a cell whose costs are remembered, and most that each may miss for that.
const PACKED_ROWS: usize = 16;
const PACKED_MAX: i64 = 255;

/// Rows and the side columns that relieve them.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// Rows of the problem.
    pub rows: Vec<usize>,
    /// Side columns of the problem.
    pub columns: Vec<usize>,
    how: How,
    /// What the unit of a linked side column can add: positions in `rows`, and how much.
    pub ways: Vec<Vec<(usize, f64)>>,
}

/// How the cheapest relief is found.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum How {
    /// One row, or none: the cheapest columns one after another.
    Fill,
    /// One column: between what its rows ask for.
    Between,
    /// Whole units that only add to rows with lower limits: by trying.
    Cover,
    /// Not worked out here.
    #[default]
    Unknown,
}

/// Cheapest relief of a cell: its cost, and the values of its columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Relief {
    /// Cost; with something on top where a limit is broken whatever the columns are.
    pub cost: f64,
    /// Values in the order of [`Cell::columns`].
    pub values: Vec<f64>,
}

impl Cell {
    /// Sees how the cheapest relief is found.
    pub fn look(&mut self, problem: &PathProblem) {
        self.how = self.how(problem);
    }

    /// What a unit of a way is worth at these prices.
    pub fn worth(&self, way: usize, prices: &Prices) -> f64 {
        let uses = self.ways[way].iter();
        uses.map(|&(at, by)| prices.0[self.rows[at]] * by).sum()
    }

    /// What stands for all sums that cost the same: none where costs are worked out as fast as remembered.
    pub fn key(&self, problem: &PathProblem, sums: &[f64]) -> Option<u128> {
        if self.how != How::Cover || self.rows.len() > PACKED_ROWS {
            return None;
        }
        let mut missing = self.missing(problem, sums);
        missing.try_fold(0, |key, missing| {
            (missing <= PACKED_MAX).then_some(key << 8 | missing as u128)
        })
    }

    /// The cheapest relief when rows have these sums without it; a limit broken whatever is done costs `broken`.
    pub fn relief(&self, problem: &PathProblem, sums: &[f64], broken: f64) -> Relief {
        match self.how {
            How::Fill => self.filled(problem, sums, broken),
            How::Between => self.between(problem, sums, broken),
            How::Cover => self.covered(problem, sums, broken),
            How::Unknown => Relief {
                cost: 0.0,
                values: vec![f64::NAN; self.columns.len()],
            },
        }
    }

    fn how(&self, problem: &PathProblem) -> How {
        let columns = || self.columns.iter().map(|&column| &problem.columns[column]);
        let rows = || self.rows.iter().map(|&row| &problem.rows[row]);
        if self.rows.len() <= 1 && columns().all(|column| column.cost >= 0.0 && column.lower == 0.0)
        {
            return How::Fill;
        }
        if self.columns.len() <= 1 {
            return How::Between;
        }
        let whole = |column: &super::SideColumn| {
            let ones = column
                .uses
                .iter()
                .all(|used| used.1 == 1.0 || !self.rows.contains(&used.0.0));
            column.integer && column.lower == 0.0 && column.cost >= 0.0 && ones
        };
        if rows().all(|row| row.upper == f64::INFINITY) && columns().all(whole) {
            return How::Cover;
        }
        How::Unknown
    }

    /// Whole units that each row misses.
    fn missing<'c>(
        &'c self,
        problem: &'c PathProblem,
        sums: &'c [f64],
    ) -> impl Iterator<Item = i64> + 'c {
        let rows = self.rows.iter().zip(sums);
        rows.map(|(&row, &sum)| (problem.rows[row].lower - sum - ROUNDING).ceil().max(0.0) as i64)
    }

    /// Whether a row is outside its limits.
    fn is_broken(&self, problem: &PathProblem, sums: &[f64]) -> bool {
        let mut rows = self.rows.iter().zip(sums);
        rows.any(|(&row, &sum)| {
            let row = &problem.rows[row];
            sum < row.lower - ROUNDING || sum > row.upper + ROUNDING
        })
    }

    fn filled(&self, problem: &PathProblem, sums: &[f64], broken: f64) -> Relief {
        let mut relief = Relief {
            cost: 0.0,
            values: vec![0.0; self.columns.len()],
        };
        let (Some(&row), Some(&sum)) = (self.rows.first(), sums.first()) else {
            return relief;
        };
        let limits = &problem.rows[row];
        let mut left = if sum < limits.lower - ROUNDING {
            limits.lower - sum
        } else if sum > limits.upper + ROUNDING {
            limits.upper - sum
        } else {
            return relief;
        };
        let in_row = |column: usize| {
            let uses = problem.columns[column]
                .uses
                .iter()
                .find(|used| used.0.0 == row);
            uses.map_or(0.0, |used| used.1)
        };
        while left.abs() > ROUNDING {
            let helps = self.columns.iter().enumerate().filter(|(at, column)| {
                in_row(**column) * left > 0.0
                    && relief.values[*at] < problem.columns[**column].upper - ROUNDING
            });
            let each = |column: usize| problem.columns[column].cost / in_row(column).abs();
            let Some((at, &column)) = helps.min_by(|a, b| each(*a.1).total_cmp(&each(*b.1))) else {
                relief.cost += broken * (1.0 + left.abs());
                return relief;
            };
            let (by, side) = (in_row(column), &problem.columns[column]);
            let wanted = left / by;
            let wanted = if side.integer {
                // However little is left, there is no half unit.
                (wanted - ROUNDING).ceil().max(1.0)
            } else {
                wanted
            };
            let taken = wanted.min(side.upper - relief.values[at]);
            relief.values[at] += taken;
            relief.cost += taken * side.cost;
            let rest = left - taken * by;
            left = if rest * left > 0.0 { rest } else { 0.0 };
        }
        relief
    }

    fn between(&self, problem: &PathProblem, sums: &[f64], broken: f64) -> Relief {
        let Some(&index) = self.columns.first() else {
            let cost = if self.is_broken(problem, sums) {
                broken
            } else {
                0.0
            };
            return Relief {
                cost,
                values: Vec::new(),
            };
        };
        let side = &problem.columns[index];
        let (mut least, mut most) = (side.lower, side.upper);
        for (&row, &sum) in self.rows.iter().zip(sums) {
            let limits = &problem.rows[row];
            let by: f64 = side
                .uses
                .iter()
                .filter(|used| used.0.0 == row)
                .map(|used| used.1)
                .sum();
            let (low, high) = (limits.lower - sum, limits.upper - sum);
            if by > 0.0 {
                (least, most) = (least.max(low / by), most.min(high / by));
            } else if by < 0.0 {
                (least, most) = (least.max(high / by), most.min(low / by));
            } else if low > ROUNDING || high < -ROUNDING {
                most = f64::NEG_INFINITY;
            }
        }
        if side.integer {
            (least, most) = ((least - ROUNDING).ceil(), (most + ROUNDING).floor());
        }
        if least > most + ROUNDING {
            return Relief {
                cost: broken,
                values: vec![side.lower.max(0.0).min(side.upper)],
            };
        }
        let value = if side.cost > 0.0 || !most.is_finite() {
            least
        } else {
            most
        };
        let value = if value.is_finite() { value } else { 0.0 };
        Relief {
            cost: value * side.cost,
            values: vec![value],
        }
    }

    fn covered(&self, problem: &PathProblem, sums: &[f64], broken: f64) -> Relief {
        let mut missing: Vec<i64> = self.missing(problem, sums).collect();
        let mut values = vec![0; self.columns.len()];
        let mut best: Option<(f64, Vec<i64>)> = None;
        let mut tries = 0;
        self.cover(
            problem,
            &mut missing,
            (0.0, &mut values),
            &mut best,
            &mut tries,
        );
        match best {
            Some((cost, values)) => Relief {
                cost,
                values: values.into_iter().map(|value| value as f64).collect(),
            },
            None => Relief {
                cost: broken * (1 + missing.iter().sum::<i64>()) as f64,
                values: vec![0.0; self.columns.len()],
            },
        }
    }

    /// Relieves the row that misses most in every way.
    fn cover(
        &self,
        problem: &PathProblem,
        missing: &mut Vec<i64>,
        (cost, values): (f64, &mut Vec<i64>),
        best: &mut Option<(f64, Vec<i64>)>,
        tries: &mut usize,
    ) {
        if best.as_ref().is_some_and(|best| cost >= best.0 - ROUNDING) {
            return;
        }
        let Some((at, _)) = missing
            .iter()
            .enumerate()
            .filter(|m| *m.1 > 0)
            .min_by_key(|m| *m.1)
        else {
            *best = Some((cost, values.clone()));
            return;
        };
        *tries += 1;
        if *tries > TRIES && best.is_some() {
            return;
        }
        let row = self.rows[at];
        for place in 0..self.columns.len() {
            let side = &problem.columns[self.columns[place]];
            if !side.uses.iter().any(|used| used.0.0 == row)
                || values[place] as f64 + 1.0 > side.upper + ROUNDING
            {
                continue;
            }
            let shift = |missing: &mut Vec<i64>, by: i64| {
                for (missing, row) in missing.iter_mut().zip(&self.rows) {
                    *missing -= by * i64::from(side.uses.iter().any(|used| used.0.0 == *row));
                }
            };
            shift(missing, 1);
            values[place] += 1;
            self.cover(problem, missing, (cost + side.cost, values), best, tries);
            values[place] -= 1;
            shift(missing, -1);
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    use super::super::cells::Cells;
    use super::super::links::Links;
    use super::super::problem::{PathProblem, SideColumn};

    /// Up to three rows with lower limits, or one with both; up to three columns in some of them.
    fn cell(dice: &mut ChaCha8Rng) -> PathProblem {
        let mut problem = PathProblem::default();
        let rows = dice.random_range(1..4);
        for _ in 0..rows {
            let lower = f64::from(dice.random_range(0..4));
            let upper = lower + f64::from(dice.random_range(0..4));
            problem.row("row", lower, if rows == 1 { upper } else { f64::INFINITY });
        }
        for _ in 0..dice.random_range(0..4) {
            let mut uses: Vec<_> = (0..rows)
                .map(|row| (super::super::RowIx(row), 1.0))
                .collect();
            uses.retain(|_| dice.random_range(0..3) > 0);
            if rows == 1 && dice.random_range(0..2) == 0 {
                uses.iter_mut().for_each(|used| used.1 = -1.0);
            }
            problem.column(SideColumn {
                lower: 0.0,
                upper: f64::from(dice.random_range(0..5)),
                cost: f64::from(dice.random_range(0..9)),
                integer: true,
                uses,
            });
        }
        problem
    }

    /// Least cost over all values of the columns.
    fn by_trying(problem: &PathProblem, sums: &[f64]) -> Option<f64> {
        let mut best = None;
        let count = problem.columns.len() as u32;
        for word in 0..5_usize.pow(count) {
            let value = |at: usize| (word / 5_usize.pow(at as u32) % 5) as f64;
            let mut sums = sums.to_vec();
            let mut cost = 0.0;
            for (at, column) in problem.columns.iter().enumerate() {
                cost += column.cost * value(at);
                column
                    .uses
                    .iter()
                    .for_each(|&(row, by)| sums[row.0] += by * value(at));
            }
            let mut columns = problem.columns.iter().enumerate();
            let mut rows = problem.rows.iter().zip(&sums);
            let holds = columns.all(|(at, column)| value(at) <= column.upper)
                && rows.all(|(row, &sum)| row.lower <= sum && sum <= row.upper);
            if holds && best.is_none_or(|best| cost < best) {
                best = Some(cost);
            }
        }
        best
    }

    #[test]
    fn the_cheapest_relief_is_that_of_trying_all() {
        let mut dice = ChaCha8Rng::seed_from_u64(1);
        let (mut relieved, mut broken) = (0, 0);
        for _ in 0..3_000 {
            let problem = cell(&mut dice);
            let keeps = vec![false; problem.rows.len()];
            let cells = Cells::of(&problem, &Links::of(&problem, &keeps), &keeps);
            let sums: Vec<f64> = problem
                .rows
                .iter()
                .map(|_| f64::from(dice.random_range(0..8)))
                .collect();
            let mut cost = 0.0;
            for (index, cell) in cells.cells.iter().enumerate() {
                let own: Vec<f64> = cell.rows.iter().map(|&row| sums[row]).collect();
                cost += cells.cost(&problem, index, &own);
                assert_eq!(
                    cells.cost(&problem, index, &own),
                    cells.relief(&problem, index, &own).cost
                );
            }
            match by_trying(&problem, &sums) {
                Some(least) => {
                    assert_eq!(cost, least, "{problem:?} at {sums:?}");
                    relieved += usize::from(least > 0.0);
                }
                None => {
                    assert!(cost >= 30.0, "{problem:?} at {sums:?}");
                    broken += 1;
                }
            }
        }
        assert!(relieved > 300 && broken > 300, "{relieved} and {broken}");
    }
}
