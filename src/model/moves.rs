//! The price of change: per duty that differs from an earlier roster, and once per person with such a duty.

use super::Model;
use super::options::Planned;
use crate::paths::SideColumn;
use crate::roster::{Activity, Roster};
use crate::units::Money;

/// Adds the prices. A person counts as moved through one column, tied to each day by a row of its own.
pub fn price(model: &mut Model, from: &Roster, per_duty: Money, per_person: Money) {
    for (employee, days) in model.options.iter().enumerate() {
        let mut rows = Vec::new();
        for (day, options) in days.iter().enumerate() {
            let before = &from.days[employee][day];
            let moved: Vec<usize> = (0..options.len())
                .filter(|&choice| is_move(before, options[choice].planned))
                .collect();
            // A day that must change whatever happens moves the person all the same.
            if moved.is_empty() {
                continue;
            }
            let row =
                (model.problem).row(format!("moved {employee} {day}"), f64::NEG_INFINITY, 0.0);
            for choice in moved {
                let choice = &mut model.problem.walkers[employee].choices[day][choice];
                choice.cost += per_duty.0;
                choice.uses.push((row, 1.0));
            }
            rows.push((row, -1.0));
        }
        if !rows.is_empty() {
            model.problem.column(SideColumn {
                lower: 0.0,
                upper: 1.0,
                cost: per_person.0 as f64,
                integer: true,
                uses: rows,
            });
        }
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
