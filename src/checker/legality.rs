//! Everybody's roster before the law, and what the law's answer means for showing it.

use chrono::NaiveDate;

use super::bench::{Bench, PremiumOwed};
use super::case::brief;
use super::findings::{AuditFinding, Findings, Severity, Subject};
use super::law_words::place_words;
use super::ledger::Ledger;
use super::view::View;
use super::words::who;
use crate::domain::EmployeeIx;
use crate::law::words::{measured, part_words, rule_words};
use crate::law::{
    self, Basis, Evaluation, Outcome, Place, Premium, PremiumClass, RuleRecord, WorkShift, evaluate,
};
use crate::units::{Minutes, Money};

/// Extra pay that the law names for work inside the horizon.
pub(super) struct Owed {
    pub class: PremiumClass,
    pub minutes: Minutes,
    pub factor_percent: i64,
    pub amount: Option<Money>,
    pub date: Option<NaiveDate>,
    /// Where, for people to read.
    pub place: String,
}

impl Owed {
    /// As it is told of a person.
    pub fn of(self, employee: EmployeeIx) -> PremiumOwed {
        PremiumOwed {
            employee,
            class: self.class,
            minutes: self.minutes,
            factor_percent: self.factor_percent,
            amount: self.amount,
        }
    }
}

/// Holds all who are looked at to the rules of the contract; returns the extra pay owed, by employee.
pub(super) fn judge(
    view: &View<'_>,
    bench: &Bench,
    ledgers: &[Ledger],
    found: &mut Findings,
) -> Vec<Vec<Owed>> {
    let mut premiums: Vec<Vec<Owed>> = ledgers.iter().map(|_| Vec::new()).collect();
    if let Err(error) = &bench.days {
        found.violation(
            "law_not_judged",
            Subject::default(),
            format!("The roster could not be held to the law: {error}."),
            format!("无法按劳动法规审核班表：{error}。"),
        );
        return premiums;
    }
    for (employee, _) in view.staff() {
        premiums[employee.0] = judge_one(view, bench, employee, &ledgers[employee.0], found);
    }
    premiums
}

/// Holds one person to the rules; returns the extra pay owed.
pub(super) fn judge_one(
    view: &View<'_>,
    bench: &Bench,
    employee: EmployeeIx,
    ledger: &Ledger,
    found: &mut Findings,
) -> Vec<Owed> {
    let Ok(days) = &bench.days else {
        return Vec::new();
    };
    let person = &view.instance.employees[employee.0];
    let rules = &view.instance.contract_of(person).rules;
    let brief = brief(view, employee, ledger, &bench.dates);
    let answer = evaluate(rules, &brief.case(days));
    report(view, employee, &answer, rules, &brief.shifts, found);
    let premiums = answer.premiums.into_iter();
    premiums
        .filter_map(|premium| owed(view, premium, &brief.shifts))
        .collect()
}

/// Turns the law's answer about one person into findings.
pub(super) fn report(
    view: &View<'_>,
    employee: EmployeeIx,
    answer: &Evaluation,
    rules: &[RuleRecord],
    shifts: &[WorkShift],
    found: &mut Findings,
) {
    let name = who(view.instance, employee);
    for finding in &answer.findings {
        let (en, zh) = rule_words(finding.rule);
        let (value, limit) = (
            measured(finding.measured, finding.unit),
            measured(finding.limit, finding.unit),
        );
        let place = place_words(view.instance, &finding.place);
        let part = finding.code.map(part_words);
        let (part_en, part_zh) = match part {
            Some((en, zh)) => (format!(", {en}"), format!("（{zh}）")),
            None => Default::default(),
        };
        let source = source(finding);
        found.add(AuditFinding {
            code: finding.rule,
            severity: severity(finding.outcome, rules.get(finding.rule_index)),
            subject: subject(view, employee, &finding.place, shifts),
            en: format!(
                "{name}, {place}: {en}{part_en}: {} against a limit of {} [{source}].",
                value.0, limit.0
            ),
            zh: format!(
                "{name}，{place}：{zh}{part_zh}：实际 {}，界限 {}［{source}］。",
                value.1, limit.1
            ),
            rule_id: Some(finding.rule_id.clone()),
            article: Some(finding.article.clone()).filter(|article| !article.is_empty()),
        });
    }
    for fault in &answer.faults {
        found.violation(
            "law_not_judged",
            Subject::person(employee),
            format!("{name}: could not be held to the law: {fault}."),
            format!("{name}：无法按劳动法规审核：{fault}。"),
        );
    }
}

fn source(finding: &law::Finding) -> String {
    if finding.article.is_empty() {
        finding.rule_id.clone()
    } else {
        format!("{}, {}", finding.rule_id, finding.article)
    }
}

/// Costs and warnings may be shown. So may going beyond a rule of the company or an agreement that its author marked
/// as one that may be priced; the law itself has no price.
pub fn severity(outcome: Outcome, rule: Option<&RuleRecord>) -> Severity {
    let priced =
        rule.is_some_and(|rule| rule.severity == law::Severity::Soft && rule.basis != Basis::Law);
    match outcome {
        Outcome::Cost | Outcome::Warn => Severity::Notice,
        Outcome::Forbid if priced => Severity::Notice,
        Outcome::Forbid | Outcome::Consent | Outcome::Approval => Severity::Violation,
    }
}

fn subject(view: &View<'_>, employee: EmployeeIx, place: &Place, shifts: &[WorkShift]) -> Subject {
    Subject {
        date: date_of(view, place, shifts),
        ..Subject::person(employee)
    }
}

/// The local date on which a place of the law begins.
fn date_of(view: &View<'_>, place: &Place, shifts: &[WorkShift]) -> Option<NaiveDate> {
    let horizon = &view.instance.horizon;
    match place {
        Place::Date(date) | Place::Dates(date, _) => Some(*date),
        Place::Instants(from, _) => Some(horizon.local(from.minute).0),
        Place::Named(id) => {
            let shift = shifts.iter().find(|shift| shift.id == *id)?;
            Some(horizon.local(shift.span.start).0)
        }
        Place::BalanceEnd => horizon.end().pred_opt(),
    }
}

/// Extra pay for work inside the horizon. Pay for earlier days was owed by an earlier roster.
pub(super) fn owed(view: &View<'_>, premium: Premium, shifts: &[WorkShift]) -> Option<Owed> {
    let date = date_of(view, &premium.place, shifts);
    if date.is_some_and(|date| date < view.instance.horizon.start) {
        return None;
    }
    let place = place_words(view.instance, &premium.place);
    Some(Owed {
        class: premium.class,
        minutes: Minutes(premium.minutes),
        factor_percent: premium.factor_pct,
        amount: premium.amount,
        date,
        place,
    })
}
