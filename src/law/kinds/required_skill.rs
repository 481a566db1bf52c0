//! `required_skill`.

use crate::law::Unit;
use crate::law::check::ParamFaults;
use crate::law::judge::{Blame, Held, Judge, on};
use serde::{Deserialize, Serialize};

/// A duty that needs a skill goes to somebody who has it.
///
/// Judged on the local date on which the shift starts: broken when the person does not have the
/// skill then. Measured is 1 with, 0 without.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequiredSkill {
    /// The skill that is looked at; none: whichever a shift needs.
    #[serde(default)]
    pub skill: Option<String>,
}

impl RequiredSkill {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        if let Some(skill) = &self.skill {
            faults.named("skill", skill);
        }
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let person = judge.time.case.person;
        for item in judge.items() {
            let Some(needed) = &item.shift.skill else {
                continue;
            };
            if self.skill.as_ref().is_some_and(|skill| skill != needed) || !judge.judges(item) {
                continue;
            }
            judge.at_least(Held {
                value: i64::from(person.has_skill_on(needed, item.day.date())),
                limit: 1,
                place: on(item.day),
                unit: Unit::Count,
                blame: Blame::Shift(item),
            });
        }
    }
}
