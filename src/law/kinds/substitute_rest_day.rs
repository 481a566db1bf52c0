//! `substitute_rest_day`.

use serde::{Deserialize, Serialize};

/// Work on a Sunday or rest day owes a rest day near it.
///
/// Each worked day is given one of the substitute days, each of which serves once. The distance in
/// days may be `window_days`, or one less where the worked day itself counts. Broken when a worked
/// day gets none in time; a window still open at the end of the horizon is not judged. ArbZG
/// § 11(3); Hong Kong's Employment Ordinance s. 18 and 19.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubstituteRestDay {
    /// Length of the window.
    pub window_days: i64,
    /// The worked day is the window's first.
    #[serde(default)]
    pub include_work_day: bool,
    /// The substitute day may come first.
    #[serde(default)]
    pub before_allowed: bool,
}
