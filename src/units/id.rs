//! Names of stored things, each a type of its own, so that a hall is never looked up as a person.

/// Declares a name type: text that means the same thing for ever.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_string())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

use std::fmt;

use serde::{Deserialize, Serialize};

ids! {
    /// A roster: one week, or a few, of some halls.
    RosterId
    /// A service hall, as HR names it; the same in every roster.
    HallId
    /// An employee, as HR names him or her; the same in every roster.
    EmployeeId
    /// A published shift of a roster.
    ShiftId
    /// An employee's claim on a shift.
    ClaimId
    /// Time off owed for rest-day work.
    LotId
    /// A job for the workers.
    JobId
}
