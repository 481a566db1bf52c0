//! `request`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Wishes for a shift or a free day; never broken.
///
/// The weights of wishes that were not granted add to the penalty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// The wishes.
    pub requests: Vec<ShiftRequest>,
}

/// One wish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShiftRequest {
    /// For which date.
    pub date: NaiveDate,
    /// Which shift type; none: any shift.
    #[serde(rename = "type", default)]
    pub shift_type: Option<String>,
    /// To work it or to be spared.
    pub want: Wish,
    /// Penalty when not granted.
    pub weight: i64,
}

/// To work a shift or to be spared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    /// To work it.
    On,
    /// To be spared.
    Off,
}
