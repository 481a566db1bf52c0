//! A day off for each Sunday worked: a free day from Monday to Saturday of the week after, or of the week before.
//!
//! The law gives longer; each free day serves one Sunday, and by Saturday night none is owed any more.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};

use crate::law::RuleRecord;
use crate::law::kinds::substitute_rest_day::SubstituteRestDay;
use crate::model::draft::PersonDraft;
use crate::paths::{Automaton, Step};

use super::min_rest_per_window::reach;

/// The class of work that the plan can see for itself.
const SUNDAY: &str = "sunday";

pub fn post(
    rule: &SubstituteRestDay,
    record: &RuleRecord,
    draft: &mut PersonDraft<'_>,
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
    if !rule.classes.is_empty() && !rule.classes.iter().any(|class| class == SUNDAY) {
        return Ok(());
    }
    if rule.distance_days_max() < 6 {
        return Err(
            "a substitute day within less than a week cannot be planned for yet; set the rule to warn 一周之内的替代休息尚不能据以排班，请将该规则设为 warn（仅提示）"
                .to_string(),
        );
    }
    let instance = draft.instance();
    let horizon = &instance.horizon;
    let mut touched = BTreeSet::new();
    for shift in &draft.person().history.shifts {
        let (first, _) = horizon.local(shift.span.start);
        let (last, _) = horizon.local(shift.span.end - 1);
        touched.extend(first.iter_days().take_while(|date| *date <= last));
    }
    let past = Past::of(rule, &touched, horizon.start);
    let weekdays: Vec<Weekday> = horizon.days().map(|(_, date)| date.weekday()).collect();
    let saturday = weekdays.iter().position(|day| *day == Weekday::Sat);
    let due = past.owed.iter().map(|sunday| {
        let days = rule.distance_days_max() - (horizon.start - *sunday).num_days();
        usize::try_from(days).unwrap_or(0)
    });
    let options = draft.options().iter().enumerate();
    let touches = options.map(|(day, options)| {
        let touches = options.iter().map(|option| reach(instance, day, option));
        touches.collect()
    });
    let automaton = Sundays {
        due: due.min().filter(|due| saturday.is_none_or(|at| *due < at)),
        touches: touches.collect(),
        weekdays,
        before_allowed: rule.before_allowed,
        start: state(
            past.free,
            touched.contains(&horizon.start),
            past.owed.len() as i64,
        ),
    };
    draft.watch(&record.id, automaton);
    Ok(())
}

/// What history leaves to the horizon.
struct Past {
    /// The week that is under way has had a free day that serves no Sunday yet.
    free: bool,
    /// Sundays that were worked and may still get their day off.
    owed: Vec<NaiveDate>,
}

impl Past {
    /// Of the days before the first that work touches nothing is known.
    fn of(rule: &SubstituteRestDay, touched: &BTreeSet<NaiveDate>, start: NaiveDate) -> Past {
        let (mut free, mut owed) = (false, Vec::new());
        let first = touched.first().map_or(start, |date| *date.min(&start));
        let in_time = |sunday: &NaiveDate, date: NaiveDate| {
            (date - *sunday).num_days() <= rule.distance_days_max()
        };
        for date in first.iter_days().take_while(|date| *date < start) {
            owed.retain(|sunday| in_time(sunday, date));
            match (date.weekday() == Weekday::Sun, touched.contains(&date)) {
                (true, worked) => {
                    if worked && !free {
                        owed.push(date);
                    }
                    free = false;
                }
                (false, true) => {}
                (false, false) if owed.is_empty() => free = rule.before_allowed,
                (false, false) => {
                    owed.remove(0);
                }
            }
        }
        owed.retain(|sunday| in_time(sunday, start));
        Past { free, owed }
    }
}

/// State: a free day of this week that may still serve its Sunday; work that reaches into the next day; days owed.
struct Sundays {
    weekdays: Vec<Weekday>,
    /// By layer and choice: how many days the work touches.
    touches: Vec<Vec<i64>>,
    before_allowed: bool,
    /// Layer by whose end a Sunday of history must have had its day off, where that is before the first Saturday.
    due: Option<usize>,
    start: i64,
}

fn state(free: bool, reaches: bool, owed: i64) -> i64 {
    i64::from(free) + 2 * i64::from(reaches) + 4 * owed
}

impl Automaton for Sundays {
    fn start(&self) -> i64 {
        self.start
    }

    fn letter(&self, layer: usize, choice: usize) -> i64 {
        self.touches[layer][choice]
    }

    fn step(&self, layer: usize, from: i64, letter: i64) -> Option<Step> {
        let (mut free, reached, mut owed) = (from & 1 == 1, from & 2 == 2, from >> 2);
        let worked = letter > 0 || reached;
        let day = self.weekdays[layer];
        if day == Weekday::Sun {
            owed += i64::from(worked && !free);
            free = false;
        } else if !worked && owed > 0 {
            owed -= 1;
        } else if !worked {
            free = self.before_allowed;
        }
        if owed > 0 && (day == Weekday::Sat || self.due == Some(layer)) {
            return None;
        }
        Step::to(state(free, letter > 1, owed))
    }

    fn end(&self, _state: i64) -> Option<i64> {
        Some(0)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::{NaiveDate, Weekday};

    use super::{Past, Sundays, state};
    use crate::law::kinds::substitute_rest_day::SubstituteRestDay;
    use crate::paths::Automaton;

    /// Two weeks from a Monday; by day how many days its work touches.
    fn allowed(before_allowed: bool, start: i64, touches: [i64; 14]) -> bool {
        let monday = (0..14).map(|day| Weekday::try_from((day % 7) as u8).expect("a weekday"));
        let automaton = Sundays {
            weekdays: monday.collect(),
            touches: touches.iter().map(|days| vec![*days]).collect(),
            before_allowed,
            due: None,
            start,
        };
        let mut at = automaton.start();
        (0..14).all(
            |layer| match automaton.step(layer, at, automaton.letter(layer, 0)) {
                Some(step) => {
                    at = step.state;
                    true
                }
                None => false,
            },
        )
    }

    #[test]
    fn a_sunday_is_served_by_a_free_day_of_the_week_after_or_where_allowed_before() {
        let after = [1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 0];
        let before = [1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0];
        let both_want_one = [1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1];
        assert!(allowed(false, 0, after) && allowed(true, 0, after));
        assert!(!allowed(false, 0, before) && allowed(true, 0, before));
        // The second Sunday's day off may still come after the horizon.
        assert!(allowed(false, 0, both_want_one) && allowed(true, 0, both_want_one));
        assert!(!allowed(false, state(false, false, 2), both_want_one));
    }

    #[test]
    fn a_night_touches_the_day_into_which_it_reaches() {
        // Saturday's night is work on Sunday, and Tuesday's leaves no free Wednesday.
        let nights = [1, 1, 1, 1, 1, 2, 0, 1, 2, 0, 1, 1, 1, 0];
        assert!(!allowed(false, 0, nights) && !allowed(true, 0, nights));
        let mut short = nights;
        short[8] = 1;
        assert!(allowed(false, 0, short) && allowed(true, 0, short));
    }

    #[test]
    fn history_leaves_what_it_owes_and_nothing_is_known_of_the_days_before_it() {
        let date = |day| NaiveDate::from_ymd_opt(2026, 3, day).expect("a date");
        let past = |before_allowed, days: &[u32], start| {
            let rule = SubstituteRestDay {
                window_days: 14,
                include_work_day: true,
                before_allowed,
                classes: Vec::new(),
            };
            let touched: BTreeSet<NaiveDate> = days.iter().map(|day| date(*day)).collect();
            let past = Past::of(&rule, &touched, date(start));
            (past.free, past.owed)
        };
        // 1, 8 and 15 March 2026 are Sundays.
        let without_a_break: Vec<u32> = (1..=8).collect();
        assert_eq!(
            past(true, &without_a_break, 9),
            (false, vec![date(1), date(8)])
        );
        assert_eq!(past(false, &[1, 2, 4], 9), (false, vec![]));
        assert_eq!(past(true, &[2, 4, 8], 9), (false, vec![]));
        assert_eq!(past(false, &[2, 4, 8], 9), (false, vec![date(8)]));
        assert_eq!(past(true, &[9], 11), (true, vec![]));
        assert_eq!(past(true, &[], 11), (false, vec![]));
        // The window of 1 March closed on the 14th.
        let long: Vec<u32> = (1..=14).collect();
        assert_eq!(past(false, &long, 15), (false, vec![date(8)]));
    }
}
