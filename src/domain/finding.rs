//! What is wrong with an input, told so that a person can mend it.

use std::fmt;

use super::finding_zh;

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

    /// What is wrong and what to do about it, in Chinese; the subject and `remedy` hold the names and numbers.
    pub fn remedy_zh(&self) -> Option<&'static str> {
        finding_zh::remedy_zh(self.code)
    }
}

/// One line in both languages: `code: subject: remedy 中文`.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.code, self.subject, self.remedy)?;
        match self.remedy_zh() {
            Some(chinese) => write!(f, " {chinese}"),
            None => Ok(()),
        }
    }
}
