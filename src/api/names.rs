//! Resource names.

use crate::service::Fault;
use crate::units::{ClaimId, JobId, RosterId, ShiftId};

/// Longest name that is looked at.
const LENGTH_MAX: usize = 1_024;

/// `rosters/{roster}`
pub fn roster(field: &str, name: &str) -> Result<RosterId, Fault> {
    let id = short(name).and_then(|name| name.strip_prefix("rosters/"));
    match id.filter(|id| !id.is_empty() && !id.contains('/')) {
        Some(id) => Ok(id.into()),
        None => Err(bad(field, "rosters/{roster}")),
    }
}

/// `rosters/{roster}/openShifts/{open_shift}`; shift names are HR's and may hold anything.
pub fn open_shift(field: &str, name: &str) -> Result<(RosterId, ShiftId), Fault> {
    let parts = short(name).and_then(|name| name.split_once("/openShifts/"));
    match parts.filter(|(_, shift)| !shift.is_empty()) {
        Some((parent, shift)) => Ok((roster(field, parent)?, shift.into())),
        None => Err(bad(field, "rosters/{roster}/openShifts/{open_shift}")),
    }
}

/// `rosters/{roster}/openShifts/{open_shift}/claims/{claim}`
pub fn claim(field: &str, name: &str) -> Result<ClaimId, Fault> {
    let parts = short(name).and_then(|name| name.rsplit_once("/claims/"));
    match parts.filter(|(_, claim)| !claim.is_empty()) {
        Some((parent, claim)) => open_shift(field, parent).map(|_| claim.into()),
        None => Err(bad(
            field,
            "rosters/{roster}/openShifts/{open_shift}/claims/{claim}",
        )),
    }
}

/// `operations/{operation}`
pub fn operation(field: &str, name: &str) -> Result<JobId, Fault> {
    let id = short(name).and_then(|name| name.strip_prefix("operations/"));
    match id.filter(|id| !id.is_empty()) {
        Some(id) => Ok(id.into()),
        None => Err(bad(field, "operations/{operation}")),
    }
}

fn short(name: &str) -> Option<&str> {
    Some(name).filter(|name| name.len() <= LENGTH_MAX)
}

fn bad(field: &str, pattern: &str) -> Fault {
    Fault::field(
        field,
        &format!("write the name as {pattern}"),
        &format!("名称应写作 {pattern}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back_as_they_were_written() {
        assert_eq!(roster("name", "rosters/w11"), Ok("w11".into()));
        let shift = open_shift("name", "rosters/w11/openShifts/文新/早-2026-03-09-1");
        assert_eq!(shift, Ok(("w11".into(), "文新/早-2026-03-09-1".into())));
        let id = claim("name", "rosters/w11/openShifts/a/claims/c1");
        assert_eq!(id, Ok("c1".into()));
        assert_eq!(operation("name", "operations/o1"), Ok("o1".into()));
    }

    #[test]
    fn other_names_are_refused_with_their_field() {
        let long = format!("rosters/{}", "a".repeat(2_000));
        for bad in ["", "w11", "rosters/", "rosters/a/b", "operations/a", &long] {
            let fault = roster("parent", bad).expect_err("no roster's name");
            assert_eq!(fault.fields[0].field, "parent");
        }
        assert!(claim("name", "rosters/a/openShifts/b").is_err());
        assert!(open_shift("name", "rosters/a/openShifts/").is_err());
    }
}
