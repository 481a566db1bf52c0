//! `request`.

use crate::law::check::ParamFaults;
use crate::law::days::Day;
use crate::law::judge::Judge;
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

impl Request {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        for request in &self.requests {
            faults.not_negative("requests.weight", request.weight);
        }
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        for request in &self.requests {
            let day = Day::of(request.date);
            if !judge.days().in_horizon(day) || !judge.applies_on(day) {
                continue;
            }
            let wished = |shift_type: &Option<String>| {
                request.shift_type.is_none() || *shift_type == request.shift_type
            };
            let works = (judge.time.touching(day, day.next()))
                .any(|item| item.day == day && wished(&item.shift.shift_type));
            if works != (request.want == Wish::On) {
                judge.penalise(request.weight);
            }
        }
    }
}
