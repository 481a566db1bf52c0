//! Tests of the room, by what a reader wants to know: which answers come, and when runs end.

mod answers;
mod ends;
mod live;

use super::{Column, Kind, Limits, Outcome, Program, StopSignal, solve};

fn answer<Tag>(program: &Program<Tag>) -> Outcome {
    solve(
        program,
        None,
        &Limits::default(),
        &StopSignal::new(),
        |_| (),
    )
}

/// Twelve things for a rucksack: few enough to try all ways, close enough together to need a search.
fn knapsack() -> Program<&'static str> {
    const VALUES: [f64; 12] = [
        135., 139., 149., 150., 156., 163., 173., 184., 192., 201., 210., 214.,
    ];
    const WEIGHTS: [f64; 12] = [
        70., 73., 77., 80., 82., 87., 90., 94., 98., 106., 110., 113.,
    ];
    let mut program = Program::new();
    let things: Vec<Column> = VALUES.iter().map(|value| program.binary(-value)).collect();
    program.at_most("rucksack", 750.0, things.into_iter().zip(WEIGHTS));
    program
}

/// Random numbers good enough for instances.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: u32) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(count)).unwrap()
    }
}

/// Market split: splits every product's demand in half, paying for what is missed. Small and very hard.
fn market_split(markets: u32, seed: u64) -> Program<u32> {
    let mut dice = Dice(seed);
    let mut program = Program::new();
    let customers: Vec<Column> = (0..10 * (markets - 1))
        .map(|_| program.binary(0.0))
        .collect();
    for market in 0..markets {
        let demands: Vec<u32> = customers.iter().map(|_| dice.below(100)).collect();
        let over = program.column(0.0, f64::INFINITY, 1.0, Kind::Continuous);
        let under = program.column(0.0, f64::INFINITY, 1.0, Kind::Continuous);
        let half = f64::from(demands.iter().sum::<u32>() / 2);
        let demands = demands.into_iter().map(f64::from);
        let terms = customers.iter().copied().zip(demands);
        program.equal(market, half, terms.chain([(over, -1.0), (under, 1.0)]));
    }
    program
}

/// Random set cover: every row needs one of a few columns.
fn set_cover(rows: u32, columns: u32, per_row: u32, seed: u64) -> Program<u32> {
    let mut dice = Dice(seed);
    let mut program = Program::new();
    let sets: Vec<Column> = (0..columns)
        .map(|_| program.binary(f64::from(1 + dice.below(9))))
        .collect();
    for row in 0..rows {
        let terms: Vec<_> = (0..per_row)
            .map(|_| (sets[dice.below(columns) as usize], 1.0))
            .collect();
        program.at_least(row, 1.0, terms);
    }
    program
}
