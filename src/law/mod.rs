//! Labour law as data: rule kinds, dated rule packs, the ledger of compensatory time, and the one
//! evaluation that says what is legal.
//!
//! [`evaluate`] holds a person's shifts to a list of [`RuleRecord`]s. All durations are elapsed
//! minutes on the physical time line; local dates come from a [`DayTable`] that is built once for a
//! zone and horizon. Numbers are integers throughout; averages are compared without division.

mod calendar;
mod case;
mod check;
mod claim;
mod days;
mod error;
mod evaluation;
mod events;
mod history;
mod judge;
pub mod kinds;
mod ledger;
mod overlay;
mod pack;
pub mod params;
mod person;
mod primitives;
mod record;
mod shift;
mod span;
#[cfg(test)]
mod tests;
mod timeline;
pub mod vectors;
pub mod words;

pub use calendar::{CalendarStatus, ChinaCalendar, ChinaDay, DayCalendar, DayKind, PublicHolidays};
pub use case::Case;
pub use check::{check_record, check_records};
pub use claim::{ClaimEarnings, ClaimFindings, Standing};
pub use days::{DayTable, HORIZON_DAYS_MAX};
pub use error::{Fault, LawError};
pub use evaluation::{
    Evaluation, Finding, LocalInstant, Measured, Outcome, Place, Premium, PremiumClass, Unit,
};
pub use events::{
    ChangeType, CompRedemption, CompWork, CoverCount, Events, ListedShift, Party, ShiftChange,
    ShiftOffer,
};
pub use history::{CompLot, Counters, History, WindowMinutes};
pub use kinds::RuleKind;
pub use ledger::{CompBreach, CompCode, CompLedger, CompTerms};
pub use overlay::lay;
pub use pack::{PackSource, RulePack, Title};
pub use person::{Attribute, Permit, Person};
pub use record::{
    Basis, ConsentOf, Effective, Needs, RuleRecord, Scope, Severity, Source, Verified, Weight,
};
pub use shift::{ShiftBreak, WorkShift};
pub use span::{ClockTime, DayOfWeek, Span};

use judge::Judge;
use timeline::Timeline;

/// Holds a case to the rules.
///
/// Each record judges the shifts that start on dates on which it is in force and binds the person.
/// Windows, runs and pairs are reported when they meet the horizon. Input that cannot be judged
/// becomes a fault of the answer; nothing panics.
pub fn evaluate(rules: &[RuleRecord], case: &Case<'_>) -> Evaluation {
    let mut out = Evaluation::default();
    let timeline = Timeline::of(case, &mut out.faults);
    for (index, rule) in rules.iter().enumerate() {
        if let Some(mut judge) = Judge::new(index, rule, &timeline, &mut out) {
            rule.kind.evaluate(&mut judge);
        }
    }
    out
}
