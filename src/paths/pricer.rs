//! All walkers at given prices: the bound these prices give, and everybody's best path.

use super::axis::Axis;
use super::master::Path;
use super::own_rows::OwnRows;
use super::prices::Prices;
use super::pricing::Priced;
use super::problem::{ColumnIx, PathProblem, RowIx, Walker};
use super::within_rows::{Found, Multipliers, cheapest_within};

/// Keeps what pricing needs of every walker from round to round.
#[derive(Clone, Debug)]
pub struct Pricer {
    own: Vec<OwnRows>,
    /// For each row, whether the pricing keeps it and nobody else needs to.
    pub keeps: Vec<bool>,
    multipliers: Vec<Multipliers>,
    /// Threads that price walkers side by side.
    pub threads: usize,
}

/// A walker to be priced.
struct Asked<'a> {
    walker: &'a Walker,
    own: &'a OwnRows,
    multipliers: &'a mut Multipliers,
    found: Option<Found>,
}

impl Pricer {
    /// Looks at every walker's own rows.
    pub fn of(problem: &PathProblem) -> Pricer {
        let (own, keeps) = OwnRows::of(problem);
        Pricer {
            multipliers: own.iter().map(Multipliers::none).collect(),
            own,
            keeps,
            threads: 1,
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
        let kept = self.own.iter().zip(&mut self.multipliers);
        let walkers = problem.walkers.iter().zip(kept);
        let mut jobs: Vec<Asked<'_>> = walkers
            .map(|(walker, (own, multipliers))| Asked {
                walker,
                own,
                multipliers,
                found: None,
            })
            .collect();
        let ask = |jobs: &mut [Asked<'_>]| {
            for job in jobs {
                let kept = (job.own, &mut *job.multipliers);
                job.found = Some(cheapest(job.walker, kept, prices, |_, _| true));
            }
        };
        if self.threads < 2 {
            ask(&mut jobs);
        } else {
            let each = jobs.len().div_ceil(self.threads).max(1);
            std::thread::scope(|scope| {
                for jobs in jobs.chunks_mut(each) {
                    scope.spawn(|| ask(jobs));
                }
            });
        }
        let walkers: Vec<Found> = jobs.into_iter().filter_map(|job| job.found).collect();
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
        let kept = (&self.own[index], &mut self.multipliers[index]);
        cheapest(&problem.walkers[index], kept, prices, allowed)
    }
}

impl Pricer {
    /// What one more unit in each of a walker's own rows is worth where its cheapest path was found.
    pub fn own_prices(
        &self,
        problem: &PathProblem,
        walker: usize,
        found: &Found,
    ) -> Vec<(RowIx, f64)> {
        let own = &self.own[walker];
        let rows = own.rows.iter().map(|row| row.row);
        let mut prices: Vec<(RowIx, f64)> = rows
            .zip(self.multipliers[walker].prices().iter().copied())
            .collect();
        if let (Some(axis), Some(path)) = (own.axis_row, &found.path) {
            prices[axis].1 = -self.slope(problem, walker, (axis, path), found);
        }
        prices
    }

    /// What one more unit in the row of the axis costs along a path: the middle of its slopes at the cuts.
    fn slope(
        &self,
        problem: &PathProblem,
        walker: usize,
        (row, path): (usize, &[usize]),
        found: &Found,
    ) -> f64 {
        let own = &self.own[walker];
        let row = own.rows[row].row;
        let at = |&cut: &usize| -> Option<f64> {
            let (node, uses) = Path::follow(&problem.walkers[walker], path.get(..cut)?)?;
            let sum: f64 = uses
                .iter()
                .filter(|used| used.0 == row)
                .map(|used| used.1)
                .sum();
            let level = own.axis.level(sum.round() as i64);
            let way = |level| found.priced.to_go(&own.axis, cut, node, level);
            let steps = [way(level + 1) - way(level), way(level) - way(level - 1)];
            let known = steps.into_iter().filter(|step| step.is_finite());
            let count = known.clone().count();
            (count > 0).then(|| known.sum::<f64>() / count as f64)
        };
        let mut slopes: Vec<f64> = problem.cuts.iter().filter_map(at).collect();
        slopes.sort_by(f64::total_cmp);
        let middle = slopes.get(slopes.len() / 2);
        middle.map_or(0.0, |slope| slope / own.axis.unit() as f64)
    }

    /// Cheapest ways on from every node, by layer, with a walker's own rows at prices instead of limits.
    pub fn ways_on(
        &self,
        problem: &PathProblem,
        prices: &Prices,
        walker: usize,
        own: &[(RowIx, f64)],
    ) -> Vec<Vec<f64>> {
        let walker = &problem.walkers[walker];
        let mut all = prices.clone();
        own.iter().for_each(|&(row, price)| all.0[row.0] = price);
        let cost = |choice: &super::Choice| choice.cost as f64 - all.worth(&choice.uses);
        let costs = walker.choices.iter();
        let costs = costs
            .map(|choices| choices.iter().map(cost).collect())
            .collect();
        let axis = Axis::of(walker, None).unwrap_or_default();
        let plain = Priced::at(walker, &axis, &all, costs);
        let nodes = walker.graph.nodes.iter().enumerate();
        nodes
            .map(|(layer, &count)| {
                (0..count)
                    .map(|node| plain.to_go(&axis, layer, node, 0))
                    .collect()
            })
            .collect()
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

/// The cheapest path of a walker who may take only some choices.
fn cheapest(
    walker: &Walker,
    (own, multipliers): (&OwnRows, &mut Multipliers),
    prices: &Prices,
    allowed: impl Fn(usize, usize) -> bool,
) -> Found {
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
    if own.is_exact_in_axis() {
        return plain(walker, &own.axis, prices, cost);
    }
    cheapest_within(walker, own, prices, &cost, multipliers)
}
