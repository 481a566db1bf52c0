//! Random instances are planned and the checker stays silent: the property that guards everything.
//!
//! Model and checker are written apart from the same definitions, so whatever one of them gets wrong shows here as a
//! refused roster, a bound above a cost, or a price on which they differ.

use std::collections::BTreeMap;
use std::time::Duration;

use paiban::checker::{Audit, CostTerm};
use paiban::domain::{Contract, Instance, ShiftTemplate};
use paiban::formats::{read_instance, read_roster, write_csv, write_roster};
use paiban::milp::StopSignal;
use paiban::planner::{self, PlanOptions, Step};
use paiban::report::Standing;
use paiban::units::Money;
use serde_json::Value;

use super::random_problem::{problem, problem_after_a_night, problem_beyond_a_period};

/// How many instances are tried when nobody asks for more.
const INSTANCES: u64 = 60;

/// Work that a small instance may cost; a clock would make failures hard to repeat.
const WORK: u64 = 30_000;

/// How an instance came out, when nothing is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ending {
    /// With a bound that meets its cost.
    Proven,
    /// Earlier.
    Stopped,
    /// The answer is that there is none.
    NoRoster,
}

#[test]
fn what_is_planned_for_random_instances_passes_the_checker_at_the_price_it_was_planned_for() {
    let asked = std::env::var("PAIBAN_RANDOM_INSTANCES").unwrap_or_default();
    // A number, or a range of seeds such as 17..18.
    let (first, end) = asked.split_once("..").unwrap_or(("0", &asked));
    let first = first.parse().unwrap_or(0);
    let end = end.parse().unwrap_or(INSTANCES);
    let count = end - first;
    let mut endings: BTreeMap<Ending, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for seed in first..end {
        match check(&problem(seed)) {
            Ok(ending) => *endings.entry(ending).or_default() += 1,
            Err(fault) => wrong.push((seed, fault)),
        }
    }
    println!(
        "{count} random instances: {endings:?}, {} wrong",
        wrong.len()
    );
    for (seed, fault) in &wrong {
        println!("seed {seed}: {fault}\n{}", smallest(problem(*seed), fault));
    }
    assert!(wrong.is_empty(), "{} of {count} went wrong", wrong.len());
    let planned = count as usize - endings.get(&Ending::NoRoster).copied().unwrap_or(0);
    assert!(
        planned * 5 > count as usize * 2,
        "too few have a roster: {endings:?}"
    );
}

#[test]
fn what_a_night_before_the_first_day_leaves_on_it_counts_as_overtime_and_holiday_work() {
    let wrong: Vec<String> = (0..12)
        .filter_map(|seed| {
            let problem = problem_after_a_night(seed);
            let fault = check(&problem).err()?;
            Some(format!(
                "seed {seed}: {fault}\n{}",
                smallest(problem, &fault)
            ))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn hours_beyond_a_period_cost_in_the_plan_what_the_checker_charges() {
    let mut settled = 0;
    for seed in 0..12 {
        let problem = problem_beyond_a_period(seed);
        let instance = read_instance(&problem.to_string()).expect("an instance");
        let options = PlanOptions {
            work_limit: Some(WORK),
            gap: 0.0,
            ..PlanOptions::default()
        };
        let Ok(plan) = planner::plan(&instance, &options, &StopSignal::new(), |_| {}) else {
            continue;
        };
        let cost = &plan.audit.cost;
        assert!(
            plan.bound <= cost.total,
            "seed {seed}: {}\n{problem}",
            plan.bound
        );
        // The bound meets the checker's price but for the rounding of each person's weeks and periods.
        let met = cost.total - plan.bound <= Money(2 * rounding(&instance));
        settled += usize::from(met && cost.of(CostTerm::Premium) > Money::ZERO);
    }
    assert!(
        settled >= 4,
        "only {settled} pay for hours beyond the period"
    );
}

/// What is wrong with planning an instance, in words that stay the same while it shrinks.
pub fn check(problem: &Value) -> Result<Ending, String> {
    let instance = read_instance(&problem.to_string())
        .map_err(|found| format!("bad instance: {}", found[0]))?;
    let options = PlanOptions {
        time_limit: Some(Duration::from_secs(20)),
        work_limit: Some(WORK),
        gap: 0.0,
        ..PlanOptions::default()
    };
    let mut planned_for = None;
    let planned = planner::plan(&instance, &options, &StopSignal::new(), |step: Step| {
        planned_for = step.cost.or(planned_for);
    });
    let plan = match planned {
        Ok(plan) => plan,
        Err(none) => {
            let words = none.why.join(" ");
            let fault = words.contains("checker refused") || words.contains("search failed");
            return if fault {
                Err(words)
            } else {
                Ok(Ending::NoRoster)
            };
        }
    };
    let audit = &plan.audit;
    let cost = audit.cost.total;
    if !audit.is_clean() {
        return Err("a roster that is not clean is shown".to_owned());
    }
    if plan.bound > cost {
        let by = plan.bound.0 - cost.0;
        return Err(format!("the bound lies above the cost by {by}"));
    }
    if let Some(planned_for) = planned_for
        && !roughly(&instance)
        && (planned_for.0 - cost.0).abs() > rounding(&instance)
    {
        return Err(format!(
            "planned for {planned_for}, priced {cost}: {}",
            terms(audit)
        ));
    }
    let again = read_roster(&instance, write_roster(&plan.sheet(&instance)).as_bytes())
        .map_err(|found| format!("its own file is refused: {}", found[0]))?;
    if again.roster != plan.roster || again.cost != Some(cost) {
        return Err("its own file reads as another roster".to_owned());
    }
    if write_csv(&instance, &plan.roster).is_empty() {
        return Err("its table is empty".to_owned());
    }
    Ok(match plan.standing {
        Standing::Proven => Ending::Proven,
        Standing::Stopped => Ending::Stopped,
    })
}

/// Whether the model is allowed a price that is only nearly right: lots of several lengths share one surcharge, and
/// pay by the hour over midnight is split where breaks mostly lie.
fn roughly(instance: &Instance) -> bool {
    let repays = |contract: &Contract| contract.repays_rest_days();
    let over_midnight = |shift: &ShiftTemplate| shift.start + shift.length.0 > 1440;
    let night = instance.templates.iter().any(over_midnight);
    instance.staff().any(|(_, person)| {
        let pack = repays(instance.contract_of(person));
        !person.history.comp_lots.is_empty() || pack && (night || !person.consents.is_empty())
    })
}

/// What rounding of weekly sums may add up to where a week is kept in rows: a hundredth for each person and week.
fn rounding(instance: &Instance) -> i64 {
    (instance.employees.len() * (instance.horizon.day_count / 7 + 2)) as i64
}

fn terms(audit: &Audit) -> String {
    let lines = audit.cost.terms.iter();
    let words: Vec<String> = lines
        .map(|line| format!("{} {}", line.term.name(), line.amount))
        .collect();
    words.join(", ")
}

/// Takes away members and items for as long as the same fault stays.
fn smallest(problem: Value, fault: &str) -> Value {
    // Numbers and dates in the fault change while the instance shrinks; its words do not.
    let head = |text: &str| -> String {
        let words = text.chars().filter(|c| !c.is_ascii_digit());
        words.take(100).collect()
    };
    let same = |value: &Value| check(value).is_err_and(|other| head(&other) == head(fault));
    let mut small = problem;
    let mut tries = 400;
    loop {
        let before = small.clone();
        for path in paths(&small, String::new()) {
            if tries == 0 {
                return small;
            }
            let Some(shorter) = without(&small, &path) else {
                continue;
            };
            tries -= 1;
            if same(&shorter) {
                small = shorter;
            }
        }
        if before == small {
            return small;
        }
    }
}

/// Pointers to everything inside a value, last items first so that earlier pointers stay good.
fn paths(value: &Value, at: String) -> Vec<String> {
    let members: Vec<(String, &Value)> = match value {
        Value::Object(map) => map
            .iter()
            .map(|(key, inside)| (key.clone(), inside))
            .collect(),
        Value::Array(items) => (items.iter().enumerate().rev())
            .map(|(index, inside)| (index.to_string(), inside))
            .collect(),
        _ => Vec::new(),
    };
    let mut found = Vec::new();
    for (key, inside) in members {
        let here = format!("{at}/{key}");
        found.push(here.clone());
        found.extend(paths(inside, here));
    }
    found
}

fn without(value: &Value, path: &str) -> Option<Value> {
    let (parent, key) = path.rsplit_once('/')?;
    let mut shorter = value.clone();
    match shorter.pointer_mut(parent)? {
        Value::Object(map) => map.shift_remove(key).map(|_| ())?,
        Value::Array(items) => {
            let index: usize = key.parse().ok()?;
            (index < items.len()).then(|| items.remove(index))?;
        }
        _ => return None,
    }
    Some(shorter)
}
