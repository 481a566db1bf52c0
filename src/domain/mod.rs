//! The problem as plain data: halls, customers, staff, shifts, demand, prices.
//!
//! [`Instance::new`] is the only way in: it validates and returns every finding at once, so that whoever holds an
//! [`Instance`] holds a valid one. Cross references are typed indices into its lists; the stable names given by HR
//! stay beside them for people.

mod demand;
mod finding;
mod finding_zh;
mod hall;
mod horizon;
mod index;
mod instance;
mod norm;
mod prices;
mod shift;
mod staff;
mod validate;
mod warnings;

pub use demand::{CoverageRequirement, DemandInterval, OutlookDay, Served, ShiftCover};
pub use finding::Finding;
pub use hall::{
    CustomerClass, DayFilter, Hall, OpenSpots, OpeningHours, PostRequirement, ServiceQueue,
    TimeWindow, WaitTarget,
};
pub use horizon::Horizon;
pub use index::{ClassIx, ContractIx, EmployeeIx, HallIx, PostIx, QueueIx, SkillIx, TemplateIx};
pub use instance::{Instance, Pin, Problem, Skill};
pub use norm::{WeekNorm, week_norm};
pub use prices::Prices;
pub use shift::{BreakRule, ShiftTemplate};
pub use staff::{
    CompLot, Consent, Contract, Employee, HeldSkill, Leave, NationalCalendar, PastWork, PayBasis,
    Training, Wish, WishKind,
};
pub use warnings::warnings;
