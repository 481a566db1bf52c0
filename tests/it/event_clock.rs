//! Rules that ask when something was told: gates of publishing and of changing a published roster.

use paiban::checker::{AuditFinding, StepJudged, Versions, changing, publishing};
use paiban::domain::{EmployeeIx, Instance};
use paiban::formats::read_instance;
use paiban::law::PremiumClass;
use paiban::roster::{Activity, Roster};
use paiban::units::Minutes;
use serde_json::{Value, json};

use super::planning::{at, solve};

/// The tiny example of a sixth day under one rule, with its roster.
fn hall(kind: &str, params: Value, outcome: &str) -> (Instance, Roster) {
    let text = std::fs::read_to_string(at("instances/tiny/sixth-day.json")).expect("the example");
    let mut told: Value = serde_json::from_str(&text).expect("JSON");
    told["contracts"][0]["rules"] =
        json!([{"id": "notice", "kind": kind, "params": params, "outcome": outcome}]);
    let instance = read_instance(&told.to_string()).expect("an instance");
    let roster = solve(&instance).expect("a roster").roster;
    (instance, roster)
}

/// Whether the one rule speaks; the pack beneath has notices of its own.
fn told_by_it(findings: &[AuditFinding]) -> bool {
    let own = |finding: &AuditFinding| finding.rule_id.as_deref() == Some("notice");
    findings.iter().any(own)
}

fn judged(step: &StepJudged) -> (bool, bool) {
    (told_by_it(&step.forbidden), told_by_it(&step.told))
}

/// The first person's first duty: its day, start and working minutes.
fn first_duty(instance: &Instance, roster: &Roster) -> (usize, i64, Minutes) {
    let mut days = instance.horizon.days();
    let found = days.find_map(|(day, _)| {
        let duty = roster.activity(EmployeeIx(0), day).duty()?;
        Some((day, duty.start, duty.work_minutes()))
    });
    found.expect("somebody works")
}

/// The first duty is taken away so many minutes before it starts.
fn taken_away(
    kind: &str,
    params: Value,
    outcome: &str,
    notice_min: i64,
    asked: bool,
) -> StepJudged {
    let (instance, before) = hall(kind, params, outcome);
    let (day, start, _) = first_duty(&instance, &before);
    let mut after = before.clone();
    after.days[0][day] = Activity::Rest;
    let versions = Versions {
        published: &before,
        before: &before,
        after: &after,
    };
    changing(&instance, &versions, &|_, _| asked, start - notice_min)
}

#[test]
fn a_roster_is_published_so_many_days_ahead_or_not_at_all() {
    for (outcome, expected) in [("forbid", (true, false)), ("warn", (false, true))] {
        let (instance, roster) = hall("min_publish_notice", json!({"days": 7}), outcome);
        let first = instance.horizon.instant(instance.horizon.start, 0);
        let ahead = |days: i64| judged(&publishing(&instance, &roster, first - days * 1440));
        assert_eq!((ahead(7), ahead(6)), ((false, false), expected));
    }
}

#[test]
fn a_late_change_is_forbidden_or_told_as_the_rule_has_it_and_free_when_it_was_asked_for() {
    let late = |outcome: &str, notice, asked| {
        let params = json!({"min_minutes_before_start": 1440});
        judged(&taken_away("change_notice", params, outcome, notice, asked))
    };
    assert_eq!(late("forbid", 1440, false), (false, false));
    assert_eq!(late("forbid", 1439, false), (true, false));
    assert_eq!(late("consent", 1439, false), (false, true));
    assert_eq!(late("forbid", 0, true), (false, false));
}

#[test]
fn a_late_change_owes_what_its_tier_says() {
    let tiers = json!({"tiers": [{"type": "reduce", "less_than_min": 1440, "pay_share_pct": 50}]});
    let owed = |notice| taken_away("change_premium", tiers.clone(), "cost", notice, false).premiums;
    assert_eq!(owed(1440), []);
    let (instance, roster) = hall("change_premium", tiers.clone(), "cost");
    let (_, _, minutes) = first_duty(&instance, &roster);
    let late = owed(1439);
    assert_eq!(late.len(), 1);
    assert_eq!(
        (late[0].class, late[0].minutes, late[0].factor_percent),
        (PremiumClass::ScheduleChange, minutes, 50)
    );
}

#[test]
fn more_changes_than_allowed_are_forbidden() {
    for (limit, forbidden) in [(1, false), (0, true)] {
        let params = json!({"limit": limit, "per": "horizon"});
        let step = taken_away("max_changes_after_publish", params, "forbid", 9999, false);
        assert_eq!(told_by_it(&step.forbidden), forbidden, "{limit}");
    }
}

#[test]
fn a_roster_that_stays_as_it_was_is_not_changed() {
    let (instance, roster) = hall("max_changes_after_publish", json!({"limit": 0}), "forbid");
    let versions = Versions {
        published: &roster,
        before: &roster,
        after: &roster,
    };
    let step = changing(&instance, &versions, &|_, _| false, i64::MAX / 2);
    assert_eq!(step, StepJudged::default());
}

#[test]
fn changes_are_counted_from_what_was_published_and_one_that_is_undone_is_none() {
    let (instance, first) = hall(
        "max_changes_after_publish",
        json!({"limit": 1, "per": "horizon"}),
        "forbid",
    );
    let worked = instance.horizon.days().map(|(day, _)| day);
    let worked = worked.filter(|day| first.activity(EmployeeIx(0), *day).duty().is_some());
    let [one, two] = worked.take(2).collect::<Vec<_>>()[..] else {
        panic!("somebody works twice");
    };
    let free_on = |days: &[usize]| {
        let mut roster = first.clone();
        days.iter()
            .for_each(|day| roster.days[0][*day] = Activity::Rest);
        roster
    };
    let (second, third) = (free_on(&[one]), free_on(&[one, two]));
    let forbidden = |before: &Roster, after: &Roster| {
        let published = &first;
        let versions = Versions {
            published,
            before,
            after,
        };
        told_by_it(&changing(&instance, &versions, &|_, _| false, 0).forbidden)
    };
    assert!(!forbidden(&first, &second));
    assert!(forbidden(&second, &third), "two changes since publication");
    assert!(!forbidden(&second, &free_on(&[two])), "the first is undone");
}
