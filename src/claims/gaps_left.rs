//! What heads that are missing cost at least, whoever works which shift of a list.
//!
//! The shift list stands, so the number of people at work in an hour is known; each serves one queue or post of it at
//! most. Where more are asked for, the difference is missing in every completion.

use std::collections::{BTreeMap, BTreeSet};

use super::desk::Desk;
use super::plan::{PublishedShift, ShiftIx};
use crate::domain::HallIx;
use crate::units::{Minutes, Money};

/// The least that missing heads cost in some halls when just these shifts are worked, each as often as it is listed.
pub(super) fn cost_of_gaps(
    desk: &Desk<'_>,
    halls: &BTreeSet<HallIx>,
    listed: impl Iterator<Item = ShiftIx>,
) -> Money {
    let shifts: Vec<&PublishedShift> = listed.map(|at| desk.shift(at)).collect();
    let price = desk.instance().prices.gap_per_head_hour;
    let mut asked: BTreeMap<(HallIx, i64, i64), u32> = BTreeMap::new();
    let needs = halls
        .iter()
        .filter_map(|hall| desk.ground.needs_by_hall.get(hall));
    for need in needs.flatten() {
        *asked.entry((need.hall, need.start, need.end)).or_default() += need.heads;
    }
    let cost = |((hall, start, end), heads): ((HallIx, i64, i64), u32)| {
        let there = shifts.iter().filter(|shift| {
            let paused = |from, to| from < end && start < to;
            let mut breaks = shift.breaks.iter();
            shift.hall == hall
                && shift.start <= start
                && end <= shift.end
                && !breaks.any(|pause| paused(pause.start, pause.end))
        });
        let missing = i64::from(heads).saturating_sub(there.count() as i64).max(0);
        price.hourly_pay(Minutes(end - start), 100) * missing
    };
    asked.into_iter().map(cost).sum()
}
