//! No roster that the optimiser returns is forbidden by the law: for every kind of rule by itself, not only for packs.

use std::collections::BTreeSet;
use std::time::Duration;

use paiban::checker::{Audit, CostTerm, audit};
use paiban::demand::requirements;
use paiban::domain::Instance;
use paiban::formats::read_instance;
use paiban::law::RuleKind;
use paiban::milp::StopSignal;
use paiban::planner::{self, Plan, PlanOptions};
use serde_json::{Value, json};

use super::random_instances::{Ending, check};
use super::random_problem::{problem_under, problem_under_two_pay_records};
use super::rule_dice::{GATES, KINDS, PRICES};

/// How many instances are tried for a kind when nobody asks for more.
const INSTANCES: u64 = 5;

/// How many instances have two records of pay.
const PAY_INSTANCES: u64 = 24;

/// How many more are looked at for one in which the rule binds.
const BINDING_MAX: u64 = 40;

/// Rules that every plan keeps without being told: one duty a day, one at a time, each with its skill.
const ALWAYS_KEPT: [&str; 3] = ["one_shift_per_day", "no_overlap", "required_skill"];

/// No roster is returned that breaks the rule, some are returned, and some roster made without the rule breaks it.
fn check_kind(kind: &str) -> Result<(), String> {
    let asked = std::env::var("PAIBAN_RANDOM_INSTANCES").ok();
    let asked = asked.and_then(|count| count.parse().ok());
    let mut rosters = 0;
    for seed in 0..asked.unwrap_or(INSTANCES) {
        match check(&problem_under(kind, seed)) {
            Ok(Ending::NoRoster) => {}
            Ok(Ending::Proven | Ending::Stopped) => rosters += 1,
            Err(fault) => {
                let problem = problem_under(kind, seed);
                return Err(format!("{kind}, seed {seed}: {fault}\n{problem}"));
            }
        }
    }
    if rosters == 0 {
        return Err(format!("{kind}: no instance has a roster"));
    }
    let kept_anyway = ALWAYS_KEPT.contains(&kind) || GATES.contains(&kind);
    let told = |seed: u64| {
        let mut problem = problem_under(kind, seed);
        if kept_anyway {
            // Where reaching the limit is a breach, one duty a day and no change at all are breaches too.
            for contract in problem["contracts"].as_array_mut().expect("a list") {
                contract["rules"][0]["inclusive"] = json!(false);
            }
        }
        matters(kind, &problem)
    };
    let binds = (0..BINDING_MAX).any(told);
    match (binds, kept_anyway) {
        (false, false) => Err(format!("{kind}: it makes no difference to any instance")),
        (true, true) => Err(format!("{kind}: a plan made without it breaks it")),
        _ => Ok(()),
    }
}

/// Whether a plan made without the rule is one that the rule forbids, or prices.
fn matters(kind: &str, problem: &Value) -> bool {
    let mut without = problem.clone();
    for contract in without["contracts"].as_array_mut().expect("a list") {
        contract["rules"] = json!([]);
    }
    let (with, without) = (read(problem), read(&without));
    let Some(plan) = planned(&without) else {
        return false;
    };
    let judged = audit(&with, &requirements(&with).needs, &plan.roster);
    let breaks = |audit: &Audit| {
        (audit.violations()).any(|finding| finding.rule_id.as_deref() == Some("only"))
    };
    match kind {
        "premium_class" => {
            judged.cost.of(CostTerm::Premium) > plan.audit.cost.of(CostTerm::Premium)
        }
        // Only with it is rest-day work a class of its own.
        "comp_redemption" => planned(&with).is_some_and(|plan| {
            plan.audit.rest_day_work.iter().any(|days| !days.is_empty())
                || plan.audit.comp_days != judged.comp_days
        }),
        // Their prices are those of wishes and cover in the instance, so a record of them changes nothing.
        "request" | "cover" => judged.cost == plan.audit.cost && !breaks(&judged),
        _ => breaks(&judged),
    }
}

fn read(problem: &Value) -> Instance {
    read_instance(&problem.to_string()).expect("an instance")
}

fn planned(instance: &Instance) -> Option<Plan> {
    let options = PlanOptions {
        time_limit: Some(Duration::from_secs(20)),
        work_limit: Some(3_000),
        ..PlanOptions::default()
    };
    planner::plan(instance, &options, &StopSignal::new(), |_| {}).ok()
}

fn all_kinds() -> Vec<&'static str> {
    [&KINDS[..], &PRICES, &GATES].concat()
}

#[test]
fn two_records_of_pay_cost_in_the_plan_what_the_checker_charges() {
    let (mut rosters, mut both) = (0, 0);
    let mut wrong = Vec::new();
    for seed in 0..PAY_INSTANCES {
        let problem = problem_under_two_pay_records(seed);
        match check(&problem) {
            Ok(Ending::NoRoster) => continue,
            Ok(Ending::Proven | Ending::Stopped) => rosters += 1,
            Err(fault) => wrong.push(format!("seed {seed}: {fault}\n{problem}")),
        }
        let mut alone = problem.clone();
        for contract in alone["contracts"].as_array_mut().expect("a list") {
            let rules = contract["rules"].as_array_mut().expect("a list");
            rules.retain(|rule| rule["id"] != "second");
        }
        let (with, without) = (read(&problem), read(&alone));
        both += u64::from(planned(&with).is_some_and(|plan| {
            let judged = audit(&without, &requirements(&without).needs, &plan.roster);
            judged.cost.of(CostTerm::Premium) < plan.audit.cost.of(CostTerm::Premium)
        }));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(2 * rosters > PAY_INSTANCES, "only {rosters} have a roster");
    assert!(
        4 * both > PAY_INSTANCES,
        "the second matters to {both} only"
    );
}

#[test]
fn no_rule_kind_is_left_out() {
    let tried: BTreeSet<&str> = all_kinds().into_iter().collect();
    let known: BTreeSet<&str> = RuleKind::NAMES.iter().copied().collect();
    assert_eq!(tried, known);
}

#[test]
fn what_is_planned_under_any_one_rule_keeps_it_and_without_the_rule_some_plan_breaks_it() {
    let kinds = all_kinds();
    let halves = kinds.chunks(kinds.len().div_ceil(2));
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let faults = |half: &[&str]| -> Vec<String> {
            let checked = half.iter().map(|kind| check_kind(kind));
            checked.filter_map(Result::err).collect()
        };
        let tried: Vec<_> = halves
            .map(|half| scope.spawn(move || faults(half)))
            .collect();
        let ended = tried.into_iter().map(|half| half.join().expect("it ends"));
        ended.flatten().collect()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
