//! A price for starting at another time than on the day before.

use crate::paths::{Automaton, Step};

use super::draft::PersonDraft;
use super::options::{DayOption, Planned};

/// Watches starts, where a change has a price.
pub fn add(draft: &mut PersonDraft<'_>) {
    let instance = draft.instance();
    let price = instance.prices.start_change.0;
    if price <= 0 {
        return;
    }
    let horizon = &instance.horizon;
    // Duties only: a training has its own time.
    let start_of = |option: &DayOption| match option.planned {
        Planned::Duty { template, .. } => Some(instance.templates[template.0].start),
        _ => None,
    };
    let starts: Vec<Vec<i64>> = draft
        .options()
        .iter()
        .map(|day| {
            day.iter()
                .map(|option| start_of(option).map_or(-1, |minute| minute))
                .collect()
        })
        .collect();
    let yesterday = draft
        .person()
        .history
        .shifts
        .iter()
        .rev()
        .find_map(|shift| {
            let (date, minute) = horizon.local(shift.span.start);
            (horizon.day(date) == -1).then_some(minute)
        });
    draft.watch(
        "start_change",
        StartChange {
            starts,
            price,
            yesterday: yesterday.unwrap_or(-1),
        },
    );
}

/// Start of yesterday's duty as a minute of the day, -1 without one.
struct StartChange {
    starts: Vec<Vec<i64>>,
    price: i64,
    yesterday: i64,
}

impl Automaton for StartChange {
    fn start(&self) -> i64 {
        self.yesterday
    }

    fn letter(&self, layer: usize, choice: usize) -> i64 {
        self.starts[layer][choice]
    }

    fn step(&self, _layer: usize, state: i64, letter: i64) -> Option<Step> {
        let changed = state >= 0 && letter >= 0 && state != letter;
        Some(Step {
            state: letter,
            cost: if changed { self.price } else { 0 },
            uses: Vec::new(),
        })
    }

    fn end(&self, _state: i64) -> Option<i64> {
        Some(0)
    }
}
