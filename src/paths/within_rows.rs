//! The cheapest path of one walker that keeps to the walker's own rows.
//!
//! The rows are first given prices (multipliers) of their own, which leaves a bound from below and, on the way, costs to go
//! from every node. What these do not settle is searched for, best first.

use super::best_first::Search;
use super::own_rows::OwnRows;
use super::prices::Prices;
use super::pricing::Priced;
use super::problem::Walker;

/// Changes of the multipliers before each search.
const STEPS: usize = 6;

/// What is kept of a walker between searches: multipliers of its own rows, and the path that was cheapest last.
#[derive(Clone, Debug, PartialEq)]
pub struct Multipliers {
    prices: Vec<f64>,
    path: Option<Vec<usize>>,
}

impl Multipliers {
    /// Price of each row.
    pub fn prices(&self) -> &[f64] {
        &self.prices
    }

    /// No price at all.
    pub fn none(own: &OwnRows) -> Multipliers {
        Multipliers {
            prices: vec![0.0; own.count()],
            path: None,
        }
    }
}

/// What a search found.
#[derive(Clone, Debug)]
pub struct Found {
    /// No path that keeps to the rows costs less.
    pub least: f64,
    /// Cheapest such path, when one was found.
    pub path: Option<Vec<usize>>,
    /// The walker at the multipliers; costs of its paths are those without what `offset` adds.
    pub priced: Priced,
    /// What the multipliers' right sides add to every path.
    pub offset: f64,
}

/// Searches; `cost` is what each choice costs by layer, infinity forbids one.
pub fn cheapest_within(
    walker: &Walker,
    own: &OwnRows,
    prices: &Prices,
    cost: &[Vec<f64>],
    multipliers: &mut Multipliers,
) -> Found {
    // The path that was cheapest last is still a path: none that costs more is of interest.
    let known = multipliers.path.as_ref();
    let limit = known.map_or(f64::INFINITY, |path| cost_of(walker, prices, cost, path));
    let mut best: Option<(f64, Vec<f64>, Priced)> = None;
    let mut at = multipliers.prices.clone();
    let mut share = 1.0;
    for _ in 0..STEPS {
        let (priced, offset) = priced_at(walker, own, prices, cost, &at);
        let bound = priced.least + offset;
        let path = priced.path(walker, &own.axis);
        let better = best.as_ref().is_none_or(|best| bound > best.0 + 1e-9);
        if best.is_some() {
            share *= if better { 1.0 } else { 0.5 };
        }
        let sums = path.as_ref().and_then(|path| own.sums(walker, path));
        let settled = |sums: &Vec<i64>| slopes(own, &at, sums).iter().all(|by| *by == 0.0);
        if sums.as_ref().is_some_and(settled) {
            multipliers.prices.clone_from(&at);
            multipliers.path.clone_from(&path);
            return Found {
                least: bound,
                path,
                priced,
                offset,
            };
        }
        if better {
            best = Some((bound, at.clone(), priced));
        }
        let (Some(sums), Some((bound, from, _))) = (sums, &best) else {
            break;
        };
        // The step starts at the best multipliers, so what is dear there counts.
        let slopes = slopes(own, from, &sums);
        let square = slopes.iter().map(|slope| slope * slope).sum::<f64>();
        if *bound >= limit - 1e-9 || square == 0.0 {
            break;
        }
        // To where the bound would meet the limit (Polyak 1969); without one, as far as choices differ.
        let rise = if limit.is_finite() {
            limit - bound
        } else {
            spread(cost)
        };
        let length = share * rise / square;
        at = from
            .iter()
            .zip(&slopes)
            .map(|(&price, slope)| {
                let moved = price + length * slope;
                // Prices do not pass nought: beyond it they stand for the other limit.
                if price * moved < 0.0 { 0.0 } else { moved }
            })
            .collect();
    }
    let Some((bound, at, priced)) = best else {
        let (priced, offset) = priced_at(walker, own, prices, cost, &at);
        return Found {
            least: priced.least,
            path: None,
            priced,
            offset,
        };
    };
    let offset = bound - priced.least;
    multipliers.prices.clone_from(&at);
    let mut search = Search::of(walker, (own, &at), &priced, cost, (offset, limit));
    let (least, path) = search.run();
    let path = path.or_else(|| multipliers.path.clone().filter(|_| limit.is_finite()));
    if path.is_some() {
        multipliers.path.clone_from(&path);
    }
    Found {
        least: least.max(bound),
        path,
        priced,
        offset,
    }
}

/// How much choices of one layer differ at most.
fn spread(cost: &[Vec<f64>]) -> f64 {
    let of_layer = |costs: &Vec<f64>| {
        let finite = costs.iter().copied().filter(|cost| cost.is_finite());
        let ends = (f64::INFINITY, f64::NEG_INFINITY);
        let (least, most) = finite.fold(ends, |(least, most), cost| {
            (cost.min(least), cost.max(most))
        });
        most - least
    };
    cost.iter().map(of_layer).fold(1.0, f64::max)
}

/// How much the bound rises with each multiplier: limit less sum, nought where the row is kept and has no price.
fn slopes(own: &OwnRows, at: &[f64], sums: &[i64]) -> Vec<f64> {
    let axis_row = own.axis_row.map(|row| own.rows[row].row);
    let rows = own.rows.iter().zip(at).zip(sums);
    rows.map(|((row, &price), &sum)| {
        // Upper limits have prices below nought, lower limits above.
        let by = match () {
            () if Some(row.row) == axis_row => 0,
            () if price < 0.0 || (price == 0.0 && sum > row.upper) => row.upper - sum,
            () if price > 0.0 || sum < row.lower => row.lower - sum,
            () => 0,
        };
        by as f64
    })
    .collect()
}

/// What a path costs; infinite when it is forbidden.
fn cost_of(walker: &Walker, prices: &Prices, cost: &[Vec<f64>], taken: &[usize]) -> f64 {
    let graph = &walker.graph;
    let (mut node, mut all) = (0, 0.0);
    for (layer, &choice) in taken.iter().enumerate() {
        let class = walker.choices[layer][choice].class;
        let arcs = &graph.layers[layer];
        let Some(arc) = graph
            .leaving(layer, node)
            .map(|arc| &arcs[arc])
            .find(|arc| arc.class == class)
        else {
            return f64::INFINITY;
        };
        all += cost[layer][choice] + arc.cost as f64 - prices.worth(&arc.uses);
        node = arc.to;
    }
    all + graph.end_cost[node] as f64
}

/// The walker at the multipliers, and what their right sides add to every path.
fn priced_at(
    walker: &Walker,
    own: &OwnRows,
    prices: &Prices,
    cost: &[Vec<f64>],
    at: &[f64],
) -> (Priced, f64) {
    let mut prices = prices.clone();
    let mut offset = 0.0;
    for (row, &price) in own.rows.iter().zip(at) {
        prices.0[row.row.0] = price;
        if price > 0.0 {
            offset += price * row.lower as f64;
        } else if price < 0.0 {
            offset += price * row.upper as f64;
        }
    }
    let cost = cost
        .iter()
        .enumerate()
        .map(|(layer, costs)| {
            let choices = costs.iter().enumerate();
            choices
                .map(|(choice, cost)| {
                    let adds = own.of_choice(layer, choice).iter().zip(at);
                    cost - adds.map(|(&by, price)| by as f64 * price).sum::<f64>()
                })
                .collect()
        })
        .collect();
    (Priced::at(walker, &own.axis, &prices, cost), offset)
}

#[cfg(test)]
mod tests {
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    use super::super::pricer::Pricer;
    use super::super::prices::Prices;
    use super::super::problem::{Choice, PathProblem, RowIx, Walker};
    use super::super::{Arc, Graph};

    const LAYERS: usize = 6;

    /// Four choices a layer, three of them counted, with limits on every count and on their minutes; a shared row a layer.
    fn problem(dice: &mut ChaCha8Rng) -> PathProblem {
        let mut problem = PathProblem::default();
        let minutes = problem.row("minutes", 0.0, f64::from(dice.random_range(12..30)));
        let counts: Vec<RowIx> = (0..3)
            .map(|_| {
                let lower = dice.random_range(0..2);
                let upper = lower + dice.random_range(0..3);
                problem.row("count", f64::from(lower), f64::from(upper))
            })
            .collect();
        let shared: Vec<RowIx> = (0..LAYERS)
            .map(|_| problem.row("shared", 0.0, 1.0))
            .collect();
        let choices = (0..LAYERS).map(|layer| {
            let free = Choice {
                class: 0,
                cost: 0,
                uses: Vec::new(),
            };
            let duty = |(kind, &count): (usize, &RowIx)| Choice {
                class: 0,
                cost: kind as i64 - 2,
                uses: vec![
                    (minutes, 4.0 + kind as f64),
                    (count, 1.0),
                    (shared[layer], 1.0),
                ],
            };
            let duties = counts.iter().enumerate().map(duty);
            std::iter::once(free).chain(duties).collect()
        });
        let choices = choices.collect();
        let arc = Arc {
            from: 0,
            to: 0,
            class: 0,
            cost: 0,
            uses: Vec::new(),
        };
        let graph = Graph {
            nodes: vec![1; LAYERS + 1],
            layers: vec![vec![arc]; LAYERS],
            end_cost: vec![0],
        };
        // Somebody else makes the shared rows shared.
        let other = Walker {
            choices: (0..LAYERS)
                .map(|layer| {
                    let uses = vec![(shared[layer], 1.0)];
                    vec![Choice {
                        class: 0,
                        cost: 0,
                        uses,
                    }]
                })
                .collect(),
            graph: graph.clone(),
        };
        problem.walkers = vec![Walker { choices, graph }, other];
        problem
    }

    /// Least cost of a lawful path at prices, by trying all.
    fn by_trying(problem: &PathProblem, prices: &Prices, allowed: &[Vec<bool>]) -> f64 {
        let walker = &problem.walkers[0];
        let mut least = f64::INFINITY;
        for word in 0..4_usize.pow(LAYERS as u32) {
            let taken: Vec<usize> = (0..LAYERS)
                .map(|layer| word / 4_usize.pow(layer as u32) % 4)
                .collect();
            let chosen = || taken.iter().zip(&walker.choices).map(|(&c, all)| &all[c]);
            let lawful = problem
                .rows
                .iter()
                .take(4)
                .enumerate()
                .all(|(row, limits)| {
                    let uses = chosen().flat_map(|choice| &choice.uses);
                    let sum: f64 = uses.filter(|used| used.0.0 == row).map(|used| used.1).sum();
                    limits.lower <= sum && sum <= limits.upper
                });
            if lawful && taken.iter().zip(allowed).all(|(&choice, may)| may[choice]) {
                let cost = |choice: &Choice| choice.cost as f64 - prices.worth(&choice.uses);
                least = least.min(chosen().map(cost).sum());
            }
        }
        least
    }

    /// One pricer is asked again and again, as prices rise and fall and choices are forbidden.
    #[test]
    fn what_was_cheapest_before_never_hides_what_is_cheapest_now() {
        let mut dice = ChaCha8Rng::seed_from_u64(4);
        let mut none = 0;
        for _ in 0..20 {
            let problem = problem(&mut dice);
            let mut pricer = Pricer::of(&problem);
            assert!(pricer.keeps[..4].iter().all(|kept| *kept));
            for asked in 0..12 {
                let mut prices = Prices::none(&problem);
                for layer in 0..LAYERS {
                    prices.0[4 + layer] = f64::from(dice.random_range(-40..160_i32)) / 4.0;
                }
                let may = |dice: &mut ChaCha8Rng| asked % 3 < 2 || dice.random_range(0..4) > 0;
                let allowed: Vec<Vec<bool>> = (0..LAYERS)
                    .map(|_| (0..4).map(|_| may(&mut dice)).collect())
                    .collect();
                let expected = by_trying(&problem, &prices, &allowed);
                let found =
                    pricer.walker(&problem, &prices, 0, |layer, choice| allowed[layer][choice]);
                assert_eq!(found.path.is_some(), expected.is_finite());
                if let Some(path) = &found.path {
                    assert!(
                        (found.least - expected).abs() < 1e-6,
                        "{} {expected}",
                        found.least
                    );
                    let choices = path.iter().zip(&problem.walkers[0].choices);
                    let cost = choices.map(|(&choice, all)| {
                        all[choice].cost as f64 - prices.worth(&all[choice].uses)
                    });
                    assert!((cost.sum::<f64>() - expected).abs() < 1e-6);
                } else {
                    none += 1;
                }
            }
        }
        assert!(none > 0 && none < 120, "{none}");
    }
}
