//! Heads there against heads asked for.

use std::collections::BTreeMap;

use super::findings::{Findings, Subject};
use super::view::View;
use crate::domain::{CoverageRequirement, HallIx, Instance, Served};
use crate::roster::{CoverageGap, Duty, ShiftGap};

/// Heads asked for and there in one interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CoveredInterval {
    /// Where.
    pub hall: HallIx,
    /// By what.
    pub served: Served,
    /// First instant.
    pub start: i64,
    /// Instant after the last.
    pub end: i64,
    /// Heads asked for.
    pub needed: u32,
    /// People who serve during the whole of it.
    pub heads: u32,
}

impl CoveredInterval {
    /// Heads missing.
    pub fn missing(&self) -> u32 {
        self.needed.saturating_sub(self.heads)
    }

    /// What was asked for.
    pub fn need(&self) -> CoverageRequirement {
        CoverageRequirement {
            hall: self.hall,
            served: self.served,
            start: self.start,
            end: self.end,
            heads: self.needed,
        }
    }
}

type Line = (HallIx, Served);

/// Counts for every requirement the people who serve during the whole of it.
pub(super) fn covered(
    view: &View<'_>,
    needs: &[CoverageRequirement],
    found: &mut Findings,
) -> Vec<CoveredInterval> {
    let mut stretches: BTreeMap<Line, Vec<(i64, i64)>> = BTreeMap::new();
    for item in view.duties() {
        for (served, stretch) in whole_stretches(item.duty) {
            stretches
                .entry((item.duty.hall, served))
                .or_default()
                .push(stretch);
        }
    }
    let mut covered = Vec::with_capacity(needs.len());
    for need in needs {
        if !exists(view.instance, need) {
            found.violation(
                "unknown_need",
                Subject::default(),
                "Heads are asked for in a hall, queue or post that does not exist.",
                "人员需求引用了不存在的营业厅、队列或岗位。",
            );
            continue;
        }
        let there = stretches.get(&(need.hall, need.served)).map_or(0, |line| {
            line.iter()
                .filter(|(start, end)| *start <= need.start && need.end <= *end)
                .count()
        });
        covered.push(CoveredInterval {
            hall: need.hall,
            served: need.served,
            start: need.start,
            end: need.end,
            needed: need.heads,
            heads: u32::try_from(there).unwrap_or(u32::MAX),
        });
    }
    covered.sort_by_key(|line| (line.hall, line.served, line.start, line.end));
    covered
}

fn exists(instance: &Instance, need: &CoverageRequirement) -> bool {
    instance
        .halls
        .get(need.hall.0)
        .is_some_and(|hall| match need.served {
            Served::Queue(queue) => queue.0 < hall.queues.len(),
            Served::Post(post) => post.0 < hall.posts.len(),
        })
        && need.start < need.end
}

/// What a duty serves, spans that meet taken together: a person who stays counts in the intervals between too.
pub(super) fn whole_stretches(duty: &Duty) -> Vec<(Served, (i64, i64))> {
    let mut spans: Vec<_> = duty.serving.iter().collect();
    spans.sort_by_key(|span| (span.served, span.start, span.end));
    let mut whole: Vec<(Served, (i64, i64))> = Vec::new();
    for span in spans {
        match whole.last_mut() {
            Some((served, stretch)) if *served == span.served && span.start <= stretch.1 => {
                stretch.1 = stretch.1.max(span.end);
            }
            _ => whole.push((span.served, (span.start, span.end))),
        }
    }
    whole
}

/// Heads missing, neighbouring intervals with equal numbers as one.
pub(super) fn gaps(coverage: &[CoveredInterval]) -> Vec<CoverageGap> {
    let mut gaps: Vec<CoverageGap> = Vec::new();
    for line in coverage.iter().filter(|line| line.missing() > 0) {
        let next = CoverageGap {
            hall: line.hall,
            served: line.served,
            start: line.start,
            end: line.end,
            needed: line.needed,
            missing: line.missing(),
        };
        match gaps.last_mut() {
            Some(last) if continues(last, &next) => last.end = next.end,
            _ => gaps.push(next),
        }
    }
    gaps
}

fn continues(last: &CoverageGap, next: &CoverageGap) -> bool {
    (last.hall, last.served, last.needed, last.missing)
        == (next.hall, next.served, next.needed, next.missing)
        && last.end == next.start
}

/// People on each template that heads are asked for, in the order of the requests.
pub(super) fn heads_on_shifts(view: &View<'_>) -> Vec<u32> {
    let mut heads = BTreeMap::new();
    for item in view.duties() {
        *heads
            .entry((item.duty.hall, item.date, item.duty.template))
            .or_insert(0) += 1;
    }
    let asked = view.instance.shift_cover.iter();
    asked
        .map(|cover| {
            heads
                .get(&(cover.hall, cover.date, cover.template))
                .copied()
                .unwrap_or(0)
        })
        .collect()
}

/// Heads missing on whole shifts.
pub(super) fn shift_gaps(view: &View<'_>) -> Vec<ShiftGap> {
    let asked = view.instance.shift_cover.iter().zip(heads_on_shifts(view));
    asked
        .filter(|(cover, heads)| *heads < cover.heads)
        .map(|(cover, heads)| ShiftGap {
            hall: cover.hall,
            date: cover.date,
            template: cover.template,
            needed: cover.heads,
            missing: cover.heads - heads,
        })
        .collect()
}
