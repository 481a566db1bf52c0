//! Sharing out people present to queues and posts, and the gaps that are left.

use std::collections::BTreeMap;

use crate::domain::{CoverageRequirement, HallIx, Served};
use crate::paths::{ColumnIx, SideColumn};
use crate::units::Minutes;

use super::{Presence, count, name};
use crate::model::draft::ProblemDraft;
use crate::model::waits::WaitColumns;

/// Most sets of queues and posts wanted at once that are written out.
const SETS_MAX: usize = 60;

/// In every interval people present are shared out to what they may serve; what is left is a priced gap.
///
/// Sharing out is a transport problem. With few queues its flow is not needed: by the max-flow min-cut theorem heads
/// can be filled up to the gaps exactly when for every set of queues the people who may serve any of them, and the gaps,
/// add up to the heads asked for. These rows hold whole numbers only, which the search cuts and branches on much better.
pub(super) fn share_out(
    draft: &mut ProblemDraft<'_>,
    needs: &[CoverageRequirement],
    waits: &WaitColumns,
    presence: &Presence,
) -> BTreeMap<(HallIx, Served, i64), ColumnIx> {
    let mut gaps = BTreeMap::new();
    let mut wanted: BTreeMap<(HallIx, i64), Vec<Wanted>> = BTreeMap::new();
    for need in needs.iter().filter(|need| need.heads > 0) {
        for interval in draft.instance.horizon.intervals(need.start, need.end) {
            let gap = gap_column(draft, need, interval);
            gaps.insert((need.hall, need.served, interval), gap);
            wanted
                .entry((need.hall, interval))
                .or_default()
                .push(Wanted {
                    served: need.served,
                    heads: need.heads,
                    stand_ins: vec![(gap, 1.0)],
                });
        }
    }
    for &(hall, queue, interval) in waits.steps.keys() {
        let steps = waits.heads((hall, queue, interval)).into_iter();
        wanted.entry((hall, interval)).or_default().push(Wanted {
            served: Served::Queue(queue),
            heads: 0,
            stand_ins: steps.map(|(step, by)| (step, -by)).collect(),
        });
    }
    for (&(hall, queue, interval), lacks) in &waits.lacks {
        wanted.entry((hall, interval)).or_default().push(Wanted {
            served: Served::Queue(queue),
            heads: lacks.len() as u32,
            stand_ins: lacks.iter().map(|&lack| (lack, 1.0)).collect(),
        });
    }
    for ((hall, interval), wanted) in wanted {
        let here = (hall, interval, 0)..(hall, interval + 1, 0);
        let present: Vec<(&Vec<Served>, &Vec<ColumnIx>)> = presence
            .columns
            .range(here)
            .map(|(&(_, _, set), columns)| (&presence.served[set], columns))
            .collect();
        if sets(&wanted) <= SETS_MAX {
            subsets(draft, (hall, interval), &wanted, &present);
        } else {
            flows(draft, (hall, interval), &wanted, &present);
        }
    }
    gaps
}

/// Heads wanted by one queue or post in one interval.
///
/// A queue may stand here several times: with the heads it needs, with steps that ask for so many heads in all, and with heads
/// that save waiting.
struct Wanted {
    served: Served,
    heads: u32,
    /// What fills a head without a person: a gap; and, below nought, what asks for more.
    stand_ins: Vec<(ColumnIx, f64)>,
}

/// How many sets there are in which no queue stands twice, the empty one among them.
fn sets(wanted: &[Wanted]) -> usize {
    let mut times: BTreeMap<Served, usize> = BTreeMap::new();
    for one in wanted {
        *times.entry(one.served).or_default() += 1;
    }
    let choices = times.values().map(|times| times + 1);
    choices.fold(1, |sets, more| sets.saturating_mul(more))
}

/// Whether one queue stands in a set twice: the heads it needs and its steps are filled by the same people.
fn named_twice(chosen: &[&Wanted]) -> bool {
    let mut served: Vec<Served> = chosen.iter().map(|wanted| wanted.served).collect();
    served.sort_unstable();
    served.windows(2).any(|pair| pair[0] == pair[1])
}

/// Heads missing, priced.
fn gap_column(draft: &mut ProblemDraft<'_>, need: &CoverageRequirement, interval: i64) -> ColumnIx {
    let (from, to) = draft.instance.horizon.interval_span(interval);
    let price = draft
        .instance
        .prices
        .gap_per_head_hour
        .hourly_pay(Minutes(to - from), 100);
    draft.problem.column(SideColumn {
        cost: price.0 as f64,
        ..count(f64::from(need.heads))
    })
}

fn tag(draft: &ProblemDraft<'_>, (hall, interval): (HallIx, i64), wanted: &[&Wanted]) -> String {
    let horizon = &draft.instance.horizon;
    let (from, _) = horizon.interval_span(interval);
    let (date, _) = horizon.local(from);
    let names: Vec<&str> = wanted
        .iter()
        .map(|wanted| name(draft.instance, hall, wanted.served))
        .collect();
    format!(
        "cover of hall {} {} on {date} at {}",
        draft.instance.halls[hall.0].id,
        names.join(" and "),
        horizon.clock(from, date)
    )
}

/// One row for every set of queues that some people could serve.
fn subsets(
    draft: &mut ProblemDraft<'_>,
    place: (HallIx, i64),
    wanted: &[Wanted],
    present: &[(&Vec<Served>, &Vec<ColumnIx>)],
) {
    for set in 1..1_u32 << wanted.len() {
        let chosen: Vec<&Wanted> = (0..wanted.len())
            .filter(|index| set & (1 << index) != 0)
            .map(|index| &wanted[index])
            .collect();
        let helps = |served: &[Served]| chosen.iter().any(|w| served.contains(&w.served));
        let helpers: Vec<_> = present.iter().filter(|(served, _)| helps(served)).collect();
        // A set whose queues share no helper says no more than its parts.
        let joined = chosen.len() == 1
            || helpers.iter().any(|(served, _)| {
                chosen.iter().filter(|w| served.contains(&w.served)).count() > 1
            });
        if !joined || named_twice(&chosen) {
            continue;
        }
        let heads: u32 = chosen.iter().map(|wanted| wanted.heads).sum();
        let text = tag(draft, place, &chosen);
        let row = draft.problem.row(text, f64::from(heads), f64::INFINITY);
        let stand_ins = chosen.iter().flat_map(|wanted| wanted.stand_ins.clone());
        let people = helpers
            .iter()
            .flat_map(|(_, columns)| columns.iter().map(|&column| (column, 1.0)));
        for (column, by) in stand_ins.chain(people) {
            draft.problem.columns[column.0].uses.push((row, by));
        }
    }
}

/// The transport flow itself, where there would be too many sets.
fn flows(
    draft: &mut ProblemDraft<'_>,
    place: (HallIx, i64),
    wanted: &[Wanted],
    present: &[(&Vec<Served>, &Vec<ColumnIx>)],
) {
    let mut rows = Vec::with_capacity(wanted.len());
    // What else a queue that stands here already asks for is left out: the bound stays right without it.
    let twice = |at: usize| {
        wanted[..at]
            .iter()
            .any(|other| other.served == wanted[at].served)
    };
    let wanted: Vec<&Wanted> = (0..wanted.len())
        .filter(|&at| !twice(at))
        .map(|at| &wanted[at])
        .collect();
    for one in &wanted {
        let text = tag(draft, place, &[one]);
        let row = draft.problem.row(text, f64::from(one.heads), f64::INFINITY);
        for &(column, by) in &one.stand_ins {
            draft.problem.columns[column.0].uses.push((row, by));
        }
        rows.push(row);
    }
    for (served, columns) in present {
        let text = format!("people present: {}", tag(draft, place, &[]));
        let supply = draft.problem.row(text, f64::NEG_INFINITY, 0.0);
        for column in columns.iter() {
            draft.problem.columns[column.0].uses.push((supply, -1.0));
        }
        for (one, &row) in wanted.iter().zip(&rows) {
            if served.contains(&one.served) {
                draft.problem.column(SideColumn {
                    integer: false,
                    uses: vec![(supply, 1.0), (row, 1.0)],
                    ..count(draft.instance.employees.len() as f64)
                });
            }
        }
    }
}
