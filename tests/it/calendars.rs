//! Calendars read back by a library that was made elsewhere: clock changes, midnight, updates, cancellations.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::planning::{at, paiban, said};
use super::tools;

/// The hall of these tests: two nights across the spring clock change in Berlin.
pub const NIGHT_HALL: &str = "tests/it/calendars/night_hall.json";

/// Runs the program and expects an exit code.
fn run(arguments: &[&str], code: i32) -> String {
    let output = paiban(arguments);
    assert_eq!(output.status.code(), Some(code), "{}", said(&output));
    said(&output)
}

/// The roster of the night hall, in a folder of its own.
pub fn rostered(folder: &TempDir) -> (PathBuf, PathBuf) {
    let instance = at(NIGHT_HALL);
    let roster = folder.path().join("roster.json");
    run(
        &[
            "solve",
            &text(&instance),
            "--roster",
            &text(&roster),
            "--json",
        ],
        0,
    );
    (instance, roster)
}

pub fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// What Python prints; nothing where it cannot be had.
pub fn python(arguments: &[&str]) -> Option<String> {
    let python = tools::python()?;
    let output = Command::new(python).args(arguments).output();
    Some(tools::said("python", &output.expect("it runs")))
}

/// A calendar through Python's icalendar.
fn read(file: &Path) -> Option<Value> {
    let told = python(&[&text(&at("tests/it/calendars/read.py")), &text(file)])?;
    Some(serde_json::from_str(&told).expect("JSON"))
}

fn events(calendar: &Value) -> Vec<(String, String, i64, String)> {
    let events = calendar["events"].as_array().expect("events");
    let word = |event: &Value, key: &str| event[key].as_str().expect("text").to_owned();
    for event in events {
        assert_eq!(event["errors"], json!([]), "{event}");
    }
    let each = events.iter().map(|event| {
        let sequence = event["sequence"].as_i64().expect("a number");
        (
            word(event, "start"),
            word(event, "end"),
            sequence,
            word(event, "status"),
        )
    });
    each.collect()
}

/// The roster with one person's days changed in the file.
fn changed(roster: &Path, to: &Path, change: impl Fn(&mut Value)) {
    let bytes = std::fs::read(roster).expect("the roster");
    let mut file: Value = serde_json::from_slice(&bytes).expect("JSON");
    let keep = ["instance_id", "witness"];
    file.as_object_mut()
        .expect("an object")
        .retain(|key, _| keep.contains(&key.as_str()));
    for day in file["witness"].as_array_mut().expect("days") {
        change(day);
    }
    std::fs::write(to, file.to_string()).expect("it is written");
}

#[test]
fn nights_across_midnight_and_a_clock_change_keep_their_local_times() {
    let folder = TempDir::new().expect("a folder");
    let (instance, roster) = rostered(&folder);
    let out = folder.path().join("ical");
    run(
        &[
            "print",
            &text(&instance),
            &text(&roster),
            "--ical",
            &text(&out),
        ],
        0,
    );
    let Some(calendar) = read(&out.join("N1.ics")) else {
        return;
    };
    assert_eq!(calendar["name"], "班表 欧阳, 夜; 一");
    assert_eq!(calendar["events"][0]["location"], "夜班厅; \"24h\", <b>");
    let confirmed = "CONFIRMED".to_owned();
    let nights = events(&calendar);
    // Clocks go forward on the 29th at 2 o'clock: eight hours later it is 7 by the clock.
    assert_eq!(
        nights[..2],
        [
            (
                "2026-03-27T22:00:00+01:00".to_owned(),
                "2026-03-28T06:00:00+01:00".to_owned(),
                0,
                confirmed.clone()
            ),
            (
                "2026-03-28T22:00:00+01:00".to_owned(),
                "2026-03-29T07:00:00+02:00".to_owned(),
                0,
                confirmed
            ),
        ]
    );
    // A name that is no file name has its own file all the same.
    assert!(read(&out.join("D_202_2fü.ics")).is_some());
}

#[test]
fn a_changed_day_is_an_update_and_a_day_gone_is_cancelled_and_stays_so() {
    let folder = TempDir::new().expect("a folder");
    let (_, roster) = rostered(&folder);
    // Without pins, so that a person may stay at home.
    let free = folder.path().join("free.json");
    let mut problem: Value =
        serde_json::from_slice(&std::fs::read(at(NIGHT_HALL)).expect("the hall")).expect("JSON");
    problem.as_object_mut().expect("an object").remove("pins");
    std::fs::write(&free, problem.to_string()).expect("it is written");
    let (first, second) = (folder.path().join("1.json"), folder.path().join("2.json"));
    let night = |day: &Value, date: &str| day["employee"] == "N1" && day["date"] == date;
    changed(&roster, &first, |_| ());
    changed(&roster, &second, |day| {
        if night(day, "2026-03-27") {
            *day = json!({ "employee": "N1", "date": "2026-03-27", "activity": "REST" });
        }
        if night(day, "2026-03-28") {
            *day = json!({
                "employee": "N1", "date": "2026-03-28", "activity": "DUTY", "hall": "hall", "shift_template": "day",
            });
        }
    });
    let out = folder.path().join("ical");
    let write = |roster: &Path, since: Option<&Path>, code: i32| {
        let mut arguments = vec![
            "print".to_owned(),
            text(&free),
            text(roster),
            "--ical".into(),
            text(&out),
        ];
        if let Some(since) = since {
            arguments.extend(["--since".to_owned(), text(since)]);
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        run(&arguments, code)
    };
    write(&first, None, 0);
    let refused = write(&second, None, 2);
    assert!(refused.contains("paiban print --since"), "{refused}");
    // A search that would end so is not begun.
    let searched = folder.path().join("searched.json");
    let arguments = ["solve", &text(&free), "--roster", &text(&searched)];
    let refused = run(&[&arguments[..], &["--ical", &text(&out)]].concat(), 2);
    assert!(
        refused.contains("paiban print --since") && !searched.exists(),
        "{refused}"
    );
    write(&second, Some(&first), 0);
    let Some(calendar) = read(&out.join("N1.ics")) else {
        return;
    };
    let told = |calendar: &Value| -> Vec<(String, i64, String)> {
        let events = events(calendar).into_iter();
        events
            .map(|(start, _, sequence, status)| (start, sequence, status))
            .take(2)
            .collect()
    };
    let expected =
        |start: &str, sequence, status: &str| (start.to_owned(), sequence, status.to_owned());
    assert_eq!(
        told(&calendar),
        [
            expected("2026-03-27T22:00:00+01:00", 1, "CANCELLED"),
            expected("2026-03-28T10:00:00+01:00", 1, "CONFIRMED"),
        ]
    );
    // Nothing changes: cancelled stays cancelled, numbers stay.
    write(&second, Some(&second), 0);
    assert_eq!(
        read(&out.join("N1.ics")).map(|c| told(&c)),
        Some(told(&calendar))
    );
    // Back again: the same events once more, each a step later.
    write(&first, Some(&second), 0);
    let back = read(&out.join("N1.ics")).expect("it was read before");
    assert_eq!(
        told(&back),
        [
            expected("2026-03-27T22:00:00+01:00", 2, "CONFIRMED"),
            expected("2026-03-28T22:00:00+01:00", 2, "CONFIRMED"),
        ]
    );
    let uids = |calendar: &Value| {
        vec![
            calendar["events"][0]["uid"].clone(),
            calendar["events"][1]["uid"].clone(),
        ]
    };
    assert_eq!(uids(&back), uids(&calendar));
}

#[test]
fn what_changed_between_two_rosters_is_told_in_both_languages_and_as_json() {
    let folder = TempDir::new().expect("a folder");
    let (instance, roster) = rostered(&folder);
    let later = folder.path().join("later.json");
    changed(&roster, &later, |day| {
        if day["employee"] == "N1" && day["date"] == "2026-03-27" {
            *day = json!({ "employee": "N1", "date": "2026-03-27", "activity": "REST" });
        }
    });
    let told = run(
        &["diff", &text(&instance), &text(&roster), &text(&later)],
        0,
    );
    assert!(
        told.contains("2026-03-27 Fri: shift cancelled: rest (was 22:00-30:00 hall"),
        "{told}"
    );
    assert!(
        told.contains("取消班次：休息（原 22:00-30:00 hall"),
        "{told}"
    );
    assert!(told.contains("1 人共 1 处变化"), "{told}");
    let output = paiban(&[
        "diff",
        &text(&instance),
        &text(&roster),
        &text(&later),
        "--json",
    ]);
    let object: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let change = &object["changes"][0];
    assert_eq!(
        (&change["employee"], &change["kind"]),
        (&json!("N1"), &json!("cancelled"))
    );
    assert_eq!(change["before"]["end"], "30:00");
    let same = run(
        &["diff", &text(&instance), &text(&roster), &text(&roster)],
        0,
    );
    assert_eq!(same.trim(), "no change 无变化");
}
