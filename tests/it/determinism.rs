//! Equal runs with one thread give equal bytes, whether they end by gap or by work.

use std::path::Path;

use super::planning::{at, paiban, said};

/// Runs twice and compares what was written.
fn check(instance: &Path, ends_by: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder for the answers");
    let run = |name: &str| {
        let file = |ending: &str| folder.path().join(format!("{name}.{ending}"));
        let (json, csv) = (file("json"), file("csv"));
        let mut arguments = vec!["solve".to_owned(), instance.to_string_lossy().into_owned()];
        arguments.extend(ends_by.iter().map(|word| (*word).to_owned()));
        for (option, path) in [("--roster", &json), ("--csv", &csv)] {
            arguments.extend([option.to_owned(), path.to_string_lossy().into_owned()]);
        }
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = paiban(&words);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        let read = |path| std::fs::read_to_string(path).expect("it was written");
        (read(&json), read(&csv))
    };
    let (first, second) = (run("first"), run("second"));
    assert!(!first.1.is_empty());
    assert!(!first.0.contains("seconds"), "time differs from run to run");
    assert!(first == second, "two equal runs wrote different bytes");
}

#[test]
fn runs_ended_by_the_gap_write_the_same_bytes() {
    check(
        &at("instances/tiny/break.json"),
        &["--gap", "0", "--seed", "7"],
    );
    check(&at("instances/tiny/sixth-day.json"), &["--gap", "0.01"]);
}

/// A generated hall of six, of so many weeks.
fn generated(weeks: &str, work: &str) {
    let folder = tempfile::tempdir().expect("a folder for the instance");
    let hall = folder.path().join("hall.json");
    let path = hall.to_string_lossy();
    let made = paiban(&[
        "generate", "hall", "--staff", "6", "--weeks", weeks, "--seed", "3", "--out", &path,
    ]);
    assert_eq!(made.status.code(), Some(0), "{}", said(&made));
    check(&hall, &["--work-limit", work, "--gap", "0", "--seed", "11"]);
}

#[test]
fn runs_ended_by_the_work_limit_write_the_same_bytes() {
    generated("1", "20000");
}

#[test]
fn long_runs_ended_by_the_work_limit_write_the_same_bytes() {
    generated("3", "8000");
}
