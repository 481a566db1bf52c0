//! The rule kinds as the optimiser obeys them: one file a kind, named as in `law::kinds`.
//!
//! A kind reaches the problem in one of three ways: it takes away duties ([`allows`]), or it adds an automaton over the
//! days or a row ([`post`]). Stricter than the law is allowed, looser is not.

mod complete_weekend;
mod counted;
mod day_off;
mod forbidden_succession;
mod forbidden_time;
mod long_rest;
mod max_average_overtime;
mod max_average_work;
mod max_consecutive_days_off;
mod max_consecutive_nights;
mod max_consecutive_same_type;
mod max_consecutive_work_days;
mod max_continuous_work;
mod max_exceed_count;
mod max_night_shift_work;
mod max_overtime_per;
mod max_shifts_of_type;
mod max_weekends;
mod max_work_per_day;
pub mod max_work_per_window;
mod min_break;
mod min_consecutive_days_off;
mod min_consecutive_same_type;
mod min_consecutive_work_days;
mod min_daily_rest;
mod min_free_weekdays_per_window;
mod min_paid_break;
mod min_rest_between_shifts;
mod min_rest_days_per_window;
mod min_rest_per_window;
mod min_work_per_window;
mod substitute_rest_day;
mod tightened;
pub mod window;

use chrono::NaiveDate;

use crate::domain::{Consent, Employee, HallIx, Instance, TemplateIx};
use crate::law::{Outcome, RuleKind, RuleRecord, Severity};
use crate::roster::PlacedBreak;

use super::draft::PersonDraft;
use tightened::tightened;

/// A duty that a person might be given, breaks placed.
#[derive(Clone, Copy)]
pub struct Candidate<'a> {
    /// The instance.
    pub instance: &'a Instance,
    /// Who.
    pub person: &'a Employee,
    /// Local day on which it starts.
    pub date: NaiveDate,
    /// Where.
    pub hall: HallIx,
    /// Which shift; none for a training.
    pub template: Option<TemplateIx>,
    /// First instant.
    pub start: i64,
    /// Instant after the last.
    pub end: i64,
    /// Placed breaks.
    pub breaks: &'a [PlacedBreak],
    /// Working time.
    pub work_minutes: i64,
}

/// Whether a rule binds a person who starts work on a date, so that the plan must obey it.
pub fn binds(rule: &RuleRecord, instance: &Instance, person: &Employee, date: NaiveDate) -> bool {
    let permitted = rule.outcome == Outcome::Approval
        && (rule.needs.approval.as_ref())
            .is_some_and(|permit| instance.permits_on(permit, person, date));
    must_obey(rule, instance, person) && !permitted && concerns(rule, instance, person, date)
}

/// Whether a person is in a rule's scope on a date on which it is in force.
pub fn concerns(
    rule: &RuleRecord,
    instance: &Instance,
    person: &Employee,
    date: NaiveDate,
) -> bool {
    let holds = |name: &Option<String>| {
        name.as_ref().map(|name| {
            let facts = &person.attributes;
            facts
                .iter()
                .any(|fact| fact.name == *name && fact.holds_on(date))
        })
    };
    in_scope(rule, instance, person)
        && rule.effective.covers(date)
        && holds(&rule.scope.for_attribute).unwrap_or(true)
        && !holds(&rule.scope.not_for_attribute).unwrap_or(false)
}

fn in_scope(rule: &RuleRecord, instance: &Instance, person: &Employee) -> bool {
    let contract = instance.contract_of(person);
    let within = |listed: &[String], own: &String| listed.is_empty() || listed.contains(own);
    within(&rule.scope.regime, &contract.regime)
        && within(&rule.scope.contract, &contract.employment)
}

/// Whether going beyond a rule is out of the question for a person: consent on file opens what it covers.
pub fn must_obey(rule: &RuleRecord, instance: &Instance, person: &Employee) -> bool {
    let gate = match rule.outcome {
        Outcome::Forbid | Outcome::Approval => true,
        Outcome::Consent => {
            let overtime = matches!(rule.kind, RuleKind::MaxOvertimePer(_));
            !(overtime && person.consents_to(Consent::Overtime))
        }
        Outcome::Cost | Outcome::Warn => false,
    };
    gate && rule.severity == Severity::Hard && in_scope(rule, instance, person)
}

/// Whether a rule allows a duty by itself, whatever the other days hold.
pub fn allows(rule: &RuleRecord, duty: &Candidate<'_>) -> bool {
    let halls = &rule.scope.halls;
    let hall = &duty.instance.halls[duty.hall.0].id;
    if !binds(rule, duty.instance, duty.person, duty.date)
        || !(halls.is_empty() || halls.contains(hall))
    {
        return true;
    }
    if rule.inclusive {
        return tightened(rule).is_none_or(|tighter| allows(&tighter, duty));
    }
    match &rule.kind {
        RuleKind::MaxWorkPerDay(limit) => max_work_per_day::allows(limit, duty),
        RuleKind::MaxOvertimePer(limit) => max_overtime_per::allows(limit, duty),
        RuleKind::MinBreak(tiers) => min_break::allows(tiers, duty),
        RuleKind::MaxContinuousWork(limit) => max_continuous_work::allows(limit, duty),
        RuleKind::MinPaidBreak(least) => min_paid_break::allows(least, rule, duty),
        RuleKind::ForbiddenTime(clock) => forbidden_time::allows(clock, duty),
        RuleKind::DayOff(dates) => day_off::allows(dates, duty),
        RuleKind::MinDailyRest(rest) => min_daily_rest::allows(rest, duty),
        RuleKind::MaxNightShiftWork(limit) => max_night_shift_work::allows(limit, duty),
        RuleKind::MaxShiftsOfType(limit) => max_shifts_of_type::allows(limit, duty),
        _ => true,
    }
}

/// Whether a rule allows a duty as work on a rest day, where it is allowed at all.
pub fn allows_on_rest_day(rule: &RuleRecord, duty: &Candidate<'_>) -> bool {
    if rule.inclusive {
        return tightened(rule).is_none_or(|tighter| allows_on_rest_day(&tighter, duty));
    }
    match &rule.kind {
        RuleKind::MaxOvertimePer(limit) if binds(rule, duty.instance, duty.person, duty.date) => {
            max_overtime_per::allows_on_rest_day(limit, duty)
        }
        _ => true,
    }
}

/// Adds what a rule asks of several days together; says why when the plan cannot obey its kind yet.
pub fn post(rule: &RuleRecord, person: &mut PersonDraft<'_>) -> Result<(), String> {
    let horizon = &person.instance().horizon;
    let instance = person.instance();
    let bound = |(_, date)| binds(rule, instance, person.person(), date);
    if !must_obey(rule, instance, person.person()) || !horizon.days().any(bound) {
        return Ok(());
    }
    if rule.inclusive {
        return match tightened(rule) {
            Some(tighter) => post(&tighter, person),
            None => Err(format!(
                "whoever works at all reaches the limit of this rule of kind {0}, and `inclusive` makes that a breach; leave out `inclusive` 只要上班就会达到该 {0} 规则的界限，而 inclusive 使达到即为违反，请删除 inclusive",
                rule.kind.name()
            )),
        };
    }
    match &rule.kind {
        RuleKind::MaxWorkPerWindow(limit) => max_work_per_window::post(limit, rule, person),
        RuleKind::MinWorkPerWindow(limit) => min_work_per_window::post(limit, rule, person),
        RuleKind::MaxAverageWork(limit) => max_average_work::post(limit, rule, person),
        RuleKind::MaxOvertimePer(limit) => max_overtime_per::post(limit, rule, person),
        RuleKind::MinRestBetweenShifts(rest) => min_rest_between_shifts::post(rest, rule, person),
        RuleKind::MinRestPerWindow(rest) => min_rest_per_window::post(rest, rule, person),
        RuleKind::MinRestDaysPerWindow(rest) => min_rest_days_per_window::post(rest, rule, person),
        RuleKind::MaxConsecutiveWorkDays(run) => max_consecutive_work_days::post(run, rule, person),
        RuleKind::MinConsecutiveWorkDays(run) => min_consecutive_work_days::post(run, rule, person),
        RuleKind::MinConsecutiveDaysOff(run) => min_consecutive_days_off::post(run, rule, person),
        RuleKind::MaxConsecutiveDaysOff(run) => max_consecutive_days_off::post(run, rule, person),
        RuleKind::MaxShiftsOfType(limit) => max_shifts_of_type::post(limit, rule, person),
        RuleKind::MaxWeekends(limit) => max_weekends::post(limit, rule, person),
        RuleKind::ForbiddenSuccession(pairs) => forbidden_succession::post(pairs, rule, person),
        RuleKind::MaxWorkPerDay(limit) => max_work_per_day::post(limit, person),
        RuleKind::MinDailyRest(rest) => min_daily_rest::post(rest, rule, person),
        RuleKind::MaxExceedCount(limit) => max_exceed_count::post(limit, rule, person),
        RuleKind::MaxAverageOvertime(limit) => max_average_overtime::post(limit, rule, person),
        RuleKind::MinFreeWeekdaysPerWindow(least) => {
            min_free_weekdays_per_window::post(least, rule, person)
        }
        RuleKind::SubstituteRestDay(days) => substitute_rest_day::post(days, rule, person),
        // Settled day by day, see `allows`.
        RuleKind::MinBreak(_)
        | RuleKind::MaxContinuousWork(_)
        | RuleKind::MinPaidBreak(_)
        | RuleKind::ForbiddenTime(_)
        | RuleKind::MaxNightShiftWork(_)
        | RuleKind::DayOff(_) => Ok(()),
        // True of every plan: one duty a day, skills by flow; or priced by `week`, `comp` and `wishes`.
        RuleKind::OneShiftPerDay(_)
        | RuleKind::NoOverlap(_)
        | RuleKind::RequiredSkill(_)
        | RuleKind::PremiumClass(_)
        | RuleKind::CompRedemption(_)
        | RuleKind::Request(_)
        | RuleKind::Cover(_) => Ok(()),
        // Gates of publishing and changing, not of planning.
        RuleKind::MinPublishNotice(_)
        | RuleKind::ChangeNotice(_)
        | RuleKind::ChangePremium(_)
        | RuleKind::MaxChangesAfterPublish(_)
        | RuleKind::OpenShiftOfferWindow(_) => Ok(()),
        RuleKind::MaxConsecutiveNights(run) => max_consecutive_nights::post(run, rule, person),
        RuleKind::MaxConsecutiveSameType(run) => max_consecutive_same_type::post(run, rule, person),
        RuleKind::MinConsecutiveSameType(run) => min_consecutive_same_type::post(run, rule, person),
        RuleKind::CompleteWeekend(days) => complete_weekend::post(days, rule, person),
    }
}

/// Shift templates that may not precede one another, by the instance's own word.
pub fn forbidden_succession_of_templates(person: &mut PersonDraft<'_>) {
    let templates = &person.instance().templates;
    let pairs: Vec<(String, String)> = templates
        .iter()
        .flat_map(|first| {
            let seconds = first.cannot_precede.iter();
            seconds.map(|second| (first.id.clone(), templates[second.0].id.clone()))
        })
        .collect();
    forbidden_succession::watch("shift_template.cannot_precede", &pairs, person);
}

/// Ids of the rules that a pinned duty breaks by itself.
pub fn blocking_pin(instance: &Instance, person: &Employee, date: NaiveDate) -> Vec<String> {
    let pinned = instance.pins.iter().find_map(|pin| {
        let same = pin.date == date && instance.employees[pin.employee.0].id == person.id;
        pin.duty.filter(|_| same)
    });
    let Some((template, hall)) = pinned else {
        return Vec::new();
    };
    let places = super::breaks::BreakPlaces::of(instance);
    let shift = &instance.templates[template.0];
    let start = instance.horizon.instant(date, shift.start);
    let refuses = |rule: &&RuleRecord| {
        (0..places.count(template)).all(|place| {
            let breaks = places.breaks(instance, template, place, start);
            !allows(
                rule,
                &Candidate {
                    instance,
                    person,
                    date,
                    hall,
                    template: Some(template),
                    start,
                    end: start + shift.length.0,
                    breaks: &breaks,
                    work_minutes: shift.work_minutes().0,
                },
            )
        })
    };
    let rules = &instance.contract_of(person).rules;
    rules
        .iter()
        .filter(refuses)
        .map(|rule| rule.id.clone())
        .collect()
}

/// Nobody works two duties at once, history included.
pub fn no_overlap(person: &mut PersonDraft<'_>) {
    min_rest_between_shifts::watch("no_overlap", 0, person);
}
