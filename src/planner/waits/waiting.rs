//! What waiting costs by heads, interval by interval, as convex functions that a linear program can hold.
//!
//! With equal service times all customers together wait as long as in one first-come line of everybody, whoever is called
//! first. In that line a further head never lengthens a wait. So those who come in an interval wait at least as long as with
//! these heads in it and everybody at the counters at all other times; below that figure, by heads, lies its convex envelope,
//! and the sum over intervals never passes what a roster's waits cost.

use crate::units::Money;

use super::line::{Line, Measure, Question, SURE_MEAN};

/// Money that one more head is not looked for.
const NOTHING: f64 = 0.5;

/// What those who come in an interval cost by their waits, at least.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Waiting {
    /// With every head there can be.
    pub least: Money,
    /// What is saved by the first head, the second and so on: never more than by the one before.
    pub saved: Vec<Money>,
}

/// The same for an interval of a line that holds all classes, at a price of an hour.
///
/// What is too large or too late to be worked out counts as no wait, and waits are told short of the line's numerical error.
pub fn at_least(line: &mut Line<'_>, period: usize, rank: usize, price: Money) -> Waiting {
    let customers = line.customers(period, rank);
    let (cap, mut heads) = (line.caps[period], line.caps.clone());
    let question = Question {
        period,
        rank,
        measure: Measure::Mean,
        bar: 0.0,
    };
    let mut cost_with = |count: u32| {
        heads[period] = count;
        let minutes = line.value(&question, &heads).unwrap_or(0.0);
        minutes.max(0.0) * (1.0 - SURE_MEAN) * customers * price.0 as f64 / 60.0
    };
    if customers <= 0.0 || price == Money::ZERO {
        return Waiting::default();
    }
    let least = cost_with(cap);
    let mut costs = Vec::new();
    for count in 0..cap {
        let cost = cost_with(count);
        if cost <= least + NOTHING {
            break;
        }
        costs.push(cost);
    }
    costs.push(least);
    Waiting {
        least: Money(least as i64),
        saved: envelope(&costs)
            .windows(2)
            .map(|pair| Money((pair[0] - pair[1]).max(0.0) as i64))
            .collect(),
    }
}

/// The greatest convex function that is nowhere above these values at 0, 1, 2 …
fn envelope(values: &[f64]) -> Vec<f64> {
    let slope = |a: usize, b: usize| (values[b] - values[a]) / (b - a) as f64;
    let mut corners: Vec<usize> = Vec::new();
    for at in 0..values.len() {
        while let [.., a, b] = corners[..] {
            if slope(a, b) < slope(b, at) {
                break;
            }
            corners.pop();
        }
        corners.push(at);
    }
    let mut found: Vec<f64> = values.first().copied().into_iter().collect();
    for pair in corners.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let between = 1..to - from;
        found.extend(between.map(|step| values[from] + slope(from, to) * step as f64));
        found.push(values[to]);
    }
    found
}

/// What single heads save around so many heads, backlog of later intervals included: a guess for other heads, no bound.
///
/// `before` is what the last head that is there saves, `after` what one more would.
pub fn around(proven: &Waiting, heads: u32, before: Money, after: Money) -> Waiting {
    let there = heads as usize;
    let length = proven.saved.len().max(there + 1);
    let guessed = |at: usize| match at {
        at if at < there => before,
        at if at == there => after,
        _ => Money::ZERO,
    };
    let known = |at: usize| proven.saved.get(at).copied().unwrap_or(Money::ZERO);
    let mut saved: Vec<Money> = (0..length).map(|at| guessed(at).max(known(at))).collect();
    for at in (1..length).rev() {
        saved[at - 1] = saved[at - 1].max(saved[at]);
    }
    Waiting {
        least: proven.least,
        saved,
    }
}

#[cfg(test)]
mod tests {
    use super::{Waiting, around, envelope};
    use crate::units::Money;

    #[test]
    fn an_envelope_is_convex_and_nowhere_above() {
        for values in [
            vec![9.0],
            vec![9.0, 8.0, 1.0, 0.0],
            vec![10.0, 4.0, 3.0, 2.9],
            vec![7.0, 7.0, 7.0, 0.0],
        ] {
            let found = envelope(&values);
            assert!(found.iter().zip(&values).all(|(a, b)| *a <= b + 1e-9));
            assert_eq!((found[0], found.last()), (values[0], values.last()));
            let slopes: Vec<f64> = found.windows(2).map(|pair| pair[1] - pair[0]).collect();
            assert!(slopes.windows(2).all(|pair| pair[0] <= pair[1] + 1e-9));
        }
        assert_eq!(envelope(&[9.0, 8.0, 1.0])[1], 5.0);
    }

    #[test]
    fn a_guess_saves_less_with_every_head() {
        let proven = Waiting {
            least: Money(5),
            saved: [90, 30, 2].map(Money).into(),
        };
        let guess = around(&proven, 2, Money(40), Money(20));
        assert_eq!(guess.saved, [90, 40, 20].map(Money));
        let guess = around(&proven, 3, Money(10), Money(1));
        assert_eq!(guess.saved, [90, 30, 10, 1].map(Money));
    }
}
