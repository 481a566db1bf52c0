//! `change_notice`.

use serde::{Deserialize, Serialize};

/// A change by the employer comes so many elapsed minutes before the shift.
///
/// Broken when a change comes later; a change the employee asked for is not judged. New York
/// City's notice of 72 hours in retail; company policy in the PRC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeNotice {
    /// The least notice.
    pub min_minutes_before_start: i64,
}
