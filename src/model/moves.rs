//! The price of change: per duty that differs from an earlier roster, and once per person with such a duty.

use super::draft::PersonDraft;
use super::options::{DayOption, Planned};
use crate::paths::{Automaton, Step};
use crate::roster::{Activity, Roster};
use crate::units::Money;

/// What differs from a roster, and what that costs.
#[derive(Clone, Copy, Debug)]
pub struct MovePrices<'r> {
    /// The earlier roster, of the same people and days.
    pub from: &'r Roster,
    /// Price of each duty that differs.
    pub per_duty: Money,
    /// Price of each person with such a duty.
    pub per_person: Money,
}

/// Prices one person's moves. Whether somebody has moved is a matter of his or her days alone, so the price is part of what
/// they cost: no row ties it to them, and the bound loses nothing by it.
pub fn add(draft: &mut PersonDraft<'_>, prices: &MovePrices<'_>) {
    let before = &prices.from.days[draft.employee.0];
    let moves = |day: usize, option: &DayOption| i64::from(is_move(&before[day], option.planned));
    draft.add_cost(|day, option| moves(day, option) * prices.per_duty.0);
    let days = draft.options().iter().enumerate();
    let letters = days.map(|(day, options)| {
        let letters = options.iter().map(|option| moves(day, option));
        letters.collect()
    });
    let moved = Moved {
        letters: letters.collect(),
        price: prices.per_person.0,
    };
    draft.watch("moved", moved);
}

/// Whether any day so far is a move: the first one costs.
struct Moved {
    letters: Vec<Vec<i64>>,
    price: i64,
}

impl Automaton for Moved {
    fn start(&self) -> i64 {
        0
    }

    fn letter(&self, layer: usize, choice: usize) -> i64 {
        self.letters[layer][choice]
    }

    fn step(&self, _layer: usize, moved: i64, moves: i64) -> Option<Step> {
        let first = moves > moved;
        Some(Step {
            state: moved.max(moves),
            cost: if first { self.price } else { 0 },
            uses: Vec::new(),
        })
    }

    fn end(&self, _moved: i64) -> Option<i64> {
        Some(0)
    }
}

/// Whether a day differs from what it was in its duty: where and on which shift, or at all.
fn is_move(before: &Activity, after: Planned) -> bool {
    let was = before.duty().map(|duty| (duty.hall, duty.template));
    let is = match after {
        Planned::Duty { hall, template, .. } => Some((hall, template)),
        Planned::Rest | Planned::Leave | Planned::Training(_) | Planned::Comp(_) => None,
    };
    was != is
}
