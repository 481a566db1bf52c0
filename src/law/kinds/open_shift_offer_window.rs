//! `open_shift_offer_window`.

use serde::{Deserialize, Serialize};

/// An open shift is offered to current staff for so many elapsed minutes before outside hiring.
///
/// Broken when the offer went outside sooner. Seattle Municipal Code 14.22.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenShiftOfferWindow {
    /// The least time.
    pub min_minutes: i64,
}
