//! The whole problem, and the door that lets only valid ones in.

use std::ops::Deref;

use chrono::NaiveDate;

use super::demand::{CoverageRequirement, DemandInterval, OutlookDay, ShiftCover};
use super::finding::Finding;
use super::hall::Hall;
use super::horizon::Horizon;
use super::index::{EmployeeIx, HallIx, TemplateIx};
use super::prices::Prices;
use super::shift::ShiftTemplate;
use super::staff::{Contract, Employee};
use super::validate::validate;
use crate::law::Permit;

/// What an employee may serve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skill {
    /// Stable name given by HR.
    pub id: String,
    /// For people to read.
    pub name: String,
}

/// An assignment the plan may not move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pin {
    /// Who.
    pub employee: EmployeeIx,
    /// When.
    pub date: NaiveDate,
    /// Works this template in this hall; does not work when `None`.
    pub duty: Option<(TemplateIx, HallIx)>,
}

/// A planning problem that has not been validated yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Stable name given by HR.
    pub id: String,
    /// For people to read.
    pub title: String,
    /// The days being planned.
    pub horizon: Horizon,
    /// ISO 4217.
    pub currency: String,
    /// What employees may serve.
    pub skills: Vec<Skill>,
    /// Sites.
    pub halls: Vec<Hall>,
    /// Shift patterns.
    pub templates: Vec<ShiftTemplate>,
    /// Terms of employment.
    pub contracts: Vec<Contract>,
    /// The people.
    pub employees: Vec<Employee>,
    /// Forecast arrivals.
    pub demand: Vec<DemandInterval>,
    /// Heads asked for directly.
    pub coverage: Vec<CoverageRequirement>,
    /// Heads wanted on whole shifts.
    pub shift_cover: Vec<ShiftCover>,
    /// Expected load beyond the horizon.
    pub outlook: Vec<OutlookDay>,
    /// Assignments the plan may not move.
    pub pins: Vec<Pin>,
    /// Permits on file.
    pub permits: Vec<Permit>,
    /// What trouble costs.
    pub prices: Prices,
    /// SHA-256 of the canonical form, in hexadecimal.
    pub input_sha256: String,
}

impl Problem {
    /// Whether a permit of that name covers the employee's post on `date`.
    pub fn permits_on(&self, name: &str, employee: &Employee, date: NaiveDate) -> bool {
        let post = Some(employee.post.as_str()).filter(|post| !post.is_empty());
        self.permits
            .iter()
            .any(|permit| permit.covers(name, post, date))
    }
}

/// A valid planning problem.
#[derive(Clone, Debug, PartialEq)]
pub struct Instance(Problem);

impl Instance {
    /// Validates; returns every finding when there is one.
    pub fn new(problem: Problem) -> Result<Instance, Vec<Finding>> {
        let findings = validate(&problem);
        if findings.is_empty() {
            Ok(Instance(problem))
        } else {
            Err(findings)
        }
    }

    /// Every employee with its index.
    pub fn staff(&self) -> impl Iterator<Item = (EmployeeIx, &Employee)> {
        self.employees
            .iter()
            .enumerate()
            .map(|(index, employee)| (EmployeeIx(index), employee))
    }

    /// The terms an employee works under.
    pub fn contract_of(&self, employee: &Employee) -> &Contract {
        &self.contracts[employee.contract.0]
    }
}

impl Deref for Instance {
    type Target = Problem;
    fn deref(&self) -> &Problem {
        &self.0
    }
}
