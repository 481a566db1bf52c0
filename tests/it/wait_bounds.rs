//! What bounds on waits rest on, tried out on every staffing of small random days; and rosters made with them.

use paiban::checker::{CostTerm, Engines, WaitJudge, audit};
use paiban::demand::{Session, promised_sessions, requirements, sessions, settled_needs};
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

pub(super) fn morning_text(arrivals: [f64; 6], miss_cents: i64) -> String {
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
pub(super) fn least_cost(instance: &Instance) -> Money {
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

/// The same with a price of waiting, an hour's.
fn priced(arrivals: [f64; 6], miss_cents: i64, hour_cents: i64) -> Instance {
    let mut file: serde_json::Value =
        serde_json::from_str(&morning_text(arrivals, miss_cents)).expect("JSON");
    file["prices"]["waiting_per_customer_hour_cents"] = json!(hour_cents);
    read_instance(&file.to_string()).expect("a valid instance")
}

#[test]
fn with_a_price_of_waiting_the_best_of_all_rosters_is_found_and_the_bound_never_passes_it() {
    let days = [
        ([2.0, 4.0, 6.0, 5.0, 3.0, 2.0], 3_000, 20_000),
        ([6.0, 6.0, 1.0, 1.0, 4.0, 4.0], 1, 5_000),
        ([1.0, 1.0, 9.0, 0.0, 0.0, 2.0], 2_000, 1),
    ];
    for (arrivals, miss, hour) in days {
        let instance = priced(arrivals, miss, hour);
        let least = least_cost(&instance);
        let plan = solve(&instance).expect("a roster");
        assert_eq!(plan.audit.cost.total, least, "{arrivals:?} at {hour}");
        assert!(plan.bound <= least, "{arrivals:?}: {}", plan.bound);
        assert!(plan.audit.cost.of(CostTerm::Waiting) > Money::ZERO);
    }
}

#[test]
fn whoever_waits_is_worth_more_people_where_waiting_is_dear() {
    let arrivals = [2.0, 4.0, 6.0, 5.0, 3.0, 2.0];
    let pay = |hour| {
        let plan = solve(&priced(arrivals, 1, hour)).expect("a roster");
        let constant = plan.audit.cost.constant();
        assert!(plan.bound > constant, "{}", plan.bound);
        plan.audit.cost.of(CostTerm::HourlyPay)
    };
    assert!(pay(1) < pay(50_000));
}

#[test]
fn waiting_costs_what_all_classes_wait_by_the_exact_chain() {
    let (arrivals, hour) = ([2.0, 4.0, 6.0, 5.0, 3.0, 2.0], 6_000);
    let instance = priced(arrivals, 3_000, hour);
    let mut judge = WaitJudge::new(&instance);
    let mut compared = 0;
    for roster in rosters(&instance) {
        let heads = judge.heads(&roster, 0);
        if heads.last() == Some(&0) {
            continue;
        }
        let class = |part: f64| DayClass {
            arrivals_per_hour: arrivals.map(|arrivals| 2.0 * arrivals * part).to_vec(),
            patience_minutes: None,
            opening_queue: 0,
        };
        let day = ExactDay::new(&Day {
            period_minutes: 30.0,
            servers: heads,
            service_minutes: 8.0,
            classes: vec![class(0.25), class(0.75)],
        })
        .expect("a small day");
        let totals = day.totals.iter();
        let minutes = totals.map(|class| class.expected_arrivals * class.mean_virtual_wait_minutes);
        let cents = minutes.sum::<f64>() * hour as f64 / 60.0;
        let told = judge.judge(&roster, Engines::Exact).waiting.0 as f64;
        assert!((told - cents).abs() <= 1.0 + 1e-4 * cents, "{told} {cents}");
        compared += 1;
    }
    assert!(compared > 20, "{compared}");
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

/// The morning, its file changed first.
pub(super) fn changed(change: impl Fn(&mut serde_json::Value)) -> Instance {
    let text = morning_text([2.0, 4.0, 6.0, 5.0, 3.0, 2.0], 3_000);
    let mut file: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    change(&mut file);
    read_instance(&file.to_string()).expect("a valid instance")
}

#[test]
fn where_a_class_without_a_target_comes_heads_keep_its_line_from_growing() {
    let instance = changed(|file| {
        let other = &mut file["halls"][0]["customer_classes"][1];
        other["quiet_target"] = serde_json::Value::Null;
    });
    let promised = promised_sessions(&instance);
    let busy = promised[0].busy.clone();
    let stationary = requirements(&instance).needs;
    let settled = settled_needs(&instance, &promised, &stationary);
    assert_eq!(settled.len(), busy.len());
    assert!(busy.contains(&true) && busy.contains(&false));
    for ((settled, stationary), busy) in settled.iter().zip(&stationary).zip(busy) {
        // 6 customers of 8 minutes in half an hour at most: two heads serve them.
        let kept = if busy { 0..=0 } else { 1..=stationary.heads };
        assert!(kept.contains(&settled.heads), "{settled:?} {stationary:?}");
    }
}

#[test]
fn where_nobody_is_at_the_counters_in_the_end_whoever_waits_is_not_served_in_time() {
    for target in [
        json!({"share_within": {"minutes": 40, "share": 0.8}}),
        json!({"mean_minutes": 40}),
    ] {
        let instance = changed(|file| {
            for class in 0..2 {
                let class = &mut file["halls"][0]["customer_classes"][class];
                class["busy_target"] = target.clone();
                class["quiet_target"] = target.clone();
            }
        });
        let early = |roster: &Roster| match roster.days.iter().flatten().collect::<Vec<_>>()[..] {
            [Activity::Duty(a), Activity::Duty(b), Activity::Duty(c)] => {
                [a, b, c].iter().all(|duty| duty.template.0 == 0)
            }
            _ => false,
        };
        let roster = rosters(&instance)
            .into_iter()
            .find(early)
            .expect("three early");
        let judged = WaitJudge::new(&instance).judge(&roster, Engines::Both);
        let last = judged.promises.last().expect("promises");
        assert_eq!(last.heads, 0);
        assert!(!last.met && !last.is_disputed(), "{last:?}");
        assert!(judged.promises[0].met, "{:?}", judged.promises[0]);
    }
}

#[test]
fn who_comes_before_the_hall_opens_waits_for_it_without_a_promise() {
    let morning = changed(|_| ());
    let queue = changed(|file| {
        let early = json!({"hall": "hall", "customer_class": "other", "date": "2026-03-09",
                           "start": "08:30", "length_minutes": 30, "expected_arrivals": 5});
        file["demand"].as_array_mut().expect("a list").push(early);
    });
    let all_day = |instance: &Instance| rosters(instance).pop().expect("rosters");
    let judged =
        |instance: &Instance| WaitJudge::new(instance).judge(&all_day(instance), Engines::Exact);
    let (without, with) = (judged(&morning), judged(&queue));
    assert_eq!(without.promises.len(), with.promises.len());
    let gold = |verdict: &paiban::checker::WaitVerdict| verdict.promises[1].exact;
    assert_eq!(with.promises[1].start, without.promises[1].start);
    assert!(gold(&with) < gold(&without), "{with:?} {without:?}");
}

#[test]
fn what_the_simulation_cannot_tell_is_not_met() {
    let roster = |instance: &Instance| rosters(instance).swap_remove(27);
    let with_share = |share: f64| {
        let instance = changed(|file| {
            for class in 0..2 {
                let class = &mut file["halls"][0]["customer_classes"][class];
                let target = json!({"share_within": {"minutes": 12, "share": share}});
                class["busy_target"] = target.clone();
                class["quiet_target"] = target;
            }
        });
        WaitJudge::new(&instance).judge(&roster(&instance), Engines::Both)
    };
    // A target near no figure is simulated for few days: one far below is asked first, then the figure itself.
    let near = |share: f64| {
        let judged = with_share(share);
        let open = judged.promises.iter().position(|promise| promise.undecided);
        (judged, open)
    };
    let (mut judged, mut open) = near(0.5);
    for _ in 0..4 {
        if open.is_some() {
            break;
        }
        let middle = judged
            .promises
            .iter()
            .filter_map(|promise| promise.simulated);
        let share = middle.rev().find(|share| (0.2..0.95).contains(share));
        (judged, open) = near(share.expect("a share between") + 0.002);
    }
    let promise = &judged.promises[open.expect("a figure at its target")];
    assert!(!promise.met && !promise.is_disputed(), "{promise:?}");
}

#[test]
fn a_judgement_that_gets_late_is_none_and_can_be_asked_again() {
    let instance = changed(|_| ());
    let roster = rosters(&instance).pop().expect("rosters");
    let mut judge = WaitJudge::new(&instance);
    for most in [0, 1, 5, 50, 500] {
        let asked = std::cell::Cell::new(0);
        let late = || {
            asked.set(asked.get() + 1);
            asked.get() > most
        };
        let judged = judge.judge_unless(&late, &roster, Engines::Both);
        assert!(judged.is_none(), "after {most}");
    }
    let again = judge.judge_unless(&|| false, &roster, Engines::Both);
    let fresh = WaitJudge::new(&instance).judge(&roster, Engines::Both);
    assert_eq!(again, Some(fresh));
}

#[test]
fn waits_that_cannot_be_judged_are_said_to_be_so() {
    let instance = changed(|file| {
        for class in 0..2 {
            let class = &mut file["halls"][0]["customer_classes"][class];
            class["busy_target"] = serde_json::Value::Null;
            class["quiet_target"] = serde_json::Value::Null;
        }
    });
    let plan = solve(&instance).expect("a roster");
    assert!(plan.audit.waits.is_none());
    let said = |line: &String| line.contains("no wait is judged");
    assert!(plan.needs.warnings.iter().any(said));
}

#[test]
fn planner_and_judge_read_the_same_promises() {
    let week = include_str!("../../instances/hall-week.json");
    let night = include_str!("calendars/night_hall.json");
    let rich = include_str!("rich_instance.json");
    let mut instances: Vec<Instance> = [week, night, rich]
        .map(|text| read_instance(text).expect("a valid instance"))
        .into();
    instances.extend(
        [
            [2.0, 4.0, 6.0, 5.0, 3.0, 2.0],
            [5.0, 4.0, 4.0, 4.0, 4.0, 3.0],
        ]
        .map(|a| morning(a, 0)),
    );
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(1.0);
    let mut compared = 0;
    for instance in &instances {
        let planned = sessions(instance);
        let judge = WaitJudge::of_all(instance);
        let judged: &[Session] = judge.sessions();
        assert_eq!(planned.len(), judged.len(), "{}", instance.id);
        for (a, b) in planned.iter().zip(judged) {
            let plain = |session: &Session| Session {
                classes: Vec::new(),
                service_minutes: 0.0,
                ..session.clone()
            };
            assert_eq!(plain(a), plain(b));
            assert!(a.targets().eq(b.targets()), "{a:?} {b:?}");
            assert!(near(a.service_minutes, b.service_minutes));
            for (a, b) in a.classes.iter().zip(&b.classes) {
                let rates = a.arrivals_per_hour.iter().zip(&b.arrivals_per_hour);
                assert!(rates.into_iter().all(|(a, b)| near(*a, *b)), "{a:?} {b:?}");
                compared += a.arrivals_per_hour.len();
            }
        }
    }
    assert!(compared > 400, "{compared}");
}
