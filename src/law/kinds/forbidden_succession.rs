//! `forbidden_succession`.

use crate::law::Unit;
use crate::law::check::ParamFaults;
use crate::law::days::Day;
use crate::law::judge::{Blame, Held, Judge, on};
use crate::law::timeline::Worked;
use serde::{Deserialize, Serialize};

/// Some shift types may not follow others on the next day.
///
/// Counts, for each day, the pairs of a shift that started the day before and one that starts on
/// it. Broken when there are any. Nurse-rostering benchmarks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForbiddenSuccession {
    /// Earlier and later type.
    pub pairs: Vec<(String, String)>,
}

impl ForbiddenSuccession {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.filled("pairs", &self.pairs);
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let mut breaches: Vec<(Day, i64)> = Vec::new();
        for later in judge.items() {
            if later.shift.shift_type.is_none() {
                continue;
            }
            let eve = later.day.plus(-1);
            let earlier = judge
                .time
                .touching(eve, later.day)
                .filter(|item| item.day == eve);
            let pairs = earlier.filter(|earlier| {
                (judge.judges(later) || judge.judges(earlier))
                    && !judge.exempts(earlier)
                    && self.forbids(earlier, later)
            });
            let count = pairs.count() as i64;
            match breaches.last_mut() {
                _ if count == 0 => {}
                Some((day, sum)) if *day == later.day => *sum += count,
                _ => breaches.push((later.day, count)),
            }
        }
        for (day, value) in breaches {
            judge.at_most(Held {
                value,
                limit: 0,
                place: on(day),
                unit: Unit::Count,
                blame: Blame::Days(day, day.next()),
            });
        }
    }

    fn forbids(&self, earlier: &Worked<'_>, later: &Worked<'_>) -> bool {
        match (&earlier.shift.shift_type, &later.shift.shift_type) {
            (Some(first), Some(second)) => self
                .pairs
                .iter()
                .any(|pair| pair.0 == *first && pair.1 == *second),
            _ => false,
        }
    }
}
