//! Three hundred spoiled spreadsheets: read where the meaning is plain, else findings that name the cell.
//!
//! `readable` changes the dress of values, `refused` the values, `workbooks` the file around them; `limits` are files that
//! are too large.

#![allow(clippy::ptr_arg, reason = "every spoiler has the same signature")]

mod files;
mod limits;
mod readable;
mod refused;
mod workbooks;

use std::fs;
use std::process::Command;

use paiban::formats::sheets::{NamedFile, SheetFinding, read_sheets};
use paiban::formats::write_instance;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::sheets::{csv_of, lines};

use readable::*;
use refused::*;
use workbooks::*;

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

#[test]
fn the_command_reads_or_names_the_cell_ends_with_2_and_writes_nothing() {
    for (number, (name, spoil)) in SPOILERS.iter().enumerate() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut files = csv_of(WEEK);
        let mut dice = Dice(ChaCha8Rng::seed_from_u64(number as u64));
        let verdict = spoil(&mut files, &mut dice);
        for (name, bytes) in &files {
            fs::write(folder.path().join(name), bytes).expect("written");
        }
        let out = folder.path().join("week.json");
        let run = Command::new(env!("CARGO_BIN_EXE_paiban"))
            .arg("import")
            .arg(folder.path())
            .arg("--out")
            .arg(&out)
            .output()
            .expect("it runs");
        let told = String::from_utf8_lossy(&run.stderr);
        let Verdict::Refused(_, target) = verdict else {
            assert_eq!((run.status.code(), &*told), (Some(0), ""), "{name}");
            assert!(out.exists(), "{name}");
            continue;
        };
        assert_eq!(run.status.code(), Some(2), "{name}: {told}");
        assert!(!out.exists(), "{name}");
        let place = target.map_or(String::new(), |target| {
            format!("{} {}", target.file, target.cell)
        });
        assert!(told.contains(place.trim_end()), "{name}: {place}: {told}");
    }
}
