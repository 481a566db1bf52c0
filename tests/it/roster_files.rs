//! Rosters as files: written, read again, and broken.

use paiban::checker::{Audit, audit};
use paiban::demand::requirements;
use paiban::domain::{EmployeeIx, HallIx, Instance, PostIx, QueueIx, Served, TemplateIx};
use paiban::formats::{read_curtois, read_instance, read_roster, write_csv, write_roster};
use paiban::report::{Sheet, Standing};
use paiban::roster::{Activity, Duty, PlacedBreak, Roster, Serving};
use paiban::units::{Minutes, Money};
use serde_json::{Value, json};

use crate::curtois_files::SMALL;
use crate::instance_files::RICH;

fn instance() -> Instance {
    read_instance(RICH).unwrap_or_else(|found| panic!("{found:#?}"))
}

fn free(instance: &Instance) -> Roster {
    let day = |employee: EmployeeIx, date| {
        let leave = instance.employees[employee.0].leave_on(date);
        leave.map_or(Activity::Rest, |_| Activity::Leave)
    };
    Roster {
        days: (instance.staff())
            .map(|(employee, _)| {
                let days = instance.horizon.days();
                days.map(|(_, date)| day(employee, date)).collect()
            })
            .collect(),
    }
}

fn duty(instance: &Instance, day: i64, template: usize, breaks: &[(i64, i64, bool)]) -> Duty {
    let pattern = &instance.templates[template];
    let start = instance
        .horizon
        .instant(instance.horizon.date(day), pattern.start);
    Duty {
        hall: HallIx(0),
        template: TemplateIx(template),
        start,
        end: start + pattern.length.0,
        breaks: (breaks.iter().zip(&pattern.breaks))
            .map(|((after, length, paid), rule)| PlacedBreak {
                start: start + after,
                end: start + after + length,
                paid: *paid,
                purpose: rule.purpose.clone(),
            })
            .collect(),
        serving: Vec::new(),
    }
}

/// A duty of each template, a training and a comp day among leave and rest.
fn roster(instance: &Instance) -> Roster {
    let mut roster = free(instance);
    let mut early = duty(instance, 1, 0, &[(240, 60, false), (420, 30, true)]);
    let at = early.start;
    early.serving = vec![
        Serving {
            start: at + 60,
            end: at + 180,
            served: Served::Post(PostIx(0)),
        },
        Serving {
            start: at + 180,
            end: at + 240,
            served: Served::Queue(QueueIx(0)),
        },
    ];
    roster.days[1][1] = Activity::Duty(early.clone());
    roster.days[0][1] = Activity::Duty(Duty {
        serving: Vec::new(),
        ..early
    });
    roster.days[0][2] = Activity::Duty(duty(instance, 2, 1, &[]));
    roster.days[1][4] = Activity::Duty(duty(instance, 4, 1, &[]));
    roster.days[0][8] = Activity::Training(0);
    roster.days[0][10] = Activity::CompDay(Minutes(480));
    roster
}

fn judged(instance: &Instance, roster: &Roster) -> Audit {
    audit(instance, &requirements(instance).needs, roster)
}

fn written(instance: &Instance, roster: &Roster) -> String {
    let mut needs = requirements(instance);
    needs.warnings = vec!["no history".to_owned()];
    let audit = audit(instance, &needs.needs, roster);
    write_roster(&Sheet {
        instance,
        needs: &needs,
        roster,
        audit: &audit,
        standing: Standing::Stopped,
        bound: Money(1234),
        seed: 9,
    })
}

#[test]
fn what_is_written_reads_as_the_same_roster() {
    let instance = instance();
    let roster = roster(&instance);
    let text = written(&instance, &roster);
    let claimed = read_roster(&instance, text.as_bytes()).expect("it was just written");
    assert_eq!(claimed.roster, roster);
    assert_eq!(claimed.bound, Some(Money(1234)));
    assert_eq!(claimed.cost, Some(judged(&instance, &roster).cost.total));
}

#[test]
fn equal_duties_are_one_shift_and_pins_are_assigned() {
    let instance = instance();
    let file: Value = serde_json::from_str(&written(&instance, &roster(&instance))).expect("JSON");
    let shifts = file["shifts"].as_array().expect("a list");
    assert_eq!(shifts.len(), 3);
    assert_eq!(shifts[0]["id"], "north-2026-03-03-early-1");
    assert_eq!(shifts[0]["spots"].as_array().map(Vec::len), Some(2));
    // The hall opens inconvenient spots only; the pinned one of them stays assigned.
    let states: Vec<&Value> = shifts.iter().map(|s| &s["spots"][0]["state"]).collect();
    assert_eq!(states, ["ASSIGNED", "ASSIGNED", "OPEN"]);
    let comp = &file["comp_days"][0];
    assert_eq!(
        (&comp["lot"], &comp["state"]),
        (&json!("L1"), &json!("SCHEDULED"))
    );
    assert_eq!(file["rule_packs"].as_array().map(Vec::len), Some(1));
    assert_eq!(file["witness"].as_array().map(Vec::len), Some(28));
}

/// What a broken roster must be told.
type Case = (&'static str, Value, &'static str);

#[test]
fn broken_rosters_are_refused_with_the_reason() {
    let instance = instance();
    let text = written(&instance, &roster(&instance));
    // Positions in the witness: 1 and 15 are early duties, 8 the training, 10 the comp day.
    let cases: Vec<Case> = vec![
        ("/instance_id", json!("poor"), "other_instance"),
        ("/input_sha256", json!("00"), "other_instance"),
        ("/cost/total_cents", json!(1), "cost_terms"),
        ("/status", json!("DONE"), "unknown_value"),
        ("/witness", json!([]), "missing_day"),
        ("/witness/0", json!({}), "unknown_employee"),
        ("/witness/0/employee", json!("E7"), "unknown_employee"),
        ("/witness/0/date", json!("2026-03-03"), "duplicate_day"),
        (
            "/witness/0/date",
            json!("2026-04-03"),
            "date_outside_horizon",
        ),
        ("/witness/0/date", json!("today"), "bad_date"),
        ("/witness/0/activity", json!("SLEEP"), "unknown_value"),
        ("/witness/0/activity", Value::Null, "missing_activity"),
        ("/witness/0/activity", json!("STANDBY"), "standby"),
        ("/witness/0/activity", json!("DUTY"), "unknown_hall"),
        ("/witness/8/reference", json!("T2"), "unknown_training"),
        ("/witness/10/length_minutes", json!(0), "comp_day_length"),
        ("/witness/10/length_minutes", json!(5000), "comp_day_length"),
        ("/witness/15/hall", json!("west"), "unknown_hall"),
        (
            "/witness/15/shift_template",
            json!("noon"),
            "unknown_template",
        ),
        ("/witness/15/start", json!("8"), "bad_time"),
        ("/witness/15/length_minutes", json!(-5), "duty_length"),
        ("/witness/15/length_minutes", json!(2000), "duty_length"),
        (
            "/witness/15/breaks/0/start",
            json!("07:00"),
            "break_outside_duty",
        ),
        (
            "/witness/15/breaks/0/start",
            json!("99:59"),
            "break_outside_duty",
        ),
        (
            "/witness/15/breaks/0/length_minutes",
            json!(0),
            "break_outside_duty",
        ),
        (
            "/witness/15/breaks/0/length_minutes",
            json!(200),
            "break_outside_duty",
        ),
        (
            "/witness/15/serving/0/queue",
            json!("slow"),
            "unknown_queue",
        ),
        (
            "/witness/15/serving/0/start",
            json!("07:00"),
            "serving_outside_duty",
        ),
        (
            "/witness/15/serving/0/start",
            json!("11:30"),
            "serving_outside_duty",
        ),
        (
            "/witness/15/serving/0/end",
            json!("11:30"),
            "serving_outside_duty",
        ),
        (
            "/witness/15/serving/1/end",
            json!("23:00"),
            "serving_outside_duty",
        ),
        ("/witness/15/serving/1/end", json!("noon"), "bad_time"),
    ];
    for (place, value, code) in cases {
        let mut file: Value = serde_json::from_str(&text).expect("JSON");
        let (parent, key) = place.rsplit_once('/').expect("a pointer");
        match file.pointer_mut(parent) {
            Some(Value::Object(map)) => {
                map.insert(key.to_owned(), value.clone());
            }
            Some(Value::Array(items)) => {
                items[key.parse::<usize>().expect("a position")] = value.clone();
            }
            other => panic!("{place} lies in {other:?}"),
        }
        let found = read_roster(&instance, file.to_string().as_bytes())
            .expect_err(&format!("{place} = {value}"));
        assert!(
            found.iter().any(|finding| finding.code == code),
            "{place} = {value}: {found:#?}"
        );
    }
    for text in ["", "{", "[]", "employee,day,shift\n", "{\"witness\": 7}"] {
        assert!(read_roster(&instance, text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn a_roster_by_hand_needs_no_times_of_its_duties() {
    let instance = instance();
    let roster = {
        let mut roster = free(&instance);
        roster.days[0][2] = Activity::Duty(duty(&instance, 2, 1, &[]));
        roster
    };
    let mut file: Value = serde_json::from_str(&written(&instance, &roster)).expect("JSON");
    for key in [
        "instance_id",
        "input_sha256",
        "cost",
        "bound_cents",
        "shifts",
    ] {
        file.as_object_mut().expect("an object").shift_remove(key);
    }
    let duty = file["witness"][2].as_object_mut().expect("an object");
    duty.shift_remove("start");
    duty.shift_remove("length_minutes");
    let claimed = read_roster(&instance, file.to_string().as_bytes()).expect("it says enough");
    assert_eq!(claimed.roster, roster);
    assert_eq!((claimed.cost, claimed.bound), (None, None));
}

#[test]
fn the_table_has_a_line_for_each_person_and_day() {
    let instance = instance();
    let table = write_csv(&instance, &roster(&instance));
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 1 + 2 * 14);
    assert_eq!(
        lines[2],
        "E1,2026-03-03,duty,north,early,08:00,17:00,12:00 15:00,13:00 15:30,480,"
    );
    assert_eq!(lines[4], "E1,2026-03-05,leave,,,,,,,0,");
    assert_eq!(lines[9], "E1,2026-03-10,training,,,09:00,13:00,,,240,");
    assert_eq!(lines[11], "E1,2026-03-12,comp_day,,,,,,,0,");
    assert!(!table.contains("annual") && !table.contains("Ann"));
}

#[test]
fn a_benchmark_roster_goes_through_its_own_table() {
    let instance = read_curtois("small", SMALL).expect("it is valid");
    let mut roster = free(&instance);
    for (person, day, shift) in [(0, 1, 0), (1, 2, 0), (2, 6, 1)] {
        let mut duty = duty(&instance, day, shift, &[]);
        duty.breaks.clear();
        roster.days[person][day as usize] = Activity::Duty(duty);
    }
    let table = write_csv(&instance, &roster);
    assert_eq!(table, "employee,day,shift\nA,1,D\nB,2,D\nC,6,N\n");
    let claimed = read_roster(&instance, table.as_bytes()).expect("it was just written");
    assert_eq!(claimed.roster, roster);
    let json = written(&instance, &roster);
    let claimed = read_roster(&instance, json.as_bytes()).expect("it was just written");
    assert_eq!(claimed.roster, roster);
    let broken = [
        "day,shift\n",
        "employee,day,shift\nA,1\n",
        "employee,day,shift\nZ,1,D\n",
        "employee,day,shift\nA,7,D\n",
        "employee,day,shift\nA,-1,D\n",
        "employee,day,shift\nA,1,X\n",
        "employee,day,shift\nA,1,D\nA,1,N\n",
    ];
    for table in broken {
        assert!(read_roster(&instance, table.as_bytes()).is_err(), "{table}");
    }
}
