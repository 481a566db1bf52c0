//! A day off for each Sunday worked: a free day from Monday to Saturday of the same week, or of the next.
//!
//! The law gives longer; within one week the days off of two Sundays can never be the same day.

use chrono::Datelike;

use crate::law::RuleRecord;
use crate::law::kinds::substitute_rest_day::SubstituteRestDay;
use crate::model::draft::PersonDraft;
use crate::paths::{Automaton, Step};

/// The class of work that the plan can see for itself.
const SUNDAY: &str = "sunday";

pub fn post(
    rule: &SubstituteRestDay,
    record: &RuleRecord,
    draft: &mut PersonDraft<'_, '_>,
) -> Result<(), String> {
    let contract = draft.instance().contract_of(draft.person());
    let of_rest_days =
        rule.classes.is_empty() || rule.classes.iter().any(|class| class == "rest_day");
    if of_rest_days && contract.repays_rest_days() {
        return Err(
            "substitute days for rest-day work are judged but cannot be planned for yet; set the rule to warn 休息日工作的替代休息可以核查，但尚不能据以排班，请将该规则设为 warn（仅提示）"
                .to_string(),
        );
    }
    if !rule.classes.iter().any(|class| class == SUNDAY) {
        return Ok(());
    }
    if rule.distance_days_max() < 6 {
        return Err(
            "a substitute day within less than a week cannot be planned for yet; set the rule to warn 一周之内的替代休息尚不能据以排班，请将该规则设为 warn（仅提示）"
                .to_string(),
        );
    }
    let horizon = &draft.instance().horizon;
    let sundays = horizon
        .days()
        .map(|(_, date)| date.weekday().num_days_from_monday() == 6);
    let weekday = i64::from(horizon.start.weekday().num_days_from_monday());
    let worked_before = |back: i64| {
        let date = horizon.date(-back);
        let mut shifts = draft.person().history.shifts.iter();
        shifts.any(|shift| {
            horizon.local(shift.span.start).0 <= date && date <= horizon.local(shift.span.end - 1).0
        })
    };
    let free = (1..=weekday).any(|back| !worked_before(back));
    let owed = !rule.before_allowed && worked_before(weekday + 1) && !free;
    let works = draft.options().iter();
    let automaton = Sundays {
        sundays: sundays.collect(),
        works: works
            .map(|day| day.iter().map(|option| option.work.is_some()).collect())
            .collect(),
        before_allowed: rule.before_allowed,
        start: i64::from(free) + 2 * i64::from(owed),
    };
    draft.watch(&record.id, automaton);
    Ok(())
}

/// State: whether this week has had a free day, plus two where the Sunday before still owes one.
struct Sundays {
    sundays: Vec<bool>,
    works: Vec<Vec<bool>>,
    before_allowed: bool,
    start: i64,
}

impl Automaton for Sundays {
    fn start(&self) -> i64 {
        self.start
    }

    fn letter(&self, layer: usize, choice: usize) -> i64 {
        i64::from(self.works[layer][choice])
    }

    fn step(&self, layer: usize, state: i64, letter: i64) -> Option<Step> {
        let (free, owed) = (state % 2 == 1, state / 2 == 1);
        let worked = letter == 1;
        if !self.sundays[layer] {
            return Step::to(i64::from(free || !worked) + 2 * i64::from(owed && worked));
        }
        if self.before_allowed {
            return (free || !worked).then(|| Step::to(0))?;
        }
        (!owed).then(|| Step::to(2 * i64::from(worked)))?
    }

    fn end(&self, _state: i64) -> Option<i64> {
        Some(0)
    }
}
