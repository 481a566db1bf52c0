//! `min_paid_break`.

use crate::law::Unit;
use crate::law::check::ParamFaults;
use crate::law::judge::{Blame, Held, Judge, on};
use crate::law::primitives::within_shift::paid_break_minutes;
use serde::{Deserialize, Serialize};

/// A shift must hold paid breaks of one purpose, so many minutes for each child, say.
///
/// The sum of the shift's paid breaks of that purpose against `min_minutes_per_value` times the
/// value of the attribute that the record's scope names (one, where it has none). Broken when
/// less. Decree 619 Art. 9 (one nursing hour, one more for each further child).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinPaidBreak {
    /// The purpose of the breaks.
    pub purpose: String,
    /// Minutes for each unit of the attribute's value.
    pub min_minutes_per_value: i64,
}

impl MinPaidBreak {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.named("purpose", &self.purpose);
        faults.positive("min_minutes_per_value", self.min_minutes_per_value);
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let (person, scope) = (judge.time.case.person, &judge.rule.scope);
        for item in judge.items() {
            if !judge.judges(item) {
                continue;
            }
            let attribute = scope.for_attribute.as_ref();
            let held = attribute.and_then(|name| person.attribute_on(name, item.day.date()));
            let value = held.and_then(|held| held.value).unwrap_or(1).max(0);
            judge.at_least(Held {
                value: paid_break_minutes(item.shift, &self.purpose),
                limit: self.min_minutes_per_value.saturating_mul(value),
                place: on(item.day),
                unit: Unit::Minutes,
                blame: Blame::Shift(item),
            });
        }
    }
}
