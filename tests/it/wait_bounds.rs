//! What bounds on waits rest on, tried out on every staffing of small random days; and rosters made with them.

use paiban::checker::{CostTerm, Engines, WaitJudge, audit};
use paiban::demand::{promised_sessions, requirements, settled_needs};
use paiban::domain::{EmployeeIx, Instance, QueueIx, Served};
use paiban::formats::read_instance;
use paiban::milp::StopSignal;
use paiban::planner::{NoRoster, Plan, PlanOptions, WaitRule, plan};
use paiban::queueing::{Day, DayClass, ExactDay};
use paiban::roster::{Activity, Duty, Roster, Serving};
use paiban::simulation::{Class, Crew, Hall, Options, ServiceLaw, simulate};
use paiban::units::Money;
use serde_json::json;

use super::planning::{Dice, paiban, said};

const SERVICE: f64 = 9.0;
const PERIOD: f64 = 20.0;
const PERIODS: usize = 3;

/// Arrivals an hour by class and period.
fn arrivals(dice: &mut Dice) -> [Vec<f64>; 2] {
    let mut class = |most| (0..PERIODS).map(|_| dice.between(0, most) as f64).collect();
    [class(12), class(24)]
}

fn solved(classes: &[Vec<f64>], servers: &[u32]) -> ExactDay {
    let class = |arrivals: &Vec<f64>| DayClass {
        arrivals_per_hour: arrivals.clone(),
        patience_minutes: None,
        opening_queue: 0,
    };
    ExactDay::new(&Day {
        period_minutes: PERIOD,
        servers: servers.to_vec(),
        service_minutes: SERVICE,
        classes: classes.iter().map(class).collect(),
    })
    .expect("a small day")
}

/// Share within 10 minutes and mean wait of a class, by period.
fn waits(day: &ExactDay, class: usize) -> Vec<(f64, f64)> {
    let told = (0..PERIODS).map(|period| {
        let share = day.share_within(period, class, 10.0).expect("a share");
        let mean = day.periods[period].classes[class].mean_virtual_wait_minutes;
        (share, mean)
    });
    told.collect()
}

/// Every number of heads up to three in every period, somebody at the end.
fn staffings() -> Vec<Vec<u32>> {
    let all = (0..4_u32.pow(PERIODS as u32)).map(|n| {
        let heads = (0..PERIODS as u32).map(|place| n / 4_u32.pow(place) % 4);
        heads.collect::<Vec<u32>>()
    });
    all.filter(|heads| heads[PERIODS - 1] > 0).collect()
}

/// No wait of the first list is shorter than in the second.
fn no_shorter(waits: &[(f64, f64)], than: &[(f64, f64)], what: &str) {
    for ((share, mean), (other_share, other_mean)) in waits.iter().zip(than) {
        assert!(
            *share <= other_share + 2e-5,
            "{what}: {share} > {other_share}"
        );
        assert!(
            *mean >= other_mean * (1.0 - 2e-4) - 1e-9,
            "{what}: {mean} < {other_mean}"
        );
    }
}

#[test]
fn a_class_waits_at_least_as_long_as_in_one_line_with_those_before_it() {
    let mut dice = Dice::new(5);
    for _ in 0..4 {
        let [first, second] = arrivals(&mut dice);
        let both: Vec<f64> = first.iter().zip(&second).map(|(a, b)| a + b).collect();
        for heads in staffings() {
            let priority = solved(&[first.clone(), second.clone()], &heads);
            let what = format!("{first:?} {second:?} {heads:?}");
            let line = solved(std::slice::from_ref(&both), &heads);
            no_shorter(&waits(&priority, 1), &waits(&line, 0), &what);
            let alone = solved(std::slice::from_ref(&first), &heads);
            no_shorter(&waits(&priority, 0), &waits(&alone, 0), &what);
        }
    }
}

#[test]
fn in_one_line_another_head_never_lengthens_a_wait() {
    let mut dice = Dice::new(6);
    for _ in 0..4 {
        let [_, arrivals] = arrivals(&mut dice);
        for heads in staffings() {
            let fewer = waits(&solved(std::slice::from_ref(&arrivals), &heads), 0);
            for place in 0..PERIODS {
                let mut more = heads.clone();
                more[place] += 1;
                let more = waits(&solved(std::slice::from_ref(&arrivals), &more), 0);
                no_shorter(&fewer, &more, &format!("{arrivals:?} {heads:?} {place}"));
            }
        }
    }
}

#[test]
fn a_class_between_two_others_waits_no_longer_than_put_together_with_the_last() {
    let (heads, rates) = ([3, 2, 2], [6.0, 8.0, 4.0]);
    let class = |rank: usize| Class {
        queue: 0,
        rank: rank as u32,
        arrivals_per_hour: vec![rates[rank]; PERIODS],
        service: ServiceLaw::Exponential {
            mean_minutes: SERVICE,
        },
        patience_minutes: None,
        call_out_minutes: 0.0,
        opening_queue: 0,
    };
    let hall = Hall {
        period_minutes: PERIOD,
        periods: PERIODS,
        classes: (0..3).map(class).collect(),
        crews: vec![Crew::first_free(vec![0], PERIOD, &heads)],
    };
    let options = Options {
        days: 4_000,
        seed: 1,
        thresholds_minutes: vec![10.0],
    };
    let seen = simulate(&hall, &options).expect("a hall");
    let together = solved(
        &[vec![rates[0]; PERIODS], vec![rates[1] + rates[2]; PERIODS]],
        &heads,
    );
    for (period, (share, mean)) in waits(&together, 1).into_iter().enumerate() {
        let own = &seen.periods[period][1];
        let within = own.p_virtual_wait_within[0];
        assert!(within.mean + 4.5 * within.standard_error >= share);
        let wait = own.mean_virtual_wait_minutes;
        assert!(wait.mean - 4.5 * wait.standard_error <= mean);
    }
}

/// Three people, three shifts of an hour and a half, one queue for two classes, a morning of arrivals by half-hours.
fn morning(arrivals: [f64; 6], miss_cents: i64) -> Instance {
    read_instance(&morning_text(arrivals, miss_cents)).expect("a valid instance")
}

fn morning_text(arrivals: [f64; 6], miss_cents: i64) -> String {
    let people = ["A", "B", "C"].map(|id| {
        json!({"id": id, "contract": "hourly", "hourly_wage_cents": 3000, "halls": ["hall"],
               "skills": [{"skill": "counter"}]})
    });
    let shifts = ["09:00", "09:30", "10:30"]
        .map(|start| json!({"id": start, "start": start, "length_minutes": 90}));
    let demand: Vec<_> = (0..6)
        .flat_map(|at| {
            let start = format!("{:02}:{:02}", 9 + at / 2, 30 * (at % 2));
            [("gold", 0.25), ("other", 0.75)].map(|(class, part)| {
                json!({"hall": "hall", "customer_class": class, "date": "2026-03-09", "start": start,
                       "length_minutes": 30, "expected_arrivals": arrivals[at] * part})
            })
        })
        .collect();
    let target = |minutes: i64| json!({"share_within": {"minutes": minutes, "share": 0.8}});
    let class = |id: &str| json!({"id": id, "service_minutes": 8, "busy_target": target(12), "quiet_target": target(6)});
    json!({
        "id": "morning",
        "horizon": {"start_date": "2026-03-09", "day_count": 1, "time_zone": "Asia/Shanghai", "interval_minutes": 30},
        "skills": [{"id": "counter"}],
        "halls": [{
            "id": "hall", "opening_hours": [{"open": "09:00", "close": "12:00"}],
            "queues": [{"id": "line", "skill": "counter", "customer_classes": ["gold", "other"]}],
            "customer_classes": [class("gold"), class("other")],
        }],
        "shift_templates": shifts,
        "contracts": [{"id": "hourly", "pay": "PAY_HOURLY"}],
        "employees": people,
        "demand": demand,
        "prices": {"missed_target_cents": miss_cents},
    })
    .to_string()
}

/// Every roster of the morning: nobody, or anybody on any shift.
fn rosters(instance: &Instance) -> Vec<Roster> {
    let horizon = &instance.horizon;
    let day = |choice: usize| match instance.templates.get(choice) {
        None => Activity::Rest,
        Some(template) => {
            let start = horizon.instant(horizon.start, template.start);
            let end = start + template.length.0;
            Activity::Duty(Duty {
                hall: paiban::domain::HallIx(0),
                template: paiban::domain::TemplateIx(choice),
                start,
                end,
                breaks: Vec::new(),
                serving: vec![Serving {
                    start,
                    end,
                    served: Served::Queue(QueueIx(0)),
                }],
            })
        }
    };
    let all = (0..64).map(|n| Roster {
        days: (0..3)
            .map(|person| vec![day(n / 4_usize.pow(person) % 4)])
            .collect(),
    });
    all.collect()
}

/// Plans to the last hundredth, waits included.
fn solve(instance: &Instance) -> Result<Plan, NoRoster> {
    let options = PlanOptions {
        time_limit: Some(std::time::Duration::from_secs(120)),
        gap: 0.0,
        waits: WaitRule::Exact,
        ..PlanOptions::default()
    };
    plan(instance, &options, &StopSignal::new(), |_| ())
}

/// The least cost of any roster, both engines judging.
fn least_cost(instance: &Instance) -> Money {
    let settled = settled_needs(
        instance,
        &promised_sessions(instance),
        &requirements(instance).needs,
    );
    let mut judge = WaitJudge::new(instance);
    let costs = rosters(instance).into_iter().map(|roster| {
        let audit = audit(instance, &settled, &roster);
        assert!(audit.is_clean(), "{:?}", audit.findings);
        audit
            .with_waits(judge.judge(&roster, Engines::Both))
            .cost
            .total
    });
    costs.min().expect("there are rosters")
}

#[test]
fn the_bound_never_passes_the_best_of_all_rosters_and_the_best_is_found() {
    let days = [
        ([2.0, 4.0, 6.0, 5.0, 3.0, 2.0], 3_000),
        ([6.0, 6.0, 1.0, 1.0, 4.0, 4.0], 30_000),
        ([1.0, 1.0, 9.0, 0.0, 0.0, 2.0], 2_000),
    ];
    for (arrivals, price) in days {
        let instance = morning(arrivals, price);
        let least = least_cost(&instance);
        let plan = solve(&instance).expect("a roster");
        assert_eq!(plan.audit.cost.total, least, "{arrivals:?} at {price}");
        assert!(
            plan.bound <= least,
            "{arrivals:?}: {} > {least}",
            plan.bound
        );
    }
}

#[test]
fn halls_that_cannot_keep_up_are_planned_with_every_miss_listed() {
    let instance = morning([60.0; 6], 0);
    let plan = solve(&instance).expect("a roster");
    let waits = plan.audit.waits.expect("waits are judged");
    assert_eq!(waits.promises.len(), 12);
    assert_eq!(waits.missed().count(), 12);
    assert!(
        waits
            .promises
            .iter()
            .all(|promise| promise.simulated.is_some_and(f64::is_finite))
    );
}

#[test]
fn heads_first_judge_no_wait_and_price_no_miss() {
    let instance = morning([60.0; 6], 3_000);
    let options = PlanOptions::default();
    let plan = plan(&instance, &options, &StopSignal::new(), |_| ()).expect("a roster");
    assert!(plan.audit.waits.is_none());
    assert_eq!(plan.audit.cost.of(CostTerm::MissedTarget), Money::ZERO);
    assert!(plan.audit.cost.of(CostTerm::Gap) > Money::ZERO);
}

#[test]
fn without_time_to_judge_the_roster_for_heads_comes_out_and_says_so() {
    let instance = morning([2.0, 4.0, 6.0, 5.0, 3.0, 2.0], 3_000);
    let options = PlanOptions {
        time_limit: Some(std::time::Duration::from_nanos(1)),
        waits: WaitRule::Exact,
        ..PlanOptions::default()
    };
    let plan = plan(&instance, &options, &StopSignal::new(), |_| ()).expect("a roster");
    assert!(plan.audit.waits.is_none());
    assert!(
        plan.needs
            .warnings
            .iter()
            .any(|line| line.contains("judged"))
    );
}

#[test]
fn check_judges_a_roster_as_its_file_was_judged() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (instance, exact, heads) = (file("i.json"), file("exact.json"), file("heads.json"));
    let text = morning_text([6.0, 6.0, 1.0, 1.0, 4.0, 4.0], 30);
    std::fs::write(&instance, text).expect("it is written");
    let run = |words: &[&str]| {
        let output = paiban(words);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        String::from_utf8(output.stdout).expect("text")
    };
    run(&["solve", &instance, "--roster", &heads]);
    run(&["solve", &instance, "--waits", "exact", "--roster", &exact]);
    assert!(run(&["check", &instance, &exact]).contains("missed"));
    assert!(!run(&["check", &instance, &heads]).contains("missed"));
    let judged = run(&["check", &instance, &heads, "--waits", "exact"]);
    assert!(judged.contains("Exact"), "{judged}");
}

#[test]
fn where_nobody_comes_nobody_is_asked_for() {
    let plan = solve(&morning([0.0; 6], 0)).expect("a roster");
    assert_eq!(plan.audit.cost.total, Money::ZERO);
    assert!(
        plan.roster
            .days
            .iter()
            .flatten()
            .all(|day| *day == Activity::Rest)
    );
    assert_eq!(plan.roster.activity(EmployeeIx(0), 0), &Activity::Rest);
}

#[test]
fn equal_runs_ended_by_work_give_equal_rosters() {
    let instance = morning([2.0, 4.0, 6.0, 5.0, 3.0, 2.0], 3_000);
    let options = PlanOptions {
        time_limit: None,
        work_limit: Some(2_000),
        waits: WaitRule::Exact,
        ..PlanOptions::default()
    };
    let run = || plan(&instance, &options, &StopSignal::new(), |_| ()).expect("a roster");
    let (first, second) = (run(), run());
    assert_eq!(first.roster, second.roster);
    assert_eq!(
        (first.audit.cost.total, first.bound),
        (second.audit.cost.total, second.bound)
    );
}
