//! Prices of rows, and the bound that any prices give.
//!
//! Relaxing every row at a price leaves each walker a cheapest path and each side column its better end (Lagrange,
//! see Geoffrion 1974). Whatever the prices, the sum of these never exceeds the cost of a solution.

use super::problem::{ColumnIx, PathProblem, RowIx, SideColumn};

/// One price per row: what one unit more on its right side is held to cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Prices(pub Vec<f64>);

impl Prices {
    /// No price at all.
    pub fn none(problem: &PathProblem) -> Prices {
        Prices(vec![0.0; problem.rows.len()])
    }

    /// Prices brought to where they can give a bound: one-sided rows pull one way only, and no column that may grow
    /// without end is worth more than it costs.
    pub fn clipped(problem: &PathProblem, mut prices: Vec<f64>) -> Prices {
        for (price, row) in prices.iter_mut().zip(&problem.rows) {
            if !price.is_finite() {
                *price = 0.0;
            }
            if row.lower == f64::NEG_INFINITY {
                *price = price.min(0.0);
            }
            if row.upper == f64::INFINITY {
                *price = price.max(0.0);
            }
        }
        for column in &problem.columns {
            if column.upper == f64::INFINITY
                && let [(row, by)] = column.uses[..]
            {
                let limit = column.cost / by;
                let price = &mut prices[row.0];
                *price = if by > 0.0 {
                    price.min(limit)
                } else {
                    price.max(limit)
                };
            }
        }
        Prices(prices)
    }

    /// Prices between these and others, `share` of the way.
    pub fn towards(&self, others: &Prices, share: f64) -> Prices {
        let pairs = self.0.iter().zip(&others.0);
        Prices(
            pairs
                .map(|(own, other)| own + share * (other - own))
                .collect(),
        )
    }

    /// What a list of uses is worth.
    pub fn worth(&self, uses: &[(RowIx, f64)]) -> f64 {
        uses.iter().map(|&(row, by)| self.0[row.0] * by).sum()
    }

    /// What one unit of a side column costs beyond what it is worth.
    pub fn column_cost(&self, column: &SideColumn) -> f64 {
        column.cost - self.worth(&column.uses)
    }

    /// The part of the bound that no walker decides: constant, right sides, side columns at their better ends.
    ///
    /// Side columns named in `within` lie between other limits than their own.
    pub fn fixed_part(&self, problem: &PathProblem, within: &[(ColumnIx, f64, f64)]) -> f64 {
        let rows = problem.rows.iter().zip(&self.0);
        let right_sides: f64 = rows
            .map(|(row, &price)| match price {
                p if p > 0.0 => p * row.lower,
                p if p < 0.0 => p * row.upper,
                _ => 0.0,
            })
            .sum();
        let at_end = |cost: f64, lower: f64, upper: f64| match cost {
            0.0 => 0.0,
            cost if cost < 0.0 => cost * upper,
            cost => cost * lower,
        };
        let sides = problem.columns.iter();
        let sides = sides.map(|side| at_end(self.column_cost(side), side.lower, side.upper));
        let otherwise = within.iter().map(|&(column, lower, upper)| {
            let side = &problem.columns[column.0];
            let cost = self.column_cost(side);
            at_end(cost, lower, upper) - at_end(cost, side.lower, side.upper)
        });
        problem.constant as f64 + right_sides + sides.sum::<f64>() + otherwise.sum::<f64>()
    }
}
