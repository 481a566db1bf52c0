//! `max_changes_after_publish`.

use crate::law::check::ParamFaults;
use crate::law::judge::{Blame, Held, Judge, over};
use crate::law::params::Window;
use crate::law::primitives::day_minutes::DayMinutes;
use crate::law::primitives::windows::windows;
use crate::law::{ListedShift, Span, Unit};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

use crate::law::DayOfWeek;

/// Published shifts may be changed only so often.
///
/// Shifts added, removed or moved since publication, each once, dated to the day on which they
/// were published (or now stand, when added). Broken when a window counts more than `limit`.
/// Company policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxChangesAfterPublish {
    /// The most changes.
    pub limit: i64,
    /// Over which window.
    #[serde(default)]
    pub per: ChangesPer,
    /// First day of a week.
    #[serde(default)]
    pub week_start: DayOfWeek,
}

/// Over which window changes are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangesPer {
    /// A week.
    #[default]
    CalendarWeek,
    /// A calendar month.
    CalendarMonth,
    /// The horizon.
    Horizon,
}

impl MaxChangesAfterPublish {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.not_negative("limit", self.limit);
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let (events, days) = (judge.time.case.events, judge.days());
        let by_id = |list: &[ListedShift]| -> HashMap<String, Span> {
            list.iter()
                .map(|shift| (shift.id.clone(), shift.span))
                .collect()
        };
        let (published, current) = (by_id(&events.published), by_id(&events.current));
        let window = match self.per {
            ChangesPer::CalendarWeek => Window::CalendarWeek {
                week_start: self.week_start,
            },
            ChangesPer::CalendarMonth => Window::CalendarMonth {},
            ChangesPer::Horizon => Window::Horizon {},
        };
        let blocks: Vec<_> = windows(window, days.first_day(), days.end_day()).collect();
        let Some((first, end)) = blocks.first().map(|b| b.0).zip(blocks.last().map(|b| b.1)) else {
            return;
        };
        let mut changes = DayMinutes::none(first, end);
        for (id, span) in &published {
            if current.get(id) != Some(span) {
                changes.add(days.day_of(span.start), 1);
            }
        }
        for (_, span) in current
            .iter()
            .filter(|(id, _)| !published.contains_key(*id))
        {
            changes.add(days.day_of(span.start), 1);
        }
        for (from, to) in blocks {
            if judge.applies_within(from, to) {
                judge.at_most(Held {
                    value: changes.sum(from, to),
                    limit: self.limit,
                    place: over(from, to),
                    unit: Unit::Count,
                    blame: Blame::Days(from, to),
                });
            }
        }
    }
}
