//! Three hundred spoiled spreadsheets: read where the meaning is plain, else findings that name the cell.

#![allow(clippy::ptr_arg, reason = "every spoiler has the same signature")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use paiban::formats::sheets::{NamedFile, SheetFinding, read_sheets};
use paiban::formats::write_instance;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rust_xlsxwriter::{Format, Workbook};

use crate::sheets::{csv_of, lines};

const WEEK: &str = include_str!("../../instances/hall-week.json");

/// What a spoiled copy must come to.
enum Verdict {
    /// Read as the unspoiled one.
    Same,
    /// Read, if not as the same instance.
    Read,
    /// Refused with one of these codes; at a cell of this file, where one is named.
    Refused(&'static [&'static str], Option<Target>),
}

/// The cell that must be named: file, row and column as a person counts them.
struct Target {
    file: String,
    cell: String,
}

/// A way to spoil files.
type Spoiler = fn(&mut Vec<NamedFile>, &mut Dice) -> Verdict;

/// Every way, each tried with many seeds.
const SPOILERS: &[(&str, Spoiler)] = &[
    ("GBK", |files, _| encode(files, encoding_rs::GBK)),
    ("no byte order mark", without_mark),
    ("UTF-16", utf16),
    ("DOS line ends", |files, _| lines_end(files, "\r\n")),
    ("semicolons", semicolons),
    ("blank lines and a title", blank_lines),
    ("blanks around values", blanks_around),
    ("full-width digits", full_width),
    ("dates with slashes", |files, dice| {
        dates(files, dice, |d| d.replace('-', "/"))
    }),
    ("Chinese dates", |files, dice| {
        dates(files, dice, chinese_date)
    }),
    ("serial dates", |files, dice| {
        dates(files, dice, serial_date)
    }),
    ("a workbook", whole_workbook),
    ("merged cells down", merged_down),
    ("24:00 as closing time", closing_at_midnight),
    ("Chinese headings", chinese_headings),
    ("American dates", american_date),
    ("words for numbers", |files, dice| {
        spoil_number(files, dice, "twelve", &["wrong_type"])
    }),
    ("formula errors", |files, dice| {
        spoil_any(files, dice, "#REF!", &["formula_error"])
    }),
    ("formula errors of lookups", |files, dice| {
        spoil_any(files, dice, "#N/A", &["formula_error"])
    }),
    ("NUL bytes", |files, dice| {
        spoil_any(files, dice, "\0", &["control_character"])
    }),
    ("a column too narrow", |files, dice| {
        spoil_any(files, dice, "########", &["formula_error"])
    }),
    ("missing columns", missing_column),
    ("misspelt columns", misspelt_column),
    ("two columns alike", duplicate_column),
    ("empty files", empty_file),
    ("unknown sheets", unknown_sheet),
    ("no settings", |files, _| {
        files.retain(|(name, _)| name != "settings.csv");
        Verdict::Refused(&["missing_sheet"], None)
    }),
    ("quotes not closed", unclosed_quote),
    ("quotes inside quotes", nested_quotes),
    ("no text at all", no_text),
    ("a workbook named .csv", workbook_named_csv),
    ("text named .xlsx", |files, dice| {
        broken_workbook(files, dice, |_, bytes| bytes.clear())
    }),
    ("half a workbook", |files, dice| {
        broken_workbook(files, dice, |dice, bytes| {
            bytes.truncate(1 + dice.below(bytes.len() - 1))
        })
    }),
    ("bytes of a workbook changed", damaged_workbook),
    ("a zip of something else", |files, dice| {
        broken_workbook(files, dice, |_, bytes| {
            *bytes = zip_of(&[("a.txt", b"hello".to_vec())])
        })
    }),
    ("people twice", |files, dice| {
        twice(files, dice, "employees.csv", "duplicate_id")
    }),
    ("forecasts twice", |files, dice| {
        twice(files, dice, "demand.csv", "overlapping_demand")
    }),
    ("wishes twice", |files, dice| {
        twice(files, dice, "wishes.csv", "duplicate_wish")
    }),
    ("names two people carry", ambiguous_name),
    ("strangers", stranger),
    ("merged cells across", merged_across),
    ("empty cells that must be filled", emptied),
];

/// Chance that is the same on every machine.
struct Dice(ChaCha8Rng);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        let wide = u128::from(self.0.next_u64()) * count.max(1) as u128;
        (wide >> 64) as usize
    }
}

#[test]
fn three_hundred_spoiled_spreadsheets_are_read_or_refused_by_cell() {
    let good = read_sheets(&csv_of(WEEK)).unwrap_or_else(|found| panic!("{}", lines(&found)));
    let good = write_instance(&good.instance);
    let mut wrong = Vec::new();
    for number in 0..300_usize {
        let (name, spoil) = SPOILERS[number % SPOILERS.len()];
        let mut dice = Dice(ChaCha8Rng::seed_from_u64(number as u64));
        let mut files = csv_of(WEEK);
        let verdict = spoil(&mut files, &mut dice);
        let read = read_sheets(&files).map(|read| write_instance(&read.instance));
        if let Err(what) = judge(&verdict, read, &good) {
            wrong.push(format!("{number} {name}: {what}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of 300:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

fn judge(
    verdict: &Verdict,
    read: Result<String, Vec<SheetFinding>>,
    good: &str,
) -> Result<(), String> {
    match (verdict, read) {
        (Verdict::Same, Ok(text)) if text == good => Ok(()),
        (Verdict::Same, Ok(_)) => Err("read as another instance".to_owned()),
        (Verdict::Read, Ok(_)) => Ok(()),
        (Verdict::Same | Verdict::Read, Err(found)) => Err(lines(&found)),
        (Verdict::Refused(codes, _), Ok(_)) => Err(format!("read, not refused as {codes:?}")),
        (Verdict::Refused(codes, target), Err(found)) => {
            let named = |finding: &&SheetFinding| {
                let here = target.as_ref().is_none_or(|target| {
                    let cell = finding
                        .place
                        .cell
                        .map_or(String::new(), |cell| cell.to_string());
                    finding.place.file == target.file && cell == target.cell
                });
                codes.contains(&finding.finding.code) && here
            };
            let bilingual = found.iter().all(|f| f.finding.remedy_zh().is_some());
            match found.iter().find(named) {
                Some(_) if bilingual => Ok(()),
                Some(_) => Err(format!("not in Chinese: {}", lines(&found))),
                None => {
                    let at = target.as_ref().map(|t| format!("{} {}", t.file, t.cell));
                    Err(format!("wanted {codes:?} at {at:?}: {}", lines(&found)))
                }
            }
        }
    }
}

// Files, rows and cells.

fn file<'a>(files: &'a mut [NamedFile], name: &str) -> &'a mut Vec<u8> {
    let found = files.iter_mut().find(|(file, _)| file == name);
    &mut found.expect("a file of the example").1
}

/// The rows of a file; the example's cells hold neither commas nor quotes where this is asked.
fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let cells = |line: &str| line.split(',').map(str::to_owned).collect();
    text.trim_start_matches('\u{feff}')
        .lines()
        .map(cells)
        .collect()
}

fn text(rows: &[Vec<String>]) -> Vec<u8> {
    let lines: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
    format!("\u{feff}{}\n", lines.join("\n")).into_bytes()
}

/// A file by chance, with its rows; only such as hold neither quotes nor lists.
fn any_file(files: &[NamedFile], dice: &mut Dice) -> (String, Vec<Vec<String>>) {
    let plain: Vec<&NamedFile> = (files.iter())
        .filter(|(name, bytes)| name != "settings.csv" && !bytes.contains(&b'"'))
        .collect();
    let (name, bytes) = plain[dice.below(plain.len())];
    (name.clone(), rows(bytes))
}

fn address(row: usize, column: usize) -> String {
    format!("{}{}", char::from(b'A' + column as u8), row + 1)
}

fn target(file: &str, row: usize, column: usize) -> Option<Target> {
    Some(Target {
        file: file.to_owned(),
        cell: address(row, column),
    })
}

/// Every cell under a heading that holds what is looked for.
fn cells_like(files: &[NamedFile], like: impl Fn(&str) -> bool) -> Vec<(String, usize, usize)> {
    let mut cells = Vec::new();
    for (name, bytes) in files.iter().filter(|(name, _)| name != "settings.csv") {
        for (row, line) in rows(bytes).iter().enumerate().skip(1) {
            for (column, cell) in line.iter().enumerate() {
                if like(cell) {
                    cells.push((name.clone(), row, column));
                }
            }
        }
    }
    cells
}

fn is_date(cell: &str) -> bool {
    cell.len() == 10 && cell.bytes().filter(|byte| *byte == b'-').count() == 2
}

// What stays readable.

fn encode(files: &mut [NamedFile], encoding: &'static encoding_rs::Encoding) -> Verdict {
    for (_, bytes) in files {
        let text = String::from_utf8(bytes.clone()).expect("UTF-8");
        *bytes = encoding
            .encode(text.trim_start_matches('\u{feff}'))
            .0
            .into_owned();
    }
    Verdict::Same
}

fn without_mark(files: &mut Vec<NamedFile>, _: &mut Dice) -> Verdict {
    encode(files, encoding_rs::UTF_8)
}

fn utf16(files: &mut Vec<NamedFile>, _: &mut Dice) -> Verdict {
    for (_, bytes) in files {
        let text = String::from_utf8(bytes.clone()).expect("UTF-8");
        *bytes = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    }
    Verdict::Same
}

fn lines_end(files: &mut [NamedFile], end: &str) -> Verdict {
    for (_, bytes) in files {
        let text = String::from_utf8(bytes.clone()).expect("UTF-8");
        *bytes = text.replace('\n', end).into_bytes();
    }
    Verdict::Same
}

fn semicolons(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let (name, rows) = any_file(files, dice);
    let quoted = |cell: &String| match cell.contains(';') {
        true => format!("\"{cell}\""),
        false => cell.clone(),
    };
    let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(";");
    let lines: Vec<String> = rows.iter().map(line).collect();
    *file(files, &name) = lines.join("\n").into_bytes();
    Verdict::Same
}

fn blank_lines(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let (name, mut rows) = any_file(files, dice);
    rows.insert(
        1 + dice.below(rows.len()),
        vec![" ".to_owned(), "　".to_owned()],
    );
    rows.insert(1 + dice.below(rows.len()), Vec::new());
    rows.insert(0, vec!["2026 年 3 月".to_owned()]);
    *file(files, &name) = text(&rows);
    Verdict::Same
}

fn change_some(
    files: &mut [NamedFile],
    dice: &mut Dice,
    change: impl Fn(&str) -> String,
) -> Verdict {
    let (name, mut rows) = any_file(files, dice);
    for row in rows.iter_mut().skip(1) {
        for cell in row.iter_mut().filter(|cell| !cell.is_empty()) {
            if dice.below(2) == 0 {
                *cell = change(cell);
            }
        }
    }
    *file(files, &name) = text(&rows);
    Verdict::Same
}

fn blanks_around(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    change_some(files, dice, |cell| format!(" \u{3000}{cell}\u{a0} "))
}

fn full_width(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    change_some(files, dice, |cell| {
        let wide = |c: char| match c {
            '0'..='9' => char::from_u32(c as u32 + 0xfee0).unwrap_or(c),
            _ => c,
        };
        // Names and reasons stay as they are typed; everything else is read as if it were narrow.
        match cell
            .chars()
            .all(|c| c.is_ascii_digit() || ":.-".contains(c))
        {
            true => cell.chars().map(wide).collect(),
            false => cell.to_owned(),
        }
    })
}

fn dates(files: &mut [NamedFile], dice: &mut Dice, write: fn(&str) -> String) -> Verdict {
    let cells = cells_like(files, is_date);
    for _ in 0..20 {
        let (name, row, column) = cells[dice.below(cells.len())].clone();
        let mut rows = rows(file(files, &name));
        if is_date(&rows[row][column]) {
            rows[row][column] = write(&rows[row][column]);
        }
        *file(files, &name) = text(&rows);
    }
    Verdict::Same
}

fn chinese_date(date: &str) -> String {
    let parts: Vec<&str> = date.split('-').collect();
    format!(
        "{}年{}月{}日",
        parts[0],
        parts[1].trim_start_matches('0'),
        parts[2]
    )
}

fn serial_date(date: &str) -> String {
    let date: chrono::NaiveDate = date.parse().expect("a date");
    let start = chrono::NaiveDate::from_ymd_opt(1899, 12, 30).expect("a date");
    (date - start).num_days().to_string()
}

fn closing_at_midnight(files: &mut Vec<NamedFile>, _: &mut Dice) -> Verdict {
    let bytes = file(files, "opening_hours.csv");
    *bytes = String::from_utf8(bytes.clone())
        .expect("UTF-8")
        .replace("19:30", "24:00")
        .into_bytes();
    Verdict::Read
}

fn chinese_headings(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let (name, mut rows) = any_file(files, dice);
    let words = dice.below(2);
    for heading in &mut rows[0] {
        *heading = heading.split(' ').nth(words).unwrap_or_default().to_owned();
    }
    *file(files, &name) = text(&rows);
    Verdict::Same
}

// Workbooks.

/// Some sheets as tabs of one workbook, everything typed as text.
fn workbook(sheets: &[(String, Vec<Vec<String>>)]) -> Workbook {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let tab = book
            .add_worksheet()
            .set_name(name.trim_end_matches(".csv"))
            .expect("a tab");
        for (row, line) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(line).filter(|(_, cell)| !cell.is_empty()) {
                tab.write_string(row, column, cell).expect("a cell");
            }
        }
    }
    book
}

fn into_workbook(files: &mut Vec<NamedFile>, name: &str, change: impl FnOnce(&mut Workbook)) {
    let rows = rows(file(files, name));
    let mut book = workbook(&[(name.to_owned(), rows)]);
    change(&mut book);
    files.retain(|(file, _)| file != name);
    files.push((
        "book.xlsx".to_owned(),
        book.save_to_buffer().expect("bytes"),
    ));
}

fn whole_workbook(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let (name, _) = any_file(files, dice);
    into_workbook(files, &name, |_| {});
    Verdict::Same
}

fn merged_down(files: &mut Vec<NamedFile>, _: &mut Dice) -> Verdict {
    into_workbook(files, "employee_skills.csv", |book| {
        let tab = book.worksheet_from_index(0).expect("a tab");
        // E01 holds two skills, in rows 2 and 3.
        tab.merge_range(1, 0, 2, 0, "E01", &Format::new())
            .expect("a merge");
    });
    Verdict::Same
}

fn merged_across(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let row = 2 + dice.below(8);
    into_workbook(files, "history.csv", |book| {
        let tab = book.worksheet_from_index(0).expect("a tab");
        tab.merge_range(row as u32, 0, row as u32, 1, "E01", &Format::new())
            .expect("a merge");
    });
    Verdict::Refused(&["merged_cells"], target("book.xlsx", row, 0))
}

fn broken_workbook(
    files: &mut Vec<NamedFile>,
    dice: &mut Dice,
    damage: fn(&mut Dice, &mut Vec<u8>),
) -> Verdict {
    let (name, _) = any_file(files, dice);
    into_workbook(files, &name, |_| {});
    damage(dice, file(files, "book.xlsx"));
    Verdict::Refused(
        &["not_a_workbook", "file_too_large"],
        Some(Target {
            file: "book.xlsx".to_owned(),
            cell: String::new(),
        }),
    )
}

/// Whatever a reader makes of it: an answer.
fn damaged_workbook(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let (name, _) = any_file(files, dice);
    into_workbook(files, &name, |_| {});
    let bytes = file(files, "book.xlsx");
    for _ in 0..40 {
        let at = dice.below(bytes.len());
        bytes[at] = dice.below(256) as u8;
    }
    Verdict::Refused(
        &[
            "not_a_workbook",
            "file_too_large",
            "unknown_sheet",
            "empty_sheet",
            "unreadable",
        ],
        None,
    )
}

fn zip_of(entries: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .expect("an entry");
        zip.write_all(bytes).expect("its bytes");
    }
    zip.finish().expect("an archive").into_inner()
}

// What is refused.

fn spoil_at(
    files: &mut [NamedFile],
    (name, row, column): (String, usize, usize),
    value: &str,
    codes: &'static [&'static str],
) -> Verdict {
    let mut rows = rows(file(files, &name));
    rows[row][column] = value.to_owned();
    *file(files, &name) = text(&rows);
    Verdict::Refused(codes, target(&name, row, column))
}

fn american_date(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let cells = cells_like(files, is_date);
    let cell = cells[dice.below(cells.len())].clone();
    spoil_at(files, cell, "3/9/26", &["bad_date"])
}

fn spoil_number(
    files: &mut [NamedFile],
    dice: &mut Dice,
    value: &str,
    codes: &'static [&'static str],
) -> Verdict {
    let number =
        |cell: &str| !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let cells = cells_like(files, number);
    let cell = cells[dice.below(cells.len())].clone();
    spoil_at(files, cell, value, codes)
}

fn spoil_any(
    files: &mut [NamedFile],
    dice: &mut Dice,
    value: &str,
    codes: &'static [&'static str],
) -> Verdict {
    let cells = cells_like(files, |cell| !cell.is_empty());
    let cell = cells[dice.below(cells.len())].clone();
    spoil_at(files, cell, value, codes)
}

/// The sheets with a column that must be there: its position.
const NEEDED: [(&str, usize); 6] = [
    ("employees.csv", 2),
    ("leave.csv", 1),
    ("demand.csv", 5),
    ("queues.csv", 3),
    ("shift_templates.csv", 3),
    ("opening_hours.csv", 4),
];

fn emptied(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let (name, column) = NEEDED[dice.below(NEEDED.len())];
    let row = 1 + dice.below(rows(file(files, name)).len() - 1);
    spoil_at(files, (name.to_owned(), row, column), "", &["missing_cell"])
}

fn missing_column(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let (name, column) = NEEDED[dice.below(NEEDED.len())];
    let mut rows = rows(file(files, name));
    for row in &mut rows {
        row.remove(column);
    }
    *file(files, name) = text(&rows);
    Verdict::Refused(&["missing_column"], target(name, 0, 0))
}

fn misspelt_column(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let (name, rows) = any_file(files, dice);
    let column = dice.below(rows[0].len());
    spoil_at(files, (name, 0, column), "qqq", &["unknown_column"])
}

fn duplicate_column(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let (name, rows) = any_file(files, dice);
    let first = rows[0][0].clone();
    let column = 1 + dice.below(rows[0].len() - 1);
    spoil_at(files, (name, 0, column), &first, &["duplicate_column"])
}

fn empty_file(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let (name, _) = any_file(files, dice);
    *file(files, &name) = [&b""[..], b"\n\n\n", b" , ,\n", b"\xef\xbb\xbf"][dice.below(4)].to_vec();
    Verdict::Refused(
        &["empty_sheet"],
        Some(Target {
            file: name,
            cell: String::new(),
        }),
    )
}

fn unknown_sheet(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let at = dice.below(files.len());
    let name = format!("my {}", files[at].0);
    files[at].0.clone_from(&name);
    Verdict::Refused(
        &["unknown_sheet"],
        Some(Target {
            file: name,
            cell: String::new(),
        }),
    )
}

fn unclosed_quote(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let (name, rows) = any_file(files, dice);
    let row = 1 + dice.below(rows.len() - 1);
    let column = dice.below(rows[row].len());
    let value = format!("\"{}", rows[row][column]);
    spoil_at(files, (name, row, column), &value, &["stray_quote"])
}

fn nested_quotes(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let (name, rows) = any_file(files, dice);
    let row = 1 + dice.below(rows.len() - 1);
    let column = dice.below(rows[row].len());
    spoil_at(
        files,
        (name, row, column),
        "\"a \"b\" c\"",
        &["stray_quote"],
    )
}

fn no_text(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let (name, _) = any_file(files, dice);
    let bytes = file(files, &name);
    bytes.extend([0xff, 0x80, 0xff]);
    Verdict::Refused(
        &["not_text"],
        Some(Target {
            file: name,
            cell: String::new(),
        }),
    )
}

fn workbook_named_csv(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let (name, lines) = any_file(files, dice);
    let bytes = workbook(&[(name.clone(), lines)])
        .save_to_buffer()
        .expect("bytes");
    *file(files, &name) = bytes;
    Verdict::Refused(
        &["wrong_kind_of_file"],
        Some(Target {
            file: name,
            cell: String::new(),
        }),
    )
}

fn twice(files: &mut [NamedFile], dice: &mut Dice, name: &str, code: &'static str) -> Verdict {
    let mut rows = rows(file(files, name));
    let row = rows[1 + dice.below(rows.len() - 1)].clone();
    rows.push(row);
    let column = match code {
        "overlapping_demand" => 3,
        "duplicate_wish" => 1,
        _ => 0,
    };
    let last = rows.len() - 1;
    *file(files, name) = text(&rows);
    let codes: &[&str] = match code {
        "overlapping_demand" => &["overlapping_demand"],
        "duplicate_wish" => &["duplicate_wish"],
        _ => &["duplicate_id"],
    };
    Verdict::Refused(codes, target(name, last, column))
}

fn ambiguous_name(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let mut people = rows(file(files, "employees.csv"));
    let (one, other) = (1 + dice.below(8), 9 + dice.below(8));
    people[one][1] = "王敏".to_owned();
    people[other][1] = "王敏".to_owned();
    *file(files, "employees.csv") = text(&people);
    let lines = rows(file(files, "history.csv")).len();
    let row = 1 + dice.below(lines - 1);
    spoil_at(
        files,
        ("history.csv".to_owned(), row, 0),
        "王敏",
        &["ambiguous_name"],
    )
}

fn stranger(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let lines = rows(file(files, "history.csv")).len();
    let row = 1 + dice.below(lines - 1);
    spoil_at(
        files,
        ("history.csv".to_owned(), row, 0),
        "E99",
        &["unknown_employee"],
    )
}

// Limits.

/// A workbook whose sheet unpacks to far more than it weighs.
fn bomb() -> Vec<u8> {
    zip_of(&[
        ("[Content_Types].xml", b"<Types/>".to_vec()),
        ("xl/worksheets/sheet1.xml", vec![b' '; 300 * 1024 * 1024]),
    ])
}

#[test]
fn files_that_are_too_large_are_refused_before_they_are_read() {
    let refused = |name: &str, bytes: Vec<u8>, code: &str| {
        let found = read_sheets(&[(name.to_owned(), bytes)]).expect_err("it is too large");
        let codes: Vec<&str> = found.iter().map(|f| f.finding.code).collect();
        assert!(codes.contains(&code), "{codes:?}");
    };
    refused("a.xlsx", bomb(), "file_too_large");
    refused("a.csv", vec![b'a'; 33 * 1024 * 1024], "file_too_large");
    refused(
        "demand.csv",
        [b"hall\n", &b",".repeat(400)[..]].concat(),
        "sheet_too_large",
    );
    let many: Vec<NamedFile> = (0..501).map(|n| (format!("{n}.csv"), Vec::new())).collect();
    let found = read_sheets(&many).expect_err("too many");
    assert_eq!(found[0].finding.code, "too_many_entries");
}

#[test]
fn a_cell_in_the_last_corner_takes_no_memory() {
    let mut book = Workbook::new();
    let tab = book.add_worksheet().set_name("demand").expect("a tab");
    tab.write_string(0, 0, "hall").expect("a cell");
    tab.write_string(1_048_575, 16_383, "x").expect("a cell");
    let bytes = book.save_to_buffer().expect("bytes");
    let found = read_sheets(&[("a.xlsx".to_owned(), bytes)]).expect_err("too wide");
    let told = found
        .iter()
        .find(|f| f.finding.code == "sheet_too_large")
        .expect("told");
    let cell = told.place.cell.map(|cell| cell.to_string());
    assert_eq!(cell.as_deref(), Some("XFD1048576"));
}

#[test]
fn the_command_ends_with_2_and_writes_nothing_when_a_cell_is_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |files: &[NamedFile]| {
        for (name, bytes) in files {
            fs::write(folder.path().join(name), bytes).expect("written");
        }
    };
    let run = |out: &Path| {
        let run = Command::new(env!("CARGO_BIN_EXE_paiban"))
            .arg("import")
            .arg(folder.path())
            .arg("--out")
            .arg(out)
            .output()
            .expect("it runs");
        (
            run.status.code(),
            String::from_utf8_lossy(&run.stderr).into_owned(),
        )
    };
    let out = folder.path().join("week.json");
    let mut files = csv_of(WEEK);
    let Verdict::Refused(_, Some(target)) = spoil_number(
        &mut files,
        &mut Dice(ChaCha8Rng::seed_from_u64(5)),
        "x",
        &[],
    ) else {
        panic!("it names a cell");
    };
    write(&files);
    let (code, told) = run(&out);
    assert_eq!(code, Some(2), "{told}");
    assert!(
        told.contains(&format!("{} {} (", target.file, target.cell)),
        "{told}"
    );
    assert!(!out.exists());
    write(&csv_of(WEEK));
    let (code, told) = run(&out);
    assert_eq!((code, told.as_str()), (Some(0), ""));
    assert!(out.exists());
}
