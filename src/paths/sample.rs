//! Random problems in stretches, for tests.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::problem::{Choice, PathProblem, RowIx, SideColumn, Walker};
use super::{Arc, Graph};
use crate::milp::Limits;

/// Layers of each stretch, and stretches.
const STRETCH: usize = 3;
const STRETCHES: usize = 3;

/// Walkers who are free (0), or work short (1) or long (2), never three layers in a row; heads are wanted in every
/// layer; each walker may work so much in all and must rest (on arcs) so often; together they may start so often.
pub fn problem(seed: u64) -> PathProblem {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let depth = STRETCH * STRETCHES;
    let mut problem = PathProblem {
        cuts: (1..STRETCHES).map(|at| at * STRETCH).collect(),
        constant: 100,
        ..PathProblem::default()
    };
    let side = |cost: i64, uses| SideColumn {
        lower: 0.0,
        upper: f64::INFINITY,
        cost: cost as f64,
        integer: true,
        uses,
    };
    let mut wanted = Vec::new();
    for _ in 0..depth {
        let heads = f64::from(dice.random_range(1..4));
        let row = problem.row("heads", heads, f64::INFINITY);
        problem.column(side(dice.random_range(20..60), vec![(row, 1.0)]));
        wanted.push(row);
    }
    let starts = problem.row(
        "starts",
        f64::NEG_INFINITY,
        f64::from(dice.random_range(2..6)),
    );
    problem.column(side(dice.random_range(5..30), vec![(starts, -1.0)]));
    for _ in 0..4 {
        let most = f64::from(dice.random_range(10..25));
        let sum = problem.row("sum", most - 9.0, most);
        let rests = problem.row("rests", f64::from(dice.random_range(1..4)), f64::INFINITY);
        let mut choices = Vec::new();
        let mut layers = Vec::new();
        for (layer, &heads) in wanted.iter().enumerate() {
            let mut work = |length: f64| Choice {
                class: 1,
                cost: dice.random_range(0..15),
                uses: vec![(sum, length), (heads, length / 3.0)],
            };
            let free = Choice {
                class: 0,
                cost: 0,
                uses: Vec::new(),
            };
            choices.push(vec![free, work(3.0), work(6.0)]);
            let arc = |from, to, class, uses| Arc {
                from,
                to,
                class,
                cost: 0,
                uses,
            };
            // Nodes: layers worked in a row. A rest after work counts; so does a start after rest.
            let arcs = vec![
                arc(0, 0, 0, Vec::new()),
                arc(0, 1, 1, vec![(starts, 1.0)]),
                arc(1, 0, 0, vec![(rests, 1.0)]),
                arc(1, 2, 1, Vec::new()),
                arc(2, 0, 0, vec![(rests, 1.0)]),
            ];
            let reached = [1, 2, 3][layer.min(2)];
            layers.push(arcs.into_iter().filter(|arc| arc.from < reached).collect());
        }
        let nodes = (0..=depth).map(|layer| [1, 2, 3][layer.min(2)]).collect();
        problem.walkers.push(Walker {
            choices,
            graph: Graph {
                nodes,
                layers,
                end_cost: vec![0; 3],
            },
        });
    }
    problem
}

/// [`problem`] with two halves of each layer to be filled instead of heads: short work fills one of them, long work both, or
/// one of them twice; who is missing in both halves costs less than two who are missing in one.
pub fn with_links(seed: u64) -> PathProblem {
    let mut problem = problem(seed);
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let side = |cost: i64, uses: Vec<(RowIx, f64)>| SideColumn {
        lower: 0.0,
        upper: 9.0,
        cost: cost as f64,
        integer: true,
        uses,
    };
    for layer in 0..STRETCH * STRETCHES {
        let mut half = || problem.row("half", f64::from(dice.random_range(0..3)), f64::INFINITY);
        let (one, two) = (half(), half());
        let links = [
            problem.row("short", 0.0, 0.0),
            problem.row("long", 0.0, 0.0),
        ];
        let linked = [
            (0, vec![(one, 1.0)]),
            (0, vec![(two, 1.0)]),
            (1, vec![(one, 1.0), (two, 1.0)]),
            (1, vec![(one, 2.0)]),
        ];
        for (link, mut uses) in linked {
            uses.push((links[link], -1.0));
            problem.column(side(0, uses));
        }
        let cost = dice.random_range(20..60);
        problem.column(side(cost, vec![(one, 1.0)]));
        problem.column(side(cost, vec![(two, 1.0)]));
        problem.column(side(cost * 3 / 2, vec![(one, 1.0), (two, 1.0)]));
        for walker in &mut problem.walkers {
            for (choice, link) in walker.choices[layer][1..].iter_mut().zip(links) {
                choice
                    .uses
                    .retain(|used| problem.rows[used.0.0].tag != "heads");
                choice.uses.push((link, 1.0));
            }
        }
    }
    for row in problem.rows.iter_mut().filter(|row| row.tag == "heads") {
        row.lower = 0.0;
    }
    problem
}

/// To the optimum, or to so much work.
pub fn limits(threads: u32, work: Option<u64>) -> Limits {
    Limits {
        absolute_gap: 0.99,
        threads,
        work,
        ..Limits::default()
    }
}
