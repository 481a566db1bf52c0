//! The commands as people and scripts meet them: exit codes, closing lines, an interrupt.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::planning::{at, paiban, said};

/// Runs the program and holds it to its exit code; what it said.
fn check(arguments: &[&str], code: i32) -> String {
    let output = paiban(arguments);
    assert_eq!(
        output.status.code(),
        Some(code),
        "{arguments:?}: {}",
        said(&output)
    );
    said(&output)
}

/// As [`check`], with a file as the last argument.
fn check_file(arguments: &[&str], file: &Path, code: i32) -> String {
    let path = file.to_string_lossy();
    check(&[arguments, &[&path]].concat(), code)
}

fn written(folder: &tempfile::TempDir, name: &str, text: &str) -> std::path::PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, text).expect("the file is written");
    path
}

#[test]
fn a_command_line_that_cannot_be_understood_is_answered_in_chinese_too() {
    let solve = "instances/tiny/sixth-day.json";
    for (arguments, words) in [
        (&["solve", solve, "--tim", "1s"][..], "没有这个参数"),
        (&["solv"], "没有这个命令"),
        (&["solve"], "缺少必需的参数"),
        (&["solve", solve, "--waits", "guess"], "参数的值不可用"),
        (
            &["wait", "a.json", "--tickets", "b.csv"],
            "这些参数不能同时使用",
        ),
        (&[], "缺少必需的参数或命令"),
    ] {
        let said = check(arguments, 2);
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
    assert!(!check(&["solve", "--help"], 0).contains("请按上面"));
}

#[test]
fn the_law_can_be_listed_and_shown_with_its_sources() {
    let packs = check(&["law", "list"], 0);
    assert!(
        packs.contains("cn_standard") && packs.contains("cn_part_time"),
        "{packs}"
    );
    let shown = check(&["law", "show", "cn_standard"], 0);
    assert!(
        shown.contains("cn.std.rest11") && shown.contains("PRC-LL-41"),
        "{shown}"
    );
    check(&["law", "show", "cn_nowhere"], 2);
}

#[test]
fn the_reference_vectors_pass_and_the_closing_line_counts_them() {
    let vectors = at("../shared/reference/labour_vectors.json");
    if !vectors.exists() {
        println!("skipped: {} is not here", vectors.display());
        return;
    }
    let said = check_file(&["law", "test"], &vectors, 0);
    let last = said.lines().last().unwrap_or_default();
    assert_eq!(last, "140 passed, 0 failed, 0 not yet");
}

#[test]
fn the_readme_tells_how_the_cases_of_law_end() {
    let said = check_file(&["law", "test"], &at("src/law/vectors/own.json"), 0);
    let last = format!("`{}`", said.lines().last().unwrap_or_default());
    for page in ["README.md", "README.zh-CN.md"] {
        let text = std::fs::read_to_string(at(page)).expect("the page");
        assert!(text.contains(&last), "{page} does not tell {last}");
    }
}

#[test]
fn vectors_that_are_none_are_bad_input() {
    let folder = tempfile::tempdir().expect("a folder");
    check_file(
        &["law", "test"],
        &written(&folder, "bad.json", "{\"vectors\": 7"),
        2,
    );
    check_file(&["law", "test"], &folder.path().join("missing.json"), 2);
}

#[test]
fn a_roster_that_was_written_is_clean_and_a_tampered_one_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let instance = at("instances/tiny/rest-gap.json");
    let instance = instance.to_string_lossy();
    let roster = folder.path().join("roster.json");
    check(
        &["solve", &instance, "--roster", &roster.to_string_lossy()],
        0,
    );
    let said = check_file(&["check", &instance], &roster, 0);
    assert!(said.contains("legal and complete"), "{said}");

    let good = std::fs::read_to_string(&roster).expect("it was written");
    let mut cheaper: Value = serde_json::from_str(&good).expect("it is JSON");
    cheaper["cost"] = json!({"total_cents": 1});
    let cheaper = written(&folder, "cheaper.json", &cheaper.to_string());
    let said = check_file(&["check", &instance], &cheaper, 1);
    assert!(said.contains("claims"), "{said}");

    let mut moved: Value = serde_json::from_str(&good).expect("it is JSON");
    let days = moved["witness"].as_array_mut().expect("days of people");
    let duty = days
        .iter_mut()
        .find(|day| day["activity"] == "DUTY")
        .expect("a duty");
    duty["start"] = "03:00".into();
    duty["serving"] = Value::Array(Vec::new());
    let moved = written(&folder, "moved.json", &moved.to_string());
    check_file(&["check", &instance], &moved, 1);
}

#[test]
fn what_cannot_be_written_is_told_before_the_search() {
    let folder = tempfile::tempdir().expect("a folder");
    let instance = at("instances/tiny/one-shift.json");
    let instance = instance.to_string_lossy();
    // A folder where a file is asked for, and a file where a folder is.
    let place = folder.path().to_string_lossy();
    let file = written(&folder, "file", "kept");
    let inside = file.join("page").to_string_lossy().into_owned();
    let (file, searched) = (file.to_string_lossy(), folder.path().join("roster.json"));
    for (option, path) in [
        ("--report", &*place),
        ("--report", &*inside),
        ("--csv", &*place),
        ("--xlsx", &*inside),
        ("--ical", &*file),
        ("--sheets", &*file),
    ] {
        let roster = searched.to_string_lossy();
        let said = check(&["solve", &instance, "--roster", &roster, option, path], 2);
        assert!(said.contains(&*place), "{option}: {said}");
        assert!(!searched.exists(), "{option}: it searched first");
    }
    check(&["law", "evidence", &instance, "--out", &place], 2);
    check(&["report", &instance, "roster.json", "--out", &place], 2);
    let kept = std::fs::read_to_string(&*file).expect("the file");
    assert_eq!(kept, "kept");
}

#[test]
fn a_language_is_asked_for_with_pages_only() {
    let arguments = ["solve", "x.json", "--csv", "x.csv", "--lang", "en"];
    let said = check(&arguments, 2);
    assert!(
        said.contains("--report") && said.contains("--sheets"),
        "{said}"
    );
}

#[test]
fn what_is_no_roster_or_no_instance_is_bad_input() {
    let folder = tempfile::tempdir().expect("a folder");
    let garbage = written(&folder, "garbage.json", "what is this?");
    let instance = at("instances/tiny/one-shift.json");
    check_file(&["check", &instance.to_string_lossy()], &garbage, 2);
    check_file(&["solve"], &garbage, 2);
    check_file(&["solve"], &folder.path().join("missing.json"), 2);
}

#[test]
fn nothing_that_is_read_or_filled_in_is_written_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (instance, roster, week) = (path("a.json"), path("roster.json"), path("week.json"));
    std::fs::copy(at("instances/tiny/sixth-day.json"), &instance).expect("a copy");
    let solve = ["solve", &instance, "--gap", "0.01", "--json"];
    check(&[&solve[..], &["--roster", &roster]].concat(), 0);
    // Another way to name a file is the same file.
    let (detour, csv) = (path("./roster.json"), path("sheets/csv"));
    std::fs::create_dir_all(&csv).expect("a folder");
    let demand = at("instances/csv/hall-week/demand.csv");
    let filled = format!("{csv}/demand.csv");
    std::fs::copy(demand, &filled).expect("a copy");
    let kept =
        [&instance, &roster, &filled].map(|file| (file, std::fs::read(file).expect("a file")));
    let twice = path("twice");
    let refused: &[&[&str]] = &[
        &["report", &instance, &roster, "--out", &detour],
        &["print", &instance, &roster, "--xlsx", &roster],
        &[
            "print",
            &instance,
            &roster,
            "--ical",
            &path("ical"),
            "--since",
            &roster,
            "--csv",
            &roster,
        ],
        &[
            "print", &instance, &roster, "--csv", &twice, "--xlsx", &twice,
        ],
        &["solve", &instance, "--roster", &instance],
        &["solve", &instance, "--roster", &twice, "--report", &twice],
        &["import", &csv, "--out", &filled],
        &["import", "--template", &path("sheets")],
        &["export", &instance, &csv],
        &["export", &instance, &csv, "--xlsx"],
    ];
    for arguments in refused {
        check(arguments, 2);
        for (file, bytes) in &kept {
            assert!(
                std::fs::read(file).is_ok_and(|now| now == *bytes),
                "{arguments:?}"
            );
        }
        assert!(!Path::new(&twice).exists(), "{arguments:?}");
    }
    // A folder without sheets will do, and a file that is there already but is not read.
    check(&["export", &instance, &path("out")], 0);
    check(&["import", &path("out"), "--out", &week], 0);
    check(&["import", &path("out"), "--out", &week], 0);
}

#[test]
fn an_interrupt_ends_the_search_with_the_best_roster_so_far() {
    let folder = tempfile::tempdir().expect("a folder");
    let (hall, roster) = (
        folder.path().join("hall.json"),
        folder.path().join("roster.json"),
    );
    let hall = hall.to_string_lossy();
    check(
        &[
            "generate", "hall", "--staff", "20", "--seed", "5", "--out", &hall,
        ],
        0,
    );
    let mut solving = Command::new(env!("CARGO_BIN_EXE_paiban"))
        .args([
            "solve",
            &hall,
            "--gap",
            "0",
            "--time-limit",
            "10m",
            "--roster",
        ])
        .arg(&roster)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let words = solving.stderr.take().expect("it is piped");
    let mut lines = BufReader::new(words).lines().map_while(Result::ok);
    let costs = |line: &String| {
        let cost = line
            .split("成本")
            .nth(1)
            .and_then(|rest| rest.split_whitespace().next());
        cost.is_some_and(|cost| cost != "-")
    };
    assert!(
        lines.any(|line| costs(&line)),
        "it ended before a first cost"
    );
    let asked = Command::new("kill")
        .args(["-INT", &solving.id().to_string()])
        .status();
    assert!(
        asked.is_ok_and(|status| status.success()),
        "it was still running"
    );
    // The rest is read so that a full pipe does not hold it up; the cap only keeps a broken stop from hanging.
    let reader = std::thread::spawn(move || lines.count());
    let asked_at = Instant::now();
    let status = loop {
        match solving.try_wait().expect("it can be waited for") {
            Some(status) => break status,
            None if asked_at.elapsed() > Duration::from_secs(30) => {
                solving.kill().expect("it can be ended");
                panic!("it did not stop");
            }
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    };
    reader.join().expect("the rest was read");
    assert_eq!(status.code(), Some(0));
    check(&["check", &hall, &roster.to_string_lossy()], 0);
}
