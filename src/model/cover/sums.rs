//! Sums of heads missing, as whole-numbered columns: all of them, by shift, by week, by day.
//!
//! With a fractional sum the relaxation spreads parts of missing heads over many places. A search that settles sums first
//! cannot.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use crate::model::draft::ProblemDraft;
use crate::paths::{ColumnIx, SideColumn};

use super::Cover;

/// Adds the sums, coarse ones first.
pub(super) fn add(draft: &mut ProblemDraft<'_>, cover: &Cover) {
    let horizon = &draft.instance.horizon;
    let intervals = cover.gaps.iter().map(|(&(_, _, interval), &column)| {
        let (start, _) = horizon.interval_span(interval);
        (horizon.local(start).0, column)
    });
    let wanted = draft.instance.shift_cover.iter();
    let shifts = wanted
        .filter(|wanted| horizon.day_inside(wanted.date).is_some())
        .zip(&cover.shift_slacks);
    let missing: Vec<(NaiveDate, Option<usize>, ColumnIx)> = intervals
        .map(|(date, column)| (date, None, column))
        .chain(shifts.map(|(wanted, &(under, _))| (wanted.date, Some(wanted.template.0), under)))
        .collect();
    let week = |date: NaiveDate| date.iso_week();
    sum_by(draft, &missing, |_| Some(()));
    sum_by(draft, &missing, |(_, template, _)| *template);
    sum_by(draft, &missing, |(date, _, _)| Some(week(*date)));
    sum_by(draft, &missing, |(date, _, _)| Some(*date));
    promises(draft, cover);
}

/// How many promises are broken in all.
fn promises(draft: &mut ProblemDraft<'_>, cover: &Cover) {
    let misses: Vec<ColumnIx> = cover.waits.misses.iter().flatten().copied().collect();
    if misses.len() > 1 {
        add_sum(draft, "sum of targets missed", &misses);
    }
}

/// One whole-numbered column for each group of two and more, equal to the sum of its members.
fn sum_by<K: Ord>(
    draft: &mut ProblemDraft<'_>,
    missing: &[(NaiveDate, Option<usize>, ColumnIx)],
    key: impl Fn(&(NaiveDate, Option<usize>, ColumnIx)) -> Option<K>,
) {
    let mut groups: BTreeMap<K, Vec<ColumnIx>> = BTreeMap::new();
    for one in missing {
        if let Some(key) = key(one) {
            groups.entry(key).or_default().push(one.2);
        }
    }
    // One group is the sum of all, which is there already.
    let first = draft.problem.sums.is_empty();
    for members in groups.into_values().filter(|members| members.len() > 1) {
        if !first && members.len() == missing.len() {
            continue;
        }
        add_sum(draft, "sum of heads missing", &members);
    }
}

fn add_sum(draft: &mut ProblemDraft<'_>, tag: &str, members: &[ColumnIx]) {
    let row = draft.problem.row(tag, 0.0, 0.0);
    let mut upper = 0.0;
    for &member in members {
        let column = &mut draft.problem.columns[member.0];
        column.uses.push((row, 1.0));
        upper += column.upper;
    }
    let sum = draft.problem.column(SideColumn {
        lower: 0.0,
        upper,
        cost: 0.0,
        integer: true,
        uses: vec![(row, -1.0)],
    });
    draft.problem.sums.push(sum);
}
