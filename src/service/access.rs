//! Who may do what: the only place where that is decided.

use super::caller::{Caller, Role};
use super::fault::{Fault, Reason};
use crate::storage::RosterRow;
use crate::units::{EmployeeId, HallId};

/// What somebody wants to do with rosters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// Look at whole rosters, with everybody's days and costs.
    ReadRosters,
    /// Make, change, publish, close, delete them.
    ChangeRosters,
    /// Read the log.
    ReadLog,
    /// Look at open shifts, claims and days of one person.
    ReadOwn,
    /// Claim and withdraw for one person.
    Claim,
}

/// The roles that may.
fn roles(act: Act) -> &'static [Role] {
    match act {
        Act::ReadRosters => &[Role::Hr, Role::Planner],
        Act::ChangeRosters | Act::ReadLog => &[Role::Hr],
        Act::ReadOwn | Act::Claim => &[Role::Hr, Role::Staff],
    }
}

/// Whether the caller's role may.
pub fn may(caller: &Caller, act: Act) -> Result<(), Fault> {
    if roles(act).contains(&caller.role) {
        Ok(())
    } else {
        Err(Fault::new(Reason::RoleNotAllowed, caller.role.name()))
    }
}

/// Whether the caller may do that with a roster: whoever looks after some halls touches rosters of those halls only.
pub fn may_with(caller: &Caller, act: Act, roster: &RosterRow) -> Result<(), Fault> {
    may(caller, act)?;
    in_halls(caller, &roster.halls)
}

/// Whether all halls are the caller's; staff are held to their own person instead.
pub fn in_halls(caller: &Caller, halls: &[HallId]) -> Result<(), Fault> {
    if caller.role == Role::Staff || caller.halls.is_empty() {
        return Ok(());
    }
    match halls.iter().find(|hall| !caller.halls.contains(hall)) {
        None => Ok(()),
        Some(hall) => Err(Fault::new(Reason::HallNotYours, hall.as_str())),
    }
}

/// For whom the caller asks: staff for themselves and nobody else, HR for whom they name.
pub fn person(caller: &Caller, act: Act, asked: Option<&EmployeeId>) -> Result<EmployeeId, Fault> {
    may(caller, act)?;
    match (caller.role, &caller.employee, asked) {
        (Role::Staff, None, _) => Err(Fault::new(Reason::CallerInvalid, "paiban-employee")),
        (Role::Staff, Some(own), Some(asked)) if own != asked => {
            Err(Fault::new(Reason::NotYourOwn, asked.as_str()))
        }
        (Role::Staff, Some(own), _) => Ok(own.clone()),
        (_, _, Some(asked)) => Ok(asked.clone()),
        (_, _, None) => Err(Fault::field(
            "employee",
            "name the employee it is for",
            "请注明员工",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(caller: &Caller, asked: Option<&str>, expected: Result<&str, Reason>) {
        let asked = asked.map(EmployeeId::from);
        let answer = person(caller, Act::Claim, asked.as_ref());
        let answer = answer.map_err(|fault| fault.reason);
        assert_eq!(answer, expected.map(EmployeeId::from));
    }

    #[test]
    fn an_employee_claims_for_nobody_else() {
        let own = Caller::staff("E1");
        check(&own, None, Ok("E1"));
        check(&own, Some("E1"), Ok("E1"));
        check(&own, Some("E2"), Err(Reason::NotYourOwn));
    }

    #[test]
    fn hr_names_the_person() {
        check(&Caller::hr(), Some("E2"), Ok("E2"));
        check(&Caller::hr(), None, Err(Reason::FieldInvalid));
    }

    #[test]
    fn a_planner_claims_for_nobody() {
        let planner = Caller {
            role: Role::Planner,
            ..Caller::staff("E1")
        };
        check(&planner, None, Err(Reason::RoleNotAllowed));
    }

    #[test]
    fn staff_and_planners_change_no_roster() {
        for role in [Role::Staff, Role::Planner] {
            let caller = Caller {
                role,
                ..Caller::staff("E1")
            };
            for act in [Act::ChangeRosters, Act::ReadLog] {
                let answer = may(&caller, act).map_err(|fault| fault.reason);
                assert_eq!(answer, Err(Reason::RoleNotAllowed), "{role:?} {act:?}");
            }
        }
    }

    #[test]
    fn who_looks_after_one_hall_touches_no_other() {
        let mut caller = Caller::hr();
        caller.halls = vec!["WX".into()];
        assert!(in_halls(&caller, &["WX".into()]).is_ok());
        let fault = in_halls(&caller, &["WX".into(), "CB".into()]).map_err(|f| f.reason);
        assert_eq!(fault, Err(Reason::HallNotYours));
    }
}
