//! As far as a week can be planned: what stands in the way is left aside and blamed.

use serde::{Deserialize, Serialize};

use crate::domain::{Instance, Leave, Problem};
use crate::formats;
use crate::law::words;
use crate::milp::StopSignal;
use crate::planner::{self, NoRoster, Plan, PlanOptions, Step};

/// A rule that keeps a roster from being complete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blamed {
    /// Id of the rule; `plan` where limits of several people meet.
    pub rule: String,
    /// The article behind it.
    pub article: String,
    /// Whom it concerns; empty for all.
    pub employee: String,
    /// Why, in English.
    pub en: String,
    /// The same in Chinese.
    pub zh: String,
}

/// A plan, the instance it is legal for, and what had to be left aside.
pub struct Partial {
    /// The instance without what was left aside.
    pub instance: Instance,
    /// Its plan.
    pub plan: Plan,
    /// The rules that stood in the way; none of a week that could be planned as it was asked for.
    pub blamed: Vec<Blamed>,
}

/// Plans; leaves aside the pins of those who are blamed, then these people, then all pins.
///
/// # Errors
/// Why there is no roster even then, with the rules blamed so far.
pub fn plan(
    instance: Instance,
    options: &PlanOptions,
    stop: &StopSignal,
    mut progress: impl FnMut(Step),
) -> Result<Partial, (NoRoster, Vec<Blamed>)> {
    let mut instance = instance;
    let mut blamed: Vec<Blamed> = Vec::new();
    let mut relaxations = [without_pins, without_people, without_all_pins].into_iter();
    loop {
        let why = match planner::plan(&instance, options, stop, &mut progress) {
            Ok(plan) => {
                return Ok(Partial {
                    instance,
                    plan,
                    blamed,
                });
            }
            Err(why) => why,
        };
        for new in blame(&instance, &why) {
            if !blamed.contains(&new) {
                blamed.push(new);
            }
        }
        let relaxed = relaxations.next().map(|relax| relax(&instance, &why));
        let relaxed = relaxed.filter(|relaxed| *relaxed != *instance && !stop.is_stopped());
        let file = relaxed.map(|relaxed| formats::instance_to_proto(&relaxed));
        match file.map(|file| formats::instance_from_proto(&file)) {
            Some(Ok(relaxed)) => instance = relaxed,
            _ => return Err((why, blamed)),
        }
    }
}

/// The rules to blame where there is no roster, whom they concern, and where they stand.
pub fn blame(instance: &Instance, why: &NoRoster) -> Vec<Blamed> {
    let mut list = Vec::new();
    for blocked in &why.blocked {
        let person = instance.employees.iter().find(|p| p.id == blocked.employee);
        let rules = person.map(|person| &instance.contract_of(person).rules);
        for id in &blocked.rules {
            let record = rules.and_then(|rules| rules.iter().find(|rule| rule.id == *id));
            let said = record.map(words::sentence);
            let unsaid = || (blocked.why.clone(), blocked.why.clone());
            let (en, zh) = said.map_or_else(unsaid, |said| (said.en, said.zh));
            list.push(Blamed {
                rule: id.clone(),
                article: record.map_or_else(String::new, |rule| rule.source.law.clone()),
                employee: blocked.employee.clone(),
                en,
                zh,
            });
        }
    }
    if list.is_empty() {
        list.extend(why.why.iter().map(|line| Blamed {
            rule: "plan".to_string(),
            article: String::new(),
            employee: String::new(),
            en: line.clone(),
            zh: line.clone(),
        }));
    }
    list
}

fn is_blamed(why: &NoRoster, id: &str) -> bool {
    why.blocked.iter().any(|blocked| blocked.employee == id)
}

fn without_pins(instance: &Instance, why: &NoRoster) -> Problem {
    let mut problem: Problem = (**instance).clone();
    let people = &instance.employees;
    let free = |pin: &crate::domain::Pin| !is_blamed(why, &people[pin.employee.0].id);
    problem.pins.retain(free);
    problem
}

fn without_people(instance: &Instance, why: &NoRoster) -> Problem {
    let mut problem = without_pins(instance, why);
    let last = instance.horizon.date(instance.horizon.day_count as i64 - 1);
    let blamed = problem
        .employees
        .iter_mut()
        .filter(|person| is_blamed(why, &person.id));
    for person in blamed {
        person.leave = vec![Leave {
            from: instance.horizon.start,
            to: last,
            reason: "left out of this plan".to_string(),
            unpaid: true,
        }];
    }
    problem
}

fn without_all_pins(instance: &Instance, why: &NoRoster) -> Problem {
    let mut problem = without_people(instance, why);
    problem.pins.clear();
    problem
}
