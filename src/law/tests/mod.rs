//! Tests of the room as a whole: whom a record binds, what lifts it, and what hostile input does.

mod binding;
mod claims;
mod hostile;
mod hostile_packs;
mod records;

use chrono::NaiveDate;

use super::{
    Case, ClockTime, DayCalendar, DayTable, Evaluation, Events, History, Person, RuleRecord, Span,
    WorkShift, evaluate,
};

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// One person in Shanghai for two weeks from Monday 2 March 2026.
struct Desk {
    days: DayTable,
    person: Person,
    shifts: Vec<WorkShift>,
    history: History,
    calendar: DayCalendar,
    events: Events,
}

impl Desk {
    fn new() -> Desk {
        Desk {
            days: DayTable::new("Asia/Shanghai", date("2026-03-02"), date("2026-03-16"))
                .expect("a table"),
            person: Person::default(),
            shifts: Vec::new(),
            history: History::default(),
            calendar: DayCalendar::default(),
            events: Events::default(),
        }
    }

    fn span(&self, day: &str, clock: &str, minutes: i64) -> Span {
        let clock: ClockTime = clock.parse().expect("a time");
        let start = self.days.instant(date(day), clock);
        Span::new(start, start + minutes)
    }

    /// Adds a shift on a day from a clock time for so many minutes.
    fn work(mut self, day: &str, clock: &str, minutes: i64) -> Desk {
        self.shifts
            .push(WorkShift::plain(day, self.span(day, clock, minutes)));
        self
    }

    /// Changes the last shift.
    fn with(mut self, change: impl FnOnce(&mut WorkShift)) -> Desk {
        change(self.shifts.last_mut().expect("a shift"));
        self
    }

    fn case(&self) -> Case<'_> {
        Case {
            days: &self.days,
            person: &self.person,
            shifts: &self.shifts,
            history: &self.history,
            calendar: &self.calendar,
            events: &self.events,
        }
    }

    fn judge(&self, rules: &[RuleRecord]) -> Evaluation {
        evaluate(rules, &self.case())
    }

    /// Where the rule is broken.
    fn places(&self, rule: &RuleRecord) -> Vec<String> {
        let answer = self.judge(std::slice::from_ref(rule));
        assert_eq!(answer.faults, []);
        answer
            .findings
            .iter()
            .map(|finding| finding.place.to_string())
            .collect()
    }
}

/// A record from JSON, with fields besides `id`.
fn rule(fields: &str) -> RuleRecord {
    RuleRecord::from_json(&format!(r#"{{"id": "r", {fields}}}"#)).expect("a record")
}

/// Eight hours a day, with further fields of the record.
fn day8(fields: &str) -> RuleRecord {
    let comma = if fields.is_empty() { "" } else { ", " };
    rule(&format!(
        r#""kind": "max_work_per_day", "params": {{"limit_min": 480}}{comma}{fields}"#
    ))
}
