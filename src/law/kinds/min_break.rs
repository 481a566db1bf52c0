//! `min_break`.

use serde::{Deserialize, Serialize};

/// A shift must hold breaks of so many minutes in all, the more the longer the work.
///
/// Work minutes of one shift decide the tier: the largest break among tiers whose `work_over_min`
/// is exceeded (or reached, where `inclusive`). Breaks shorter than `min_segment_min`, and paid
/// breaks for a special purpose such as nursing, do not count. Broken when the counted breaks add
/// up to less; or, code `late_start`, when the first of them starts more than
/// `latest_start_after_min` elapsed minutes after the shift. ArbZG § 4, Code du travail L3121-16,
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
