//! Sums over the days of the horizon, kept in the nodes or as a row.

use crate::model::draft::PersonDraft;
use crate::model::options::DayOption;
use crate::paths::{Automaton, Step};

/// Most distinct sums a node may carry; above it the sum becomes a row.
const LEVELS_MAX: i64 = 48;

/// Keeps `lower <= sum of by(day, option) <= upper` over the horizon.
///
/// A sum with few levels is carried exactly in the nodes, which makes the relaxation much tighter; others become rows.
pub fn keep_between(
    rule: &str,
    person: &mut PersonDraft<'_>,
    (lower, upper): (Option<i64>, Option<i64>),
    in_nodes: bool,
    by: impl Fn(usize, &DayOption) -> i64,
) {
    let values: Vec<Vec<i64>> = person
        .options()
        .iter()
        .enumerate()
        .map(|(day, options)| options.iter().map(|option| by(day, option)).collect())
        .collect();
    let all = || values.iter().flatten().copied();
    let unit = all().fold(0, gcd);
    let most: i64 = values
        .iter()
        .map(|day| day.iter().copied().max().unwrap_or(0))
        .sum();
    if unit == 0 || (lower.is_none_or(|l| l <= 0) && upper.is_none_or(|u| most <= u)) {
        if unit == 0 && lower.is_some_and(|l| l > 0) {
            // Nothing can be counted, yet something must be: no path.
            person.row(format!("{rule} sum"), (1.0, f64::INFINITY), |_, _| 0.0);
        }
        return;
    }
    let lower = lower.map(|l| l.div_euclid(unit) + i64::from(l.rem_euclid(unit) > 0));
    let upper = upper.map(|u| u.div_euclid(unit));
    let cap = upper.or(lower).unwrap_or(0);
    if in_nodes && (0..=LEVELS_MAX).contains(&cap) && all().all(|value| value >= 0) {
        let values = values
            .iter()
            .map(|day| day.iter().map(|value| value / unit).collect())
            .collect();
        person.watch(
            rule,
            Sum {
                values,
                lower: lower.unwrap_or(0),
                upper,
            },
        );
    } else {
        let bounds = (
            lower.map_or(f64::NEG_INFINITY, |l| l as f64),
            upper.map_or(f64::INFINITY, |u| u as f64),
        );
        let scaled = |day, option: &DayOption| by(day, option) as f64 / unit as f64;
        person.row(format!("{rule} sum"), bounds, scaled);
    }
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a.abs() } else { gcd(b, a % b) }
}

/// The sum so far; without an upper limit it stops counting at the lower one.
struct Sum {
    values: Vec<Vec<i64>>,
    lower: i64,
    upper: Option<i64>,
}

impl Automaton for Sum {
    fn start(&self) -> i64 {
        0
    }

    fn letter(&self, layer: usize, choice: usize) -> i64 {
        self.values[layer][choice]
    }

    fn step(&self, _layer: usize, state: i64, letter: i64) -> Option<Step> {
        let sum = state + letter;
        match self.upper {
            Some(upper) if sum > upper => None,
            Some(_) => Step::to(sum),
            None => Step::to(sum.min(self.lower)),
        }
    }

    fn end(&self, state: i64) -> Option<i64> {
        (state >= self.lower).then_some(0)
    }
}
