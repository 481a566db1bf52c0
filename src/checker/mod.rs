//! The judge: says of a finished roster whether it may be shown, what it costs and what it leaves uncovered.
//!
//! [`audit`] trusts nobody. It reads the problem, the heads asked for and the roster, and works everything out again
//! from the published definitions; it never learns how the roster was found. A roster with a
//! [`Severity::Violation`] is not shown to anyone.

mod absences;
mod bench;
mod case;
mod consents;
mod cost;
mod coverage;
mod duties;
mod event_clock;
mod extra_days;
mod findings;
mod halls;
mod law_words;
mod ledger;
mod legality;
mod pay;
mod serving;
mod shape;
mod sweep;
#[cfg(test)]
mod tests;
mod view;
mod waits;
mod words;

pub use bench::{Bench, PeopleAudit, PremiumOwed};
pub use case::Brief;
pub use cost::{Cost, CostLine, CostTerm};
pub use coverage::CoveredInterval;
pub use event_clock::{StepJudged, Versions, changing, publishing};
pub use findings::{AuditFinding, Severity, Subject};
pub use legality::severity;
pub use view::Agreed;
pub use waits::{
    ClassWaits, Engines, IntervalWaits, Promise, SeenWaits, SessionWaits, WaitJudge, WaitSeen,
    WaitVerdict,
};

use crate::domain::{CoverageRequirement, Instance};
use crate::roster::{CompDay, CoverageGap, Roster, ShiftGap};

use findings::Findings;
use view::View;

/// Everything there is to say about a roster.
#[derive(Clone, Debug, PartialEq)]
pub struct Audit {
    /// What is wrong, violations first, then what people should know.
    pub findings: Vec<AuditFinding>,
    /// The price, term by term.
    pub cost: Cost,
    /// Heads missing in queues and posts, neighbouring intervals with equal numbers as one.
    pub gaps: Vec<CoverageGap>,
    /// Heads missing on whole shifts.
    pub shift_gaps: Vec<ShiftGap>,
    /// What becomes of every comp lot open or earned in the horizon, by employee.
    pub comp_days: Vec<CompDay>,
    /// By employee, the days of the horizon whose duty is work on a rest day.
    pub rest_day_work: Vec<Vec<usize>>,
    /// Heads asked for and there, in order of hall, queue or post, and time.
    pub coverage: Vec<CoveredInterval>,
    /// Waits held against their targets, where that was asked for.
    pub waits: Option<WaitVerdict>,
}

impl Audit {
    /// Whether the roster may be shown.
    pub fn is_clean(&self) -> bool {
        self.violations().next().is_none()
    }

    /// The audit with the waits of its roster: missed targets and waiting join the cost.
    #[must_use]
    pub fn with_waits(mut self, verdict: WaitVerdict) -> Audit {
        self.cost = (self.cost.with(CostTerm::MissedTarget, verdict.cost()))
            .with(CostTerm::Waiting, verdict.waiting);
        self.waits = Some(verdict);
        self
    }

    /// Why the roster may not be shown.
    pub fn violations(&self) -> impl Iterator<Item = &AuditFinding> {
        self.graded(Severity::Violation)
    }

    /// What people should know about a roster that may be shown.
    pub fn notices(&self) -> impl Iterator<Item = &AuditFinding> {
        self.graded(Severity::Notice)
    }

    fn graded(&self, severity: Severity) -> impl Iterator<Item = &AuditFinding> {
        self.findings
            .iter()
            .filter(move |finding| finding.severity == severity)
    }
}

/// Judges a roster against its problem and the heads asked for.
///
/// A day that makes no sense (an unknown hall, an end before its start) is reported and then judged as a day of rest,
/// so that one fault hides no other.
pub fn audit(instance: &Instance, needs: &[CoverageRequirement], roster: &Roster) -> Audit {
    audit_agreed(instance, needs, roster, &Agreed::new())
}

/// As [`audit`], where people agreed to some of their duties by taking them: that stands for a consent on file to what
/// follows from those duties alone.
pub fn audit_agreed(
    instance: &Instance,
    needs: &[CoverageRequirement],
    roster: &Roster,
    agreed: &Agreed,
) -> Audit {
    let mut found = Findings::default();
    let roster = shape::sound(instance, roster, &mut found);
    let bench = Bench::of(instance);
    let view = View {
        instance,
        roster: &roster,
        quiet: &bench.quiet,
        agreed,
        only: None,
    };
    duties::check(&view, &mut found);
    serving::check(&view, &mut found);
    halls::check(&view, &mut found);
    let (ledgers, premiums) = bench::days_checks(&view, &bench, &mut found);
    let coverage = coverage::covered(&view, needs, &mut found);
    let cost = cost::cost(&view, &ledgers, &premiums, &coverage);
    Audit {
        findings: found.in_order(),
        cost,
        gaps: coverage::gaps(&coverage),
        shift_gaps: coverage::shift_gaps(&view),
        comp_days: ledgers.iter().flat_map(|own| own.lots.clone()).collect(),
        rest_day_work: ledgers.into_iter().map(|own| own.rest_days).collect(),
        coverage,
        waits: None,
    }
}
