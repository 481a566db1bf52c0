//! Whom a record binds, when, and what lifts it.

use super::{Desk, date, day8, rule};
use crate::law::{Attribute, DayTable, Outcome, Permit, RulePack, WorkShift};

fn two_long_days() -> Desk {
    Desk::new()
        .work("2026-03-03", "09:00", 481)
        .work("2026-03-04", "09:00", 481)
}

const BOTH: [&str; 2] = ["2026-03-03", "2026-03-04"];

#[test]
fn the_record_in_force_on_the_start_date_judges() {
    let desk = two_long_days();
    assert_eq!(desk.places(&day8("")), BOTH);
    assert_eq!(
        desk.places(&day8(r#""effective": {"from": "2026-03-04"}"#)),
        BOTH[1..]
    );
    assert_eq!(
        desk.places(&day8(r#""effective": {"to": "2026-03-04"}"#)),
        BOTH[..1]
    );
    let night = Desk::new().work("2026-03-03", "22:00", 600);
    let from = day8(r#""effective": {"from": "2026-03-04"}"#);
    assert_eq!(
        night.places(&from),
        [""; 0],
        "the night started under the older record"
    );
}

#[test]
fn a_window_is_judged_when_one_of_its_shifts_is() {
    let week = |effective: &str| {
        rule(&format!(
            r#""kind": "max_work_per_window", "effective": {{{effective}}},
               "params": {{"limit_min": 900, "window": {{"type": "calendar_week"}}}}"#
        ))
    };
    let desk = two_long_days();
    assert_eq!(
        desk.places(&week(r#""from": "2026-03-04""#)),
        ["2026-03-02/2026-03-09"]
    );
    assert_eq!(desk.places(&week(r#""from": "2026-03-05""#)), [""; 0]);
}

#[test]
fn regime_and_contract_must_be_among_those_of_the_scope() {
    let scoped =
        day8(r#""scope": {"regime": ["standard"], "contract": ["full_time", "dispatched"]}"#);
    let mut desk = two_long_days();
    assert_eq!(desk.places(&scoped), [""; 0], "a person without regime");
    desk.person.regime = Some("standard".to_owned());
    desk.person.contract = Some("dispatched".to_owned());
    assert_eq!(desk.places(&scoped), BOTH);
    desk.person.regime = Some("flexible".to_owned());
    assert_eq!(desk.places(&scoped), [""; 0]);
}

#[test]
fn attributes_bind_and_release_by_date() {
    let mut desk = two_long_days();
    desk.person.attributes = vec![Attribute {
        from: Some(date("2026-03-04")),
        ..Attribute::always("minor")
    }];
    assert_eq!(
        desk.places(&day8(r#""scope": {"for_attribute": "minor"}"#)),
        BOTH[1..]
    );
    assert_eq!(
        desk.places(&day8(r#""scope": {"not_for_attribute": "minor"}"#)),
        BOTH[..1]
    );
}

#[test]
fn a_rule_of_one_hall_looks_at_shifts_there() {
    let here = |shift: &mut WorkShift| shift.hall = Some("north".to_owned());
    let desk = Desk::new().work("2026-03-03", "09:00", 481).with(here);
    let desk = desk.work("2026-03-04", "09:00", 481);
    assert_eq!(
        desk.places(&day8(r#""scope": {"halls": ["north"]}"#)),
        BOTH[..1]
    );
    assert_eq!(desk.places(&day8(r#""scope": {"halls": "*"}"#)), BOTH);
}

#[test]
fn an_emergency_is_exempt_only_where_the_record_says_so() {
    let urgent = |shift: &mut WorkShift| shift.exemption_reason = Some("emergency".to_owned());
    let desk = Desk::new().work("2026-03-03", "09:00", 481).with(urgent);
    assert_eq!(desk.places(&day8("")), BOTH[..1]);
    assert_eq!(
        desk.places(&day8(r#""needs": {"exemptions": ["emergency"]}"#)),
        [""; 0]
    );
    assert_eq!(
        desk.places(&day8(r#""needs": {"exemptions": ["flood"]}"#)),
        BOTH[..1]
    );
}

#[test]
fn agreement_lifts_a_consent_rule_but_never_a_prohibition() {
    let agreed = |shift: &mut WorkShift| shift.consent = true;
    let desk = Desk::new().work("2026-03-03", "09:00", 481).with(agreed);
    let desk = desk.work("2026-03-04", "09:00", 481);
    assert_eq!(desk.places(&day8(r#""outcome": "consent""#)), BOTH[1..]);
    assert_eq!(desk.places(&day8("")), BOTH);
    let union = day8(r#""outcome": "consent", "needs": {"consent": "union"}"#);
    assert_eq!(
        desk.places(&union),
        BOTH,
        "the person cannot agree for the union"
    );
}

#[test]
fn agreement_may_be_on_file_for_some_dates() {
    let mut desk = two_long_days();
    desk.person.consents = vec![Attribute {
        to: Some(date("2026-03-04")),
        ..Attribute::always("r")
    }];
    for needs in ["{}", r#"{"consent": "union"}"#] {
        let consent = day8(&format!(r#""outcome": "consent", "needs": {needs}"#));
        assert_eq!(desk.places(&consent), BOTH[1..]);
    }
}

#[test]
fn a_window_needs_the_agreement_of_every_shift_in_it() {
    let week = rule(
        r#""kind": "max_work_per_window", "outcome": "consent",
           "params": {"limit_min": 900, "window": {"type": "calendar_week"}}"#,
    );
    let agreed = |shift: &mut WorkShift| shift.consent = true;
    let one = two_long_days().with(agreed);
    assert_eq!(one.places(&week).len(), 1);
    let both = Desk::new().work("2026-03-03", "09:00", 481).with(agreed);
    assert_eq!(
        both.work("2026-03-04", "09:00", 481)
            .with(agreed)
            .places(&week),
        [""; 0]
    );
}

#[test]
fn a_permit_on_file_lifts_an_approval_rule() {
    let approval = day8(r#""outcome": "approval", "needs": {"approval": "permit-7"}"#);
    let mut desk = two_long_days();
    assert_eq!(desk.places(&approval), BOTH);
    desk.person.permits = vec![Permit {
        name: "permit-7".to_owned(),
        ..Permit::default()
    }];
    assert_eq!(desk.places(&approval), [""; 0]);
}

#[test]
fn an_inclusive_record_is_broken_by_the_limit_itself() {
    let desk = Desk::new().work("2026-03-03", "09:00", 480);
    assert_eq!(desk.places(&day8("")), [""; 0]);
    assert_eq!(desk.places(&day8(r#""inclusive": true"#)), BOTH[..1]);
}

#[test]
fn money_does_not_make_a_busy_day_quiet() {
    let comp = rule(
        r#""kind": "comp_redemption", "outcome": "cost", "params": {"earn_ratio": [1, 1],
           "earn_classes": ["rest_day"], "expiry_days": 3, "quiet_only": true}"#,
    );
    let mut desk = Desk::new();
    desk.calendar
        .flags
        .insert("busy".to_owned(), [date("2026-03-04")].into());
    for (day, minutes) in [("2026-03-03", 100), ("2026-03-04", 50)] {
        let class = "rest_day".to_owned();
        if minutes == 100 {
            let work = crate::law::CompWork {
                date: date(day),
                minutes,
                class,
                agreed_before: None,
            };
            desk.events.comp_work.push(work);
        } else {
            let taken = crate::law::CompRedemption {
                date: date(day),
                minutes,
                asked_by: None,
            };
            desk.events.comp_redemptions.push(taken);
        }
    }
    let answer = desk.judge(&[comp]);
    let found: Vec<_> = answer
        .findings
        .iter()
        .map(|f| (f.code, f.outcome, f.measured))
        .collect();
    assert_eq!(
        found,
        [
            (Some("busy_day"), Outcome::Forbid, 50),
            (Some("expired"), Outcome::Cost, 50)
        ]
    );
}

#[test]
fn the_standard_pack_lets_an_ordinary_week_pass() {
    let pack = RulePack::get("cn_standard").expect("a pack");
    let mut desk = Desk::new();
    for day in ["02", "03", "04", "05", "06"] {
        let lunch = desk.span(&format!("2026-03-{day}"), "12:00", 60);
        desk = desk
            .work(&format!("2026-03-{day}"), "09:00", 540)
            .with(|shift| {
                shift.breaks.push(crate::law::ShiftBreak {
                    span: lunch,
                    ..Default::default()
                });
            });
    }
    let answer = desk.judge(&pack.records);
    assert_eq!(answer.findings, []);
    assert!(answer.is_legal() && answer.premiums.is_empty());
    // Two more evenings: an hour needs agreement, four are forbidden however it is agreed.
    desk.shifts[0].span.end += 61;
    desk.shifts[1].span.end += 181;
    let answer = desk.judge(&pack.records);
    let found: Vec<_> = answer
        .obstacles()
        .map(|f| (f.rule_id.as_str(), f.measured))
        .collect();
    assert_eq!(
        found,
        [
            ("cn.std.day11", 661),
            ("cn.std.ot_day_1h", 61),
            ("cn.std.ot_day_1h", 181),
            ("cn.std.ot_day_3h", 181)
        ]
    );
    assert_eq!(
        answer
            .premiums
            .iter()
            .map(|p| p.minutes)
            .collect::<Vec<_>>(),
        [61, 181]
    );
}

#[test]
fn a_statutory_holiday_may_be_worked_for_three_times_the_pay() {
    let pack = RulePack::get("cn_standard").expect("a pack");
    let mut desk = Desk::new();
    desk.days = DayTable::new("Asia/Shanghai", date("2026-09-28"), date("2026-10-05")).expect("");
    desk.calendar.statutory_holidays.insert(date("2026-10-01"));
    let desk = desk.work("2026-10-01", "09:00", 360);
    let answer = desk.judge(&pack.records);
    assert!(answer.is_legal(), "{:?}", answer.findings);
    assert_eq!(
        (answer.premiums[0].minutes, answer.premiums[0].factor_pct),
        (360, 300)
    );
}

#[test]
fn a_nursing_mother_has_no_overtime_no_night_and_her_paid_hour() {
    let pack = RulePack::get("cn_standard").expect("a pack");
    let mut desk = Desk::new()
        .work("2026-03-03", "13:00", 360)
        .work("2026-03-05", "16:00", 361);
    desk.person.attributes = vec![Attribute::always("nursing")];
    let answer = desk.judge(&pack.records);
    let found: Vec<_> = answer
        .obstacles()
        .map(|f| (f.rule_id.as_str(), f.measured))
        .collect();
    let expected = [
        ("cn.std.meal", 0),
        ("cn.std.nurse_night", 1),
        ("cn.std.nurse_break", 0),
        ("cn.std.nurse_break", 0),
    ];
    assert_eq!(found, expected);
}
