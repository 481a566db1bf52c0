//! What the judge has to say, in words for people and with a code for machines.

use chrono::NaiveDate;

use crate::domain::{EmployeeIx, HallIx};

/// Whether a roster may be shown in spite of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The roster must not be shown.
    Violation,
    /// The roster may be shown; somebody should know.
    Notice,
}

/// Whom, when and where a finding is about, as far as that can be said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// Whom.
    pub employee: Option<EmployeeIx>,
    /// When.
    pub date: Option<NaiveDate>,
    /// Where.
    pub hall: Option<HallIx>,
}

impl Subject {
    /// One person.
    pub(super) fn person(employee: EmployeeIx) -> Subject {
        Subject {
            employee: Some(employee),
            ..Subject::default()
        }
    }

    /// One person's day.
    pub(super) fn day(employee: EmployeeIx, date: NaiveDate) -> Subject {
        Subject {
            employee: Some(employee),
            date: Some(date),
            hall: None,
        }
    }

    /// One hall's day.
    pub(super) fn hall(hall: HallIx, date: NaiveDate) -> Subject {
        Subject {
            employee: None,
            date: Some(date),
            hall: Some(hall),
        }
    }

    /// The same, in a hall.
    pub(super) fn at(self, hall: HallIx) -> Subject {
        Subject {
            hall: Some(hall),
            ..self
        }
    }
}

/// One thing the judge has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditFinding {
    /// Stable, lower case with underscores: `break_window`.
    pub code: &'static str,
    /// Whether the roster may be shown.
    pub severity: Severity,
    /// What it is about.
    pub subject: Subject,
    /// In plain English.
    pub en: String,
    /// In plain Chinese.
    pub zh: String,
    /// The rule record behind it, where it is a finding of the law.
    pub rule_id: Option<String>,
    /// The article behind that rule, such as `PRC-LL-38`.
    pub article: Option<String>,
}

/// Findings while they are gathered.
#[derive(Debug, Default)]
pub(super) struct Findings {
    found: Vec<AuditFinding>,
}

impl Findings {
    /// Adds a violation that no rule record is behind.
    pub fn violation(
        &mut self,
        code: &'static str,
        subject: Subject,
        en: impl Into<String>,
        zh: impl Into<String>,
    ) {
        self.add(AuditFinding {
            code,
            severity: Severity::Violation,
            subject,
            en: en.into(),
            zh: zh.into(),
            rule_id: None,
            article: None,
        });
    }

    /// Adds a finding of any kind.
    pub fn add(&mut self, finding: AuditFinding) {
        self.found.push(finding);
    }

    /// Violations first, otherwise in the order in which they were found.
    pub fn in_order(mut self) -> Vec<AuditFinding> {
        self.found.sort_by_key(|finding| finding.severity);
        self.found
    }
}
