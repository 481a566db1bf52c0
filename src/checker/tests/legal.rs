//! How a roster is put to the law, and what its answer means.

use super::town::*;
use crate::checker::case::{Dates, brief};
use crate::checker::consents;
use crate::checker::cost::{CostTerm, cost};
use crate::checker::findings::Findings;
use crate::checker::ledger::ledgers;
use crate::checker::legality::{Owed, report};
use crate::checker::view::View;
use crate::checker::{Agreed, Bench};
use crate::checker::{AuditFinding, Severity};
use crate::demand::QuietDays;
use crate::domain::{Consent, Instance, NationalCalendar, Problem};
use crate::law::kinds::max_overtime_per::{MaxOvertimePer, OvertimePer};
use crate::law::{
    self, Basis, Evaluation, Outcome, Place, PremiumClass, RuleKind, RulePack, RuleRecord, Unit,
};
use crate::roster::{Activity, Roster};
use crate::units::{Minutes, Money};

fn with_view<T>(
    spoil: impl FnOnce(&mut Problem, &mut Roster),
    look: impl FnOnce(&View<'_>) -> T,
) -> T {
    let (mut problem, mut roster) = (problem(), roster());
    spoil(&mut problem, &mut roster);
    let instance = Instance::new(problem).expect("a valid problem");
    let quiet = QuietDays::of(&instance);
    look(&View {
        instance: &instance,
        roster: &roster,
        quiet: &quiet,
        agreed: &Agreed::new(),
        only: None,
    })
}

fn overtime_rule(outcome: Outcome) -> RuleRecord {
    let kind = MaxOvertimePer {
        per: OvertimePer::Day,
        limit_min: 60,
        normal: Default::default(),
        week_start: Default::default(),
        rest_day_hours: Default::default(),
        holiday_hours: Default::default(),
        compare: Default::default(),
    };
    RuleRecord {
        outcome,
        ..RuleRecord::new("ot_day", RuleKind::MaxOvertimePer(kind))
    }
}

#[test]
fn the_law_is_told_person_shifts_rest_days_and_comp_time() {
    let spoil = |problem: &mut Problem, roster: &mut Roster| {
        problem.employees[0].skills[1].to = Some(date(2));
        problem.contracts[0]
            .rules
            .push(overtime_rule(Outcome::Consent));
        roster.days[0][5] = Activity::Duty(duty(5, EARLY, 210, COUNTER));
        roster.days[0][6] = Activity::CompDay(Minutes(480));
        roster.days[1][2] = Activity::Training(0);
    };
    with_view(spoil, |view| {
        let (ledgers, dates) = (ledgers(view), Dates::of(view.instance, view.quiet));
        let ann = brief(view, ANN, &ledgers[0], &dates);
        assert_eq!(ann.person.regime.as_deref(), Some("standard"));
        assert!(ann.person.has_skill_on("vip", date(2)));
        assert!(!ann.person.has_skill_on("vip", date(3)));
        assert!(ann.person.consents_on("ot_day", date(0)));
        assert_eq!(ann.shifts.len(), 5);
        assert_eq!(ann.shifts[0].work_minutes(), Minutes(480));
        assert_eq!(ann.shifts[0].breaks[0].purpose, None);
        // The comp day stands for a norm day, so Thursday is surplus beside Saturday; it repays the older lot.
        assert!(ann.shifts.iter().all(|shift| !shift.compensated));
        assert!(ann.calendar.rest_days.iter().eq(&[date(3), date(5)]));
        assert!(ann.calendar.has_flag("busy", date(0)) && !ann.calendar.has_flag("busy", date(2)));
        assert_eq!(ann.events.comp_work[0].minutes, 480);
        assert_eq!(ann.events.comp_redemptions[0].date, date(6));
        assert_eq!(ann.history.comp_lots[0].due, Some(date(60)));
        let bob = brief(view, BOB, &ledgers[1], &dates);
        assert_eq!(bob.shifts[2].tags, ["training"]);
    });
}

#[test]
fn a_rest_day_whose_lot_gets_a_day_is_compensated() {
    let spoil = |problem: &mut Problem, roster: &mut Roster| {
        problem.employees[0].history.comp_lots.clear();
        roster.days[0][5] = Activity::Duty(duty(5, EARLY, 210, COUNTER));
        roster.days[0][6] = Activity::CompDay(Minutes(480));
    };
    with_view(spoil, |view| {
        let (ledgers, dates) = (ledgers(view), Dates::of(view.instance, view.quiet));
        let ann = brief(view, ANN, &ledgers[0], &dates);
        // Sunday repays Thursday's work, the older of the two surplus days.
        let given_back = ann.shifts.iter().filter(|shift| shift.compensated);
        let ids: Vec<_> = given_back.map(|shift| shift.id.as_str()).collect();
        assert_eq!(ids, ["ann-2026-03-05"]);
    });
}

/// What the judge makes of one breach of a rule.
fn judged(rule: RuleRecord) -> AuditFinding {
    let breach = law::Finding {
        rule_index: 0,
        rule_id: rule.id.clone(),
        rule: rule.kind.name(),
        code: None,
        outcome: rule.outcome,
        measured: 90,
        limit: 60,
        place: Place::Date(date(1)),
        unit: Unit::Minutes,
        article: "PRC-LL-41".into(),
    };
    let answer = Evaluation {
        findings: vec![breach],
        ..Evaluation::default()
    };
    with_view(
        |_, _| {},
        |view| {
            let mut found = Findings::default();
            report(view, ANN, &answer, &[rule], &[], &mut found);
            found.in_order().remove(0)
        },
    )
}

#[test]
fn what_follows_from_a_rule_decides_whether_a_roster_may_be_shown() {
    let severity = |outcome| judged(overtime_rule(outcome)).severity;
    assert_eq!(severity(Outcome::Forbid), Severity::Violation);
    assert_eq!(severity(Outcome::Approval), Severity::Violation);
    assert_eq!(severity(Outcome::Consent), Severity::Violation);
    assert_eq!(severity(Outcome::Cost), Severity::Notice);
    assert_eq!(severity(Outcome::Warn), Severity::Notice);
    let soft = |basis| RuleRecord {
        severity: law::Severity::Soft,
        basis,
        ..overtime_rule(Outcome::Forbid)
    };
    assert_eq!(judged(soft(Basis::Policy)).severity, Severity::Notice);
    assert_eq!(judged(soft(Basis::Law)).severity, Severity::Violation);
}

#[test]
fn a_finding_of_the_law_names_rule_article_person_and_numbers() {
    let finding = judged(overtime_rule(Outcome::Forbid));
    assert_eq!(finding.code, "max_overtime_per");
    assert_eq!(finding.rule_id.as_deref(), Some("ot_day"));
    assert_eq!(finding.article.as_deref(), Some("PRC-LL-41"));
    assert_eq!(finding.subject.date, Some(date(1)));
    let en = "ann, 2026-03-03: overtime: 1:30 h against a limit of 1:00 h [ot_day, PRC-LL-41].";
    assert_eq!(finding.en, en);
    assert!(finding.zh.contains("加班时间"));
}

fn owed(class: PremiumClass, factor_percent: i64) -> Owed {
    Owed {
        class,
        minutes: Minutes(60),
        factor_percent,
        amount: None,
        date: Some(date(1)),
        place: date(1).to_string(),
    }
}

#[test]
fn premiums_top_up_hourly_pay_and_leave_rest_days_to_the_comp_lot() {
    let hour_of_each = || {
        vec![
            owed(PremiumClass::WorkdayOvertime, 150),
            owed(PremiumClass::RestDay, 200),
            owed(PremiumClass::StatutoryHoliday, 300),
        ]
    };
    with_view(
        |_, _| {},
        |view| {
            let price = |premiums: [Vec<Owed>; 2]| {
                cost(view, &ledgers(view), &premiums, &[]).of(CostTerm::Premium)
            };
            // Ann at 60: 1.5 and 3 hours; Bob at 30: half an hour and 2 hours on top.
            assert_eq!(price([hour_of_each(), Vec::new()]), Money::units(270));
            assert_eq!(price([Vec::new(), hour_of_each()]), Money::units(75));
        },
    );
}

#[test]
fn overtime_needs_consent() {
    let codes = |consents: bool| {
        let spoil = |problem: &mut Problem, _: &mut Roster| {
            if !consents {
                problem.employees[0].consents.clear();
            }
        };
        with_view(spoil, |view| {
            let mut found = Findings::default();
            let premiums = [vec![owed(PremiumClass::WorkdayOvertime, 150)], Vec::new()];
            consents::check(
                view,
                &Bench::of(view.instance),
                &ledgers(view),
                &premiums,
                &mut found,
            );
            found
                .in_order()
                .iter()
                .map(|finding| finding.code)
                .collect::<Vec<_>>()
        })
    };
    assert_eq!(codes(true), [""; 0]);
    assert_eq!(codes(false), ["overtime_without_consent"]);
}

fn record(id: &str) -> RuleRecord {
    let pack = RulePack::get("cn_standard").expect("the pack comes with the program");
    let record = pack.records.into_iter().find(|record| record.id == id);
    record.expect("the pack holds the rule")
}

/// Both contracts under one more rule of the national pack.
fn under(problem: &mut Problem, id: &str) {
    for contract in &mut problem.contracts {
        contract.rules.push(record(id));
    }
}

fn longer_early(problem: &mut Problem, roster: &mut Roster, minutes: i64) {
    problem.templates[EARLY.0].length += Minutes(minutes);
    let days = roster.days.iter_mut().flatten();
    for activity in days {
        if let Activity::Duty(duty) = activity
            && duty.template == EARLY
        {
            duty.end += minutes;
        }
    }
}

#[test]
fn overtime_is_paid_by_the_law_and_needs_consent() {
    let spoil = |problem: &mut Problem, roster: &mut Roster| {
        under(problem, "cn.std.pay");
        longer_early(problem, roster, 120);
    };
    let audit = audited(spoil);
    assert_eq!(audit.violations().count(), 0, "{:#?}", audit.findings);
    // Ann: four days with two hours over at 60 and 150 %; Bob: one, half an hour's pay each on top of 10 h.
    assert_eq!(audit.cost.of(CostTerm::Premium), Money::units(720 + 30));
    assert_eq!(audit.cost.of(CostTerm::HourlyPay), Money::units(540));
    let without = audited(|problem, roster| {
        spoil(problem, roster);
        problem.employees[1].consents.clear();
    });
    let codes: Vec<_> = without.violations().map(|finding| finding.code).collect();
    assert_eq!(codes, ["overtime_without_consent"]);
}

#[test]
fn hours_beyond_the_law_are_violations_and_paid_hours_notices() {
    let audit = audited(|problem, roster| {
        under(problem, "cn.std.day8");
        under(problem, "cn.std.day11");
        longer_early(problem, roster, 60);
    });
    assert!(audit.is_clean());
    assert_eq!(audit.notices().count(), 5);
    let audit = audited(|problem, roster| {
        under(problem, "cn.std.day11");
        longer_early(problem, roster, 200);
    });
    assert_eq!(audit.violations().count(), 5);
    let finding = &audit.findings[0];
    assert_eq!(finding.rule_id.as_deref(), Some("cn.std.day11"));
    assert_eq!(
        (finding.subject.employee, finding.subject.date),
        (Some(ANN), Some(date(0)))
    );
}

#[test]
fn consent_on_file_lifts_the_rules_that_ask_for_it() {
    let with_consents = |consents: Vec<Consent>| {
        let audit = audited(|problem, roster| {
            under(problem, "cn.std.ot_day_1h");
            longer_early(problem, roster, 120);
            problem.employees[0].consents = consents;
        });
        audit.violations().count()
    };
    assert_eq!(with_consents(vec![Consent::Overtime]), 0);
    assert_eq!(with_consents(Vec::new()), 4);
}

#[test]
fn trainings_count_as_work_before_the_law() {
    let audit = audited(|problem, roster| {
        under(problem, "cn.std.rest11");
        problem.employees[1].training[0].start = 4 * 60;
        roster.days[1][1] = Activity::Duty(duty(1, LATE, 240, GREETER));
        roster.days[1][2] = Activity::Training(0);
    });
    let codes: Vec<_> = audit.violations().map(|finding| finding.code).collect();
    assert_eq!(codes, ["min_rest_between_shifts"], "{:#?}", audit.findings);
}

#[test]
fn work_on_a_statutory_holiday_is_paid_and_earns_no_lot() {
    // The week of Labour Day 2026: Friday, the 1st of May, is a holiday.
    let (monday, friday) = (56, 60);
    let audit = audited(|problem, roster| {
        problem.horizon.start = date(monday);
        under(problem, "cn.std.pay");
        problem.contracts[0].calendar = Some(NationalCalendar::China);
        problem.coverage.clear();
        for person in &mut problem.employees {
            (person.leave, person.training, person.wishes) = Default::default();
            person.history.comp_lots.clear();
        }
        *roster = Roster {
            days: vec![vec![Activity::Rest; 7]; 2],
        };
        roster.days[0][4] = Activity::Duty(duty(friday, EARLY, 210, GREETER));
    });
    assert_eq!(audit.findings, []);
    // Eight hours at 60 and 300 %.
    assert_eq!(audit.cost.of(CostTerm::Premium), Money::units(1440));
    assert_eq!(audit.comp_days, []);
    // Four norm days are owed, one day's time was worked.
    assert_eq!(audit.cost.of(CostTerm::Idle), Money::units(1440));
}
