//! `no_overlap`.

use crate::law::check::ParamFaults;
use crate::law::judge::{Blame, Held, Judge, between};
use crate::law::primitives::shift_gap::gaps;
use crate::law::{Span, Unit};
use serde::{Deserialize, Serialize};

/// Nobody works two shifts at once.
///
/// Elapsed minutes a shift shares with an earlier one, the one that ends last. Broken when there
/// are any; shifts that only meet do not overlap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoOverlap {}

impl NoOverlap {
    pub(in crate::law) fn check(&self, _: &mut ParamFaults) {}

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        for gap in gaps(judge.items()) {
            if gap.minutes >= 0 || !(judge.judges(gap.after) || judge.judges(gap.before)) {
                continue;
            }
            let shared = Span::new(
                gap.after.span.start,
                gap.before.span.end.min(gap.after.span.end),
            );
            judge.at_most(Held {
                value: shared.minutes().0,
                limit: 0,
                place: between(shared.start, shared.end),
                unit: Unit::Minutes,
                blame: Blame::Shift(gap.after),
            });
        }
    }
}
