//! Waits in the optimisation: heads that a queue has beyond a number, promises that ask for one of several of them, and the
//! price of waiting as a convex function of heads.
//!
//! A wait depends on the heads of many intervals together. What the planner knows of it comes as [`HeadsCut`]s: with at
//! most so many heads in each of these intervals the promise is broken. The search then has one more head in one of them,
//! or pays for the miss.

use std::collections::BTreeMap;

use crate::domain::{CoverageRequirement, HallIx, Instance, QueueIx, Served};
use crate::paths::{ColumnIx, SideColumn, Solution};
use crate::roster::{Activity, Roster};
use crate::units::Money;

use super::draft::ProblemDraft;

/// A queue of a hall in an interval of the grid.
pub type QueueInterval = (HallIx, QueueIx, i64);

/// A promise, with the price of breaking it.
#[derive(Clone, Debug, PartialEq)]
pub struct Promised {
    /// What a miss costs.
    pub price: Money,
    /// Whose promise, where and when.
    pub tag: String,
}

/// The promise at position `promise` is broken unless one of these places has so many heads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HeadsCut {
    /// Position in [`WaitRows::promises`].
    pub promise: usize,
    /// Places with the heads that would be enough; none when nothing helps.
    pub enough: Vec<(QueueInterval, u32)>,
}

/// What the search shall know of waits.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WaitRows {
    /// Queues that take people beyond the need, by interval.
    pub open: Vec<QueueInterval>,
    /// Every promise that a cut names.
    pub promises: Vec<Promised>,
    /// What is known of them.
    pub cuts: Vec<HeadsCut>,
    /// What waiting costs whoever is there.
    pub waiting: Money,
    /// What the first head of a place saves of it, the second and so on, never more than the one before.
    pub saved: Vec<(QueueInterval, Vec<Money>)>,
}

/// Where heads beyond a number and misses lie among the side columns.
#[derive(Clone, Debug, Default)]
pub struct WaitColumns {
    /// Whether a queue has so many heads, by rising number.
    pub steps: BTreeMap<QueueInterval, Vec<(u32, ColumnIx)>>,
    /// Whether a promise is broken; `None` where no cut names it.
    pub misses: Vec<Option<ColumnIx>>,
    /// Whether a place lacks its first head, its second and so on, as far as they save any waiting.
    pub lacks: BTreeMap<QueueInterval, Vec<ColumnIx>>,
    cuts: Vec<HeadsCut>,
    open: Vec<QueueInterval>,
}

impl WaitColumns {
    /// What the steps of a place add to the heads asked of it.
    pub fn heads(&self, place: QueueInterval) -> Vec<(ColumnIx, f64)> {
        let mut below = 0;
        let steps = self.steps.get(&place).into_iter().flatten();
        let heads = steps.map(|&(heads, column)| {
            let by = f64::from(heads - below);
            below = heads;
            (column, by)
        });
        heads.collect()
    }

    /// Heads to be seated: those needed, those that a solution has promised, and queues that take anybody.
    pub fn seats(
        &self,
        instance: &Instance,
        needs: &[CoverageRequirement],
        solution: &Solution,
    ) -> Vec<CoverageRequirement> {
        let mut seats: BTreeMap<QueueInterval, u32> =
            self.open.iter().map(|&place| (place, 0)).collect();
        for (&place, steps) in &self.steps {
            let taken = steps
                .iter()
                .filter(|(_, column)| solution.columns[column.0] > 0.5);
            let heads = taken.map(|(heads, _)| *heads).max().unwrap_or(0);
            seats.insert(place, heads);
        }
        for (&place, lacks) in &self.lacks {
            let there = lacks
                .iter()
                .filter(|column| solution.columns[column.0] < 0.5);
            let seat = seats.entry(place).or_default();
            *seat = (*seat).max(there.count() as u32);
        }
        let mut all = Vec::with_capacity(needs.len() + seats.len());
        for need in needs {
            let mut need = *need;
            if let Served::Queue(queue) = need.served {
                let interval = instance.horizon.intervals(need.start, need.end).start;
                let more = seats.remove(&(need.hall, queue, interval));
                need.heads = need.heads.max(more.unwrap_or(0));
            }
            all.push(need);
        }
        all.extend(seats.into_iter().map(|((hall, queue, interval), heads)| {
            let (start, end) = instance.horizon.interval_span(interval);
            CoverageRequirement {
                hall,
                served: Served::Queue(queue),
                start,
                end,
                heads,
            }
        }));
        all
    }

    /// Fills in what a roster has.
    pub fn encode(&self, instance: &Instance, roster: &Roster, columns: &mut [f64]) {
        let mut heads: BTreeMap<QueueInterval, u32> = BTreeMap::new();
        for duty in roster.days.iter().flatten().filter_map(Activity::duty) {
            for stretch in &duty.serving {
                if let Served::Queue(queue) = stretch.served {
                    for interval in instance.horizon.intervals(stretch.start, stretch.end) {
                        *heads.entry((duty.hall, queue, interval)).or_default() += 1;
                    }
                }
            }
        }
        let there = |place: &QueueInterval| heads.get(place).copied().unwrap_or(0);
        for (place, steps) in &self.steps {
            for &(enough, column) in steps {
                columns[column.0] = f64::from(u8::from(there(place) >= enough));
            }
        }
        for (place, lacks) in &self.lacks {
            for column in lacks.iter().skip(there(place) as usize) {
                columns[column.0] = 1.0;
            }
        }
        for cut in &self.cuts {
            let kept = cut
                .enough
                .iter()
                .any(|(place, enough)| there(place) >= *enough);
            if let (false, Some(miss)) = (kept, self.misses[cut.promise]) {
                columns[miss.0] = 1.0;
            }
        }
    }
}

/// Adds steps, misses and cuts; what steps ask of the people present is for the cover to say.
pub(super) fn add(draft: &mut ProblemDraft<'_>, rows: &WaitRows) -> WaitColumns {
    let mut columns = WaitColumns {
        misses: vec![None; rows.promises.len()],
        cuts: rows.cuts.clone(),
        open: rows.open.clone(),
        ..WaitColumns::default()
    };
    let mut levels: BTreeMap<QueueInterval, Vec<u32>> = BTreeMap::new();
    for (place, heads) in rows.cuts.iter().flat_map(|cut| &cut.enough) {
        levels.entry(*place).or_default().push(*heads);
    }
    for (place, mut heads) in levels {
        heads.sort_unstable();
        heads.dedup();
        let mut steps: Vec<(u32, ColumnIx)> = Vec::with_capacity(heads.len());
        for heads in heads {
            let column = draft.problem.column(yes_or_no(0.0));
            if let Some((_, lower)) = steps.last() {
                let row = draft
                    .problem
                    .row("more heads hold fewer", 0.0, f64::INFINITY);
                draft.problem.columns[lower.0].uses.push((row, 1.0));
                draft.problem.columns[column.0].uses.push((row, -1.0));
            }
            steps.push((heads, column));
        }
        columns.steps.insert(place, steps);
    }
    for cut in &rows.cuts {
        let promised = &rows.promises[cut.promise];
        let miss = *columns.misses[cut.promise].get_or_insert_with(|| {
            let column = yes_or_no(promised.price.0 as f64);
            draft.problem.column(column)
        });
        let row = draft.problem.row(promised.tag.clone(), 1.0, f64::INFINITY);
        draft.problem.columns[miss.0].uses.push((row, 1.0));
        for (place, heads) in &cut.enough {
            let steps = columns.steps.get(place).into_iter().flatten();
            for (_, column) in steps.filter(|(level, _)| level == heads) {
                draft.problem.columns[column.0].uses.push((row, 1.0));
            }
        }
    }
    draft.problem.constant += rows.waiting.0;
    for (place, saved) in &rows.saved {
        let costly = saved.iter().take_while(|saved| **saved > Money::ZERO);
        let lacks: Vec<ColumnIx> = costly
            .map(|saved| draft.problem.column(yes_or_no(saved.0 as f64)))
            .collect();
        if !lacks.is_empty() {
            columns.lacks.insert(*place, lacks);
        }
    }
    columns
}

fn yes_or_no(cost: f64) -> SideColumn {
    SideColumn {
        lower: 0.0,
        upper: 1.0,
        cost,
        integer: true,
        uses: Vec::new(),
    }
}
