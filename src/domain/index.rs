//! Typed positions in the lists of an instance.

use serde::{Deserialize, Serialize};

macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub usize);
    };
}

index!(
    /// Position in [`Problem::skills`](super::Problem::skills).
    SkillIx
);
index!(
    /// Position in [`Problem::halls`](super::Problem::halls).
    HallIx
);
index!(
    /// Position in [`Hall::queues`](super::Hall::queues) of its hall.
    QueueIx
);
index!(
    /// Position in [`Hall::posts`](super::Hall::posts) of its hall.
    PostIx
);
index!(
    /// Position in [`Hall::classes`](super::Hall::classes) of its hall.
    ClassIx
);
index!(
    /// Position in [`Problem::templates`](super::Problem::templates).
    TemplateIx
);
index!(
    /// Position in [`Problem::contracts`](super::Problem::contracts).
    ContractIx
);
index!(
    /// Position in [`Problem::employees`](super::Problem::employees).
    EmployeeIx
);
