//! Instances as spreadsheets: there and back again, and what people write instead of what was asked.

use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use paiban::domain::Instance;
use paiban::formats::sheets::{
    NamedFile, SheetFinding, read_sheets, sheets_as_csv, sheets_as_xlsx, template_as_csv,
    template_as_xlsx,
};
use paiban::formats::{read_file_value, read_instance, write_instance};
use paiban::generate::{HallOptions, hall};

use crate::instance_files::RICH;

/// An instance of `instances`, or any other text, as CSV files.
pub fn csv_of(text: &str) -> Vec<NamedFile> {
    sheets_as_csv(&value_of(text).1)
}

fn value_of(text: &str) -> (Instance, serde_json::Value) {
    read_file_value("x", text.as_bytes()).unwrap_or_else(|found| panic!("{found:#?}"))
}

/// Out to CSV and to a workbook, and in again: the same file.
fn there_and_back(name: &str, text: &str) {
    let (instance, value) = value_of(text);
    let book = sheets_as_xlsx(&value).expect("a workbook");
    let ways = [sheets_as_csv(&value), vec![("all.xlsx".to_owned(), book)]];
    for files in ways {
        let again = read_sheets(&files).unwrap_or_else(|found| panic!("{name}: {}", lines(&found)));
        assert_eq!(
            write_instance(&again.instance),
            write_instance(&instance),
            "{name}"
        );
        assert_eq!(again.instance.input_sha256, instance.input_sha256, "{name}");
        let read = read_instance(&again.text).unwrap_or_else(|found| panic!("{found:#?}"));
        assert_eq!(read.input_sha256, instance.input_sha256, "{name}");
    }
}

/// When a workbook says that it was made.
pub fn made(book: Vec<u8>) -> String {
    let mut book = zip::ZipArchive::new(Cursor::new(book)).expect("a workbook");
    let mut core = book.by_name("docProps/core.xml").expect("its properties");
    let mut text = String::new();
    core.read_to_string(&mut text).expect("text");
    let created = text.split("<dcterms:created xsi:type=\"dcterms:W3CDTF\">");
    let created = created.last().and_then(|rest| rest.split('<').next());
    created.unwrap_or_default().to_owned()
}

pub fn lines(found: &[SheetFinding]) -> String {
    let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

fn json_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            json_files(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "json") {
            files.push(path);
        }
    }
}

#[test]
fn every_instance_of_the_project_comes_back_from_spreadsheets_as_it_went() {
    let mut files = Vec::new();
    json_files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("instances"),
        &mut files,
    );
    let mut count = 0;
    for path in files {
        let text = fs::read_to_string(&path).expect("text");
        if read_instance(&text).is_ok() {
            there_and_back(&path.display().to_string(), &text);
            count += 1;
        }
    }
    assert!(count >= 15, "{count}");
}

#[test]
fn every_field_there_is_comes_back_from_spreadsheets() {
    there_and_back("rich", RICH);
}

#[test]
fn generated_halls_come_back_from_spreadsheets() {
    for (staff, weeks, seed) in [(5, 1, 1), (20, 1, 7), (12, 3, 2)] {
        let problem = hall(HallOptions { staff, weeks, seed }).expect("a hall");
        there_and_back(&problem.id, &write_instance(&problem));
    }
}

#[test]
fn a_benchmark_comes_back_from_spreadsheets() {
    let text = "SECTION_HORIZON\n7\nSECTION_SHIFTS\nD,480,\nSECTION_STAFF\nA,D=7,3360,0,5,1,2,1\n\
        SECTION_DAYS_OFF\nA,3\nSECTION_SHIFT_ON_REQUESTS\nSECTION_SHIFT_OFF_REQUESTS\nSECTION_COVER\n0,D,1,100,1\n";
    // A file of the program's own cannot say that a norm is nothing; what it can say comes back.
    there_and_back("benchmark", &write_instance(&value_of(text).0));
}

#[test]
fn equal_instances_give_equal_bytes() {
    let (_, value) = value_of(RICH);
    assert_eq!(sheets_as_csv(&value), sheets_as_csv(&value));
    let book = sheets_as_xlsx(&value).expect("a workbook");
    assert_eq!(Ok(&book), sheets_as_xlsx(&value).as_ref());
    assert_eq!(made(book), "2026-01-01T00:00:00Z");
    let template = template_as_xlsx().expect("a workbook");
    assert_eq!(made(template), "2026-01-01T00:00:00Z");
}

#[test]
fn filled_examples_are_the_example_week() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("instances/csv/hall-week");
    let text = include_str!("../../instances/hall-week.json");
    for (name, bytes) in csv_of(text) {
        let kept = fs::read(folder.join(&name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(
            kept, bytes,
            "{name}: write it with `rm instances/csv/hall-week/*; paiban export instances/hall-week.json instances/csv/hall-week`"
        );
    }
    let kept = fs::read_dir(&folder).expect("the folder").count();
    assert_eq!(kept, csv_of(text).len());
    // Another version of the library for workbooks may write other bytes.
    let book = folder.join("../../xlsx/hall-week/paiban.xlsx");
    let book = vec![(
        "paiban.xlsx".to_owned(),
        fs::read(book).expect("the workbook"),
    )];
    let kept = read_sheets(&book).unwrap_or_else(|found| panic!("{}", lines(&found)));
    let again = read_sheets(&csv_of(text)).unwrap_or_else(|found| panic!("{}", lines(&found)));
    assert_eq!(
        kept.text, again.text,
        "write it with `rm instances/xlsx/hall-week/*; paiban export instances/hall-week.json instances/xlsx/hall-week --xlsx`"
    );
}

#[test]
fn an_empty_template_asks_for_its_settings_and_nothing_else_is_wrong_with_it() {
    let book = template_as_xlsx().expect("a workbook");
    for files in [template_as_csv(), vec![("paiban.xlsx".to_owned(), book)]] {
        let found = read_sheets(&files).expect_err("nothing is filled in");
        let codes: Vec<&str> = found.iter().map(|finding| finding.finding.code).collect();
        assert_eq!(
            codes,
            [
                "no_employee",
                "no_hall",
                "missing_horizon",
                "missing_id",
                "horizon_length",
                "interval_length"
            ],
            "{}",
            lines(&found)
        );
    }
}

/// Some text of the example's files replaced by another.
pub fn changed(file: &str, from: &str, to: &str) -> Vec<NamedFile> {
    let mut files = csv_of(RICH);
    let (_, bytes) = files
        .iter_mut()
        .find(|(name, _)| name == file)
        .expect("a file");
    let text = String::from_utf8(bytes.clone()).expect("UTF-8");
    assert!(text.contains(from), "{file} has no {from}: {text}");
    *bytes = text.replacen(from, to, 1).into_bytes();
    files
}

/// One change of one file gives these findings: code and cell, each in that file.
#[track_caller]
fn check(file: &str, from: &str, to: &str, expected: &[(&str, &str)]) {
    let told = match read_sheets(&changed(file, from, to)) {
        Ok(_) => Vec::new(),
        Err(found) => found,
    };
    let cells: Vec<(&str, String)> = (told.iter())
        .map(|f| {
            (
                f.finding.code,
                f.place.cell.map_or(String::new(), |c| c.to_string()),
            )
        })
        .collect();
    let cells: Vec<(&str, &str)> = cells.iter().map(|(code, cell)| (*code, &**cell)).collect();
    assert_eq!(cells, expected, "{}", lines(&told));
    assert!(
        told.iter().all(|f| f.place.file == file),
        "{}",
        lines(&told)
    );
    assert!(
        told.iter().all(|f| f.finding.remedy_zh().is_some()),
        "{}",
        lines(&told)
    );
}

#[test]
fn what_is_plain_is_read() {
    for (file, from, to) in [
        ("employees.csv", "E1,Ann", "　Ｅ１ ,Ann  "),
        ("leave.csv", "2026-03-05", "2026/3/5"),
        ("leave.csv", "2026-03-05", "46086"),
        ("leave.csv", "2026-03-05", "２０２６年３月５日"),
        ("opening_hours.csv", "20:00", "24:00"),
        ("demand.csv", "09:00,30,7.5", "9：00,30分钟,７.5"),
        ("employees.csv", "42.00", "￥42"),
        ("employees.csv", "north; south", "North gate、South gate"),
        ("employee_skills.csv", "E1,counter", "Ann,Counter"),
        ("customer_classes.csv", ",0.8,", ",80%,"),
        (
            "employees.csv",
            "overtime 加班; rest_day_work 休息日工作",
            "同意加班，休息日工作",
        ),
        ("coverage.csv", "Fri 周五", "星期五"),
        ("wishes.csv", "work 希望上班", "想上班"),
        ("leave.csv", "employee 员工", "工号"),
    ] {
        check(file, from, to, &[]);
    }
}

#[test]
fn a_cell_that_cannot_be_read_is_named() {
    check("leave.csv", "2026-03-05", "3/5/26", &[("bad_date", "B2")]);
    check("opening_hours.csv", "08:00", "early", &[("bad_time", "D2")]);
    check("employees.csv", "42.00", "forty", &[("wrong_type", "E2")]);
    check(
        "employees.csv",
        "42.00",
        "#REF!",
        &[("formula_error", "E2")],
    );
    check(
        "employees.csv",
        "E1,Ann,full",
        "E1,Ann,",
        &[("missing_cell", "C2")],
    );
    check(
        "wishes.csv",
        "free 希望休息",
        "perhaps",
        &[("unknown_value", "C3")],
    );
    check(
        "rules.csv",
        r#"part,"{"#,
        r#"part,"("#,
        &[("bad_rule", "B4")],
    );
}

#[test]
fn a_name_that_nobody_knows_is_told_where_it_stands() {
    check(
        "leave.csv",
        "E1,2026-03-05",
        "E9,2026-03-05",
        &[("unknown_employee", "A2")],
    );
    check(
        "employees.csv",
        "north; south",
        "north; sowth",
        &[("unknown_hall", "F2")],
    );
    check(
        "queues.csv",
        "Main counters,counter",
        "Main counters,countr",
        &[("unknown_skill", "D2")],
    );
    check(
        "demand.csv",
        "north,gold",
        "north,silver",
        &[("unknown_class", "B2")],
    );
    check(
        "coverage.csv",
        "north,door",
        "north,dor",
        &[("unknown_queue", "B3")],
    );
    check(
        "pins.csv",
        "E1,2026-03-04,late",
        "E1,2026-03-04,lat",
        &[("unknown_template", "C2")],
    );
    check(
        "breaks.csv",
        "early,60",
        "erly,60",
        &[("unknown_template", "A2")],
    );
    check(
        "employees.csv",
        "Ann,full",
        "Ann,ful",
        &[("unknown_contract", "C2")],
    );
}

#[test]
fn what_the_instance_may_not_say_is_led_back_to_its_cell() {
    check(
        "employees.csv",
        "42.00",
        "4200000000.00",
        &[("wage_out_of_range", "E2")],
    );
    check(
        "leave.csv",
        "2026-03-06",
        "2026-03-01",
        &[("dates_reversed", "C2")],
    );
    check(
        "leave.csv",
        "2026-03-09,2026-03-09",
        "2026-03-06,2026-03-09",
        &[("overlapping_leave", "B3")],
    );
}

#[test]
fn findings_of_the_whole_instance_name_the_second_of_two() {
    check(
        "employees.csv",
        "35.00,north,",
        "35.00,north,\nE2,Bo,part,,35.00,north,",
        &[("duplicate_id", "A4")],
    );
    check(
        "demand.csv",
        "09:30,30",
        "09:15,30",
        &[("overlapping_demand", "D3")],
    );
    check(
        "opening_hours.csv",
        "20:00",
        "07:00",
        &[("opening_hours", "E2")],
    );
    check(
        "opening_hours.csv",
        ",2026-03-08,10:00",
        ",,10:00",
        &[("overlapping_opening_hours", "C3")],
    );
    check(
        "breaks.csv",
        "early,30,360,480",
        "early,30,360,600",
        &[("break_window", "C3")],
    );
    check(
        "customer_classes.csv",
        "6.5",
        "650",
        &[("service_minutes", "D2")],
    );
    check(
        "coverage.csv",
        "13:30,1",
        "11:00,1",
        &[("time_window", "F2")],
    );
    check(
        "coverage.csv",
        "13:30,1",
        "13:30,2000",
        &[("heads_out_of_range", "G2")],
    );
    check("training.csv", "240", "2400", &[("training_time", "G2")]);
    check(
        "history.csv",
        "2026-02-26",
        "2026-03-26",
        &[("history_in_horizon", "B2")],
    );
    check(
        "comp_lots.csv",
        "480",
        "4800",
        &[("comp_lot_minutes", "D2")],
    );
    check(
        "outlook.csv",
        "2026-03-17",
        "2026-03-07",
        &[("outlook_inside_horizon", "B2")],
    );
    check(
        "pins.csv",
        "E2,2026-03-04",
        "E1,2026-03-04",
        &[("duplicate_pin", "B3")],
    );
    check(
        "settings.csv",
        "start_date 开始日期,2026-03-02",
        "start_date 开始日期,soon",
        &[("bad_date", "B4")],
    );
    check(
        "settings.csv",
        "interval_minutes 时间间隔分钟,30",
        "interval_minutes 时间间隔分钟,20",
        &[("interval_length", "B7")],
    );
}

#[test]
fn headings_that_are_wrong_are_named() {
    check(
        "leave.csv",
        "from_date 开始日期",
        "whenever",
        &[("missing_column", "A1"), ("unknown_column", "B1")],
    );
    check(
        "leave.csv",
        "reason 事由",
        "to_date",
        &[("duplicate_column", "D1")],
    );
    check(
        "leave.csv",
        "reason 事由",
        "",
        &[("cell_without_heading", "D2")],
    );
    check("leave.csv", "reason 事由", "#reason", &[]);
    check(
        "settings.csv",
        "title 标题",
        "titel",
        &[("unknown_setting", "A3")],
    );
    check(
        "settings.csv",
        "title 标题",
        "id",
        &[("duplicate_setting", "A3")],
    );
}

#[test]
fn two_people_of_one_name_are_told_apart_by_id() {
    let mut files = changed("employees.csv", "E2,Bo", "E2,Ann");
    for (name, bytes) in &mut files {
        if name == "leave.csv" {
            *bytes = String::from_utf8(bytes.clone())
                .expect("UTF-8")
                .replacen("E1,", "Ann,", 1)
                .into_bytes();
        }
    }
    let found = read_sheets(&files).expect_err("Ann could be either");
    assert_eq!(found[0].finding.code, "ambiguous_name");
    assert_eq!(
        found[0].place.cell.map(|cell| cell.to_string()).as_deref(),
        Some("A2")
    );
    assert!(
        found[0]
            .to_string()
            .starts_with("leave.csv A2 (leave 休假, row 行 2, employee 员工): ambiguous_name")
    );
}
