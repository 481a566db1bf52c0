//! `no_overlap`.

use serde::{Deserialize, Serialize};

/// Nobody works two shifts at once.
///
/// Elapsed minutes a shift shares with an earlier one, the one that ends last. Broken when there
/// are any; shifts that only meet do not overlap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoOverlap {}
