//! Problems so small that every roster can be tried: the cheapest clean one costs what the planner finds and proves.

use chrono::{Datelike, Duration, NaiveDate};
use paiban::checker::audit;
use paiban::demand::requirements;
use paiban::domain::{EmployeeIx, HallIx, Instance, QueueIx, Served, TemplateIx};
use paiban::formats::read_instance;
use paiban::roster::{Activity, Duty, Roster, Serving};
use paiban::units::Money;
use serde_json::{Value, json};

use super::planning::{Dice, solve};

const PROBLEMS: u64 = 40;

#[test]
fn no_roster_of_a_very_small_problem_is_cheaper_than_the_bound() {
    for seed in 0..PROBLEMS {
        let problem = problem(seed);
        let instance = read_instance(&problem.to_string())
            .unwrap_or_else(|found| panic!("seed {seed}: {found:?}"));
        check(&instance, seed, &problem);
    }
}

/// Cost and bound of the plan are those of the cheapest clean roster; there is none where there is no plan.
fn check(instance: &Instance, seed: u64, problem: &Value) {
    let cheapest = cheapest(instance);
    let planned = match solve(instance) {
        Ok(plan) => Some((plan.audit.cost.total, plan.bound)),
        Err(why) => {
            let words = why.why.join(" ");
            assert!(
                !words.contains("refused"),
                "seed {seed}: {words}\n{problem}"
            );
            None
        }
    };
    let expected = cheapest.map(|cost| (cost, cost));
    assert_eq!(planned, expected, "cost and bound, seed {seed}\n{problem}");
}

/// Two people, three or four days, two shifts, one queue each.
fn problem(seed: u64) -> Value {
    let mut dice = Dice::new(1000 + seed);
    let starts = [
        "2026-03-09",
        "2026-03-13",
        "2026-03-15",
        "2026-04-30",
        "2026-02-13",
    ];
    let start: NaiveDate = dice.pick(&starts).parse().expect("a date");
    let days = if dice.chance(70) { 3 } else { 4 };
    let date = |day: i64| (start + Duration::days(day)).to_string();
    let mut coverage = Vec::new();
    for day in 0..days {
        for queue in ["a", "b"] {
            let (from, to) =
                dice.pick(&[("08:00", "14:00"), ("10:00", "16:00"), ("14:00", "20:00")]);
            if dice.chance(60) {
                coverage.push(json!({
                    "hall": "h", "queue": queue, "heads": 1,
                    "window": {"start": from, "end": to, "days": {"dates": [date(day)]}},
                }));
            }
        }
    }
    let person = |dice: &mut Dice, id: &str, skill: &str| {
        let mut person = json!({
            "id": id, "contract": dice.pick(&["full", "part", "own"]), "halls": ["h"],
            "hourly_wage_cents": dice.pick(&[3000, 3333, 4100]), "skills": [{"skill": skill}],
            "consents": if dice.chance(60) { json!(["CONSENT_OVERTIME", "CONSENT_REST_DAY_WORK"]) } else { json!([]) },
        });
        if dice.chance(50) {
            let day = date(dice.between(0, days - 1));
            person["wishes"] =
                json!([{"date": day, "kind": "WISH_FREE", "price_cents": dice.between(500, 9000)}]);
        }
        if dice.chance(20) {
            let day = date(dice.between(0, days - 1));
            person["leave"] = json!([{"from_date": day, "to_date": day}]);
        }
        if start.weekday().num_days_from_monday() > 0 && dice.chance(60) {
            // Work earlier in the week makes surplus days possible.
            let worked: Vec<Value> = (1..=dice.between(1, 4))
                .rev()
                .map(|back| json!({"date": date(-back), "start": "08:00", "length_minutes": 480}))
                .collect();
            person["history"] = json!({"shifts": worked});
        }
        person
    };
    let employees = [person(&mut dice, "E1", "a"), person(&mut dice, "E2", "b")];
    let mut own = vec![json!({
        "id": "own.run", "kind": "max_consecutive_work_days", "params": {"limit": dice.between(2, 3)},
        "outcome": "forbid",
    })];
    if dice.chance(50) {
        own.push(json!({
            "id": "own.rest", "kind": "min_rest_between_shifts", "params": {"min_minutes": 840}, "outcome": "forbid",
        }));
    }
    if dice.chance(30) {
        own.push(json!({
            "id": "own.least", "kind": "min_work_per_window", "outcome": "forbid",
            "params": {"limit_min": 600, "window": {"type": "horizon"}},
        }));
    }
    json!({
        "id": format!("brute-{seed}"),
        "horizon": {"start_date": start.to_string(), "day_count": days, "interval_minutes": 60},
        "skills": [{"id": "a"}, {"id": "b"}],
        "halls": [{
            "id": "h", "opening_hours": [{"open": "08:00", "close": "20:00"}], "patterns_max": -1,
            "queues": [{"id": "a", "skill": "a"}, {"id": "b", "skill": "b"}],
        }],
        "shift_templates": [
            {"id": "early", "start": "08:00", "length_minutes": 360},
            {"id": "late", "start": dice.pick(&["10:00", "14:00"]), "length_minutes": 360},
        ],
        "contracts": [
            {"id": "full", "rule_pack": "cn_standard"},
            {"id": "part", "rule_pack": "cn_part_time", "pay": "PAY_HOURLY"},
            {"id": "own", "rules": own, "pay": dice.pick(&["PAY_HOURLY", "PAY_SALARIED"])},
        ],
        "employees": employees,
        "coverage": coverage,
        "prices": {"start_change_cents": dice.between(100, 2000), "gap_per_head_hour_cents": dice.between(2000, 16_000)},
    })
}

/// The least cost of all clean rosters in which everybody is free or works a shift on each day.
fn cheapest(instance: &Instance) -> Option<Money> {
    let needs = requirements(instance).needs;
    let days = instance.horizon.day_count;
    let choices = instance.templates.len() + 1;
    let all = choices.pow((days * instance.employees.len()) as u32);
    let rosters = (0..all).map(|number| numbered(instance, number, choices));
    rosters
        .map(|roster| audit(instance, &needs, &roster))
        .filter(|audit| audit.is_clean())
        .map(|audit| audit.cost.total)
        .min()
}

/// The roster whose days are the digits of a number: 0 is free, the others are shifts.
fn numbered(instance: &Instance, number: usize, choices: usize) -> Roster {
    let mut left = number;
    let people = 0..instance.employees.len();
    let days = people
        .map(|person| {
            let dates = instance.horizon.days();
            dates
                .map(|(_, date)| {
                    let digit = left % choices;
                    left /= choices;
                    let on_leave = instance.employees[person].leave_on(date).is_some();
                    match digit {
                        0 if on_leave => Activity::Leave,
                        0 => Activity::Rest,
                        shift => duty(instance, EmployeeIx(person), date, TemplateIx(shift - 1)),
                    }
                })
                .collect()
        })
        .collect();
    Roster { days }
}

/// A shift served whole in the person's own queue.
fn duty(
    instance: &Instance,
    person: EmployeeIx,
    date: NaiveDate,
    template: TemplateIx,
) -> Activity {
    let shift = &instance.templates[template.0];
    let start = instance.horizon.instant(date, shift.start);
    let end = start + shift.length.0;
    let served = Served::Queue(QueueIx(person.0));
    Activity::Duty(Duty {
        hall: HallIx(0),
        template,
        start,
        end,
        breaks: Vec::new(),
        serving: vec![Serving { start, end, served }],
    })
}
