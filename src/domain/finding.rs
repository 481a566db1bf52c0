//! What is wrong with an input, told so that a person can mend it.

use std::fmt;

/// One fault of an input: a stable code, what it is about, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Stable, lower case with underscores: `unknown_hall`.
    pub code: &'static str,
    /// Where in the input, as its author would name it: `employees[3] "E04"`.
    pub subject: String,
    /// What is wrong and what to do about it.
    pub remedy: String,
}

impl Finding {
    /// A finding about `subject`.
    pub fn new(
        code: &'static str,
        subject: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Finding {
        Finding {
            code,
            subject: subject.into(),
            remedy: remedy.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.code, self.subject, self.remedy)
    }
}
