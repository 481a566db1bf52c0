//! What the tests of planning share: files of the repository, the binary, and dice that fall alike everywhere.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use paiban::domain::Instance;
use paiban::formats::read_file;
use paiban::milp::StopSignal;
use paiban::planner::{self, NoRoster, Plan, PlanOptions};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A path inside the repository.
pub fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// An instance of the repository.
pub fn instance(path: &str) -> Instance {
    let path = at(path);
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    read_file("instance", &bytes).unwrap_or_else(|found| panic!("{}: {found:#?}", path.display()))
}

/// Every JSON file of a folder of the repository, in order of name, except the list of optima.
pub fn files_of(folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(at(folder)).expect("the folder is there");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("it is readable").file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".json") && name != "optima.json")
        .collect();
    names.sort();
    names
}

/// Plans to the last hundredth, with a limit that only keeps a broken search from going on for ever.
pub fn solve(instance: &Instance) -> Result<Plan, NoRoster> {
    let options = PlanOptions {
        time_limit: Some(Duration::from_secs(120)),
        gap: 0.0,
        ..PlanOptions::default()
    };
    planner::plan(instance, &options, &StopSignal::new(), |_| {})
}

/// Runs the program.
pub fn paiban(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_paiban"))
        .args(arguments)
        .output()
        .expect("the program starts")
}

/// What a run printed to standard output.
pub fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Both streams of a run, for the message of an assertion.
pub fn said(output: &Output) -> String {
    format!(
        "{}{}",
        text(output),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// Chance that is the same on every machine.
pub struct Dice(ChaCha8Rng);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(ChaCha8Rng::seed_from_u64(seed))
    }

    /// A number from `least` to `most`.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        let count = (most - least + 1).max(1) as u64;
        least + (self.0.next_u64() % count) as i64
    }

    /// True in `percent` of a hundred throws.
    pub fn chance(&mut self, percent: i64) -> bool {
        self.between(0, 99) < percent
    }

    /// One of a list that is not empty.
    pub fn pick<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.between(0, list.len() as i64 - 1) as usize].clone()
    }
}
