//! The gates of publishing and changing: rules that ask when something was told, and what a late change costs.
//!
//! No roster by itself keeps or breaks them, so [`audit`](super::audit) does not ask them: they are asked at the moment
//! of publishing, and of each change of a published roster.

use super::bench::{Bench, PremiumOwed};
use super::case::brief;
use super::findings::{AuditFinding, Findings, Severity};
use super::ledger::Ledger;
use super::legality::{owed, report, severity};
use super::view::{Agreed, View};
use crate::domain::{EmployeeIx, Instance};
use crate::law::{
    ChangeType, Evaluation, Events, Finding, ListedShift, Outcome, RuleKind, RuleRecord,
    ShiftChange, Span, evaluate,
};
use crate::roster::{Activity, Roster};

/// What the law says of one step of a published roster.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StepJudged {
    /// Why it may not be done at all.
    pub forbidden: Vec<AuditFinding>,
    /// What is to be known: whose agreement it needs, what it is late for.
    pub told: Vec<AuditFinding>,
    /// Extra pay that falls due with it.
    pub premiums: Vec<PremiumOwed>,
}

/// Publishing a roster at an instant, in minutes since the epoch.
pub fn publishing(instance: &Instance, roster: &Roster, at: i64) -> StepJudged {
    let asked = |kind: &RuleKind| matches!(kind, RuleKind::MinPublishNotice(_));
    judge(instance, roster, asked, |_| Events {
        published_at: Some(at),
        ..Events::default()
    })
}

/// A published roster before and after a change.
#[derive(Clone, Copy, Debug)]
pub struct Versions<'r> {
    /// As it was published: changes since then are counted from here.
    pub published: &'r Roster,
    /// As it stands.
    pub before: &'r Roster,
    /// As it is to be.
    pub after: &'r Roster,
}

/// Changing a published roster at an instant, in minutes since the epoch; `asked` are the days on which the person wanted
/// the change, for which no notice is owed.
pub fn changing(
    instance: &Instance,
    versions: &Versions<'_>,
    asked: &dyn Fn(EmployeeIx, usize) -> bool,
    at: i64,
) -> StepJudged {
    let kinds = |kind: &RuleKind| {
        matches!(
            kind,
            RuleKind::ChangeNotice(_)
                | RuleKind::ChangePremium(_)
                | RuleKind::MaxChangesAfterPublish(_)
        )
    };
    judge(instance, versions.after, kinds, |employee| {
        let mut events = Events::default();
        for (day, _) in instance.horizon.days() {
            let id = shift_id(instance, employee, day);
            let on = |roster| work(roster, employee, day);
            let (was, is) = (on(versions.before), on(versions.after));
            let listed = |(span, _): (Span, i64)| ListedShift {
                id: id.clone(),
                span,
            };
            events.published.extend(on(versions.published).map(listed));
            events.current.extend(is.map(listed));
            let Some((change, shift_start, minutes)) = change(was, is) else {
                continue;
            };
            events.changes.push(ShiftChange {
                shift: id,
                change,
                at,
                shift_start,
                asked_by_employee: asked(employee, day),
                minutes,
            });
        }
        events
    })
}

/// A shift's name, as the law is told it.
fn shift_id(instance: &Instance, employee: EmployeeIx, day: usize) -> String {
    let date = instance.horizon.date(day as i64);
    format!("{}-{date}", instance.employees[employee.0].id)
}

/// When a duty is, and its working minutes.
fn work(roster: &Roster, employee: EmployeeIx, day: usize) -> Option<(Span, i64)> {
    match roster.activity(employee, day) {
        Activity::Duty(duty) => Some((Span::new(duty.start, duty.end), duty.work_minutes().0)),
        _ => None,
    }
}

/// What was done to a day's duty, when the affected duty starts, and the minutes added or taken away.
fn change(was: Option<(Span, i64)>, is: Option<(Span, i64)>) -> Option<(ChangeType, i64, i64)> {
    match (was, is) {
        (None, None) => None,
        (None, Some((span, minutes))) => Some((ChangeType::Add, span.start, minutes)),
        (Some((span, minutes)), None) => Some((ChangeType::Reduce, span.start, minutes)),
        (Some((old, _)), Some((new, _))) if old == new => None,
        (Some((old, before)), Some((new, after))) => {
            let kind = match after.cmp(&before) {
                std::cmp::Ordering::Less => ChangeType::Reduce,
                std::cmp::Ordering::Equal => ChangeType::Time,
                std::cmp::Ordering::Greater => ChangeType::Add,
            };
            // The earlier of the two: both days' plans are upset from there on.
            Some((kind, old.start.min(new.start), (after - before).abs()))
        }
    }
}

/// Asks everybody's rules of some kinds about the events around a roster.
fn judge(
    instance: &Instance,
    roster: &Roster,
    asked: impl Fn(&RuleKind) -> bool,
    events: impl Fn(EmployeeIx) -> Events,
) -> StepJudged {
    let bench = Bench::of(instance);
    let mut step = StepJudged::default();
    // A horizon that the law cannot judge is a violation of the roster itself.
    let Ok(days) = &bench.days else {
        return step;
    };
    let agreed = Agreed::new();
    let view = View {
        instance,
        roster,
        quiet: &bench.quiet,
        agreed: &agreed,
        only: None,
    };
    let (mut forbidden, mut told) = (Findings::default(), Findings::default());
    for (employee, person) in instance.staff() {
        let rules = instance.contract_of(person).rules.iter();
        let rules: Vec<RuleRecord> = rules.filter(|rule| asked(&rule.kind)).cloned().collect();
        if rules.is_empty() {
            continue;
        }
        let mut brief = brief(&view, employee, &Ledger::default(), &bench.dates);
        brief.events = events(employee);
        let answer = evaluate(&rules, &brief.case(days));
        let refuses = |found: &Finding| {
            let grade = severity(found.outcome, rules.get(found.rule_index));
            found.outcome == Outcome::Forbid && grade == Severity::Violation
        };
        let (refused, known): (Vec<Finding>, Vec<Finding>) =
            answer.findings.into_iter().partition(refuses);
        for (findings, into) in [(refused, &mut forbidden), (known, &mut told)] {
            let part = Evaluation {
                findings,
                ..Evaluation::default()
            };
            report(&view, employee, &part, &rules, &brief.shifts, into);
        }
        let premiums = answer.premiums.into_iter();
        let premiums = premiums.filter_map(|premium| owed(&view, premium, &brief.shifts));
        step.premiums.extend(premiums.map(|owed| owed.of(employee)));
    }
    (step.forbidden, step.told) = (forbidden.in_order(), told.in_order());
    step
}
