//! No roster that the optimiser returns is forbidden by the law: for every kind of rule by itself, not only for packs.

use super::random_instances::{Ending, check};
use super::random_problem::problem_under;
use super::rule_dice::KINDS;

/// How many instances are tried for a kind when nobody asks for more.
const INSTANCES: u64 = 5;

/// No roster is returned that breaks the rule, and some are returned.
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
    match rosters {
        0 => Err(format!("{kind}: no instance has a roster")),
        _ => Ok(()),
    }
}

#[test]
fn what_is_planned_under_any_one_rule_keeps_it() {
    let halves = KINDS.chunks(KINDS.len().div_ceil(2));
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
