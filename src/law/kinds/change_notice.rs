//! `change_notice`.

use crate::law::check::ParamFaults;
use crate::law::judge::{Blame, Held, Judge};
use crate::law::primitives::event_clock::notice_min;
use crate::law::{Place, Unit};
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

impl ChangeNotice {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.not_negative("min_minutes_before_start", self.min_minutes_before_start);
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let case = judge.time.case;
        for change in case
            .events
            .changes
            .iter()
            .filter(|change| !change.asked_by_employee)
        {
            let day = judge.days().day_of(change.shift_start);
            if !judge.applies_on(day) {
                continue;
            }
            let own = judge
                .time
                .items
                .iter()
                .find(|item| item.shift.id == change.shift);
            judge.at_least(Held {
                value: notice_min(change.at, change.shift_start),
                limit: self.min_minutes_before_start,
                place: Place::Named(change.shift.clone()).into(),
                unit: Unit::Minutes,
                blame: own.map_or(Blame::Days(day, day.next()), Blame::Shift),
            });
        }
    }
}
