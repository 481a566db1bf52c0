//! `max_continuous_work`.

use serde::{Deserialize, Serialize};

/// Work without a break may not exceed so many minutes.
///
/// Work minutes of the longest part of a shift without a break of at least `min_segment_min`.
/// Broken when more than `limit_min`. ArbZG § 4.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxContinuousWork {
    /// The limit.
    pub limit_min: i64,
    /// Shorter breaks interrupt nothing.
    #[serde(default)]
    pub min_segment_min: i64,
}
