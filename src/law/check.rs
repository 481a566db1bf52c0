//! Whether a rule's numbers make sense: all faults, not the first.

use super::days::HORIZON_DAYS_MAX;
use super::params::{NightTime, NormalHours, Window};
use super::{Fault, Outcome, RuleKind, RuleRecord};

/// The most a duration may be: two hundred years in minutes.
const MINUTES_MAX: i64 = 105_000_000;

/// Minutes of the longest local day, on which the clock is set back an hour.
pub(super) const DAY_MINUTES_MAX: i64 = 1500;

/// Everything that is wrong with a record; empty for a sound one.
pub fn check_record(record: &RuleRecord) -> Vec<Fault> {
    let mut faults = ParamFaults {
        subject: record.id.clone(),
        found: Vec::new(),
    };
    if record.id.trim().is_empty() {
        faults.add("empty_id", "id", "give the record a name");
    }
    if let (Some(from), Some(to)) = (record.effective.from, record.effective.to)
        && to <= from
    {
        faults.add("empty_period", "effective", "let `to` be after `from`");
    }
    if record.outcome == Outcome::Approval && record.needs.approval.is_none() {
        faults.add(
            "no_permit",
            "needs.approval",
            "name the permit that the outcome asks for",
        );
    }
    if let Some(weight) = record.weight {
        faults.not_negative("weight.per_min", weight.per_min);
        faults.not_negative("weight.per_breach", weight.per_breach);
    }
    for (field, name) in [("replaces", &record.replaces), ("permit", &record.permit)] {
        if let Some(name) = name {
            faults.named(field, name);
        }
    }
    record.kind.check(&mut faults);
    if record.inclusive {
        faults.reached_by_nothing(&record.kind);
    }
    faults.found
}

/// Everything that is wrong with a list of records, names used twice included.
pub fn check_records(records: &[RuleRecord]) -> Vec<Fault> {
    let mut ids = std::collections::BTreeSet::new();
    let mut faults = Vec::new();
    for record in records {
        faults.extend(check_record(record));
        if !ids.insert(record.id.as_str()) {
            faults.push(Fault::new(
                "same_id",
                &record.id,
                "give each record a name of its own",
            ));
        }
    }
    faults
}

/// Collects what is wrong with the parameters of one record.
pub(super) struct ParamFaults {
    subject: String,
    found: Vec<Fault>,
}

impl ParamFaults {
    pub fn add(&mut self, code: &'static str, field: &str, remedy: &str) {
        let subject = format!("{}: {field}", self.subject);
        self.found.push(Fault::new(code, subject, remedy));
    }

    pub fn not_negative(&mut self, field: &str, value: i64) {
        if value < 0 {
            self.add(
                "negative_limit",
                field,
                "give a number that is not negative",
            );
        } else if value > MINUTES_MAX {
            self.add("absurd_limit", field, "give a smaller number");
        }
    }

    pub fn positive(&mut self, field: &str, value: i64) {
        if value == 0 {
            self.add("zero_limit", field, "give a number above nought");
        } else {
            self.not_negative(field, value);
        }
    }

    /// A most of nought that may not even be reached: nobody keeps it, whatever is planned.
    fn reached_by_nothing(&mut self, kind: &RuleKind) {
        let params = kind.to_json().unwrap_or_default();
        let least = matches!(kind, RuleKind::MinWorkPerWindow(_));
        for field in ["limit", "limit_min", "limit_min_per_month"] {
            if !least && params.get(field).and_then(serde_json::Value::as_i64) == Some(0) {
                let remedy = "nought is always reached: leave out `inclusive`, or raise the limit";
                self.add("never_kept", field, remedy);
            }
        }
    }

    /// What a window must hold, with what it holds at most on each of its days.
    pub fn fits(&mut self, field: &str, asked: i64, a_day: i64, window: Window) {
        let days = match window {
            Window::CalendarWeek { .. } => 7,
            Window::CalendarMonth {} => 31,
            Window::CalendarQuarter {} => 92,
            Window::CalendarYear {} => 366,
            Window::Anchored { days, .. } | Window::RollingDays { days } => days.max(1),
            Window::Horizon {} => HORIZON_DAYS_MAX,
        };
        if asked > days.saturating_mul(a_day) {
            let remedy = "no window is so long: ask for less, or let the window be longer";
            self.add("never_kept", field, remedy);
        }
    }

    pub fn named(&mut self, field: &str, text: &str) {
        if text.trim().is_empty() {
            self.add("empty_name", field, "give a name");
        }
    }

    pub fn filled<T>(&mut self, field: &str, list: &[T]) {
        if list.is_empty() {
            self.add("empty_list", field, "give at least one entry");
        }
    }

    pub fn window(&mut self, window: Window) {
        match window {
            Window::Anchored { days, .. } | Window::RollingDays { days } => {
                self.length("window.days", days);
            }
            Window::CalendarWeek { .. }
            | Window::CalendarMonth {}
            | Window::CalendarQuarter {}
            | Window::CalendarYear {}
            | Window::Horizon {} => {}
        }
    }

    /// A length in days: one to two thousand.
    pub fn length(&mut self, field: &str, days: i64) {
        if days < 1 {
            self.add(
                "empty_window",
                field,
                "let the window have at least one day",
            );
        } else if days > 2000 {
            self.add(
                "absurd_window",
                field,
                "let the window have at most 2000 days",
            );
        }
    }

    pub fn normal(&mut self, normal: NormalHours) {
        for (field, value) in [
            ("normal.daily_min", normal.daily_min),
            ("normal.weekly_min", normal.weekly_min),
        ] {
            if let Some(value) = value {
                self.not_negative(field, value);
            }
        }
    }

    pub fn night(&mut self, night: NightTime) {
        self.not_negative("night.qualifies_over_min", night.qualifies_over_min);
        if night.from == night.to {
            self.add(
                "empty_window",
                "night",
                "let the night start and end at different times",
            );
        }
    }
}
