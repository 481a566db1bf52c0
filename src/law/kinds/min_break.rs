//! `min_break`.

use crate::law::Unit;
use crate::law::check::ParamFaults;
use crate::law::judge::{Blame, Held, Judge, on};
use crate::law::primitives::within_shift::{break_minutes, first_break_after_min};
use serde::{Deserialize, Serialize};

/// A shift must hold breaks of so many minutes in all, the more the longer the work.
///
/// Work minutes of one shift decide the tier: the largest break among tiers whose `work_over_min`
/// is exceeded (or reached, where `inclusive`). Breaks shorter than `min_segment_min`, and paid
/// breaks for a special purpose such as nursing, do not count. Broken when the counted breaks add
/// up to less; or when the first of them starts more than
/// `latest_start_after_min` elapsed minutes after the shift (the only finding of this kind that measures more than
/// its limit). ArbZG § 4, Code du travail L3121-16,
/// California Labor Code § 512; company policy in the PRC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinBreak {
    /// How much break from how much work.
    pub tiers: Vec<BreakTier>,
    /// Whether reaching `work_over_min` is enough.
    #[serde(default)]
    pub inclusive: bool,
    /// Shorter breaks do not count.
    #[serde(default)]
    pub min_segment_min: i64,
    /// Latest start of the first break after the start of the shift.
    #[serde(default)]
    pub latest_start_after_min: Option<i64>,
}

/// How much break from how much work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BreakTier {
    /// Work minutes from which the tier holds.
    pub work_over_min: i64,
    /// Break minutes it asks for.
    pub break_min: i64,
}

impl MinBreak {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.filled("tiers", &self.tiers);
        for tier in &self.tiers {
            faults.not_negative("tiers.work_over_min", tier.work_over_min);
            faults.positive("tiers.break_min", tier.break_min);
        }
        faults.not_negative("min_segment_min", self.min_segment_min);
        if let Some(latest) = self.latest_start_after_min {
            faults.not_negative("latest_start_after_min", latest);
        }
    }

    /// The break that so much work asks for, in minutes.
    pub fn required_min(&self, work_min: i64) -> i64 {
        let holds = |tier: &&BreakTier| {
            work_min > tier.work_over_min || (self.inclusive && work_min == tier.work_over_min)
        };
        self.tiers
            .iter()
            .filter(holds)
            .map(|tier| tier.break_min)
            .max()
            .unwrap_or(0)
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        for item in judge.items() {
            if !judge.judges(item) {
                continue;
            }
            let required = self.required_min(item.work_min);
            let held = |value, limit| Held {
                value,
                limit,
                place: on(item.day),
                unit: Unit::Minutes,
                blame: Blame::Shift(item),
            };
            let counted = break_minutes(item.shift, self.min_segment_min);
            if required == 0 {
                judge.measure(&on(item.day), counted);
                continue;
            }
            judge.at_least(held(counted, required));
            let first = first_break_after_min(item.shift, self.min_segment_min);
            if let (Some(latest), Some(first)) = (self.latest_start_after_min, first)
                && first > latest
            {
                judge.breach(None, held(first, latest));
            }
        }
    }
}
