//! The small benchmark instances of Curtois and Qu, held to their known optima and to an outside scorer.

use std::process::Command;

use paiban::formats::write_csv;
use paiban::units::Money;

use super::planning::{at, instance, solve};

const FOLDER: &str = "../shared/data/curtois";
const SCORER: &str = "../shared/tools/score_curtois.py";

#[test]
fn the_first_three_instances_are_solved_to_their_known_optima() {
    if !at(FOLDER).exists() {
        println!("skipped: {FOLDER} is not here");
        return;
    }
    for (number, optimum) in [(1, 607), (2, 828), (3, 1001)] {
        check(number, optimum);
    }
}

fn check(number: u32, optimum: i64) {
    let path = format!("{FOLDER}/Instance{number}.txt");
    let instance = instance(&path);
    let plan = solve(&instance).unwrap_or_else(|why| panic!("{path}: {why:?}"));
    let found = (plan.audit.cost.total, plan.bound);
    assert_eq!(found, (Money(optimum), Money(optimum)), "{path}");
    let folder = tempfile::tempdir().expect("a folder for the table");
    let table = folder.path().join("roster.csv");
    std::fs::write(&table, write_csv(&instance, &plan.roster)).expect("the table is written");
    let scored = Command::new("python3")
        .args([at(SCORER), at(&path), table])
        .output();
    let Ok(scored) = scored else {
        println!("not scored from outside: python3 is not here");
        return;
    };
    let words = String::from_utf8_lossy(&scored.stdout);
    let last = words.lines().last().unwrap_or_default();
    assert_eq!(last, format!("cost {optimum} hard 0"), "{path}: {words}");
}
