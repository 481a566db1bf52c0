//! All walkers at given prices: the bound these prices give, and everybody's best path.

use super::axis::Axis;
use super::own_rows::OwnRows;
use super::prices::Prices;
use super::pricing::Priced;
use super::problem::{ColumnIx, PathProblem, Walker};
use super::within_rows::{Found, Multipliers, cheapest_within};

/// Keeps what pricing needs of every walker from round to round.
#[derive(Clone, Debug)]
pub struct Pricer {
    own: Vec<OwnRows>,
    /// For each row, whether the pricing keeps it and nobody else needs to.
    pub keeps: Vec<bool>,
    multipliers: Vec<Multipliers>,
}

impl Pricer {
    /// Looks at every walker's own rows.
    pub fn of(problem: &PathProblem) -> Pricer {
        let (own, keeps) = OwnRows::of(problem);
        Pricer {
            multipliers: own.iter().map(Multipliers::none).collect(),
            own,
            keeps,
        }
    }

    /// Levels of a walker's states.
    pub fn axis(&self, walker: usize) -> &Axis {
        &self.own[walker].axis
    }

    /// Prices every walker: the bound (minus infinity when these prices give none), and what was found of each.
    ///
    /// The bound speaks of solutions `within` limits of some side columns.
    pub fn price(
        &mut self,
        problem: &PathProblem,
        within: &[(ColumnIx, f64, f64)],
        prices: &Prices,
    ) -> (f64, Vec<Found>) {
        let walkers: Vec<Found> = (0..problem.walkers.len())
            .map(|walker| self.walker(problem, prices, walker, |_, _| true))
            .collect();
        let paths: f64 = walkers.iter().map(|found| found.least).sum();
        (prices.fixed_part(problem, within) + paths, walkers)
    }

    /// Prices one walker who may take only some choices.
    pub fn walker(
        &mut self,
        problem: &PathProblem,
        prices: &Prices,
        index: usize,
        allowed: impl Fn(usize, usize) -> bool,
    ) -> Found {
        let walker = &problem.walkers[index];
        let cost: Vec<Vec<f64>> = walker
            .choices
            .iter()
            .enumerate()
            .map(|(layer, choices)| {
                let cost = |(choice, c): (usize, &super::Choice)| {
                    if allowed(layer, choice) {
                        c.cost as f64 - prices.worth(&c.uses)
                    } else {
                        f64::INFINITY
                    }
                };
                choices.iter().enumerate().map(cost).collect()
            })
            .collect();
        if self.own[index].is_exact_in_axis() {
            return plain(walker, &self.own[index].axis, prices, cost);
        }
        let multipliers = &mut self.multipliers[index];
        cheapest_within(walker, &self.own[index], prices, &cost, multipliers)
    }
}

/// A walker whose axis says it all.
fn plain(walker: &Walker, axis: &Axis, prices: &Prices, cost: Vec<Vec<f64>>) -> Found {
    let priced = Priced::at(walker, axis, prices, cost);
    Found {
        least: priced.least,
        path: priced.path(walker, axis),
        priced,
        offset: 0.0,
    }
}
