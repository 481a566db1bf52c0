//! Who calls.

use crate::storage::Actor;
use crate::units::{EmployeeId, HallId};

/// In which role somebody calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Makes rosters and answers for them.
    Hr,
    /// Works in them.
    Staff,
    /// Looks at figures and changes nothing.
    Planner,
}

impl Role {
    /// Every role.
    pub const ALL: &'static [Role] = &[Role::Hr, Role::Staff, Role::Planner];

    /// As callers write it.
    pub fn name(self) -> &'static str {
        match self {
            Role::Hr => "hr",
            Role::Staff => "staff",
            Role::Planner => "planner",
        }
    }

    /// The role with that name.
    pub fn named(name: &str) -> Option<Role> {
        Self::ALL.iter().copied().find(|role| role.name() == name)
    }
}

/// Who calls, in which role, for which halls.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Caller {
    /// In which role.
    pub role: Role,
    /// Who; staff always say so.
    pub employee: Option<EmployeeId>,
    /// The halls looked after; empty for all.
    pub halls: Vec<HallId>,
}

impl Caller {
    /// An officer of HR for all halls.
    pub fn hr() -> Caller {
        Caller {
            role: Role::Hr,
            employee: None,
            halls: Vec::new(),
        }
    }

    /// An employee.
    pub fn staff(employee: &str) -> Caller {
        Caller {
            role: Role::Staff,
            employee: Some(employee.into()),
            halls: Vec::new(),
        }
    }

    /// As the log names the caller.
    pub(super) fn actor(&self) -> Actor {
        Actor {
            role: self.role.name().to_string(),
            id: (self.employee.as_ref()).map_or_else(String::new, |who| who.0.clone()),
        }
    }

    /// What request ids belong to.
    pub(super) fn key(&self) -> String {
        let who = self.employee.as_ref().map_or("", |who| who.as_str());
        format!("{}:{who}", self.role.name())
    }
}
