//! One person alone: what the rules say about one more committed shift.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::desk::{Desk, agreed_days, duty_on};
use super::lasting::is_lasting;
use super::plan::ShiftIx;
use super::verdict::RuleWord;
use crate::checker::{Agreed, Brief, Severity, severity};
use crate::domain::EmployeeIx;
use crate::law::words::{measured, rule_words};
use crate::law::{Case, Finding, Place, RuleKind, RuleRecord, Standing, evaluate};
use crate::roster::{Activity, Roster};

/// Findings of the checker about duties that follow each other, which stand in no rule record.
const SUCCESSION: [&str; 2] = ["forbidden_succession", "overlapping_work"];

/// One person's committed duties, ready to be asked about one more.
pub(super) struct Bound<'d, 'a> {
    desk: &'d Desk<'a>,
    employee: EmployeeIx,
    committed: Vec<Option<ShiftIx>>,
    before: Brief,
}

impl<'d, 'a> Bound<'d, 'a> {
    /// The committed duties as they stand.
    pub fn of(desk: &'d Desk<'a>, employee: EmployeeIx) -> Bound<'d, 'a> {
        Bound::to(desk, employee, desk.committed[employee.0].clone())
    }

    /// Committed duties as given.
    pub fn to(
        desk: &'d Desk<'a>,
        employee: EmployeeIx,
        committed: Vec<Option<ShiftIx>>,
    ) -> Bound<'d, 'a> {
        let (roster, agreed) = alone(desk, employee, &committed);
        let before = (desk.ground.bench).brief(desk.instance(), &roster, &agreed, employee);
        Bound {
            desk,
            employee,
            committed,
            before,
        }
    }

    /// Every rule that one more shift brings up: refusals first, then what it costs and what is pointed out.
    ///
    /// The claim itself is consent; rules that ask for a permit ask for one on file. Breaches that more work can mend
    /// are left to the judgement of the whole completion.
    pub fn with(&self, shift: ShiftIx) -> Vec<RuleWord> {
        let mut words: Vec<RuleWord> = Vec::new();
        for finding in self.findings(shift) {
            let rule = self.rules().get(finding.rule_index);
            if rule.is_some_and(|rule| !is_lasting(&rule.kind)) {
                continue;
            }
            words.push(word(&finding, rule, self.desk));
        }
        words.extend(self.succession(shift));
        words.sort_by_key(|word| !word.refuses);
        words
    }

    /// The rules that keep the person from the shift whatever else he or she works.
    pub fn kept_from(&self, shift: ShiftIx) -> Vec<RuleWord> {
        let person = &self.desk.instance().employees[self.employee.0];
        let repays = (self.desk.instance().contract_of(person)).repays_rest_days();
        let mut words = self.with(shift);
        // More work can turn overtime into rest-day work, which counts elsewhere.
        let mendable = RuleKind::NAMES
            .iter()
            .find(|name| **name == "max_overtime_per");
        words.retain(|word| word.refuses && !(repays && Some(&word.kind.as_str()) == mendable));
        words
    }

    /// Whether one of the rules binds only people with some attribute.
    pub fn is_personal(&self, words: &[RuleWord]) -> bool {
        let scoped = |rule: &RuleRecord| {
            rule.scope.for_attribute.is_some() || rule.scope.not_for_attribute.is_some()
        };
        let mut rules = self.rules().iter().filter(|rule| scoped(rule));
        rules.any(|rule| words.iter().any(|word| word.rule_id == rule.id))
    }

    fn rules(&self) -> &'a [RuleRecord] {
        let instance = self.desk.instance();
        &instance
            .contract_of(&instance.employees[self.employee.0])
            .rules
    }

    fn after(&self, shift: ShiftIx) -> (Roster, Agreed) {
        let mut committed = self.committed.clone();
        committed[self.desk.shift(shift).day] = Some(shift);
        alone(self.desk, self.employee, &committed)
    }

    fn findings(&self, shift: ShiftIx) -> Vec<Finding> {
        let bench = &self.desk.ground.bench;
        let Some(days) = bench.days() else {
            return Vec::new();
        };
        let (roster, agreed) = self.after(shift);
        let after = bench.brief(self.desk.instance(), &roster, &agreed, self.employee);
        let before = self.before.case(days);
        let new = (after.shifts.iter())
            .find(|new| new.span.start == self.desk.shift(shift).start && new.consent);
        match new {
            // The days that count as rest days are the same: only what the shift touches is looked at.
            Some(new) if self.is_as_before(&after) => {
                let case = Case {
                    calendar: &after.calendar,
                    events: &after.events,
                    ..before
                };
                Standing::of(self.rules(), &case).claim(new).added
            }
            _ => {
                let stands = evaluate(self.rules(), &before).findings;
                let mut all = evaluate(self.rules(), &after.case(days)).findings;
                all.retain(|finding| !stands.contains(finding));
                all
            }
        }
    }

    /// Whether nothing but one shift came in.
    fn is_as_before(&self, after: &Brief) -> bool {
        let mut others = self.before.shifts.iter();
        after.calendar.rest_days == self.before.calendar.rest_days
            && others.all(|shift| after.shifts.contains(shift))
    }

    fn succession(&self, shift: ShiftIx) -> Vec<RuleWord> {
        let (roster, agreed) = self.after(shift);
        let only = BTreeSet::from([self.employee]);
        let instance = self.desk.instance();
        let audit = (self.desk.ground.bench).people(instance, &roster, &agreed, &only);
        let own = audit.violations.into_iter();
        own.filter(|finding| finding.rule_id.is_none() && SUCCESSION.contains(&finding.code))
            .map(|finding| RuleWord {
                rule_id: finding.code.to_owned(),
                kind: finding.code.to_owned(),
                article: String::new(),
                refuses: true,
                date: finding.subject.date,
                measured: 1,
                limit: 0,
                en: finding.en,
                zh: finding.zh,
            })
            .collect()
    }
}

/// Whether somebody's commitments may ask by themselves for consent that is not on file.
///
/// Trainings and comp days can move, and what is agreed with them: whoever has any is taken to ask.
pub(super) fn rests_on_consent(
    desk: &Desk<'_>,
    employee: EmployeeIx,
    committed: &[Option<ShiftIx>],
) -> bool {
    let person = &desk.instance().employees[employee.0];
    if !person.training.is_empty() || !person.history.comp_lots.is_empty() {
        return true;
    }
    let (roster, _) = alone(desk, employee, committed);
    let only = BTreeSet::from([employee]);
    let bench = &desk.ground.bench;
    let audit = bench.people(desk.instance(), &roster, &Agreed::new(), &only);
    !audit.violations.is_empty()
}

/// A roster in which one person works the committed duties and nothing else, and nobody else works.
fn alone(desk: &Desk<'_>, employee: EmployeeIx, committed: &[Option<ShiftIx>]) -> (Roster, Agreed) {
    let instance = desk.instance();
    let mut roster = Roster {
        days: vec![Vec::new(); instance.employees.len()],
    };
    let days = desk.plan.witness.days[employee.0].iter().zip(committed);
    let day = |(witness, committed): (&Activity, &Option<ShiftIx>)| match (committed, witness) {
        (Some(shift), _) => duty_on(desk.shift(*shift)),
        (None, Activity::Leave) => Activity::Leave,
        // Trainings and comp days of the witness are tentative, as its duties are.
        (None, _) => Activity::Rest,
    };
    roster.days[employee.0] = days.map(day).collect();
    (roster, agreed_days(employee, committed).collect())
}

fn word(finding: &Finding, rule: Option<&RuleRecord>, desk: &Desk<'_>) -> RuleWord {
    let (name, value, limit) = (
        rule_words(finding.rule),
        measured(finding.measured, finding.unit),
        measured(finding.limit, finding.unit),
    );
    let source = match finding.article.as_str() {
        "" => finding.rule_id.clone(),
        article => format!("{}, {article}", finding.rule_id),
    };
    RuleWord {
        rule_id: finding.rule_id.clone(),
        kind: finding.rule.to_owned(),
        article: finding.article.clone(),
        refuses: severity(finding.outcome, rule) == Severity::Violation,
        date: date_of(&finding.place, desk),
        measured: finding.measured,
        limit: finding.limit,
        en: format!(
            "{}: {} against a limit of {} [{source}].",
            name.0, value.0, limit.0
        ),
        zh: format!(
            "{}：实际 {}，界限 {}［{source}］。",
            name.1, value.1, limit.1
        ),
    }
}

fn date_of(place: &Place, desk: &Desk<'_>) -> Option<NaiveDate> {
    match place {
        Place::Date(date) | Place::Dates(date, _) => Some(*date),
        Place::Instants(from, _) => Some(desk.instance().horizon.local(from.minute).0),
        Place::Named(_) | Place::BalanceEnd => None,
    }
}
