//! `min_publish_notice`.

use crate::law::Unit;
use crate::law::check::ParamFaults;
use crate::law::judge::{Blame, Held, Judge, on};
use crate::law::primitives::event_clock::calendar_days;
use crate::law::primitives::windows::month_of;
use serde::{Deserialize, Serialize};

/// A roster is published so many calendar days ahead.
///
/// Local dates between publication and the start of the schedule (or of its month). Broken when
/// fewer than `days`; a roster that is not published yet is not judged. Oregon's ORS 653.436;
/// company policy in the PRC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinPublishNotice {
    /// The fewest days.
    pub days: i64,
    /// What publication must precede.
    #[serde(default)]
    pub before: NoticeBefore,
}

/// What publication must precede.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeBefore {
    /// The first day of the schedule.
    #[default]
    ScheduleStart,
    /// The first day of the month in which the schedule starts.
    MonthStart,
}

impl MinPublishNotice {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.not_negative("days", self.days);
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let days = judge.days();
        let start = days.first_day();
        let before = match self.before {
            NoticeBefore::ScheduleStart => start,
            NoticeBefore::MonthStart => month_of(start, 1),
        };
        let Some(published_at) = judge.time.case.events.published_at else {
            return;
        };
        if judge.applies_within(start, days.end_day()) {
            judge.at_least(Held {
                value: calendar_days(days, published_at, before),
                limit: self.days,
                place: on(before),
                unit: Unit::Days,
                blame: Blame::Days(start, days.end_day()),
            });
        }
    }
}
